"""Hands on the real windows: they find what a person would see, tap it, and count."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QScrollArea, QWidget

from mnlog.domain.terms import Side
from mnlog.ui.widgets.zone_map import ZoneMap

PATIENCE_MS = 20_000
SETTLE_MS = 10
MARGIN_PX = 48


class NotInReachError(Exception):
    """A person could not have done this: nothing by that name is in sight, or something lies over it."""


class Hands:
    """Taps and types into a window as a person does: through Qt's own events, at what is in sight.

    Attributes:
        window: what they work in.
        taps: how often something was tapped.
        letters: how many letters were typed.
    """

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.taps = 0
        self.letters = 0

    def tap(self, name: str, *, of: str = "", nth: int = 0) -> None:
        """Taps the control with this accessible name; `of` is its description where several have the name.

        Args:
            nth: which of those in sight, counted from 0, where name and description are the same.

        Raises:
            NotInReachError: when there is none in sight, it is disabled, or something lies over it.
        """
        widget = self.find(name, of=of, nth=nth)
        self.tap_at(widget, widget.rect().center())

    def tap_starting(self, words: str) -> None:
        """Taps the control whose accessible name starts with these words, such as a lot's number."""
        self.settle()
        names = {found.accessibleName() for found in self.window.findChildren(QWidget) if found.isVisible()}
        self.tap(next((name for name in names if name.startswith(words)), words))

    def choose(self, value: str, *, into: str) -> None:
        """Chooses an entry of a list by its id, with the keyboard's arrows.

        Raises:
            NotInReachError: when the list has no such entry.
        """
        box = self.find(into)
        if not isinstance(box, QComboBox) or box.findData(value) < 0:
            raise NotInReachError(f"{into!r} does not offer {value!r}")
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.taps += 2
        while box.currentData() != value:
            QTest.keyClick(
                box, Qt.Key.Key_Down if box.currentIndex() < box.findData(value) else Qt.Key.Key_Up
            )
        self.settle()

    def sees(self, name: str) -> bool:
        """Whether something with this accessible name is in sight."""
        return any(
            found.isVisible() for found in self.window.findChildren(QWidget) if found.accessibleName() == name
        )

    def tap_at(self, widget: QWidget, point: QPoint) -> None:
        """Taps a point of a widget, scrolling to it first.

        Raises:
            NotInReachError: when something else would get the tap.
        """
        self.settle()
        self._scroll_to(widget, point)
        hit = self.window.childAt(widget.mapTo(self.window, point))
        if hit is None or not (hit is widget or widget.isAncestorOf(hit) or hit.isAncestorOf(widget)):
            raise NotInReachError(f"{widget.accessibleName()!r} is covered")
        self.taps += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        self.settle()

    def tap_zone(self, zone_id: str, side: Side) -> None:
        """Taps a zone of the map, where its figure stands."""
        (zone_map,) = [found for found in self.window.findChildren(ZoneMap) if found.isVisible()]
        self.tap_at(zone_map, zone_map.label_point(zone_id, side.value).toPoint())

    def tap_row(self, text: str) -> None:
        """Taps the row of a table whose first column holds a text.

        Raises:
            NotInReachError: when no row in sight does.
        """
        for view in self.window.findChildren(QAbstractItemView):
            model = view.model()
            if not view.isVisible() or isinstance(model, QStandardItemModel):
                continue
            for row in range(model.rowCount()):
                index = model.index(row, 0)
                if text in str(index.data()):
                    view.scrollTo(index)
                    self.tap_at(view.viewport(), view.visualRect(index).center())
                    return
        raise NotInReachError(f"no row with {text!r} is in sight")

    def type(self, text: str, *, into: str = "") -> None:
        """Types a text, into the field with this accessible name or where the focus is."""
        target = self.find(into) if into else self._focused()
        self.letters += len(text)
        QTest.keyClicks(target, text)
        self.settle()

    def rewrite(self, text: str, *, into: str) -> None:
        """Replaces what stands in a field."""
        field = self.find(into)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.type(text, into=into)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses one key where the focus is."""
        QTest.keyClick(self._focused(), key, modifier)
        self.settle()

    def draw(self, name: str, line: Iterable[tuple[float, float]]) -> None:
        """Draws a line on the pad with this name; points are fractions of its width and height."""
        pad = self.find(name)
        self._scroll_to(pad, pad.rect().center())
        points = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in line]
        self.taps += 1
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])
        self.settle()

    def find(self, name: str, *, of: str = "", nth: int = 0) -> QWidget:
        """The control in sight with this accessible name, and this description when one is given.

        Raises:
            NotInReachError: when there is none, or it cannot be used now.
        """
        self.settle()
        named = [found for found in self.window.findChildren(QWidget) if found.accessibleName() == name]
        if of:
            named = [found for found in named if found.accessibleDescription() == of]
        seen = [found for found in named if found.isVisible() and found.isEnabled()]
        if len(seen) <= nth:
            why = "cannot be used now" if any(found.isVisible() for found in named) else "is not in sight"
            raise NotInReachError(f"{name!r} {why}")
        return sorted(seen, key=lambda found: found.focusPolicy() == Qt.FocusPolicy.NoFocus)[nth]

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Lets the window work until something holds.

        Raises:
            NotInReachError: when it does not within 20 seconds.
        """
        for _ in range(PATIENCE_MS // SETTLE_MS):
            if condition():
                return
            self.settle()
        raise NotInReachError("what was waited for did not happen")

    def settle(self) -> None:
        """Lets the window finish what the last tap began."""
        QTest.qWait(SETTLE_MS)
        QApplication.processEvents()

    def _focused(self) -> QWidget:
        """Where keys go: in the window itself while nothing in it has the focus."""
        self.window.activateWindow()
        focused: QWidget | None = QApplication.focusWidget()
        inside: QWidget | None = self.window.focusWidget()
        return focused or inside or self.window

    def _scroll_to(self, widget: QWidget, point: QPoint) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            held = parent.widget() if isinstance(parent, QScrollArea) else None
            if isinstance(parent, QScrollArea) and held is not None and held.isAncestorOf(widget):
                inside = widget.mapTo(held, point)
                parent.ensureVisible(inside.x(), inside.y(), MARGIN_PX, MARGIN_PX)
            parent = parent.parentWidget()
        self.settle()
