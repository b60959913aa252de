"""A signature as it was drawn on the screen: smooth curves, thicker where the hand pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from mnlog.documents.blocks import Block
from mnlog.documents.pen import Pen, colour
from mnlog.documents.style import INK
from mnlog.documents.typeset import Typesetter
from mnlog.domain.records import SIGNATURE_ASPECT, Stroke

_THINNEST = 0.7
_THICKEST = 1.9
_CLOSEST = 0.5
_Dot = tuple[float, float, float]


@dataclass
class Signature(Block):
    """Strokes in a box of the pad's shape."""

    strokes: Sequence[Stroke]
    tall: float = 46.0

    def height(self, setter: Typesetter, width: float) -> float:
        return self.tall

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        wide = min(width, self.tall * SIGNATURE_ASPECT)
        left, bottom = pen.box(x, y, wide, self.tall)
        canvas = pen.canvas
        canvas.saveState()
        canvas.setStrokeColor(colour(INK))
        canvas.setFillColor(colour(INK))
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for stroke in self.strokes:
            dots = _thinned(
                [
                    (left + _unit(px) * wide, bottom + (1 - _unit(py)) * self.tall, force)
                    for px, py, _, force in stroke
                ]
            )
            if len(dots) == 1:
                canvas.circle(dots[0][0], dots[0][1], _thickness(dots[0][2]) / 2, stroke=0, fill=1)
            for start, control, other, end in _curves(dots):
                canvas.setLineWidth(_thickness((start[2] + end[2]) / 2))
                canvas.bezier(start[0], start[1], *control, *other, end[0], end[1])
        canvas.restoreState()


def _unit(share: float) -> float:
    """Within the pad: a pen that slid over its edge is drawn at the edge."""
    return min(1.0, max(0.0, share))


def _thickness(force: float) -> float:
    return _THINNEST + (_THICKEST - _THINNEST) * _unit(force) * 0.8


def _thinned(dots: list[_Dot]) -> list[_Dot]:
    """Without points too close to be seen apart; the last is kept, since a line ends where it ended."""
    kept = dots[:1]
    for dot in dots[1:]:
        if hypot(dot[0] - kept[-1][0], dot[1] - kept[-1][1]) >= _CLOSEST:
            kept.append(dot)
    if len(dots) > 1 and kept[-1] != dots[-1] and len(kept) > 1:
        kept[-1] = dots[-1]
    return kept


def _curves(
    dots: list[_Dot],
) -> list[tuple[_Dot, tuple[float, float], tuple[float, float], _Dot]]:
    """Catmull-Rom through all points, as cubic curves: smooth, and passing where the pen passed."""
    padded = [*dots[:1], *dots, *dots[-1:]]
    curves = []
    for place, (start, end) in enumerate(pairwise(dots)):
        before, after = padded[place], padded[place + 3]
        control = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        other = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        curves.append((start, control, other, end))
    return curves
