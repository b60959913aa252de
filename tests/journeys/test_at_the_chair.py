"""What a practitioner meets at the chair, in the real windows: warnings, refusals, and nothing lost."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from mnlog.app import Program
from mnlog.demo.clinic import DEMO_PIN
from mnlog.demo.clock import DemoClock
from mnlog.demo.hands import Hands, NotInReachError
from mnlog.demo.journey import sign
from mnlog.domain.charts import SessionChart
from mnlog.domain.records import Patient
from mnlog.domain.rules.signing import Missing, MissingCode
from mnlog.domain.terms import Answer, DeviceKind, SessionState, Side, Step
from mnlog.services.opening import OpenClinic
from mnlog.ui import labels
from mnlog.ui.bus import Route
from mnlog.ui.widgets.depth_control import DepthFigure
from mnlog.ui.widgets.zone_map import ZoneMap


class Chair:
    """One patient's draft in the window."""

    def __init__(self, program: Program, hands: Hands, clinic: OpenClinic, words: str) -> None:
        self._program, self.hands, self.clinic = program, hands, clinic
        self.patient: Patient = clinic.patients.find(words)[0]
        self.session_id = clinic.sessions.start(self.patient.id).result.id

    def go_to(self, step: Step) -> None:
        workspace = self._program.workspace
        assert workspace is not None
        workspace.go(Route(page="session", session_id=self.session_id, step=step))
        self.hands.settle()

    @property
    def chart(self) -> SessionChart:
        return self.clinic.sessions.chart(self.session_id)

    def says(self, words: str) -> bool:
        """Whether a sentence with these words is in sight."""
        seen = [label for label in self._program.window.findChildren(QLabel) if label.isVisible()]
        return any(words in label.text() for label in seen)

    def lot_chip(self, number: str) -> str:
        held = next(stock for stock in self.clinic.stock.lots() if stock.lot.lot_number == number)
        return labels.lot_text(held, self.clinic.desk.now().date(), "en_GB")


@pytest.fixture
def grace(program: Program, hands: Hands, clinic: OpenClinic) -> Chair:
    """Grace Adeyemi has never been needled and is allergic to benzocaine, an ester."""
    return Chair(program, hands, clinic, "Grace")


@pytest.fixture
def priya(program: Program, hands: Hands, clinic: OpenClinic) -> Chair:
    """Priya Wren is allergic to prilocaine, an amide."""
    return Chair(program, hands, clinic, "Priya")


def type_time(hands: Hands, name: str, text: str) -> None:
    hands.rewrite(text, into=name)
    hands.press(Qt.Key.Key_Return)


def type_depth(hands: Hands, text: str) -> None:
    """Taps the large figure, which opens a field to type in."""
    (figure,) = [found for found in hands.window.findChildren(DepthFigure) if found.isVisible()]
    hands.tap_at(figure, figure.rect().center())
    hands.type(text)
    hands.press(Qt.Key.Key_Return)


def ready_to_needle(chair: Chair) -> None:
    chair.go_to(Step.NEEDLING)
    chair.hands.tap("Pen")
    chair.hands.tap(chair.lot_chip("24F118"))


def test_an_amide_allergy_warns_of_lidocaine_and_holds_the_signature(priya: Chair) -> None:
    priya.go_to(Step.NUMBING)
    priya.hands.tap("Lidocaine 5 %")
    priya.hands.find("Use it with this reason")
    priya.hands.tap("Put on now")
    priya.hands.tap("Taken off now")
    priya.go_to(Step.SIGN)
    priya.hands.find("The numbing is of a class the patient is allergic to: prilocaine.")
    priya.go_to(Step.NUMBING)
    priya.hands.type("patch test negative", into="Reason for using it in spite of the allergy")
    priya.hands.tap("Use it with this reason")
    assert priya.chart.numbings[0].override_reason == "patch test negative"
    assert not any("prilocaine" in item.about for item in _missing(priya))


def _missing(chair: Chair) -> tuple[Missing, ...]:
    return chair.clinic.signing.missing(chair.session_id)


def test_an_ester_allergy_does_not_speak_against_lidocaine_alone(grace: Chair) -> None:
    grace.go_to(Step.NUMBING)
    grace.hands.tap("Lidocaine 5 %")
    with pytest.raises(NotInReachError):
        grace.hands.find("Use it with this reason")
    grace.hands.tap("BLT 20/6/4 (compounded)")
    grace.hands.find("Use it with this reason")


def test_an_expired_lot_opens_nothing(grace: Chair) -> None:
    grace.go_to(Step.NEEDLING)
    grace.hands.tap("Pen")
    grace.hands.tap(grace.lot_chip("23K044"))
    assert grace.says("Lot 23K044 expired on 12 Oct 2026, so no unit was opened.")
    assert grace.chart.units == ()


@pytest.mark.parametrize(
    ("typed", "depth_um"), [("1,2", 1200), (".5", 500), ("1.3mm", 1300), ("0,8 mm", 800)]
)
def test_a_depth_is_read_as_people_type_it(grace: Chair, typed: str, depth_um: int) -> None:
    ready_to_needle(grace)
    grace.hands.tap_zone("forehead", Side.MIDLINE)
    type_depth(grace.hands, typed)
    assert [zone.depth_um for zone in grace.chart.zones] == [depth_um]


@pytest.mark.parametrize("typed", ["15", "-1", "abc", "2.4"])
def test_a_depth_that_cannot_be_is_refused_and_the_old_one_stays(grace: Chair, typed: str) -> None:
    ready_to_needle(grace)
    grace.hands.tap_zone("forehead", Side.MIDLINE)
    type_depth(grace.hands, "0.5")
    type_depth(grace.hands, typed)
    assert [zone.depth_um for zone in grace.chart.zones] == [500]


def test_an_unusual_depth_is_said_and_kept(grace: Chair) -> None:
    ready_to_needle(grace)
    grace.hands.tap_zone("forehead", Side.MIDLINE)
    type_depth(grace.hands, "1.4")
    assert [zone.depth_um for zone in grace.chart.zones] == [1400]
    assert grace.says("Deeper than usual here")


def test_a_tap_on_a_paired_zone_takes_both_sides(grace: Chair) -> None:
    ready_to_needle(grace)
    grace.hands.tap_zone("cheek", Side.LEFT)
    assert {(z.zone_id, z.side) for z in grace.chart.zones} == {("cheek", Side.LEFT), ("cheek", Side.RIGHT)}


def test_sides_apart(grace: Chair) -> None:
    ready_to_needle(grace)
    grace.hands.tap("Both sides")
    grace.hands.tap_zone("cheek", Side.LEFT)
    assert {(z.zone_id, z.side) for z in grace.chart.zones} == {("cheek", Side.LEFT)}


def test_a_removed_zone_comes_back_by_undo(grace: Chair) -> None:
    ready_to_needle(grace)
    grace.hands.tap_zone("forehead", Side.MIDLINE)
    type_depth(grace.hands, "0.6")
    (before,) = grace.chart.zones
    grace.hands.tap("Remove Forehead")
    assert not grace.chart.zones
    grace.hands.tap("Undo")
    assert grace.chart.zones == (before,)


def test_a_roller_has_its_needle_length_and_no_speed(grace: Chair) -> None:
    grace.go_to(Step.NEEDLING)
    grace.hands.tap("Roller")
    grace.hands.tap(grace.lot_chip("R-7710"))
    grace.hands.tap_zone("forehead", Side.MIDLINE)
    assert [zone.depth_um for zone in grace.chart.zones] == [1000]
    with pytest.raises(NotInReachError):
        grace.hands.find("Speed")


def test_a_zone_elsewhere_is_added_from_the_list(grace: Chair) -> None:
    ready_to_needle(grace)
    grace.hands.tap("Elsewhere")
    grace.hands.tap("Abdomen")
    assert [zone.zone_id for zone in grace.chart.zones] == ["abdomen"]


def shown_map(chair: Chair) -> ZoneMap:
    (found,) = [each for each in chair.hands.window.findChildren(ZoneMap) if each.isVisible()]
    return found


def test_other_views_take_zones_with_both_their_sides(grace: Chair) -> None:
    ready_to_needle(grace)
    grace.hands.tap("Body, from the front")
    grace.hands.tap_zone("thigh", Side.LEFT)
    assert {(zone.zone_id, zone.side) for zone in grace.chart.zones} == {
        ("thigh", Side.LEFT),
        ("thigh", Side.RIGHT),
    }
    grace.hands.tap("Left side of the face")
    grace.hands.tap_zone("cheek", Side.LEFT)
    assert {zone.side for zone in grace.chart.zones if zone.zone_id == "cheek"} == {Side.LEFT, Side.RIGHT}
    grace.hands.tap("Hands, from above")
    grace.hands.tap("Both sides")
    grace.hands.tap_zone("hands", Side.RIGHT)
    assert [zone.side for zone in grace.chart.zones if zone.zone_id == "hands"] == [Side.RIGHT]


def test_the_map_opens_where_the_zones_are_and_follows_the_table(grace: Chair) -> None:
    places = [("buttock", Side.LEFT), ("thigh", Side.LEFT), ("cheek", Side.LEFT)]
    zones = grace.clinic.needling.add_zones(grace.session_id, places).result
    grace.clinic.needling.set_depth([zone.id for zone in zones[:2]], 1000)
    grace.go_to(Step.NEEDLING)
    assert shown_map(grace).accessibleName() == "Back of the body"
    grace.hands.tap_starting("Cheek, left")
    assert shown_map(grace).accessibleName() == "Face, from the front"
    grace.hands.tap_starting("Buttock, left")
    assert shown_map(grace).accessibleName() == "Back of the body"


def test_times_are_corrected_by_hand_and_impossible_ones_refused(grace: Chair, clock: DemoClock) -> None:
    grace.go_to(Step.NUMBING)
    grace.hands.tap("Lidocaine 5 %")
    grace.hands.tap("Put on now")
    clock.advance(minutes=40)
    grace.hands.tap("Taken off now")
    type_time(grace.hands, "On at", "14:50")
    (numbing,) = grace.chart.numbings
    assert numbing.on_at is not None
    assert f"{numbing.on_at:%H:%M}" == "14:50"
    type_time(grace.hands, "Off at", "14:45")
    assert grace.says("The cream cannot come off before it went on.")
    assert grace.chart.numbings == (numbing,)
    type_time(grace.hands, "Off at", "25:99")
    assert grace.says("Write a time such as 14:20.")
    assert grace.chart.numbings == (numbing,)


def test_cream_that_was_never_taken_off_holds_the_signature(grace: Chair) -> None:
    grace.go_to(Step.NUMBING)
    grace.hands.tap("Lidocaine 5 %")
    grace.hands.tap("Put on now")
    grace.go_to(Step.SIGN)
    grace.hands.tap("The numbing cream has not been taken off.")
    grace.hands.tap("Taken off now")
    assert grace.chart.numbings[0].off_at is not None


def test_an_absolute_finding_needs_a_reason(grace: Chair) -> None:
    grace.go_to(Step.SCREENING)
    question = grace.clinic.resources.vocabulary.questions["active_hsv"]
    grace.hands.tap("Yes", of=question.name)
    grace.hands.tap("No to all the rest")
    assert any(question.name in item.about for item in _missing(grace))
    grace.hands.tap("Go on with this reason")
    assert grace.says("Going on needs a reason")
    grace.hands.type("healed, no vesicles", into="Reason for going on all the same")
    grace.hands.tap("Go on with this reason")
    answer = next(a for a in grace.chart.answers if a.question_id == "active_hsv")
    assert (answer.answer, answer.override_reason) == (Answer.YES, "healed, no vesicles")
    assert not any(question.name in item.about for item in _missing(grace))


def test_a_wrong_pin_signs_nothing_and_says_how_many_tries_are_left(grace: Chair) -> None:
    grace.go_to(Step.SIGN)
    sign(grace.hands, "9731")
    assert grace.says("4 tries left") or grace.says("Wait")
    assert grace.chart.session.state is SessionState.DRAFT


def test_signing_with_something_missing_takes_a_reason_that_is_kept(grace: Chair) -> None:
    grace.go_to(Step.SIGN)
    sign(grace.hands, DEMO_PIN)
    assert grace.says("Something is still missing, so nothing was signed.")
    assert grace.chart.is_draft
    grace.hands.type("patient left before needling", into="Reason for signing although something is missing")
    sign(grace.hands, DEMO_PIN)
    assert grace.chart.session.state is SessionState.SIGNED
    assert grace.chart.session.override_reason == "patient left before needling"


def test_a_signed_session_is_read_and_added_to(
    program: Program, hands: Hands, clinic: OpenClinic, clock: DemoClock
) -> None:
    amara = clinic.patients.find("Amara")[0]
    signed = clinic.patients.file_of(amara.id).sessions[0].session
    assert program.workspace is not None
    program.workspace.go(Route(page="session", session_id=signed.id))
    hands.type("Called the patient: all calm.", into="Add what is to be said later")
    hands.tap("Add to the record")
    (addendum,) = clinic.sessions.chart(signed.id).addenda
    assert addendum.text == "Called the patient: all calm."
    with pytest.raises(NotInReachError):
        hands.find("Deeper")


def test_two_open_sessions_keep_to_their_patients(grace: Chair, priya: Chair) -> None:
    ready_to_needle(grace)
    grace.hands.tap_zone("forehead", Side.MIDLINE)
    priya.go_to(Step.NEEDLING)
    priya.hands.tap("Roller")
    priya.hands.tap(priya.lot_chip("R-775"))
    priya.hands.tap_zone("chin", Side.MIDLINE)
    grace.go_to(Step.NEEDLING)
    grace.hands.tap_zone("nose", Side.MIDLINE)
    assert {z.zone_id for z in grace.chart.zones} == {"forehead", "nose"}
    assert {z.zone_id for z in priya.chart.zones} == {"chin"}
    assert grace.chart.session.device_kind is DeviceKind.PEN
    assert priya.chart.session.device_kind is DeviceKind.ROLLER


def test_words_are_saved_when_the_step_is_left(grace: Chair) -> None:
    grace.go_to(Step.REACTIONS)
    grace.hands.type("calm skin", into="What was seen, said or done")
    grace.hands.tap("1 Screening")
    end = grace.chart.end_observation
    assert end is not None
    assert end.note == "calm skin"


def test_a_tap_beside_all_zones_changes_nothing(grace: Chair) -> None:
    ready_to_needle(grace)
    zone_map = grace.hands.find("Face, from the front")
    grace.hands.tap_at(zone_map, QPoint(3, 3))
    assert grace.chart.zones == ()


def test_a_draft_taken_up_the_next_day_is_screened_again(grace: Chair, clock: DemoClock) -> None:
    grace.go_to(Step.SCREENING)
    grace.hands.tap("No to all the rest")
    assert MissingCode.SCREENING_NOT_TODAY not in {item.code for item in _missing(grace)}
    clock.advance(minutes=24 * 60)
    grace.go_to(Step.SIGN)
    grace.hands.tap("The screening was answered on another day: ask again.")
    grace.hands.tap("Asked again today, all still stands")
    assert MissingCode.SCREENING_NOT_TODAY not in {item.code for item in _missing(grace)}


def test_the_strip_changes_over_between_open_sessions(
    program: Program, hands: Hands, clinic: OpenClinic, grace: Chair, priya: Chair, clock: DemoClock
) -> None:
    numbing = clinic.numbing.choose(priya.session_id, "emla").result
    clinic.numbing.put_on(numbing.id)
    clock.advance(minutes=12, seconds=5)
    grace.go_to(Step.REACTIONS)
    assert hands.sees("Priya Wren · Screening · 12:05")
    hands.tap("Priya Wren · Screening · 12:05")
    assert grace.says("Priya Wren")
    hands.tap("5 Reactions")
    hands.tap("6", of="Pain, 0 none to 10 worst")
    end = priya.chart.end_observation
    assert end is not None
    assert end.pain_nrs == 6
    assert grace.chart.end_observation is None
    hands.tap_starting("Grace Adeyemi · ")
    assert grace.says("Grace Adeyemi")
