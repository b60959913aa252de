"""Rows of the lists on Today: a tap anywhere on one does what it is for."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Avatar, Card, ElidedLabel, IconLabel, hline

ROW_PX = 76


class TapRow(QAbstractButton):
    """Avatar, name, one line beneath, and what stands at the right. Read aloud as one button.

    Signals:
        clicked: by a tap, Space or Enter.
    """

    def __init__(self, theme: ThemeSource, initials: str, name: str, line: str, tone: str = "accent") -> None:
        super().__init__()
        self._theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(theme.current.px(ROW_PX))
        self.setAccessibleName(f"{name}, {line}")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 12, 16, 12)
        self._row.setSpacing(14)
        self._row.addWidget(Avatar(initials, tone))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(ElidedLabel(name, "strong"))
        words.addWidget(ElidedLabel(line, "secondary"))
        words.addStretch(1)
        self._row.addLayout(words, 1)
        self._arrow = IconLabel("chevron-right", 18)

    def add(self, widget: QWidget) -> None:
        """Puts something at its right end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_arrow(self, icon: str = "chevron-right") -> None:
        """Shows that it leads somewhere."""
        self._arrow.set_icon(icon)
        self._row.addWidget(self._arrow)

    def turn_arrow(self, icon: str) -> None:
        """Shows whether what belongs to it is open."""
        self._arrow.set_icon(icon)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.fillRect(
                self.rect().adjusted(1, 0, -1, 0), theme.color("soft" if self.isDown() else "paper")
            )
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 8, 8)
        painter.end()


class ListCard(Card):
    """A panel with a title and rows from edge to edge, divided by hairlines."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._shown: tuple[object, ...] = ()
        outer = self.layout()
        if isinstance(outer, QVBoxLayout):
            outer.setContentsMargins(1, 16, 1, 12)
            outer.setSpacing(14)
        self.header.setContentsMargins(20, 0, 20, 0)
        self.body.setSpacing(0)

    def is_shown(self, *state: object) -> bool:
        """Whether this is what stands there already; rows made anew would lose the focus."""
        if state == self._shown:
            return True
        self._shown = state
        return False

    def show_rows(self, rows: Iterable[QWidget]) -> None:
        """Puts rows in the place of those before."""
        made = list(rows)
        _empty(self.body)
        for row in made:
            self.body.addWidget(hline())
            self.body.addWidget(row)
            row.show()
        self.body.addStretch(1)

    def show_instead(self, widget: QWidget) -> None:
        """Shows one thing in place of rows."""
        _empty(self.body)
        self.body.addWidget(hline())
        self.body.addWidget(widget, 1)


def _empty(layout: QBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
