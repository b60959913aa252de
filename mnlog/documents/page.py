"""Pages: margins, letterhead, footer, the flow of blocks over pages, and the file they are written to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO

from PIL import Image
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from mnlog.documents.blocks import Block, Columns, Gap, Prose, Rule, Stack
from mnlog.documents.pen import Pen, colour
from mnlog.documents.script import clean
from mnlog.documents.style import ACCENT, CLINIC, FOOTER, FOOTER_END, MUTED_END, SMALL, TITLE, Weight
from mnlog.documents.typeset import Rich, Typesetter, value
from mnlog.domain.records import Clinic
from mnlog.domain.terms import PaperSize

MARGIN_X = 42.0
MARGIN_TOP = 36.0
MARGIN_BOTTOM = 55.0
FOOTER_AT = 42.0
_LOGO_HEIGHT = 34.0
_LOGO_WIDTH = 150.0
_RUNNING = 30.0
_STEPS = 50
"""How finely a page may shrink: in fiftieths."""

_SIZES = {PaperSize.A4: A4, PaperSize.LETTER: LETTER}


@dataclass
class Spring(Gap):
    """White space that may grow up to `most`, so that a page's parts are spread over what is left of it."""

    most: float = 0.0


@dataclass
class PageBreak(Gap):
    """What follows begins a page of its own."""

    size: float = 0.0


@dataclass
class Logo(Block):
    """The clinic's logo, as large as fits. One that cannot be read is left out; the sheet still goes out."""

    image: bytes

    @cached_property
    def _size(self) -> tuple[float, float]:
        """Width and height in points; nothing for a picture that cannot be read to its end."""
        try:
            with Image.open(BytesIO(self.image)) as image:
                image.load()
                wide, high = image.size
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return 0.0, 0.0
        factor = min(_LOGO_WIDTH / wide, _LOGO_HEIGHT / high)
        return wide * factor, high * factor

    def height(self, setter: Typesetter, width: float) -> float:
        return self._size[1]

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        wide, high = self._size
        if high:
            left, bottom = pen.box(x, y, wide, high)
            pen.canvas.drawImage(ImageReader(BytesIO(self.image)), left, bottom, wide, high, mask="auto")


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """What stands over the first page.

    Attributes:
        side: lines at the end of the head, under the clinic's address.
    """

    clinic: Clinic
    title: str
    about: Rich
    side: "Sequence[str | Rich]" = ()
    logo: bytes | None = None

    def block(self) -> Block:
        """The head with its rule."""
        logo = [Logo(self.logo), Gap(5)] if self.logo else []
        start = Stack(
            [*logo, Prose(value(self.clinic.name), CLINIC), Prose(self.title, TITLE), Prose(self.about)], 2.0
        )
        lines = [value(line.strip()) for line in self.clinic.address.splitlines() if line.strip()]
        end = Stack([Prose(line, MUTED_END) for line in (*lines, *self.side)], 0.5)
        return Stack([Columns([(0.66, start), (0.34, end)]), Rule(ACCENT, 1.6)], 8.0)


@dataclass(kw_only=True)
class Paper:
    """A document that is ready to be written.

    Attributes:
        one_page: True to shrink everything, evenly, until it fits on one page.
        shrink_to: how far it may shrink, as a factor, when that saves a page; 1 never shrinks.
        page_of: the words "Page {page} of {pages}" for two numbers.
        running: says on later pages whose document it is; a page without a name is nobody's.
        watermark: large letters across each page; empty for none.
    """

    setter: Typesetter
    size: PaperSize
    title: str
    author: str
    subject: str
    language: str
    blocks: Sequence[Block]
    footer: str
    footer_note: str = ""
    running: Rich = ()
    page_of: "PageOf"
    watermark: str = ""
    one_page: bool = False
    shrink_to: float = 1.0
    outline: Sequence[str] = field(default_factory=tuple)

    def written(self) -> bytes:
        """The PDF. The same input gives the same bytes."""
        width, height = _SIZES[self.size]
        inner_width, inner_height = width - 2 * MARGIN_X, height - MARGIN_TOP - MARGIN_BOTTOM
        scale, pages = self._fitted(inner_width, inner_height)
        buffer = BytesIO()
        canvas = self._canvas(buffer, width, height)
        for number, page in enumerate(pages, 1):
            self._draw_page(canvas, page, scale, number, len(pages))
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _canvas(self, buffer: BytesIO, width: float, height: float) -> Canvas:
        canvas = Canvas(
            buffer,
            pagesize=(width, height),
            invariant=1,
            initialFontName=self.setter.book.default,  # type: ignore[arg-type]  # the stub takes a number
            lang=self.language,
        )
        canvas.setTitle(clean(self.title))
        canvas.setAuthor(clean(self.author))
        canvas.setSubject(self.subject)
        canvas.setCreator("MNLog")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        return canvas

    def _fitted(self, width: float, height: float) -> "tuple[float, list[_Page]]":
        if not self.one_page:
            return self._fewest_pages(width, height)
        scale = self._largest_scale(width, height)
        page = _Page([])
        y = 0.0
        for block in _stretched(self.blocks, self.setter, width / scale, height / scale):
            page.placed.append((block, y))
            y += block.height(self.setter, width / scale)
        return scale, [page]

    def _largest_scale(self, width: float, height: float) -> float:
        """The largest of some even steps at which everything fits, found by halving."""
        body, smallest, largest = Stack(self.blocks), 0, _STEPS
        while smallest < largest:
            middle = (smallest + largest + 1) // 2
            scale = middle / _STEPS
            if body.height(self.setter, width / scale) <= height / scale:
                smallest = middle
            else:
                largest = middle - 1
        return max(1, smallest) / _STEPS

    def _fewest_pages(self, width: float, height: float) -> "tuple[float, list[_Page]]":
        """Full size, unless a little less saves a page."""
        head = _RUNNING if self.running else 0.0
        pages = flow(self.blocks, self.setter, width, height, head)
        scale = 1.0
        while scale > self.shrink_to and len(pages) > 1:
            scale -= 0.02
            smaller = flow(self.blocks, self.setter, width / scale, height / scale, head)
            if len(smaller) < len(pages):
                return scale, smaller
        return 1.0, pages

    def _draw_page(self, canvas: Canvas, page: "_Page", scale: float, number: int, count: int) -> None:
        width, height = _SIZES[self.size]
        if number == 1:
            canvas.bookmarkPage("start")
            canvas.addOutlineEntry(clean(self.title), "start", level=0)
        if self.watermark:
            self._draw_watermark(canvas, width, height)
        canvas.saveState()
        canvas.translate(MARGIN_X, MARGIN_BOTTOM)
        inner = (width - 2 * MARGIN_X) / scale
        pen = Pen(canvas, self.setter, inner, (height - MARGIN_TOP - MARGIN_BOTTOM) / scale, scale)
        if number > 1 and self.running:
            pen.text(self.running, 0.0, 0.0, inner, SMALL, 1)
            pen.line((0.0, SMALL.leading + 4), (inner, SMALL.leading + 4), ink=ACCENT, line_width=0.8)
        for block, y in page.placed:
            if isinstance(block, Prose) and block.text in self.outline:
                self._bookmark(canvas, str(block.text), number)
            block.draw(pen, 0.0, y, inner)
        canvas.restoreState()
        self._draw_footer(canvas, width, number, count)

    def _bookmark(self, canvas: Canvas, text: str, number: int) -> None:
        key = f"{number}-{text}"
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(text, key, level=1)

    def _draw_footer(self, canvas: Canvas, width: float, number: int, count: int) -> None:
        canvas.saveState()
        canvas.translate(MARGIN_X, 0)
        inner = width - 2 * MARGIN_X
        pen = Pen(canvas, self.setter, inner, FOOTER_AT)
        page = self.page_of(number, count)
        page_width = self.setter.width(page, FOOTER) + 12
        pen.text(self.footer, 0, 0, inner - page_width, FOOTER, 1)
        pen.text(page, inner - page_width, 0, page_width, FOOTER_END, 1)
        if self.footer_note:
            pen.text(self.footer_note, 0, FOOTER.leading, inner, FOOTER, 1)
        canvas.restoreState()

    def _draw_watermark(self, canvas: Canvas, width: float, height: float) -> None:
        name = self.setter.book.font_name("inter", Weight.BOLD) or self.setter.book.default
        size = min(64.0, 0.95 * width / max(0.1, self.setter.book.width(self.watermark, name, 1)))
        canvas.saveState()
        canvas.translate(width / 2, height / 2)
        canvas.rotate(52)
        canvas.setFillColor(colour("#F1E3E0"))
        canvas.setFont(name, size)
        canvas.drawCentredString(0, -size / 3, self.watermark)
        canvas.restoreState()


@dataclass
class _Page:
    placed: list[tuple[Block, float]]


class PageOf:
    """Says "Page 1 of 2" in the document's language."""

    def __init__(self, template: str) -> None:
        """Takes the words.

        Args:
            template: with {page} and {pages}.
        """
        self._template = template

    def __call__(self, page: int, pages: int) -> str:
        """The words for one page."""
        return self._template.replace("{page}", str(page)).replace("{pages}", str(pages))


def flow(
    blocks: Iterable[Block], setter: Typesetter, width: float, height: float, head: float = 0.0
) -> "list[_Page]":
    """Lays blocks out over as many pages as they need.

    Args:
        blocks: in order.
        setter: breaks text into lines.
        width: of the column.
        height: of a page.
        head: room left at the top of each page but the first.
    """
    pieces = [piece for block in blocks for piece in block.pieces(setter, width)]
    pages = [_Page([])]
    top = y = 0.0
    position = 0
    while position < len(pieces):
        group = _group(pieces, position)
        needed = sum(piece.height(setter, width) for piece in group)
        is_full = y > top and y + needed > height and not isinstance(group[0], Gap)
        if is_full or (isinstance(group[0], PageBreak) and y > top):
            pages.append(_Page([]))
            top = y = head
            if group[0].repeat is not None:
                pages[-1].placed.append((group[0].repeat, y))
                y += group[0].repeat.height(setter, width)
        for piece in group:
            if isinstance(piece, Gap) and y == top:
                continue
            pages[-1].placed.append((piece, y))
            y += piece.height(setter, width)
        position += len(group)
    return pages


def _group(pieces: Sequence[Block], start: int) -> Sequence[Block]:
    """A piece with all that must stay on its page; white space between them counts as theirs."""
    end = start
    while end < len(pieces) - 1 and (
        pieces[end].keep_with_next or (end > start and isinstance(pieces[end], Gap))
    ):
        end += 1
    return pieces[start : end + 1]


def _stretched(blocks: Sequence[Block], setter: Typesetter, width: float, height: float) -> list[Block]:
    """The blocks with their springs grown by what is left of the page, none past its most."""
    left = height - Stack(blocks).height(setter, width)
    room = sum(block.most - block.size for block in blocks if isinstance(block, Spring))
    share = min(1.0, max(0.0, left / room)) if room > 0 else 0.0
    return [
        Gap(block.size + (block.most - block.size) * share) if isinstance(block, Spring) else block
        for block in blocks
    ]
