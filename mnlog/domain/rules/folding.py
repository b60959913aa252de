"""Folding of names for search: no accents, no case, letters that do not decompose by table."""

import unicodedata

_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th",
        "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i", "ħ": "h", "Ħ": "h", "ŧ": "t", "Ŧ": "t",
    }
)  # fmt: skip


def folded(text: str) -> str:
    """The text without accents and case, words parted by single spaces: "Müller  ŁUKASZ" is "muller lukasz"."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold())
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())
