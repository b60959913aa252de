"""Rows that are made anew when what they show has changed."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mnlog.ui.widgets.filling import empty


class Rows(QVBoxLayout):
    """A column of widgets that can be put in the place of the ones before."""

    def __init__(self, spacing: int = 0) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def replace(self, widgets: Iterable[QWidget]) -> None:
        """Takes all rows away and puts others in their place."""
        made = list(widgets)
        empty(self)
        for widget in made:
            self.addWidget(widget)

    def widgets(self) -> list[QWidget]:
        """The rows in sight."""
        found = (self.itemAt(at) for at in range(self.count()))
        return [widget for item in found if item is not None and (widget := item.widget()) is not None]
