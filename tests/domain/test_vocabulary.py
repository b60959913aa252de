"""The delivered vocabulary: each figure has a source, each claim of the founding articles is found again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pytest

from mnlog.domain.terms import DeviceKind, Severity, Side, SubstanceClass
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


def row_of(mapping: str, row_id: str) -> Any:
    return getattr(VOCABULARY, mapping)[row_id]


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


# --- the founding articles, claim by claim ---


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
    ("concerns", "hair_loss", {"interval_min_days": 7, "interval_max_days": 30}, ["AGA", "AGA6"]),
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


# --- zones, concerns, devices ---

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
}


def test_zone_depths_are_those_of_the_reference() -> None:
    depths = {zone.id: (zone.min_um, zone.typical_um, zone.max_um) for zone in VOCABULARY.zones.values()}
    assert {zone: depths[zone] for zone in ZONE_DEPTHS_UM} == ZONE_DEPTHS_UM
    assert depths["custom_site"][2] == 2500


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


@pytest.mark.parametrize(
    "row", [*VOCABULARY.zones.values(), *VOCABULARY.concerns.values()], ids=lambda row: str(row.id)
)
def test_some_pen_reaches_a_whole_depth_range(row: Any) -> None:
    pens = [model for model in VOCABULARY.device_models.values() if model.kind is DeviceKind.PEN]
    assert any(pen.depth_min_um <= row.min_um and row.max_um <= pen.depth_max_um for pen in pens)


@pytest.mark.parametrize("model", VOCABULARY.device_models.values(), ids=VOCABULARY.device_models)
def test_a_device_can_needle_some_typical_depth_of_each_zone_it_is_cleared_for(model: Any) -> None:
    for zone_id in model.on_label_zones:
        typical_um = VOCABULARY.zones[zone_id].typical_um
        assert model.depth_min_um <= typical_um <= model.depth_max_um
    assert bool(model.on_label_zones) == bool(model.on_label_concerns) == (model.on_label_min_age == 22)
    assert bool(model.on_label_zones) == bool(model.on_label_text)


@pytest.mark.parametrize("model", VOCABULARY.device_models.values(), ids=VOCABULARY.device_models)
def test_a_depth_dial_ends_on_a_step(model: Any) -> None:
    if model.kind is DeviceKind.PEN:
        assert (model.depth_max_um - model.depth_min_um) % model.depth_step_um == 0
    else:
        assert model.depth_min_um == min(model.needle_lengths_um)
        assert model.depth_max_um == max(model.needle_lengths_um)
        assert model.speeds == 0


DEVICES = {
    "skinpen_precision": (DeviceKind.PEN, 250, 2500, 14),
    "exceed": (DeviceKind.PEN, 0, 1500, 6),
    "exceed_unlimited": (DeviceKind.PEN, 0, 1900, 6),
    "dr_pen": (DeviceKind.PEN, 250, 2000, None),
    "pro_pen": (DeviceKind.PEN, 250, 2500, 14),
    "dermapen_4": (DeviceKind.PEN, 200, 3000, 16),
    "generic_pen": (DeviceKind.PEN, 250, 3000, None),
    "medical_roller": (DeviceKind.ROLLER, 500, 2000, 192),
    "home_roller": (DeviceKind.ROLLER, 200, 300, None),
    "dermaroller_mf8": (DeviceKind.ROLLER, 1500, 1500, None),
    "dermaroller_ms4": (DeviceKind.ROLLER, 1500, 1500, None),
    "generic_stamp": (DeviceKind.STAMP, 250, 2000, None),
}


def test_devices_are_those_of_the_reference() -> None:
    assert {
        model.id: (model.kind, model.depth_min_um, model.depth_max_um, model.needle_count)
        for model in VOCABULARY.device_models.values()
    } == DEVICES
    assert VOCABULARY.device_models["dr_pen"].speeds == 6
    assert VOCABULARY.device_models["dermapen_4"].depth_step_um == 100
    assert all(model.single_use for model in VOCABULARY.device_models.values())


def test_clearances_name_their_zones() -> None:
    models = VOCABULARY.device_models
    face = {zone.id for zone in VOCABULARY.zones.values() if zone.region == "face"}
    assert set(models["skinpen_precision"].on_label_zones) == face | {"neck"}
    assert all(set(models[cleared].on_label_zones) == face for cleared in ("exceed", "dr_pen", "pro_pen"))
    assert models["dermapen_4"].on_label_zones == ()


# --- numbing ---

SUBSTANCES = {
    "lidocaine": SubstanceClass.AMIDE_ANAESTHETIC,
    "prilocaine": SubstanceClass.AMIDE_ANAESTHETIC,
    "benzocaine": SubstanceClass.ESTER_ANAESTHETIC,
    "tetracaine": SubstanceClass.ESTER_ANAESTHETIC,
}


@pytest.mark.parametrize("product", VOCABULARY.numbing_products.values(), ids=VOCABULARY.numbing_products)
def test_a_products_classes_follow_from_its_substances(product: Any) -> None:
    named = {group for name, group in SUBSTANCES.items() if name in product.strength}
    assert named
    assert set(product.classes) - {SubstanceClass.PABA} == named
    assert any("needling" in warning for warning in product.warnings)
    if SubstanceClass.ESTER_ANAESTHETIC in named:
        assert any("ester" in warning and "PABA" in warning for warning in product.warnings)


def test_numbing_figures_are_those_of_the_reference() -> None:
    assert {
        product.id: (
            product.contact_min_s // 60,
            None if product.contact_max_s is None else product.contact_max_s // 60,
            product.max_amount_mg,
            product.max_area_cm2,
            product.occlusion,
        )
        for product in VOCABULARY.numbing_products.values()
    } == {
        "lmx4": (30, 300, 10_000, 900, True),
        "emla": (60, 300, 60_000, 600, True),
        "pliaglis": (20, None, 53_000, 400, None),
        "blt_20_6_4": (15, None, None, None, False),
        "lidocaine_tetracaine_23_7": (20, None, None, None, False),
        "lidocaine_5": (20, None, None, None, None),
    }
    assert SubstanceClass.PABA in VOCABULARY.numbing_products["pliaglis"].classes


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
