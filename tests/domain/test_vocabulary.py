"""The delivered vocabulary: each row has a source, and the figures are those of the reference."""

import re
from dataclasses import fields
from typing import Any

import pytest

from mnlog.domain.terms import Severity, Side
from mnlog.domain.vocabulary import UNSOURCED, Row, Vocabulary
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.paths import resource_dir

VOCABULARY = load_vocabulary(resource_dir() / "vocabulary")
MAPPINGS = [one.name for one in fields(Vocabulary) if one.name not in ("version", "sources")]
ROWS: list[tuple[str, Row]] = [
    (f"{mapping}.{row.id}", row) for mapping in MAPPINGS for row in getattr(VOCABULARY, mapping).values()
]
SEEDS = ("S000", "S001", "S002", "S003", "S004")
CITED = re.compile(r"\[([A-Z0-9]{2,8})\]|\b(S00\d|K\d{6})\b")
"""How a row's text names a source: [CHU], S003, K180778. Codes such as LOINC's look different."""


def words_of(row: Row) -> str:
    texts = [getattr(row, one.name) for one in fields(row)]
    return " ".join(text for text in texts if isinstance(text, str))


every_row = pytest.mark.parametrize("row", [row for _, row in ROWS], ids=[name for name, _ in ROWS])


@every_row
def test_a_row_has_a_known_source(row: Row) -> None:
    assert row.sources
    assert set(row.sources) <= set(VOCABULARY.sources)


@every_row
def test_a_source_named_in_words_is_a_source_of_the_row(row: Row) -> None:
    named = {bracketed or bare for bracketed, bare in CITED.findall(words_of(row))}
    assert named <= set(row.sources)


@every_row
def test_a_figure_called_unsourced_shows_it(row: Row) -> None:
    if "unsourced" in row.conflict or "from memory" in row.conflict:
        assert UNSOURCED in row.sources


@every_row
def test_words_are_british_and_end_where_they_should(row: Row) -> None:
    american = r"anesthe|(?<!o)edema|\bcolor|hemoglobin|moisturiz"
    assert not re.search(american, words_of(row), re.IGNORECASE)
    assert not row.conflict or row.conflict.endswith(".")
    assert row.name[0].isupper()
    assert not row.name.endswith(".")


def test_a_sources_trust_says_what_kind_it_is() -> None:
    by_trust = {
        trust: {source.id for source in VOCABULARY.sources.values() if source.trust == trust}
        for trust in "ABCS-"
    }
    assert by_trust["S"] == set(SEEDS)
    assert by_trust["-"] == {UNSOURCED}
    assert {"FDA", "CFR", "EML", "LMX", "PLI", "DPM", "EXM", "SKM", "MMWR", "BEL"} <= by_trust["A"]
    assert {"CHU", "GRA", "TEWL", "AGA", "ABL", "MTX"} <= by_trust["B"]
    assert {"DRO", "DRP", "MBA", "GLO"} <= by_trust["C"]
    assert len(VOCABULARY.sources) == 115


# --- zones and concerns ---

PAIRED = {
    *("temple", "periorbital", "cheek", "jawline", "hands", "upper_arm", "thigh", "buttock"),
    *("flank", "hip", "knee", "lower_leg", "forearm", "shoulder", "breast"),
}
MIDLINE = {
    *("forehead", "glabella", "nose", "upper_lip", "chin", "neck", "chest", "scalp", "abdomen", "back"),
    "custom_site",
}


def test_zones_are_those_the_maps_draw() -> None:
    sides = {zone.id: zone.sides for zone in VOCABULARY.zones.values()}
    assert sides == dict.fromkeys(PAIRED, (Side.LEFT, Side.RIGHT)) | dict.fromkeys(MIDLINE, (Side.MIDLINE,))


ZONE_DEPTHS_UM = {
    "forehead": (250, 500, 1000),
    "glabella": (250, 500, 1000),
    "temple": (250, 500, 1000),
    "periorbital": (200, 250, 500),
    "nose": (250, 500, 750),
    "cheek": (500, 1000, 2000),
    "upper_lip": (250, 500, 750),
    "chin": (500, 1000, 2000),
    "jawline": (500, 750, 1500),
    "neck": (250, 500, 1500),
    "chest": (250, 500, 1500),
    "hands": (250, 500, 1000),
    "scalp": (500, 1000, 2500),
    "abdomen": (500, 1500, 2500),
    "upper_arm": (500, 1000, 2000),
    "thigh": (500, 1500, 2500),
    "back": (500, 1500, 2500),
    "buttock": (500, 1500, 2500),
    "flank": (500, 1500, 2500),
    "hip": (500, 1500, 2500),
    "knee": (500, 1000, 1500),
    "lower_leg": (500, 1000, 2000),
    "forearm": (500, 1000, 1500),
    "shoulder": (500, 1000, 2000),
    "breast": (500, 1000, 2000),
    "custom_site": (250, 1000, 2500),
}


def test_zone_depths_are_those_of_the_reference_or_the_clinic_default() -> None:
    depths = {zone.id: (zone.min_um, zone.typical_um, zone.max_um) for zone in VOCABULARY.zones.values()}
    assert depths == ZONE_DEPTHS_UM


def test_zones_without_any_source_say_so() -> None:
    unsourced = {zone.id for zone in VOCABULARY.zones.values() if zone.is_unsourced}
    assert unsourced == {
        *("temple", "upper_arm", "back", "buttock"),
        *("flank", "hip", "knee", "lower_leg", "forearm", "shoulder", "breast"),
    }


def test_concern_depths_are_those_of_the_reference() -> None:
    depths = {concern.id: (concern.min_um, concern.max_um) for concern in VOCABULARY.concerns.values()}
    assert depths == {
        "rejuvenation": (250, 1000),
        "fine_lines": (500, 1500),
        "acne_scars": (1000, 2500),
        "striae": (1500, 2500),
        "surgical_trauma_scars": (1000, 2500),
        "hyperpigmentation": (100, 1500),
        "melasma": (100, 1500),
        "enlarged_pores": (500, 1000),
        "hair_loss": (500, 1500),
        "laxity": (250, 1000),
        "age_spots": (250, 1000),
        "uneven_tone": (250, 1000),
    }


# --- screening ---

ABSOLUTE = {
    *("active_infection_area", "active_hsv", "skin_cancer_area", "solar_keratosis_wart_mole_area"),
    *("open_wound_rash_area", "active_acne_area", "bleeding_disorder", "keloid_history", "collagen_vascular"),
    *("immunosuppressed", "pregnancy", "chemo_radio_highdose_steroid", "systemic_infection"),
    *("uncontrolled_diabetes", "sunburn_area", "inside_orbital_rim", "anaesthetic_allergy", "age_under_18"),
}
RELATIVE = {
    *("metal_allergy", "latex_allergy", "anticoagulant", "breastfeeding", "isotretinoin", "hsv_history"),
    *("eczema_psoriasis_area", "rosacea_papulopustular", "pih_history", "melasma", "controlled_diabetes"),
    *("healing_disorder", "recent_scar", "filler_area", "botulinum_toxin", "surgery_area", "laser_peel"),
    *("wax_hair_removal", "recent_tan", "tattoo_pmu_area", "age_under_22", "expectations_psychological"),
}
NOTES = {"medicines", "supplements", "allergies", "last_sun_exposure", "prior_needling_reaction"}


def test_every_contraindication_is_asked_with_its_weight() -> None:
    by_severity = {
        severity: {one.id for one in VOCABULARY.questions.values() if one.severity is severity}
        for severity in Severity
    }
    assert by_severity == {Severity.ABSOLUTE: ABSOLUTE, Severity.RELATIVE: RELATIVE, Severity.NOTE: NOTES}
    assert {one.id for one in VOCABULARY.questions.values() if one.text_only} == NOTES


def test_allergy_to_the_cream_forbids_the_cream_alone() -> None:
    numbing_only = [one.id for one in VOCABULARY.questions.values() if one.absolute_for_numbing_only]
    assert numbing_only == ["anaesthetic_allergy"]


def test_what_must_be_looked_at_today_is_never_carried_over() -> None:
    carried_over = {one.id for one in VOCABULARY.questions.values() if one.changes_slowly}
    assert carried_over == {
        *("bleeding_disorder", "collagen_vascular", "immunosuppressed", "uncontrolled_diabetes"),
        *("controlled_diabetes", "healing_disorder", "anaesthetic_allergy", "metal_allergy", "latex_allergy"),
        *("anticoagulant", "isotretinoin", "keloid_history", "hsv_history", "pih_history", "melasma"),
        *("tattoo_pmu_area", "age_under_22", "age_under_18", "medicines", "supplements", "allergies"),
    }


def test_questions_are_asked_group_by_group() -> None:
    groups = [one.group for one in VOCABULARY.questions.values()]
    order = ["skin_today", "health", "medicines", "history", "treatments", "circumstances"]
    assert list(dict.fromkeys(groups)) == order
    assert groups == sorted(groups, key=order.index)
    assert all(one.question.endswith("?") for one in VOCABULARY.questions.values())


# --- scales and reactions ---

SCALES = {
    "fitzpatrick": range(1, 7),
    "pain_nrs": range(11),
    "cea": range(5),
    "oedema": range(5),
    "gais": range(1, 6),
    "goodman_baron": range(1, 5),
    "ctcae": range(1, 6),
    "presence": range(1, 2),
}


def test_scales_have_every_grade_once() -> None:
    values = {scale.id: [grade.value for grade in scale.grades] for scale in VOCABULARY.scales.values()}
    assert values == {name: list(grades) for name, grades in SCALES.items()}
    assert all(
        len({grade.label for grade in one.grades}) == len(one.grades) for one in VOCABULARY.scales.values()
    )


def test_a_grade_is_told_in_words() -> None:
    assert VOCABULARY.scales["gais"].label_of(1) == "very much improved"
    assert VOCABULARY.scales["fitzpatrick"].label_of(6).startswith("VI: never burns")
    with pytest.raises(KeyError, match="cea has no grade 5"):
        VOCABULARY.scales["cea"].label_of(5)


REACTION_WINDOWS_H = {
    "erythema": (0, 72),
    "oedema": (0, 48),
    "pinpoint_bleeding": (0, 1),
    "warmth_tightness": (0, 48),
    "bruising": (0, 120),
    "itching": (0, 72),
    "pain": (0, 24),
    "dryness_flaking": (24, 168),
    "acne_flare": (24, 336),
    "milia": (24, 336),
    "lymph_nodes": (0, 168),
    "irritant_dermatitis": (0, 168),
}
NEVER_EXPECTED = {
    *("hsv", "infection", "allergic_dermatitis", "granuloma", "pih", "tram_track_scar"),
    *("anaesthetic_toxicity", "methaemoglobinaemia"),
}


def test_reactions_have_the_windows_of_the_reference() -> None:
    windows = {one.id: (one.expected_from_h, one.expected_to_h) for one in VOCABULARY.reactions.values()}
    assert windows == REACTION_WINDOWS_H | dict.fromkeys(NEVER_EXPECTED, (None, None))


def test_emergencies_are_two_and_say_whom_to_call() -> None:
    emergencies = [one for one in VOCABULARY.reactions.values() if one.emergency]
    assert [one.id for one in emergencies] == ["anaesthetic_toxicity", "methaemoglobinaemia"]
    assert all("emergency number" in one.red_flag for one in emergencies)


def test_what_is_never_expected_is_not_offered_first() -> None:
    common = {one.id for one in VOCABULARY.reactions.values() if one.common}
    assert common == {"erythema", "oedema", "pinpoint_bleeding", "warmth_tightness", "pain", "bruising"}
    assert not common & NEVER_EXPECTED


# --- care windows, topicals, facts ---

CARE_WINDOWS_H = {
    "no_makeup": (0, 24, 72),
    "no_exercise_sweat": (0, 72, None),
    "no_pool_sauna_hot": (0, 72, None),
    "avoid_direct_sun": (0, 72, 336),
    "no_retinoid_acid_bpo_scrub": (0, 120, 168),
    "spf30_daily": (24, 336, None),
    "no_sunscreen": (0, 24, None),
    "hands_off": (0, 24, None),
    "cleanse_water_only": (0, 24, None),
    "cleanse_gentle": (24, 96, None),
    "moisturise_bland": (0, 168, None),
    "no_hair_removal_peel_selftan": (0, 72, None),
    "no_filler_toxin": (0, 336, None),
    "no_alcohol": (0, 24, None),
    "no_nsaid": (0, 336, None),
    "no_pick": (0, 240, None),
    "clean_pillowcase": (0, 24, None),
    "before_retinoid_acid": (0, 168, None),
    "before_sun": (0, 24, 336),
    "before_makeup": (0, 0, None),
    "before_nsaid_fish_oil": (0, 72, 120),
    "before_alcohol": (0, 24, None),
    "before_antiviral": (0, 24, None),
    "before_wax": (0, 72, 168),
    "before_peel_laser": (0, 168, 672),
    "before_filler_toxin": (0, 336, None),
    "before_reschedule": (0, 0, None),
}
"""First hour, end of the strict part, end of the cautious part."""


def test_care_windows_are_those_of_the_reference() -> None:
    rows = [*VOCABULARY.aftercare.values(), *VOCABULARY.precare.values()]
    assert {row.id: (row.from_h, row.strict_to_h, row.extended_to_h) for row in rows} == CARE_WINDOWS_H


def test_the_sheet_has_a_bar_for_each_waiting_time_that_is_drawn() -> None:
    bars = [row.id for row in sorted(VOCABULARY.aftercare.values(), key=lambda row: row.order) if row.chart]
    assert bars == [
        "no_makeup",
        "no_exercise_sweat",
        "no_pool_sauna_hot",
        "avoid_direct_sun",
        "no_retinoid_acid_bpo_scrub",
        "spf30_daily",
    ]
    assert set(VOCABULARY.aftercare) - set(bars) == {
        *("no_sunscreen", "hands_off", "cleanse_water_only", "cleanse_gentle", "moisturise_bland"),
        *("no_hair_removal_peel_selftan", "no_filler_toxin", "no_alcohol", "no_nsaid", "no_pick"),
        "clean_pillowcase",
    }


@pytest.mark.parametrize("mapping", ["aftercare", "precare"])
def test_care_windows_have_an_order_of_their_own(mapping: str) -> None:
    orders = [row.order for row in getattr(VOCABULARY, mapping).values()]
    assert len(set(orders)) == len(orders)


def test_what_is_left_off_is_told_from_what_is_done() -> None:
    to_do = {row.id for row in VOCABULARY.aftercare.values() if row.do}
    assert to_do == {
        *("spf30_daily", "cleanse_water_only", "cleanse_gentle", "moisturise_bland", "clean_pillowcase"),
    }
    assert {row.id for row in VOCABULARY.precare.values() if row.do} == {
        "before_antiviral",
        "before_reschedule",
    }


def test_wording_can_be_kept_by_id_for_both_kinds_of_care() -> None:
    assert not set(VOCABULARY.aftercare) & set(VOCABULARY.precare)


def test_sunscreen_starts_when_its_ban_ends() -> None:
    assert VOCABULARY.aftercare["no_sunscreen"].strict_to_h == VOCABULARY.aftercare["spf30_daily"].from_h


def test_no_topical_is_taken_for_one_that_may_go_into_the_skin() -> None:
    topicals = VOCABULARY.topicals
    assert set(topicals) == {
        *("hyaluronic_acid", "prp", "vitamin_c", "growth_factors", "exosomes", "generic_serum"),
    }
    assert not any(topical.intradermal for topical in topicals.values())
    assert all(topical.warnings for topical in topicals.values())


def test_defaults_that_rules_take_from_facts() -> None:
    facts = VOCABULARY.facts
    assert (facts["barrier_default"].values, facts["barrier_default"].unit) == ((72,), "h")
    assert (facts["check_in_prompts"].values, facts["check_in_prompts"].unit) == ((0, 24, 48, 72, 168), "h")
    assert facts["topical_intradermal_wait"].values == (24,)


@pytest.mark.parametrize("fact", VOCABULARY.facts.values(), ids=VOCABULARY.facts)
def test_a_facts_values_rise_and_have_a_unit(fact: Any) -> None:
    assert list(fact.values) == sorted(fact.values)
    assert bool(fact.values) == bool(fact.unit)
