"""The signature, and what may still be said after it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mnlog.db.charts import chart_of
from mnlog.db.database import UnitOfWork
from mnlog.domain.moments import time_between
from mnlog.domain.records import Addendum, FollowUp, TreatmentSession
from mnlog.domain.rules.aftercare import follow_up_times
from mnlog.domain.rules.content import content_hash
from mnlog.domain.rules.course import call_hours
from mnlog.domain.rules.signing import Missing, missing_for_signature
from mnlog.domain.terms import SessionState, Step
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved, new_id
from mnlog.services.drafts import require_draft
from mnlog.services.pin_gate import PinGate


class SigningService:
    """Verbs about signing."""

    def __init__(self, desk: Desk, pin_gate: PinGate) -> None:
        self._desk = desk
        self._pin_gate = pin_gate

    def missing(self, session_id: str) -> tuple[Missing, ...]:
        """Everything that keeps the session from being signed."""
        with self._desk.reading() as reader:
            return missing_for_signature(
                chart_of(reader, session_id), self._desk.vocabulary, self._desk.now()
            )

    def sign(self, session_id: str, pin: str, *, override_reason: str = "") -> Saved[TreatmentSession]:
        """Signs with the PIN; from here on the database itself refuses every change.

        Raises:
            WrongSecretError: when the PIN is not right.
            RuleViolation: when something is missing and no reason for going on is given.
        """
        self._pin_gate.check(self._desk.practitioner_id, pin)
        with self._desk.writing("session.sign") as work:
            session = require_draft(work, session_id)
            reason = override_reason.strip()
            is_missing = bool(
                missing_for_signature(chart_of(work, session_id), self._desk.vocabulary, self._desk.now())
            )
            if is_missing and not reason:
                raise RuleViolation(
                    "Something is still missing, so nothing was signed.",
                    "Complete it, or give a reason for signing without it.",
                    field="override_reason",
                )
            signed = self._sealed(work, session, reason if is_missing else "")
            self._plan_calls(work, signed)
            return Saved(signed, work.commit())

    def _sealed(self, work: UnitOfWork, session: TreatmentSession, override_reason: str) -> TreatmentSession:
        """The session with its signature and the hash of everything it covers."""
        now = self._desk.now()
        prepared = work.change(
            session,
            step=Step.SIGN,
            needling_ended_at=session.needling_ended_at or now,
            needling_started_at=session.needling_started_at or session.started_at,
            override_reason=override_reason,
        )
        signature: dict[str, Any] = {
            "state": SessionState.SIGNED,
            "signed_at": now,
            "signed_by_id": self._desk.practitioner_id,
        }
        chart = chart_of(work, session.id)
        as_signed = replace(chart, session=replace(chart.session, **signature))
        return work.change(prepared, content_hash=content_hash(as_signed), **signature)

    def _plan_calls(self, work: UnitOfWork, signed: TreatmentSession) -> None:
        ended_at = signed.needling_ended_at or self._desk.now()
        hours = call_hours(signed.follow_up_hours)
        for after_h, due_at in zip(hours, follow_up_times(ended_at, hours), strict=True):
            work.add(
                FollowUp(
                    id=new_id(),
                    session_id=signed.id,
                    patient_id=signed.patient_id,
                    due_at=due_at,
                    after_h=after_h,
                )
            )

    def add_addendum(
        self, session_id: str, text: str, *, event_at: datetime | None = None
    ) -> Saved[Addendum]:
        """Says something later about a signed session.

        Args:
            event_at: when it was so; now when not given.

        Raises:
            RuleViolation: without words, for a draft, or for a time in the future.
        """
        now = self._desk.now()
        if not text.strip():
            raise RuleViolation("An addendum needs words.", field="text")
        if event_at is not None and time_between(event_at, now) < timedelta():
            raise RuleViolation("This time lies in the future.", field="event_at")
        with self._desk.writing("session.add_addendum") as work:
            if work.require(TreatmentSession, session_id).state is not SessionState.SIGNED:
                raise RuleViolation("Only a signed session has addenda.", "Change the draft itself.")
            addendum = work.add(
                Addendum(
                    id=new_id(),
                    session_id=session_id,
                    practitioner_id=self._desk.practitioner_id,
                    text=text.strip(),
                    event_at=event_at or now,
                    entered_at=now,
                )
            )
            return Saved(addendum, work.commit())
