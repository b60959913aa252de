"""Taking one write back: the audit holds what stood there before, so the write can be turned round."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from mnlog.db.database import AUDIT, Reader, UnitOfWork
from mnlog.db.mapping import MODELS, Mapper, mapper_for
from mnlog.domain.records import Record
from mnlog.errors import ConflictError

_UNCOUNTED = {"version"}
"""A row taken back and forth counts on; what it says is compared, not how often it was said."""


def verb_of(reader: Reader, seq: int) -> tuple[str, str | None]:
    """What an audit event did, and in which treatment session.

    Raises:
        ConflictError: when there is no such event.
    """
    found = reader.connection.execute(
        select(AUDIT.c.verb, AUDIT.c.session_id).where(AUDIT.c.seq == seq)
    ).first()
    if found is None:
        raise _changed()
    return str(found.verb), found.session_id


def take_back(work: UnitOfWork, seq: int) -> None:
    """Restores what stood before an audit event, within a unit of work of its own.

    Raises:
        ConflictError: when something it touched was changed since.
    """
    changes = work.connection.execute(select(AUDIT.c.changes).where(AUDIT.c.seq == seq)).scalar_one()
    for change in reversed(json.loads(changes)):
        mapper = _mapper_of(change["table"])
        _take_back_one(work, mapper, change["id"], change["before"], change["after"])


def _take_back_one(
    work: UnitOfWork,
    mapper: Mapper[Any],
    record_id: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    standing = work.get(mapper.record_type, record_id)
    if after is None:
        if standing is not None or before is None:
            raise _changed()
        work.add(mapper.record_of([before[name] for name in mapper.names]))
        return
    if standing is None or not _says(mapper, standing, after):
        raise _changed()
    if before is None:
        work.remove(standing)
    else:
        work.change(standing, **mapper.fields_of({k: v for k, v in before.items() if k not in _UNCOUNTED}))


def _says(mapper: Mapper[Any], standing: Record, row: Mapping[str, Any]) -> bool:
    now = mapper.row_of(standing)
    return all(now[name] == value for name, value in row.items() if name not in _UNCOUNTED)


def _mapper_of(table: str) -> Mapper[Any]:
    record_type = next(kind for kind, model in MODELS.items() if model.__tablename__ == table)
    return mapper_for(record_type)


def _changed() -> ConflictError:
    return ConflictError(
        "This was changed again since, so it was not taken back.", "Look at it as it stands now."
    )
