"""Papers as they were given, the bytes behind them, and the audit chain."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mnlog.db.schema.base import Base, Versioned, one_of, refers_to
from mnlog.domain.terms import DocumentKind

MEDIA = "media"
"""The schema name that `media.db` is attached under."""


class DocumentRow(Versioned, Base):
    __tablename__ = "document"
    __table_args__ = (
        one_of("kind", DocumentKind),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("page_count > 0", name="page_count"),
    )
    patient_id: Mapped[str] = refers_to("patient")
    session_id: Mapped[str] = refers_to("treatment_session")
    practitioner_id: Mapped[str] = refers_to("practitioner", index=False)
    kind: Mapped[str]
    wording_version: Mapped[str]
    language: Mapped[str]
    sha256: Mapped[str]
    media_id: Mapped[str]
    page_count: Mapped[int]
    created_at: Mapped[str]


class MediaFileRow(Base):
    """Bytes that never change: a logo, a document, later a photo. Named by their own content."""

    __tablename__ = "media_file"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"), {"schema": MEDIA})
    id: Mapped[str] = mapped_column(primary_key=True)
    mime: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes]
    created_at: Mapped[str]


class AuditEventRow(Base):
    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("hash"),
        CheckConstraint("length(hash) = 64 AND length(previous_hash) = 64", name="hash"),
        Index(None, "session_id"),
        Index(None, "patient_id"),
    )
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    practitioner_id: Mapped[str | None]
    verb: Mapped[str]
    patient_id: Mapped[str | None]
    session_id: Mapped[str | None]
    changes: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]
