"""What keeps a session from being signed; consent, screening and findings among it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mnlog.domain.charts import SessionChart
from mnlog.domain.records import PatientAlert, ScreeningAnswer
from mnlog.domain.rules.consent import ConsentGap, ConsentProblem, consent_problems
from mnlog.domain.rules.screening import answers_by_age, changed_since, findings, patient_findings, unanswered
from mnlog.domain.rules.signing import Missing, MissingCode, missing_for_signature
from mnlog.domain.terms import AlertKind, Answer, Region, Severity, Step
from tests.domain.charts import CONSENT, END, LOT, NOW, NUMBING, ZONE, ago, chart, vocabulary

QUESTIONS = vocabulary().questions


def missing(changed: SessionChart) -> list[MissingCode]:
    return [each.code for each in missing_for_signature(changed, vocabulary(), NOW)]


def session(**changes: object) -> SessionChart:
    whole = chart()
    return replace(whole, session=replace(whole.session, **changes))  # type: ignore[arg-type]


def answered(question_id: str, answer: Answer | None, **fields: object) -> SessionChart:
    whole = chart()
    answers = tuple(
        replace(each, answer=answer, **fields) if each.question_id == question_id else each  # type: ignore[arg-type]
        for each in whole.answers
    )
    return replace(whole, answers=answers)


def test_nothing_is_missing_from_a_whole_session() -> None:
    assert missing(chart()) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (chart(answers=()), MissingCode.SCREENING_UNANSWERED),
        (answered("pregnancy", None), MissingCode.SCREENING_UNANSWERED),
        (answered("pregnancy", Answer.YES), MissingCode.SCREENING_ABSOLUTE),
        (answered("pregnancy", Answer.UNSURE), MissingCode.SCREENING_ABSOLUTE),
        (chart(consent=None), MissingCode.CONSENT),
        (chart(numbings=()), MissingCode.NUMBING_UNANSWERED),
        (chart(numbings=(replace(NUMBING, on_at=None, off_at=None),)), MissingCode.NUMBING_NOT_ON),
        (chart(numbings=(NUMBING, replace(NUMBING, id="m", off_at=None))), MissingCode.NUMBING_NOT_OFF),
        (chart(device=None), MissingCode.DEVICE),
        (chart(units=()), MissingCode.UNIT),
        (chart(zones=()), MissingCode.ZONES),
        (chart(zones=(ZONE, replace(ZONE, id="z", depth_um=None))), MissingCode.DEPTH),
        (chart(observations=(), reactions=()), MissingCode.REACTIONS),
        (chart(reactions=()), MissingCode.REACTIONS),
    ],
)
def test_one_thing_missing_is_one_thing_said(changed: SessionChart, code: MissingCode) -> None:
    assert missing(changed) == [code]


@pytest.mark.parametrize(
    "changed",
    [
        answered("pregnancy", Answer.YES, override_reason="not that area"),
        answered("anaesthetic_allergy", Answer.YES),
        answered("hsv_history", Answer.YES),
        replace(session(no_numbing=True), numbings=()),
        chart(reactions=(), observations=(replace(END, none_seen=True),)),
    ],
)
def test_what_needs_nothing_more(changed: SessionChart) -> None:
    assert missing(changed) == []


def test_an_expired_lot_is_judged_by_the_day_it_was_opened() -> None:
    (unit,) = chart().units
    opened = unit.unit.opened_at.date()
    for expires_on, expected in ((opened, []), (opened - timedelta(days=1), [MissingCode.UNIT_EXPIRED])):
        changed = chart(units=(replace(unit, lot=replace(LOT, expires_on=expires_on)),))
        assert missing(changed) == expected


def test_an_allergy_of_the_creams_class_wants_a_reason() -> None:
    alert = PatientAlert(id="a", patient_id="p", kind=AlertKind.ALLERGY, text="prilocaine", noted_at=NOW)
    (found,) = missing_for_signature(chart(alerts=(alert,)), vocabulary(), NOW)
    assert found == Missing(step=Step.NUMBING, code=MissingCode.NUMBING_ALLERGY, about=("prilocaine",))
    reasoned = replace(NUMBING, override_reason="tested")
    assert missing(chart(alerts=(alert,), numbings=(reasoned,))) == []
    both = chart(alerts=(alert,), numbings=(reasoned, replace(NUMBING, id="m")))
    assert missing(both) == [MissingCode.NUMBING_ALLERGY]


class TestConsent:
    """What a consent lacks."""

    def problems(self, changed: SessionChart, **clinic: int) -> tuple[ConsentProblem, ...]:
        return consent_problems(
            changed.consent,
            changed.session,
            regions=[Region.FACE],
            deepest_um=1500,
            clinic=replace(changed.clinic, **clinic),  # type: ignore[arg-type]
            now=NOW,
        )

    @pytest.mark.parametrize(
        ("consent", "gap"),
        [
            ({"withdrawn_at": NOW}, ConsentGap.WITHDRAWN),
            ({"signed_at": ago(days=365, seconds=1)}, ConsentGap.OUTDATED),
            ({"course_id": "another"}, ConsentGap.OTHER_COURSE),
            ({"regions": (Region.NECK,)}, ConsentGap.REGION),
            ({"max_depth_um": 1499}, ConsentGap.DEPTH),
            ({"session_id": "last time"}, ConsentGap.NOT_CONFIRMED_TODAY),
        ],
    )
    def test_gap(self, consent: dict[str, object], gap: ConsentGap) -> None:
        changed = chart(consent=replace(CONSENT, **consent))  # type: ignore[arg-type]
        assert [problem.gap for problem in self.problems(changed)] == [gap]

    def test_none(self) -> None:
        assert self.problems(chart()) == ()

    def test_given_before_the_concern_was_chosen(self) -> None:
        in_this_session = replace(CONSENT, course_id=None)
        assert self.problems(chart(consent=in_this_session)) == ()
        earlier = replace(CONSENT, course_id=None, session_id="last time")
        assert ConsentGap.OTHER_COURSE in {each.gap for each in self.problems(chart(consent=earlier))}
        assert [problem.gap for problem in self.problems(chart(consent=None))] == [ConsentGap.NONE_GIVEN]
        assert self.problems(chart(consent=replace(CONSENT, max_depth_um=None))) == ()
        assert self.problems(chart(consent=replace(CONSENT, signed_at=ago(days=365)))) == ()

    def test_confirmed_today(self) -> None:
        whole = session(consent_confirmed_at=NOW)
        assert self.problems(replace(whole, consent=replace(CONSENT, session_id="last time"))) == ()

    def test_cooling_off_counts_to_the_first_needle(self) -> None:
        assert [problem.gap for problem in self.problems(chart(), cooling_off_h=1)] == [
            ConsentGap.COOLING_OFF
        ]
        early = chart(consent=replace(CONSENT, signed_at=ago(minutes=18, hours=1)))
        assert self.problems(early, cooling_off_h=1) == ()
        late = chart(consent=replace(CONSENT, signed_at=ago(minutes=1)))
        assert self.problems(late) == ()  # no time to think was asked for

    def test_every_gap_is_said_at_once(self) -> None:
        poor = replace(
            CONSENT, regions=(), max_depth_um=500, session_id="x", course_id="y", signed_at=ago(days=400)
        )
        found = [problem.gap for problem in self.problems(chart(consent=poor))]
        assert found == [
            ConsentGap.OUTDATED, ConsentGap.OTHER_COURSE, ConsentGap.REGION, ConsentGap.DEPTH,
            ConsentGap.NOT_CONFIRMED_TODAY,
        ]  # fmt: skip


class TestFindings:
    """What the answers mean."""

    def answer(self, question_id: str, answer: Answer | None, **fields: object) -> ScreeningAnswer:
        plain = ScreeningAnswer(id=question_id, session_id="s", question_id=question_id, answered_at=NOW)
        return replace(plain, answer=answer, **fields)  # type: ignore[arg-type]

    def test_the_weightiest_comes_first_and_no_is_none(self) -> None:
        answers = [
            self.answer("hsv_history", Answer.YES),
            self.answer("pregnancy", Answer.UNSURE, details="test tomorrow"),
            self.answer("latex_allergy", Answer.NO),
            self.answer("medicines", None, details="bisoprolol"),
        ]
        found = findings(answers, QUESTIONS)
        assert [finding.question_id for finding in found] == ["pregnancy", "hsv_history"]
        first = found[0]
        assert (first.severity, first.is_unsure, first.details) == (Severity.ABSOLUTE, True, "test tomorrow")
        assert first.holds_back
        assert not found[1].holds_back

    def test_every_question_weighs_as_it_says(self) -> None:
        for row in QUESTIONS.values():
            (found,) = findings([self.answer(row.id, Answer.YES)], QUESTIONS)
            holds = row.severity is Severity.ABSOLUTE and not row.absolute_for_numbing_only
            assert found.holds_back is holds, row.id

    def test_unanswered_are_those_that_want_a_yes_or_no(self) -> None:
        open_questions = unanswered(
            [self.answer("pregnancy", Answer.NO), self.answer("keloid_history", None)], QUESTIONS
        )
        ids = [row.id for row in open_questions]
        assert "pregnancy" not in ids
        assert "keloid_history" in ids
        assert not [row for row in open_questions if row.text_only]

    def test_what_changed_since_last_time(self) -> None:
        then = [self.answer("pregnancy", Answer.NO), self.answer("latex_allergy", Answer.NO)]
        now = [self.answer("pregnancy", Answer.YES), self.answer("latex_allergy", Answer.NO),
               self.answer("keloid_history", Answer.YES)]  # fmt: skip
        assert changed_since(then, now) == {"pregnancy": (Answer.NO, Answer.YES)}

    @pytest.mark.parametrize(
        ("born", "under_18", "under_22"),
        [
            (date(2008, 11, 22), Answer.YES, Answer.YES),
            (date(2008, 11, 21), Answer.NO, Answer.YES),
            (date(2004, 11, 22), Answer.NO, Answer.YES),
            (date(2004, 11, 21), Answer.NO, Answer.NO),
        ],
    )
    def test_the_birth_date_answers_for_itself(self, born: date, under_18: Answer, under_22: Answer) -> None:
        patient = replace(chart().patient, birth_date=born)
        assert answers_by_age(patient, NOW.date()) == {"age_under_18": under_18, "age_under_22": under_22}

    def test_an_unknown_birth_date_answers_nothing(self) -> None:
        assert answers_by_age(replace(chart().patient, birth_date=None), NOW.date()) == {}

    @pytest.mark.parametrize(("phototype", "found"), [(None, []), (3, []), (4, ["phototype_pigment"])])
    def test_a_darker_phototype_is_kept_in_mind(self, phototype: int | None, found: list[str]) -> None:
        patient = replace(chart().patient, phototype=phototype)
        assert [each.question_id for each in patient_findings(patient)] == found
