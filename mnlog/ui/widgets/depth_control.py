"""Needle depth: one big figure, two big buttons, a slider; or the few lengths a roller's head comes in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mnlog.domain.units import depth_text, depth_um_from_text
from mnlog.ui.theme import ThemeSource, tabular_font
from mnlog.ui.widgets.basics import Button, label, restyle
from mnlog.ui.widgets.depth_slider import DepthSlider
from mnlog.ui.widgets.segmented import Segmented
from mnlog.ui.widgets.stepper import StepButton, key_step


class DepthFigure(Button):
    """The big figure; pressing it opens the field to type in.

    Signals:
        stepped(int): an arrow key asks for one step more or less.
        typed(str): a digit was typed on it, the first of a depth.
    """

    stepped = Signal(int)
    typed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in "0123456789.,":
            self.typed.emit(event.text())
        elif step := key_step(event):
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class _DepthEdit(QLineEdit):
    """Signals: left(): Escape, or the focus went elsewhere."""

    escaped = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class DepthControl(QWidget):
    """Sets a needle depth in micrometres, None while nobody has set one.

    What is typed is never lost: text that is no depth stays in its field with the reason beneath it.

    Signals:
        depth_changed(int): a person set another depth, µm.
    """

    depth_changed = Signal(int)

    def __init__(self, theme: ThemeSource, name: str = "") -> None:
        """`name` says whose depth it is and is read aloud; without one it is "Needle depth"."""
        super().__init__()
        self._theme = theme
        self._value_um: int | None = None
        self._min_um, self._max_um, self._step_um = 250, 2500, 250
        self._lengths: tuple[int, ...] = ()
        self._less = StepButton("minus", self.tr("Less deep"))
        self._more = StepButton("plus", self.tr("Deeper"))
        self._figure = DepthFigure("–", "quiet")
        self._edit = _DepthEdit()
        self._slider = DepthSlider(theme)
        self._segments = Segmented(())
        self._error = label("", "error", wrap=True)
        self._readout = QWidget()
        self._build()
        self._wire()
        self.set_name(name or self.tr("Needle depth"))
        self.set_range(self._min_um, self._max_um, self._step_um)

    def set_name(self, name: str) -> None:
        """Says whose depth it is."""
        for part in (self, self._edit, self._slider, self._segments):
            part.setAccessibleName(name)
        self._less.setAccessibleDescription(name)
        self._more.setAccessibleDescription(name)
        self._show()

    def value(self) -> int | None:
        """Depth in micrometres, None while unset."""
        return self._value_um

    def set_value(self, depth_um: int | None) -> None:
        """Shows a depth without a signal, and closes the field to type in."""
        self._value_um = depth_um
        self._close_edit()
        self._show()

    def set_range(self, min_um: int, max_um: int, step_um: int) -> None:
        """What a pen reaches and the step of its dial."""
        self._min_um, self._max_um, self._step_um = min_um, max_um, max(1, step_um)
        self._lengths = ()
        self._slider.set_device(min_um, max_um, self._step_um)
        self._show()

    def set_lengths(self, lengths_um: Sequence[int]) -> None:
        """A roller or stamp: only these needle lengths, as joined buttons, no slider."""
        self._lengths = tuple(lengths_um)
        self._segments.set_options([(str(each), depth_text(each)) for each in self._lengths])
        self._show()

    def set_typical(self, min_um: int | None, max_um: int | None) -> None:
        """Shades the usual range; None shades nothing."""
        self._slider.set_typical(None if min_um is None or max_um is None else (min_um, max_um))

    def set_ghost(self, depth_um: int | None) -> None:
        """Marks last session's depth."""
        self._slider.set_ghost(depth_um)

    def error(self) -> str:
        """What is wrong with the text in the field; empty when nothing is."""
        return self._error.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (step := key_step(event)) and not self._lengths:
            self._move(step)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        for made in (self._less, self._more):
            made.setProperty("bulk", "big")
        self._edit.setProperty("kind", "figure")
        self._figure.setFont(tabular_font(self._figure.font()))
        self._edit.setFont(tabular_font(self._edit.font()))
        self._edit.setMaxLength(12)
        self._edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self._dial = QWidget()
        row = QHBoxLayout(self._dial)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        middle = QHBoxLayout(self._readout)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(2)
        middle.addStretch(1)
        middle.addWidget(self._figure)
        middle.addWidget(self._edit)
        unit = label("mm", "unit")
        unit.setContentsMargins(0, 0, 0, 11)
        middle.addWidget(unit, 0, Qt.AlignmentFlag.AlignBottom)
        middle.addStretch(1)
        row.addWidget(self._less)
        row.addWidget(self._readout)
        row.addWidget(self._more)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        for part in (self._dial, self._segments, self._error, self._slider):
            outer.addWidget(part)
        self._edit.hide()
        self._error.hide()

    def _wire(self) -> None:
        for made, sign in ((self._less, -1), (self._more, 1)):
            made.clicked.connect(lambda _checked=False, sign=sign: self._move(sign))
            made.stepped.connect(self._move)
        self._figure.clicked.connect(lambda: self._open_edit(""))
        self._figure.typed.connect(self._open_edit)
        self._figure.stepped.connect(self._move)
        self._edit.returnPressed.connect(self._take_text)
        self._edit.left.connect(self._take_text)
        self._edit.escaped.connect(self._abandon)
        self._slider.depth_chosen.connect(self._set)
        self._segments.chosen.connect(lambda text: self._set(int(text)))
        self._theme.changed.connect(self._rescale)
        self._rescale()

    def _rescale(self) -> None:
        """One width for the figure and for the field to type in, so that nothing moves between them."""
        self._readout.setFixedWidth(self._theme.current.px(164))

    def _open_edit(self, first: str) -> None:
        self._figure.hide()
        self._edit.show()
        self._edit.setText(first or ("" if self._value_um is None else depth_text(self._value_um)))
        if not first:
            self._edit.selectAll()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_edit(self) -> None:
        had_focus = self._edit.hasFocus()
        self._edit.hide()
        self._figure.show()
        if had_focus:
            self._figure.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say("")

    def _abandon(self) -> None:
        self._close_edit()
        self._show()

    def _take_text(self) -> None:
        if self._edit.isHidden():
            return
        text = self._edit.text().strip()
        if not text:
            self._abandon()
            return
        depth_um, problem = self._read(text)
        if depth_um is None:
            self._say(problem)
        else:
            self._close_edit()
            self._set(depth_um)

    def _read(self, text: str) -> tuple[int | None, str]:
        try:
            depth_um = depth_um_from_text(text)
        except ValueError:
            return None, self.tr("“{text}” is no needle depth. Write it like 1.5.").format(text=text)
        if not self._min_um <= depth_um <= self._max_um:
            low, high = depth_text(self._min_um), depth_text(self._max_um)
            words = self.tr("{depth} mm is out of reach: this device goes from {low} to {high} mm.")
            return None, words.format(depth=depth_text(depth_um), low=low, high=high)
        return depth_um, ""

    def _say(self, problem: str) -> None:
        self._error.setText(problem)
        self._error.setVisible(bool(problem))
        self._edit.setAccessibleDescription(problem)
        restyle(self._edit, invalid=bool(problem))

    def _move(self, sign: int) -> None:
        """To the next step of the dial; from a typed depth between two steps, to the nearer one that way."""
        if self._value_um is None:
            moved = self._min_um
        elif sign > 0:
            moved = (self._value_um // self._step_um + 1) * self._step_um
        else:
            moved = -(-self._value_um // self._step_um) * self._step_um - self._step_um
        self._close_edit()
        self._set(max(self._min_um, min(self._max_um, moved)))

    def _set(self, depth_um: int) -> None:
        if depth_um == self._value_um:
            self._show()
            return
        self._value_um = depth_um
        self._close_edit()
        self._show()
        self.depth_changed.emit(depth_um)

    def _show(self) -> None:
        at = self._value_um
        text = "–" if at is None else depth_text(at)
        self._figure.set_text(text)
        restyle(self._figure, unset=at is None)
        self._figure.setAccessibleName(f"{self.accessibleName()} {text} mm")
        self._slider.set_depth(at)
        self._less.setEnabled(at is not None and at > self._min_um)
        self._more.setEnabled(at is None or at < self._max_um)
        self._dial.setVisible(not self._lengths)
        self._slider.setVisible(not self._lengths)
        self._segments.setVisible(bool(self._lengths))
        if self._lengths:
            self._segments.set_value(str(at) if at in self._lengths else None)
