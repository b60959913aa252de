"""Fixtures of the running program. Name this module, after `clinic_plugin`, in `pytest_plugins`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mnlog.app import Program, StartOptions
from mnlog.services.opening import open_clinic
from mnlog.settings import THEME, Settings, Theme
from mnlog.vault.kdf import KdfCost
from tests.ui.clinic_fixture import PASSPHRASE, SteppingClock, add_patient, new_clinic, read_resources
from tests.ui.shell_hands import Begin


@pytest.fixture
def preferences(tmp_path: Path) -> Settings:
    made = Settings.load(tmp_path / "preferences.json")
    made.set(THEME, Theme.LIGHT)
    return made


@pytest.fixture
def begin(qapp: QApplication, preferences: Settings, qtbot: QtBot) -> Iterator[Begin]:
    """Starts the program with a folder, and ends it after the test."""
    running: list[Program] = []

    def started(folder: Path) -> Program:
        program = Program(qapp, StartOptions(data_dir=folder), preferences, cost=KdfCost(1, 8, 1))
        running.append(program)
        with qtbot.waitExposed(program.window):
            program.start()
        program.window.activateWindow()
        return program

    yield started
    for program in running:
        program.close()


@pytest.fixture
def closed_folder(tmp_path: Path) -> Path:
    """The folder of a closed clinic with one patient."""
    path = tmp_path / "clinic"
    clinic = new_clinic(path, read_resources(), SteppingClock())
    add_patient(clinic)
    clinic.close()
    return path


@pytest.fixture
def running(begin: Begin, closed_folder: Path, clock: SteppingClock) -> Program:
    """The program with a clinic open."""
    program = begin(closed_folder)
    program.enter(open_clinic(closed_folder, read_resources(), PASSPHRASE, clock=clock))
    QApplication.processEvents()
    return program
