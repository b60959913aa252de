"""The ways into a clinic: set-up, sign-in, another folder."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mnlog.services.opening import open_clinic
from mnlog.settings import DATA_DIR, Settings
from mnlog.ui.pages.sign_in import SignInPage
from mnlog.ui.pages.welcome import WelcomePage
from tests.ui.clinic_fixture import PASSPHRASE, read_resources
from tests.ui.shell_hands import Begin, fill, sign_in, words_in_sight

pytest_plugins = ["tests.ui.clinic_plugin", "tests.ui.shell_plugin"]


def picture(folder: Path) -> Path:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(folder / "logo.png"))
    return folder / "logo.png"


def test_set_up_makes_a_clinic_of_what_is_typed(
    qtbot: QtBot, begin: Begin, tmp_path: Path, preferences: Settings
) -> None:
    folder = tmp_path / "new" / "clinic"
    program = begin(folder)
    welcome = program.window.shown()
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
    assert preferences.get(DATA_DIR) == str(folder)
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
    welcome = begin(folder).window.shown()
    assert isinstance(welcome, WelcomePage)
    welcome.set_up_button.click()
    qtbot.waitUntil(lambda: sentence in welcome.banner.text())


def test_an_existing_folder_is_asked_for_its_passphrase(
    qtbot: QtBot, begin: Begin, closed_folder: Path, tmp_path: Path
) -> None:
    program = begin(tmp_path / "none")
    welcome = program.window.shown()
    assert isinstance(welcome, WelcomePage)
    program.doors.open_folder(tmp_path, welcome)
    qtbot.waitUntil(lambda: bool(welcome.banner.text()))
    program.doors.open_folder(closed_folder, welcome)
    assert isinstance(program.window.shown(), SignInPage)


def test_a_wrong_passphrase_waits_longer_each_time_and_the_right_one_opens(
    qtbot: QtBot, begin: Begin, closed_folder: Path
) -> None:
    program = begin(closed_folder)
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
        qtbot.waitUntil(partial(_waits, page, wait_s))
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


def _waits(page: SignInPage, seconds: int) -> bool:
    return page.wait_s() == seconds


def test_caps_lock_is_noticed(qtbot: QtBot, begin: Begin, closed_folder: Path) -> None:
    page = sign_in(begin(closed_folder))
    line = page.field.focusProxy()
    assert line is not None
    QTest.keyClick(line, Qt.Key.Key_A)
    assert "Caps Lock" not in words_in_sight(page)
    QTest.sendKeyEvent(QTest.KeyAction.Click, line, Qt.Key.Key_A, "A", Qt.KeyboardModifier.NoModifier)
    assert "Caps Lock" in words_in_sight(page)


def test_a_clinic_open_elsewhere_and_a_damaged_one_say_so_in_place(
    qtbot: QtBot, begin: Begin, closed_folder: Path
) -> None:
    other = open_clinic(closed_folder, read_resources(), PASSPHRASE)
    page = sign_in(begin(closed_folder))
    fill(qtbot, page.field, PASSPHRASE)
    page.open_button.click()
    qtbot.waitUntil(lambda: "already open in another MNLog" in page.banner.text())
    other.close()
    (closed_folder / "clinic.db").write_bytes(b"\0" * 9000)
    page.open_button.click()
    qtbot.waitUntil(lambda: "damaged" in page.banner.text())
    assert page.open_button.isEnabled()
