"""Waiting times by the stopwatch, shown on the clinic's clock."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnlog.domain.rules.aftercare import (
    after_hours,
    care_dates,
    expected_course,
    follow_up_times,
    next_session_range,
)
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.vocabulary_file import load_vocabulary
from tests.tree import ROOT

LONDON = ZoneInfo("Europe/London")
END = datetime(2026, 11, 21, 15, 10, tzinfo=LONDON)
VOCABULARY = load_vocabulary(ROOT / "resources/vocabulary")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return VOCABULARY


def test_windows_have_real_times(vocabulary: Vocabulary) -> None:
    by_id = {dates.window.id: dates for dates in care_dates(END, vocabulary)}
    makeup = by_id["no_makeup"]
    assert makeup.starts_at == END
    assert makeup.ends_at == datetime(2026, 11, 22, 15, 10, tzinfo=LONDON)
    assert makeup.extended_until == datetime(2026, 11, 24, 15, 10, tzinfo=LONDON)
    assert by_id["no_pool_sauna_hot"].extended_until is None
    assert by_id["spf30_daily"].starts_at == datetime(2026, 11, 22, 15, 10, tzinfo=LONDON)


def test_windows_come_in_the_order_of_the_sheet(vocabulary: Vocabulary) -> None:
    orders = [dates.window.order for dates in care_dates(END, vocabulary)]
    assert orders == sorted(orders)
    assert len(orders) == len(vocabulary.aftercare)


@pytest.mark.parametrize(
    ("ended_at", "clock"),
    [
        (datetime(2026, 10, 24, 15, 10, tzinfo=LONDON), "2026-10-27T14:10:00+00:00"),
        (datetime(2026, 3, 28, 15, 10, tzinfo=LONDON), "2026-03-31T16:10:00+01:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=0), "2026-10-28T00:30:00+00:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1), "2026-10-28T01:30:00+00:00"),
        (datetime(2026, 11, 21, 15, 10, tzinfo=ZoneInfo("Asia/Kolkata")), "2026-11-24T15:10:00+05:30"),
    ],
)
def test_seventy_two_hours_are_absolute_time(ended_at: datetime, clock: str) -> None:
    assert after_hours(ended_at, 72).isoformat() == clock


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001
    st.integers(0, 1000),
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_so_many_hours_pass_whatever_the_clocks_do(naive: datetime, hours: int, zone: str) -> None:
    moment = naive.replace(tzinfo=ZoneInfo(zone))
    later = after_hours(moment, hours)
    assert later.astimezone(UTC) - moment.astimezone(UTC) == timedelta(hours=hours)
    assert later.tzinfo is moment.tzinfo


def test_a_moment_without_a_zone_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(ValueError, match="zone"):
        care_dates(datetime(2026, 11, 21, 15, 10), vocabulary)  # noqa: DTZ001


def test_a_fixed_offset_is_a_zone_too() -> None:
    moment = datetime(2026, 11, 21, 15, 10, tzinfo=timezone(timedelta(hours=3)))
    assert after_hours(moment, 24).isoformat() == "2026-11-22T15:10:00+03:00"


def test_what_is_expected_ends_soonest_first(vocabulary: Vocabulary) -> None:
    course = expected_course(END, vocabulary, 1500)
    ends = [each.ends_at for each in course]
    assert ends == sorted(ends)
    by_id = {each.reaction.id: each for each in course}
    assert by_id["erythema"].ends_at == END + timedelta(hours=72)
    assert by_id["dryness_flaking"].starts_at == END + timedelta(hours=24)


def test_what_is_never_expected_is_not_foretold(vocabulary: Vocabulary) -> None:
    foretold = {each.reaction.id for each in expected_course(END, vocabulary)}
    assert not foretold & {"infection", "hsv", "granuloma", "tram_track_scar", "anaesthetic_toxicity"}


@pytest.mark.parametrize(
    ("depth_um", "bleeds"), [(None, True), (250, False), (999, False), (1000, True), (2000, True)]
)
def test_shallow_needling_neither_bleeds_nor_bruises(
    vocabulary: Vocabulary, depth_um: int | None, bleeds: bool
) -> None:
    foretold = {each.reaction.id for each in expected_course(END, vocabulary, depth_um)}
    assert ("pinpoint_bleeding" in foretold) is bleeds
    assert ("bruising" in foretold) is bleeds
    assert "erythema" in foretold


def test_the_next_session_lies_in_whole_days() -> None:
    following = next_session_range(END, 21, 42, 28)
    assert following.earliest == date(2026, 12, 12)
    assert following.latest == date(2027, 1, 2)
    assert following.planned == date(2026, 12, 19)
    assert next_session_range(END, 42, 21).earliest == date(2026, 12, 12)
    assert next_session_range(END, 21, 42).planned is None


def test_days_are_those_of_the_clinics_calendar() -> None:
    late = datetime(2026, 10, 24, 23, 45, tzinfo=LONDON)
    assert next_session_range(late, 1, 2).earliest == date(2026, 10, 25)


def test_calls_are_due_once_each_and_in_order() -> None:
    assert follow_up_times(END, (72, 24, 72)) == (END + timedelta(hours=24), END + timedelta(hours=72))
    assert follow_up_times(END, ()) == ()
