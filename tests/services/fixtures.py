"""Fixtures of a clinic; a conftest that imports them has them.

Making a clinic runs the chain of migrations, so it is made once for all tests and each gets a copy of its
folder.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mnlog.domain.terms import DocumentKind
from mnlog.services.opening import OpenClinic
from tests.services.factories import SHEET, Clock, open_again, set_up, signed

__all__ = ["clinic", "clock", "empty_folder", "folder", "rich_folder", "rich_template", "template"]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed clinic without patients. Not to be written in."""
    path = tmp_path_factory.mktemp("clinics") / "empty"
    set_up(path, Clock()).close()
    return path


@pytest.fixture(scope="session")
def rich_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed clinic with one of everything. Not to be written in."""
    path = tmp_path_factory.mktemp("clinics") / "rich"
    shutil.copytree(template, path)
    clock = Clock()
    opened = open_again(path, clock)
    visit = signed(opened, clock)
    opened.signing.add_addendum(visit.session_id, "She rang: no bruises.")
    clock.pass_by(hours=24)
    call = opened.sessions.follow_ups_due()[0].follow_up
    opened.reactions.record_follow_up(call.id, grades={"erythema": 1}, note="Paler", pain_nrs=0)
    opened.clinic.set_logo(b"\x89PNG not much of a picture")
    opened.papers.give(visit.session_id, DocumentKind.AFTERCARE, SHEET)
    opened.sessions.start(visit.patient.id)
    opened.close()
    return path


@pytest.fixture
def empty_folder(template: Path, tmp_path: Path) -> Path:
    """The folder of a closed clinic without patients, this test's own."""
    return shutil.copytree(template, tmp_path / "clinic")


@pytest.fixture
def rich_folder(rich_template: Path, tmp_path: Path) -> Path:
    """The folder of a closed clinic with one of everything, this test's own."""
    return shutil.copytree(rich_template, tmp_path / "clinic")


@pytest.fixture
def clock() -> Clock:
    """A Saturday in November, two in the afternoon."""
    return Clock()


@pytest.fixture
def clinic(empty_folder: Path, clock: Clock) -> Iterator[OpenClinic]:
    """An open clinic without patients."""
    opened = open_again(empty_folder, clock)
    yield opened
    opened.close()


@pytest.fixture
def folder(clinic: OpenClinic) -> Path:
    """The folder of the open clinic."""
    return clinic.folder.path
