"""A demo clinic to work in: made once, copied for each test, opened through the real windows."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mnlog.app import Program, StartOptions
from mnlog.demo.clinic import DEMO_PASSPHRASE, ZONE, demo_clinic
from mnlog.demo.clock import DemoClock
from mnlog.demo.hands import Hands
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.domain.wording_file import load_wording
from mnlog.paths import resource_dir
from mnlog.services.opening import OpenClinic, Resources, open_clinic
from mnlog.settings import Settings
from mnlog.vault.kdf import KdfCost

CHEAP = KdfCost(1, 8, 1)
AFTERNOON = datetime(2026, 11, 21, 14, 42, tzinfo=ZONE)


@pytest.fixture(scope="session")
def resources() -> Resources:
    folder = resource_dir()
    return Resources(
        folder=folder,
        vocabulary=load_vocabulary(folder / "vocabulary"),
        wording=load_wording(folder / "wording" / "en.toml"),
    )


@pytest.fixture(scope="session")
def made_clinic(tmp_path_factory: pytest.TempPathFactory, resources: Resources) -> Path:
    folder = tmp_path_factory.mktemp("made") / "clinic"
    demo_clinic(folder, resources, now=AFTERNOON, cost=CHEAP).close()
    return folder


@pytest.fixture
def clinic_folder(made_clinic: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "clinic"
    shutil.copytree(made_clinic, folder)
    return folder


@pytest.fixture
def clock() -> DemoClock:
    return DemoClock(AFTERNOON)


@pytest.fixture
def clinic(clinic_folder: Path, resources: Resources, clock: DemoClock) -> OpenClinic:
    """Open in the windows of `program`, which closes it."""
    return open_clinic(clinic_folder, resources, DEMO_PASSPHRASE, clock=clock)


@pytest.fixture
def program(qapp: QApplication, clinic: OpenClinic, tmp_path: Path) -> Iterator[Program]:
    running = Program(
        qapp, StartOptions(data_dir=clinic.folder.path), Settings.load(tmp_path / "settings.json")
    )
    running.enter(clinic)
    running.window.show()
    yield running
    running.close()


@pytest.fixture
def hands(program: Program) -> Hands:
    return Hands(program.window)
