"""The navigation rail at the window's edge."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from mnlog.ui.theme import ThemeSource, tinted_pixmap

WIDTH = 88


@dataclass(frozen=True, slots=True)
class RailItem:
    """A place to go: its id, its words, and the name of its icon."""

    id: str
    text: str
    icon: str


class RailButton(QAbstractButton):
    """One item.

    Signals:
        arrowed(int): -1 for up, 1 for down.
    """

    arrowed = Signal(int)

    def __init__(self, theme: ThemeSource, item: RailItem) -> None:
        super().__init__()
        self._theme, self._item, self._count = theme, item, 0
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(item.text)

    def nextCheckState(self) -> None:
        """A press asks for the place; the rail decides which one is shown."""

    def set_count(self, count: int) -> None:
        """A small figure on the icon; 0 shows none."""
        self._count = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self.arrowed.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(72, self._theme.current.px(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._theme.current.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            ground = theme.color("rail_on")
            if not self.isChecked():
                ground.setAlphaF(0.55)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("rail_focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        ink = theme.color("rail_bright" if self.isChecked() else "rail_text")
        size = theme.px(21)
        font = theme.font("small", QFont.Weight.Medium)
        painter.setFont(font)
        line = painter.fontMetrics().height()
        top = (self.height() - size - theme.px(4) - line) / 2
        at = QPointF((self.width() - size) / 2, top)
        painter.drawPixmap(at, tinted_pixmap(self._item.icon, ink, size, stroke=1.75))
        painter.setPen(ink)
        words = QRectF(0, top + size + theme.px(4), self.width(), line)
        text = painter.fontMetrics().elidedText(
            self._item.text, Qt.TextElideMode.ElideRight, self.width() - 4
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, text)
        if self._count:
            self._paint_count(painter, at + QPointF(size, 0))
        painter.end()

    def _paint_count(self, painter: QPainter, at: QPointF) -> None:
        theme = self._theme.current
        text = str(self._count) if self._count < 100 else "99+"
        painter.setFont(theme.font(11, QFont.Weight.Bold))
        width = max(theme.px(18), painter.fontMetrics().horizontalAdvance(text) + theme.px(9))
        badge = QRectF(at.x() - theme.px(6), at.y() - theme.px(6), width, theme.px(18))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("rail_badge"))
        painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
        painter.setPen(theme.color("rail_badge_text"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


class _Logo(QWidget):
    def __init__(self, theme: ThemeSource) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(64)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("rail_logo"))
        box = QRectF((self.width() - 40) / 2, 10, 40, 40)
        painter.drawRoundedRect(box, 10, 10)
        font = QFont(theme.font("text", QFont.Weight.Bold))
        font.setPixelSize(15)
        painter.setFont(font)
        painter.setPen(theme.color("rail_logo_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "mn")
        painter.end()


class Rail(QWidget):
    """Items at the top and at the bottom of a deep teal strip.

    Signals:
        selected(str): a person asks for the place with this id. Nothing is marked until `set_current`.
    """

    selected = Signal(str)

    def __init__(self, theme: ThemeSource, top: Sequence[RailItem], bottom: Sequence[RailItem] = ()) -> None:
        super().__init__()
        self._theme = theme
        self._buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 16)
        column.setSpacing(6)
        column.addWidget(_Logo(theme))
        for item in top:
            column.addWidget(self._button(item))
        column.addStretch(1)
        for item in bottom:
            column.addWidget(self._button(item))
        self.setAccessibleName(self.tr("Places"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._rescale)
        self._rescale()

    def set_current(self, item: str | None) -> None:
        """Marks the place that is shown; None marks none."""
        for each, made in self._buttons.items():
            made.setChecked(each == item)

    def set_count(self, item: str, count: int) -> None:
        """A small figure on an item's icon; 0 shows none.

        Raises:
            KeyError: when there is no such item.
        """
        self._buttons[item].set_count(count)

    def button_of(self, item: str) -> RailButton:
        """The button of an item, to hang a shortcut's tip on."""
        return self._buttons[item]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.current.color("rail"))
        painter.end()

    def _button(self, item: RailItem) -> RailButton:
        made = RailButton(self._theme, item)
        made.clicked.connect(lambda: self.selected.emit(item.id))
        made.arrowed.connect(lambda by: self._move_focus(item.id, by))
        self._buttons[item.id] = made
        return made

    def _move_focus(self, item: str, by: int) -> None:
        ids = list(self._buttons)
        self._buttons[ids[(ids.index(item) + by) % len(ids)]].setFocus(Qt.FocusReason.TabFocusReason)

    def _rescale(self) -> None:
        self.setFixedWidth(round(WIDTH + 64 * (self._theme.current.scale - 1)))
        for made in self._buttons.values():
            made.updateGeometry()
            made.update()
        self.update()
