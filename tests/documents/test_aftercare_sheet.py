"""The sheet the patient takes home."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnlog.documents.aftercare import aftercare_pdf
from mnlog.documents.counting import page_count
from mnlog.domain.charts import SessionChart
from mnlog.domain.terms import DeviceKind, PaperSize, Side
from tests.documents.charts import FACE, ended, numbing, serum, signed, zone
from tests.documents.clinic import END, LONDON, PEN, english, kit, vocabulary
from tests.documents.reading import columns_of, flat, outside_margins, pages, slanted_text, text_of

ALL_ZONES = tuple(zone(row.id, side, 1000) for row in vocabulary().zones.values() for side in row.sides)


def sheet(chart: SessionChart) -> str:
    pdf = aftercare_pdf(kit(), chart, vocabulary(), english())
    return f"{text_of(pdf)} {columns_of(pdf)}"


def test_it_says_what_was_done() -> None:
    text = sheet(signed())
    assert "Amara Reyes · microneedling, Saturday 21 November 2026, 15:10" in text
    assert "Microneedling pen, 0.50 to 1.50 mm: forehead, nose, both cheeks" in text
    assert "chin, both sides of the jawline." in text
    assert "Numbing cream for 35 minutes (LMX4). Applied after: hyaluronic acid." in text


def test_it_names_every_zone() -> None:
    for treated in (FACE, ALL_ZONES[9:22]):
        text = sheet(signed(zones=treated))
        for each in treated:
            name = english().names[f"zone.{each.zone_id}"]
            both = english().names.get(f"zone.{each.zone_id}.both", name)
            assert name in text or both in text


def test_a_long_list_of_zones_says_that_it_is_cut() -> None:
    text = sheet(signed(zones=ALL_ZONES))
    assert "and 12 more zones" in text


def test_each_waiting_time_ends_at_its_real_hour() -> None:
    text = sheet(signed())
    for said in (
        "until Sun 22 Nov, 15:10; better until Tue 24 Nov",  # make-up
        "until Tue 24 Nov, 15:10",  # sport, pool
        "until Tue 24 Nov, 15:10; little until Sat 5 Dec",  # sun
        "until Thu 26 Nov, 15:10; better until Sat 28 Nov",  # retinoids
        "every day, from Sun 22 Nov to Sat 5 Dec",  # sunscreen
        "Alcohol: until Sun 22 Nov, 15:10.",
        "Picking or peeling flakes: until Tue 1 Dec.",
    ):
        assert said in text


def test_every_aftercare_rule_of_the_vocabulary_stands_on_the_sheet() -> None:
    text = sheet(signed())
    for row in vocabulary().aftercare.values():
        said = english().names.get(f"care.{row.id}") or english().names[f"day.{row.id}"].split("{")[0]
        assert flat(said) in text


def test_a_rule_the_clinic_added_is_printed_under_its_own_name() -> None:
    row = replace(vocabulary().aftercare["no_alcohol"], id="no_gym_bag", name="No {gym} bag", order=99)
    known = replace(vocabulary(), aftercare={**vocabulary().aftercare, row.id: row})
    text = text_of(aftercare_pdf(kit(), signed(), known, english()))
    assert "No gym bag: until Sun 22 Nov, 15:10" in text


def test_hours_are_counted_by_the_stopwatch_when_the_clocks_go_back() -> None:
    text = sheet(ended(datetime(2026, 10, 24, 15, 10, tzinfo=LONDON)))
    assert "until Sun 25 Oct, 14:10" in text
    assert "until Tue 27 Oct, 14:10" in text


def test_hours_are_shown_on_the_clinics_clock() -> None:
    elsewhere = END.astimezone(ZoneInfo("Asia/Tokyo"))
    text = sheet(ended(elsewhere))
    assert "Saturday 21 November 2026, 15:10" in text
    assert "Sun 22 Nov, 15:10" in text


def test_what_to_expect_depends_on_the_depth() -> None:
    deep, shallow = sheet(signed()), sheet(signed(zones=(zone("nose", depth_um=250),)))
    assert "redness like a mild sunburn until about Tue 24 Nov" in deep
    assert "dryness and light flaking from Sun 22 Nov to about Sat 28 Nov" in deep
    assert "small bruises" in deep
    assert "small bruises" not in shallow


def test_all_red_flags_and_numbers_are_there() -> None:
    text = sheet(signed())
    for flag in english().red_flags:
        assert flag.text in text
    assert "Call 01904 555 0114" in text
    assert "Out of hours 01904 555 0199" in text
    assert "call 999 at once" in text


def test_without_numbers_there_is_a_line_for_one() -> None:
    chart = signed()
    clinic = replace(chart.clinic, phone="", out_of_hours_phone="", emergency_number="")
    text = sheet(replace(chart, clinic=clinic))
    assert "Our number: ____" in text
    assert "call the emergency services at once" in text


def test_what_concerns_this_patient_is_said() -> None:
    text = sheet(signed())
    assert "Skin like yours can darken" in text
    assert "aciclovir 400 mg twice a day" in text
    fair = replace(signed().session, phototype=2)
    plain = sheet(signed(session=fair, alerts=()))
    assert "Skin like yours" not in plain
    assert "For you especially" not in plain


def test_an_alert_that_ended_is_not_told() -> None:
    past = tuple(replace(alert, ended_at=END) for alert in signed().alerts)
    assert "aciclovir" not in sheet(signed(alerts=past))


def test_it_adapts_to_roller_plasma_and_body() -> None:
    roller = replace(PEN, kind=DeviceKind.ROLLER)
    chart = signed(
        device=roller,
        topicals=(serum("prp", "PRP"),),
        zones=(zone("neck"), zone("abdomen", depth_um=1500)),
        numbings=(replace(numbing(), off_at=None),),
    )
    text = sheet(chart)
    assert "Microneedling roller, 0.50 to 1.50 mm: neck, abdomen." in text
    assert "Applied after: your own platelet-rich plasma (PRP)." in text
    assert "Numbing cream (LMX4)." in text


def test_the_next_session_and_the_calls_have_dates() -> None:
    text = sheet(signed())
    assert "About Saturday 19 December 2026 (4 weeks after this one)" in text
    assert "Mon 23 Nov, 15:10, about 48 hours after" in text
    open_date = replace(signed().session, next_interval_days=None)
    later = sheet(signed(session=open_date, follow_ups=()))
    assert "Between Saturday 12 December 2026 and Saturday 2 January 2027" in later
    assert "No call is planned." in later


@pytest.mark.parametrize(("signed_too", "marked"), [(True, False), (False, True)])
def test_only_times_that_are_not_final_mark_it_as_a_draft(signed_too: bool, marked: bool) -> None:
    session = signed().session
    chart = signed(session=session if signed_too else replace(session, needling_ended_at=None))
    pdf = aftercare_pdf(kit(), chart, vocabulary(), english())
    assert ("Draft, not signed" in slanted_text(pdf)) is marked


anything = st.text(max_size=60)


odd_things = st.fixed_dictionaries(
    {
        "ended_at": st.datetimes(datetime(2000, 1, 2), datetime(2090, 1, 1)),  # noqa: DTZ001
        "interval": st.none() | st.integers(0, 400),
        "phototype": st.none() | st.integers(1, 6),
        "clinic": anything,
        "address": st.lists(anything, max_size=12),
        "phone": anything,
        "size": st.sampled_from(PaperSize),
        "locale": st.sampled_from(["en_GB", "en_US", "de_DE", "xx", ""]),
        "name": st.text(max_size=200),
        "zones": st.lists(st.integers(0, len(ALL_ZONES) - 1), max_size=60),
        "serums": st.lists(anything, max_size=4),
        "medicines": st.lists(anything, max_size=3),
    }
)


def odd_chart(odd: dict[str, Any]) -> SessionChart:
    """A chart as no clinic should have it, and one day will."""
    chart = signed()
    session = replace(
        chart.session,
        needling_ended_at=odd["ended_at"].replace(tzinfo=LONDON),
        next_interval_days=odd["interval"],
        phototype=odd["phototype"],
    )
    clinic = replace(
        chart.clinic,
        name=odd["clinic"],
        address="\n".join(odd["address"]),
        phone=odd["phone"],
        paper_size=odd["size"],
        locale=odd["locale"],
    )
    return replace(
        chart,
        session=session,
        clinic=clinic,
        patient=replace(chart.patient, given_name=odd["name"]),
        zones=tuple(ALL_ZONES[place] for place in odd["zones"]),
        topicals=tuple(serum("generic_serum", name) for name in odd["serums"]),
        alerts=tuple(replace(chart.alerts[1], text=text) for text in odd["medicines"]),
    )


@settings(max_examples=14)
@given(odd_things)
def test_it_is_always_one_page_within_its_margins(odd: dict[str, Any]) -> None:
    pdf = aftercare_pdf(kit(), odd_chart(odd), vocabulary(), english())
    assert page_count(pdf) == len(pages(pdf)) == 1
    assert not outside_margins(pdf)


def test_both_sides_need_both_sides() -> None:
    text = sheet(signed(zones=(zone("cheek", Side.LEFT), zone("temple", Side.RIGHT))))
    assert "temple, right, cheek, left" in text
    assert "both" not in text.partition("What to expect")[0]


def test_a_call_is_due_when_it_is_due() -> None:
    call = replace(signed().follow_ups[0], due_at=END + timedelta(hours=30), after_h=30)
    assert "Sun 22 Nov, 21:10, about 30 hours after" in sheet(signed(follow_ups=(call,)))
