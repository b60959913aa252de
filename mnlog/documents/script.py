"""Splits text by script, shapes Arabic letters and puts right-to-left lines in the order they are seen in.

ReportLab draws one font from left to right. So each line is cut into runs that one font covers, Arabic
letters are replaced by their joined forms, and the bidirectional algorithm says in which order runs stand.
The Python variant of that algorithm is used: the compiled one leaves brackets unmirrored.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from arabic_reshaper import ArabicReshaper
from bidi import algorithm

REPLACEMENT = "\u25a1"
"""Stands for a character no bundled font has: seen and countable, like U+FFFD, and in Inter."""

LEFT_TO_RIGHT_MARK = "\u200e"
RIGHT_TO_LEFT_MARK = "\u200f"
_EMBED = {False: "\u202a", True: "\u202b"}
_END_OF_EMBEDDING = "\u202c"
_MARKS = frozenset((LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, *_EMBED.values(), _END_OF_EMBEDDING))
_JOINERS = frozenset("\u200c\u200d")

_RIGHT_TO_LEFT = frozenset(("R", "AL"))
_RTL_LANGUAGES = frozenset(("ar", "fa", "he", "ur"))

# Vowel marks are kept: a name is printed as it was typed.
_RESHAPER = ArabicReshaper(configuration={"delete_harakat": False, "delete_tatweel": False})


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A part of a line as it is seen: text in visual order, and the number of the span it came from."""

    text: str
    span: int


def is_rtl_language(language: str) -> bool:
    """True for a language whose page runs from right to left."""
    return language.partition("-")[0].partition("_")[0].lower() in _RTL_LANGUAGES


def clean(text: str) -> str:
    """Text as it can be set: composed, without control characters; line ends stay.

    Explicit direction overrides are dropped, because one in a name could turn the rest of the line around.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if composed.isascii() and composed.isprintable():
        return composed
    return "".join(_clean_character(character) for character in composed)


def _clean_character(character: str) -> str:
    if character == "\n" or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category in ("Zl", "Zp"):
        return "\n"
    if category == "Cs":
        return REPLACEMENT
    return "" if category in ("Cc", "Cf") else character


@lru_cache(maxsize=4096)
def has_rtl(text: str) -> bool:
    """True when any letter of the text runs from right to left."""
    if text.isascii():
        return False
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


def has_kana(text: str) -> bool:
    """True when hiragana or katakana stand in the text, so its Han letters are Japanese."""
    return any("\u3040" <= character <= "\u30ff" or "\uff66" <= character <= "\uff9f" for character in text)


def is_cjk(character: str) -> bool:
    """True for a character beside which a line may break without a space."""
    if character < "\u2e80":
        return False
    code = ord(character)
    return (
        code <= 0xA4CF
        or 0xAC00 <= code <= 0xD7A3
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )


@lru_cache(maxsize=4096)
def shaped(text: str) -> str:
    """Arabic letters in their joined forms, still in logical order; any other text as it is."""
    if not has_rtl(text):
        return text
    return str(_RESHAPER.reshape(text))


def in_visual_order(parts: Sequence[str], rtl: bool) -> list[Glyphs]:
    """One line of shaped spans in the order it is seen in, from left to right.

    Args:
        parts: the spans' texts, in logical order.
        rtl: True when the paragraph runs from right to left.
    """
    if not rtl and not any(has_rtl(part) for part in parts):
        return [Glyphs(_without_marks(part), number) for number, part in enumerate(parts) if part]
    storage = algorithm.get_empty_storage()
    storage["base_level"] = int(rtl)
    storage["base_dir"] = "R" if rtl else "L"
    algorithm.get_embedding_levels("".join(parts), storage)
    owners = [number for number, part in enumerate(parts) for _ in part]
    for character, owner in zip(storage["chars"], owners, strict=True):
        character["span"] = owner
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    algorithm.reorder_resolved_levels(storage, False)
    algorithm.apply_mirroring(storage, False)
    return _joined([(str(each["ch"]), int(each["span"])) for each in storage["chars"]])


def _joined(characters: list[tuple[str, int]]) -> list[Glyphs]:
    glyphs: list[Glyphs] = []
    for text, span in characters:
        if text in _MARKS or text in _JOINERS:
            continue
        if glyphs and glyphs[-1].span == span:
            glyphs[-1] = Glyphs(glyphs[-1].text + text, span)
        else:
            glyphs.append(Glyphs(text, span))
    return glyphs


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    return "".join(character for character in text if character not in _MARKS and character not in _JOINERS)


def isolated(value: str, rtl: bool) -> str:
    """A value set into a sentence in its own direction, kept from turning its neighbours around.

    A digit or a full stop after an Arabic name would join the name's direction, and the groups of a telephone
    number in an Arabic sentence would change places. So the value is embedded in its own direction, with a
    mark of the sentence's on each side. The algorithm at hand knows no isolates, which would be newer.
    """
    turned = has_rtl(value)
    if not turned and not rtl:
        return value
    mark = RIGHT_TO_LEFT_MARK if rtl else LEFT_TO_RIGHT_MARK
    return f"{mark}{_EMBED[_begins_rtl(value)]}{value}{_END_OF_EMBEDDING}{mark}"


def _begins_rtl(value: str) -> bool:
    """The direction of the first letter that has one; figures alone run from left to right."""
    for character in value:
        kind = unicodedata.bidirectional(character)
        if kind == "L" or kind in _RIGHT_TO_LEFT:
            return kind != "L"
    return False
