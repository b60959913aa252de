"""Times as they are stored: UTC, with the zone they were entered in, in the text form of RFC 9557.

`2026-11-21T15:10:00.000Z[Europe/London]` sorts by time as plain text and loses neither the instant nor the clock
on the wall.
"""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ZONE_OF_UTC = "UTC"


def moment_text(moment: datetime) -> str:
    """Stores an aware datetime.

    Raises:
        ValueError: when the datetime is naive.
    """
    if moment.tzinfo is None:
        raise ValueError("a stored time needs its zone")
    in_utc = moment.astimezone(UTC)
    zone = getattr(moment.tzinfo, "key", ZONE_OF_UTC)
    return f"{in_utc:%Y-%m-%dT%H:%M:%S}.{in_utc.microsecond // 1000:03d}Z[{zone}]"


def moment_from_text(text: str) -> datetime:
    """Reads a stored time back into the zone it was entered in.

    Raises:
        ValueError: when the text is not a stored time.
    """
    instant, bracket, zone = text.removesuffix("]").partition("[")
    if not bracket or not instant.endswith("Z"):
        raise ValueError(f"{text!r} is not a stored time")
    return datetime.fromisoformat(instant).astimezone(_zone(zone))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise ValueError(f"{name!r} is not a time zone") from problem
