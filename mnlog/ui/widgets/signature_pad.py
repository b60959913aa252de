"""A field to sign in, by finger, pen or mouse."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mnlog.domain.records import SIGNATURE_ASPECT, Stroke, StrokePoint
from mnlog.ui.theme import RADIUS_PANEL, ThemeSource


class SignaturePad(QWidget):
    """Keeps strokes, not a picture. Whoever cannot sign on the screen signs on paper.

    Signals:
        changed: a stroke was finished, or the pad was cleared by a person.
    """

    changed = Signal()

    def __init__(self, theme: ThemeSource, hint: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._hint = hint or self.tr("Sign here")
        self._strokes: list[Stroke] = []
        self._current: list[StrokePoint] = []
        self._clock = QElapsedTimer()
        self._offset_ms = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Signature"))
        self._describe()
        theme.changed.connect(self.update)

    def strokes(self) -> tuple[Stroke, ...]:
        """What was drawn, stroke by stroke."""
        return tuple(self._strokes)

    def set_strokes(self, strokes: Sequence[Sequence[StrokePoint]]) -> None:
        """Shows strokes without a signal."""
        self._strokes = [tuple(stroke) for stroke in strokes]
        self._current = []
        self._offset_ms = max((point[2] for stroke in self._strokes for point in stroke), default=-1) + 1
        self._clock.invalidate()
        self._describe()
        self.update()

    def clear(self) -> None:
        """Wipes the pad."""
        if self._strokes or self._current:
            self.set_strokes(())
            self.changed.emit()

    def is_empty(self) -> bool:
        """True while nothing was drawn."""
        return not self._strokes

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width / SIGNATURE_ASPECT)

    def sizeHint(self) -> QSize:
        return QSize(500, round(500 / SIGNATURE_ASPECT))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, round(240 / SIGNATURE_ASPECT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), 0.5)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._extend(event.position(), 0.5)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        if event.type() == QTabletEvent.Type.TabletPress:
            self._begin(event.position(), event.pressure())
        elif event.type() == QTabletEvent.Type.TabletRelease:
            self._end()
        elif self._current:
            self._extend(event.position(), event.pressure())
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("card"))
        painter.setPen(QPen(theme.color("line_strong"), 1))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_PANEL, RADIUS_PANEL)
        base = self.height() * 0.76
        painter.setPen(QPen(theme.color("muted"), 1))
        painter.drawLine(QPointF(self.width() * 0.07, base), QPointF(self.width() * 0.93, base))
        painter.setFont(theme.font("small"))
        words = QRectF(self.width() * 0.07, base + 4, self.width() * 0.86, self.height() - base - 6)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop, self._hint)
        paint_strokes(painter, [*self._strokes, tuple(self._current)], frame, theme.color("ink"))
        painter.end()

    def _begin(self, at: QPointF, pressure: float) -> None:
        if not self._clock.isValid():
            self._clock.start()
        self._current = []
        self._extend(at, pressure)

    def _extend(self, at: QPointF, pressure: float) -> None:
        x = min(1.0, max(0.0, at.x() / max(1, self.width())))
        y = min(1.0, max(0.0, at.y() / max(1, self.height())))
        point = (round(x, 4), round(y, 4), self._offset_ms + self._clock.elapsed(), round(pressure, 2))
        if not self._current or point[:2] != self._current[-1][:2]:
            self._current.append(point)
            self.update()

    def _end(self) -> None:
        if self._current:
            self._strokes.append(tuple(self._current))
            self._current = []
            self._describe()
            self.update()
            self.changed.emit()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.tr("signed") if self._strokes else self.tr("empty"))


def paint_strokes(painter: QPainter, strokes: Sequence[Stroke], rect: QRectF, color: QColor) -> None:
    """Draws strokes into a rectangle, smoothed through the middles between their points."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = max(1.2, rect.height() * 0.014)
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    for stroke in strokes:
        points = [QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height()) for x, y, *_ in stroke]
        if len(points) == 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(pen.color())
            painter.drawEllipse(points[0], width, width)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        elif points:
            pen.setWidthF(width * (0.6 + 0.8 * sum(point[3] for point in stroke) / len(stroke)))
            painter.setPen(pen)
            painter.drawPath(_smooth(points))


def _smooth(points: Sequence[QPointF]) -> QPainterPath:
    path = QPainterPath(points[0])
    for before, after in pairwise(points[1:]):
        path.quadTo(before, (before + after) / 2)
    path.lineTo(points[-1])
    return path
