"""Bytes that are kept as they were: documents as given, the clinic's logo. Named by their own hash."""

import hashlib
from datetime import datetime
from typing import cast

from sqlalchemy import Table, insert, select

from mnlog.db.database import Reader
from mnlog.db.schema import MediaFileRow
from mnlog.domain.moments import moment_text

_MEDIA = cast(Table, MediaFileRow.__table__)


def keep_bytes(reader: Reader, content: bytes, *, mime: str, at: datetime) -> str:
    """Stores bytes within the caller's transaction; the same bytes are stored once.

    Returns:
        The id to read them by: their SHA-256 in hexadecimal.
    """
    digest = hashlib.sha256(content).hexdigest()
    stored = reader.connection.execute(select(_MEDIA.c.id).where(_MEDIA.c.id == digest)).first()
    if stored is not None:
        return digest
    row = {"id": digest, "mime": mime, "sha256": digest, "content": content, "created_at": moment_text(at)}
    reader.connection.execute(insert(_MEDIA), row)
    return digest


def kept_bytes(reader: Reader, media_id: str) -> bytes | None:
    """The bytes stored under an id; None when there are none."""
    found = reader.connection.execute(select(_MEDIA.c.content).where(_MEDIA.c.id == media_id)).scalar()
    return None if found is None else bytes(found)


def media_with_other_content(reader: Reader) -> tuple[str, ...]:
    """Ids of stored bytes that no longer are what they were."""
    rows = reader.connection.execute(select(_MEDIA.c.id, _MEDIA.c.content))
    return tuple(row.id for row in rows if hashlib.sha256(row.content).hexdigest() != row.id)
