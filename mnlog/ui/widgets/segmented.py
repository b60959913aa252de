"""Choosing one of a few: joined buttons, or chips that wrap."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from mnlog.ui.widgets.basics import Button, restyle
from mnlog.ui.widgets.flow import FlowLayout

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


def arrow_step(event: QKeyEvent, direction: Qt.LayoutDirection) -> int:
    """-1 or 1 for an arrow key, mirrored where one reads from right to left; 0 for any other key."""
    step = _STEPS.get(Qt.Key(event.key()), 0)
    sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
    return -step if sideways and direction == Qt.LayoutDirection.RightToLeft else step


class _Option(Button):
    """One of a group; arrow keys go to the group.

    Signals:
        arrowed(int): -1 towards the first, 1 towards the last.
    """

    arrowed = Signal(int)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = arrow_step(event, self.layoutDirection())
        if step:
            self.arrowed.emit(step)
        else:
            super().keyPressEvent(event)


class SegmentButton(_Option):
    """A segment of a `Segmented`, filled with the accent while it is chosen."""

    checked_ring = QPalette.ColorRole.HighlightedText


class ChoiceChip(_Option):
    """A chip of `ChoiceChips`."""


class _Choice(QFrame):
    """What both kinds share: options by id, at most one chosen (or several, when `multi`).

    Signals:
        chosen(str): a person chose the option with this id. With `multi`, its state changed either way;
            without it, an empty id means that the choice was taken back.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, *, multi: bool = False, can_clear: bool = False, is_deed: bool = False
    ) -> None:
        super().__init__()
        self._multi, self._can_clear = multi, can_clear
        self._arrows_choose = not (multi or can_clear or is_deed)
        self._buttons: dict[str, _Option] = {}
        self.setAccessibleName(name)

    def value(self) -> str | None:
        """Id of the (first) chosen option, None when there is none."""
        return next(iter(self.values()), None)

    def values(self) -> tuple[str, ...]:
        """Ids of all that are chosen, in the order of the options."""
        return tuple(each for each, made in self._buttons.items() if made.isChecked())

    def set_value(self, value: str | None) -> None:
        """Chooses without a signal.

        Raises:
            KeyError: when there is no such option.
        """
        self.set_values(() if value is None else (value,))

    def set_values(self, values: Iterable[str]) -> None:
        """Chooses several without a signal.

        Raises:
            KeyError: when one of them is no option.
        """
        wanted = set(values)
        if unknown := wanted - self._buttons.keys():
            raise KeyError(f"no option {min(unknown)!r}")
        for each, made in self._buttons.items():
            made.setChecked(each in wanted)
        self._rove()

    def button_of(self, value: str) -> Button:
        """The button of an option, to disable it or to give it a tip."""
        return self._buttons[value]

    def _holds(self, options: Sequence[tuple[str, str]]) -> bool:
        return [(value, made.accessibleName()) for value, made in self._buttons.items()] == list(options)

    def _add(self, value: str, made: _Option) -> None:
        made.setAccessibleDescription(self.accessibleName())
        made.clicked.connect(lambda checked: self._clicked(value, checked))
        made.arrowed.connect(lambda step: self._arrowed(value, step))
        self._buttons[value] = made

    def _clicked(self, value: str, checked: bool) -> None:
        if self._multi:
            self.chosen.emit(value)
        elif checked:
            self.set_value(value)
            self.chosen.emit(value)
        elif self._can_clear:
            self.set_value(None)
            self.chosen.emit("")
        else:
            self._buttons[value].setChecked(True)

    def _arrowed(self, value: str, step: int) -> None:
        ids = [each for each, made in self._buttons.items() if made.isEnabled()]
        target = ids[(ids.index(value) + step) % len(ids)]
        self._buttons[target].setFocus(Qt.FocusReason.TabFocusReason)
        if self._arrows_choose:
            self.set_value(target)
            self.chosen.emit(target)

    def _rove(self) -> None:
        """One stop for the Tab key: the chosen option, else the first. Arrow keys go on from there."""
        stop = self.value() or next(iter(self._buttons), None)
        for each, made in self._buttons.items():
            tabbed = self._multi or self._can_clear or each == stop
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tabbed else Qt.FocusPolicy.ClickFocus)


class Segmented(_Choice):
    """Joined buttons of which one is chosen, or none yet.

    Signals:
        chosen(str): a person chose the option with this id.
    """

    def __init__(self, options: Sequence[tuple[str, str]], name: str = "") -> None:
        """Takes (id, text) pairs; `name` says what is chosen and is read aloud."""
        super().__init__(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Replaces the options; keeps what is chosen when it is still among them."""
        if self._holds(options):
            return  # the same buttons keep the focus
        before = self.value()
        for made in self._buttons.values():
            self._row.removeWidget(made)
            made.hide()
            made.deleteLater()
        self._buttons.clear()
        for index, (value, text) in enumerate(options):
            made = SegmentButton(text)
            made.setProperty("place", _place(index, len(options)))
            self._add(value, made)
            self._row.addWidget(made)
        self.set_value(before if before in self._buttons else None)

    def set_stretched(self, stretched: bool) -> None:
        """Fills the row it stands in, segments equally wide."""
        policy = QSizePolicy.Policy.Expanding if stretched else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        for made in self._buttons.values():
            made.setSizePolicy(policy, QSizePolicy.Policy.Fixed)


def _place(index: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if index == 0 else "last" if index == count - 1 else "middle"


class ChoiceChips(_Choice):
    """Chips that wrap. One may be chosen, or several with `multi`.

    Signals:
        chosen(str): a person chose the option with this id. With `multi`, its state changed either way;
            with `can_clear`, an empty id means that the choice was taken back.
    """

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        name: str = "",
        *,
        multi: bool = False,
        can_clear: bool = False,
        is_deed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Takes (id, text) pairs; `name` says what is chosen and is read aloud.

        With `is_deed`, choosing does at once what nobody wants in passing, such as opening a sterile unit:
        arrows only go from chip to chip, Space or Enter chooses.
        """
        super().__init__(name, multi=multi, can_clear=can_clear, is_deed=is_deed)
        if parent is not None:
            self.setParent(parent)
        self._flow = FlowLayout(self)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Replaces the options; keeps what is chosen as far as it is still among them."""
        if self._holds(options):
            return  # the same buttons keep the focus
        before = self.values()
        for made in self._buttons.values():
            self._flow.removeWidget(made)
            made.hide()
            made.deleteLater()
        self._buttons.clear()
        for value, text in options:
            made = ChoiceChip(text)
            self._add(value, made)
            self._flow.addWidget(made)
        self.set_values(each for each in before if each in self._buttons)

    def set_tone(self, value: str, tone: str) -> None:
        """Gives one chip a tone ("warn", "danger") that shows while it is chosen."""
        restyle(self._buttons[value], tone=tone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A row too many asks for its height, so that no layout squeezes it away."""
        super().resizeEvent(event)
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))
