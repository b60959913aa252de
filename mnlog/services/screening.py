"""The screening of a session, answered today."""

from mnlog.db.database import UnitOfWork
from mnlog.domain.charts import SessionChart
from mnlog.domain.records import Patient, ScreeningAnswer, TreatmentSession
from mnlog.domain.rules.screening import unanswered
from mnlog.domain.terms import Answer
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved, new_id
from mnlog.services.drafts import demand_same_patient, require_draft

PHOTOTYPES = range(1, 7)
"""Fitzpatrick I to VI."""


class ScreeningService:
    """Verbs about screening answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer(
        self, session_id: str, question_id: str, answer: Answer | None = None, *, details: str | None = None
    ) -> Saved[ScreeningAnswer]:
        """Takes an answer or its details down; an override given for another answer falls away."""
        with self._desk.writing("screening.answer") as work:
            session = require_draft(work, session_id)
            stored = self._store(work, session, question_id, answer, details)
            self._mark_screened(work, session)
            return Saved(stored, work.commit())

    def answer_rest_with_no(self, session_id: str, question_ids: tuple[str, ...]) -> Saved[int]:
        """Takes "no" down for those of the questions that have no answer yet.

        Returns:
            How many were answered.
        """
        with self._desk.writing("screening.answer_rest") as work:
            session = require_draft(work, session_id)
            answers = work.find(ScreeningAnswer, session_id=session_id)
            still_open = {question.id for question in unanswered(answers, self._desk.vocabulary.questions)}
            wanted = [question_id for question_id in question_ids if question_id in still_open]
            for question_id in wanted:
                self._store(work, session, question_id, Answer.NO, None)
            self._mark_screened(work, session)
            return Saved(len(wanted), work.commit())

    def no_change_since(self, session_id: str, previous: SessionChart) -> Saved[int]:
        """The patient says nothing has changed: history is carried over, what must be looked at today is not.

        Returns:
            How many answers were carried over.

        Raises:
            RuleViolation: when last time was another patient's.
        """
        questions = self._desk.vocabulary.questions
        with self._desk.writing("screening.no_change") as work:
            session = require_draft(work, session_id)
            demand_same_patient(session, previous.session.patient_id)
            present = {a.question_id for a in work.find(ScreeningAnswer, session_id=session_id)}
            carried = 0
            for earlier in previous.answers:
                question = questions.get(earlier.question_id)
                if question is None or not question.changes_slowly or earlier.question_id in present:
                    continue
                work.add(
                    ScreeningAnswer(
                        id=new_id(),
                        session_id=session_id,
                        question_id=earlier.question_id,
                        answer=earlier.answer,
                        details=earlier.details,
                        answered_at=self._desk.now(),
                        carried_from_id=earlier.id,
                    )
                )
                carried += 1
            session = work.change(session, history_confirmed_at=self._desk.now())
            self._mark_screened(work, session)
            return Saved(carried, work.commit())

    def confirm_today(self, session_id: str) -> Saved[TreatmentSession]:
        """A draft is taken up on another day: everything was asked again and still stands."""
        with self._desk.writing("screening.confirm_today") as work:
            session = work.change(require_draft(work, session_id), screened_at=self._desk.now())
            return Saved(session, work.commit())

    def override(self, session_id: str, answer_id: str, reason: str) -> Saved[ScreeningAnswer]:
        """Goes on in spite of a finding, with a reason that is printed.

        Raises:
            RuleViolation: without a reason, or when the answer belongs to another session.
        """
        if not reason.strip():
            raise RuleViolation(
                "Going on needs a reason; it is printed in the record.", field="override_reason"
            )
        with self._desk.writing("screening.override") as work:
            require_draft(work, session_id)
            answer = work.require(ScreeningAnswer, answer_id)
            if answer.session_id != session_id:
                raise RuleViolation("This answer belongs to another session.")
            answer = work.change(
                answer,
                override_reason=reason.strip(),
                override_by_id=self._desk.practitioner_id,
                override_at=self._desk.now(),
            )
            return Saved(answer, work.commit())

    def set_phototype(self, session_id: str, phototype: int) -> Saved[TreatmentSession]:
        """Notes the Fitzpatrick phototype for this session and for the patient.

        Raises:
            RuleViolation: for a number that is none.
        """
        if phototype not in PHOTOTYPES:
            raise RuleViolation("A phototype is I to VI.", field="phototype")
        with self._desk.writing("screening.set_phototype") as work:
            session = work.change(require_draft(work, session_id), phototype=phototype)
            work.change(work.require(Patient, session.patient_id), phototype=phototype)
            return Saved(session, work.commit())

    def _store(
        self,
        work: UnitOfWork,
        session: TreatmentSession,
        question_id: str,
        answer: Answer | None,
        details: str | None,
    ) -> ScreeningAnswer:
        found = work.find(ScreeningAnswer, session_id=session.id, question_id=question_id)
        now = self._desk.now()
        if not found:
            return work.add(
                ScreeningAnswer(
                    id=new_id(),
                    session_id=session.id,
                    question_id=question_id,
                    answer=answer,
                    details=details or "",
                    answered_at=now,
                )
            )
        stored = found[0]
        if answer is None or answer is stored.answer:
            return work.change(stored, details=stored.details if details is None else details)
        return work.change(
            stored,
            answer=answer,
            details=stored.details if details is None else details,
            answered_at=now,
            carried_from_id=None,
            override_reason="",
            override_by_id=None,
            override_at=None,
        )

    def _mark_screened(self, work: UnitOfWork, session: TreatmentSession) -> None:
        answers = work.find(ScreeningAnswer, session_id=session.id)
        if session.screened_at is None and not unanswered(answers, self._desk.vocabulary.questions):
            work.change(session, screened_at=self._desk.now())
