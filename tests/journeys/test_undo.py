"""Undo and redo of everything in a draft, by keys and by buttons."""

import pytest
from PySide6.QtCore import Qt

from mnlog.app import Program
from mnlog.demo.clinic import DEMO_PIN
from mnlog.demo.hands import Hands, NotInReachError
from mnlog.demo.journey import sign
from mnlog.domain.charts import SessionChart
from mnlog.domain.terms import Step
from mnlog.services.opening import OpenClinic
from mnlog.services.safekeeping import check_database
from mnlog.services.undoing import UNDOABLE
from mnlog.ui.bus import Route
from mnlog.ui.undo import WORDS

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def amara(program: Program, clinic: OpenClinic, hands: Hands) -> str:
    """Amara Reyes at the needling step; her last session can be taken over."""
    patient = clinic.patients.find("Amara")[0]
    session_id = clinic.sessions.start(patient.id).result.id
    assert program.workspace is not None
    program.workspace.go(Route(page="session", session_id=session_id, step=Step.NEEDLING))
    hands.settle()
    return session_id


def zones(chart: SessionChart) -> set[tuple[str, str, int | None]]:
    return {(zone.zone_id, zone.side.value, zone.depth_um) for zone in chart.zones}


def test_every_write_that_can_be_undone_has_words() -> None:
    assert set(WORDS) == UNDOABLE


def test_taking_over_is_taken_back_and_done_again(hands: Hands, clinic: OpenClinic, amara: str) -> None:
    before = clinic.sessions.chart(amara)
    hands.tap("Same as 24 Oct")
    after = clinic.sessions.chart(amara)
    hands.press(Qt.Key.Key_Z, CTRL)
    undone = clinic.sessions.chart(amara)
    assert (undone.zones, undone.numbings, undone.topicals) == ((), (), ())
    assert undone.session.device_id == before.session.device_id
    hands.press(Qt.Key.Key_Z, CTRL | SHIFT)
    again = clinic.sessions.chart(amara)
    assert zones(again) == zones(after)
    assert {zone.id for zone in again.zones} == {zone.id for zone in after.zones}
    assert again.session.copied_text == after.session.copied_text


def test_a_row_of_changes_goes_back_one_by_one(hands: Hands, clinic: OpenClinic, amara: str) -> None:
    hands.tap("5 Reactions")
    for grade in ("1", "2", "3"):
        hands.tap(grade, of="Redness")
    seen = []
    for _ in range(3):
        hands.tap("Undo in this session")
        seen.append([reaction.grade for reaction in clinic.sessions.chart(amara).reactions])
    assert seen == [[2], [1], []]
    for _ in range(3):
        hands.tap("Redo in this session")
    assert [reaction.grade for reaction in clinic.sessions.chart(amara).reactions] == [3]


def test_a_new_change_ends_what_could_be_redone(hands: Hands, clinic: OpenClinic, amara: str) -> None:
    hands.tap("5 Reactions")
    hands.tap("4", of="Pain, 0 none to 10 worst")
    hands.tap("Undo in this session")
    hands.tap("7", of="Pain, 0 none to 10 worst")
    with pytest.raises(NotInReachError):
        hands.tap("Redo in this session")
    end = clinic.sessions.chart(amara).end_observation
    assert end is not None
    assert end.pain_nrs == 7


def test_what_was_changed_elsewhere_meanwhile_is_left(
    program: Program, hands: Hands, clinic: OpenClinic, amara: str
) -> None:
    hands.tap("5 Reactions")
    hands.tap("4", of="Pain, 0 none to 10 worst")
    clinic.reactions.set_pain(amara, 9)  # as another window would; the page was not told
    hands.tap("Undo in this session")
    end = clinic.sessions.chart(amara).end_observation
    assert end is not None
    assert end.pain_nrs == 9


def test_taking_back_stands_in_the_audit_and_the_chain_is_whole(
    hands: Hands, clinic: OpenClinic, amara: str
) -> None:
    hands.tap("Same as 24 Oct")
    hands.tap("Undo in this session")
    hands.tap("Redo in this session")
    assert check_database(clinic.database).problems == ()


def test_a_signed_session_offers_nothing_to_undo(hands: Hands, clinic: OpenClinic, amara: str) -> None:
    hands.tap("6 Aftercare and sign")
    hands.type("trial", into="Reason for signing although something is missing")
    sign(hands, DEMO_PIN)
    assert not clinic.sessions.chart(amara).is_draft
    assert not hands.sees("Undo in this session")
