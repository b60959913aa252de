"""SQLite-only checks: seals of pages, structure, references, guards, and records against the audit."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from mnlog.db.database import Reader
from mnlog.db.lists import audit_events
from mnlog.db.mapping import MODELS, mapper_for
from mnlog.db.schema import MEDIA

FILES = {"main": "clinic.db", MEDIA: "media.db"}
_Row = dict[str, Any]


def file_problems(reader: Reader, *, most: int = 20) -> list[str]:
    """Sentences about pages that were changed, broken structure and dangling references; empty when sound.

    SQLCipher seals each page with an HMAC, so that one flipped byte is found wherever it lies.
    """
    found: list[str] = []
    for name, file in FILES.items():
        for pragma in ("cipher_integrity_check", f"integrity_check({most})"):
            answers = (row[0] for row in _answers(reader, f"{name}.{pragma}"))
            found += [f"{file}: {answer}" for answer in answers if answer != "ok"]
    for row in _answers(reader, "main.foreign_key_check"):
        sentence = f"{row[0]} refers to a missing row of {row[2]}" if len(row) > 1 else row[0]
        found.append(f"clinic.db: {sentence}")
    return found[:most]


def _answers(reader: Reader, pragma: str) -> list[Sequence[Any]]:
    """What a check says; where it cannot even be made, that is what it says."""
    try:
        return list(reader.connection.execute(text(f"PRAGMA {pragma}")).all())
    except DBAPIError as problem:
        return [(f"it cannot be read to its end ({problem.orig})",)]


def guard_problems(reader: Reader) -> list[str]:
    """Sentences about triggers that are gone or changed: a signed session could be changed unseen."""
    from mnlog.db.migrations import guards  # Alembic is only imported when it is needed

    stored = {
        row[0]
        for name in FILES
        for row in reader.connection.execute(
            text(f"SELECT sql FROM {name}.sqlite_master WHERE type = 'trigger'")
        )
    }
    gone = [statement.split()[2] for statement in guards() if statement not in stored]
    return [f"clinic.db: the guard {name} is gone or was changed" for name in gone]


def record_problems(reader: Reader, *, most: int = 20) -> list[str]:
    """Sentences about records that do not stand as the audit last wrote them."""
    expected = _as_audited(reader)
    found: list[str] = []
    for record_type in MODELS:
        table = mapper_for(record_type).table
        audited = expected.pop(table.name, {})
        for row in reader.connection.execute(select(table)).mappings():
            differs = audited.pop(row["id"], None) != dict(row)
            found += [f"{table.name} {row['id']} does not stand as the audit last wrote it."] * differs
        found += [
            f"{table.name} {record_id} is gone, and the audit does not say why." for record_id in audited
        ]
    return found[:most]


def _as_audited(reader: Reader) -> dict[str, dict[str, _Row]]:
    """Every record as it stands after all audit events, by table and id."""
    tables: dict[str, dict[str, _Row]] = {}
    for change in _changes(reader):
        rows = tables.setdefault(change["table"], {})
        if change["after"] is None:
            rows.pop(change["id"], None)
        elif change["before"] is None:
            rows[change["id"]] = change["after"]
        else:
            rows.setdefault(change["id"], {}).update(change["after"])
    return tables


def _changes(reader: Reader) -> Iterator[Any]:
    for event in audit_events(reader):
        yield from json.loads(event.changes)
