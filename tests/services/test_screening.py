"""Screening: what is asked anew, what may be carried over, and what an override is worth."""

from datetime import date

import pytest

from mnlog.domain.rules.signing import MissingCode
from mnlog.domain.terms import Answer
from mnlog.errors import RuleViolation
from mnlog.services.opening import OpenClinic
from tests.services.factories import Clock, begin, ready, register, screen, signed, vocabulary

QUESTIONS = vocabulary().questions


def missing_codes(clinic: OpenClinic, session_id: str) -> dict[MissingCode, tuple[str, ...]]:
    return {missing.code: missing.about for missing in clinic.signing.missing(session_id)}


def test_an_answer_is_taken_down_and_corrected_in_place(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic))
    clinic.screening.answer(session.id, "pregnancy", Answer.UNSURE, details="test tomorrow")
    corrected = clinic.screening.answer(session.id, "pregnancy", Answer.NO).result
    (stored,) = clinic.sessions.chart(session.id).answers
    assert stored == corrected
    assert (stored.answer, stored.details) == (Answer.NO, "test tomorrow")


def test_details_alone_leave_the_answer_open(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic))
    stored = clinic.screening.answer(session.id, "isotretinoin", details="asked her doctor").result
    assert stored.answer is None
    assert (
        QUESTIONS["isotretinoin"].name in missing_codes(clinic, session.id)[MissingCode.SCREENING_UNANSWERED]
    )


def test_the_rest_is_answered_with_no_and_nothing_else_is_touched(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic))
    clinic.screening.answer(session.id, "pregnancy", Answer.YES)
    answered = clinic.screening.answer_rest_with_no(session.id, tuple(QUESTIONS)).result
    to_answer = [question for question in QUESTIONS.values() if not question.text_only]
    assert answered == len(to_answer) - 1
    answers = {answer.question_id: answer.answer for answer in clinic.sessions.chart(session.id).answers}
    assert answers == {
        question.id: Answer.YES if question.id == "pregnancy" else Answer.NO for question in to_answer
    }


def test_it_is_screened_when_the_last_question_is_answered(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic))
    rest = [question_id for question_id in QUESTIONS if question_id != "pregnancy"]
    clinic.screening.answer_rest_with_no(session.id, tuple(rest))
    assert clinic.sessions.chart(session.id).session.screened_at is None
    clinic.screening.answer(session.id, "pregnancy", Answer.NO)
    assert clinic.sessions.chart(session.id).session.screened_at is not None


class TestNoChangeSinceLastTime:
    """History is carried over; what must be looked at today is not."""

    def test_only_what_changes_slowly_is_carried(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        clinic.screening.answer(visit.session_id, "medicines", details="bisoprolol")
        clinic.signing.sign(visit.session_id, "2580")
        clock.pass_by(days=28)
        session = clinic.sessions.start(visit.patient.id).result
        previous = clinic.sessions.previous_chart(clinic.sessions.chart(session.id))
        assert previous is not None
        carried = clinic.screening.no_change_since(session.id, previous).result
        chart = clinic.sessions.chart(session.id)
        slow = {question.id for question in QUESTIONS.values() if question.changes_slowly}
        answered_before = {answer.question_id for answer in previous.answers}
        assert {answer.question_id for answer in chart.answers} == slow & answered_before
        assert carried == len(chart.answers)
        assert chart.session.history_confirmed_at is not None
        by_id = {answer.id: answer for answer in previous.answers}
        for answer in chart.answers:
            earlier = by_id[answer.carried_from_id or ""]
            assert (answer.question_id, answer.answer) == (earlier.question_id, earlier.answer)
            assert answer.answered_at > earlier.answered_at
        assert any(answer.details == "bisoprolol" for answer in chart.answers)
        still_asked = missing_codes(clinic, session.id)[MissingCode.SCREENING_UNANSWERED]
        assert set(still_asked) == {
            question.name
            for question in QUESTIONS.values()
            if not question.changes_slowly and not question.text_only
        }

    def test_what_was_answered_today_stands(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        session = clinic.sessions.start(visit.patient.id).result
        clinic.screening.answer(session.id, "keloid_history", Answer.YES)
        previous = clinic.sessions.previous_chart(clinic.sessions.chart(session.id))
        assert previous is not None
        clinic.screening.no_change_since(session.id, previous)
        answers = {a.question_id: a for a in clinic.sessions.chart(session.id).answers}
        assert answers["keloid_history"].answer is Answer.YES
        assert answers["keloid_history"].carried_from_id is None

    def test_an_override_is_never_carried(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        answer = clinic.screening.answer(visit.session_id, "keloid_history", Answer.YES).result
        clinic.screening.override(visit.session_id, answer.id, "scar of another kind")
        clinic.signing.sign(visit.session_id, "2580")
        session = clinic.sessions.start(visit.patient.id).result
        previous = clinic.sessions.previous_chart(clinic.sessions.chart(session.id))
        assert previous is not None
        clinic.screening.no_change_since(session.id, previous)
        screen(clinic, session.id)
        carried = {a.question_id: a for a in clinic.sessions.chart(session.id).answers}["keloid_history"]
        assert (carried.answer, carried.override_reason, carried.override_by_id) == (Answer.YES, "", None)
        assert missing_codes(clinic, session.id)[MissingCode.SCREENING_ABSOLUTE] == (
            QUESTIONS["keloid_history"].name,
        )

    def test_another_patients_history_is_refused(self, clinic: OpenClinic, clock: Clock) -> None:
        other = signed(clinic, clock)
        session = begin(clinic, register(clinic, "Bea"))
        with pytest.raises(RuleViolation, match="another patient"):
            clinic.screening.no_change_since(session.id, clinic.sessions.chart(other.session_id))
        assert clinic.sessions.chart(session.id).answers == ()


class TestOverride:
    """Going on in spite of a finding."""

    def test_it_takes_a_reason_and_keeps_who_gave_it(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        answer = clinic.screening.answer(visit.session_id, "keloid_history", Answer.YES).result
        assert MissingCode.SCREENING_ABSOLUTE in missing_codes(clinic, visit.session_id)
        with pytest.raises(RuleViolation) as refused:
            clinic.screening.override(visit.session_id, answer.id, "  ")
        assert refused.value.field == "override_reason"
        stored = clinic.screening.override(visit.session_id, answer.id, " on the back only ").result
        assert stored.override_reason == "on the back only"
        assert stored.override_by_id == clinic.desk.practitioner_id
        assert missing_codes(clinic, visit.session_id) == {}

    def test_it_falls_away_with_another_answer(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        answer = clinic.screening.answer(visit.session_id, "keloid_history", Answer.UNSURE).result
        clinic.screening.override(visit.session_id, answer.id, "will ask")
        again = clinic.screening.answer(visit.session_id, "keloid_history", Answer.YES).result
        assert (again.override_reason, again.override_by_id, again.override_at) == ("", None, None)
        assert MissingCode.SCREENING_ABSOLUTE in missing_codes(clinic, visit.session_id)

    def test_it_stays_when_only_details_change(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        answer = clinic.screening.answer(visit.session_id, "keloid_history", Answer.YES).result
        clinic.screening.override(visit.session_id, answer.id, "on the back")
        again = clinic.screening.answer(
            visit.session_id, "keloid_history", Answer.YES, details="2019, after surgery"
        ).result
        assert (again.override_reason, again.details) == ("on the back", "2019, after surgery")

    def test_an_answer_of_another_session_is_out_of_reach(self, clinic: OpenClinic) -> None:
        first = begin(clinic, register(clinic))
        second = begin(clinic, register(clinic, "Bea"))
        answer = clinic.screening.answer(first.id, "keloid_history", Answer.YES).result
        with pytest.raises(RuleViolation, match="another session"):
            clinic.screening.override(second.id, answer.id, "mine")
        assert clinic.sessions.chart(first.id).answers[0].override_reason == ""


def test_what_speaks_against_the_cream_alone_does_not_hold_back(clinic: OpenClinic, clock: Clock) -> None:
    visit = ready(clinic, clock)
    clinic.screening.answer(visit.session_id, "anaesthetic_allergy", Answer.YES)
    assert missing_codes(clinic, visit.session_id) == {}


def test_the_phototype_goes_to_session_and_patient(clinic: OpenClinic) -> None:
    patient = register(clinic)
    session = begin(clinic, patient)
    clinic.screening.set_phototype(session.id, 4)
    chart = clinic.sessions.chart(session.id)
    assert chart.session.phototype == chart.patient.phototype == 4
    for wrong in (0, 7):
        with pytest.raises(RuleViolation, match="I to VI"):
            clinic.screening.set_phototype(session.id, wrong)


def test_the_birth_date_answers_the_questions_about_age(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic, birth_date=date(2006, 1, 1)))
    given = {answer.question_id: answer.answer for answer in clinic.sessions.chart(session.id).answers}
    assert given == {"age_under_18": Answer.NO, "age_under_22": Answer.YES}
