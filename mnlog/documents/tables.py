"""A table that goes on over pages with its head repeated, and a list of labelled values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mnlog.documents.blocks import Block, Prose
from mnlog.documents.pen import Pen
from mnlog.documents.style import CELL, FIGURE, HAIR, LABEL, LINE, Align, Style
from mnlog.documents.typeset import Rich, Typesetter

_CELL_GAP = 9.5


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        share: part of the width.
        style: how its cells are set; a tabular one is aligned at its end.
        swatch: True when a cell's colour is shown before its text.
    """

    title: str
    share: float
    style: Style = CELL


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, with the colour of the small square before it, if any."""

    text: "str | Rich"
    swatch: str | None = None


@dataclass
class _Row(Block):
    columns: Sequence[Column]
    cells: Sequence[Cell]
    is_head: bool = False
    padding: float = 2.6
    repeat: "Block | None" = None
    keep_with_next: bool = False

    def _widths(self, width: float) -> list[float]:
        free = width - _CELL_GAP * (len(self.columns) - 1)
        total = sum(column.share for column in self.columns)
        return [free * column.share / total for column in self.columns]

    def _style(self, column: Column) -> Style:
        if not self.is_head:
            return column.style
        return Style(LABEL.size, LABEL.leading, LABEL.weight, LABEL.colour, column.style.align)

    def height(self, setter: Typesetter, width: float) -> float:
        heights = [
            Prose(cell.text, self._style(column)).height(setter, each - _swatch_width(cell))
            for column, cell, each in zip(self.columns, self.cells, self._widths(width), strict=True)
        ]
        return max(heights) + 2 * self.padding

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        start, bottom = x, y + self.height(pen.setter, width)
        for column, cell, each in zip(self.columns, self.cells, self._widths(width), strict=True):
            style, indent = self._style(column), _swatch_width(cell)
            if cell.swatch:
                top = y + self.padding + (style.leading - 7.5) / 2
                pen.rect(x, top, 7.5, 7.5, fill=cell.swatch, stroke=LINE, radius=1.8, line_width=0.5)
            pen.text(cell.text, x + indent, y + self.padding, each - indent, style)
            x += each + _CELL_GAP
        pen.line((start, bottom), (start + width, bottom), ink=LINE if self.is_head else HAIR, line_width=0.7)


def _swatch_width(cell: Cell) -> float:
    return 12.0 if cell.swatch else 0.0


@dataclass
class Table(Block):
    """Rows under a head, which comes again on each page the table goes on to."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    def _rows(self) -> list[Block]:
        head = _Row(
            self.columns, [Cell(column.title) for column in self.columns], is_head=True, keep_with_next=True
        )
        return [head, *[_Row(self.columns, row, repeat=head) for row in self.rows]]

    def height(self, setter: Typesetter, width: float) -> float:
        return sum(row.height(setter, width) for row in self._rows())

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        for row in self._rows():
            row.draw(pen, x, y, width)
            y += row.height(pen.setter, width)

    def pieces(self, setter: Typesetter, width: float) -> Iterable[Block]:
        return self._rows()


@dataclass
class Labelled(Block):
    """A small label over or before its value.

    Attributes:
        label_width: width of the label beside the value, in points.
    """

    label: str
    value: Block
    label_width: float = 92.0

    def height(self, setter: Typesetter, width: float) -> float:
        label = Prose(self.label, _LABEL).height(setter, self.label_width - _CELL_GAP)
        return max(label, self.value.height(setter, width - self.label_width))

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        pen.text(self.label, x, y, self.label_width - _CELL_GAP, _LABEL)
        self.value.draw(pen, x + self.label_width, y, width - self.label_width)

    def pieces(self, setter: Typesetter, width: float) -> Iterable[Block]:
        """The label with the first part of a long value; the rest below it, indented."""
        parts = list(self.value.pieces(setter, width - self.label_width))
        if len(parts) < 2:
            return (self,)
        first = Labelled(self.label, parts[0], self.label_width)
        first.keep_with_next = parts[0].keep_with_next
        return [first, *[_continued(self.label_width, part) for part in parts[1:]]]


_LABEL = Style(size=8.2, leading=CELL.leading, weight=LABEL.weight, colour=LABEL.colour)


def _continued(indent: float, part: Block) -> Labelled:
    block = Labelled("", part, indent)
    block.keep_with_next = part.keep_with_next
    return block


def figure_column(title: str, share: float, style: Style = FIGURE) -> Column:
    """A column of figures, standing straight under one another."""
    return Column(
        title, share, Style(style.size, style.leading, style.weight, style.colour, Align.END, tabular=True)
    )
