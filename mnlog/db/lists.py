"""Lists that pages show: patients found, sessions of the day, calls due, stock, and the audit in order."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import func, select

from mnlog.db.charts import session_summaries
from mnlog.db.database import AUDIT, Reader
from mnlog.db.mapping import UnknownStoredValueError, mapper_for
from mnlog.db.schema import FollowUpRow, LotRow, PatientRow, TreatmentSessionRow, UnitRow
from mnlog.domain.charts import DueFollowUp, LotStock, SessionSummary
from mnlog.domain.moments import moment_from_text, moment_text
from mnlog.domain.records import AuditEvent, Device, FollowUp, Lot, Patient, TreatmentSession
from mnlog.domain.rules.folding import folded
from mnlog.domain.terms import SessionState


def find_patients(reader: Reader, words: str, *, limit: int = 200) -> tuple[Patient, ...]:
    """Patients in whom every word is found somewhere; all of them, newest first, when nothing is typed."""
    mapper = mapper_for(Patient)
    search_text = mapper.table.c.search_text
    conditions = [
        search_text.contains(word, autoescape=True)
        for word in (_digits_or_word(part) for part in folded(words).split())
    ]
    order = (
        (func.lower(PatientRow.family_name), func.lower(PatientRow.given_name))
        if conditions
        else (PatientRow.created_at.desc(),)
    )
    statement = select(*mapper.columns).where(*conditions).order_by(*order).limit(limit)
    return tuple(mapper.record_of(row) for row in reader.connection.execute(statement))


def _digits_or_word(part: str) -> str:
    """A phone number is stored as digits alone; "+44-7700" is looked for as "447700"."""
    digits = "".join(letter for letter in part if letter.isdigit())
    is_phone = len(digits) >= 4 and all(letter.isdigit() or letter in "+-()" for letter in part)
    looks_like_date = part.count("-") == 2
    return digits if is_phone and not looks_like_date else part


def patient_count(reader: Reader) -> int:
    """How many patients there are."""
    return int(reader.connection.execute(select(func.count()).select_from(PatientRow)).scalar_one())


def likely_duplicates(reader: Reader, given: str, family: str, born: date | None) -> tuple[Patient, ...]:
    """Patients of the same name, accents aside, and the same birth date where both are known."""
    name = folded(f"{given} {family}")
    return tuple(
        patient
        for patient in find_patients(reader, name)
        if folded(patient.name) == name and (born is None or patient.birth_date in (None, born))
    )


def last_record_numbers(reader: Reader) -> tuple[str, ...]:
    """All record numbers, for the next one to be found."""
    return tuple(reader.connection.execute(select(PatientRow.record_number)).scalars())


def patient_sessions(reader: Reader, patient_id: str) -> tuple[SessionSummary, ...]:
    """A patient's sessions, newest first, without discarded ones."""
    sessions = reader.find(TreatmentSession, order_by=("-started_at",), patient_id=patient_id)
    return session_summaries(reader, [s for s in sessions if s.state is not SessionState.DISCARDED])


def last_signed_session(
    reader: Reader, patient_id: str, *, before: datetime, course_id: str | None = None
) -> TreatmentSession | None:
    """The patient's latest signed session that began before a time; of one course when given."""
    rows = TreatmentSessionRow
    mapper = mapper_for(TreatmentSession)
    conditions = [
        rows.patient_id == patient_id,
        rows.state == SessionState.SIGNED.value,
        rows.started_at < moment_text(before),
    ]
    if course_id is not None:
        conditions.append(rows.course_id == course_id)
    statement = select(*mapper.columns).where(*conditions).order_by(rows.started_at.desc()).limit(1)
    row = reader.connection.execute(statement).first()
    return None if row is None else mapper.record_of(row)


def draft_sessions(reader: Reader) -> tuple[SessionSummary, ...]:
    """Sessions in the room, the oldest first."""
    drafts = reader.find(TreatmentSession, order_by=("started_at",), state=SessionState.DRAFT.value)
    return session_summaries(reader, drafts)


def signed_between(reader: Reader, start: datetime, end: datetime) -> tuple[SessionSummary, ...]:
    """Sessions signed in a span of time, the latest first."""
    rows, mapper = TreatmentSessionRow, mapper_for(TreatmentSession)
    statement = (
        select(*mapper.columns)
        .where(
            rows.state == SessionState.SIGNED.value,
            rows.signed_at >= moment_text(start),
            rows.signed_at < moment_text(end),
        )
        .order_by(rows.signed_at.desc())
    )
    return session_summaries(reader, [mapper.record_of(row) for row in reader.connection.execute(statement)])


def due_follow_ups(reader: Reader, before: datetime) -> tuple[DueFollowUp, ...]:
    """Calls not yet made that are due before a time, the oldest first."""
    rows, mapper = FollowUpRow, mapper_for(FollowUp)
    statement = (
        select(*mapper.columns)
        .where(rows.done_at.is_(None), rows.due_at < moment_text(before))
        .order_by(rows.due_at)
    )
    due = [mapper.record_of(row) for row in reader.connection.execute(statement)]
    found = reader.find_in(TreatmentSession, "id", {follow_up.session_id for follow_up in due})
    summaries = session_summaries(reader, [sessions[0] for sessions in found.values()])
    by_session = {summary.session.id: summary for summary in summaries}
    return tuple(DueFollowUp(follow_up=item, summary=by_session[item.session_id]) for item in due)


def lots_in_stock(reader: Reader) -> tuple[LotStock, ...]:
    """Every lot with its device and what is left of it, the most recently received first."""
    used = select(func.count(UnitRow.id)).where(UnitRow.lot_id == LotRow.id).scalar_subquery()
    mapper = mapper_for(Lot)
    statement = select(*mapper.columns, used).order_by(LotRow.received_at.desc())
    devices = {device.id: device for device in reader.find(Device)}
    stock = []
    for row in reader.connection.execute(statement):
        lot = mapper.record_of(row[:-1])
        stock.append(LotStock(lot=lot, device=devices[lot.device_id], left=lot.received_count - row[-1]))
    return tuple(stock)


def audit_events(reader: Reader, *, batch: int = 500) -> Iterator[AuditEvent]:
    """Every audit event in order, read in batches.

    Raises:
        UnknownStoredValueError: when the time of one cannot be read.
    """
    statement = select(AUDIT).order_by(AUDIT.c.seq).execution_options(yield_per=batch)
    for row in reader.connection.execute(statement).mappings():
        try:
            at = moment_from_text(row["at"])
        except (ValueError, TypeError) as problem:
            raise UnknownStoredValueError(AUDIT.name, row["seq"], "at") from problem
        yield AuditEvent(**{**row, "at": at})
