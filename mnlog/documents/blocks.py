"""The parts a page is made of. Each knows its height for a width, draws itself, and may be cut."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mnlog.documents.pen import Pen
from mnlog.documents.style import (
    ACCENT,
    BODY,
    GOOD,
    HAIR,
    HEADING,
    INK,
    MUTED,
    WHITE,
    Style,
)
from mnlog.documents.typeset import Line, Rich, Typesetter


class Block(ABC):
    """A part of a page.

    Attributes:
        keep_with_next: True for what must not stand alone at the foot of a page.
        repeat: drawn again at the top of a page that begins with this block, such as a table's head.
    """

    keep_with_next: bool = False
    repeat: "Block | None" = None

    @abstractmethod
    def height(self, setter: Typesetter, width: float) -> float:
        """Height in points when set into a width."""

    @abstractmethod
    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draws it from its start and top."""

    def pieces(self, setter: Typesetter, width: float) -> "Iterable[Block]":
        """The parts between which a page may end."""
        return (self,)


@dataclass
class Gap(Block):
    """White space. At the top of a page it vanishes."""

    size: float

    def height(self, setter: Typesetter, width: float) -> float:
        return self.size

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """White space leaves no mark."""


@dataclass
class _OneLine(Block):
    line: Line
    style: Style
    keep_with_next: bool = False

    def height(self, setter: Typesetter, width: float) -> float:
        return self.style.leading

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        pen.text_line(self.line, x, y, width, self.style)


@dataclass
class Prose(Block):
    """A paragraph, cut off after `max_lines` when that is given."""

    text: "str | Rich"
    style: Style = BODY
    max_lines: int | None = None
    keep_with_next: bool = False

    def height(self, setter: Typesetter, width: float) -> float:
        if not self.text:
            return 0.0
        return len(setter.lines(self.text, self.style, width, self.max_lines)) * self.style.leading

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        if self.text:
            pen.text(self.text, x, y, width, self.style, self.max_lines)

    def pieces(self, setter: Typesetter, width: float) -> Iterable[Block]:
        if not self.text:
            return ()
        lines = setter.lines(self.text, self.style, width, self.max_lines)
        last = len(lines) - 1
        # A first line does not stay behind alone, nor does a last one go on alone.
        return [
            _OneLine(line, self.style, self.keep_with_next or (last > 0 and number in (0, last - 1)))
            for number, line in enumerate(lines)
        ]


def heading(text: str, style: Style = HEADING) -> Prose:
    """A heading, kept with what it is over."""
    return Prose(text, style, keep_with_next=True)


@dataclass
class Stack(Block):
    """Blocks one under the other."""

    blocks: Sequence[Block]
    gap: float = 0.0

    def height(self, setter: Typesetter, width: float) -> float:
        heights = [height for block in self.blocks if (height := block.height(setter, width)) > 0]
        return sum(heights) + self.gap * max(0, len(heights) - 1)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        for block in self.blocks:
            height = block.height(pen.setter, width)
            if height > 0:
                block.draw(pen, x, y, width)
                y += height + self.gap

    def pieces(self, setter: Typesetter, width: float) -> Iterable[Block]:
        pieces: list[Block] = []
        for block in self.blocks:
            parts = list(block.pieces(setter, width))
            if pieces and parts and self.gap:
                pieces.append(Gap(self.gap))
            pieces.extend(parts)
        return pieces


@dataclass
class Columns(Block):
    """Blocks side by side. A share is a part of the width left over by fixed widths, which are in points.

    Attributes:
        middle: True when shorter columns stand in the middle of the tallest.
    """

    columns: Sequence[tuple[float, Block]]
    gap: float = 18.0
    fixed: Sequence[float] = ()
    middle: bool = False

    def _widths(self, width: float) -> list[float]:
        fixed = [*self.fixed, *[0.0] * (len(self.columns) - len(self.fixed))]
        free = width - sum(fixed) - self.gap * (len(self.columns) - 1)
        shares = [0.0 if given else share for given, (share, _) in zip(fixed, self.columns, strict=True)]
        total = sum(shares) or 1.0
        return [given or free * share / total for given, share in zip(fixed, shares, strict=True)]

    def height(self, setter: Typesetter, width: float) -> float:
        widths = self._widths(width)
        return max(block.height(setter, each) for each, (_, block) in zip(widths, self.columns, strict=True))

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        tallest = self.height(pen.setter, width)
        for each, (_, block) in zip(self._widths(width), self.columns, strict=True):
            down = (tallest - block.height(pen.setter, each)) / 2 if self.middle else 0.0
            if isinstance(block, Panel):
                block.draw_in(pen, x, y, each, tallest)
            else:
                block.draw(pen, x, y + down, each)
            x += each + self.gap


@dataclass
class Panel(Block):
    """A block on a coloured ground, with a bar at its start that survives a black-and-white printer."""

    block: Block
    fill: str | None = None
    stroke: str | None = None
    bar: str | None = None
    padding: float = 11.0

    def _inset(self) -> float:
        return self.padding + (3.0 if self.bar else 0.0)

    def height(self, setter: Typesetter, width: float) -> float:
        return self.block.height(setter, width - self.padding - self._inset()) + 2 * self.padding

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        self.draw_in(pen, x, y, width, self.height(pen.setter, width))

    def draw_in(self, pen: Pen, x: float, y: float, width: float, height: float) -> None:
        """Draws it into a box that may be taller than its contents."""
        if self.fill or self.stroke:
            pen.rect(x, y, width, height, fill=self.fill, stroke=self.stroke, radius=7)
        if self.bar:
            pen.rect(x, y + 7, 3, height - 14, fill=self.bar, radius=1.5)
        self.block.draw(pen, x + self._inset(), y + self.padding, width - self.padding - self._inset())


@dataclass
class Bullet(Block):
    """A paragraph with a mark before it."""

    text: "str | Rich"
    style: Style = BODY
    ink: str = ACCENT
    indent: float = 11.0

    def height(self, setter: Typesetter, width: float) -> float:
        return Prose(self.text, self.style).height(setter, width - self.indent)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        middle = y + self.style.leading / 2
        pen.rect(x + 1.5, middle - 1.6, 3.2, 3.2, fill=self.ink, radius=1.6)
        pen.text(self.text, x + self.indent, y, width - self.indent, self.style)


def bullets(texts: Iterable["str | Rich"], style: Style = BODY, ink: str = ACCENT, gap: float = 3.0) -> Stack:
    """A list with marks."""
    return Stack([Bullet(text, style, ink) for text in texts], gap)


@dataclass
class Rule(Block):
    """A line across."""

    ink: str = HAIR
    line_width: float = 0.7

    def height(self, setter: Typesetter, width: float) -> float:
        return self.line_width

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        pen.line((x, y), (x + width, y), ink=self.ink, line_width=self.line_width)


@dataclass
class Box(Block):
    """A box to tick, ticked or not, with its text.

    Attributes:
        line_width: length of a line for initials at the end; 0 for none.
    """

    text: "str | Rich"
    ticked: bool
    style: Style = BODY
    line_width: float = 0.0
    padding: float = 4.5
    rule: bool = True
    size: float = field(default=10.0, init=False)

    def _text_width(self, width: float) -> float:
        return width - self.size - 9 - (self.line_width + 10 if self.line_width else 0)

    def height(self, setter: Typesetter, width: float) -> float:
        return Prose(self.text, self.style).height(setter, self._text_width(width)) + 2 * self.padding

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        height = self.height(pen.setter, width)
        first = y + self.padding + (self.style.leading - self.size) / 2
        draw_box(pen, x, first, self.size, ticked=self.ticked)
        pen.text(self.text, x + self.size + 9, y + self.padding, self._text_width(width), self.style)
        if self.line_width:
            foot = y + self.padding + self.style.leading - 1
            pen.line((x + width - self.line_width, foot), (x + width, foot), ink=MUTED, line_width=0.6)
        if self.rule:
            pen.line((x, y + height), (x + width, y + height), ink=HAIR)


def draw_box(pen: Pen, x: float, y: float, size: float, *, ticked: bool) -> None:
    """A box to tick."""
    pen.rect(x, y, size, size, fill=WHITE, stroke=ACCENT if ticked else MUTED, radius=2.2, line_width=0.9)
    if ticked:
        draw_tick(pen, x, y, size, ACCENT)


def draw_tick(pen: Pen, x: float, y: float, size: float, ink: str = GOOD) -> None:
    """A tick inside a square."""
    points = [(0.24, 0.53), (0.43, 0.71), (0.77, 0.31)]
    pen.polyline([(x + a * size, y + b * size) for a, b in points], ink=ink, line_width=size * 0.14)


def draw_cross(pen: Pen, x: float, y: float, size: float, ink: str = INK) -> None:
    """A cross inside a square."""
    for start, end in (((0.26, 0.26), (0.74, 0.74)), ((0.26, 0.74), (0.74, 0.26))):
        pen.line(
            (x + start[0] * size, y + start[1] * size),
            (x + end[0] * size, y + end[1] * size),
            ink=ink,
            line_width=size * 0.15,
        )
