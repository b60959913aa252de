"""The keys that work anywhere, from the table of actions."""

from itertools import groupby

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from mnlog.ui.actions import ACTIONS, Action, key_text, words
from mnlog.ui.dialogs.overlay import Overlay
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Chip, label

_WIDTH = 460


class ShortcutSheet(Overlay):
    """Lists every action with its keys.

    Signals: those of Overlay.
    """

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme, parent, words("Keys that work anywhere"))
        self.card.setMinimumWidth(theme.current.px(_WIDTH))
        for group, actions in groupby(ACTIONS, key=lambda action: action.group):
            self.card.body.addWidget(label(words(group), "small"))
            self.card.body.addLayout(_rows(tuple(actions)))
        self.card.body.addStretch(1)


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
