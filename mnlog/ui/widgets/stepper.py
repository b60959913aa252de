"""A number between two big buttons."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from mnlog.ui.theme import tabular_font
from mnlog.ui.widgets.basics import Button, label

_UP = (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Plus)
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Minus)


def key_step(event: QKeyEvent) -> int:
    """1 for a key that means more, -1 for one that means less, else 0."""
    if event.key() in _UP:
        return 1
    return -1 if event.key() in _DOWN else 0


class StepButton(Button):
    """A minus or plus. Arrow keys, plus and minus go to the widget it belongs to.

    Signals:
        stepped(int): an arrow key asks for one more or one less.
    """

    stepped = Signal(int)

    def __init__(self, icon: str, name: str) -> None:
        super().__init__("", "square", icon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoRepeat(True)
        self.setAutoRepeatDelay(400)
        self.setAutoRepeatInterval(120)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = key_step(event)
        if step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class Stepper(QWidget):
    """A whole number with a minus and a plus; unset until the first press.

    Signals:
        changed(int): a person set another value.
    """

    changed = Signal(int)

    def __init__(
        self,
        minimum: int,
        maximum: int,
        step: int = 1,
        format: Callable[[int], str] = str,
        name: str = "",
    ) -> None:
        """`format` writes the value for people; `name` says what is counted and is read aloud."""
        super().__init__()
        self._minimum, self._maximum, self._step = minimum, maximum, step
        self._format = format
        self._value: int | None = None
        self._less = StepButton("minus", self.tr("Less"))
        self._more = StepButton("plus", self.tr("More"))
        self._figure = label("–", "panel")
        self._figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._figure.setFont(tabular_font(self._figure.font()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self._less, self._figure, self._more):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for made, sign in ((self._less, -1), (self._more, 1)):
            made.clicked.connect(lambda _checked=False, sign=sign: self._move(sign))
            made.stepped.connect(self._move)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Says what is counted."""
        self.setAccessibleName(name)
        self._less.setAccessibleDescription(name)
        self._more.setAccessibleDescription(name)
        self._show()

    def value(self) -> int | None:
        """The number, None while nobody has set one."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Shows a value without a signal; one outside the range is shown as it is stored."""
        self._value = value
        self._show()

    def set_range(self, minimum: int, maximum: int) -> None:
        """Changes what the buttons reach; the value stays."""
        self._minimum, self._maximum = minimum, maximum
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = key_step(event)
        if step:
            self._move(step)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _move(self, sign: int) -> None:
        start = self._minimum - self._step if self._value is None else self._value
        moved = max(self._minimum, min(self._maximum, start + sign * self._step))
        if moved != self._value:
            self._value = moved
            self._show()
            self.changed.emit(moved)

    def _show(self) -> None:
        text = "–" if self._value is None else self._format(self._value)
        self._figure.setText(text)
        self._figure.setMinimumWidth(self._figure.fontMetrics().horizontalAdvance("00") + 12)
        self._figure.setAccessibleName(f"{self.accessibleName()} {text}".strip())
        at = self._value
        self._less.setEnabled(at is not None and at > self._minimum)
        self._more.setEnabled(at is None or at < self._maximum)
