"""Bytes that are kept as they were: documents as given, the clinic's logo. Named by their own hash."""

import hashlib
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, insert, select

from mnlog.db.database import Database, Reader
from mnlog.db.schema import MediaFileRow
from mnlog.domain.moments import moment_text

_MEDIA = cast(Table, MediaFileRow.__table__)


def keep_bytes(database: Database, content: bytes, *, mime: str, at: datetime) -> str:
    """Stores bytes durably, before the record that names them is written; the same bytes are stored once.

    Returns:
        The id to read them by: their SHA-256 in hexadecimal.
    """
    digest = hashlib.sha256(content).hexdigest()
    with database.keeping() as connection:
        if not _is_stored(connection, digest):
            row = {
                "id": digest,
                "mime": mime,
                "sha256": digest,
                "content": content,
                "created_at": moment_text(at),
            }
            connection.execute(insert(_MEDIA), row)
    return digest


def _is_stored(connection: Connection, media_id: str) -> bool:
    return connection.execute(select(_MEDIA.c.id).where(_MEDIA.c.id == media_id)).first() is not None


def kept_bytes(reader: Reader, media_id: str) -> bytes | None:
    """The bytes stored under an id; None when there are none."""
    found = reader.connection.execute(select(_MEDIA.c.content).where(_MEDIA.c.id == media_id)).scalar()
    return None if found is None else bytes(found)


def media_with_other_content(reader: Reader) -> tuple[str, ...]:
    """Ids of stored bytes that no longer are what they were."""
    rows = reader.connection.execute(select(_MEDIA.c.id, _MEDIA.c.content).execution_options(yield_per=8))
    return tuple(row.id for row in rows if hashlib.sha256(row.content).hexdigest() != row.id)


def media_ids(reader: Reader) -> frozenset[str]:
    """Ids of all stored bytes."""
    return frozenset(reader.connection.execute(select(_MEDIA.c.id)).scalars())
