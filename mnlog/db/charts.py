"""Reading a session with everything under it, and lists of sessions, in a handful of queries."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from mnlog.db.database import Reader
from mnlog.db.mapping import RecordT
from mnlog.db.schema import TreatmentSessionRow
from mnlog.domain.charts import OpenedUnit, SessionChart, SessionSummary
from mnlog.domain.moments import moment_text
from mnlog.domain.records import (
    Addendum,
    Clinic,
    Consent,
    Course,
    Device,
    Document,
    FollowUp,
    Lot,
    Numbing,
    Observation,
    OpenConsent,
    Patient,
    PatientAlert,
    Practitioner,
    Reaction,
    ScreeningAnswer,
    Topical,
    TreatmentSession,
    Unit,
    ZoneTreatment,
)
from mnlog.domain.terms import ObservationKind, SessionState


def clinic_of(reader: Reader) -> Clinic:
    """The clinic of this database."""
    (clinic,) = reader.find(Clinic)
    return clinic


def open_alerts(reader: Reader, patient_id: str) -> tuple[PatientAlert, ...]:
    """The patient's alerts that have not ended."""
    alerts = reader.find(PatientAlert, order_by=("kind", "noted_at"), patient_id=patient_id)
    return tuple(alert for alert in alerts if alert.ended_at is None)


def chart_of(reader: Reader, session_id: str) -> SessionChart:
    """One session with everything under it.

    Raises:
        ConflictError: when there is no such session.
    """
    session = reader.require(TreatmentSession, session_id)
    practitioners = {person.id: person for person in reader.find(Practitioner)}
    return SessionChart(
        session=session,
        patient=reader.require(Patient, session.patient_id),
        clinic=clinic_of(reader),
        practitioner=practitioners[session.practitioner_id],
        practitioners=practitioners,
        number=_number_in_course(reader, session),
        course=reader.get(Course, session.course_id) if session.course_id else None,
        alerts=open_alerts(reader, session.patient_id),
        consent=reader.get(Consent, session.consent_id) if session.consent_id else None,
        open_consent=next(iter(reader.find(OpenConsent, session_id=session_id)), None),
        device=reader.get(Device, session.device_id) if session.device_id else None,
        units=_opened_units(reader, session_id),
        answers=reader.find(ScreeningAnswer, session_id=session_id),
        numbings=reader.find(Numbing, order_by=("on_at", "id"), session_id=session_id),
        zones=reader.find(ZoneTreatment, order_by=("id",), session_id=session_id),
        topicals=reader.find(Topical, session_id=session_id),
        observations=reader.find(Observation, order_by=("seen_at",), session_id=session_id),
        reactions=reader.find(Reaction, order_by=("seen_at", "id"), session_id=session_id),
        follow_ups=reader.find(FollowUp, order_by=("due_at",), session_id=session_id),
        addenda=reader.find(Addendum, order_by=("entered_at",), session_id=session_id),
        documents=reader.find(Document, order_by=("-created_at",), session_id=session_id),
    )


def _opened_units(reader: Reader, session_id: str) -> tuple[OpenedUnit, ...]:
    units = reader.find(Unit, order_by=("opened_at",), session_id=session_id)
    return tuple(OpenedUnit(unit=unit, lot=reader.require(Lot, unit.lot_id)) for unit in units)


def _number_in_course(reader: Reader, session: TreatmentSession) -> int:
    rows = TreatmentSessionRow
    same_series = rows.course_id == session.course_id if session.course_id else rows.course_id.is_(None)
    statement = select(func.count()).where(
        rows.patient_id == session.patient_id,
        same_series,
        rows.state != SessionState.DISCARDED.value,
        rows.id != session.id,
        rows.started_at <= moment_text(session.started_at),
    )
    return 1 + int(reader.connection.execute(statement).scalar_one())


def session_summaries(reader: Reader, sessions: Sequence[TreatmentSession]) -> tuple[SessionSummary, ...]:
    """A line for each session, read in batches so that 200 sessions cost as many queries as one."""
    ids = [session.id for session in sessions]
    patients = _by_id(reader, Patient, {session.patient_id for session in sessions})
    people = {person.id: person for person in reader.find(Practitioner)}
    courses = _by_id(reader, Course, {session.course_id for session in sessions if session.course_id})
    alerts = reader.find_in(PatientAlert, "patient_id", patients, order_by=("kind", "noted_at"))
    zones = reader.find_in(ZoneTreatment, "session_id", ids)
    numbings = reader.find_in(Numbing, "session_id", ids)
    reactions = reader.find_in(Reaction, "session_id", ids, order_by=("seen_at",))
    observations = reader.find_in(Observation, "session_id", ids)
    documents = reader.find_in(Document, "session_id", ids)
    lots = _lot_numbers(reader, ids)
    numbers = _numbers(reader, patients)
    summaries = []
    for session in sessions:
        end = next((o for o in observations[session.id] if o.kind is ObservationKind.END_OF_SESSION), None)
        course = courses.get(session.course_id or "")
        summaries.append(
            SessionSummary(
                session=session,
                patient=patients[session.patient_id],
                practitioner=people[session.practitioner_id],
                zones=tuple(zones[session.id]),
                numbings=tuple(numbings[session.id]),
                lot_numbers=lots[session.id],
                pain_nrs=end.pain_nrs if end else None,
                none_seen=end.none_seen if end else False,
                reactions=tuple(reactions[session.id]),
                alerts=tuple(alert for alert in alerts[session.patient_id] if alert.ended_at is None),
                number=numbers.get(session.id, 1),
                planned_sessions=course.planned_sessions if course else None,
                document_count=len(documents[session.id]),
            )
        )
    return tuple(summaries)


def _by_id(reader: Reader, record_type: type[RecordT], ids: Iterable[str]) -> dict[str, RecordT]:
    return {key: found[0] for key, found in reader.find_in(record_type, "id", ids).items() if found}


def _lot_numbers(reader: Reader, session_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    units = reader.find_in(Unit, "session_id", session_ids, order_by=("opened_at",))
    wanted = {unit.lot_id for opened in units.values() for unit in opened}
    lots = _by_id(reader, Lot, wanted)
    return {
        key: tuple(dict.fromkeys(lots[unit.lot_id].lot_number for unit in opened))
        for key, opened in units.items()
    }


def _numbers(reader: Reader, patient_ids: Iterable[str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for sessions in reader.find_in(
        TreatmentSession, "patient_id", patient_ids, order_by=("started_at",)
    ).values():
        counted: dict[str | None, int] = {}
        for session in sessions:
            if session.state is SessionState.DISCARDED:
                continue
            counted[session.course_id] = counted.get(session.course_id, 0) + 1
            numbers[session.id] = counted[session.course_id]
    return numbers
