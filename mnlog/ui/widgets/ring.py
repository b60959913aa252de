"""A clock as a ring: how long something has been on, of how long it should be."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mnlog.ui.theme import ThemeSource

NEAR_MAXIMUM_S = 300
"""From here on the ring calls for the product to come off."""
LEAST_ROOM_PX = 20


class Ring(QWidget):
    """A painted clock. It has no timer: whoever owns it hands it the seconds.

    Signals:
        none.
    """

    def __init__(self, theme: ThemeSource, size: int = 88, name: str = "") -> None:
        """`size` is its width at text scale 1.0; `name` says what is timed and is read aloud."""
        super().__init__()
        self._theme, self._size = theme, size
        self._elapsed_s: int | None = None
        self._minimum_s: int | None = None
        self._maximum_s: int | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._rescale)

    def set_state(self, elapsed_s: int | None, minimum_s: int | None, maximum_s: int | None = None) -> None:
        """Seconds passed (None: not started), shortest and longest time; None where there is no bound."""
        state = (elapsed_s, minimum_s, maximum_s)
        if state != (self._elapsed_s, self._minimum_s, self._maximum_s):
            self._elapsed_s, self._minimum_s, self._maximum_s = state
            self.setAccessibleDescription(f"{self.clock_text()} {self.caption()}")
            self.update()

    def phase(self) -> str:
        """idle, running (under the minimum), ready, near (the maximum) or over (it)."""
        if self._elapsed_s is None:
            return "idle"
        if self._maximum_s is not None and self._elapsed_s > self._maximum_s:
            return "over"
        if self._minimum_s is not None and self._elapsed_s < self._minimum_s:
            return "running"
        if self._maximum_s is not None and self._elapsed_s >= self._maximum_s - NEAR_MAXIMUM_S:
            return "near"
        return "ready"

    def clock_text(self) -> str:
        """Minutes and seconds passed."""
        if self._elapsed_s is None:
            return "–:–"
        minutes, seconds = divmod(max(0, self._elapsed_s), 60)
        return f"{minutes:02d}:{seconds:02d}"

    def caption(self) -> str:
        """The small words under the clock."""
        words = {
            "idle": self.tr("not on"),
            "running": self.tr("of {minutes} min").format(minutes=(self._minimum_s or 0) // 60),
            "ready": self.tr("ready"),
            "over": self.tr("over max"),
        }
        if self.phase() == "near":
            left = -(-((self._maximum_s or 0) - (self._elapsed_s or 0)) // 60)
            return self.tr("{minutes} min left").format(minutes=left)
        return words[self.phase()]

    def sizeHint(self) -> QSize:
        side = self._theme.current.px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        width = max(5.0, side * 0.088)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        circle = box.adjusted(width / 2 + 1, width / 2 + 1, -width / 2 - 1, -width / 2 - 1)
        painter.setPen(QPen(theme.color("line"), width))
        painter.drawEllipse(circle)
        pen = QPen(theme.color(self._tint()), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if share := self._share():
            painter.drawArc(circle, 90 * 16, -round(share * 360 * 16))
        self._paint_text(painter, box, side, width)
        painter.end()

    def _paint_text(self, painter: QPainter, box: QRectF, side: float, width: float) -> None:
        theme = self._theme.current
        room = side - 2 * width - 8
        if room < LEAST_ROOM_PX:
            return  # not laid out yet: no figure fits in there
        text = self.clock_text()
        font = theme.font("text", QFont.Weight.Bold, tabular=True)
        font.setPixelSize(round(side * 0.245))
        painter.setFont(font)
        if (wide := painter.fontMetrics().horizontalAdvance(text)) > room:
            font.setPixelSize(round(side * 0.245 * room / wide))
            painter.setFont(font)
        painter.setPen(theme.color("muted" if self.phase() == "idle" else "ink"))
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(box.translated(0, -side * 0.06), centre, text)
        small = theme.font("small", QFont.Weight.Medium)
        small.setPixelSize(max(10, round(side * 0.125)))
        painter.setFont(small)
        tint = {"near": "danger", "over": "danger", "ready": "accent"}.get(self.phase(), "muted")
        painter.setPen(theme.color(tint))
        line = painter.fontMetrics().elidedText(self.caption(), Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(box.translated(0, side * 0.145), centre, line)

    def _tint(self) -> str:
        return {"running": "warn", "ready": "accent", "idle": "line"}.get(self.phase(), "danger")

    def _share(self) -> float:
        if self._elapsed_s is None:
            return 0.0
        if not self._minimum_s:
            return 1.0
        return min(1.0, self._elapsed_s / self._minimum_s)

    def _rescale(self) -> None:
        self.updateGeometry()
        self.update()
