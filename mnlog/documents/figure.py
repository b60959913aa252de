"""Draws the face or body with the treated zones filled by depth."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from xml.etree import ElementTree as ET

from reportlab.pdfgen.canvas import Canvas

from mnlog.documents.blocks import Block
from mnlog.documents.pen import Pen, colour
from mnlog.documents.style import (
    DEPTH_COLOURS,
    INK,
    MUTED,
    SKIN_EDGE,
    WHITE,
    Style,
    Weight,
    depth_colour,
)
from mnlog.documents.typeset import Typesetter
from mnlog.domain.maps import BodyMap, ZoneKey, label_spot, segments
from mnlog.domain.records import ZoneTreatment
from mnlog.domain.units import depth_text

Ink = tuple[str | None, str | None, float]
_INKS: Mapping[str, Ink] = {
    "skin": ("#FAF3EB", "#C9BBA9", 1.6),
    "shade": ("#F7EFE6", "#C9BBA9", 1.4),
    "hair": ("#D9CBBA", None, 0),
    "line": (None, "#C9BBA9", 1.4),
    "brow": (None, "#9A8B7B", 4.0),
    "eye": (WHITE, "#9A8B7B", 1.6),
    "iris": ("#9A8B7B", None, 0),
    "lip": ("#E3B7A6", None, 0),
    "mouth": (None, "#9A8B7B", 1.2),
}
_PLAIN: Ink = (None, "#C9BBA9", 1.2)
_ROUND = 0.5523
"""How far the handles of a cubic curve reach to draw a quarter of a circle."""

_KEY_COLUMN = 56.0
_KEY_TEXT = Style(size=7.2, leading=9.6, colour=MUTED)
_LABEL_SIZE = 6.2
_DARK_FROM = 4
"""From this place of the depth ramp on, white letters are read better than dark ones."""


def views_for(views: Iterable[BodyMap], keys: Iterable[ZoneKey], most: int = 3) -> list[BodyMap]:
    """The fewest views, up to `most`, that show as many of the zones as can be."""
    wanted, all_views = set(keys), list(views)
    chosen: list[BodyMap] = []
    while wanted and len(chosen) < most:
        # max() keeps the first among equals: the order of the views, with the face first.
        best = max(all_views, key=lambda view: len(wanted & view.zones.keys()), default=None)
        if best is None or not wanted & best.zones.keys():
            break
        wanted -= best.zones.keys()
        chosen.append(best)
    return chosen


@dataclass
class Figure(Block):
    """One view with its treated zones.

    Attributes:
        tall: height in points.
        with_depths: True to write each depth into its zone where it has room.
    """

    view: BodyMap
    zones: Sequence[ZoneTreatment]
    tall: float = 130.0
    with_depths: bool = False
    _widest: dict[ZoneKey, ZoneTreatment] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for zone in self.zones:
            key = (zone.zone_id, zone.side)
            known = self._widest.get(key)
            if known is None or (zone.depth_um or 0) > (known.depth_um or 0):
                self._widest[key] = zone

    def wide(self) -> float:
        """Width in points."""
        return self.tall * self.view.view_box[2] / self.view.view_box[3]

    def height(self, setter: Typesetter, width: float) -> float:
        return self.tall * self._squeezed(width)

    def _squeezed(self, width: float) -> float:
        return min(1.0, width / self.wide())

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        squeezed = self._squeezed(width)
        wide, tall = self.wide() * squeezed, self.tall * squeezed
        left, bottom = pen.box(x + (width - wide) / 2, y, wide, tall)
        canvas = pen.canvas
        canvas.saveState()
        scale = tall / self.view.view_box[3]
        canvas.translate(left, bottom + tall)
        canvas.scale(scale, -scale)
        canvas.translate(-self.view.view_box[0], -self.view.view_box[1])
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for ink, path in _parts(self.view.under):
            _draw_path(canvas, path, _INKS.get(ink, _PLAIN))
        for key, path in self.view.zones.items():
            self._draw_zone(canvas, key, path)
        for ink, path in _parts(self.view.over):
            _draw_path(canvas, path, _INKS.get(ink, _PLAIN))
        canvas.restoreState()
        if self.with_depths:
            self._draw_depths(pen, left, bottom + tall, scale)

    def _draw_zone(self, canvas: Canvas, key: ZoneKey, path: str) -> None:
        zone = self._widest.get(key)
        if zone is None:
            canvas.setDash([3, 3])
            _draw_path(canvas, path, (None, "#D8CCBD", 1.0))
            canvas.setDash([])
        else:
            _draw_path(canvas, path, (depth_colour(zone.depth_um), "#5B3A4A", 1.3))

    def _draw_depths(self, pen: Pen, left: float, top: float, scale: float) -> None:
        book = pen.setter.book
        font = book.font_name("inter", Weight.SEMIBOLD) or book.default
        for key, path in self.view.zones.items():
            zone = self._widest.get(key)
            if zone is None or zone.depth_um is None:
                continue
            text = depth_text(zone.depth_um)
            spot = label_spot(path)
            wide = book.width(text, font, _LABEL_SIZE)
            if wide > spot.half_width * scale * 2 or spot.half_height * scale * 2 < _LABEL_SIZE * 0.8:
                continue  # a figure that runs out of its zone misleads; the table has it
            dark = DEPTH_COLOURS.index(depth_colour(zone.depth_um)) >= _DARK_FROM
            x = left + (spot.x - self.view.view_box[0]) * scale
            y = top - (spot.y - self.view.view_box[1]) * scale
            pen.canvas.setFillColor(colour(WHITE if dark else INK))
            pen.canvas.setFont(font, _LABEL_SIZE)
            pen.canvas.drawCentredString(x, y - _LABEL_SIZE * 0.36, text)


def _draw_path(canvas: Canvas, data: str, ink: Ink) -> None:
    fill, stroke, line_width = ink
    path = canvas.beginPath()
    x = y = 0.0
    for segment in segments(data):
        points = segment.points
        if segment.command == "M":
            path.moveTo(*points[0])
        elif segment.command == "L":
            path.lineTo(*points[0])
        elif segment.command == "C":
            path.curveTo(*points[0], *points[1], *points[2])
        elif segment.command == "Q":  # PDF knows cubic curves alone
            (cx, cy), (ex, ey) = points
            path.curveTo(
                x + 2 / 3 * (cx - x),
                y + 2 / 3 * (cy - y),
                ex + 2 / 3 * (cx - ex),
                ey + 2 / 3 * (cy - ey),
                ex,
                ey,
            )
        else:
            path.close()
        if points:
            x, y = points[-1]
    if fill:
        canvas.setFillColor(colour(fill))
    if stroke:
        canvas.setStrokeColor(colour(stroke))
        canvas.setLineWidth(line_width)
    canvas.drawPath(path, stroke=int(bool(stroke)), fill=int(bool(fill)))


@lru_cache(maxsize=64)
def _parts(layer: str) -> tuple[tuple[str, str], ...]:
    """(class, path data) of each element of a figure's layer."""
    return tuple(_elements(ET.fromstring(f"<g>{layer}</g>"), ""))  # noqa: S314  (a file of the program's own)


def _elements(group: ET.Element, outer: str) -> Iterator[tuple[str, str]]:
    for element in group:
        ink = element.get("class", outer)
        if element.tag == "path":
            yield ink, element.get("d", "")
        elif element.tag in ("circle", "ellipse"):
            yield ink, _ellipse(element)
        else:
            yield from _elements(element, ink)


def _ellipse(element: ET.Element) -> str:
    """A circle or ellipse as four curves."""
    cx, cy = float(element.get("cx", "0")), float(element.get("cy", "0"))
    rx = float(element.get("rx") or element.get("r") or "0")
    ry = float(element.get("ry") or element.get("r") or "0")
    kx, ky = rx * _ROUND, ry * _ROUND
    corners = [(cx, cy - ry), (cx + rx, cy), (cx, cy + ry), (cx - rx, cy), (cx, cy - ry)]
    reach = [((kx, 0), (0, -ky)), ((0, ky), (kx, 0)), ((-kx, 0), (0, ky)), ((0, -ky), (-kx, 0))]
    path = f"M{corners[0][0]:.3f},{corners[0][1]:.3f}"
    for number, ((ax, ay), (bx, by)) in enumerate(reach):
        (sx, sy), (ex, ey) = corners[number], corners[number + 1]
        path += f" C{sx + ax:.3f},{sy + ay:.3f} {ex + bx:.3f},{ey + by:.3f} {ex:.3f},{ey:.3f}"
    return path + " Z"


@dataclass
class DepthKey(Block):
    """The depth ramp with its bounds, so that colours can be read without the table.

    Attributes:
        labels: one for each colour of the ramp, shallow to deep.
    """

    title: str
    labels: Sequence[str]
    style: Style = _KEY_TEXT

    def _columns(self, width: float) -> int:
        return 2 if width >= _KEY_COLUMN * 2 else 1

    def height(self, setter: Typesetter, width: float) -> float:
        rows = ceil(len(DEPTH_COLOURS) / self._columns(width))
        return (1 + rows) * self.style.leading + 3

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        y += pen.text(self.title, x, y, width, self.style, 1) + 3
        rows = ceil(len(DEPTH_COLOURS) / self._columns(width))
        for number, (fill, label) in enumerate(zip(DEPTH_COLOURS, self.labels, strict=True)):
            left = x + number // rows * _KEY_COLUMN
            top = y + number % rows * self.style.leading
            pen.rect(left, top + 1.2, 7.2, 7.2, fill=fill, stroke=SKIN_EDGE, radius=1.6, line_width=0.4)
            pen.text(label, left + 11, top, _KEY_COLUMN - 11, self.style, 1)
