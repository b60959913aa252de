"""The program around its pages: from the first picture through set-up, sign-in and lock to the end."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mnlog.app import Program, StartOptions
from mnlog.services.opening import OpenClinic, open_clinic
from mnlog.settings import DATA_DIR, THEME, WINDOW_GEOMETRY, Settings, Theme
from mnlog.ui.actions import ACTIONS
from mnlog.ui.appearance import Appearance
from mnlog.ui.bus import Message, Route
from mnlog.ui.dialogs.shortcut_sheet import ShortcutSheet
from mnlog.ui.faults import Faults
from mnlog.ui.forms import Field
from mnlog.ui.lock import IdleWatch, LockScreen
from mnlog.ui.pages.sign_in import SignInPage
from mnlog.ui.pages.welcome import WelcomePage
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.banner import Banner, Toast
from mnlog.ui.widgets.search_field import SearchField
from mnlog.ui.workspace import Workspace
from mnlog.vault.kdf import KdfCost
from tests.tree import ROOT
from tests.ui.clinic_fixture import (
    PASSPHRASE,
    PIN,
    SteppingClock,
    add_patient,
    new_clinic,
    read_resources,
)

CHEAP = KdfCost(1, 8, 1)
Begin = Callable[[Path], Program]

HEAVY_AT_FIRST_PAINT = """
import os, sys
import mnlog.app, mnlog.cli
HEAVY = ("sqlalchemy", "reportlab", "alembic", "cryptography", "argon2", "sqlcipher3", "PySide6.QtPdf", "babel")

def painted():
    print(*(name for name in HEAVY if name in sys.modules), end="", flush=True)
    os._exit(0)

class Watched(mnlog.app.Program):
    def start(self):
        self.window.painted.connect(painted)
        super().start()

mnlog.app.Program = Watched
mnlog.cli.main(["--data-dir", sys.argv[1]])
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings.load(tmp_path / "settings.json")
    made.set(THEME, Theme.LIGHT)
    return made


@pytest.fixture
def begin(qapp: QApplication, settings: Settings, qtbot: QtBot) -> Iterator[Begin]:
    """Starts the program with a folder, and ends it after the test."""
    running: list[Program] = []

    def started(folder: Path) -> Program:
        program = Program(qapp, StartOptions(data_dir=folder), settings, cost=CHEAP)
        running.append(program)
        with qtbot.waitExposed(program.window):
            program.start()
        program.window.activateWindow()
        return program

    yield started
    for program in running:
        program.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a closed clinic with one patient."""
    path = tmp_path / "clinic"
    clinic = new_clinic(path, read_resources(), SteppingClock())
    add_patient(clinic)
    clinic.close()
    return path


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def program(begin: Begin, folder: Path, clock: SteppingClock) -> Program:
    """The program with a clinic open."""
    running = begin(folder)
    running.enter(open_clinic(folder, read_resources(), PASSPHRASE, clock=clock))
    QApplication.processEvents()
    return running


def front(program: Program, kind: type[QWidget]) -> QWidget:
    shown = program.window.shown()
    assert isinstance(shown, kind)
    return shown


def sign_in(program: Program) -> SignInPage:
    page = front(program, SignInPage)
    assert isinstance(page, SignInPage)
    return page


def fill(qtbot: QtBot, field: Field, text: str) -> None:
    target = field.focusProxy()
    assert target is not None
    qtbot.keyClicks(target, text)


def words_in_sight(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def space(program: Program) -> Workspace:
    assert program.workspace is not None
    return program.workspace


def clinic_of(program: Program) -> OpenClinic:
    assert program.clinic is not None
    return program.clinic


# -------------------------------------------------------------------------------- the first picture


def test_the_first_picture_waits_for_nothing_heavy(folder: Path) -> None:
    command = [sys.executable, "-c", HEAVY_AT_FIRST_PAINT, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="SIGTERM")
def test_a_request_to_end_closes_cleanly(folder: Path) -> None:
    source = (
        "import sys, mnlog.cli, mnlog.app\n"
        "class Told(mnlog.app.Program):\n"
        "    def listen(self):\n"
        "        super().listen()\n"
        "        print('listening', flush=True)\n"
        "mnlog.app.Program = Told\n"
        "sys.exit(mnlog.cli.main(['--data-dir', sys.argv[1]]))\n"
    )
    command = [sys.executable, "-c", source, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "listening\n"
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == 0


def test_where_the_window_stood_is_remembered(begin: Begin, tmp_path: Path, settings: Settings) -> None:
    program = begin(tmp_path / "none")
    program.window.resize(1200, 700)
    program.window.close()
    assert settings.get(WINDOW_GEOMETRY)
    assert begin(tmp_path / "none").window.size().toTuple() == (1200, 700)


# ------------------------------------------------------------------------------------------ set-up


def picture(folder: Path) -> Path:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(folder / "logo.png"))
    return folder / "logo.png"


def test_set_up_makes_a_clinic_of_what_is_typed(
    qtbot: QtBot, begin: Begin, tmp_path: Path, settings: Settings
) -> None:
    folder = tmp_path / "new" / "clinic"
    program = begin(folder)
    welcome = front(program, WelcomePage)
    assert isinstance(welcome, WelcomePage)
    page = program.show_set_up()
    fill(qtbot, page.clinic.name, "Northgate Skin")
    fill(qtbot, page.clinic.emergency, "999")
    page.clinic.time_zone.set_value("Europe/London")
    page.clinic.locale_field.set_value("en_US")
    page.clinic.logo.load(picture(tmp_path))
    qtbot.keyClick(program.window.focusWidget(), Qt.Key.Key_Return)
    assert page.step() == 1
    fill(qtbot, page.practitioner.name, "Jo Okafor")
    assert page.practitioner.initials.value() == "JO"
    fill(qtbot, page.practitioner.qualification, "RN")
    page.next_button.click()
    assert page.step() == 2
    fill(qtbot, page.secrets.passphrase, "velvet otter brass kettle")
    fill(qtbot, page.secrets.passphrase_again, "velvet otter brass kettle")
    fill(qtbot, page.secrets.pin, "48x26")
    fill(qtbot, page.secrets.pin_again, "4826")
    page.next_button.click()
    assert page.progress.text()
    qtbot.waitUntil(lambda: program.workspace is not None)
    assert settings.get(DATA_DIR) == str(folder)
    program.close()
    opened = open_clinic(folder, read_resources(), "velvet otter brass kettle")
    clinic = opened.clinic.clinic()
    assert (clinic.name, clinic.emergency_number, clinic.time_zone) == (
        "Northgate Skin",
        "999",
        "Europe/London",
    )
    assert (clinic.locale, clinic.paper_size.value) == ("en_US", "letter")
    assert opened.clinic.practitioner().signature_name == "Jo Okafor, RN"
    assert opened.clinic.pin_is_right("4826")
    assert QImage.fromData(opened.clinic.logo() or b"").size().toTuple() == (40, 20)
    opened.close()


def test_set_up_says_beside_each_field_what_is_wrong_and_loses_nothing(
    qtbot: QtBot, begin: Begin, tmp_path: Path
) -> None:
    page = begin(tmp_path / "clinic").show_set_up()
    page.next_button.click()
    assert page.step() == 0
    assert "needs a name" in page.clinic.name.error()
    fill(qtbot, page.clinic.name, "Northgate Skin")
    assert page.clinic.name.error() == ""
    page.go_on()
    page.go_on()
    assert page.step() == 1
    assert page.practitioner.name.error()
    fill(qtbot, page.practitioner.name, "J. Okafor")
    page.go_on()
    fill(qtbot, page.secrets.passphrase, "northgate")
    assert "too short" in page.secrets.verdict.text()
    assert "name of the clinic" in page.secrets.verdict.text()
    fill(qtbot, page.secrets.pin, "1234")
    page.go_on()
    assert "too short" in page.secrets.passphrase.error()
    assert page.secrets.passphrase_again.error()
    assert "count up" in page.secrets.pin.error()
    page.go_back()
    page.go_back()
    assert page.clinic.name.value() == "Northgate Skin"
    (tmp_path / "letter.png").write_text("no picture")
    page.clinic.logo.load(tmp_path / "letter.png")
    assert "no picture" in page.clinic.logo.error()


@pytest.mark.parametrize(
    ("left_there", "sentence"),
    [("letter.txt", "other files"), ("clinic.db", "missing or damaged"), ("", "is not a folder")],
)
def test_a_folder_that_cannot_be_used_is_told_apart(
    qtbot: QtBot, begin: Begin, tmp_path: Path, left_there: str, sentence: str
) -> None:
    folder = tmp_path / "place"
    if left_there:
        folder.mkdir()
        (folder / left_there).write_text("mine")
    else:
        folder.write_text("a file")
    welcome = front(begin(folder), WelcomePage)
    assert isinstance(welcome, WelcomePage)
    welcome.set_up_button.click()
    qtbot.waitUntil(lambda: sentence in welcome.banner.text())


def test_an_existing_folder_is_asked_for_its_passphrase(
    qtbot: QtBot, begin: Begin, folder: Path, tmp_path: Path
) -> None:
    program = begin(tmp_path / "none")
    welcome = front(program, WelcomePage)
    assert isinstance(welcome, WelcomePage)
    program.open_folder(tmp_path, welcome)
    qtbot.waitUntil(lambda: bool(welcome.banner.text()))
    program.open_folder(folder, welcome)
    assert sign_in(program)


# ----------------------------------------------------------------------------------------- sign-in


def test_a_wrong_passphrase_waits_longer_each_time_and_the_right_one_opens(
    qtbot: QtBot, begin: Begin, folder: Path
) -> None:
    program = begin(folder)
    page = sign_in(program)
    line = page.field.focusProxy()
    assert isinstance(line, QLineEdit)
    page.open_button.click()
    assert page.field.error() == "Type your passphrase."
    for tried, wait_s in (("wrong one", 1), ("wrong two", 2), ("wrong three", 4)):
        line.setFocus()
        qtbot.keyClicks(line, tried)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert page.progress.text()
        qtbot.waitUntil(lambda wait_s=wait_s: page.wait_s() == wait_s)
        assert page.field.error()
        assert line.selectedText() == tried
        assert not page.open_button.isEnabled()
        for _ in range(wait_s):
            page.count_down()
        assert page.open_button.isEnabled()
    qtbot.keyClicks(line, PASSPHRASE)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.workspace is not None)
    assert program.window.windowTitle() == "MNLog · Harbour Skin"


def test_caps_lock_is_noticed(qtbot: QtBot, begin: Begin, folder: Path) -> None:
    page = sign_in(begin(folder))
    line = page.field.focusProxy()
    assert line is not None
    QTest.keyClick(line, Qt.Key.Key_A)
    assert "Caps Lock" not in words_in_sight(page)
    QTest.sendKeyEvent(QTest.KeyAction.Click, line, Qt.Key.Key_A, "A", Qt.KeyboardModifier.NoModifier)
    assert "Caps Lock" in words_in_sight(page)


def test_a_clinic_open_elsewhere_and_a_damaged_one_say_so_in_place(
    qtbot: QtBot, begin: Begin, folder: Path
) -> None:
    other = open_clinic(folder, read_resources(), PASSPHRASE)
    page = sign_in(begin(folder))
    fill(qtbot, page.field, PASSPHRASE)
    page.open_button.click()
    qtbot.waitUntil(lambda: "already open in another MNLog" in page.banner.text())
    other.close()
    (folder / "clinic.db").write_bytes(b"\0" * 9000)
    page.open_button.click()
    qtbot.waitUntil(lambda: "damaged" in page.banner.text())
    assert page.open_button.isEnabled()


# ---------------------------------------------------------------------------------------- the lock


def lock(program: Program) -> LockScreen:
    assert program.keeper is not None
    program.keeper.lock()
    QApplication.processEvents()
    shown = program.window.shown()
    assert isinstance(shown, LockScreen)
    return shown


def test_the_lock_covers_everything_and_the_pin_brings_back(qtbot: QtBot, program: Program) -> None:
    space(program).go(Route(page="patients"))
    space(program).show_shortcuts()
    qtbot.keyClick(program.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    screen = program.window.shown()
    assert isinstance(screen, LockScreen)
    assert not space(program).isVisible()
    assert not [sheet for sheet in program.window.findChildren(ShortcutSheet) if sheet.isVisible()]
    assert "Amara" not in words_in_sight(program.window)
    qtbot.keyClicks(screen.pad, PIN)
    qtbot.keyClick(screen.pad, Qt.Key.Key_Return)
    assert program.window.shown() is space(program)
    assert space(program).route() == Route(page="patients")


def test_keys_of_the_work_space_sleep_behind_the_lock(qtbot: QtBot, program: Program) -> None:
    screen = lock(program)
    qtbot.keyClick(screen, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert space(program).route() == Route(page="today")
    assert program.window.shown() is screen


def test_after_five_wrong_pins_only_the_passphrase_helps(
    qtbot: QtBot, program: Program, clock: SteppingClock
) -> None:
    screen = lock(program)
    for left in (4, 3, 2, 1, 0):
        screen.pad.entered.emit("0000")
        clock.now += timedelta(minutes=2)
        if left:
            assert f"{left} tr" in screen.pad.accessibleDescription()
            while not screen.pad.key("1").isEnabled():
                screen.count_down()
    assert screen.asks_for_passphrase()
    assert not screen.pad.isVisible()
    fill(qtbot, screen.passphrase, "somebody else entirely")
    screen.open_button.click()
    qtbot.waitUntil(lambda: bool(screen.passphrase.error()))
    screen.passphrase.clear()
    fill(qtbot, screen.passphrase, PASSPHRASE)
    screen.open_button.click()
    qtbot.waitUntil(lambda: not program.window.is_covered)
    again = lock(program)
    assert not again.asks_for_passphrase()


def test_it_locks_itself_when_nobody_touches_it(qtbot: QtBot, program: Program) -> None:
    at = [0.0]
    watch = IdleWatch(program.window, clock=lambda: at[0])
    watch.set_limit(10)
    at[0] = 599.0
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    handle = program.window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_F9)
    at[0] = 1198.0
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    at[0] = 1200.0
    with qtbot.waitSignal(watch.idle):
        watch.look()
    watch.set_limit(0)
    at[0] = 1e6
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()


def test_the_clinics_own_wait_is_followed(program: Program) -> None:
    assert program.keeper is not None
    assert program.keeper.idle_watch._limit_s == 600
    changes = clinic_of(program).clinic.change_clinic(idle_lock_min=3, name="Quay Skin").changes
    space(program)._context.bus.changed.emit(changes)
    assert program.keeper.idle_watch._limit_s == 180
    assert program.window.windowTitle() == "MNLog · Quay Skin"


# ------------------------------------------------------------------------------- from page to page


def test_routes_and_the_way_back(qtbot: QtBot, program: Program) -> None:
    work = space(program)
    keys = QTest.keyClick
    keys(program.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert work.route() == Route(page="patients")
    patient = clinic_of(program).patients.find("")[0]
    work._context.bus.routed.emit(Route(page="patient", patient_id=patient.id))
    assert work.route().patient_id == patient.id
    keys(program.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert work.route() == Route(page="patients")
    keys(work, Qt.Key.Key_Escape)
    assert work.route() == Route(page="today")
    keys(work, Qt.Key.Key_Escape)
    assert work.route() == Route(page="today")


def test_ctrl_k_finds_and_a_search_on_today_is_taken_along(qtbot: QtBot, program: Program) -> None:
    work = space(program)
    QTest.keyClick(program.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
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


def test_messages_stand_atop_and_a_toast_undoes(program: Program) -> None:
    work, undone = space(program), []
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


def test_every_action_has_a_key_of_its_own_and_a_handler(program: Program) -> None:
    keys = [key for action in ACTIONS for key in (*action.keys, *action.also)]
    assert len(keys) == len(set(keys))
    assert {action.id for action in ACTIONS} == set(space(program)._handlers())


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_the_sheet_of_keys_takes_the_keyboard_and_gives_it_back(program: Program, key: Qt.Key) -> None:
    work = space(program)
    work.setFocus()
    QTest.keyClick(program.window, key)
    (sheet,) = [each for each in work.findChildren(ShortcutSheet) if each.isVisible()]
    for _ in range(6):
        QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(program.window.focusWidget()) or sheet is program.window.focusWidget()
    QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert work.route() == Route(page="today")


def test_the_demo_says_what_it_is(begin: Begin, folder: Path) -> None:
    program = begin(folder)
    program.enter(open_clinic(folder, read_resources(), PASSPHRASE), "Demo clinic: nothing here is real.")
    QApplication.processEvents()
    assert "nothing here is real" in words_in_sight(program.window)


# ------------------------------------------------------------------------------- look, faults, end


def test_the_look_follows_the_settings_while_it_runs(qapp: QApplication, settings: Settings) -> None:
    theme = ThemeSource()
    appearance = Appearance(qapp, settings, theme)
    settings.set(THEME, Theme.DARK)
    appearance.apply()
    assert theme.current.is_dark
    settings.set(THEME, Theme.LIGHT)
    appearance.apply()
    assert not theme.current.is_dark


@pytest.mark.expected_log("An error nobody expected")
def test_a_fault_is_told_without_a_word_of_what_was_entered(program: Program) -> None:
    faults = Faults(program)
    faults.happened.connect(program.show_fault)
    try:
        _fail_for("Amara Reyes")
    except ValueError as error:
        faults.take(error)
    shown = program._bug_report
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
        {}[name]
    except KeyError as error:
        raise ValueError(f"no such patient: {name}") from error


def test_closing_lets_the_folder_go(program: Program, folder: Path) -> None:
    program.window.close()
    program.close()
    open_clinic(folder, read_resources(), PASSPHRASE).close()
