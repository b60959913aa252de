"""A treatment session and everything under it."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mnlog.db.schema.base import Base, Versioned, between, is_flag, may_refer_to, one_of, refers_to
from mnlog.domain.terms import (
    Answer,
    ConsentMethod,
    DeviceKind,
    EndPoint,
    ObservationKind,
    SessionState,
    Side,
    SignerRole,
    Step,
    TopicalTiming,
)
from mnlog.domain.units import DEPTH_LIMIT_UM


class TreatmentSessionRow(Versioned, Base):
    __tablename__ = "treatment_session"
    __table_args__ = (
        one_of("state", SessionState),
        one_of("step", Step),
        one_of("device_kind", DeviceKind),
        between("phototype", 1, 6),
        *is_flag("no_numbing"),
        CheckConstraint(
            "(state = 'signed')"
            " = (signed_at IS NOT NULL AND signed_by_id IS NOT NULL AND content_hash IS NOT NULL)",
            name="signed",
        ),
        CheckConstraint("(state = 'discarded') = (discarded_at IS NOT NULL)", name="discarded"),
        CheckConstraint(
            "needling_ended_at IS NULL OR needling_started_at IS NULL"
            " OR substr(needling_ended_at, 1, 24) >= substr(needling_started_at, 1, 24)",
            name="needling_order",
        ),
        Index(None, "state", "started_at"),
    )
    patient_id: Mapped[str] = refers_to("patient")
    practitioner_id: Mapped[str] = refers_to("practitioner", index=False)
    course_id: Mapped[str | None] = may_refer_to("course")
    concern_id: Mapped[str | None]
    state: Mapped[str]
    step: Mapped[str]
    started_at: Mapped[str]
    needling_started_at: Mapped[str | None]
    needling_ended_at: Mapped[str | None]
    rules_version: Mapped[str]
    phototype: Mapped[int | None]
    screened_at: Mapped[str | None]
    history_confirmed_at: Mapped[str | None]
    consent_id: Mapped[str | None] = may_refer_to("consent")
    consent_confirmed_at: Mapped[str | None]
    no_numbing: Mapped[bool]
    device_kind: Mapped[str | None]
    device_id: Mapped[str | None] = may_refer_to("device")
    copied_from_id: Mapped[str | None] = may_refer_to("treatment_session")
    copied_text: Mapped[str]
    next_interval_days: Mapped[int | None]
    follow_up_hours: Mapped[str]
    note: Mapped[str]
    override_reason: Mapped[str]
    signed_at: Mapped[str | None]
    signed_by_id: Mapped[str | None] = may_refer_to("practitioner")
    content_hash: Mapped[str | None]
    discarded_at: Mapped[str | None]
    discard_reason: Mapped[str]


class ScreeningAnswerRow(Versioned, Base):
    __tablename__ = "screening_answer"
    __table_args__ = (UniqueConstraint("session_id", "question_id"), one_of("answer", Answer))
    session_id: Mapped[str] = refers_to("treatment_session", index=False)
    question_id: Mapped[str]
    answer: Mapped[str | None]
    details: Mapped[str]
    answered_at: Mapped[str]
    carried_from_id: Mapped[str | None] = may_refer_to("screening_answer")
    override_reason: Mapped[str]
    override_by_id: Mapped[str | None] = may_refer_to("practitioner")
    override_at: Mapped[str | None]


class ConsentRow(Versioned, Base):
    """`session_id` names where it was given; no foreign key, since a session refers to its consent."""

    __tablename__ = "consent"
    __table_args__ = (
        one_of("method", ConsentMethod),
        one_of("signer_role", SignerRole),
        between("max_depth_um", 1, DEPTH_LIMIT_UM),
        *is_flag("photo_record", "photo_teaching", "photo_publication"),
        CheckConstraint("signer_name <> ''", name="signer_name"),
        CheckConstraint("method <> 'screen' OR strokes <> '[]'", name="signature"),
    )
    patient_id: Mapped[str] = refers_to("patient")
    session_id: Mapped[str] = mapped_column(index=True)
    course_id: Mapped[str | None] = may_refer_to("course")
    concern_id: Mapped[str | None]
    wording_version: Mapped[str]
    language: Mapped[str]
    text_hash: Mapped[str]
    regions: Mapped[str]
    max_depth_um: Mapped[int | None]
    agreed_items: Mapped[str]
    photo_record: Mapped[bool]
    photo_teaching: Mapped[bool]
    photo_publication: Mapped[bool]
    method: Mapped[str]
    signer_name: Mapped[str]
    signer_role: Mapped[str]
    interpreter_name: Mapped[str]
    strokes: Mapped[str]
    practitioner_strokes: Mapped[str]
    practitioner_id: Mapped[str] = refers_to("practitioner", index=False)
    signed_at: Mapped[str]
    withdrawn_at: Mapped[str | None]
    withdrawal_reason: Mapped[str]


class OpenConsentRow(Versioned, Base):
    __tablename__ = "open_consent"
    __table_args__ = (
        UniqueConstraint("session_id"),
        one_of("method", ConsentMethod),
        one_of("signer_role", SignerRole),
        between("max_depth_um", 1, DEPTH_LIMIT_UM),
        *is_flag("photo_record", "photo_teaching", "photo_publication"),
    )
    session_id: Mapped[str] = refers_to("treatment_session", index=False)
    regions: Mapped[str]
    max_depth_um: Mapped[int | None]
    agreed_items: Mapped[str]
    photo_record: Mapped[bool]
    photo_teaching: Mapped[bool]
    photo_publication: Mapped[bool]
    method: Mapped[str]
    signer_name: Mapped[str]
    signer_role: Mapped[str]
    interpreter_name: Mapped[str]
    strokes: Mapped[str]
    practitioner_strokes: Mapped[str]


class NumbingRow(Versioned, Base):
    __tablename__ = "numbing"
    __table_args__ = (
        *is_flag("is_occluded", "is_applied_by_patient"),
        CheckConstraint("amount_mg > 0", name="amount_mg"),
        CheckConstraint("area_cm2 > 0", name="area_cm2"),
        CheckConstraint("off_at IS NULL OR on_at IS NOT NULL", name="on_before_off"),
        CheckConstraint(
            "off_at IS NULL OR substr(off_at, 1, 24) >= substr(on_at, 1, 24)", name="contact_order"
        ),
    )
    session_id: Mapped[str] = refers_to("treatment_session")
    product_id: Mapped[str]
    strength: Mapped[str]
    lot_number: Mapped[str]
    expires_on: Mapped[str | None]
    amount_mg: Mapped[int | None]
    area_cm2: Mapped[int | None]
    area_text: Mapped[str]
    is_occluded: Mapped[bool]
    is_applied_by_patient: Mapped[bool]
    on_at: Mapped[str | None]
    off_at: Mapped[str | None]
    override_reason: Mapped[str]


class ZoneTreatmentRow(Versioned, Base):
    __tablename__ = "zone_treatment"
    __table_args__ = (
        UniqueConstraint("session_id", "zone_id", "side", "site_text"),
        one_of("side", Side),
        one_of("end_point", EndPoint),
        between("depth_um", 1, DEPTH_LIMIT_UM),
        between("passes", 1, 99),
        between("speed", 1, 99),
    )
    session_id: Mapped[str] = refers_to("treatment_session", index=False)
    zone_id: Mapped[str]
    side: Mapped[str]
    site_text: Mapped[str]
    depth_um: Mapped[int | None]
    passes: Mapped[int | None]
    speed: Mapped[int | None]
    end_point: Mapped[str | None]
    typical_min_um: Mapped[int | None]
    typical_max_um: Mapped[int | None]
    typical_source: Mapped[str]


class TopicalRow(Versioned, Base):
    __tablename__ = "topical"
    __table_args__ = (one_of("timing", TopicalTiming), *is_flag("is_intradermal"))
    session_id: Mapped[str] = refers_to("treatment_session")
    product_id: Mapped[str]
    name: Mapped[str]
    lot_number: Mapped[str]
    expires_on: Mapped[str | None]
    timing: Mapped[str]
    is_intradermal: Mapped[bool]


class ObservationRow(Versioned, Base):
    __tablename__ = "observation"
    __table_args__ = (
        one_of("kind", ObservationKind),
        between("pain_nrs", 0, 10),
        *is_flag("none_seen"),
        Index(
            "uq_observation_end_of_session",
            "session_id",
            unique=True,
            sqlite_where=text("kind = 'end_of_session'"),  # one look ends a session
            postgresql_where=text("kind = 'end_of_session'"),
        ),
    )
    session_id: Mapped[str] = refers_to("treatment_session")
    patient_id: Mapped[str] = refers_to("patient")
    practitioner_id: Mapped[str] = refers_to("practitioner", index=False)
    kind: Mapped[str]
    seen_at: Mapped[str]
    entered_at: Mapped[str]
    none_seen: Mapped[bool]
    pain_nrs: Mapped[int | None]
    note: Mapped[str]


class ReactionRow(Versioned, Base):
    __tablename__ = "reaction"
    __table_args__ = (one_of("side", Side), between("grade", 0, 10))
    session_id: Mapped[str] = refers_to("treatment_session")
    observation_id: Mapped[str] = refers_to("observation")
    reaction_id: Mapped[str]
    scale_id: Mapped[str]
    grade: Mapped[int | None]
    grade_label: Mapped[str]
    zone_id: Mapped[str | None]
    side: Mapped[str | None]
    seen_at: Mapped[str]
    note: Mapped[str]


class FollowUpRow(Versioned, Base):
    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("session_id", "after_h"),
        CheckConstraint("after_h > 0", name="after_h"),
        Index(None, "done_at", "due_at"),
    )
    session_id: Mapped[str] = refers_to("treatment_session", index=False)
    patient_id: Mapped[str] = refers_to("patient")
    due_at: Mapped[str]
    after_h: Mapped[int]
    observation_id: Mapped[str | None] = may_refer_to("observation")
    done_at: Mapped[str | None]


class AddendumRow(Versioned, Base):
    __tablename__ = "addendum"
    __table_args__ = (CheckConstraint("text <> ''", name="text"),)
    session_id: Mapped[str] = refers_to("treatment_session")
    practitioner_id: Mapped[str] = refers_to("practitioner", index=False)
    text: Mapped[str]
    event_at: Mapped[str]
    entered_at: Mapped[str]
