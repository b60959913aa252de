"""The consent form: the very words, what was agreed to, and by whom."""

from dataclasses import replace
from datetime import date, timedelta

from mnlog.documents.consent import consent_pdf
from mnlog.documents.counting import page_count
from mnlog.documents.phrases import check_code
from mnlog.domain.charts import SessionChart
from mnlog.domain.terms import ConsentMethod, Region, SignerRole
from mnlog.domain.wording import consent_facts, consent_text, words_as_signed
from tests.documents.charts import consent, numbing, serum, signed, unsigned
from tests.documents.clinic import END, english, kit, vocabulary
from tests.documents.reading import columns_of, flat, pages, text_of


def form(chart: SessionChart, *, blank: bool = False) -> bytes:
    return consent_pdf(kit(), chart, vocabulary(), english(), blank=blank)


def read(pdf: bytes) -> str:
    return f"{text_of(pdf)} {columns_of(pdf)}"


def ticks(pdf: bytes) -> int:
    """Boxes with a tick: lines in the accent colour with a corner in the middle."""
    accent = (0x0E / 255, 0x5A / 255, 0x59 / 255)
    curves = [curve for page in pages(pdf) for curve in page.curves]
    return sum(
        len(curve["pts"]) == 3
        and all(abs(a - b) < 0.01 for a, b in zip(curve["stroking_color"], accent, strict=True))
        for curve in curves
    )


def test_every_word_that_is_hashed_is_printed() -> None:
    chart = signed()
    words = words_as_signed(english(), chart, vocabulary())
    assert words is not None
    text = read(form(chart))
    parts = [words.title, words.practitioner_statement, words.often_note, words.seldom_note]
    parts += [part for section in words.sections for part in section]
    parts += [item.text for item in words.items] + [option.text for option in words.photo_options]
    parts += [risk[1:] for risk in (*words.often_risks, *words.seldom_risks)]
    for part in parts:
        assert all(word in text for word in flat(part).split())
    for heading in ("What will be done", "What it can and cannot do", "Other ways", "What can happen"):
        assert heading in text
    assert f"Check code {check_code(words.text_hash)}" in text


def test_who_signed_what_and_when_is_printed() -> None:
    text = read(form(signed()))
    assert "Amara Reyes, patient" in text
    assert "J. Okafor, RN · explained and answered questions" in text
    assert "Saturday 21 November 2026, 13:58" in text
    assert "Consent form, version 2026.1 · record MN-00217 · session 21 Nov 2026" in text
    assert "You can withdraw at any time" in text


def test_what_was_agreed_to_is_ticked_and_nothing_else() -> None:
    chart = signed()
    agreed = consent().agreed_items
    photos = 2
    assert ticks(form(chart)) == len(agreed) + photos
    fewer = replace(chart, consent=consent(agreed_items=agreed[:4], photo_teaching=False))
    assert ticks(form(fewer)) == 4 + 1


def test_signatures_are_curves_inside_their_boxes() -> None:
    with_strokes = pages(form(signed()))[-1]
    without = pages(form(replace(signed(), consent=consent(strokes=(), practitioner_strokes=()))))[-1]
    drawn = len(with_strokes.curves) - len(without.curves)
    assert drawn > 100
    assert all(curve["x0"] >= 42 and curve["x1"] <= with_strokes.width - 42 for curve in with_strokes.curves)


def test_a_stroke_may_be_a_dot_or_slide_off_the_pad() -> None:
    odd = (((0.5, 0.5, 0, 1.0),), ((-3.0, 7.0, 0, 9.0), (4.0, -2.0, 5, -1.0)), ())
    assert page_count(form(replace(signed(), consent=consent(strokes=odd)))) == 2


def test_a_signature_by_hand_says_so() -> None:
    paper = consent(strokes=(), practitioner_strokes=(), method=ConsentMethod.PAPER)
    assert "Signed by hand on paper" in read(form(replace(signed(), consent=paper)))


def test_a_guardian_signs_for_the_patient() -> None:
    given = consent(signer_name="Rosa Reyes", signer_role=SignerRole.GUARDIAN, interpreter_name="Li Na")
    text = read(form(replace(signed(), consent=given)))
    assert "Rosa Reyes, for Amara Reyes" in text
    assert "Interpreter: Li Na" in text


def test_a_withdrawn_consent_says_so_before_anything_else() -> None:
    withdrawn = consent(withdrawn_at=END + timedelta(days=5), withdrawal_reason="Moving abroad.")
    lines = pages(form(replace(signed(), consent=withdrawn)))[0].extract_text().split("\n")
    assert lines[0] == "Withdrawn on Thursday 26 November 2026, 15:10"
    assert lines[1].startswith("This consent no longer stands.")
    assert lines[2] == "Reason given: Moving abroad."


def test_what_the_session_learned_later_does_not_change_the_words() -> None:
    early = replace(unsigned(), numbings=(), topicals=(), alerts=())
    given = consent(early)
    late = replace(signed(), consent=given, numbings=(numbing(),), topicals=(serum(),))
    text = read(form(late))
    assert "a cream with a local anaesthetic" in text
    assert "Not the words that were signed" not in text
    assert check_code(given.text_hash) in text


def test_a_depth_left_open_is_the_deepest_zone_that_was_mapped() -> None:
    early = replace(unsigned(), zones=signed().zones)
    facts = consent_facts(early, vocabulary(), regions=(Region.FACE,))
    text = consent_text(english(), facts)
    given = consent(text_hash=text.text_hash, max_depth_um=None)
    assert "Not the words that were signed" not in read(form(replace(signed(), consent=given)))


def test_other_words_than_the_signed_ones_are_not_passed_off_as_them() -> None:
    text = read(form(replace(signed(), consent=consent(text_hash="0" * 64, wording_version="2019.3"))))
    assert "Not the words that were signed" in text
    assert "(version 2019.3)" in text


def test_without_a_signature_it_says_not_signed() -> None:
    pdf = form(unsigned())
    assert pages(pdf)[0].extract_text().startswith("Not signed yet")
    assert ticks(pdf) == 0


def test_a_blank_form_has_boxes_and_lines_and_no_ticks() -> None:
    pdf = form(replace(unsigned(), course=None), blank=True)
    text = read(pdf)
    assert ticks(pdf) == 0
    assert "Not signed yet" not in text
    assert "Planned: ____________." in text
    assert "No deeper than ____________ mm." in text
    for line in (
        "Signature of the patient or guardian",
        "Printed name",
        "Date and time",
        "Initials",
        "Interpreter",
    ):
        assert line in text


def test_a_blank_form_of_a_signed_session_is_still_blank() -> None:
    pdf = form(signed(), blank=True)
    assert ticks(pdf) == 0
    assert "13:58" not in read(pdf)


def test_off_label_use_is_said_where_it_is_true() -> None:
    body = replace(signed(), consent=consent(regions=(Region.BODY,), text_hash="0" * 64))
    assert "Off-label use" in read(form(body))
    assert "Off-label use" not in read(form(signed()))
    young = replace(signed().patient, birth_date=date(2006, 6, 2))
    facts = consent_facts(replace(unsigned(), patient=young), vocabulary(), regions=(Region.FACE,))
    assert facts.off_label
    assert any(item.id == "off_label" for item in consent_text(english(), facts).items)


def test_what_is_signed_stands_with_the_patients_name() -> None:
    last = pages(form(signed()))[-1].extract_text()
    assert "Amara Reyes · record MN-00217" in last.split("\n")[0]
    assert "I agree to this treatment" in last
