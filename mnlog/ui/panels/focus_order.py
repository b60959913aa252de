"""The Tab key goes as one reads, also through parts that were added later."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollArea, QWidget


def tab_as_read(*parts: QWidget) -> None:
    """Puts everything within these parts that takes the focus in the order of the layouts."""
    stops = [stop for part in parts for stop in _stops(part)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    layout = widget.layout()
    proxy = widget.focusProxy()
    if proxy is not None and widget.isAncestorOf(proxy):
        yield widget  # left behind its own proxy in Qt's chain, it would send Tab back there for ever
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None:
            yield from _stops(inside)
    elif layout is not None and not isinstance(widget, QAbstractScrollArea):
        yield from _stops_of(layout)
    elif widget.focusPolicy() & Qt.FocusPolicy.ClickFocus:
        yield widget


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _stops(widget)
        elif inner is not None:
            yield from _stops_of(inner)
