"""What holds for all three papers: any script, any length, the same bytes each time."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mnlog.documents.aftercare import aftercare_pdf
from mnlog.documents.consent import consent_pdf
from mnlog.documents.counting import page_count
from mnlog.documents.kit import PaperKit
from mnlog.documents.session_record import session_record_pdf
from mnlog.domain.charts import SessionChart
from mnlog.domain.terms import PaperSize, Side
from mnlog.errors import UserFacingError
from tests.documents.charts import FACE, consent, named, signed, zone
from tests.documents.clinic import CLINIC, english, kit, vocabulary
from tests.documents.reading import (
    font_names,
    missing_glyphs,
    outside_margins,
    overlapping_lines,
    pages,
    seen_text,
    text_of,
)
from tests.tree import ROOT

Maker = Callable[[SessionChart], bytes]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def aftercare(chart: SessionChart) -> bytes:
    return aftercare_pdf(kit(), chart, vocabulary(), english())


def agreed(chart: SessionChart) -> bytes:
    return consent_pdf(kit(), chart, vocabulary(), english())


def blank(chart: SessionChart) -> bytes:
    return consent_pdf(kit(), chart, vocabulary(), english(), blank=True)


def record(chart: SessionChart) -> bytes:
    return session_record_pdf(kit(), chart, vocabulary(), english())


each_paper = pytest.mark.parametrize("make", [aftercare, agreed, blank, record])

NAMES = {
    "latin, cyrillic, greek": ("Zoë Nguyễn Łucja", "Щербакова Παπαδοπούλου", "en"),
    "arabic": ("محمد", "الفاسي", "ar"),
    "hebrew": ("שרה", "כהן", "en"),
    "chinese": ("李", "伟明", "zh"),
    "japanese": ("さくら", "田中", "ja"),
    "markup": ("<b>Ann & Bob</b>", "{x} %s &amp;", "en"),
    "arabic and latin": ("Leila ليلى", "Haddad (حداد)", "en"),
}


@pytest.mark.parametrize("make", [aftercare, agreed, record])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_printed_in_its_own_script(make: Maker, name: str) -> None:
    given, family, language = NAMES[name]
    pdf = make(named(given, family, language))
    assert f"{given} {family}" in text_of(pdf)
    assert not missing_glyphs(pdf)


def test_a_name_does_not_turn_what_stands_beside_it() -> None:
    seen = seen_text(record(named("محمد", "الفاسي", "ar")))
    assert re.search(r"[\ufb50-\ufeff] · born 2 Jun 1992 · record MN-00217", seen)


def test_brackets_in_arabic_are_mirrored_with_their_line() -> None:
    seen = seen_text(aftercare(named("(أبو علي)", "الفاسي", "ar")))
    assert re.search(r"ﻲﺳﺎﻔﻟﺍ \(ﻲﻠﻋ ?ﻮﺑﺃ\) · microneedling", seen)


def test_han_letters_take_the_shape_of_the_patients_language() -> None:
    japanese = font_names(aftercare(named("太郎", "田中", "ja")))
    chinese = font_names(aftercare(named("太郎", "田中", "zh")))
    assert any("NotoSansJP" in name for name in japanese)
    assert any("NotoSansSC" in name for name in chinese)
    assert not any("NotoSansJP" in name for name in chinese)


def test_a_letter_no_font_has_becomes_a_box() -> None:
    text = text_of(aftercare(named("Ann 🙂\ud800", "Żółć\u0007\u202e")))
    assert "Ann □□ Żółć ·" in text


@each_paper
def test_only_subsets_of_own_fonts_are_in_the_file(make: Maker) -> None:
    pdf = make(named("李 محمد שרה", "Ωx"))
    assert all(re.match(r"[A-Z]{6}\+(Inter|NotoSans)", name) for name in font_names(pdf))
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor")
    assert b"Helvetica" not in pdf


@each_paper
def test_the_same_record_gives_the_same_bytes(make: Maker) -> None:
    assert make(signed()) == make(signed())


def test_a_kit_of_its_own_gives_the_same_bytes() -> None:
    fresh = PaperKit(ROOT / "resources")
    assert aftercare_pdf(fresh, signed(), vocabulary(), english()) == aftercare(signed())


@each_paper
@pytest.mark.parametrize("size", PaperSize)
def test_nothing_runs_out_of_the_margins(make: Maker, size: PaperSize) -> None:
    pdf = make(crowded(size))
    assert not outside_margins(pdf)
    assert not overlapping_lines(pdf)
    width = {PaperSize.A4: 595, PaperSize.LETTER: 612}[size]
    assert all(round(page.width) == width for page in pages(pdf))


def crowded(size: PaperSize) -> SessionChart:
    """A long name, ten lines of address, many zones and much to say."""
    chart = signed()
    sites = [
        replace(zone("custom_site", site_text=f"scar {number} on the inner left forearm"), id=f"z{number}")
        for number in range(60)
    ]
    address = "\n".join(
        f"{number} Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" for number in range(10)
    )
    return replace(
        chart,
        patient=replace(chart.patient, given_name="Wolfeschlegelsteinhausenbergerdorff" * 6),
        clinic=replace(CLINIC, paper_size=size, address=address, name="The Rowan Skin and Laser Clinic " * 5),
        zones=(*FACE, *sites),
        alerts=tuple(replace(alert, text=f"{alert.text}, {'x' * 180}") for alert in chart.alerts),
        session=replace(chart.session, note="A long note. " * 150, override_reason="Because. " * 40),
        consent=consent(signer_name="Wolfeschlegelsteinhausenbergerdorff" * 4, interpreter_name="Ann " * 60),
    )


@each_paper
def test_every_page_names_the_record_and_counts_itself(make: Maker) -> None:
    pdf = make(crowded(PaperSize.A4))
    found = pages(pdf)
    assert page_count(pdf) == len(found)
    for number, page in enumerate(found, 1):
        text = page.extract_text()
        assert "MN-00217" in text
        assert f"Page {number} of {len(found)}" in text


@each_paper
def test_the_file_says_what_it_is(make: Maker) -> None:
    pdf = make(signed())
    document = pages(pdf)[0].pdf
    assert "Amara Reyes" in document.metadata["Title"]
    assert document.metadata["Author"] == "Rowan Skin Clinic"
    assert b"/Lang (en)" in pdf
    assert b"/Outlines" in pdf
    assert b"/DisplayDocTitle true" in pdf


@pytest.mark.parametrize("logo", [b"", b"no picture", PIXEL[:50]])
def test_a_logo_that_cannot_be_read_stops_no_paper(logo: bytes) -> None:
    assert page_count(aftercare_pdf(kit(), signed(), vocabulary(), english(), logo)) == 1


def test_a_logo_is_drawn() -> None:
    pdf = aftercare_pdf(kit(), signed(), vocabulary(), english(), PIXEL)
    assert len(pages(pdf)[0].images) == 1


def test_a_right_to_left_document_begins_at_the_right() -> None:
    arabic = replace(english(), language="ar", texts={**english().texts, "aftercare.each_day": "كل يوم"})
    pdf = aftercare_pdf(kit(), signed(zones=(zone("cheek", Side.LEFT),)), vocabulary(), arabic)
    page = pages(pdf)[0]
    title = next(word for word in page.extract_words() if word["text"] == "Looking")
    phone = next(word for word in page.extract_words() if word["text"] == "York")
    assert phone["x0"] < page.width / 2 < title["x1"]
    assert "ﻡﻮﻳ ﻞﻛ" in seen_text(pdf)


def test_a_missing_font_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="font is missing"):
        PaperKit(tmp_path)
