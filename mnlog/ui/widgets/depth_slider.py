"""The slider under a needle depth: the usual range shaded, last session's depth as a ghost."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from mnlog.domain.units import depth_text
from mnlog.ui.theme import ThemeSource

_HANDLE = 11
_INSET = 15
_TRACK = 6


class DepthSlider(QAbstractSlider):
    """Micrometres on a line. Unset, it has no handle.

    Signals:
        depth_chosen(int): a person moved it; µm, on the device's step.
    """

    depth_chosen = Signal(int)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._value_um: int | None = None
        self._typical: tuple[int, int] | None = None
        self._ghost_um: int | None = None
        self._step_um = 250
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._rescale)

    def set_device(self, min_um: int, max_um: int, step_um: int) -> None:
        """What the device reaches, and the step of its dial."""
        self._step_um = max(step_um, 1)
        self.blockSignals(True)
        self.setRange(min_um, max_um)
        self.setSingleStep(self._step_um)
        self.setPageStep(self._step_um * 2)
        self.blockSignals(False)
        self.update()

    def set_typical(self, range_um: tuple[int, int] | None) -> None:
        """Shades the usual range."""
        self._typical = range_um
        self.update()

    def set_ghost(self, depth_um: int | None) -> None:
        """Marks last session's depth."""
        self._ghost_um = depth_um
        self.update()

    def set_depth(self, depth_um: int | None) -> None:
        """Places the handle without a signal."""
        self._value_um = depth_um
        if depth_um is not None:
            self.blockSignals(True)
            self.setValue(depth_um)
            self.blockSignals(False)
        self.setAccessibleDescription("" if depth_um is None else f"{depth_text(depth_um)} mm")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, max(44, self._theme.current.px(44)))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, step = event.key(), self._step_um
        at = self.minimum() - step if self._value_um is None else self._value_um
        targets = {
            Qt.Key.Key_Left: at - step,
            Qt.Key.Key_Down: at - step,
            Qt.Key.Key_Right: at + step,
            Qt.Key.Key_Up: at + step,
            Qt.Key.Key_PageDown: at - 2 * step,
            Qt.Key.Key_PageUp: at + 2 * step,
            Qt.Key.Key_Home: self.minimum(),
            Qt.Key.Key_End: self.maximum(),
        }
        if key in targets:
            self._choose(targets[Qt.Key(key)])
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._um_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(self._um_at(event.position().x()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        left, right = self._x(self.minimum()), self._x(self.maximum())
        painter.setBrush(theme.color("line"))
        painter.drawRoundedRect(QRectF(left, middle - _TRACK / 2, right - left, _TRACK), 3, 3)
        if self._typical is not None:
            low, high = (max(self.minimum(), min(self.maximum(), each)) for each in self._typical)
            painter.setBrush(theme.color("accent_mid"))
            shade = QRectF(self._x(low), middle - _TRACK / 2, self._x(high) - self._x(low), _TRACK)
            painter.drawRoundedRect(shade, 3, 3)
        if self._ghost_um is not None:
            self._paint_ghost(painter, QPointF(self._x(self._ghost_um), middle))
        if self._value_um is not None and self.isEnabled():
            self._paint_handle(painter, QPointF(self._x(self._value_um), middle))
        elif self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(left - 6, middle - 9, right - left + 12, 18), 9, 9)
        painter.end()

    def _paint_ghost(self, painter: QPainter, at: QPointF) -> None:
        painter.setBrush(self._theme.current.color("card"))
        painter.setPen(QPen(self._theme.current.color("muted"), 1.6, Qt.PenStyle.DashLine))
        painter.drawEllipse(at, _HANDLE - 2, _HANDLE - 2)

    def _paint_handle(self, painter: QPainter, at: QPointF) -> None:
        theme = self._theme.current
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawEllipse(at, _HANDLE + 3.5, _HANDLE + 3.5)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(at, _HANDLE + 1, _HANDLE + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(at, _HANDLE - 3, _HANDLE - 3)

    def _x(self, depth_um: int) -> float:
        span = max(1, self.maximum() - self.minimum())
        room = self.width() - 2 * _INSET
        at = max(self.minimum(), min(self.maximum(), depth_um))
        return _INSET + room * (at - self.minimum()) / span

    def _um_at(self, x: float) -> int:
        room = max(1, self.width() - 2 * _INSET)
        return round(self.minimum() + (x - _INSET) / room * (self.maximum() - self.minimum()))

    def _choose(self, depth_um: int) -> None:
        """Goes to the nearest step of the dial within its reach."""
        snapped = round(depth_um / self._step_um) * self._step_um
        bounded = max(self.minimum(), min(self.maximum(), snapped))
        if bounded != self._value_um:
            self.set_depth(bounded)
            self.depth_chosen.emit(bounded)

    def _rescale(self) -> None:
        self.updateGeometry()
        self.update()
