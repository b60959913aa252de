"""Fixtures of an open clinic and of what a page is given. Name this module in `pytest_plugins`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mnlog.services.opening import OpenClinic, Resources
from mnlog.settings import Settings
from mnlog.ui.bus import Bus
from mnlog.ui.operations import Operations
from mnlog.ui.page import Context
from mnlog.ui.tasks import Tasks
from mnlog.ui.theme import ThemeSource
from tests.ui.clinic_fixture import Heard, SteppingClock, new_clinic, read_resources


@pytest.fixture(scope="session")
def resources() -> Resources:
    return read_resources()


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def clinic(tmp_path: Path, resources: Resources, clock: SteppingClock) -> Iterator[OpenClinic]:
    opened = new_clinic(tmp_path / "clinic", resources, clock)
    yield opened
    opened.close()


@pytest.fixture
def context(theme: ThemeSource, tmp_path: Path, clinic: OpenClinic) -> Iterator[Context]:
    bus = Bus()
    made = Context(
        clinic=clinic,
        bus=bus,
        operations=Operations(bus),
        tasks=Tasks(),
        theme=theme,
        settings=Settings.load(tmp_path / "settings.json"),
    )
    yield made
    made.tasks.close()


@pytest.fixture
def heard(context: Context) -> Heard:
    made = Heard()
    made.listen(context.bus)
    return made
