"""Reading records, and the one way to write them: a unit of work that leaves an audit event."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import RLock
from types import TracebackType
from typing import Any, Self, cast

from sqlalchemy import Connection, Engine, Table, func, insert, select

from mnlog.db.faults import faults_explained
from mnlog.db.mapping import Prepared, Primitive, RecordT, mapper_for, prepared
from mnlog.db.schema import AuditEventRow
from mnlog.domain.changes import Changes
from mnlog.domain.moments import moment_text
from mnlog.domain.records import AuditEvent, Patient, Record, TreatmentSession
from mnlog.domain.rules.audit_chain import FIRST_HASH, canonical_json, event_hash
from mnlog.errors import ConflictError

AUDIT = cast(Table, AuditEventRow.__table__)
_LAST_EVENT = prepared(
    select(AUDIT.c.seq, AUDIT.c.hash).where(AUDIT.c.seq == select(func.max(AUDIT.c.seq)).scalar_subquery())
)
_INSERT_EVENT = prepared(insert(AUDIT))


class Reader:
    """Reads records over one connection, inside a transaction: everything read belongs to one moment.

    Statements that are prepared go to the driver as they are; others go through SQLAlchemy's `connection`.
    Both stand in the same transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._driver: Any = connection.connection.driver_connection

    def _execute(self, statement: Prepared, values: Mapping[str, Any]) -> Any:
        """The driver's cursor, with rows or a row count."""
        return self._driver.execute(statement.text, statement.bound(values))

    def get(self, record_type: type[RecordT], record_id: str) -> RecordT | None:
        """The record with this id, or None."""
        mapper = mapper_for(record_type)
        row = self._execute(mapper.select_by(("id",), ()), {"id": record_id}).fetchone()
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
        rows = self._execute(mapper.select_by(tuple(equal), order_by), equal).fetchall()
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
        self._transaction = connection.begin()
        self._verb, self._at, self._practitioner_id = verb, at, practitioner_id
        self._changes: list[dict[str, object]] = []
        self._kinds: set[str] = set()
        self._patient_of: dict[str, str] = {}
        self._patient_id: str | None = None
        self._session_id: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._transaction.is_active:
            self._transaction.rollback()

    def get(self, record_type: type[RecordT], record_id: str) -> RecordT | None:
        """The record with this id, or None; whose a session is, is remembered for the audit."""
        record = super().get(record_type, record_id)
        if isinstance(record, TreatmentSession):
            self._patient_of[record.id] = record.patient_id
        return record

    def add(self, record: RecordT) -> RecordT:
        """Stores a new record."""
        mapper = mapper_for(type(record))
        row = mapper.row_of(record)
        self._execute(mapper.insert, row)
        self._note(record, before=None, after=row)
        return record

    def change(self, record: RecordT, **fields: Any) -> RecordT:
        """Stores new values of some fields; does nothing when they are what they were.

        Returns:
            The record as it stands now.

        Raises:
            ConflictError: when the record was changed or removed since it was read.
        """
        mapper = mapper_for(type(record))
        changed = replace(record, version=record.version + 1, **fields)
        # Compared as they are stored: two times of the night the clocks go back are equal to Python.
        before, after = mapper.values_of(record, fields), mapper.values_of(changed, fields)
        before = {name: value for name, value in before.items() if value != after[name]}
        if not before:
            return record
        before["version"], after["version"] = record.version, changed.version
        after = {name: after[name] for name in before}
        values = {f"new_{name}": value for name, value in after.items()}
        done = self._execute(
            mapper.update_of(tuple(after)), values | {"row_id": record.id, "read_version": record.version}
        )
        self._demand_one(done.rowcount)
        self._note(record, before=before, after=after)
        return changed

    def remove(self, record: RecordT) -> None:
        """Deletes a record; what it held stays in the audit.

        Raises:
            ConflictError: when the record was changed or removed since it was read.
        """
        mapper = mapper_for(type(record))
        done = self._execute(mapper.delete, {"row_id": record.id, "read_version": record.version})
        self._demand_one(done.rowcount)
        self._note(record, before=mapper.row_of(record), after=None)

    def commit(self) -> Changes:
        """Writes the audit event and makes everything durable; where nothing changed, there is no event."""
        if not self._changes:
            self._transaction.rollback()
            return Changes(kinds=frozenset())
        seq = self._write_event()
        self._transaction.commit()
        return Changes(
            kinds=frozenset(self._kinds),
            patient_id=self._patient_id,
            session_id=self._session_id,
            verb=self._verb,
            event_seq=seq,
        )

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
        self._session_id = self._session_id or own_session
        self._patient_id = self._patient_id or own_patient or self._patient_of.get(self._session_id or "")

    def _write_event(self) -> int:
        last = self._execute(_LAST_EVENT, {}).fetchone()
        seq, previous_hash = (last[0] + 1, last[1]) if last else (1, FIRST_HASH)
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
        row = {name: getattr(event, name) for name in AuditEvent.__slots__}
        self._execute(_INSERT_EVENT, row | {"at": moment_text(event.at), "hash": event_hash(event)})
        return event.seq


class Database:
    """An open clinic: hands out readers and units of work.

    Writers take turns on one connection that stays open: SQLite lets one write at a time anyway, and what a
    connection costs would be a good part of a small write.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing_engine = engine.execution_options(mnlog_writes=True)
        self._writer: Connection | None = None
        self._turn = RLock()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A reader that sees one moment; errors of the disk come as `UserFacingError`."""
        with faults_explained(), self._engine.connect() as connection:
            connection.begin()  # and never committed: closing rolls back, which a damaged file cannot refuse
            yield Reader(connection)

    @contextmanager
    def writing(self, verb: str, *, at: datetime, practitioner_id: str | None) -> Iterator[UnitOfWork]:
        """A unit of work.

        Args:
            verb: what is done, as the audit names it: "session.set_depth".
            at: the time of the write.
            practitioner_id: who does it; None before anybody has signed in.
        """
        with (
            self._writers_turn() as connection,
            UnitOfWork(connection, verb=verb, at=at, practitioner_id=practitioner_id) as work,
        ):
            yield work

    @contextmanager
    def keeping(self) -> Iterator[Connection]:
        """A transaction for bytes alone, durable when the block ends.

        SQLite commits two files one after the other, so that a power cut could leave a record without the
        bytes it names. Bytes are therefore kept first, and nobody minds bytes that no record names.
        """
        with self._writers_turn() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writers_turn(self) -> Iterator[Connection]:
        with faults_explained(), self._turn:
            if self._writer is None:
                self._writer = self._writing_engine.connect()
            try:
                yield self._writer
            except BaseException:
                self._drop_writer()  # closing it rolls back whatever a failed write has left
                raise

    def _drop_writer(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def close(self) -> None:
        """Closes all connections; the last one folds the write-ahead log back into the files."""
        with self._turn:
            self._drop_writer()
        self._engine.dispose()
