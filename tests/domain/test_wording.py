"""The words on paper: complete, checked with their lines, and the same on screen and paper."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mnlog.domain.terms import DeviceKind, Region
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.domain.wording import (
    ConsentFacts,
    ConsentText,
    consent_text,
    filled,
    plural_category,
)
from mnlog.domain.wording_catalogue import NAMES, PLURALS, TEXTS
from mnlog.domain.wording_file import WordingError, load_wording, load_wordings
from tests.tree import ROOT

FOLDER = ROOT / "resources/wording"
ENGLISH = load_wording(FOLDER / "en.toml")
VOCABULARY = load_vocabulary(ROOT / "resources/vocabulary")
FACTS = ConsentFacts(
    device_kind=DeviceKind.PEN,
    device_name="SkinPen Precision",
    regions=(Region.FACE, Region.NECK, Region.CHEST),
    max_depth_um=1500,
    concern_id="acne_scars",
    concern_name="Acne scars",
    planned_sessions=6,
    interval_min_days=21,
    interval_max_days=42,
    numbing=(("LMX4", "lidocaine 4 %"),),
    topicals=(("prp", "PRP"), ("vitamin_c", "Vitamin C")),
    allergies="latex",
    off_label=True,
    off_label_text="Facial acne scars; age 22 and over.",
    practitioner_name="J. Okafor, RN",
    clinic_name="Rowan Skin Clinic",
    cooling_off_h=48,
)


def words(text: ConsentText) -> str:
    parts = [part for section in text.sections for part in section]
    parts += [item.text for item in text.items]
    parts += [*text.often_risks, *text.seldom_risks, text.often_note, text.seldom_note]
    return " ".join(parts)


# What a consent must say (reference section 7)

SUBJECTS = {
    "procedure and device": "microneedling pen (SkinPen Precision)",
    "areas": "face, neck and chest",
    "maximum depth": "No deeper than 1.50 mm",
    "reason": "acne scars",
    "benefits": "soften scars",
    "no guarantee": "cannot be promised",
    "common risks": "pinpoint bleeding",
    "infection": "infection",
    "scarring": "lasting marks or scars",
    "granuloma": "granuloma",
    "anaesthetic": "reaction to the anaesthetic",
    "allergy": "allergy to a cream",
    "alternatives": "peels, laser or creams",
    "less risky": "gentler",
    "doing nothing": "nothing at all",
    "sessions and spacing": "6 sessions, about 3 to 6 weeks apart",
    "aftercare duty": "follow the aftercare sheet",
    "contraindications": "pregnancy or breastfeeding, cold sores, keloid scars",
    "duty to report": "tell you if anything changes",
    "off-label": "called off-label",
    "cleared for": "Facial acne scars; age 22 and over.",
    "topicals": "vitamin C",
    "plasma": "blood drawn",
    "withdrawal": "withdraw this consent at any time",
    "data": "health record",
    "retention": "as long as the law asks",
    "questions": "questions were answered",
    "time": "time I wanted to decide",
    "cooling off": "at least 2 days",
    "interpreter": "interpreter",
    "who treats": "J. Okafor, RN at Rowan Skin Clinic",
    "numbing": "lidocaine 4 % (LMX4)",
    "allergies": "Known here: latex",
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_consent_says_all_it_must(subject: str) -> None:
    assert SUBJECTS[subject] in words(consent_text(ENGLISH, FACTS))


def test_photos_are_three_choices() -> None:
    text = consent_text(ENGLISH, FACTS)
    assert [option.id for option in text.photo_options] == ["record", "teaching", "publication"]
    assert "explained the treatment" in text.practitioner_statement


def test_what_does_not_apply_is_left_out() -> None:
    text = consent_text(
        ENGLISH, replace(FACTS, off_label=False, topicals=(), no_numbing=True, cooling_off_h=0)
    )
    said = words(text)
    for absent in (
        "off-label",
        "Planned with the needling",
        "blood",
        "numbed",
        "comfort",
        "Between agreeing",
    ):
        assert absent not in said
    assert not {"off_label", "topicals", "prp", "numbing"} & {item.id for item in text.items}
    assert "{" not in said


def test_no_fact_at_all_still_makes_sentences() -> None:
    said = words(consent_text(ENGLISH, ConsentFacts()))
    assert "A microneedling pen brings" in said
    assert "Known here: none." in said
    assert "  " not in said
    assert "No deeper than" not in said


def test_unknown_figures_become_lines_to_write_on() -> None:
    said = words(consent_text(ENGLISH, ConsentFacts(), unknown="____"))
    assert "No deeper than ____ mm" in said
    assert "Planned: ____." in said


def test_the_hash_is_of_every_word() -> None:
    text = consent_text(ENGLISH, FACTS)
    assert text.text_hash == consent_text(ENGLISH, FACTS).text_hash
    assert re.fullmatch(r"[0-9a-f]{64}", text.text_hash)
    for changed in (
        replace(FACTS, max_depth_um=1750),
        replace(FACTS, allergies=""),
        replace(FACTS, practitioner_name="A. Other"),
    ):
        assert consent_text(ENGLISH, changed).text_hash != text.text_hash
    for wording in (
        replace(ENGLISH, version="2"),
        replace(ENGLISH, consent=replace(ENGLISH.consent, practitioner_statement="x")),
        replace(
            ENGLISH, consent=replace(ENGLISH.consent, photos={**ENGLISH.consent.photos, "teaching": "x"})
        ),
        replace(ENGLISH, consent=replace(ENGLISH.consent, seldom=ENGLISH.consent.seldom[1:])),
    ):
        assert consent_text(wording, FACTS).text_hash != text.text_hash


def test_ids_of_items_are_unlike_and_most_are_required() -> None:
    items = consent_text(ENGLISH, FACTS).items
    assert len({item.id for item in items}) == len(items)
    assert {item.id for item in items if not item.required} == {"numbing", "topicals", "prp"}


def test_braces_in_a_fact_are_printed_as_typed() -> None:
    said = words(consent_text(ENGLISH, replace(FACTS, clinic_name="{device} & <b>Co</b>")))
    assert "{device} & <b>Co</b>" in said
    assert filled("{a} {b}", {"a": "{b}", "b": "c"}) == "{b} c"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((21, 42), "about 3 to 6 weeks"),
        ((28, 28), "about 4 weeks"),
        ((7, 7), "about 1 week"),
        ((3, 3), "3 days"),
    ],
)
def test_an_interval_is_said_in_weeks(days: tuple[int, int], said: str) -> None:
    facts = replace(FACTS, interval_min_days=days[0], interval_max_days=days[1])
    assert f"{said} apart" in words(consent_text(ENGLISH, facts))


# The file


def test_every_text_is_used_and_none_is_missing() -> None:
    code = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "mnlog").rglob("*.py"))
    built = re.compile(
        r"\.(topical|screening|severity|answer|end|alert)_\w+$|^(device|region)\.|phrase\.(left|right)"
    )
    unused = [
        text_id
        for text_id in (*TEXTS, *PLURALS)
        if f'"{text_id}"' not in code and f"'{text_id}'" not in code and not built.search(text_id)
    ]
    named = set(re.findall(r"text\(\s*[\"']((?:page|phrase|aftercare|consent|record)\.[a-z_]+)[\"']", code))
    # Labels of the record's parts are made of a prefix and a name.
    parts = {f"record.{part}" for part in ("zones", "reactions", "signature", "addenda")}
    assert set(unused) <= parts
    assert named <= set(TEXTS)


def test_every_reaction_to_call_for_has_a_line() -> None:
    told = {reaction for flag in ENGLISH.red_flags for reaction in flag.reactions}
    emergencies = {row.id for row in VOCABULARY.reactions.values() if row.emergency}
    assert told == set(VOCABULARY.reactions) - emergencies


def test_names_belong_to_rows_of_the_vocabulary() -> None:
    rows = {
        "zone": VOCABULARY.zones,
        "concern": VOCABULARY.concerns,
        "topical": VOCABULARY.topicals,
        "expect": VOCABULARY.reactions,
        "care": VOCABULARY.aftercare,
        "extended": VOCABULARY.aftercare,
        "day": VOCABULARY.aftercare,
    }
    assert set(rows) == set(NAMES)
    for name in ENGLISH.names:
        kind, row_id, *_ = name.split(".")
        assert row_id in rows[kind]
    for row in VOCABULARY.aftercare.values():
        assert f"{'care' if row.chart else 'day'}.{row.id}" in ENGLISH.names
    for zone in VOCABULARY.zones.values():
        assert f"zone.{zone.id}" in ENGLISH.names
        assert len(zone.sides) == 1 or f"zone.{zone.id}.both" in ENGLISH.names


def test_no_language_gives_advice_with_figures_of_its_own() -> None:
    """Depths, strengths and hours come from the vocabulary, so that one place can be corrected."""
    for text_id, text in ENGLISH.texts.items():
        assert text_id == "record.pain" or not re.search(r"\d", text), text_id


def changed(tmp_path: Path, edit: Callable[[str], str]) -> Path:
    path = tmp_path / "en.toml"
    path.write_text(edit((FOLDER / "en.toml").read_text(encoding="utf-8")), encoding="utf-8")
    return path


FAULTS = {
    "unknown placeholder": ('"Treated by {practitioner}"', '"Treated by {doctor}"', "doctor"),
    "stray brace": ('"Treated by {practitioner}"', '"Treated by {practitioner"', "brace"),
    "empty": ('title = "Looking after your skin"', 'title = ""', "title"),
    "no text": ('title = "Looking after your skin"', "title = 3", "title"),
    "unknown text": ("[texts.aftercare]", '[texts.aftercare]\nadvice = "Rest."', "aftercare.advice"),
    "missing text": ('title = "Looking after your skin"\n', "", "aftercare.title"),
    "unknown table": ('language = "en"', 'language = "en"\nmood = "x"', "mood"),
    "plural without other": ('week.other = "{n} weeks"\n', "", "other"),
    "unknown fact": ("No deeper than {depth} mm.", "No deeper than {length} mm.", "length"),
    "unknown need": ('needs = "topicals"', 'needs = "luck"', "luck"),
    "required is a word": ("required = false", 'required = "no"', "required"),
    "missing photo": ('publication = "for publication, unnamed"\n', "", "publication"),
    "unknown kind of name": ("[names.day]", "[names.night]", "night"),
    "not a list": ('sentences = [\n  "{off_label}",\n]', 'sentences = "{off_label}"', "sentences"),
    "broken TOML": ('language = "en"', "language = ", "line 8"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_line(tmp_path: Path, fault: str) -> None:
    before, after, told = FAULTS[fault]
    original = (FOLDER / "en.toml").read_text(encoding="utf-8")
    assert before in original
    with pytest.raises(WordingError) as caught:
        load_wording(changed(tmp_path, lambda text: text.replace(before, after, 1)))
    error = caught.value
    assert error.file == "en.toml"
    assert error.line is not None
    assert told in error.text
    line = original[: original.index(before)].count("\n") + 1
    assert abs(error.line - line) <= len(TEXTS) if "missing" in fault else abs(error.line - line) <= 4
    assert error.hint


def test_the_line_is_that_of_the_fault(tmp_path: Path) -> None:
    path = changed(tmp_path, lambda text: text.replace("Known here: {allergies}", "Known here: {none}"))
    with pytest.raises(WordingError) as caught:
        load_wording(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert "Known here: {none}" in lines[(caught.value.line or 0) - 1]


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(WordingError, match="cannot be read"):
        load_wording(tmp_path / "xx.toml")
    (tmp_path / "yy.toml").write_bytes(b"language = 'en'\nname = '\xff'")
    with pytest.raises(WordingError, match="line 2: it is not UTF-8"):
        load_wording(tmp_path / "yy.toml")


def test_all_languages_of_a_folder_are_read_and_english_is_needed(tmp_path: Path) -> None:
    assert load_wordings(FOLDER)["en"] == ENGLISH
    with pytest.raises(WordingError, match="English"):
        load_wordings(tmp_path)


@pytest.mark.parametrize(
    ("language", "number", "category"),
    [
        ("en", 1, "one"),
        ("en", 0, "other"),
        ("fr", 0, "one"),
        ("pl", 2, "few"),
        ("pl", 12, "many"),
        ("pl", 22, "few"),
        ("ar", 2, "two"),
        ("ar", 5, "few"),
        ("ar", 11, "many"),
        ("ar", 100, "other"),
        ("zh", 1, "other"),
        ("pt_BR", 1, "one"),
    ],
)
def test_plural_categories_follow_cldr(language: str, number: int, category: str) -> None:
    assert plural_category(language, number) == category


def test_a_missing_form_falls_back_to_other() -> None:
    assert ENGLISH.count("unit.week", 1) == "1 week"
    assert replace(ENGLISH, language="pl").count("unit.week", 3) == "3 weeks"


def test_a_list_is_said_with_commas_and_an_and() -> None:
    assert ENGLISH.listed([]) == ""
    assert ENGLISH.listed(["face"]) == "face"
    assert ENGLISH.listed(["face", "neck", "chest"]) == "face, neck and chest"
