"""The net under the other tests: does it hold?"""

import logging
import socket
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

pytest_plugins = ["pytester"]


FAULTS = """
import logging, socket, warnings, pytest
from PySide6.QtCore import qWarning

def test_log():
    logging.getLogger("mnlog.x").warning("half a backup")

@pytest.mark.expected_log("never said")
def test_expectation():
    pass

def test_warning():
    warnings.warn("soon gone", DeprecationWarning)

def test_qt():
    qWarning("no such slot")

def test_name_look_up():
    socket.getaddrinfo("localhost", 9)

def test_connection():
    with socket.socket() as connection:
        connection.connect(("127.0.0.1", 9))
"""


@pytest.fixture
def inner(pytester: pytest.Pytester) -> pytest.Pytester:
    """A test run of its own, with this project's conftest and settings."""
    root = Path(__file__).parents[1]
    pytester.makepyprojecttoml((root / "pyproject.toml").read_text(encoding="utf-8"))
    tests = pytester.mkdir("tests")
    (tests / "data").mkdir()
    for name in ("conftest.py", "data/screen.json"):
        (tests / name).write_bytes((root / "tests" / name).read_bytes())
    return pytester


def test_what_nobody_expected_is_a_failure(inner: pytest.Pytester) -> None:
    (inner.path / "tests/test_it.py").write_text(FAULTS, encoding="utf-8")
    result = inner.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(failed=4, passed=2, errors=2)
    result.stdout.fnmatch_lines_random(
        [
            "*logged, but not expected: WARNING mnlog.x: half a backup",
            "*expected, but not logged: never said",
            "*DeprecationWarning: soon gone",
            "*no such slot*",
            "*Nothing leaves the computer*socket.getaddrinfo*",
            "*Nothing leaves the computer*socket.connect*",
        ]
    )


@pytest.mark.expected_log("half a backup")
def test_an_expected_line_is_none() -> None:
    logging.getLogger("mnlog.vault").error("half a backup")


def test_the_computer_is_always_the_same(qtbot: QtBot, own_home: Path) -> None:
    from PySide6.QtCore import QLocale, QSettings, QStandardPaths
    from PySide6.QtGui import QGuiApplication

    size = QGuiApplication.primaryScreen().size()
    assert (size.width(), size.height()) == (1920, 1080)
    assert QLocale.system().name() == "C"
    assert time.tzname == ("GMT", "BST")
    for folder in (
        Path.home(),
        Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)),
        Path(QSettings("MNLog", "MNLog").fileName()),
    ):
        assert folder.is_relative_to(own_home)


def test_a_local_socket_is_no_network() -> None:
    left, right = socket.socketpair()
    left.close()
    right.close()
