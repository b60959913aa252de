"""Where a clinic may lie: time zones, and how dates are written there."""

from zoneinfo import available_timezones

_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

PAPER_LOCALES: tuple[tuple[str, str], ...] = (
    ("en_GB", "United Kingdom"),
    ("en_IE", "Ireland"),
    ("en_150", "Europe"),
    ("en_AU", "Australia"),
    ("en_NZ", "New Zealand"),
    ("en_ZA", "South Africa"),
    ("en_IN", "India"),
    ("en_SG", "Singapore"),
    ("en_CA", "Canada"),
    ("en_US", "United States"),
)
"""Locales of the papers' language."""


def time_zones(own: str) -> list[tuple[str, str]]:
    """(id, words) of all zones that are named after a place; `own` is among them whatever it is."""
    names = sorted(
        name for name in available_timezones() if name.partition("/")[0] in _REGIONS and "/" in name
    )
    known = list(dict.fromkeys(["UTC", *([own] if own not in names else []), *names]))
    return [(name, name.replace("_", " ")) for name in known]
