"""Colours, sizes and weights of the papers: one table, so that all three look like one clinic's."""

from dataclasses import dataclass
from enum import StrEnum, unique

INK = "#1D2726"
MUTED = "#5C6764"
FAINT = "#8A9491"
LINE = "#D9D4CB"
HAIR = "#E5E0D8"
WHITE = "#FFFFFF"
GROUND = "#F4F2ED"
ACCENT = "#0E5A59"
ACCENT_SOFT = "#E3F0EE"
WARN = "#7E4F0C"
WARN_SOFT = "#FCF1DD"
DANGER = "#A5281F"
DANGER_SOFT = "#FBE9E6"
DANGER_BAR = "#EFB9B1"
GOOD = "#2C7049"
GOOD_SOFT = "#E6F3EA"
SKIN = "#FAF3EB"
SKIN_EDGE = "#B9AC9B"

DEPTH_COLOURS = ("#FBE3D0", "#F7C3A0", "#EE9878", "#D86A68", "#A8416A", "#6C2A5E")
DEPTH_UPPER_UM = (250, 500, 750, 1000, 1500)
"""Upper bound of each colour of the ramp but the last, micrometres. Lightness falls as depth grows, so the
order survives a black-and-white printer."""


@unique
class Weight(StrEnum):
    """Weights of Inter. Families with fewer borrow the nearest, or are thickened."""

    REGULAR = "Regular"
    MEDIUM = "Medium"
    SEMIBOLD = "SemiBold"
    BOLD = "Bold"


@unique
class Align(StrEnum):
    """Where a line stands; start and end change sides in a right-to-left document."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set. Sizes and leading in points.

    Attributes:
        tabular: digits all as wide as a nought, so that columns of figures stand straight.
    """

    size: float = 9.5
    leading: float = 13.5
    weight: Weight = Weight.REGULAR
    colour: str = INK
    align: Align = Align.START
    tabular: bool = False


BODY = Style()
BODY_END = Style(align=Align.END)
SMALL = Style(size=8.4, leading=11.6)
SMALL_STRONG = Style(size=8.4, leading=11.6, weight=Weight.SEMIBOLD)
MUTED_SMALL = Style(size=8.4, leading=11.6, colour=MUTED)
MUTED_END = Style(size=9, leading=13, colour=MUTED, align=Align.END)
MUTED_BODY = Style(size=9.5, leading=13.5, colour=MUTED)
STRONG = Style(weight=Weight.SEMIBOLD)
CLINIC = Style(size=10, leading=13, weight=Weight.BOLD, colour=ACCENT)
TITLE = Style(size=20, leading=25, weight=Weight.BOLD)
HEADING = Style(size=11, leading=15, weight=Weight.BOLD, colour=ACCENT)
HEADING_DANGER = Style(size=11, leading=15, weight=Weight.BOLD, colour=DANGER)
LABEL = Style(size=7.4, leading=10, weight=Weight.SEMIBOLD, colour=MUTED)
CELL = Style(size=8.6, leading=11.8)
CELL_STRONG = Style(size=8.6, leading=11.8, weight=Weight.SEMIBOLD)
CELL_MUTED = Style(size=8.6, leading=11.8, colour=MUTED)
FIGURE = Style(size=8.6, leading=11.8, align=Align.END, tabular=True)
FIGURE_STRONG = Style(size=8.6, leading=11.8, align=Align.END, tabular=True, weight=Weight.SEMIBOLD)
FOOTER = Style(size=7.2, leading=9.6, colour=MUTED)
FOOTER_END = Style(size=7.2, leading=9.6, colour=MUTED, align=Align.END)


def depth_colour(depth_um: int | None) -> str:
    """Colour of a depth on the map; white when the depth is not known."""
    if depth_um is None:
        return WHITE
    for upper_um, colour in zip(DEPTH_UPPER_UM, DEPTH_COLOURS, strict=False):
        if depth_um <= upper_um:
            return colour
    return DEPTH_COLOURS[-1]
