"""Cream on, cream off: times that can be, allergies that are minded."""

from datetime import date, datetime, timedelta

import pytest

from mnlog.domain.records import Numbing
from mnlog.domain.rules.numbing import NumbingPhase, numbing_clock
from mnlog.domain.rules.signing import MissingCode
from mnlog.domain.terms import AlertKind
from mnlog.errors import LockedRecordError, RuleViolation
from mnlog.services.numbing import NumbingDetails
from mnlog.services.opening import OpenClinic
from tests.services.factories import (
    LONDON,
    Clock,
    begin,
    numb,
    open_again,
    ready,
    register,
    signed,
    vocabulary,
)


@pytest.fixture
def numbing(clinic: OpenClinic) -> Numbing:
    session = begin(clinic, register(clinic))
    return clinic.numbing.choose(session.id, "emla").result


def codes(clinic: OpenClinic, session_id: str) -> list[MissingCode]:
    return [each.code for each in clinic.signing.missing(session_id) if each.code.value.startswith("numbing")]


def test_the_answer_is_a_cream_or_none(clinic: OpenClinic, clock: Clock) -> None:
    session = begin(clinic, register(clinic))
    assert codes(clinic, session.id) == [MissingCode.NUMBING_UNANSWERED]
    clinic.numbing.none_used(session.id)
    assert codes(clinic, session.id) == []
    numbing = clinic.numbing.choose(session.id, "emla").result
    assert clinic.sessions.chart(session.id).session.no_numbing is False
    assert codes(clinic, session.id) == [MissingCode.NUMBING_NOT_ON]
    with pytest.raises(RuleViolation, match="entered already"):
        clinic.numbing.none_used(session.id)
    clinic.numbing.put_on(numbing.id)
    assert codes(clinic, session.id) == [MissingCode.NUMBING_NOT_OFF]
    clock.pass_by(minutes=60)
    clinic.numbing.take_off(numbing.id)
    assert codes(clinic, session.id) == []
    clinic.numbing.remove(numbing.id)
    assert codes(clinic, session.id) == [MissingCode.NUMBING_UNANSWERED]


def test_a_second_tap_does_not_start_the_clock_anew(
    clinic: OpenClinic, clock: Clock, numbing: Numbing
) -> None:
    on = clinic.numbing.put_on(numbing.id).result
    clock.pass_by(minutes=31)
    assert clinic.numbing.put_on(numbing.id).result == on
    off = clinic.numbing.take_off(numbing.id).result
    clock.pass_by(minutes=10)
    assert clinic.numbing.take_off(numbing.id).result == off


def test_the_clock_survives_a_restart(clinic: OpenClinic, clock: Clock, numbing: Numbing) -> None:
    clinic.numbing.put_on(numbing.id)
    clock.pass_by(minutes=31)
    clinic.close()
    again = open_again(clinic.folder.path, clock)
    (stored,) = again.sessions.chart(numbing.session_id).numbings
    shown = numbing_clock(stored, vocabulary().numbing_products["emla"], clock.now)
    assert (shown.phase, shown.elapsed_s // 60) == (NumbingPhase.WAITING, 31)
    again.close()


@pytest.mark.parametrize(
    ("on", "off", "field", "sentence"),
    [
        (None, -5, "on_at", "Say first when"),
        (5, None, "on_at", "future"),
        (-30, 5, "off_at", "future"),
        (-5, -30, "off_at", "before it went on"),
        (-13 * 60, None, "on_at", "more than 12 hours"),
    ],
)
def test_times_that_cannot_be_are_refused(
    clinic: OpenClinic,
    clock: Clock,
    numbing: Numbing,
    on: int | None,
    off: int | None,
    field: str,
    sentence: str,
) -> None:
    def at(minutes: int | None) -> datetime | None:
        return None if minutes is None else clock.now + timedelta(minutes=minutes)

    with pytest.raises(RuleViolation, match=sentence) as refused:
        clinic.numbing.correct_times(numbing.id, on_at=at(on), off_at=at(off))
    assert refused.value.field == field
    assert clinic.sessions.chart(numbing.session_id).numbings == (numbing,)


def test_off_at_the_minute_it_went_on_is_no_mistake(
    clinic: OpenClinic, clock: Clock, numbing: Numbing
) -> None:
    moment = clock.now - timedelta(minutes=30)
    corrected = clinic.numbing.correct_times(numbing.id, on_at=moment, off_at=moment).result
    assert corrected.on_at == corrected.off_at


class TestTheNightTheClocksGoBack:
    """25 October 2026 in London: 01:00 to 02:00 comes twice."""

    BEFORE = datetime(2026, 10, 25, 1, 50, tzinfo=LONDON)
    AFTER = datetime(2026, 10, 25, 1, 20, fold=1, tzinfo=LONDON)

    def test_half_an_hour_is_half_an_hour(self, clinic: OpenClinic, clock: Clock) -> None:
        clock.now = self.BEFORE
        session = begin(clinic, register(clinic))
        numbing = numb(clinic, clock, session.id)
        assert numbing.on_at is not None
        assert numbing.off_at is not None
        assert numbing.on_at.utcoffset() != numbing.off_at.utcoffset()
        chart = clinic.sessions.chart(session.id)
        assert chart.numbing_time is not None
        assert timedelta(minutes=30) <= chart.numbing_time < timedelta(minutes=31)

    def test_times_by_hand_are_compared_by_the_stopwatch(self, clinic: OpenClinic, clock: Clock) -> None:
        clock.now = self.BEFORE
        session = begin(clinic, register(clinic))
        numbing = clinic.numbing.choose(session.id, "emla").result
        clock.now = self.AFTER
        clock.pass_by(minutes=5)
        stored = clinic.numbing.correct_times(numbing.id, on_at=self.BEFORE, off_at=self.AFTER).result
        assert stored.off_at is not None
        assert stored.off_at.fold == 1
        with pytest.raises(RuleViolation, match="before it went on"):
            clinic.numbing.correct_times(numbing.id, on_at=self.AFTER, off_at=self.BEFORE)
        later = self.AFTER.replace(minute=55)
        with pytest.raises(RuleViolation, match="future"):
            clinic.numbing.correct_times(numbing.id, on_at=self.BEFORE, off_at=later)

    def test_the_clock_counts_on(self, clinic: OpenClinic, clock: Clock) -> None:
        product = vocabulary().numbing_products["emla"]
        on = Numbing(id="n", session_id="s", product_id="emla", on_at=self.BEFORE)
        assert numbing_clock(on, product, self.AFTER).elapsed_s == 30 * 60


def test_what_can_be_said_about_it_is_kept(clinic: OpenClinic, numbing: Numbing) -> None:
    details = NumbingDetails(
        strength=" 5 % ", lot_number=" E12 ", expires_on=date(2027, 1, 31), amount_mg=2500, area_cm2=40,
        area_text="both cheeks", is_occluded=True, is_applied_by_patient=True,
    )  # fmt: skip
    stored = clinic.numbing.describe(numbing.id, details).result
    assert (stored.strength, stored.lot_number, stored.amount_mg) == ("5 %", "E12", 2500)
    assert (stored.is_occluded, stored.is_applied_by_patient) == (True, True)
    for nothing in (NumbingDetails(amount_mg=0), NumbingDetails(area_cm2=0)):
        with pytest.raises(RuleViolation, match="more than nothing"):
            clinic.numbing.describe(numbing.id, nothing)


class TestAllergies:
    """By class: one amide stands for every amide, an ester for PABA and the other way round."""

    @pytest.mark.parametrize(
        ("words", "product", "warned"),
        [
            ("Prilocaine", "emla", True),
            ("Prilocaine", "lidocaine_5", True),
            ("allergic to LIGNOCAINE (swelling)", "lmx4", True),
            ("alergia a la lidocaína", "lidocaine_5", True),
            ("Lidocain", "pliaglis", True),
            ("benzocaine", "lidocaine_5", False),
            ("benzocaine", "blt_20_6_4", True),
            ("tetracaine", "lidocaine_tetracaine_23_7", True),
            ("PABA in sunscreen", "pliaglis", True),
            ("PABA in sunscreen", "blt_20_6_4", True),
            ("PABA in sunscreen", "lidocaine_5", False),
            ("latex and benzocaine", "blt_20_6_4", True),
            ("lidocaine and benzocaine", "blt_20_6_4", True),
            ("latex", "lidocaine_5", False),
            ("penicillin", "emla", False),
        ],
    )
    def test_warned(self, clinic: OpenClinic, words: str, product: str, warned: bool) -> None:
        patient = register(clinic)
        clinic.patients.add_alert(patient.id, AlertKind.ALLERGY, words)
        session = begin(clinic, patient)
        clinic.numbing.choose(session.id, product)
        found = {each.code: each.about for each in clinic.signing.missing(session.id)}
        assert found.get(MissingCode.NUMBING_ALLERGY, ()) == ((words,) if warned else ())

    def test_a_reason_lets_it_through_and_is_kept(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        clinic.patients.add_alert(visit.patient.id, AlertKind.ALLERGY, "prilocaine")
        assert codes(clinic, visit.session_id) == [MissingCode.NUMBING_ALLERGY]
        with pytest.raises(RuleViolation, match="missing"):
            clinic.signing.sign(visit.session_id, "2580")
        (numbing,) = clinic.sessions.chart(visit.session_id).numbings
        with pytest.raises(RuleViolation) as refused:
            clinic.numbing.override_allergy(numbing.id, " ")
        assert refused.value.field == "override_reason"
        clinic.numbing.override_allergy(numbing.id, "patch test negative")
        assert codes(clinic, visit.session_id) == []
        clinic.signing.sign(visit.session_id, "2580")
        assert clinic.sessions.chart(visit.session_id).numbings[0].override_reason == "patch test negative"

    def test_an_alert_that_ended_speaks_against_nothing(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        alert = clinic.patients.add_alert(visit.patient.id, AlertKind.ALLERGY, "prilocaine").result
        clinic.patients.end_alert(alert)
        assert codes(clinic, visit.session_id) == []

    def test_a_condition_is_no_allergy(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        clinic.patients.add_alert(visit.patient.id, AlertKind.CONDITION, "fainted after lidocaine")
        assert codes(clinic, visit.session_id) == []


def test_after_the_signature_nothing_changes(clinic: OpenClinic, clock: Clock) -> None:
    visit = signed(clinic, clock)
    (numbing,) = clinic.sessions.chart(visit.session_id).numbings
    for write in (
        lambda: clinic.numbing.put_on(numbing.id),
        lambda: clinic.numbing.correct_times(numbing.id, on_at=None, off_at=None),
        lambda: clinic.numbing.describe(numbing.id, NumbingDetails()),
        lambda: clinic.numbing.override_allergy(numbing.id, "x"),
        lambda: clinic.numbing.remove(numbing.id),
        lambda: clinic.numbing.choose(visit.session_id, "emla"),
        lambda: clinic.numbing.none_used(visit.session_id),
    ):
        with pytest.raises(LockedRecordError):
            write()
    assert clinic.sessions.chart(visit.session_id).numbings == (numbing,)
