"""The steps of a session along the top, all reachable at any time."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from mnlog.ui.theme import RADIUS_CONTROL, ThemeSource, tinted_pixmap
from mnlog.ui.widgets.segmented import arrow_step

STATES = ("todo", "done", "attention")


class StepTile(QAbstractButton):
    """One step: number or mark, title, and what stands there.

    Signals:
        arrowed(int): -1 towards the first step, 1 towards the last.
    """

    arrowed = Signal(int)

    def __init__(self, theme: ThemeSource, number: int, title: str) -> None:
        super().__init__()
        self._theme, self._number, self._title = theme, number, title
        self._state, self._subtitle = "todo", ""
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    def set_state(self, state: str, subtitle: str) -> None:
        """Raises: ValueError: when there is no such state."""
        if state not in STATES:
            raise ValueError(f"no step state {state!r}")
        self._state, self._subtitle = state, subtitle
        self._describe()
        self.update()

    def nextCheckState(self) -> None:
        """A press asks for the step; the bar decides which one is current."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if step := arrow_step(event, self.layoutDirection()):
            self.arrowed.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.current.px(196), self._theme.current.px(56))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.current.px(96), self._theme.current.px(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current, focused = self.isChecked(), self.hasFocus()
        width = 2.0 if current or focused else 1.0
        ground = "accent_soft" if current else "soft" if self.underMouse() else "card"
        painter.setBrush(theme.color(ground))
        painter.setPen(QPen(theme.color("accent" if current or focused else "line"), width))
        edge = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(edge, RADIUS_CONTROL + 2, RADIUS_CONTROL + 2)
        if current and focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.drawRoundedRect(edge.adjusted(4, 4, -4, -4), RADIUS_CONTROL - 2, RADIUS_CONTROL - 2)
        side = theme.px(26)
        left = theme.px(13)
        circle = self._mirrored(QRectF(left, (self.height() - side) / 2, side, side))
        self._paint_mark(painter, circle)
        start = left + side + theme.px(11)
        self._paint_words(painter, self._mirrored(QRectF(start, 0, self.width() - start - 9, self.height())))
        painter.end()

    def _mirrored(self, rect: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            rect.moveRight(self.width() - rect.left())
        return rect

    def _paint_mark(self, painter: QPainter, circle: QRectF) -> None:
        theme = self._theme.current
        ground, ink, mark = {
            "done": ("good", "on_good", "check"),
            "attention": ("warn", "on_warn", "!"),
        }.get(self._state, ("accent", "on_accent", "") if self.isChecked() else ("soft", "muted", ""))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawEllipse(circle)
        if mark == "check":
            size = round(circle.width() * 0.62)
            pixmap = tinted_pixmap("check", theme.color(ink), size, stroke=3.0)
            painter.drawPixmap(circle.center() - QPointF(size / 2, size / 2), pixmap)
            return
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font("small", QFont.Weight.Bold))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, mark or str(self._number))

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        theme = self._theme.current
        title, small = theme.font(13.5, QFont.Weight.DemiBold), theme.font(12)
        heights = [QFontMetricsF(each).height() for each in (title, small)]
        top = (rect.height() - sum(heights)) / 2 - 0.5
        warns = self._state == "attention"
        lines: tuple[tuple[str, QFont, QColor], ...] = (
            (self._title, title, theme.color("ink")),
            (self._subtitle, small, theme.color("warn" if warns else "muted")),
        )
        if not self._subtitle:
            top, lines = (rect.height() - heights[0]) / 2, lines[:1]
        for (text, font, color), height in zip(lines, heights, strict=False):
            painter.setFont(font)
            painter.setPen(color)
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            box = QRectF(rect.left(), top, rect.width(), height)
            painter.drawText(box, int(self._aligned(flags)), shown)
            top += height

    def _aligned(self, flags: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        return flags

    def _describe(self) -> None:
        words = {"todo": self.tr("to do"), "done": self.tr("done"), "attention": self.tr("needs attention")}
        self.setAccessibleName(f"{self._number} {self._title}")
        self.setAccessibleDescription(", ".join(filter(None, (words[self._state], self._subtitle))))
        self.setToolTip(f"{self._title}: {self._subtitle}" if self._subtitle else self._title)


class StepBar(QWidget):
    """Tiles of equal width, one of them current.

    Signals:
        selected(str): a person asks for the step with this id.
    """

    selected = Signal(str)

    def __init__(self, theme: ThemeSource, steps: Sequence[tuple[str, str]]) -> None:
        """Takes (id, title) pairs in order."""
        super().__init__()
        self._theme = theme
        self._tiles: dict[str, StepTile] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for number, (step, title) in enumerate(steps, 1):
            tile = StepTile(theme, number, title)
            tile.clicked.connect(lambda _checked=False, step=step: self.selected.emit(step))
            tile.arrowed.connect(lambda by, step=step: self._move_focus(step, by))
            self._tiles[step] = tile
            row.addWidget(tile, 1)
        self.setAccessibleName(self.tr("Steps of the session"))
        theme.changed.connect(self._rescale)

    def set_step(self, step: str, state: str, subtitle: str = "") -> None:
        """Marks a step todo, done or attention, and says what stands there.

        Raises:
            KeyError: when there is no such step.
            ValueError: when there is no such state.
        """
        self._tiles[step].set_state(state, subtitle)

    def set_current(self, step: str) -> None:
        """Shows which step is open.

        Raises:
            KeyError: when there is no such step.
        """
        wanted = self._tiles[step]
        for tile in self._tiles.values():
            tile.setChecked(tile is wanted)

    def current(self) -> str | None:
        """Id of the open step."""
        return next((step for step, tile in self._tiles.items() if tile.isChecked()), None)

    def tile(self, step: str) -> StepTile:
        """The tile of a step."""
        return self._tiles[step]

    def _move_focus(self, step: str, by: int) -> None:
        ids = list(self._tiles)
        self._tiles[ids[(ids.index(step) + by) % len(ids)]].setFocus(Qt.FocusReason.TabFocusReason)

    def _rescale(self) -> None:
        for tile in self._tiles.values():
            tile.updateGeometry()
            tile.update()
