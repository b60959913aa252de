"""The session record: nothing that was logged is missing from it."""

from dataclasses import replace
from datetime import timedelta

from mnlog.documents.session_record import session_record_pdf
from mnlog.domain.charts import SessionChart
from mnlog.domain.terms import AlertKind, DeviceKind, SessionState, Side, UnitState
from tests.documents.charts import FACE, consent, numbing, signed, unsigned, zone
from tests.documents.clinic import END, LOT, PEN, START, english, kit, vocabulary
from tests.documents.reading import columns_of, pages, slanted_text, text_of


def record(chart: SessionChart) -> bytes:
    return session_record_pdf(kit(), chart, vocabulary(), english())


def test_everything_that_was_logged_is_printed() -> None:
    text = text_of(record(signed()))
    for said in (
        "Amara Reyes · born 2 Jun 1992 · record MN-00217",
        "Session 3 of 6",
        "34 years · Phototype IV",
        "14:00 to 15:10",
        "Allergy latex",
        "Prophylaxis aciclovir 400 mg twice a day",
        "37 answered no. 3 need attention. Answered 21 Nov 2026, 14:03.",
        "Keloid or raised scars: Yes (contraindication) One raised scar on the shoulder, 2009.",
        "(J. Okafor, RN, 21 Nov 2026, 14:03)",
        "Recent tan: Unsure (caution) Garden on Sunday.",
        "Supplements Vitamin D.",
        "Agreed 21 Nov 2026, 13:58 by Amara Reyes, text version 2026.1. Face, up to 1.50 mm.",
        "Photos agreed: for my record and for teaching, unnamed.",
        "on 14:05, off 14:40, 35 minutes · lot LX2209 · expires 28 Feb 2027 · 5 g · 300",
        "SkinPen Precision · microneedling pen · serial no. SP-88213",
        "SkinPen cartridge, lot 24F118 · expires 30 Apr 2027 · 14 needles · opened 14:41",
        "Hyaluronic acid · after · lot HA-7731 · expires 30 Sept 2027 · not labelled for use in the skin",
        "Redness: moderate · Swelling: trace (cheek, left), near the eye",
        "Pain 3 of 10 · Even redness, calm.",
        "None seen · Pain 0 of 10 · By phone.",
        "due 23 Nov 2026, 15:10 (48 hours after)",
        "About 19 Dec 2026 (between 12 Dec 2026 and 2 Jan 2027)",
        "Skin calmer than last time.",
        "Registration no. 12B3456E · Saturday 21 November 2026, 15:16",
        "Signed as the practitioner who carried out this session",
        "Content code 3F9A C41E 0B77 D258 · Rules version 2026.1",
        "J. Okafor, RN, written 24 Nov 2026, 16:10, about 24 Nov 2026, 15:10",
        "Patient called: slight flaking on the chin, advised to keep moisturising.",
    ):
        assert said in text


def test_every_zone_has_its_row() -> None:
    page = pages(record(signed()))[0]
    text = page.extract_text()
    for row in (
        "Forehead 0.75 3 4 even redness 0.25 to 1.00",
        "Cheek, left 1.50 3 4 pinpoint bleeding 0.50 to 2.00",
        "Jawline, right 1.00 3 4 even redness 0.50 to 1.50",
    ):
        assert row in text


def test_depths_outside_the_typical_range_are_marked() -> None:
    zones = (zone("nose", depth_um=1000), zone("chin", depth_um=250), zone("forehead", depth_um=None))
    text = text_of(record(signed(zones=zones)))
    assert "0.25 to 0.75 above" in text
    assert "0.50 to 2.00 below" in text
    assert "Forehead – 3 4" in text


def test_depths_are_written_into_the_map_where_they_fit() -> None:
    small = [
        char for char in pages(record(signed()))[0].chars if char["size"] < 6.5 and char["text"].isdigit()
    ]
    assert "".join(char["text"] for char in small).count("150") == 2


def test_a_long_table_goes_on_under_its_head() -> None:
    sites = [
        replace(zone("custom_site", site_text=f"scar {number}"), id=f"z{number}") for number in range(70)
    ]
    found = pages(record(signed(zones=(*FACE, *sites))))
    assert len(found) > 2
    text = " ".join(page.extract_text() for page in found)
    for number in range(70):
        assert f"Other site (scar {number})" in text
    middle = found[1].extract_text().split("\n")
    assert middle[0] == "Session record · Amara Reyes · record MN-00217"
    assert middle[1].startswith("Zone Depth mm Passes")


def test_a_long_note_goes_on_over_pages() -> None:
    words = " ".join(f"word{number}" for number in range(3000))
    chart = signed(session=replace(signed().session, note=words))
    text = text_of(record(chart))
    assert all(f"word{number}" in text for number in range(3000))


def test_a_draft_is_marked_on_each_page() -> None:
    pdf = record(unsigned())
    assert slanted_text(pdf).count("Draft, not signed") == len(pages(pdf))
    text = text_of(pdf)
    assert "This record is a draft and has not been signed." in text
    for gap in (
        "No screening was recorded.",
        "No consent on record.",
        "No zones recorded.",
        "No needle unit",
    ):
        assert gap in text
    assert slanted_text(record(signed())) == ""


def test_a_discarded_session_is_not_valid() -> None:
    session = replace(
        unsigned().session, state=SessionState.DISCARDED, discarded_at=END, discard_reason="Opened by mistake"
    )
    pdf = record(replace(unsigned(), session=session))
    assert "Discarded, not valid" in slanted_text(pdf)
    assert "Discarded 21 Nov 2026, 15:10: Opened by mistake" in text_of(pdf)


def test_every_override_is_gathered() -> None:
    chart = signed(
        session=replace(signed().session, override_reason="Patient could not wait for the lot's paper."),
        numbings=(replace(numbing(), override_reason="Second tube, same lot."),),
    )
    text = columns_of(record(chart)) + text_of(record(chart))
    assert "Signed although something was missing: Patient could not wait" in text
    assert "Numbing: Second tube, same lot." in text
    assert "Keloid or raised scars: Small test spot" in text


def test_a_withdrawn_consent_is_shouted() -> None:
    chart = signed(consent=consent(withdrawn_at=END + timedelta(days=2), withdrawal_reason="Pregnant."))
    assert "WITHDRAWN 23 Nov 2026, 15:10. Pregnant." in text_of(record(chart))


def test_a_roller_has_no_speed_and_its_own_length() -> None:
    roller = replace(
        PEN, kind=DeviceKind.ROLLER, name="Medical roller", serial_number="", model_id="medical_roller"
    )
    chart = signed(
        device=roller,
        zones=tuple(replace(each, speed=None) for each in FACE),
        units=tuple(
            replace(
                each,
                lot=replace(LOT, needle_length_um=1500, needle_count=192),
                unit=replace(each.unit, state=UnitState.DISPOSED, disposed_at=END),
            )
            for each in signed().units
        ),
    )
    text = text_of(record(chart))
    assert "Speed" not in text
    assert "192 needles · 1.50 mm" in text
    assert "disposed 21 Nov 2026, 15:10" in text


def test_unknown_ids_are_printed_rather_than_lost() -> None:
    chart = signed(
        zones=(replace(zone("nose"), zone_id="left_ear", side=Side.LEFT),),
        numbings=(replace(numbing(), product_id="own_mix", off_at=None),),
        reactions=(replace(signed().reactions[0], reaction_id="tingle"),),
        answers=(replace(signed().answers[0], question_id="own_question", override_reason="Fine"),),
    )
    text = text_of(record(chart))
    for said in (
        "left_ear, left",
        "own_mix",
        "no time off recorded",
        "tingle: moderate",
        "own_question: Fine",
    ):
        assert said.lower() in text.lower()


def test_alerts_that_ended_and_notes() -> None:
    past = replace(signed().alerts[0], ended_at=START)
    note = replace(signed().alerts[0], id="n", kind=AlertKind.NOTE, text="prefers mornings")
    text = text_of(record(signed(alerts=(past, note))))
    assert "latex" not in text.partition("Screening")[0]
    assert "Note prefers mornings" in text
    assert "No alerts noted." in text_of(record(signed(alerts=())))
