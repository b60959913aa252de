"""Filling cards and emptying them again."""

from PySide6.QtWidgets import QLayout, QVBoxLayout

from mnlog.ui.widgets.basics import Card, label


def titled(title: str, text: str, role: str = "small") -> QVBoxLayout:
    """A heading with its text close beneath."""
    column = QVBoxLayout()
    column.setSpacing(3)
    column.addWidget(label(title, role, wrap=True))
    column.addWidget(label(text, "text", wrap=True))
    return column


def clear(card: Card) -> None:
    """Takes everything out of a card's body."""
    empty(card.body)


def empty(layout: QLayout) -> None:
    """Takes everything out of a layout, and out of sight at once."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)
