"""Each claim of the founding articles is found again; a disagreement has a default and names its parties."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pytest

from mnlog.domain.terms import Severity
from mnlog.domain.vocabulary import Row, Vocabulary
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.paths import resource_dir

VOCABULARY = load_vocabulary(resource_dir() / "vocabulary")
MAPPINGS = [one.name for one in fields(Vocabulary) if one.name not in ("version", "sources")]
SEEDS = ("S000", "S001", "S002", "S003", "S004")
CITED = re.compile(r"\[([A-Z0-9]{2,8})\]|\b(S00\d|K\d{6})\b")
"""How a row's text names a source: [CHU], S003, K180778. Codes such as LOINC's look different."""


def row_of(mapping: str, row_id: str) -> Any:
    return getattr(VOCABULARY, mapping)[row_id]


def words_of(row: Row) -> str:
    texts = [getattr(row, one.name) for one in fields(row)]
    return " ".join(text for text in texts if isinstance(text, str))


@dataclass(frozen=True)
class Claim:
    """What an article says, and the row it is found in again.

    Attributes:
        says: words of the row that carry the claim.
        figures: figures of the row that carry it.
    """

    seed: str
    mapping: str
    row_id: str
    says: str = ""
    figures: Mapping[str, object] = field(default_factory=dict)


CLAIMS = [
    # What it is and how it works.
    *(Claim(seed, "facts", "mechanism", "collagen and elastin") for seed in SEEDS if seed != "S004"),
    Claim("S004", "facts", "mechanism", "collagen induction therapy"),
    *(Claim(seed, "facts", "benefits", "texture, tone, fine lines, wrinkles, scars") for seed in SEEDS),
    *(Claim(seed, "facts", "consultation", "medical history") for seed in SEEDS[:4]),
    Claim("S000", "facts", "who_treats", "S000: doctor"),
    Claim("S001", "facts", "who_treats", "S001: dermatologist or licensed skincare professional"),
    Claim("S002", "facts", "who_treats", "S002: dermatologist or trained aesthetician"),
    Claim("S003", "facts", "who_treats", "S003: skincare professional"),
    Claim("S004", "facts", "who_treats", "S004: nurse aesthetician or dermatologist"),
    # Why: concerns.
    *(Claim(seed, "concerns", "acne_scars") for seed in SEEDS),
    *(Claim(seed, "concerns", "fine_lines") for seed in SEEDS),
    *(Claim(seed, "concerns", "rejuvenation") for seed in SEEDS),
    *(
        Claim(seed, "concerns", concern)
        for seed in ("S000", "S004")
        for concern in ("striae", "enlarged_pores")
    ),
    *(Claim(seed, "concerns", "laxity") for seed in ("S000", "S004")),
    *(Claim(seed, "concerns", "surgical_trauma_scars") for seed in ("S000", "S001", "S004")),
    Claim("S004", "concerns", "surgical_trauma_scars", "incisional scars"),
    Claim("S004", "concerns", "striae", "elastic bands"),
    Claim("S004", "concerns", "hyperpigmentation"),
    Claim("S004", "concerns", "age_spots"),
    Claim("S004", "concerns", "uneven_tone"),
    Claim("S002", "concerns", "uneven_tone"),
    # Where, how deep, with what.
    Claim("S000", "facts", "treatment_areas", "face, neck, chest and hands"),
    *(Claim("S000", "zones", zone) for zone in ("neck", "chest", "hands")),
    Claim("S000", "zones", "custom_site", "any area of the body"),
    Claim(
        "S001", "facts", "depth_by_concern", "Deeper needles for scars and wrinkles, shallower for general"
    ),
    Claim("S003", "facts", "depth_by_concern", "adjusted to the area"),
    Claim("S001", "concerns", "surgical_trauma_scars", "deeper needles for scars"),
    Claim("S001", "concerns", "fine_lines", "deeper needles for wrinkles"),
    Claim("S001", "concerns", "rejuvenation", "shallower"),
    Claim("S001", "facts", "pen_or_roller", "pens are often preferred for precision"),
    Claim("S001", "device_models", "medical_roller", "S001 prefers pens"),
    Claim("S001", "device_models", "generic_pen"),
    Claim("S001", "facts", "professional_only", "recommended over doing it oneself"),
    Claim("S001", "device_models", "home_roller", "S001 advises against needling at home"),
    # Before.
    Claim("S003", "precare", "before_retinoid_acid", "salicylic", {"strict_to_h": 168, "do": False}),
    Claim("S003", "precare", "before_sun", "S003: avoid sun, no time"),
    Claim("S003", "precare", "before_makeup", "No make-up on the day", {"strict_to_h": 0}),
    *(Claim(seed, "facts", "preparation", "products, medicines") for seed in ("S001", "S002", "S003")),
    *(Claim(seed, "facts", "cleaning") for seed in ("S002", "S003")),
    Claim("S003", "questions", "medicines"),
    # During.
    Claim("S000", "facts", "needling_duration", "S000: about 15 minutes"),
    Claim("S003", "facts", "needling_duration", "S003: about 30 minutes", {"values": (30,), "unit": "min"}),
    Claim("S003", "facts", "numbing_wait", "30 to 60 minutes", {"values": (30, 60), "unit": "min"}),
    *(Claim(seed, "facts", "numbing_need", "numbing cream") for seed in ("S000", "S002", "S003", "S004")),
    *(
        Claim("S003", "numbing_products", product, "30 to 60 minutes")
        for product in ("lmx4", "emla", "pliaglis")
    ),
    Claim("S000", "facts", "pain_expected", "S000: some discomfort, usually tolerable"),
    Claim("S003", "facts", "pain_expected"),
    Claim("S004", "facts", "pain_expected", "S004: minimal and manageable"),
    # With what else.
    Claim("S001", "topicals", "prp"),
    *(Claim(seed, "topicals", "generic_serum") for seed in ("S001", "S002", "S003")),
    Claim("S001", "facts", "combination", "Platelet-rich plasma or serums"),
    Claim("S003", "facts", "combination", "a serum or cream afterwards"),
    *(Claim(seed, "facts", "absorption_claim", "Not offered as a benefit") for seed in ("S002", "S003")),
    # How often, and when it shows.
    Claim("S000", "facts", "course_sessions", "S000: 4 to 6", {"values": (4, 6)}),
    Claim("S000", "concerns", "acne_scars", "S000 4 to 6", {"sessions_min": 4, "sessions_max": 6}),
    Claim("S001", "facts", "course_sessions", "S001: a series"),
    Claim("S003", "facts", "course_sessions", "S003: varies"),
    Claim("S000", "facts", "course_interval", "S000: 3 to 4 weeks", {"values": (21, 42), "unit": "days"}),
    Claim("S003", "facts", "course_interval", "S003: 4 to 6 weeks"),
    Claim("S001", "facts", "course_interval", "S001: a few weeks"),
    Claim("S000", "facts", "results_first", "S000: sometimes from one week", {"values": (7, 14)}),
    Claim("S004", "facts", "results_first", "S004: glow for up to two weeks"),
    Claim("S003", "facts", "results_first", "S003: some refreshed look at once"),
    Claim("S004", "facts", "results_full", "six to eight weeks after the last session", {"values": (42, 56)}),
    Claim("S003", "facts", "results_full", "S003: several weeks"),
    Claim("S000", "facts", "results_full", "S000: after several sessions, improving over months"),
    Claim("S001", "facts", "results_full", "S001: may need several sessions"),
    Claim("S004", "facts", "results_last", "months"),
    Claim("S004", "facts", "maintenance", "at least two sessions a year", {"values": (2,)}),
    Claim("S004", "facts", "maintenance_burns_striae", "five sessions a year", {"values": (5,)}),
    Claim("S004", "concerns", "striae", "up to five a year"),
    Claim("S004", "concerns", "surgical_trauma_scars", "up to five times a year"),
    # After.
    Claim("S004", "aftercare", "no_makeup", "S004: regular make-up the next day", {"strict_to_h": 24}),
    Claim("S000", "aftercare", "no_makeup", "S000: 24 to 72 h", {"extended_to_h": 72}),
    Claim("S003", "aftercare", "no_makeup", "S003: a few days"),
    Claim("S000", "aftercare", "avoid_direct_sun", "S000: 24 to 72 h", {"strict_to_h": 72}),
    Claim("S003", "aftercare", "avoid_direct_sun", "S003: 24 to 48 h"),
    *(
        Claim(seed, "aftercare", "avoid_direct_sun", "S001 and S002 name no time")
        for seed in ("S001", "S002")
    ),
    Claim("S000", "aftercare", "no_exercise_sweat", "S000: 24 to 72 h", {"strict_to_h": 72}),
    Claim("S003", "aftercare", "no_exercise_sweat", "S003: 24 to 48 h"),
    Claim("S000", "aftercare", "no_retinoid_acid_bpo_scrub", "retinol and acids a short period"),
    Claim("S000", "aftercare", "no_retinoid_acid_bpo_scrub", "harsh products 24 to 72 h"),
    Claim("S003", "aftercare", "no_retinoid_acid_bpo_scrub", "S003: a few days"),
    *(Claim(seed, "aftercare", "no_retinoid_acid_bpo_scrub", "no time") for seed in ("S001", "S002")),
    *(Claim(seed, "aftercare", "spf30_daily", "", {"do": True}) for seed in SEEDS[1:]),
    Claim("S004", "aftercare", "spf30_daily", "always outdoors (S004)"),
    *(Claim(seed, "aftercare", "cleanse_gentle", "gentle cleanser") for seed in ("S001", "S003")),
    Claim("S002", "aftercare", "cleanse_water_only", "S002: keep the area clean"),
    Claim("S003", "aftercare", "moisturise_bland", "keep the skin moisturised"),
    Claim("S003", "facts", "downtime", "within a day", {"values": (24,)}),
    Claim("S000", "facts", "harsh_and_sweat_window", "24 to 72 h", {"values": (24, 72)}),
    *(Claim(seed, "facts", "follow_advice", "infection") for seed in ("S000", "S001", "S002", "S004")),
    # What may be seen.
    Claim("S000", "reactions", "erythema", "S000 a couple of days, like mild sunburn"),
    *(Claim(seed, "reactions", "erythema", "S001 to S004 a few days") for seed in SEEDS[1:]),
    *(Claim(seed, "reactions", "oedema") for seed in ("S000", "S001", "S004")),
    *(Claim(seed, "reactions", "warmth_tightness", "sensitivity") for seed in ("S001", "S002", "S003")),
    *(Claim(seed, "reactions", "dryness_flaking", "flaking") for seed in ("S000", "S004")),
    Claim("S000", "reactions", "pain", "tolerable"),
    *(Claim(seed, "reactions", "infection", "rare") for seed in ("S000", "S001", "S002")),
    Claim("S004", "reactions", "infection", "S004 calls it seldom a problem"),
    *(Claim(seed, "reactions", "tram_track_scar", "rare risk") for seed in ("S000", "S001")),
    Claim("S004", "reactions", "tram_track_scar", "S004 says that needling leaves no scars"),
    # For whom not.
    *(
        Claim("S004", "questions", question, figures={"severity": Severity.ABSOLUTE})
        for question in (
            "active_acne_area",
            "active_hsv",
            "keloid_history",
            "collagen_vascular",
            "pregnancy",
            "immunosuppressed",
        )
    ),
    Claim("S004", "facts", "suitable_patients", "sensitive skin may have side effects"),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.seed}-{claim.row_id}-{claim.says[:30]}")
def test_a_claim_of_a_founding_article_is_found_again(claim: Claim) -> None:
    row = row_of(claim.mapping, claim.row_id)
    assert claim.seed in row.sources
    assert claim.says.casefold() in words_of(row).casefold()
    for key, value in claim.figures.items():
        assert getattr(row, key) == value


def test_no_row_leans_on_an_article_without_a_claim_of_it() -> None:
    claimed = {(claim.mapping, claim.row_id) for claim in CLAIMS}
    mentioned_only = {
        f"{mapping}.{row_id}"
        for mapping in MAPPINGS
        for row_id, row in getattr(VOCABULARY, mapping).items()
        if set(row.sources) & set(SEEDS) and (mapping, row_id) not in claimed
    }
    # These take an article's general figure over, or name an article in what the sources disagree about.
    assert mentioned_only == {
        "aftercare.no_sunscreen",
        "concerns.melasma",
        "facts.barrier_default",
        "facts.cleared_uses",
        "facts.seek_help",
        "facts.side_effects_rare",
        "facts.side_effects_usual",
        "questions.last_sun_exposure",
        "reactions.granuloma",
        "topicals.hyaluronic_acid",
        "topicals.vitamin_c",
    }


# --- where the sources disagree ---

DISAGREEMENTS = [
    (
        "aftercare",
        "no_makeup",
        {"from_h": 0, "strict_to_h": 24, "extended_to_h": 72},
        ["S004", "S000", "S003"],
    ),
    (
        "aftercare",
        "avoid_direct_sun",
        {"strict_to_h": 72, "extended_to_h": 336},
        ["S000", "S003", "HIG", "RAM"],
    ),
    ("aftercare", "no_exercise_sweat", {"strict_to_h": 72, "extended_to_h": None}, ["S000", "S003", "HYP"]),
    (
        "aftercare",
        "no_retinoid_acid_bpo_scrub",
        {"strict_to_h": 120, "extended_to_h": 168},
        ["S000", "S003", "REN"],
    ),
    ("aftercare", "no_pool_sauna_hot", {"strict_to_h": 72}, ["EXM", "DQ"]),
    ("aftercare", "no_filler_toxin", {"strict_to_h": 336}, ["BRO", "HYP"]),
    ("aftercare", "spf30_daily", {"from_h": 24, "strict_to_h": 336}, ["DSD", "PBD"]),
    ("aftercare", "no_sunscreen", {"strict_to_h": 24}, ["NUA", "S004"]),
    ("precare", "before_retinoid_acid", {"strict_to_h": 168}, ["S003", "PBD", "NUA", "BH", "SSP"]),
    ("precare", "before_sun", {"strict_to_h": 24, "extended_to_h": 336}, ["S003", "NUA", "BH"]),
    ("precare", "before_nsaid_fish_oil", {"strict_to_h": 72, "extended_to_h": 120}, ["FIL", "RAM"]),
    ("precare", "before_wax", {"strict_to_h": 72, "extended_to_h": 168}, ["PRI", "REN"]),
    ("precare", "before_peel_laser", {"strict_to_h": 168, "extended_to_h": 672}, ["REN", "PUR"]),
    ("precare", "before_filler_toxin", {"strict_to_h": 336}, ["BRO", "EXM"]),
    ("facts", "needling_duration", {"values": (30,)}, ["S000", "S003"]),
    ("facts", "course_interval", {"values": (21, 42)}, ["S000", "S003", "S001", "PLS"]),
    ("facts", "course_sessions", {"values": (4, 6)}, ["S000", "S003", "EXM2", "RS"]),
    ("facts", "maintenance", {"values": (2,)}, ["S004", "DRO"]),
    ("facts", "barrier_default", {"values": (72,)}, ["TEWL", "BAR", "S000", "S003"]),
    ("facts", "absorption_claim", {"values": ()}, ["S002", "S003", "CFR", "JD14", "GRA"]),
    ("facts", "passes_roller", {"values": (4, 20)}, ["CHUP", "OCR"]),
    ("facts", "isotretinoin_wait", {"values": (0, 6, 12), "unit": "months"}, ["ISO", "ISO2"]),
    ("questions", "keloid_history", {"severity": Severity.ABSOLUTE}, ["S004", "EXM", "SKM", "SOC"]),
    ("questions", "isotretinoin", {"severity": Severity.RELATIVE}, ["ISO", "ISO2"]),
    ("questions", "anticoagulant", {"severity": Severity.RELATIVE}, ["EXM", "SKM"]),
    ("questions", "collagen_vascular", {"severity": Severity.ABSOLUTE}, ["S004", "DPM", "SKM"]),
    ("questions", "metal_allergy", {"severity": Severity.RELATIVE}, ["CHU", "42W"]),
    ("questions", "filler_area", {"severity": Severity.RELATIVE}, ["EXM", "BRO"]),
    ("questions", "recent_scar", {"severity": Severity.RELATIVE}, ["EXM", "SKM"]),
    ("reactions", "tram_track_scar", {"expected_from_h": None}, ["S004", "S000", "S001"]),
    ("reactions", "erythema", {"expected_from_h": 0, "expected_to_h": 72}, ["NUA", "MTX", "CHU", "S000"]),
    ("reactions", "bruising", {"expected_to_h": 120}, ["HIG", "DQ"]),
    ("reactions", "pih", {"expected_to_h": None}, ["CHU", "NOO"]),
    ("reactions", "granuloma", {"expected_to_h": None}, ["S002", "S003", "GRA", "JD14"]),
    ("concerns", "melasma", {"min_um": 100, "max_um": 1500}, ["MEL", "MELC"]),
    ("concerns", "hyperpigmentation", {"min_um": 100, "max_um": 1500}, ["MEL", "MELC"]),
    ("concerns", "striae", {"sessions_min": 1, "sessions_max": 5}, ["ALS", "STR"]),
    (
        "concerns",
        "hair_loss",
        {"interval_min_days": 7, "interval_max_days": 30, "sessions_max": 12},
        ["AGA", "AGA6"],
    ),
    ("numbing_products", "lmx4", {"contact_max_s": 18_000, "occlusion": True}, ["FDA09"]),
    ("numbing_products", "emla", {"contact_max_s": 18_000, "occlusion": True}, ["FDA09"]),
    ("topicals", "vitamin_c", {"intradermal": False}, ["S002", "S003", "GRA", "JD14"]),
    ("topicals", "generic_serum", {"intradermal": False}, ["S002", "S003", "CFR", "JD14"]),
    ("scales", "gais", {}, ["GAI"]),
    ("scales", "fitzpatrick", {"loinc": "66555-4"}, ["LNC", "IG1", "IG2"]),
    ("zones", "cheek", {"min_um": 500, "typical_um": 1000, "max_um": 2000}, ["DRP", "MBA"]),
    ("zones", "scalp", {"max_um": 2500}, ["AGA", "AGA6"]),
]


@pytest.mark.parametrize(
    ("mapping", "row_id", "figures", "named"),
    DISAGREEMENTS,
    ids=[f"{one[0]}.{one[1]}" for one in DISAGREEMENTS],
)
def test_a_disagreement_has_its_default_and_names_who_disagrees(
    mapping: str, row_id: str, figures: dict[str, object], named: list[str]
) -> None:
    row = row_of(mapping, row_id)
    assert {key: getattr(row, key) for key in figures} == figures
    assert set(named) <= {bracketed or bare for bracketed, bare in CITED.findall(row.conflict)}


@pytest.mark.parametrize("concern", VOCABULARY.concerns.values(), ids=VOCABULARY.concerns)
def test_a_course_spans_both_articles_intervals_unless_studied_otherwise(concern: Any) -> None:
    if concern.id != "hair_loss":
        assert (concern.interval_min_days, concern.interval_max_days) == (21, 42)
        assert "S003" in concern.sources
    if concern.id not in ("hair_loss", "striae"):
        assert (concern.sessions_min, concern.sessions_max) == (4, 6)
        assert "S000" in concern.sources
