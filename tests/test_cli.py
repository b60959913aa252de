"""The command line as a shell meets it: words on its two outputs, and the exit status."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mnlog
from tests.services.factories import PASSPHRASE, Clock, bare, set_up
from tests.tree import ROOT

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed clinic. Not to be written in."""
    folder = tmp_path_factory.mktemp("cli") / "clinic"
    set_up(folder, Clock()).close()
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "clinic")


def mnlog_does(*words: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the program without a screen; `given` is what is typed on its standard input."""
    without_screen = {name: value for name, value in os.environ.items() if name not in SCREENS}
    return subprocess.run(
        [sys.executable, "-m", "mnlog", *words],
        env={**without_screen, **environment},
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_says_its_version() -> None:
    done = mnlog_does("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"MNLog {mnlog.__version__}\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("words", [(), ("--demo",), ("--data-dir", "anywhere")])
def test_without_a_screen_it_says_so_in_one_line_before_qt_does(words: tuple[str, ...]) -> None:
    done = mnlog_does(*words)
    assert done.returncode == 1
    assert not done.stdout
    assert "needs a screen" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_whole_clinic_is_said_to_be_whole(folder: Path) -> None:
    done = mnlog_does("check", "--data-dir", str(folder), MNLOG_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "The clinic is whole."
    assert "Audit: 1 events" in done.stdout
    assert not done.stderr


def test_the_folder_may_stand_before_the_command_too(folder: Path) -> None:
    done = mnlog_does("--data-dir", str(folder), "check", MNLOG_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr


def test_the_passphrase_is_read_from_a_file_descriptor(folder: Path) -> None:
    done = mnlog_does("check", "--data-dir", str(folder), "--passphrase-fd", "0", given=f"{PASSPHRASE}\n")
    assert done.returncode == 0, done.stderr


def test_a_changed_record_is_a_problem_and_status_1(folder: Path) -> None:
    with bare(folder, tamper=True) as connection:
        connection.execute("UPDATE audit_event SET verb = 'clinic.forged'")
    done = mnlog_does("check", "--data-dir", str(folder), MNLOG_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 1
    assert "PROBLEM: " in done.stdout
    assert done.stdout.splitlines()[-1] == "1 problem found."


@pytest.mark.parametrize("given", ["not this one at all", ""])
def test_a_wrong_passphrase_is_one_line_and_status_1(folder: Path, given: str) -> None:
    done = mnlog_does("check", "--data-dir", str(folder), MNLOG_PASSPHRASE=given)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1


def test_no_clinic_is_one_line_and_status_1_and_asks_for_nothing(tmp_path: Path) -> None:
    done = mnlog_does("check", "--data-dir", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no clinic in the folder" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "nowhere").exists()


def test_a_check_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    mnlog_does("check", "--data-dir", str(folder), MNLOG_PASSPHRASE=PASSPHRASE)
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert before == after


def test_what_is_no_command_is_refused_in_words() -> None:
    done = mnlog_does("polish")
    assert done.returncode == 2
    assert "polish" in done.stderr
