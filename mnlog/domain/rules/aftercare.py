"""When each waiting time starts and ends, what the skin will do meanwhile, and when to come back.

Windows are hours of absolute time after the end of the session, shown on the clock of the zone the end was
given in: 72 h after 15:10 on the day before the clocks go back end at 14:10. Figures come from the vocabulary
(reference sections 4, 5 and 8); where sources disagree the strict figure is the default and the longer one is
given beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter

from mnlog.domain.vocabulary import CareWindow, ReactionType, Vocabulary

POINT_BLEEDING_FROM_UM = 1_000
"""Petechiae start near 1 mm (reference section 1, end-points, source SAN)."""

_DEEP_ONLY = ("pinpoint_bleeding", "bruising")


@dataclass(frozen=True, slots=True, kw_only=True)
class CareDates:
    """One waiting time with its real times.

    Attributes:
        extended_until: end of the cautious part that some sources ask for; None when there is none.
    """

    window: CareWindow
    starts_at: datetime
    ends_at: datetime
    extended_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedReaction:
    """A reaction that is no reason to worry while it lasts no longer than this."""

    reaction: ReactionType
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSession:
    """The days between which the next session may lie, and the day that was planned."""

    earliest: date
    latest: date
    planned: date | None = None


def after_hours(moment: datetime, hours: int) -> datetime:
    """A moment so many hours later by the stopwatch, on the same zone's clock.

    Raises:
        ValueError: when the moment carries no zone; its hours could mean anything.
    """
    if moment.tzinfo is None:
        raise ValueError("a waiting time needs a moment with its zone")
    return (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(moment.tzinfo)


def care_dates(ended_at: datetime, vocabulary: Vocabulary) -> tuple[CareDates, ...]:
    """Real times of every aftercare window, in the order of the sheet.

    Raises:
        ValueError: when `ended_at` carries no zone.
    """
    rows = sorted(vocabulary.aftercare.values(), key=attrgetter("order"))
    return tuple(_dates_of(row, ended_at) for row in rows)


def _dates_of(row: CareWindow, ended_at: datetime) -> CareDates:
    extended = None if row.extended_to_h is None else after_hours(ended_at, row.extended_to_h)
    return CareDates(
        window=row,
        starts_at=after_hours(ended_at, row.from_h),
        ends_at=after_hours(ended_at, row.strict_to_h),
        extended_until=extended,
    )


def expected_course(
    ended_at: datetime, vocabulary: Vocabulary, max_depth_um: int | None = None
) -> tuple[ExpectedReaction, ...]:
    """What the skin is expected to do, soonest over first.

    Args:
        ended_at: end of the needling.
        vocabulary: reactions with their expected windows.
        max_depth_um: deepest zone; bleeding points and bruises are left out where only shallower needling was
            done. None (unknown) leaves nothing out.

    Raises:
        ValueError: when `ended_at` carries no zone.
    """
    shallow = max_depth_um is not None and max_depth_um < POINT_BLEEDING_FROM_UM
    expected: list[ExpectedReaction] = []
    for row in vocabulary.reactions.values():
        if row.expected_to_h is None or (shallow and row.id in _DEEP_ONLY):
            continue
        expected.append(
            ExpectedReaction(
                reaction=row,
                starts_at=after_hours(ended_at, row.expected_from_h or 0),
                ends_at=after_hours(ended_at, row.expected_to_h),
            )
        )
    # sorted() is stable: among equals the order of the file, which the clinic chose, stays.
    return tuple(sorted(expected, key=attrgetter("ends_at")))


def next_session_range(
    ended_at: datetime, interval_min_days: int, interval_max_days: int, planned: int | None = None
) -> NextSession:
    """The days the next session may lie on, counted in calendar days of the clinic.

    Args:
        ended_at: end of this session.
        interval_min_days: shortest interval of the course.
        interval_max_days: longest interval of the course.
        planned: days the practitioner chose for this patient; may lie outside the range.
    """
    day = ended_at.date()
    first, last = sorted((interval_min_days, interval_max_days))
    return NextSession(
        earliest=day + timedelta(days=first),
        latest=day + timedelta(days=last),
        planned=None if planned is None else day + timedelta(days=planned),
    )


def follow_up_times(ended_at: datetime, hours: Iterable[int]) -> tuple[datetime, ...]:
    """When calls are due, soonest first and each once.

    Raises:
        ValueError: when `ended_at` carries no zone.
    """
    return tuple(after_hours(ended_at, after_h) for after_h in sorted(set(hours)))
