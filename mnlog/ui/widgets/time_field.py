"""A time of day, typed; it means the latest such time that has already been."""

import re
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from mnlog.ui.forms import Field

_TIME = re.compile(r"^\s*(\d{1,2})\s*[:.hH ]?\s*(\d{2})\s*$")


def latest_time(text: str, now: datetime) -> datetime:
    """Reads "14:20", "1420", "14.20" or "9:05" as the last such time before or at `now`.

    A session that began before midnight can so be corrected after it.

    Raises:
        ValueError: when the text is no time of day; the words are for the person who typed it.
    """
    match = _TIME.match(text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError("Write a time such as 14:20.")
    moment = now.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
    return moment if moment <= now else moment - timedelta(days=1)


class TimeField(Field):
    """A typed time.

    Signals:
        chosen(object): a person typed another time, or emptied the field (None).
    """

    chosen = Signal(object)

    def __init__(self, title: str) -> None:
        self._line = QLineEdit()
        self._line.setPlaceholderText("hh:mm")
        super().__init__(title, self._line)
        self._shown: datetime | None = None
        self._now: datetime | None = None
        self._line.textEdited.connect(lambda _text: self.clear_error())
        self._line.editingFinished.connect(self._take_text)

    def show_time(self, moment: datetime | None, now: datetime) -> None:
        """Shows a time; what is being typed stays."""
        self._now = now
        if moment != self._shown or not self._line.isModified():
            self._shown = moment
            self._line.setText("" if moment is None else f"{moment:%H:%M}")
            self.clear_error()

    def _take_text(self) -> None:
        if not self._line.isModified() or self._now is None:
            return
        text = self._line.text().strip()
        try:
            moment = latest_time(text, self._now) if text else None
        except ValueError as problem:
            self.set_error(str(problem))
            return
        self._line.setModified(False)
        if moment != self._shown:
            self.chosen.emit(moment)
