"""Every page and state of the program at 1366x768: all of it named, large enough, whole, and met by the Tab key."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from mnlog.demo.clinic import DEMO_PASSPHRASE, ZONE
from mnlog.demo.clock import DemoClock
from mnlog.demo.screens import FULL_SCENES, Scenes, before_a_clinic, empty_scenes
from mnlog.demo.stage import Stage, set_stage
from mnlog.services.clinic import PractitionerDraft
from mnlog.services.opening import ClinicDraft, OpenClinic, Resources, open_clinic, set_up_clinic
from tests.journeys.conftest import AFTERNOON, CHEAP
from tests.journeys.reach import faults

SMALL = QSize(1366, 768)


@pytest.mark.parametrize("scenes", FULL_SCENES, ids=lambda scenes: scenes.__name__.strip("_"))
def test_clinic_at_work(scenes: Scenes, qapp: QApplication, clinic: OpenClinic, clock: DemoClock) -> None:
    found = walked(scenes, qapp, clinic, clock)
    assert not found, "\n".join(found)


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
