"""Saving what is typed: half a second after the last letter, and at once when the field is left."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from mnlog.ui.forms import TextField

TYPING_PAUSE_MS = 400
"""A kill loses at most the letters of the last half second; this and one commit fit into it."""


class TypedSave(QObject):
    """Watches a text field and saves it.

    A text that could not be saved stays in the field and is tried again with the next letter.
    """

    def __init__(self, field: TextField, save: Callable[[str], object]) -> None:
        super().__init__(field)
        self._field = field
        self._save = save
        self._is_dirty = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        field.changed.connect(self._typed)
        field.finished.connect(self.flush)

    def show(self, text: str) -> None:
        """Shows a stored text, unless newer letters are waiting to be saved."""
        if not self._is_dirty and self._field.value() != text.strip():
            self._field.set_value(text)

    def flush(self) -> None:
        """Saves what is waiting."""
        self._pause.stop()
        if self._is_dirty:
            self._is_dirty = False
            self._save(self._field.value())

    def _typed(self) -> None:
        self._is_dirty = True
        self._pause.start()
