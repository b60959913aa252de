"""A pad of digits for a PIN: by touch, by mouse, or typed."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mnlog.ui.widgets.basics import Button, label, restyle

_ROWS = ("123", "456", "789", "⌫0✓")


class PinDot(QFrame):
    """One digit, as a dot."""


class _PadButton(Button):
    """Leaves digits, Backspace and Enter to the pad, whichever of its buttons has the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()


class PinPad(QWidget):
    """Collects a PIN of `minimum` to `maximum` digits; keeps it only until it is entered.

    Signals:
        entered(str): the digits, by Enter or the tick, or by themselves at the last digit of a fixed length.
    """

    entered = Signal(str)

    def __init__(self, minimum: int = 4, maximum: int = 8) -> None:
        super().__init__()
        self._minimum, self._maximum = minimum, maximum
        self._digits = ""
        self._dots = [PinDot() for _ in range(maximum)]
        self._message = label("", "error", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._keys: dict[str, Button] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("PIN"))
        self._build()
        self._show()

    def clear(self) -> None:
        """Forgets the digits."""
        self._digits = ""
        self._show()

    def show_error(self, text: str) -> None:
        """Forgets the digits and says what was wrong."""
        self._digits = ""
        self._say(text, wrong=True)
        self._show()

    def set_waiting(self, text: str | None) -> None:
        """Takes no digits and says how long; None takes digits again."""
        self._digits = ""
        self._say(text or "", wrong=False)
        for key in self._keys.values():
            key.setEnabled(text is None)
        self._show()

    def count(self) -> int:
        """How many digits were entered."""
        return len(self._digits)

    def key(self, face: str) -> Button:
        """The button of a digit, "⌫" or "✓"."""
        return self._keys[face]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in "0123456789" and self._keys["1"].isEnabled():
            self._press(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._press("⌫")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press("✓")
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        dots = QHBoxLayout()
        column.addLayout(dots)
        dots.setSpacing(12)
        dots.addStretch(1)
        for dot in self._dots:
            dots.addWidget(dot)
        dots.addStretch(1)
        column.addWidget(self._message)
        middle = QHBoxLayout()
        column.addLayout(middle)
        middle.addStretch(1)
        grid = QGridLayout()
        middle.addLayout(grid)
        middle.addStretch(1)
        grid.setSpacing(10)
        for row, faces in enumerate(_ROWS):
            for at, face in enumerate(faces):
                grid.addWidget(self._make_key(face), row, at)

    def _make_key(self, face: str) -> Button:
        if face == "⌫":
            made = _PadButton("", "quiet", "delete")
            made.setAccessibleName(self.tr("Delete the last digit"))
        elif face == "✓":
            made = _PadButton("", "primary", "check")
            made.setAccessibleName(self.tr("Enter"))
        else:
            made = _PadButton(face)
        made.clicked.connect(partial(self._press, face))
        self._keys[face] = made
        return made

    def _press(self, face: str, _checked: bool = False) -> None:
        if face == "⌫":
            self._digits = self._digits[:-1]
        elif face == "✓":
            self._enter()
        elif len(self._digits) < self._maximum:
            self._say("", wrong=False)
            self._digits += face
            if self._minimum == self._maximum == len(self._digits):
                self._enter()
        self._show()

    def _enter(self) -> None:
        if len(self._digits) >= self._minimum:
            digits, self._digits = self._digits, ""
            self.entered.emit(digits)

    def _say(self, text: str, *, wrong: bool) -> None:
        self._message.setText(text)
        self.setAccessibleDescription(text)
        for dot in self._dots:
            restyle(dot, wrong=wrong)

    def _show(self) -> None:
        shown = max(self._minimum, len(self._digits))
        for at, dot in enumerate(self._dots):
            dot.setVisible(at < shown)
            restyle(dot, filled=at < len(self._digits))
        self._message.setVisible(True)
        if self._keys["1"].isEnabled():
            self._keys["✓"].setEnabled(len(self._digits) >= self._minimum)
