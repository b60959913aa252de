"""Settings: each field is saved as it is left, or says why not."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mnlog.domain.terms import PaperSize
from mnlog.services.opening import OpenClinic
from mnlog.settings import SOUNDS, TEXT_SCALE, THEME, Settings, Theme
from mnlog.ui.forms import SecretField
from mnlog.ui.page import Context
from mnlog.ui.pages.settings import SettingsPage
from mnlog.ui.panels.clinic_settings import ClinicSettings, call_hours
from mnlog.ui.panels.logo_field import LIMIT_BYTES, LogoField
from mnlog.ui.panels.practitioner_settings import PinCard
from mnlog.ui.panels.saved_fields import SavedNote
from tests.ui.clinic_fixture import PIN, Heard
from tests.ui.hands_on import child, choose, field, input_of, press, show_page, type_in

pytest_plugins = ["tests.ui.clinic_plugin"]


@pytest.fixture
def settings(qtbot: QtBot, context: Context) -> SettingsPage:
    page = SettingsPage(context)
    show_page(qtbot, page)
    return page


def test_a_field_is_saved_when_it_is_left(qtbot: QtBot, settings: SettingsPage, clinic: OpenClinic) -> None:
    type_in(qtbot, child(settings, ClinicSettings), "name", "Harbour Skin and Scar")
    type_in(qtbot, settings, "out_of_hours_phone", "0800 1")
    stored = clinic.clinic.clinic()
    assert (stored.name, stored.out_of_hours_phone) == ("Harbour Skin and Scar", "0800 1")
    assert child(settings, SavedNote).isVisible()


def test_the_address_is_saved_while_one_pauses(
    qtbot: QtBot, settings: SettingsPage, clinic: OpenClinic
) -> None:
    qtbot.keyClicks(input_of(settings, "address"), "12 Harbour Street")
    qtbot.waitUntil(lambda: clinic.clinic.clinic().address == "12 Harbour Street")


def test_an_empty_name_is_refused_and_others_are_saved_all_the_same(
    qtbot: QtBot, settings: SettingsPage, clinic: OpenClinic, heard: Heard
) -> None:
    type_in(qtbot, child(settings, ClinicSettings), "name", "")
    assert field(child(settings, ClinicSettings), "name").error() == "The clinic needs a name."
    type_in(qtbot, settings, "phone", "0044")
    assert field(child(settings, ClinicSettings), "name").error() == "The clinic needs a name."
    assert (clinic.clinic.clinic().name, clinic.clinic.clinic().phone) == ("Harbour Skin", "0044")
    assert heard.messages == []


def test_numbers_and_hours_are_read_or_refused(
    qtbot: QtBot, settings: SettingsPage, clinic: OpenClinic
) -> None:
    type_in(qtbot, settings, "cooling_off_h", "24")
    type_in(qtbot, settings, "idle_lock_min", "soon")
    type_in(qtbot, settings, "follow_up_hours", "72, 24 48")
    type_in(qtbot, settings, "consent_valid_days", "0")
    stored = clinic.clinic.clinic()
    assert (stored.cooling_off_h, stored.idle_lock_min) == (24, 10)
    assert (stored.follow_up_hours, stored.consent_valid_days) == ((24, 48, 72), 365)
    assert field(settings, "idle_lock_min").error() == "Write a whole number."
    assert "from 1 to" in field(settings, "consent_valid_days").error()
    type_in(qtbot, settings, "follow_up_hours", "tomorrow")
    assert "24, 48, 72" in field(settings, "follow_up_hours").error()
    assert input_of(settings, "follow_up_hours").property("text") == "tomorrow"


def test_the_least_interval_waits_until_the_most_allows_it(
    qtbot: QtBot, settings: SettingsPage, clinic: OpenClinic
) -> None:
    type_in(qtbot, settings, "interval_min_days", "56")
    assert "cannot be more" in field(settings, "interval_min_days").error()
    assert clinic.clinic.clinic().interval_min_days == 21
    type_in(qtbot, settings, "interval_max_days", "70")
    stored = clinic.clinic.clinic()
    assert (stored.interval_min_days, stored.interval_max_days) == (56, 70)
    assert field(settings, "interval_min_days").error() == ""


def test_dates_and_paper_are_saved_at_once(qtbot: QtBot, settings: SettingsPage, clinic: OpenClinic) -> None:
    choose(qtbot, settings, "time_zone", "America/New York")
    choose(qtbot, settings, "locale", "United States: Nov 21, 2026")
    press(qtbot, settings, "Letter")
    stored = clinic.clinic.clinic()
    assert (stored.time_zone, stored.locale) == ("America/New_York", "en_US")
    assert stored.paper_size is PaperSize.LETTER
    assert str(clinic.desk.now().tzinfo) == "America/New_York"


@pytest.mark.parametrize(("size", "why"), [(100, "no picture"), (LIMIT_BYTES + 1, "larger than 4 MB")])
def test_a_picture_that_cannot_be_is_refused(
    settings: SettingsPage, clinic: OpenClinic, tmp_path: Path, size: int, why: str
) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(b"x" * size)
    logo = child(settings, LogoField)
    logo.load(path)
    assert why in logo.error()
    logo.load(tmp_path / "gone.png")
    assert "cannot be read" in logo.error()
    assert clinic.clinic.logo() is None


def test_a_logo_is_kept_and_taken_away(
    qtbot: QtBot, settings: SettingsPage, clinic: OpenClinic, tmp_path: Path
) -> None:
    picture = QImage(3000, 1000, QImage.Format.Format_RGB32)
    picture.fill(QColor("#0E5A59"))
    picture.save(str(tmp_path / "logo.jpg"))
    child(settings, LogoField).load(tmp_path / "logo.jpg")
    kept = clinic.clinic.logo()
    assert kept is not None
    assert kept.startswith(b"\x89PNG")
    assert QImage.fromData(kept).width() == 1200
    press(qtbot, settings, "Remove the logo")
    assert clinic.clinic.logo() is None


def test_the_practitioner_is_corrected(qtbot: QtBot, settings: SettingsPage, clinic: OpenClinic) -> None:
    press(qtbot, settings, "Practitioner")
    section = input_of(settings, "qualification").window()
    assert section is not None
    type_in(qtbot, settings, "qualification", "MD")
    type_in(qtbot, settings, "registration_number", "77-1")
    person = clinic.clinic.practitioner()
    assert (person.qualification, person.registration_number) == ("MD", "77-1")
    assert clinic.clinic.pin_is_right(PIN)


def enter_pins(qtbot: QtBot, card: PinCard, current: str, new: str, again: str) -> None:
    typed = ((card.current, current), (card.new, new), (card.again, again))
    for secret, text in typed:
        assert isinstance(secret, SecretField)
        secret.clear()
        target = secret.focusProxy()
        assert target is not None
        qtbot.keyClicks(target, text)
    press(qtbot, card, "Change PIN")


def test_the_pin_is_changed_by_whoever_knows_it(
    qtbot: QtBot, settings: SettingsPage, clinic: OpenClinic, heard: Heard
) -> None:
    press(qtbot, settings, "Practitioner")
    card = child(settings, PinCard)
    enter_pins(qtbot, card, PIN, "1234", "1234")
    assert "count up or down" in card.new.error()
    enter_pins(qtbot, card, PIN, "7193", "7194")
    assert "not the same" in card.again.error()
    enter_pins(qtbot, card, "0000", "7193", "7193")
    assert "not right" in card.current.error()
    assert clinic.clinic.pin_is_right(PIN)


def test_the_right_pin_changes_it(
    qtbot: QtBot, settings: SettingsPage, clinic: OpenClinic, heard: Heard
) -> None:
    press(qtbot, settings, "Practitioner")
    card = child(settings, PinCard)
    enter_pins(qtbot, card, PIN, "7193", "7193")
    assert clinic.clinic.pin_is_right("7193")
    assert heard.toasts[-1][0] == "The PIN is changed"
    assert [secret.value() for secret in (card.current, card.new, card.again)] == ["", "", ""]


def test_the_look_is_kept_on_this_computer(
    qtbot: QtBot, settings: SettingsPage, context: Context, tmp_path: Path
) -> None:
    press(qtbot, settings, "Appearance")
    with qtbot.waitSignal(settings.appearance_changed):
        press(qtbot, settings, "Dark")
    with qtbot.waitSignal(settings.appearance_changed):
        press(qtbot, settings, "150 %")
    press(qtbot, settings, "A sound when numbing is ready or has to come off")
    QApplication.processEvents()
    again = Settings.load(tmp_path / "settings.json")
    assert (again.get(THEME), again.get(TEXT_SCALE), again.get(SOUNDS)) == (Theme.DARK, 1.5, False)


@pytest.mark.parametrize(
    ("text", "hours"), [("", ()), ("24", (24,)), ("72; 24,48", (24, 48, 72)), ("24 24", (24,))]
)
def test_hours_are_read_as_people_list_them(text: str, hours: tuple[int, ...]) -> None:
    assert call_hours(text) == hours


@pytest.mark.parametrize("text", ["0", "2161", "x", "1.5", "1 2 3 4 5 6 7 8 9"])
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        call_hours(text)
