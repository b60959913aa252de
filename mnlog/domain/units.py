"""Integers in a small unit, with the unit in the name; people see millimetres, minutes and grams.

An unconverted value looks absurd (a depth of 1500), which is the point.
"""

import re
from datetime import timedelta

UM_PER_MM = 1000
MG_PER_G = 1000
DEPTH_LIMIT_UM = 5_000
"""No microneedling device reaches deeper than 3 mm; 5 mm is the bound for typing errors."""

_NUMBER = re.compile(r"^\s*(\d{0,6})(?:[.,](\d{1,3}))?\s*(mm|µm|μm|um|g|mg)?\s*$", re.IGNORECASE)
_MICROMETRE = ("µm", "μm", "um")
"""With the micro sign, with the Greek letter that some keyboards give instead, and with neither."""


def _milli(text: str, large: str, small: tuple[str, ...]) -> int:
    match = _NUMBER.match(text)
    if match is None or not (match[1] or match[2]):
        raise ValueError(f"{text!r} is not a number")
    unit = (match[3] or large).lower()
    whole, fraction = int(match[1] or 0), (match[2] or "").ljust(3, "0")
    if unit == large:
        return whole * 1000 + int(fraction)
    if unit in small and match[2] is None:
        return whole
    raise ValueError(f"{text!r} is not in {large}")


def depth_um_from_text(text: str) -> int:
    """Reads a needle depth as people type it: "1.5", "1,5", ".5", "1.5 mm", "1500 µm".

    Returns:
        Depth in micrometres.

    Raises:
        ValueError: when the text is not a depth, or one beyond any needling device.
    """
    depth_um = _milli(text, "mm", _MICROMETRE)
    if depth_um > DEPTH_LIMIT_UM:
        raise ValueError(f"{text!r} is deeper than any needling device reaches")
    return depth_um


def amount_mg_from_text(text: str) -> int:
    """Reads an amount of cream in grams ("2", "2,5 g") or milligrams ("2500 mg").

    Returns:
        Amount in milligrams.

    Raises:
        ValueError: when the text is not an amount.
    """
    return _milli(text, "g", ("mg",))


def depth_text(depth_um: int) -> str:
    """Millimetres with two decimals, as in "1.50"; a third only when it says something."""
    whole, rest = divmod(depth_um, UM_PER_MM)
    return f"{whole}.{rest:03d}".removesuffix("0")


def amount_text(amount_mg: int) -> str:
    """Grams without needless zeros, as in "2.5"."""
    whole, rest = divmod(amount_mg, MG_PER_G)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def whole_minutes(duration: timedelta) -> int:
    """Full minutes passed; a minute counts when it is over."""
    return int(duration.total_seconds() // 60)
