"""Reads papers back, as a person would: words in reading order, lines, curves, margins."""

import io
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pdfplumber
from bidi.algorithm import get_display

from mnlog.documents.page import MARGIN_TOP, MARGIN_X

_RAGGED = 0.6
_LINE = 5.0
"""How far apart the tops of letters in one line may be: fonts differ in how far their boxes reach."""

_FOOT = 16.0


@lru_cache(maxsize=4)
def pages(pdf: bytes) -> list[Any]:
    """The pages of a PDF, for pdfplumber."""
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)


def seen_text(pdf: bytes) -> str:
    """All text in the order it is seen in, line by line, without the watermark across it."""
    return "\n".join(_level(page).extract_text(y_tolerance=_LINE) or "" for page in pages(pdf))


def text_of(pdf: bytes) -> str:
    """All text as it is read, with line ends and repeated spaces made one space."""
    return flat("\n".join(as_read(line) for line in seen_text(pdf).split("\n")))


def columns_of(pdf: bytes) -> str:
    """The text of each page's left half, then of its right half, so that lines of columns do not mix."""
    texts = []
    for page in pages(pdf):
        for start, end in ((0, page.width / 2), (page.width / 2, page.width)):
            half = page.crop((start, 0, end, page.height))
            texts.append(flat(half.extract_text(y_tolerance=_LINE) or ""))
    return " ".join(texts)


def slanted_text(pdf: bytes) -> str:
    """Letters that stand across the page: the watermark."""
    return "".join(char["text"] for page in pages(pdf) for char in page.chars if is_slanted(char))


def _level(page: Any) -> Any:
    if not any(is_slanted(char) for char in page.chars):
        return page
    return page.filter(lambda each: each["object_type"] != "char" or not is_slanted(each))


def is_slanted(char: Any) -> bool:
    """True for a letter that does not stand on a level line."""
    return bool(abs(char["matrix"][1]) > 0.01)


def flat(text: str) -> str:
    """Text with any white space made one space."""
    return re.sub(r"\s+", " ", text).strip()


def as_read(line: str) -> str:
    """Right-to-left runs turned back from the order they are seen in, joined letters back to plain ones."""
    turned = line if line.isascii() else str(get_display(line, base_dir="L"))
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", turned))


def outside_margins(pdf: bytes) -> list[str]:
    """Letters that stand in the margin or off the page; the upright ones, so no watermark."""
    found = []
    for page in pages(pdf):
        for char in page.chars:
            inside = (
                char["x0"] >= MARGIN_X - _RAGGED
                and char["x1"] <= page.width - MARGIN_X + _RAGGED
                and char["top"] >= MARGIN_TOP - _RAGGED
                and char["bottom"] <= page.height - _FOOT
            )
            if not inside and not is_slanted(char):
                found.append(f"{char['text']!r} at {char['x0']:.0f},{char['top']:.0f} on {page.page_number}")
    return found


def overlapping_lines(pdf: bytes) -> list[str]:
    """Pairs of letters of unlike lines that lie over one another."""
    found = []
    for page in pages(pdf):
        chars = [char for char in page.chars if char["text"].strip() and not is_slanted(char)]
        chars.sort(key=lambda char: char["x0"])
        for place, char in enumerate(chars):
            for other in chars[place + 1 :]:
                if other["x0"] > char["x1"] - 0.8:
                    break
                if _cover(char, other) > 0.5:
                    found.append(
                        f"{char['text']!r} and {other['text']!r} at {char['x0']:.0f},{char['top']:.0f}"
                    )
    return found


def _cover(char: Any, other: Any) -> float:
    """Share of the lower letter's own box that the other one covers."""
    wide = min(char["x1"], other["x1"]) - max(char["x0"], other["x0"])
    # A font's box reaches far over and under its letters: their middle half counts.
    tops = [each["top"] + each["height"] / 4 for each in (char, other)]
    foots = [each["bottom"] - each["height"] / 4 for each in (char, other)]
    high = min(foots) - max(tops)
    if wide <= 0 or high <= 0:
        return 0.0
    area = min((each["x1"] - each["x0"]) * each["height"] / 2 for each in (char, other))
    return float(wide * high / area) if area > 0 else 0.0


def font_names(pdf: bytes) -> set[str]:
    """Names of the fonts that letters are set in."""
    return {char["fontname"] for page in pages(pdf) for char in page.chars}


def missing_glyphs(pdf: bytes) -> list[str]:
    """Letters that no font drew."""
    chars: Iterator[Any] = (char for page in pages(pdf) for char in page.chars)
    return [
        char["text"] for char in chars if char["text"] in ("", "\x00") or char["text"].startswith("(cid:")
    ]
