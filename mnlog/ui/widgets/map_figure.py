"""Paints a map of the body: the figure, its zones, their depths. `ZoneMap` and `MiniMap` use it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtSvg import QSvgRenderer

from mnlog.domain.maps import BodyMap, LabelSpot, ZoneKey, label_spot, load_map, segments
from mnlog.domain.units import depth_text
from mnlog.paths import resource_dir
from mnlog.ui.theme import Theme

_STYLE = """
.skin {{ fill: {figure_skin}; stroke: {figure_line}; stroke-width: 1.8; }}
.shade {{ fill: {figure_shade}; stroke: {figure_line}; stroke-width: 1.5; }}
.base {{ fill: {figure_shade}; stroke: none; }}
.hair {{ fill: {figure_hair}; stroke: none; }}
.line {{ fill: none; stroke: {figure_line}; stroke-width: 1.5; stroke-linecap: round; }}
.brow {{ fill: none; stroke: {figure_feature}; stroke-width: 4.5; stroke-linecap: round; }}
.eye {{ fill: {figure_eye}; stroke: {figure_feature}; stroke-width: 1.8; }}
.iris {{ fill: {figure_iris}; stroke: none; }}
.lip {{ fill: {figure_lip}; stroke: none; }}
.mouth {{ fill: none; stroke: {figure_feature}; stroke-width: 1.3; stroke-linecap: round; }}
"""
_TOKENS = ("skin", "line", "shade", "hair", "feature", "eye", "iris", "lip")
_SMALLEST_PX = 9
_LABEL_ASPECT = 2.5


def painter_path(data: str) -> QPainterPath:
    """Path data as Qt draws it."""
    path = QPainterPath()
    for segment in segments(data):
        points = [QPointF(x, y) for x, y in segment.points]
        match segment.command:
            case "M":
                path.moveTo(points[0])
            case "L":
                path.lineTo(points[0])
            case "Q":
                path.quadTo(points[0], points[1])
            case "C":
                path.cubicTo(points[0], points[1], points[2])
            case _:
                path.closeSubpath()
    return path


@dataclass(frozen=True)
class Marks:
    """What is painted on a map.

    Attributes:
        treated: depth in µm by zone and side; None for a zone that has no depth yet.
        selected: zones in hand.
        ghosts: last session's depth of zones not treated today.
        hovered: the zone under the pointer.
        focused: the zone the keyboard stands on.
    """

    treated: Mapping[ZoneKey, int | None] = field(default_factory=dict)
    selected: Collection[ZoneKey] = ()
    ghosts: Mapping[ZoneKey, int | None] = field(default_factory=dict)
    hovered: ZoneKey | None = None
    focused: ZoneKey | None = None


class MapFigure:
    """A map ready to be painted. Make one and share it among all widgets that show the same map."""

    def __init__(self, body_map: BodyMap) -> None:
        self.map = body_map
        self.paths = {key: painter_path(data) for key, data in body_map.zones.items()}
        self.view_box = QRectF(*body_map.view_box)
        self._layers: dict[str, tuple[QSvgRenderer, QSvgRenderer]] = {}

    @classmethod
    def load(cls, map_id: str) -> "MapFigure":
        """Reads one of the program's own maps.

        Raises:
            FileNotFoundError: when there is no such map.
        """
        return cls(load_map(resource_dir() / "maps", map_id))

    def transform(self, rect: QRectF) -> QTransform:
        """From the map's units to a rectangle, as large as fits, in its middle."""
        scale = min(rect.width() / self.view_box.width(), rect.height() / self.view_box.height())
        centre = rect.center() - self.view_box.center() * scale
        return QTransform(scale, 0, 0, scale, centre.x(), centre.y())

    def spot(self, key: ZoneKey) -> LabelSpot:
        """Where a figure has most room in a zone."""
        return label_spot(self.map.zones[key], _LABEL_ASPECT)

    def layers(self, theme: Theme) -> tuple[QSvgRenderer, QSvgRenderer]:
        """The figure below and above the zones in the colours of a theme."""
        if theme.name not in self._layers:
            style = _STYLE.format_map({f"figure_{t}": theme.color(f"figure_{t}").name() for t in _TOKENS})
            box = " ".join(f"{part:g}" for part in self.map.view_box)
            head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><style>{style}</style>'
            under, over = (
                QSvgRenderer(QByteArray(f"{head}{body}</svg>".encode()))
                for body in (self.map.under, self.map.over)
            )
            self._layers[theme.name] = under, over
        return self._layers[theme.name]


def paint_map(
    painter: QPainter, rect: QRectF, figure: MapFigure, theme: Theme, marks: Marks, *, mini: bool = False
) -> None:
    """Paints a map into a rectangle; a mini map has no figures and no outlines of untouched zones."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    transform = figure.transform(rect)
    painter.setTransform(transform, True)
    under, over = figure.layers(theme)
    under.render(painter, figure.view_box)
    raised = [key for key in figure.paths if key in marks.selected]
    for key in [key for key in figure.paths if key not in marks.selected] + raised:
        _paint_zone(painter, figure.paths[key], key, theme, marks, mini=mini)
    over.render(painter, figure.view_box)
    if marks.focused in figure.paths:
        _paint_focus(painter, figure.paths[marks.focused], theme)
    painter.restore()
    if not mini:
        for key in figure.paths:
            _paint_figure(painter, key, figure, theme, marks, transform)


def _paint_zone(
    painter: QPainter, path: QPainterPath, key: ZoneKey, theme: Theme, marks: Marks, *, mini: bool
) -> None:
    depth_um = marks.treated.get(key)
    hover = key == marks.hovered and not mini
    if depth_um is not None:
        painter.setPen(QPen(theme.color("card"), 1.4))
        painter.setBrush(theme.depth_color(depth_um))
        painter.drawPath(path)
    elif key in marks.treated or not mini:
        ground = theme.color("accent_soft" if key in marks.treated or hover else "zone_empty")
        painter.setBrush(ground)
        solid = key in marks.treated
        line = theme.color("accent" if solid or hover else "zone_line")
        pen = QPen(line, 1.4)
        if not solid:
            pen.setDashPattern([2.2, 2.2])
        painter.setPen(pen)
        painter.drawPath(path)
        ghost_um = marks.ghosts.get(key)
        if ghost_um is not None and not solid:
            _paint_hatch(painter, path, theme.depth_color(ghost_um))
    if hover and depth_um is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 1.6))
        painter.drawPath(path)
    if key in marks.selected and not mini:
        _paint_selected(painter, path, theme)


def _paint_selected(painter: QPainter, path: QPainterPath, theme: Theme) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in (("card", 5.6), ("accent", 3.0)):
        pen = QPen(theme.color(color), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def _paint_hatch(painter: QPainter, path: QPainterPath, color: QColor) -> None:
    """Thin slanted lines, so that last session's value is no filled zone even in black and white."""
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(color, 1.3))
    box = path.boundingRect()
    offset = 0.0
    while offset < box.width() + box.height():
        start = QPointF(box.left() + offset, box.top())
        painter.drawLine(start, start + QPointF(-box.height(), box.height()))
        offset += 6
    painter.restore()


def _paint_focus(painter: QPainter, path: QPainterPath, theme: Theme) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in (("card", 7.0), ("ink", 4.4), ("card", 1.2)):
        pen = QPen(theme.color(color), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def _paint_figure(
    painter: QPainter, key: ZoneKey, figure: MapFigure, theme: Theme, marks: Marks, transform: QTransform
) -> None:
    depth_um, ghost_um = marks.treated.get(key), marks.ghosts.get(key)
    if depth_um is None and (ghost_um is None or key in marks.treated):
        return
    shown = depth_um if depth_um is not None else ghost_um
    assert shown is not None  # noqa: S101
    box = label_box(figure.spot(key), transform, theme, shown, ghost=depth_um is None)
    if box is None:
        return
    rect, font = box
    painter.save()
    painter.setFont(font)
    if depth_um is None:
        ground = theme.color("zone_empty")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(ground))
        painter.drawRoundedRect(rect.adjusted(-2, 0, 2, 0), 4, 4)
        painter.setPen(theme.color("muted"))
    else:
        painter.setPen(theme.depth_text_color(depth_um))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, depth_text(shown))
    painter.restore()


def label_box(
    spot: LabelSpot, transform: QTransform, theme: Theme, depth_um: int, *, ghost: bool = False
) -> tuple[QRectF, QFont] | None:
    """The box of a zone's figure in widget pixels with the font that fits it; None when none is legible."""
    room = transform.mapRect(
        QRectF(spot.x - spot.half_width, spot.y - spot.half_height, 2 * spot.half_width, 2 * spot.half_height)
    )
    font = theme.font(
        "small" if ghost else 15, QFont.Weight.Medium if ghost else QFont.Weight.Bold, tabular=True
    )
    font.setItalic(ghost)
    text = depth_text(depth_um)
    for size in range(font.pixelSize(), _SMALLEST_PX - 1, -1):
        font.setPixelSize(size)
        metrics = QFontMetricsF(font)
        wide, high = metrics.horizontalAdvance(text), metrics.capHeight() + 2
        if wide <= room.width() and high <= room.height():
            centre = room.center()
            return QRectF(centre.x() - wide / 2, centre.y() - high / 2, wide, high), font
    return None
