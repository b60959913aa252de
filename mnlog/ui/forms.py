"""Builders for forms: a label above, the field, and beneath it what is wrong with what was entered."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy

from mnlog.ui.fields import Field, SecretField

__all__ = [
    "ENGLISH_MONTHS",
    "ChoiceBox",
    "ChoiceField",
    "DateField",
    "Field",
    "SecretField",
    "TextBlock",
    "TextField",
    "month_names",
    "parse_date",
]

_MONTHS = tuple(QLocale.c().standaloneMonthName(number).casefold() for number in range(1, 13))
ENGLISH_MONTHS: Mapping[str, int] = {name: number for number, name in enumerate(_MONTHS, 1)}

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_NUMBERS = re.compile(r"^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{1,4})$")
_DAY_NAME_YEAR = re.compile(r"^(\d{1,2})\.?\s*(?:de\s+)?([^\W\d_]+)\.?,?\s*(?:de\s+)?(\d{1,4})$")
_NAME_DAY_YEAR = re.compile(r"^([^\W\d_]+)\.?\s*(\d{1,2}),?\s+(\d{1,4})$")


def _tr(text: str) -> str:
    return QCoreApplication.translate("forms", text)


def month_names(locale: QLocale) -> dict[str, int]:
    """Month names of a language beside the English ones, for `parse_date`."""
    names = dict(ENGLISH_MONTHS)
    for number in range(1, 13):
        for kind in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
            names[locale.monthName(number, kind).rstrip(".").casefold()] = number
            names[locale.standaloneMonthName(number, kind).rstrip(".").casefold()] = number
    return names


def parse_date(text: str, *, day_first: bool = True, months: Mapping[str, int] = ENGLISH_MONTHS) -> date:
    """Reads a date as people type it: "02/06/1992", "2 Jun 1992", "1992-06-02", "02.06.1992".

    Args:
        text: what was typed.
        day_first: True where 02/06 is the second of June, False where it is the sixth of February.
        months: month names, casefolded, to numbers; three letters of a name are enough.

    Raises:
        ValueError: says in words why it is no date; years must have four digits.
    """
    words = " ".join(text.split())
    if match := _ISO.match(words):
        year, month, day = match[1], int(match[2]), int(match[3])
    elif match := _NUMBERS.match(words):
        first, second, year = int(match[1]), int(match[2]), match[3]
        day, month = (first, second) if day_first else (second, first)
    elif match := _DAY_NAME_YEAR.match(words):
        day, month, year = int(match[1]), _month(match[2], months), match[3]
    elif match := _NAME_DAY_YEAR.match(words):
        day, month, year = int(match[2]), _month(match[1], months), match[3]
    else:
        raise ValueError(_tr("This is no date. Write it like 2 Jun 1992.").format(text=words))
    return _real_date(day, month, year)


def _month(name: str, months: Mapping[str, int]) -> int:
    wanted = name.casefold()
    found = {number for each, number in months.items() if each == wanted}
    if not found and len(wanted) >= 3:
        found = {number for each, number in months.items() if each.startswith(wanted)}
    if len(found) != 1:
        raise ValueError(_tr("“{name}” is not a month.").format(name=name))
    return found.pop()


def _real_date(day: int, month: int, year: str) -> date:
    if len(year) != 4:
        raise ValueError(_tr("Write the year with four digits."))
    if not 1 <= month <= 12:
        raise ValueError(_tr("There is no month {month}.").format(month=month))
    try:
        return date(int(year), month, day)
    except ValueError:
        name = QLocale().standaloneMonthName(month)
        words = _tr("{month} {year} has no day {day}.")
        raise ValueError(words.format(month=name, year=year, day=day)) from None


class TextBlock(QPlainTextEdit):
    """A few lines to write in; Tab leaves it."""

    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, self.fontMetrics().lineSpacing() * self._lines + 30)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())


class TextField(Field):
    """One line of text, or several.

    Signals:
        changed: a person typed.
        finished: the field was left, or Enter was pressed (one line only).
    """

    finished = Signal()

    def __init__(
        self, title: str, hint: str = "", *, required: bool = False, multiline: bool = False, limit: int = 500
    ) -> None:
        self._line = None if multiline else QLineEdit()
        self._block = TextBlock() if multiline else None
        editor = self._line or self._block
        assert editor is not None  # noqa: S101
        super().__init__(title, editor, hint, required=required)
        if self._line is not None:
            self._line.setMaxLength(limit)
            self._line.textEdited.connect(lambda _text: self._edited())
            self._line.editingFinished.connect(self.finished)
        if self._block is not None:
            self._block.textChanged.connect(self._edited)

    def value(self) -> str:
        """The text without blanks at its ends."""
        text = self._line.text() if self._line is not None else ""
        return (self._block.toPlainText() if self._block is not None else text).strip()

    def set_value(self, text: str) -> None:
        """Shows a text without a signal."""
        self.clear_error()
        if self._line is not None:
            self._line.setText(text)
            self._line.setCursorPosition(0)  # a long text shows its beginning
        if self._block is not None:
            self._block.blockSignals(True)
            self._block.setPlainText(text)
            self._block.blockSignals(False)

    def _edited(self) -> None:
        self.clear_error()
        self.changed.emit()


class DateField(Field):
    """A typed date. On leaving it is written out unmistakably, or the reason it is none stands beneath.

    Signals:
        changed: a person entered another date, or emptied the field.
    """

    def __init__(
        self,
        title: str,
        hint: str = "",
        *,
        required: bool = False,
        day_first: bool | None = None,
        earliest: date | None = None,
        latest: date | None = None,
    ) -> None:
        """`day_first` None follows the computer's own locale."""
        self._line = QLineEdit()
        super().__init__(title, self._line, hint, required=required)
        locale = QLocale()
        short = locale.dateFormat(QLocale.FormatType.ShortFormat)
        self._day_first = short.find("d") < short.find("M") if day_first is None else day_first
        self._months = month_names(locale)
        self._earliest, self._latest = earliest, latest
        self._value: date | None = None
        self._line.setPlaceholderText(self.tr("dd/mm/yyyy") if self._day_first else self.tr("mm/dd/yyyy"))
        self._line.textEdited.connect(lambda _text: self.clear_error())
        self._line.editingFinished.connect(self._take_text)

    def value(self) -> date | None:
        """The date; None when the field is empty or holds no date (then `error` says why)."""
        return self._value

    def set_value(self, value: date | None) -> None:
        """Shows a date without a signal."""
        self._value = value
        self.clear_error()
        self._line.setText("" if value is None else self._write(value))

    def _write(self, value: date) -> str:
        month = QLocale().monthName(value.month, QLocale.FormatType.ShortFormat)
        return f"{value.day} {month} {value.year}"

    def _take_text(self) -> None:
        text, before = self._line.text().strip(), self._value
        try:
            self._value = self._read(text) if text else None
        except ValueError as problem:
            self._value = None
            self.set_error(str(problem))
        else:
            self.clear_error()
            self._line.setText("" if self._value is None else self._write(self._value))
        if self._value != before:
            self.changed.emit()

    def _read(self, text: str) -> date:
        value = parse_date(text, day_first=self._day_first, months=self._months)
        if self._earliest is not None and value < self._earliest:
            raise ValueError(self.tr("This lies before {day}.").format(day=self._write(self._earliest)))
        if self._latest is not None and value > self._latest:
            raise ValueError(self.tr("This lies after {day}.").format(day=self._write(self._latest)))
        return value


class ChoiceBox(QComboBox):
    """A combo box that the wheel does not change while one scrolls past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(Field):
    """One of a list; nothing is chosen at first.

    Signals:
        chosen(str): a person chose the option with this id.
        changed: the same without the id.
    """

    chosen = Signal(str)

    def __init__(
        self,
        title: str,
        options: Sequence[tuple[str, str]] = (),
        hint: str = "",
        *,
        required: bool = False,
        placeholder: str = "",
    ) -> None:
        self.box = ChoiceBox()
        super().__init__(title, self.box, hint, required=required)
        self.box.setPlaceholderText(placeholder or self.tr("Choose"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.box.setMaxVisibleItems(12)
        self.set_options(options)
        self.box.activated.connect(self._activated)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Replaces the options, (id, text) pairs; keeps what is chosen when it is still among them."""
        before = self.value()
        self.box.clear()
        for value, text in options:
            self.box.addItem(text, value)
        self.set_value(before if before in {value for value, _ in options} else None)

    def value(self) -> str | None:
        """Id of the chosen option."""
        data = self.box.currentData()
        return None if data is None else str(data)

    def set_value(self, value: str | None) -> None:
        """Chooses without a signal.

        Raises:
            KeyError: when there is no such option.
        """
        index = -1 if value is None else self.box.findData(value)
        if value is not None and index < 0:
            raise KeyError(f"no option {value!r}")
        self.clear_error()
        self.box.setCurrentIndex(index)

    def _activated(self, index: int) -> None:
        self.clear_error()
        self.chosen.emit(str(self.box.itemData(index)))
        self.changed.emit()
