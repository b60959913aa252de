"""The bundled fonts: which of them has a character, and how wide it is. Each is read when first needed."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from mnlog.documents.script import REPLACEMENT, is_cjk
from mnlog.documents.style import Weight
from mnlog.errors import UserFacingError

LATIN = "inter"
JAPANESE = "noto-sans-jp"
CHINESE = "noto-sans-sc"
_TITLE_OF = {
    LATIN: "Inter",
    "noto-sans-arabic": "NotoSansArabic",
    "noto-sans-hebrew": "NotoSansHebrew",
    JAPANESE: "NotoSansJP",
    CHINESE: "NotoSansSC",
}
_FALLBACKS = ("noto-sans-arabic", "noto-sans-hebrew")
_NEAREST = {
    Weight.REGULAR: (Weight.REGULAR,),
    Weight.MEDIUM: (Weight.MEDIUM, Weight.REGULAR),
    Weight.SEMIBOLD: (Weight.SEMIBOLD, Weight.BOLD, Weight.REGULAR),
    Weight.BOLD: (Weight.BOLD, Weight.SEMIBOLD, Weight.REGULAR),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that one font sets.

    Attributes:
        thickened: True when a bold weight was asked for and the family has none.
    """

    text: str
    font: str
    thickened: bool = False


class FontBook:
    """Finds a font for each character. Reads files on first use and keeps them for the program's life."""

    def __init__(self, folder: Path) -> None:
        """Reads the text font; the others wait until a text needs them.

        Args:
            folder: holds one folder per family.

        Raises:
            UserFacingError: when the text font is missing.
        """
        self._folder = folder
        self._names: dict[tuple[str, Weight], str | None] = {}
        self._widths: dict[str, dict[int, float]] = {}
        self._runs: dict[tuple[str, Weight, bool], tuple[Run, ...]] = {}
        if self.font_name(LATIN, Weight.REGULAR) is None:
            raise UserFacingError(
                "The program's own font is missing, so no document can be made. Your records are safe.",
                "Install MNLog again.",
            )

    @property
    def default(self) -> str:
        """The font a new page starts with, so that none outside the file is ever named."""
        return str(self.font_name(LATIN, Weight.REGULAR))

    def font_name(self, family: str, weight: Weight) -> str | None:
        """Registered name of the file nearest to a weight; None when the family is not there at all."""
        key = (family, weight)
        if key not in self._names:
            self._names[key] = self._read(family, weight)
        return self._names[key]

    def _read(self, family: str, weight: Weight) -> str | None:
        for candidate in _NEAREST[weight]:
            name = f"{_TITLE_OF[family]}-{candidate.value}"
            path = self._folder / family / f"{name}.ttf"
            if not path.is_file():
                continue
            # ReportLab keeps one list of fonts for the whole program.
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(path)))
            return name
        return None

    def _has(self, name: str, character: str) -> bool:
        font = pdfmetrics.getFont(name)
        return isinstance(font, TTFont) and ord(character) in font.face.charToGlyph

    def _font_for(self, character: str, weight: Weight, japanese: bool) -> str | None:
        families: tuple[str, ...] = (LATIN, *_FALLBACKS)
        if character >= "\u2e80":
            cjk = (JAPANESE, CHINESE) if japanese else (CHINESE, JAPANESE)
            # Arabic presentation forms lie above the CJK blocks too, so those fonts are asked all the same.
            families = cjk if is_cjk(character) else (*families, *cjk)
        for family in families:
            name = self.font_name(family, weight)
            if name is not None and self._has(name, character):
                return name
        return None

    def runs(self, text: str, weight: Weight, *, japanese: bool = False) -> tuple[Run, ...]:
        """Cuts text into runs by font; a character no font has becomes a replacement box."""
        key = (text, weight, japanese)
        found = self._runs.get(key)
        if found is None:
            if len(self._runs) > 20_000:
                self._runs.clear()
            found = self._runs[key] = tuple(self._cut(text, weight, japanese))
        return found

    def _cut(self, text: str, weight: Weight, japanese: bool) -> list[Run]:
        runs: list[Run] = []
        for character in text:
            found = self._font_for(character, weight, japanese)
            font = found or str(self.font_name(LATIN, weight))
            shown = character if found else REPLACEMENT
            thickened = weight in (Weight.SEMIBOLD, Weight.BOLD) and font.endswith("-Regular")
            if runs and runs[-1].font == font:
                runs[-1] = Run(runs[-1].text + shown, font, thickened)
            else:
                runs.append(Run(shown, font, thickened))
        return runs

    def width(self, text: str, font: str, size: float, *, tabular: bool = False) -> float:
        """Width of a run in points."""
        if not tabular:
            return _unit_width(text, font) * size
        return sum(self.advance(character, font) for character in text) * size

    def advance(self, character: str, font: str) -> float:
        """Width of one character of a table, in units of the size; every digit is as wide as a nought."""
        return _unit_width("0" if character.isdigit() and character.isascii() else character, font)


@lru_cache(maxsize=50_000)
def _unit_width(text: str, font: str) -> float:
    return float(pdfmetrics.stringWidth(text, font, 1000)) / 1000
