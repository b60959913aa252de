"""When the next session is due, and whether this one comes too soon.

The seeds say 3 to 4 weeks and 4 to 6 weeks; 21 to 42 days spans both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mnlog.domain.records import Course
from mnlog.errors import RuleViolation


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalCheck:
    """How long ago the last session was, against the course."""

    days: int
    is_too_soon: bool
    earliest: date


def interval_check(last: date, today: date, interval_min_days: int) -> IntervalCheck:
    """Compares today's session with the one before."""
    earliest = last + timedelta(days=interval_min_days)
    return IntervalCheck(days=(today - last).days, is_too_soon=today < earliest, earliest=earliest)


def sessions_left(course: Course, done: int) -> int | None:
    """How many planned sessions remain; None when no number is planned."""
    return None if course.planned_sessions is None else max(0, course.planned_sessions - done)


def call_hours(hours: Iterable[int]) -> tuple[int, ...]:
    """The hours of follow-up calls, soonest first, each once.

    Raises:
        RuleViolation: for a call that is not ahead.
    """
    sorted_hours = tuple(sorted(set(hours)))
    if sorted_hours and sorted_hours[0] < 1:
        raise RuleViolation("A call lies at least an hour ahead.", field="follow_up_hours")
    return sorted_hours
