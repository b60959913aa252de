"""Breaks rich text into lines that fit, in any script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from unicodedata import combining

from mnlog.documents.fonts import FontBook, Run
from mnlog.documents.script import clean, has_kana, in_visual_order, is_cjk, isolated, shaped
from mnlog.documents.style import INK, Style, Weight

_NO_LINE_START = frozenset("、。，．・：；？！）］｝〉》」』】〕ー々〜…,.:;?!)]}»›’”%·")
_NO_LINE_END = frozenset("（［｛〈《「『【〔([{«‹‘“")
_BREAK_AFTER = frozenset("-–—/")
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one weight and colour; None takes the style's.

    Attributes:
        is_value: True for what was put into a sentence and must not turn its direction.
    """

    text: str
    weight: Weight | None = None
    colour: str | None = None
    is_value: bool = False


Rich = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SetRun:
    """A run that is ready to be drawn."""

    run: Run
    colour: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line in the order it is seen."""

    runs: tuple[SetRun, ...]
    width: float


@dataclass(frozen=True, slots=True)
class _Word:
    """What cannot be broken: (text, span number) pairs, with the spaces that follow."""

    parts: tuple[tuple[str, int], ...]
    width: float
    spaces: float


def rich(text: "str | Rich") -> Rich:
    """Plain text as one span."""
    return (Span(text),) if isinstance(text, str) else text


def value(text: str, weight: Weight | None = None) -> Rich:
    """What somebody typed, kept from turning its neighbours around."""
    return (Span(text, weight, is_value=True),) if text else ()


def strong(text: str, colour: str | None = None) -> Rich:
    """A text that stands out."""
    return (Span(text, Weight.SEMIBOLD, colour),)


def joined(texts: Iterable["str | Rich"], separator: str) -> Rich:
    """Several texts one after the other, empty ones left out."""
    spans: list[Span] = []
    for text in texts:
        if not text:
            continue
        if spans:
            spans.append(Span(separator))
        spans.extend(rich(text))
    return tuple(spans)


class Typesetter:
    """Sets the texts of one document. Remembers what it set, so that measuring and drawing do it once."""

    def __init__(self, book: FontBook, *, rtl: bool = False, japanese: bool = False) -> None:
        """Begins a document.

        Args:
            book: the fonts.
            rtl: True when the document runs from right to left.
            japanese: True when Han letters without kana are Japanese too.
        """
        self.book = book
        self.rtl = rtl
        self.japanese = japanese
        self._lines: dict[tuple[Rich, Style, float, int | None], tuple[Line, ...]] = {}
        self._settings: dict[tuple[Rich, Style], _Setting] = {}

    def lines(
        self, text: "str | Rich", style: Style, width: float, max_lines: int | None = None
    ) -> tuple[Line, ...]:
        """Breaks a text into lines.

        Args:
            text: line ends in it start a new line.
            style: how it is set.
            width: points; a word wider than that is broken between letters.
            max_lines: more are cut off, with an ellipsis at the end of the last.
        """
        key = (rich(text), style, round(width, 2), max_lines)
        if key not in self._lines:
            setting = self._settings.get((key[0], style))
            if setting is None:
                setting = self._settings[key[0], style] = _Setting(self, key[0], style)
            self._lines[key] = tuple(setting.lines(width, max_lines))
        return self._lines[key]

    def width(self, text: "str | Rich", style: Style) -> float:
        """Width of a text on one line."""
        return max((line.width for line in self.lines(text, style, 1e6)), default=0.0)


class _Setting:
    """One text being set. Its words are measured once; only where lines end depends on the width."""

    def __init__(self, setter: Typesetter, spans: Rich, style: Style) -> None:
        self._setter = setter
        self._style = style
        self._spans = tuple(replace(span, text=self._prepared(span)) for span in spans)
        self._japanese = setter.japanese or any(has_kana(span.text) for span in spans)
        self._measured_words = [list(self._words(paragraph)) for paragraph in self._paragraphs()]

    def _prepared(self, span: Span) -> str:
        text = clean(span.text)
        return isolated(text, self._setter.rtl) if span.is_value else text

    def lines(self, width: float, max_lines: int | None) -> list[Line]:
        lines: list[Line] = []
        for words in self._measured_words:
            lines.extend(self._filled(words, width))
        if max_lines is not None and len(lines) > max_lines:
            lines = [*lines[: max_lines - 1], self._elided(lines[max_lines - 1], width)]
        return lines

    def _paragraphs(self) -> Iterator[list[tuple[str, int]]]:
        """(character, span number) pairs between line ends."""
        paragraph: list[tuple[str, int]] = []
        for number, span in enumerate(self._spans):
            for character in span.text:
                if character == "\n":
                    yield paragraph
                    paragraph = []
                else:
                    paragraph.append((character, number))
        yield paragraph

    def _filled(self, words: list[_Word], width: float) -> Iterator[Line]:
        line: list[_Word] = []
        taken = 0.0
        for word in self._narrow(words, width):
            if line and taken + word.width > width + 0.01:
                yield self._set(line)
                line, taken = [], 0.0
            line.append(word)
            taken += word.width + word.spaces
        yield self._set(line)

    def _narrow(self, words: Iterable[_Word], width: float) -> Iterator[_Word]:
        """Words, with those that fit on no line broken between letters."""
        for word in words:
            if word.width <= width:
                yield word
                continue
            piece: list[tuple[str, int]] = []
            taken = 0.0
            for part in word.parts:
                # Letters measured one by one are never narrower than joined ones.
                wide = self._measured([part])
                if piece and taken + wide > width and not combining(part[0]):
                    yield self._word(piece)
                    piece, taken = [], 0.0
                piece.append(part)
                taken += wide
            yield self._word(piece)

    def _words(self, characters: list[tuple[str, int]]) -> Iterator[_Word]:
        word: list[tuple[str, int]] = []
        for position, (character, number) in enumerate(characters):
            follower = characters[position + 1][0] if position + 1 < len(characters) else ""
            word.append((character, number))
            if follower and _may_break(character, follower):
                yield self._word(word)
                word = []
        if word:
            yield self._word(word)

    def _word(self, characters: list[tuple[str, int]]) -> _Word:
        body = list(characters)
        while body and body[-1][0] == " ":
            body.pop()
        width = self._measured(body)
        return _Word(
            tuple(characters), width, self._measured(characters) - width if len(body) < len(characters) else 0
        )

    def _measured(self, characters: Iterable[tuple[str, int]]) -> float:
        return sum(each.width for each in self._runs(_grouped(characters)))

    def _set(self, words: list[_Word]) -> Line:
        characters = [pair for word in words for pair in word.parts]
        while characters and characters[-1][0][-1:] == " ":
            characters.pop()
        runs = self._runs(_grouped(characters))
        return Line(runs, sum(each.width for each in runs))

    def _runs(self, parts: list[tuple[str, int]]) -> tuple[SetRun, ...]:
        book, style = self._setter.book, self._style
        numbers = [number for _, number in parts]
        runs: list[SetRun] = []
        for glyphs in in_visual_order([shaped(text) for text, _ in parts], self._setter.rtl):
            span = self._spans[numbers[glyphs.span]]
            for run in book.runs(glyphs.text, span.weight or style.weight, japanese=self._japanese):
                width = book.width(run.text, run.font, style.size, tabular=style.tabular)
                runs.append(SetRun(run, span.colour or style.colour, width))
        return tuple(runs)

    def _elided(self, line: Line, width: float) -> Line:
        """The line with an ellipsis, at its end as it is read."""
        book, style = self._setter.book, self._style
        dots = book.runs(_ELLIPSIS, style.weight)[0]
        dots_run = SetRun(dots, style.colour or INK, book.width(_ELLIPSIS, dots.font, style.size))
        runs = list(reversed(line.runs)) if self._setter.rtl else list(line.runs)
        while runs and sum(each.width for each in runs) + dots_run.width > width:
            runs[-1] = self._shortened(runs[-1])
            if not runs[-1].run.text:
                runs.pop()
        runs.append(dots_run)
        if self._setter.rtl:
            runs.reverse()
        return Line(tuple(runs), sum(each.width for each in runs))

    def _shortened(self, each: SetRun) -> SetRun:
        text = each.run.text[1:] if self._setter.rtl else each.run.text[:-1]
        width = self._setter.book.width(text, each.run.font, self._style.size, tabular=self._style.tabular)
        return SetRun(replace(each.run, text=text), each.colour, width)


def _grouped(characters: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    groups: list[tuple[str, int]] = []
    for text, number in characters:
        if groups and groups[-1][1] == number:
            groups[-1] = (groups[-1][0] + text, number)
        else:
            groups.append((text, number))
    return groups


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after == " ":
        return False
    if before == " " or before in _BREAK_AFTER:
        return after not in _NO_LINE_START and (before == " " or not after.isdigit())
    if not (is_cjk(before) or is_cjk(after)):
        return False
    return after not in _NO_LINE_START and before not in _NO_LINE_END
