"""Folding of names for search: no accents, no case, letters that do not decompose by table."""

import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def folded(text: str) -> str:
    """The text without accents and case, words parted by single spaces.

    "Müller  ŁUKASZ" is "muller lukasz". Folding what is folded changes nothing.
    """
    # Taken apart before the case is folded and after: a letter of a fancy alphabet only then shows its case.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.translate(_LETTERS).split())
