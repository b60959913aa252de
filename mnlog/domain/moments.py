"""Times as they are stored: UTC, with the zone they were entered in, in the text form of RFC 9557.

`2026-11-21T15:10:00.000Z[Europe/London]` sorts by time as plain text and loses neither the instant nor the
clock on the wall.
"""

from datetime import UTC, datetime, timedelta
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
    instant = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return f"{instant}Z[{getattr(moment.tzinfo, 'key', None) or ZONE_OF_UTC}]"


def moment_from_text(text: str) -> datetime:
    """Reads a stored time back into the zone it was entered in.

    Raises:
        ValueError: when the text is not a stored time.
    """
    instant, bracket, zone = text.removesuffix("]").partition("[")
    if not bracket or not instant.endswith("Z"):
        raise ValueError(f"{text!r} is not a stored time")
    try:
        return datetime.fromisoformat(instant).astimezone(_zone(zone))
    except OverflowError as problem:
        raise ValueError(f"{text!r} is not a time this calendar knows") from problem


def time_between(start: datetime, end: datetime) -> timedelta:
    """What a stopwatch shows; negative when `end` comes first.

    Two times in one zone are subtracted and compared by Python as their wall clocks read, so that the night
    the clocks go back would swallow an hour. Whoever wants the time that passed asks here.
    """
    return end.astimezone(UTC) - start.astimezone(UTC)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise ValueError(f"{name!r} is not a time zone") from problem
