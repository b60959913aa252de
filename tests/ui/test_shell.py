"""The program around its pages: the first picture, the way from page to page, faults, the end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mnlog.app import Program
from mnlog.services.opening import open_clinic
from mnlog.settings import THEME, WINDOW_GEOMETRY, Settings, Theme
from mnlog.ui.actions import ACTIONS
from mnlog.ui.appearance import Appearance
from mnlog.ui.bus import Message, Route
from mnlog.ui.dialogs.shortcut_sheet import ShortcutSheet
from mnlog.ui.faults import Faults
from mnlog.ui.main_window import FIRST_SIZE
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.banner import Banner, Toast
from mnlog.ui.widgets.basics import PLAIN_TEXT, label
from mnlog.ui.widgets.search_field import SearchField
from tests.tree import ROOT
from tests.ui.clinic_fixture import PASSPHRASE, read_resources
from tests.ui.shell_hands import Begin, clinic_of, space, words_in_sight

pytest_plugins = ["tests.ui.clinic_plugin", "tests.ui.shell_plugin"]


HEAVY_AT_FIRST_PAINT = """
import os, sys
import mnlog.app, mnlog.cli
import PySide6.QtCore, PySide6.QtWidgets
HEAVY = ("sqlalchemy", "reportlab", "alembic", "cryptography", "argon2", "sqlcipher3", "PySide6.QtPdf")
NAMESPACES = (("Qt", PySide6.QtCore), ("QStyle", PySide6.QtWidgets))  # made when first used, which is slow

def painted():
    found = [name for name in HEAVY if name in sys.modules]
    found += [name for name, module in NAMESPACES if name in vars(module)]
    print(*found, end="", flush=True)
    os._exit(0)

class Watched(mnlog.app.Program):
    def start(self):
        self.window.painted.connect(painted)
        super().start()

mnlog.app.Program = Watched
mnlog.cli.main(["--data-dir", sys.argv[1]])
"""


def test_the_first_picture_waits_for_nothing_heavy(closed_folder: Path) -> None:
    # Named as it is seen from beside it: a long name would be shortened with the help of `Qt`.
    command = [sys.executable, "-c", HEAVY_AT_FIRST_PAINT, closed_folder.name]
    done = subprocess.run(
        command,
        cwd=closed_folder.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.mark.usefixtures("qapp")
def test_what_is_told_to_qt_by_number_means_what_it_says() -> None:
    assert Qt.TextFormat.PlainText.value == PLAIN_TEXT
    assert label("<b>Amara</b>").textFormat() is Qt.TextFormat.PlainText


def test_a_small_screen_is_filled(begin: Begin, tmp_path: Path) -> None:
    window = begin(tmp_path / "none").window
    room = window.screen().availableGeometry()
    is_small = room.width() <= FIRST_SIZE.width() or room.height() <= FIRST_SIZE.height()
    assert window.isMaximized() is is_small


@pytest.mark.skipif(os.name == "nt", reason="SIGTERM")
def test_a_request_to_end_closes_cleanly(closed_folder: Path) -> None:
    source = (
        "import sys, mnlog.cli, mnlog.app\n"
        "class Told(mnlog.app.Program):\n"
        "    def listen(self):\n"
        "        super().listen()\n"
        "        print('listening', flush=True)\n"
        "mnlog.app.Program = Told\n"
        "sys.exit(mnlog.cli.main(['--data-dir', sys.argv[1]]))\n"
    )
    command = [sys.executable, "-c", source, str(closed_folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "listening\n"
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == 0


def test_where_the_window_stood_is_remembered(begin: Begin, tmp_path: Path, preferences: Settings) -> None:
    program = begin(tmp_path / "none")
    program.window.resize(1200, 700)
    program.window.close()
    assert preferences.get(WINDOW_GEOMETRY)
    assert begin(tmp_path / "none").window.size().toTuple() == (1200, 700)


def test_routes_and_the_way_back(qtbot: QtBot, running: Program) -> None:
    work = space(running)
    keys = QTest.keyClick
    keys(running.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert work.route() == Route(page="patients")
    patient = clinic_of(running).patients.find("")[0]
    work._context.bus.routed.emit(Route(page="patient", patient_id=patient.id))
    assert work.route().patient_id == patient.id
    keys(running.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert work.route() == Route(page="patients")
    keys(work, Qt.Key.Key_Escape)
    assert work.route() == Route(page="today")
    keys(work, Qt.Key.Key_Escape)
    assert work.route() == Route(page="today")


def test_ctrl_k_finds_and_a_search_on_today_is_taken_along(qtbot: QtBot, running: Program) -> None:
    work = space(running)
    QTest.keyClick(running.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    search = work.page("patients").findChild(SearchField)
    assert search is not None
    assert search.edit.hasFocus()
    work.go(Route(page="today"))
    today = work.page("today").findChild(SearchField)
    assert today is not None
    today.set_text("rey")
    QTest.keyClick(today.edit, Qt.Key.Key_Return)
    assert work.route() == Route(page="patients")
    assert search.text() == "rey"


def test_messages_stand_atop_and_a_toast_undoes(running: Program) -> None:
    work, undone = space(running), []
    work._context.bus.said.emit(Message(tone="danger", text="The disk is full.", hint="Make room."))
    banner = work.findChild(Banner)
    assert banner is not None
    assert banner.text() == "The disk is full."
    work._context.bus.toasted.emit("Removed", lambda: undone.append(True))
    toast = work.findChild(Toast)
    assert toast is not None
    assert toast.text() == "Removed"
    toast.undone.emit()
    toast.undone.emit()
    assert undone == [True]
    work.go(Route(page="stock"))
    assert banner.text() == ""


def test_every_action_has_a_key_of_its_own_and_a_handler(running: Program) -> None:
    keys = [key for action in ACTIONS for key in (*action.keys, *action.also)]
    assert len(keys) == len(set(keys))
    assert {action.id for action in ACTIONS} == set(space(running)._handlers())


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_the_sheet_of_keys_takes_the_keyboard_and_gives_it_back(running: Program, key: Qt.Key) -> None:
    work = space(running)
    work.setFocus()
    QTest.keyClick(running.window, key)
    (sheet,) = [each for each in work.findChildren(ShortcutSheet) if each.isVisible()]
    for _ in range(6):
        QTest.keyClick(running.window.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(running.window.focusWidget()) or sheet is running.window.focusWidget()
    QTest.keyClick(running.window.focusWidget(), Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert work.route() == Route(page="today")


def test_the_demo_says_what_it_is(begin: Begin, closed_folder: Path) -> None:
    program = begin(closed_folder)
    program.enter(
        open_clinic(closed_folder, read_resources(), PASSPHRASE), "Demo clinic: nothing here is real."
    )
    QApplication.processEvents()
    assert "nothing here is real" in words_in_sight(program.window)


@pytest.mark.parametrize(
    ("ground", "ink", "is_dark"), [("#FFFFFF", "#000000", False), ("#222222", "#EEEEEE", True)]
)
def test_the_first_look_is_the_desktops(
    qapp: QApplication, preferences: Settings, ground: str, ink: str, is_dark: bool
) -> None:
    before = qapp.palette(), qapp.styleSheet()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor(ground))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
    preferences.set(THEME, Theme.SYSTEM)
    theme = ThemeSource()
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    try:
        Appearance(qapp, preferences, theme).apply()
        assert theme.current.is_dark is is_dark
    finally:
        qapp.setPalette(before[0])
        qapp.setStyleSheet(before[1])


def test_the_look_follows_the_settings_while_it_runs(qapp: QApplication, preferences: Settings) -> None:
    theme = ThemeSource()
    appearance = Appearance(qapp, preferences, theme)
    preferences.set(THEME, Theme.DARK)
    appearance.apply()
    assert theme.current.is_dark
    preferences.set(THEME, Theme.LIGHT)
    appearance.apply()
    assert not theme.current.is_dark


@pytest.mark.expected_log("An error nobody expected")
def test_a_fault_is_told_without_a_word_of_what_was_entered(running: Program) -> None:
    faults = Faults(running)
    faults.happened.connect(running.show_fault)
    try:
        _fail_for("Amara Reyes")
    except ValueError as error:
        faults.take(error)
    shown = running._bug_report
    assert shown is not None
    assert shown.isVisible()
    assert "ValueError" in shown.report()
    assert "KeyError" in shown.report()
    assert "test_shell.py" in shown.report()
    assert "Amara" not in shown.report()
    assert str(ROOT) not in shown.report()
    shown.copy_button.click()
    assert QApplication.clipboard().text() == shown.report()


def _fail_for(name: str) -> None:
    try:
        os.environ[name]
    except KeyError as error:
        raise ValueError(f"no such patient: {name}") from error


def test_closing_lets_the_folder_go(running: Program, closed_folder: Path) -> None:
    running.window.close()
    running.close()
    open_clinic(closed_folder, read_resources(), PASSPHRASE).close()
