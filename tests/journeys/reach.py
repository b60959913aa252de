"""What everybody must be able to reach on a page: a name, room for a finger, a place in the tab order."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from mnlog.ui.dialogs.overlay import Overlay
from mnlog.ui.widgets.agree_row import AgreeRow
from mnlog.ui.widgets.basics import ElidedLabel
from mnlog.ui.widgets.search_field import FieldFrame
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented

TARGET_PX = 44
TABS_AT_MOST = 400
INTERACTIVE = (
    QAbstractButton,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QComboBox,
    QAbstractSlider,
    QAbstractItemView,
)
PARTS_OF_ANOTHER = (QComboBox, QAbstractItemView)
GROUPS = (Segmented, ChoiceChips)


def faults(window: QWidget) -> list[str]:
    """All that is out of somebody's reach in what a window shows now."""
    scope = in_front(window)
    found = list(interactive(scope))
    return [
        *(f"has no name: {words(each)}" for each in found if not name(each)),
        *too_small(found),
        *(f"looks and sounds like another: {twin}" for twin in twins(found)),
        *cut(window, scope),
        *unreached(window, found),
    ]


def in_front(window: QWidget) -> QWidget:
    """The panel that lies over the page, else all of the window."""
    overlays = [each for each in window.findChildren(Overlay) if each.isVisible()]
    return overlays[-1] if overlays else window


def interactive(scope: QWidget) -> Iterator[QWidget]:
    """What takes a tap or a key, without the parts that nobody meets by themselves."""
    for each in scope.findChildren(QWidget):
        takes_keys = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if not each.isVisible() or isinstance(each, QScrollBar) or each.focusProxy() is not None:
            continue
        if (isinstance(each, INTERACTIVE) or takes_keys) and not ancestor(each, PARTS_OF_ANOTHER):
            yield each


def ancestor(widget: QWidget, kinds: tuple[type[QWidget], ...]) -> QWidget | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, kinds):
        above = above.parentWidget()
    return above


def name(widget: QWidget) -> str:
    """What a screen reader says first."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip()


def description(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Description).strip()


def words(widget: QWidget) -> str:
    """Where to look for a widget."""
    above = widget.parentWidget()
    size = f"{widget.width()}x{widget.height()}"
    return f"{type(widget).__name__} {name(widget)!r} in {type(above).__name__} {size}"


def too_small(found: list[QWidget]) -> Iterator[str]:
    for each in found:
        target = ancestor(each, (AgreeRow, FieldFrame)) or each
        if min(target.height(), target.width()) < TARGET_PX:
            yield f"too small for a finger: {words(each)}"
        if isinstance(each, QTableView) and any(
            each.rowHeight(row) < TARGET_PX for row in range(each.model().rowCount())
        ):
            yield f"rows too small for a finger: {words(each)}"


def twins(found: list[QWidget]) -> list[tuple[str, str]]:
    said = Counter((name(each), description(each)) for each in found)
    return [each for each, count in said.items() if count > 1]


def cut(window: QWidget, scope: QWidget) -> Iterator[str]:
    """What does not fit: beyond an edge of what holds it, or shorter than its own words."""
    for each in chain([scope], scope.findChildren(QWidget)):
        if not each.isVisible():
            continue
        if isinstance(each, QScrollBar):
            if each.orientation() == Qt.Orientation.Horizontal and each.maximum() > each.minimum():
                yield f"scrolls sideways: {words(each)}"
        elif not is_within(each, window):
            yield f"cut at the side: {words(each)}"
        elif is_truncated(each):
            yield f"its words are cut: {words(each)}"


def is_within(widget: QWidget, window: QWidget) -> bool:
    """Whether nothing of its width lies outside of what holds it."""
    above = widget.parentWidget()
    while above is not None and widget is not window:
        left = widget.mapTo(above, QPoint(0, 0)).x()
        if left < 0 or left + widget.width() > above.width():
            return False
        above = None if above is window else above.parentWidget()
    return True


def is_truncated(widget: QWidget) -> bool:
    if isinstance(widget, QPushButton):
        return widget.width() < widget.sizeHint().width()
    if not isinstance(widget, QLabel) or isinstance(widget, ElidedLabel) or not widget.text():
        return False
    if widget.wordWrap():
        longest = max(map(widget.fontMetrics().horizontalAdvance, widget.text().split()), default=0)
        return (
            widget.height() < widget.heightForWidth(widget.width()) or longest > widget.contentsRect().width()
        )
    lines = map(widget.fontMetrics().horizontalAdvance, widget.text().splitlines())
    return (
        max(lines, default=0) > widget.contentsRect().width()
        or widget.height() < widget.fontMetrics().height()
    )


def unreached(window: QWidget, found: list[QWidget]) -> Iterator[str]:
    """What neither the Tab key nor an arrow from where it led comes to."""
    met = tabbed(window, Qt.Key.Key_Tab)
    back = tabbed(window, Qt.Key.Key_Backtab)
    groups = [ancestor(each, GROUPS) for each in met]
    for each in found:
        if not each.isEnabled() or each in met:
            continue
        group = ancestor(each, GROUPS)
        if group is None or group not in groups:
            yield f"the Tab key does not come to it: {words(each)}"
    for each in set(met) ^ set(back):
        yield f"Tab and Shift+Tab do not lead to the same: {words(each)}"


def tabbed(window: QWidget, key: Qt.Key) -> list[QWidget]:
    """Where the Tab key leads, once round."""
    met: list[QWidget] = []
    for _ in range(TABS_AT_MOST):
        at = QApplication.focusWidget() or window
        QTest.keyClick(at, key)
        now = QApplication.focusWidget()
        if now is None or now in met[:1] or (met and now is met[-1]):
            break
        met.append(now)
    return met
