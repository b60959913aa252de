"""The keys that work anywhere, from the table of actions."""

from itertools import groupby

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mnlog.ui.actions import ACTIONS, Action, key_text, words
from mnlog.ui.dialogs.overlay import Overlay
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Chip, label
from mnlog.ui.widgets.scroll import scrollable

_WIDTH = 460
_ROUND_IT = 160
"""What the card's head and the margins around it take."""


class ShortcutSheet(Overlay):
    """Lists every action with its keys.

    Signals: those of Overlay.
    """

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme, parent, words("Keys that work anywhere"))
        self.card.setMinimumWidth(theme.current.px(_WIDTH))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for group, actions in groupby(ACTIONS, key=lambda action: action.group):
            column.addWidget(label(words(group), "small"))
            column.addLayout(_rows(tuple(actions)))
        area = scrollable(inner)
        area.setMinimumHeight(min(inner.sizeHint().height(), self._host.height() - _ROUND_IT))
        self.card.body.addWidget(area)


def _rows(actions: tuple[Action, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for row, action in enumerate(actions):
        grid.addWidget(label(words(action.title)), row, 0)
        chips = QHBoxLayout()
        chips.addStretch(1)
        for keys in (*action.keys, *action.also):
            chips.addWidget(Chip(key_text(keys)))
        grid.addLayout(chips, row, 1)
    return grid
