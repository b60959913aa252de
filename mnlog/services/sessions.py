"""Starting a session, reading it, taking over last time's settings, discarding it."""

from dataclasses import replace
from datetime import timedelta

from mnlog.db.charts import chart_of, clinic_of
from mnlog.db.database import UnitOfWork
from mnlog.db.lists import draft_sessions, due_follow_ups, last_signed_session, signed_between
from mnlog.domain.charts import DueFollowUp, SessionChart, SessionSummary
from mnlog.domain.records import (
    Consent,
    Course,
    Device,
    Numbing,
    Patient,
    ScreeningAnswer,
    Topical,
    TreatmentSession,
    Unit,
    ZoneTreatment,
)
from mnlog.domain.rules.copying import CopyPlan, copy_plan, copy_text
from mnlog.domain.rules.course import IntervalCheck, call_hours, interval_check
from mnlog.domain.rules.depth import typical_range
from mnlog.domain.rules.screening import answers_by_age
from mnlog.domain.terms import Answer, DeviceKind, SessionState, Step
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved, new_id
from mnlog.services.drafts import demand_same_patient, require_draft
from mnlog.services.fitting import fit_zones

BY_BIRTH_DATE = "by the birth date"


class SessionService:
    """Verbs about a session as a whole."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def chart(self, session_id: str) -> SessionChart:
        """The session with everything under it."""
        with self._desk.reading() as reader:
            return chart_of(reader, session_id)

    def previous_chart(self, chart: SessionChart) -> SessionChart | None:
        """The patient's last signed session before this one, of the same course where there is one."""
        with self._desk.reading() as reader:
            session = chart.session
            for course_id in dict.fromkeys((session.course_id, None)):
                last = last_signed_session(
                    reader, session.patient_id, before=session.started_at, course_id=course_id
                )
                if last is not None:
                    return chart_of(reader, last.id)
        return None

    def drafts(self) -> tuple[SessionSummary, ...]:
        """Sessions in the room."""
        with self._desk.reading() as reader:
            return draft_sessions(reader)

    def signed_today(self) -> tuple[SessionSummary, ...]:
        """Sessions signed since midnight."""
        midnight = self._desk.now().replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        with self._desk.reading() as reader:
            return signed_between(reader, midnight, midnight + timedelta(days=1))

    def follow_ups_due(self, *, within_days: int = 2) -> tuple[DueFollowUp, ...]:
        """Calls due by the end of the day so many days ahead."""
        end = self._desk.now().replace(hour=23, minute=59, second=59) + timedelta(days=within_days)
        with self._desk.reading() as reader:
            return due_follow_ups(reader, end)

    def interval(self, chart: SessionChart, previous: SessionChart | None) -> IntervalCheck | None:
        """How long ago the last session was; None for a first one."""
        if previous is None:
            return None
        course = chart.course
        minimum = course.interval_min_days if course else chart.clinic.interval_min_days
        return interval_check(previous.session.started_at.date(), chart.session.started_at.date(), minimum)

    def start(self, patient_id: str) -> Saved[TreatmentSession]:
        """Begins a session in the patient's open course; a draft that is already open is taken up again."""
        with self._desk.writing("session.start") as work:
            patient = work.require(Patient, patient_id)
            drafts = work.find(
                TreatmentSession,
                patient_id=patient_id,
                state=SessionState.DRAFT.value,
                order_by=("-started_at",),
            )
            if drafts:
                return Saved(drafts[0], work.commit())
            courses = [
                course
                for course in work.find(Course, patient_id=patient_id, order_by=("-started_at",))
                if course.ended_at is None
            ]
            clinic = clinic_of(work)
            course = courses[0] if courses else None
            session = work.add(
                TreatmentSession(
                    id=new_id(),
                    patient_id=patient_id,
                    practitioner_id=self._desk.practitioner_id,
                    course_id=course.id if course else None,
                    concern_id=course.concern_id if course else None,
                    started_at=self._desk.now(),
                    rules_version=self._desk.vocabulary.version,
                    phototype=patient.phototype,
                    follow_up_hours=clinic.follow_up_hours,
                    next_interval_days=course.interval_min_days if course else clinic.interval_min_days,
                )
            )
            self._answer_by_age(work, session, patient)
            return Saved(session, work.commit())

    def go_to(self, session_id: str, step: Step) -> Saved[TreatmentSession]:
        """Remembers the step the practitioner stands in."""
        with self._desk.writing("session.go_to") as work:
            session = work.change(require_draft(work, session_id), step=step)
            return Saved(session, work.commit())

    def choose_concern(
        self, session_id: str, concern_id: str, *, planned_sessions: int | None = None
    ) -> Saved[TreatmentSession]:
        """Says why the patient comes: joins the patient's open course for it, or begins one.

        Raises:
            RuleViolation: when no session at all is planned.
        """
        if planned_sessions is not None and planned_sessions < 1:
            raise RuleViolation("Plan at least one session.", field="planned_sessions")
        with self._desk.writing("session.choose_concern") as work:
            session = require_draft(work, session_id)
            course = self._course_for(work, session, concern_id, planned_sessions)
            changed = work.change(
                session,
                concern_id=concern_id,
                course_id=course.id,
                next_interval_days=course.interval_min_days,
            )
            self._judge_again(work, changed)
            self._drop_course_begun_by_mistake(work, session.course_id)
            return Saved(changed, work.commit())

    def plan_next(self, session_id: str, interval_days: int | None) -> Saved[TreatmentSession]:
        """Says in how many days the next session is due; None when there is none.

        Raises:
            RuleViolation: for a day that is not ahead.
        """
        if interval_days is not None and interval_days < 1:
            raise RuleViolation("The next session lies at least a day ahead.", field="interval_days")
        with self._desk.writing("session.plan_next") as work:
            session = work.change(require_draft(work, session_id), next_interval_days=interval_days)
            return Saved(session, work.commit())

    def plan_follow_ups(self, session_id: str, hours: tuple[int, ...]) -> Saved[TreatmentSession]:
        """Says after how many hours the patient is called.

        Raises:
            RuleViolation: for a call that is not ahead.
        """
        with self._desk.writing("session.plan_follow_ups") as work:
            session = work.change(require_draft(work, session_id), follow_up_hours=call_hours(hours))
            return Saved(session, work.commit())

    def write_note(self, session_id: str, note: str) -> Saved[TreatmentSession]:
        """Keeps the free note of a draft."""
        with self._desk.writing("session.write_note") as work:
            session = work.change(require_draft(work, session_id), note=note)
            return Saved(session, work.commit())

    def discard(self, session_id: str, reason: str) -> Saved[TreatmentSession]:
        """Gives a draft up. It stays in the audit and can never be signed.

        Raises:
            RuleViolation: without a reason.
        """
        if not reason.strip():
            raise RuleViolation(
                "Say why this draft is discarded.", "It is kept in the audit.", field="reason"
            )
        with self._desk.writing("session.discard") as work:
            session = work.change(
                require_draft(work, session_id),
                state=SessionState.DISCARDED,
                discarded_at=self._desk.now(),
                discard_reason=reason.strip(),
            )
            return Saved(session, work.commit())

    def take_over(self, session_id: str, source: SessionChart) -> Saved[CopyPlan]:
        """Same as last time: settings only, never lot, screening, consent or reactions.

        Raises:
            RuleViolation: when last time was another patient's.
        """
        with self._desk.writing("session.take_over") as work:
            session = require_draft(work, session_id)
            demand_same_patient(session, source.session.patient_id)
            devices = {device.id for device in work.find(Device) if device.is_active}
            plan = copy_plan(source, available_device_ids=frozenset(devices))
            self._apply(work, session, plan)
            kind, device_id = self._device_after(work, session, plan)
            changed = work.change(
                session,
                device_kind=kind,
                device_id=device_id,
                copied_from_id=source.session.id,
                copied_text=copy_text(plan, self._desk.vocabulary),
            )
            fit_zones(work, changed)
            return Saved(plan, work.commit())

    def _device_after(
        self, work: UnitOfWork, session: TreatmentSession, plan: CopyPlan
    ) -> tuple[DeviceKind | None, str | None]:
        """Last time's device, unless a unit is open for today's or last time's is no longer in use."""
        if plan.device_kind is None or work.find(Unit, session_id=session.id):
            return session.device_kind, session.device_id
        if plan.device_id is None and session.device_kind is plan.device_kind:
            return session.device_kind, session.device_id
        return plan.device_kind, plan.device_id

    def _answer_by_age(self, work: UnitOfWork, session: TreatmentSession, patient: Patient) -> None:
        """Nobody is asked how old they are when the birth date says so."""
        for question_id, answer in answers_by_age(patient, session.started_at.date()).items():
            work.add(
                ScreeningAnswer(
                    id=new_id(),
                    session_id=session.id,
                    question_id=question_id,
                    answer=answer,
                    details=BY_BIRTH_DATE if answer is Answer.YES else "",
                    answered_at=session.started_at,
                )
            )

    def _apply(self, work: UnitOfWork, session: TreatmentSession, plan: CopyPlan) -> None:
        present = {(z.zone_id, z.side, z.site_text) for z in work.find(ZoneTreatment, session_id=session.id)}
        for zone in plan.zones:
            if (zone.zone_id, zone.side, zone.site_text) not in present:
                work.add(self._judged(replace(zone, id=new_id(), session_id=session.id), session))
        used = {topical.product_id for topical in work.find(Topical, session_id=session.id)}
        for topical in plan.topicals:
            if topical.product_id not in used:
                work.add(replace(topical, id=new_id(), session_id=session.id))
        if not session.no_numbing and not work.find(Numbing, session_id=session.id):
            for numbing in plan.numbings:
                work.add(replace(numbing, id=new_id(), session_id=session.id))

    def _drop_course_begun_by_mistake(self, work: UnitOfWork, course_id: str | None) -> None:
        """A course that nobody is in any more would only be offered again next time."""
        if course_id is None:
            return
        if not work.find(TreatmentSession, course_id=course_id) and not work.find(
            Consent, course_id=course_id
        ):
            work.remove(work.require(Course, course_id))

    def _judged(self, zone: ZoneTreatment, session: TreatmentSession) -> ZoneTreatment:
        vocabulary = self._desk.vocabulary
        concern = vocabulary.concerns.get(session.concern_id or "")
        typical = typical_range(vocabulary.zones[zone.zone_id], concern)
        return replace(
            zone,
            typical_min_um=typical.min_um,
            typical_max_um=typical.max_um,
            typical_source=typical.source_text,
        )

    def _judge_again(self, work: UnitOfWork, session: TreatmentSession) -> None:
        for zone in work.find(ZoneTreatment, session_id=session.id):
            judged = self._judged(zone, session)
            work.change(
                zone,
                typical_min_um=judged.typical_min_um,
                typical_max_um=judged.typical_max_um,
                typical_source=judged.typical_source,
            )

    def _course_for(
        self, work: UnitOfWork, session: TreatmentSession, concern_id: str, planned: int | None
    ) -> Course:
        concern = self._desk.vocabulary.concerns[concern_id]
        for course in work.find(Course, patient_id=session.patient_id, concern_id=concern_id):
            if course.ended_at is None:
                return course if planned is None else work.change(course, planned_sessions=planned)
        return work.add(
            Course(
                id=new_id(),
                patient_id=session.patient_id,
                concern_id=concern_id,
                planned_sessions=planned or concern.sessions_max,
                interval_min_days=concern.interval_min_days,
                interval_max_days=concern.interval_max_days,
                started_at=self._desk.now(),
            )
        )
