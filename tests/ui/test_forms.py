"""The fields of forms: what they take, and what they say about the rest."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mnlog.ui.forms import ChoiceField, DateField, SecretField, TextField, parse_date
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.search_field import SearchField

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

Show = Callable[[QWidget], None]


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("02/06/1992", True, date(1992, 6, 2)),
        ("02/06/1992", False, date(1992, 2, 6)),
        ("2 Jun 1992", True, date(1992, 6, 2)),
        ("2. june 1992", False, date(1992, 6, 2)),
        ("June 2, 1992", True, date(1992, 6, 2)),
        ("1992-06-02", False, date(1992, 6, 2)),
        (" 2.6.1992 ", True, date(1992, 6, 2)),
        ("29 Feb 2000", True, date(2000, 2, 29)),
    ],
)
def test_dates_as_people_type_them(text: str, day_first: bool, expected: date) -> None:
    assert parse_date(text, day_first=day_first) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/1992", "no day 31"),
        ("29 Feb 1900", "no day 29"),
        ("02/13/1992", "no month 13"),
        ("2/6/92", "four digits"),
        ("2 Ju 1992", "not a month"),
        ("2 Foo 1992", "not a month"),
        ("yesterday", "no date"),
        ("0/1/1992", "no day 0"),
        ("1/1/0000", "no day"),
    ],
)
def test_what_is_no_date_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_date(text, day_first=True)


def test_months_of_another_language(theme: ThemeSource) -> None:
    assert parse_date("2 juni 1992", months={"juni": 6, "juli": 7}) == date(1992, 6, 2)
    with pytest.raises(ValueError, match="not a month"):
        parse_date("2 jun 1992", months={"junior": 6, "juni": 7})


def test_date_field_writes_the_date_out_or_keeps_the_text(qtbot: QtBot, show: Show) -> None:
    field = DateField("Date of birth", day_first=True, latest=date(2026, 11, 21))
    show(field)
    editor = field.editor
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(editor, "02/06/1992")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert field.value() == date(1992, 6, 2)
    assert field._line.text() == "2 Jun 1992"
    field._line.clear()
    qtbot.keyClicks(editor, "31/02/1992")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert field.value() is None
    assert field._line.text() == "31/02/1992"
    assert field.error() == "February 1992 has no day 31."
    field._line.clear()
    qtbot.keyClicks(editor, "1 Jan 2030")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "after" in field.error()
    field.set_value(None)
    assert field.error() == ""


def test_text_fields(qtbot: QtBot, show: Show) -> None:
    field = TextField("Family name", "As in the passport", required=True)
    show(field)
    assert field.editor.accessibleName() == "Family name (required)"
    field.set_error("Write the family name.")
    assert field.editor.accessibleDescription() == "Write the family name."
    assert field.editor.property("invalid") is True
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(field.editor, " Reyes ")
    assert field.value() == "Reyes"
    assert field.error() == ""
    notes = TextField("Notes", multiline=True)
    show(notes)
    with qtbot.assertNotEmitted(notes.changed):
        notes.set_value("a\nb")
    assert notes.value() == "a\nb"


def test_choice_field_tells_only_what_a_person_chose(qtbot: QtBot, show: Show) -> None:
    field = ChoiceField("Sex", [("f", "Female"), ("m", "Male")])
    show(field)
    assert field.value() is None
    with qtbot.assertNotEmitted(field.chosen):
        field.set_value("f")
    with qtbot.waitSignal(field.chosen) as heard:
        qtbot.keyClick(field.box, Qt.Key.Key_Down)
    assert heard.args == ["m"]
    field.set_options([("x", "Other")])
    assert field.value() is None
    with pytest.raises(KeyError):
        field.set_value("f")


def test_secret_field_hides_unless_asked(qtbot: QtBot, show: Show) -> None:
    field = SecretField("Passphrase")
    show(field)
    qtbot.keyClicks(field._line, " correct horse")
    assert field._line.displayText() != field._line.text()
    qtbot.mouseClick(field._eye, LEFT)
    assert field._line.displayText() == " correct horse"
    field.clear()
    assert field.value() == ""
    assert not field._eye.isChecked()


def test_search_field(qtbot: QtBot, show: Show) -> None:
    field = SearchField("Find a patient", "Ctrl K")
    show(field)
    moves: list[int] = []
    field.moved.connect(moves.append)
    with qtbot.waitSignal(field.text_changed) as heard:
        qtbot.keyClicks(field.edit, "rey")
    assert heard.args == ["r"]
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.submitted):
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert moves == [1]
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.text() == ""
