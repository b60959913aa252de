"""Draws the face or body with the treated zones filled by depth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportlab.pdfgen.canvas import Canvas

from mnlog.documents.blocks import Block
from mnlog.documents.pen import Pen, colour
from mnlog.documents.style import (
    DEPTH_COLOURS,
    DEPTH_UPPER_UM,
    INK,
    MUTED,
    SKIN_EDGE,
    WHITE,
    Style,
    Weight,
    depth_colour,
)
from mnlog.documents.svg_path import steps
from mnlog.documents.typeset import Typesetter
from mnlog.domain.records import ZoneTreatment
from mnlog.domain.terms import Side
from mnlog.domain.units import depth_text

ZoneKey = tuple[str, Side]
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
_LABEL_SIZE = 6.2
_DARK_FROM = 4
"""From this place of the depth ramp on, white letters are read better than dark ones."""


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A part of the figure: how it is inked, and its path."""

    ink: str
    path: str


@dataclass(frozen=True, slots=True)
class BodyView:
    """The body from one side.

    Attributes:
        view_box: x, y, width and height in the drawing's own units.
        under: parts below the zones.
        over: parts above them, such as eyes.
    """

    id: str
    view_box: tuple[float, float, float, float]
    zones: Mapping[ZoneKey, str]
    under: tuple[FigurePart, ...]
    over: tuple[FigurePart, ...]


def views_for(views: Iterable[BodyView], keys: Iterable[ZoneKey], most: int = 3) -> list[BodyView]:
    """The fewest views, up to `most`, that show as many of the zones as can be."""
    wanted, chosen, all_views = set(keys), [], list(views)
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

    view: BodyView
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
        for part in self.view.under:
            _draw_path(canvas, part.path, _INKS.get(part.ink, _PLAIN))
        for key, path in self.view.zones.items():
            self._draw_zone(canvas, key, path)
        for part in self.view.over:
            _draw_path(canvas, part.path, _INKS.get(part.ink, _PLAIN))
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
            low_x, low_y, high_x, high_y = _bounds(path)
            room = min((high_x - low_x) * scale * 0.8, 40.0)
            wide = book.width(text, font, _LABEL_SIZE)
            if wide > room or (high_y - low_y) * scale < _LABEL_SIZE * 1.3:
                continue  # a figure that runs out of its zone misleads; the table has it
            dark = DEPTH_COLOURS.index(depth_colour(zone.depth_um)) >= _DARK_FROM
            x = left + ((low_x + high_x) / 2 - self.view.view_box[0]) * scale
            y = top - ((low_y + high_y) / 2 - self.view.view_box[1]) * scale
            pen.canvas.setFillColor(colour(WHITE if dark else INK))
            pen.canvas.setFont(font, _LABEL_SIZE)
            pen.canvas.drawCentredString(x, y - _LABEL_SIZE * 0.36, text)


def _draw_path(canvas: Canvas, data: str, ink: Ink) -> None:
    fill, stroke, line_width = ink
    path = canvas.beginPath()
    for command, n in steps(data):
        if command == "M":
            path.moveTo(n[0], n[1])
        elif command == "L":
            path.lineTo(n[0], n[1])
        elif command == "C":
            path.curveTo(n[0], n[1], n[2], n[3], n[4], n[5])
        else:
            path.close()
    if fill:
        canvas.setFillColor(colour(fill))
    if stroke:
        canvas.setStrokeColor(colour(stroke))
        canvas.setLineWidth(line_width)
    canvas.drawPath(path, stroke=int(bool(stroke)), fill=int(bool(fill)))


def _bounds(data: str) -> tuple[float, float, float, float]:
    """Smallest and largest x and y of a path's end points."""
    points = [n[-2:] for _, n in steps(data) if n]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


@dataclass
class DepthKey(Block):
    """The depth ramp with its bounds, so that colours can be read without the table."""

    title: str
    upto: str
    over: str
    style: Style = Style(size=7.2, leading=9.6, colour=MUTED)

    def height(self, setter: Typesetter, width: float) -> float:  # noqa: ARG002
        return 6 * self.style.leading + self.style.leading + 3

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        y += pen.text(self.title, x, y, width, self.style, 1) + 3
        for number, fill in enumerate(DEPTH_COLOURS):
            last = number == len(DEPTH_UPPER_UM)
            text = self.over if last else self.upto.replace("{depth}", depth_text(DEPTH_UPPER_UM[number]))
            text = text.replace("{depth}", depth_text(DEPTH_UPPER_UM[-1]))
            pen.rect(x, y + 1.2, 7.2, 7.2, fill=fill, stroke=SKIN_EDGE, radius=1.6, line_width=0.4)
            pen.text(text, x + 11, y, width - 11, self.style, 1)
            y += self.style.leading
