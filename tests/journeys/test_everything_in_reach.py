"""Every page and state of the program at 1366x768: named, large enough, whole, and met by the Tab key."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mnlog.app import Program
from mnlog.demo.clinic import DEMO_PASSPHRASE, ZONE
from mnlog.demo.clock import DemoClock
from mnlog.demo.screens import FULL_SCENES, Scenes, before_a_clinic, empty_scenes
from mnlog.demo.stage import Stage, set_stage
from mnlog.services.clinic import PractitionerDraft
from mnlog.services.opening import ClinicDraft, OpenClinic, Resources, open_clinic, set_up_clinic
from mnlog.ui.actions import ACTIONS
from mnlog.ui.bus import Route
from tests.journeys.conftest import CHEAP
from tests.journeys.reach import faults

SMALL = QSize(1366, 768)


@pytest.mark.parametrize("scenes", FULL_SCENES, ids=lambda scenes: scenes.__name__.strip("_"))
def test_clinic_at_work(scenes: Scenes, qapp: QApplication, clinic: OpenClinic, clock: DemoClock) -> None:
    found = walked(scenes, qapp, clinic, clock)
    assert not found, "\n".join(found)


def test_forms_beside_the_lists(qapp: QApplication, clinic: OpenClinic, clock: DemoClock) -> None:
    found = walked(forms, qapp, clinic, clock)
    assert not found, "\n".join(found)


def forms(stage: Stage, clinic: OpenClinic, _clock: DemoClock) -> Iterator[str]:
    """What opens beside a list, and is not among the pictures."""
    hands, workspace = stage.hands, stage.program.workspace
    assert workspace is not None
    workspace.go(Route(page="stock"))
    hands.tap("Add a device")
    yield "device"
    hands.press(Qt.Key.Key_Escape)
    hands.tap_row("6-needle")
    yield "lot"
    hands.press(Qt.Key.Key_Escape)
    workspace.go(Route(page="patient", patient_id=clinic.patients.find("Amara Reyes")[0].id))
    hands.tap("Edit")
    yield "patient"


def test_what_is_out_of_reach_is_seen(qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setFixedSize(200, 300)
    names = ("", "Twin", "Twin", "Far away", "By mouse", "Many words")
    parts: list[QWidget] = [QPushButton(text, window) for text in names]
    parts.append(QLabel("More words than there is room for", window))
    for at, part in enumerate(parts):
        part.setGeometry(0, at * 44, 44, 44)
    parts[3].setGeometry(190, 132, 80, 44)
    parts[4].setFocusPolicy(Qt.FocusPolicy.NoFocus)
    small = QWidget(window)
    small.setGeometry(100, 0, 30, 30)
    small.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    seen_faults = "\n".join(faults(window))
    for words in (
        "has no name: QPushButton ''",
        "too small for a finger: QWidget ''",
        "looks and sounds like another: ('Twin', '')",
        "cut at the side: QPushButton 'Far away'",
        "its words are cut: QPushButton 'Many words'",
        "its words are cut: QLabel",
        "the Tab key does not come to it: QPushButton 'By mouse'",
    ):
        assert words in seen_faults


def test_first_day(qapp: QApplication, tmp_path: Path, resources: Resources, clock: DemoClock) -> None:
    folder = tmp_path / "clinic"
    set_up_clinic(
        folder,
        resources,
        ClinicDraft(name="Rowan Skin Clinic", time_zone=ZONE.key),
        PractitionerDraft(name="J. Okafor", initials="JO", qualification="RN", pin="2580"),
        DEMO_PASSPHRASE,
        cost=CHEAP,
    ).close()
    clinic = open_clinic(folder, resources, DEMO_PASSPHRASE, clock=clock)
    found = walked(empty_scenes, qapp, clinic, clock)
    assert not found, "\n".join(found)


def test_before_a_clinic_is_open(qapp: QApplication, tmp_path: Path, clinic_folder: Path) -> None:
    def staged(clinic: OpenClinic | None, folder: Path) -> Stage:
        return set_stage(qapp, clinic, SMALL, folder=folder)

    found = [
        f"{scene}: {fault}"
        for stage, scene in before_a_clinic(staged, tmp_path / "nothing-here", clinic_folder)
        for fault in seen(stage)
    ]
    assert not found, "\n".join(found)


def test_each_key_does_one_thing(program: Program, clinic: OpenClinic) -> None:
    session = clinic.sessions.start(clinic.patients.find("Amara Reyes")[0].id).result
    workspace = program.workspace
    assert workspace is not None
    for page in ("today", "patients", "stock", "settings"):
        workspace.go(Route(page=page))
    workspace.go(Route(page="session", session_id=session.id))
    bound = Counter(each.key().toString() for each in program.window.findChildren(QShortcut))
    shown = Counter(keys for action in ACTIONS for keys in (*action.keys, *action.also))
    assert {f"Alt+{step}" for step in range(1, 7)} <= bound.keys()
    assert {keys for action in ACTIONS for keys in action.keys} <= bound.keys()
    assert {keys: count for keys, count in (bound | shown).items() if count > 1} == {}


def walked(scenes: Scenes, qapp: QApplication, clinic: OpenClinic, clock: DemoClock) -> list[str]:
    """All faults of some scenes, each after the name of its scene."""
    stage = set_stage(qapp, clinic, SMALL, folder=clinic.folder.path)
    try:
        return [f"{scene}: {fault}" for scene in scenes(stage, clinic, clock) for fault in seen(stage)]
    finally:
        stage.program.close()


def seen(stage: Stage) -> list[str]:
    """The faults of what the window shows; the focus is afterwards where it was."""
    stage.hands.settle()
    window = stage.program.window
    window.activateWindow()
    before = QApplication.focusWidget() or window
    found = faults(window)
    before.setFocus()
    return found
