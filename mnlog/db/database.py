"""Reading records, and the one way to write them: a unit of work that leaves an audit event."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self, cast

from sqlalchemy import Connection, Engine, Table, insert, select

from mnlog.db.faults import faults_explained
from mnlog.db.mapping import Primitive, RecordT, mapper_for
from mnlog.db.schema import AuditEventRow
from mnlog.domain.changes import Changes
from mnlog.domain.moments import moment_text
from mnlog.domain.records import AuditEvent, Patient, Record, TreatmentSession
from mnlog.domain.rules.audit_chain import FIRST_HASH, canonical_json, event_hash
from mnlog.errors import ConflictError

AUDIT = cast(Table, AuditEventRow.__table__)
_LAST_EVENT = select(AUDIT.c.seq, AUDIT.c.hash).order_by(AUDIT.c.seq.desc()).limit(1)
_INSERT_EVENT = insert(AUDIT)


class Reader:
    """Reads records over one connection; everything read belongs to one moment."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, record_type: type[RecordT], record_id: str) -> RecordT | None:
        """The record with this id, or None."""
        mapper = mapper_for(record_type)
        row = self.connection.execute(mapper.select_by(("id",), ()), {"id": record_id}).first()
        return None if row is None else mapper.record_of(row)

    def require(self, record_type: type[RecordT], record_id: str) -> RecordT:
        """The record with this id.

        Raises:
            ConflictError: when it is gone.
        """
        record = self.get(record_type, record_id)
        if record is None:
            raise ConflictError("This entry is no longer there.", "It was removed elsewhere meanwhile.")
        return record

    def find(
        self, record_type: type[RecordT], *, order_by: tuple[str, ...] = ("id",), **equal: str | int
    ) -> tuple[RecordT, ...]:
        """All records whose fields equal these stored values, in this order."""
        mapper = mapper_for(record_type)
        rows = self.connection.execute(mapper.select_by(tuple(equal), order_by), equal)
        return tuple(mapper.record_of(row) for row in rows)

    def find_in(
        self,
        record_type: type[RecordT],
        name: str,
        values: Iterable[str],
        *,
        order_by: tuple[str, ...] = ("id",),
    ) -> dict[str, list[RecordT]]:
        """All records whose field `name` is one of the values, grouped by that value."""
        mapper = mapper_for(record_type)
        wanted = tuple(values)
        grouped: dict[str, list[RecordT]] = {value: [] for value in wanted}
        statement = mapper.select_in(name, order_by)
        for row in self.connection.execute(statement, {"wanted": wanted}):
            record = mapper.record_of(row)
            grouped[getattr(record, name)].append(record)
        return grouped


class UnitOfWork(Reader):
    """One write: any number of records, one transaction, one audit event.

    Nothing is kept unless `commit` is called; leaving the `with` block without it rolls back.
    """

    def __init__(
        self, connection: Connection, *, verb: str, at: datetime, practitioner_id: str | None
    ) -> None:
        super().__init__(connection)
        self._verb, self._at, self._practitioner_id = verb, at, practitioner_id
        self._changes: list[dict[str, object]] = []
        self._kinds: set[str] = set()
        self._patient_id: str | None = None
        self._session_id: str | None = None
        self._transaction = connection.begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._transaction.is_active:
            self._transaction.rollback()

    def add(self, record: RecordT) -> RecordT:
        """Stores a new record."""
        mapper = mapper_for(type(record))
        row = mapper.row_of(record)
        self.connection.execute(mapper.insert, row)
        self._note(record, before=None, after=row)
        return record

    def change(self, record: RecordT, **fields: Any) -> RecordT:
        """Stores new values of some fields; does nothing when they are what they were.

        Returns:
            The record as it stands now.

        Raises:
            ConflictError: when the record was changed or removed since it was read.
        """
        changed = replace(record, **fields)
        if changed == record:
            return record
        changed = replace(changed, version=record.version + 1)
        mapper = mapper_for(type(record))
        before, after = mapper.row_of(record), mapper.row_of(changed)
        names = tuple(name for name in after if after[name] != before[name])
        values = {f"new_{name}": after[name] for name in names}
        done = self.connection.execute(
            mapper.update_of(names), values | {"row_id": record.id, "read_version": record.version}
        )
        self._demand_one(done.rowcount)
        self._note(
            record, before={name: before[name] for name in names}, after={name: after[name] for name in names}
        )
        return changed

    def remove(self, record: RecordT) -> None:
        """Deletes a record; what it held stays in the audit.

        Raises:
            ConflictError: when the record was changed or removed since it was read.
        """
        mapper = mapper_for(type(record))
        done = self.connection.execute(mapper.delete, {"row_id": record.id, "read_version": record.version})
        self._demand_one(done.rowcount)
        self._note(record, before=mapper.row_of(record), after=None)

    def commit(self) -> Changes:
        """Writes the audit event and makes everything durable; a write that changed nothing leaves no event."""
        if self._changes:
            self._write_event()
            self._transaction.commit()
        else:
            self._transaction.rollback()
        return Changes(kinds=frozenset(self._kinds), patient_id=self._patient_id, session_id=self._session_id)

    def _demand_one(self, rowcount: int) -> None:
        if rowcount != 1:
            raise ConflictError(
                "This entry was changed elsewhere meanwhile, so nothing was overwritten.",
                "Look at it as it stands now, then make your change again.",
            )

    def _note(
        self, record: Record, *, before: Mapping[str, Primitive] | None, after: Mapping[str, Primitive] | None
    ) -> None:
        table = mapper_for(type(record)).table.name
        self._changes.append({"table": table, "id": record.id, "before": before, "after": after})
        self._kinds.add(type(record).__name__)
        own_patient = record.id if isinstance(record, Patient) else getattr(record, "patient_id", None)
        own_session = (
            record.id if isinstance(record, TreatmentSession) else getattr(record, "session_id", None)
        )
        self._patient_id = self._patient_id or own_patient
        self._session_id = self._session_id or own_session

    def _write_event(self) -> None:
        last = self.connection.execute(_LAST_EVENT).first()
        seq, previous_hash = (last.seq + 1, last.hash) if last else (1, FIRST_HASH)
        event = AuditEvent(
            seq=seq,
            at=self._at,
            practitioner_id=self._practitioner_id,
            verb=self._verb,
            patient_id=self._patient_id,
            session_id=self._session_id,
            changes=canonical_json(self._changes),
            previous_hash=previous_hash,
            hash="",
        )
        row = asdict(event) | {"at": moment_text(event.at), "hash": event_hash(event)}
        self.connection.execute(_INSERT_EVENT, row)


class Database:
    """An open clinic: hands out readers and units of work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing_engine = engine.execution_options(mnlog_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A reader that sees one moment; errors of the disk come as `UserFacingError`."""
        with faults_explained(), self._engine.connect() as connection:
            yield Reader(connection)

    @contextmanager
    def writing(self, verb: str, *, at: datetime, practitioner_id: str | None) -> Iterator[UnitOfWork]:
        """A unit of work.

        Args:
            verb: what is done, as the audit names it: "session.set_depth".
            at: the time of the write.
            practitioner_id: who does it; None before anybody has signed in.
        """
        with faults_explained(), self._writing_engine.connect() as connection:  # noqa: SIM117 the unit needs it open
            with UnitOfWork(connection, verb=verb, at=at, practitioner_id=practitioner_id) as work:
                yield work

    def close(self) -> None:
        """Closes all connections; the last one folds the write-ahead log back into the files."""
        self._engine.dispose()
