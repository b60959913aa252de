"""Draws on a page with the origin at the top, in a direction of its own: x grows from where reading starts.

In a right-to-left document every x is mirrored, so blocks are written once for both directions. Pictures that
must not be mirrored (a face, a signature, a logo) ask for their box and are drawn into it as they are.
"""

from collections.abc import Sequence

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from mnlog.documents.style import INK, Align, Style
from mnlog.documents.typeset import Line, Rich, SetRun, Typesetter

Point = tuple[float, float]
_THICKENING = 0.028
_ASCENT = 0.74


class Pen:
    """Draws on one page. All lengths in points."""

    def __init__(
        self, canvas: Canvas, setter: Typesetter, width: float, height: float, scale: float = 1.0
    ) -> None:
        """Begins at the page's corner.

        Args:
            canvas: the page being drawn.
            setter: breaks text into lines.
            width: width of the page in the pen's own points, which are `scale` of a real one.
            height: height of the page in the pen's own points.
            scale: shrinks everything drawn.
        """
        self.canvas = canvas
        self.setter = setter
        self.width = width
        self.height = height
        canvas.scale(scale, scale)

    def _x(self, x: float, width: float = 0.0) -> float:
        return self.width - x - width if self.setter.rtl else x

    def box(self, x: float, y: float, width: float, height: float) -> Point:
        """Lower left corner, on the canvas, of a box given from its start and top."""
        return self._x(x, width), self.height - y - height

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        radius: float = 0.0,
        line_width: float = 0.7,
        dash: Sequence[float] = (),
    ) -> None:
        """A box, from its start and top."""
        left, bottom = self.box(x, y, width, height)
        canvas = self.canvas
        canvas.saveState()
        if fill:
            canvas.setFillColor(colour(fill))
        if stroke:
            canvas.setStrokeColor(colour(stroke))
            canvas.setLineWidth(line_width)
            canvas.setDash(list(dash))
        radius = min(radius, width / 2, height / 2)
        if radius > 0:
            canvas.roundRect(
                left, bottom, width, height, radius, stroke=int(bool(stroke)), fill=int(bool(fill))
            )
        else:
            canvas.rect(left, bottom, width, height, stroke=int(bool(stroke)), fill=int(bool(fill)))
        canvas.restoreState()

    def hatch(
        self, x: float, y: float, width: float, height: float, *, ink: str, radius: float, gap: float = 4
    ) -> None:
        """Slanting lines over a box: what waits stays told from what is done on a black-and-white printer."""
        left, bottom = self.box(x, y, width, height)
        canvas = self.canvas
        canvas.saveState()
        clip = canvas.beginPath()
        clip.roundRect(left, bottom, width, height, min(radius, width / 2, height / 2))
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setStrokeColor(colour(ink))
        canvas.setLineWidth(0.6)
        at = left - height
        while at < left + width:
            canvas.line(at, bottom, at + height, bottom + height)
            at += gap
        canvas.restoreState()

    def line(
        self, start: Point, end: Point, *, ink: str = INK, line_width: float = 0.7, dash: Sequence[float] = ()
    ) -> None:
        """A straight line between two points."""
        canvas = self.canvas
        canvas.saveState()
        canvas.setStrokeColor(colour(ink))
        canvas.setLineWidth(line_width)
        canvas.setLineCap(1)
        canvas.setDash(list(dash))
        canvas.line(self._x(start[0]), self.height - start[1], self._x(end[0]), self.height - end[1])
        canvas.restoreState()

    def polyline(self, points: Sequence[Point], *, ink: str, line_width: float) -> None:
        """Joined straight lines, such as a tick, given in reading direction but never mirrored itself."""
        canvas = self.canvas
        canvas.saveState()
        canvas.setStrokeColor(colour(ink))
        canvas.setLineWidth(line_width)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        extent = max(x for x, _ in points) + min(x for x, _ in points)
        path = canvas.beginPath()
        for number, (x, y) in enumerate(points):
            seen = self._x(extent - x) if self.setter.rtl else x
            (path.lineTo if number else path.moveTo)(seen, self.height - y)
        canvas.drawPath(path, stroke=1, fill=0)
        canvas.restoreState()

    def text(
        self,
        text: "str | Rich",
        x: float,
        y: float,
        width: float,
        style: Style,
        max_lines: int | None = None,
    ) -> float:
        """Sets a text into a column, from its top.

        Returns:
            The height it took.
        """
        lines = self.setter.lines(text, style, width, max_lines)
        for number, line in enumerate(lines):
            self.text_line(line, x, y + number * style.leading, width, style)
        return len(lines) * style.leading

    def text_line(self, line: Line, x: float, y: float, width: float, style: Style) -> None:
        """One line of a column, from the top of the line."""
        left = self._x(x, width) + _offset(style.align, self.setter.rtl, width - line.width)
        # The letters' own height is centred in the leading, so a single line looks centred in its box.
        baseline = self.height - y - (style.leading + _ASCENT * style.size) / 2
        for each in line.runs:
            self._run(each, left, baseline, style)
            left += each.width

    def _run(self, each: SetRun, left: float, baseline: float, style: Style) -> None:
        ink = colour(each.colour)
        text = self.canvas.beginText(left, baseline)
        text.setFont(each.run.font, style.size)
        text.setFillColor(ink)
        if each.run.thickened:
            text.setStrokeColor(ink)
            text.setTextRenderMode(2)
            self.canvas.setLineWidth(style.size * _THICKENING)
        if style.tabular:
            self._tabular(text, each, left, baseline, style.size)
        else:
            text.textOut(each.run.text)
        if each.run.thickened:
            text.setTextRenderMode(0)
        self.canvas.drawText(text)

    def _tabular(self, text: object, each: SetRun, left: float, baseline: float, size: float) -> None:
        """Sets each digit in the middle of a cell as wide as a nought."""
        book = self.setter.book
        for character in each.run.text:
            cell = book.advance(character, each.run.font) * size
            own = book.width(character, each.run.font, size)
            text.setTextOrigin(left + (cell - own) / 2, baseline)  # type: ignore[attr-defined]
            text.textOut(character)  # type: ignore[attr-defined]
            left += cell


def colour(token: str) -> Color:
    """A colour of the table."""
    return HexColor(token)


def _offset(align: Align, rtl: bool, free: float) -> float:
    if align is Align.CENTRE:
        return free / 2
    at_right = (align is Align.END) != rtl
    return free if at_right else 0.0
