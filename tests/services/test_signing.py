"""The signature: what it needs, what it locks, and what may still be said after it."""

from datetime import UTC, datetime, timedelta

import pytest

from mnlog.domain.rules.content import content_hash
from mnlog.domain.rules.signing import Missing, MissingCode
from mnlog.domain.terms import Answer, ObservationKind, SessionState, Side, Step
from mnlog.errors import LockedRecordError, RuleViolation, WrongSecretError
from mnlog.services.opening import OpenClinic
from tests.services.factories import (
    LONDON,
    PIN,
    Clock,
    agree,
    begin,
    lot,
    needle,
    numb,
    ready,
    register,
    screen,
    signed,
    verbs,
    vocabulary,
)


def codes(clinic: OpenClinic, session_id: str) -> list[MissingCode]:
    return [each.code for each in clinic.signing.missing(session_id)]


class TestWhatIsMissing:
    """All of it, in the order of the steps, each with its place."""

    def test_an_empty_session_lacks_everything(self, clinic: OpenClinic) -> None:
        session = begin(clinic, register(clinic))
        missing = clinic.signing.missing(session.id)
        assert [(each.step, each.code) for each in missing] == [
            (Step.SCREENING, MissingCode.SCREENING_UNANSWERED),
            (Step.CONSENT, MissingCode.CONSENT),
            (Step.NUMBING, MissingCode.NUMBING_UNANSWERED),
            (Step.NEEDLING, MissingCode.DEVICE),
            (Step.NEEDLING, MissingCode.UNIT),
            (Step.NEEDLING, MissingCode.ZONES),
            (Step.REACTIONS, MissingCode.REACTIONS),
        ]
        to_answer = [question.name for question in vocabulary().questions.values() if not question.text_only]
        assert missing[0].about == tuple(to_answer)

    def test_it_shrinks_step_by_step_to_nothing(self, clinic: OpenClinic, clock: Clock) -> None:
        session = begin(clinic, register(clinic))
        left = codes(clinic, session.id)

        def done(*expected: MissingCode) -> None:
            nonlocal left
            now = codes(clinic, session.id)
            assert [code for code in left if code not in now] == list(expected)
            left = now

        screen(clinic, session.id)
        done(MissingCode.SCREENING_UNANSWERED)
        agree(clinic, session.id)
        done(MissingCode.CONSENT)
        numb(clinic, clock, session.id)
        done(MissingCode.NUMBING_UNANSWERED)
        clinic.needling.open_unit(session.id, lot(clinic).id)
        done(MissingCode.DEVICE, MissingCode.UNIT)
        zones = clinic.needling.add_zones(session.id, [("cheek", Side.LEFT), ("cheek", Side.RIGHT)]).result
        assert clinic.signing.missing(session.id)[0] == Missing(
            step=Step.NEEDLING, code=MissingCode.DEPTH, about=("cheek",)
        )
        clinic.needling.set_depth([zones[0].id], 1000)
        assert MissingCode.DEPTH in codes(clinic, session.id)
        clinic.needling.set_depth([zones[1].id], 1000)
        left = [MissingCode.ZONES, MissingCode.REACTIONS]
        done(MissingCode.ZONES)
        clinic.reactions.set_pain(session.id, 0)
        assert codes(clinic, session.id) == [MissingCode.REACTIONS]
        clinic.reactions.none_seen(session.id)
        done(MissingCode.REACTIONS)
        assert left == []
        assert clinic.signing.sign(session.id, PIN).result.state is SessionState.SIGNED

    def test_a_lot_found_out_of_date_is_named(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        with clinic.desk.writing("test") as work:
            stored = work.require(type(visit.lot), visit.lot.id)
            work.change(stored, expires_on=datetime(2026, 11, 20, tzinfo=UTC).date())
            work.commit()
        assert clinic.signing.missing(visit.session_id) == (
            Missing(step=Step.NEEDLING, code=MissingCode.UNIT_EXPIRED, about=("24F118",)),
        )

    def test_every_code_can_be_met(self) -> None:
        assert {code.value for code in MissingCode} == {
            "screening_unanswered", "screening_not_today", "screening_absolute", "consent",
            "numbing_unanswered", "numbing_not_on",
            "numbing_not_off", "numbing_allergy", "device", "unit", "unit_expired", "zones", "depth",
            "reactions",
        }  # fmt: skip


class TestSigning:
    """With the PIN, once."""

    def test_a_complete_session_is_signed_with_everything_it_covers(
        self, clinic: OpenClinic, clock: Clock
    ) -> None:
        visit = ready(clinic, clock)
        assert clinic.signing.missing(visit.session_id) == ()
        saved = clinic.signing.sign(visit.session_id, PIN)
        stored = clinic.sessions.chart(visit.session_id)
        assert stored.session == saved.result
        assert stored.session.signed_by_id == clinic.desk.practitioner_id
        assert stored.session.signed_at is not None
        assert stored.session.content_hash == content_hash(stored)
        assert (stored.session.override_reason, stored.session.step) == ("", Step.SIGN)
        assert verbs(clinic)[-1] == "session.sign"
        with pytest.raises(LockedRecordError, match="addendum"):
            clinic.signing.sign(visit.session_id, PIN)

    def test_something_missing_needs_a_reason_which_is_kept(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        clinic.screening.answer(visit.session_id, "keloid_history", Answer.YES)
        for reason in ("", "   "):
            with pytest.raises(RuleViolation) as refused:
                clinic.signing.sign(visit.session_id, PIN, override_reason=reason)
            assert refused.value.field == "override_reason"
        assert clinic.sessions.chart(visit.session_id).is_draft
        signed = clinic.signing.sign(visit.session_id, PIN, override_reason=" elbow only, agreed ").result
        assert signed.override_reason == "elbow only, agreed"
        chart = clinic.sessions.chart(visit.session_id)
        assert chart.session.content_hash == content_hash(chart)

    def test_a_reason_left_in_the_field_is_not_printed_when_nothing_was_missing(
        self, clinic: OpenClinic, clock: Clock
    ) -> None:
        visit = ready(clinic, clock)
        assert clinic.signing.sign(visit.session_id, PIN, override_reason="x").result.override_reason == ""

    def test_a_patient_who_left_early_is_signed_with_a_reason(self, clinic: OpenClinic) -> None:
        session = begin(clinic, register(clinic))
        signed = clinic.signing.sign(session.id, PIN, override_reason="fainted, nothing done").result
        assert signed.needling_started_at == session.started_at
        assert signed.needling_ended_at is not None

    def test_times_not_taken_by_hand_are_filled_in(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        finished = clinic.sessions.chart(visit.session_id).session.needling_ended_at
        clock.pass_by(minutes=15)
        assert clinic.signing.sign(visit.session_id, PIN).result.needling_ended_at == finished


class TestPin:
    """By count, and slower each time."""

    def test_five_wrong_ones_and_it_is_spent(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        for left in (4, 3, 2, 1):
            with pytest.raises(WrongSecretError, match="not right") as refused:
                clinic.signing.sign(visit.session_id, "0852")
            assert f"{left} {'try' if left == 1 else 'tries'} left" in refused.value.hint
            clock.pass_by(minutes=1)
        with pytest.raises(WrongSecretError, match="wrong 5 times"):
            clinic.signing.sign(visit.session_id, "0852")
        clock.pass_by(days=1)
        with pytest.raises(WrongSecretError, match="wrong 5 times") as refused:
            clinic.signing.sign(visit.session_id, PIN)
        assert "passphrase" in refused.value.hint
        assert clinic.pin_gate.is_spent(clinic.desk.practitioner_id)
        assert clinic.sessions.chart(visit.session_id).is_draft
        clinic.pin_gate.forgive(clinic.desk.practitioner_id)
        assert clinic.signing.sign(visit.session_id, PIN).result.state is SessionState.SIGNED

    def test_a_try_too_soon_is_not_taken(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        for _ in range(3):
            clock.pass_by(minutes=1)
            with pytest.raises(WrongSecretError, match="not right"):
                clinic.signing.sign(visit.session_id, "0852")
        with pytest.raises(WrongSecretError, match="Wait") as refused:
            clinic.signing.sign(visit.session_id, PIN)
        assert refused.value.wait_s > 0
        clock.pass_by(seconds=refused.value.wait_s)
        clinic.signing.sign(visit.session_id, PIN)

    def test_a_right_one_begins_the_count_anew(self, clinic: OpenClinic, clock: Clock) -> None:
        person = clinic.desk.practitioner_id
        for _ in range(2):
            for _ in range(4):
                clock.pass_by(minutes=1)
                with pytest.raises(WrongSecretError):
                    clinic.pin_gate.check(person, "0852")
            clock.pass_by(minutes=1)
            clinic.pin_gate.check(person, PIN)
        assert not clinic.pin_gate.is_spent(person)


class TestAfterwards:
    """What comes later leaves the original in view."""

    def test_an_addendum_has_two_times(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        clock.pass_by(hours=20)
        happened = clock.now - timedelta(hours=3)
        addendum = clinic.signing.add_addendum(visit.session_id, " She rang. ", event_at=happened).result
        plain = clinic.signing.add_addendum(visit.session_id, "Rang back.").result
        assert addendum.text == "She rang."
        assert addendum.event_at == happened
        assert addendum.entered_at > happened
        assert plain.event_at == plain.entered_at
        assert clinic.sessions.chart(visit.session_id).addenda == (addendum, plain)
        chart = clinic.sessions.chart(visit.session_id)
        assert chart.session.content_hash == content_hash(chart)

    def test_an_addendum_needs_words_and_a_time_that_has_been(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        with pytest.raises(RuleViolation, match="needs words"):
            clinic.signing.add_addendum(visit.session_id, "  ")
        later = clock.now + timedelta(hours=1)
        with pytest.raises(RuleViolation, match="future"):
            clinic.signing.add_addendum(visit.session_id, "x", event_at=later)
        draft = begin(clinic, register(clinic, "Bea"))
        with pytest.raises(RuleViolation, match="Only a signed session"):
            clinic.signing.add_addendum(draft.id, "x")

    def test_an_addendum_in_the_doubled_hour(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        clock.now = datetime(2027, 10, 31, 1, 10, fold=1, tzinfo=LONDON)
        before = datetime(2027, 10, 31, 1, 40, tzinfo=LONDON)
        assert clinic.signing.add_addendum(visit.session_id, "x", event_at=before).result.event_at == before
        with pytest.raises(RuleViolation, match="future"):
            clinic.signing.add_addendum(visit.session_id, "x", event_at=before.replace(fold=1))

    @pytest.mark.parametrize(
        ("start", "due"),
        [
            ((2026, 11, 21, 14, 0), ["22 14:50", "23 14:50", "24 14:50"]),
            ((2026, 10, 24, 14, 0), ["25 13:50", "26 13:50", "27 13:50"]),  # the clocks go back that night
            ((2026, 3, 28, 14, 0), ["29 15:50", "30 15:50", "31 15:50"]),  # and forward that night
        ],
    )
    def test_calls_are_due_by_the_stopwatch(
        self, clinic: OpenClinic, clock: Clock, start: tuple[int, ...], due: list[str]
    ) -> None:
        clock.set(*start)
        visit = ready(clinic, clock)
        clock.pass_by(minutes=30)  # what is done after the end of needling does not count
        clinic.signing.sign(visit.session_id, PIN)
        chart = clinic.sessions.chart(visit.session_id)
        ended = chart.session.needling_ended_at
        assert ended is not None
        assert [call.after_h for call in chart.follow_ups] == [24, 48, 72]
        for call in chart.follow_ups:
            assert call.due_at.astimezone(UTC) - ended.astimezone(UTC) == timedelta(hours=call.after_h)
        assert [f"{call.due_at:%d %H:%M}" for call in chart.follow_ups] == due
        assert chart.ended_at == ended

    def test_a_call_is_written_down_once(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        clock.pass_by(hours=24)
        first, second, _third = clinic.sessions.follow_ups_due(within_days=3)
        grades = {"erythema": 1, "dryness": 1} if "dryness" in vocabulary().reactions else {"erythema": 1}
        seen = clinic.reactions.record_follow_up(
            first.follow_up.id, grades=grades, note=" fine ", pain_nrs=1
        ).result
        assert (seen.kind, seen.none_seen, seen.note) == (ObservationKind.FOLLOW_UP, False, "fine")
        with pytest.raises(RuleViolation, match="written down already"):
            clinic.reactions.record_follow_up(first.follow_up.id, grades={})
        with pytest.raises(RuleViolation, match="0 to 10"):
            clinic.reactions.record_follow_up(second.follow_up.id, grades={}, pain_nrs=11)
        nothing = clinic.reactions.record_follow_up(second.follow_up.id, grades={}).result
        assert nothing.none_seen
        assert [each.follow_up.after_h for each in clinic.sessions.follow_ups_due(within_days=3)] == [72]
        chart = clinic.sessions.chart(visit.session_id)
        assert chart.end_observation is not None
        assert chart.end_observation.kind is ObservationKind.END_OF_SESSION
        assert len(chart.observations) == 3
        assert chart.session.content_hash == content_hash(chart)

    def test_calls_of_the_coming_days(self, clinic: OpenClinic, clock: Clock) -> None:
        signed(clinic, clock)
        assert [len(clinic.sessions.follow_ups_due(within_days=days)) for days in (0, 1, 2, 3)] == [
            0,
            1,
            2,
            3,
        ]

    def test_no_calls_where_none_are_wanted(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        clinic.sessions.plan_follow_ups(visit.session_id, ())
        clinic.signing.sign(visit.session_id, PIN)
        assert clinic.sessions.chart(visit.session_id).follow_ups == ()


def test_signing_does_not_disturb_the_other_draft(clinic: OpenClinic, clock: Clock) -> None:
    other = begin(clinic, register(clinic, "Bea"))
    needle(clinic, other.id, lot(clinic, number="X"))
    before = clinic.sessions.chart(other.id)
    signed(clinic, clock)
    assert clinic.sessions.chart(other.id) == before
