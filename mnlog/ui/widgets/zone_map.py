"""The map one taps zones on, its small sister for lists, and the legend of depths."""

from collections.abc import Callable, Collection, Mapping
from math import inf

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QLinearGradient, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mnlog.domain.maps import ZoneKey
from mnlog.domain.units import depth_text
from mnlog.ui.theme import DEPTH_STOPS_UM, ThemeSource
from mnlog.ui.widgets.map_figure import MapFigure, Marks, paint_map

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_REACH_PX = (3, 6)
"""How far beside a narrow zone a press still means it: the nearest in the first reach, then the second."""


class ZoneMap(QWidget):
    """Zones to tap. It shows state and asks for changes; it changes nothing itself.

    Arrow keys go from zone to zone by where they lie, Space or Enter asks for the one they stand on.

    Signals:
        zone_toggled(str, str): a person asks for a zone, by id and side.
        missed: a press fell beside all zones.
        zone_focused(str, str): the keyboard or the pointer went to a zone.
    """

    zone_toggled = Signal(str, str)
    missed = Signal()
    zone_focused = Signal(str, str)

    def __init__(
        self,
        theme: ThemeSource,
        figure: MapFigure,
        name_of: Callable[[str, str], str] | None = None,
        name: str = "",
    ) -> None:
        """`name_of` gives the words for a zone and side; `name` those for the map. Both are read aloud."""
        super().__init__()
        self._theme, self._figure = theme, figure
        self._name_of = name_of or (lambda zone, side: f"{zone.replace('_', ' ')} {side}")
        self._treated: dict[ZoneKey, int | None] = {}
        self._selected: frozenset[ZoneKey] = frozenset()
        self._ghosts: dict[ZoneKey, int | None] = {}
        self._hovered: ZoneKey | None = None
        self._focused: ZoneKey | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name or figure.map.title)
        self._describe()
        theme.changed.connect(self.update)

    def set_state(
        self,
        treated: Mapping[ZoneKey, int | None],
        selected: Collection[ZoneKey] = (),
        ghosts: Mapping[ZoneKey, int | None] | None = None,
    ) -> None:
        """Shows depths (µm; None for a zone without one yet), what is in hand, and last session's depths."""
        self._treated, self._selected = dict(treated), frozenset(selected)
        self._ghosts = dict(ghosts or {})
        self._describe()
        self.update()

    def set_figure(self, figure: MapFigure, name: str = "") -> None:
        """Shows another map."""
        self._figure, self._hovered, self._focused = figure, None, None
        self.setAccessibleName(name or figure.map.title)
        self._describe()
        self.updateGeometry()
        self.update()

    def zones(self) -> tuple[ZoneKey, ...]:
        """All zones of this map, with their sides."""
        return tuple(self._figure.paths)

    def label_point(self, zone_id: str, side: str) -> QPointF:
        """Where a zone's figure stands, in the widget's pixels."""
        spot = self._figure.spot((zone_id, side))
        return self._figure.transform(self._rect()).map(QPointF(spot.x, spot.y))

    def zone_at(self, at: QPointF) -> ZoneKey | None:
        """The zone under a point of the widget, else the one a fingertip there still touches."""
        inverse, _ = self._figure.transform(self._rect()).inverted()
        point, paths = inverse.map(at), self._figure.paths
        if under := next((key for key, path in paths.items() if path.contains(point)), None):
            return under
        for reach in _REACH_PX:
            touched = inverse.mapRect(QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach))
            if beside := next((key for key, path in paths.items() if path.intersects(touched)), None):
                return beside
        return None

    def focused_zone(self) -> ZoneKey | None:
        """The zone the keyboard stands on."""
        return self._focused

    def sizeHint(self) -> QSize:
        box = self._figure.view_box
        return QSize(round(box.width() * 1.15), round(box.height() * 1.15))

    def minimumSizeHint(self) -> QSize:
        box = self._figure.view_box
        return QSize(round(box.width() * 0.6), round(box.height() * 0.6))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        key = self.zone_at(event.position())
        if key is None:
            self.missed.emit()
        else:
            self._focus(key)
            self.zone_toggled.emit(*key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.zone_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _WAYS:
            self._go(*_WAYS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._focused is not None:
                self.zone_toggled.emit(*self._focused)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._focused is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            first = next((key for key in self._figure.paths if key in self._selected), None)
            self._focus(first or next(iter(self._figure.paths), None))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks = Marks(
            treated=self._treated,
            selected=self._selected,
            ghosts=self._ghosts,
            hovered=self._hovered,
            focused=self._focused if self.hasFocus() else None,
        )
        paint_map(painter, self._rect(), self._figure, self._theme.current, marks)
        painter.end()

    def _rect(self) -> QRectF:
        return QRectF(self.rect()).adjusted(4, 4, -4, -4)

    def _hover(self, key: ZoneKey | None) -> None:
        if key != self._hovered:
            self._hovered = key
            self.setCursor(Qt.CursorShape.ArrowCursor if key is None else Qt.CursorShape.PointingHandCursor)
            self.setToolTip("" if key is None else self._words(key))
            self.update()

    def _go(self, across: int, down: int) -> None:
        """To the nearest zone that way: distance along it, and twice what lies aside of it."""
        if self._focused is None:
            self._focus(next(iter(self._figure.paths), None))
            return
        here = self._figure.paths[self._focused].boundingRect().center()
        best, found = inf, self._focused
        for key, path in self._figure.paths.items():
            gap = path.boundingRect().center() - here
            along = gap.x() * across + gap.y() * down
            aside = abs(gap.x() * down) + abs(gap.y() * across)
            if along > 4 and along + 2 * aside < best:
                best, found = along + 2 * aside, key
        self._focus(found)

    def _focus(self, key: ZoneKey | None) -> None:
        self._focused = key
        self._describe()
        self.update()
        if key is not None:
            self.zone_focused.emit(*key)

    def _words(self, key: ZoneKey) -> str:
        depth_um, ghost_um = self._treated.get(key), self._ghosts.get(key)
        words = [self._name_of(*key)]
        if depth_um is not None:
            words.append(f"{depth_text(depth_um)} mm")
        elif key in self._treated:
            words.append(self.tr("no depth yet"))
        if ghost_um is not None:
            words.append(self.tr("last session {depth} mm").format(depth=depth_text(ghost_um)))
        if key in self._selected:
            words.append(self.tr("selected"))
        return ", ".join(words)

    def _describe(self) -> None:
        count = self.tr("{treated} of {all} zones treated")
        summary = count.format(
            treated=len(self._treated.keys() & self._figure.paths.keys()), all=len(self._figure.paths)
        )
        here = "" if self._focused is None else self._words(self._focused) + ". "
        self.setAccessibleDescription(here + summary)


class MiniMap(QWidget):
    """A small picture of one session's zones; its words are its accessible name."""

    def __init__(self, theme: ThemeSource, figure: MapFigure, size: int = 116, name: str = "") -> None:
        super().__init__()
        self._theme, self._figure = theme, figure
        self._treated: dict[ZoneKey, int | None] = {}
        self.setFixedSize(size, size)
        self.setAccessibleName(name or figure.map.title)
        theme.changed.connect(self.update)

    def set_treated(self, treated: Mapping[ZoneKey, int | None]) -> None:
        """Shows depths in µm by zone and side."""
        self._treated = dict(treated)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("paper"))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        inside = QRectF(self.rect()).adjusted(6, 4, -6, 0)
        paint_map(painter, inside, self._figure, theme, Marks(treated=self._treated), mini=True)
        painter.end()


class DepthLegend(QWidget):
    """The ramp of depth colours with the depths they stand for."""

    def __init__(self, theme: ThemeSource) -> None:
        super().__init__()
        self._theme = theme
        low, high = (depth_text(each) for each in (DEPTH_STOPS_UM[0], DEPTH_STOPS_UM[-1]))
        words = self.tr("Needle depth from {low} to {high} mm")
        self.setAccessibleName(words.format(low=low, high=high))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(280, self._theme.current.px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small", tabular=True))
        edge = painter.fontMetrics().horizontalAdvance("0.00") / 2 + 2
        bar = QRectF(edge, 3, self.width() - 2 * edge, theme.px(11))
        ramp = QLinearGradient(bar.topLeft(), bar.topRight())
        last = len(DEPTH_STOPS_UM) - 1
        for at, depth_um in enumerate(DEPTH_STOPS_UM):
            ramp.setColorAt(at / last, theme.depth_color(depth_um))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ramp)
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        painter.setPen(theme.color("muted"))
        has_room = bar.width() / last > 2 * edge
        for at, depth_um in enumerate(DEPTH_STOPS_UM):
            if not has_room and at not in (0, last // 2, last):
                continue
            x = bar.left() + bar.width() * at / last
            box = QRectF(x - 2 * edge, bar.bottom() + 2, 4 * edge, self.height() - bar.bottom() - 2)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, depth_text(depth_um))
        painter.end()
