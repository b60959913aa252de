"""Words for stored values: none is missing, and dates stand as the clinic's country writes them."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

import pytest

from mnlog.domain import terms
from mnlog.domain.records import PatientAlert, Reaction, ZoneTreatment
from mnlog.domain.rules.consent import ConsentGap, ConsentProblem
from mnlog.domain.rules.numbing import NumbingFlag
from mnlog.domain.rules.signing import Missing, MissingCode
from mnlog.domain.terms import AlertKind, Region, Side, Step
from mnlog.domain.vocabulary import Vocabulary
from mnlog.services.opening import Resources
from mnlog.ui import labels

pytest_plugins = ["tests.ui.clinic_plugin"]

NOT_SHOWN = {terms.ObservationKind, terms.SubstanceClass, terms.UnitState}
SHOWN = [
    kind
    for kind in (*vars(terms).values(), NumbingFlag, ConsentGap, MissingCode)
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum and kind not in NOT_SHOWN
]
NOON = datetime(2026, 11, 21, 12, 5)  # noqa: DTZ001 - shown as it is


@pytest.fixture
def vocabulary(resources: Resources) -> Vocabulary:
    return resources.vocabulary


def zone(zone_id: str, side: Side, site_text: str = "") -> ZoneTreatment:
    return ZoneTreatment(id="z", session_id="s", zone_id=zone_id, side=side, site_text=site_text)


@pytest.mark.parametrize("kind", SHOWN)
def test_every_member_has_words(kind: type[StrEnum]) -> None:
    assert all(labels.words(member) for member in kind)


@pytest.mark.parametrize("code", list(MissingCode))
def test_everything_that_is_missing_is_a_sentence(code: MissingCode, vocabulary: Vocabulary) -> None:
    about = ("cheek",) if code is MissingCode.DEPTH else ("Pregnancy", "24F118")
    text = labels.missing_text(Missing(step=Step.SIGN, code=code, about=about), vocabulary)
    assert text.endswith(".")
    assert "{" not in text


@pytest.mark.parametrize("gap", list(ConsentGap))
def test_everything_a_consent_lacks_is_a_sentence(gap: ConsentGap) -> None:
    text = labels.consent_problem_text(ConsentProblem(gap=gap, region=Region.NECK, depth_um=1500))
    assert text.endswith(".")
    assert "{" not in text


def test_left_and_right_are_said_together(vocabulary: Vocabulary) -> None:
    treated = [
        zone("jawline", Side.RIGHT),
        zone("cheek", Side.RIGHT),
        zone("cheek", Side.LEFT),
        zone("forehead", Side.MIDLINE),
        zone("custom_site", Side.MIDLINE, "scar, left knee"),
    ]
    assert labels.zones_text(treated, vocabulary) == (
        "Forehead · Cheeks, both · Jawline, right · scar, left knee"
    )
    assert labels.zone_name("periorbital", Side.LEFT, vocabulary) == "Around the eye, left"


def test_paired_zones_have_a_plural_or_keep_their_name(vocabulary: Vocabulary) -> None:
    for row in vocabulary.zones.values():
        if len(row.sides) == 2:
            text = labels.zones_text([zone(row.id, side) for side in row.sides], vocabulary)
            assert text.endswith(", both")


def test_a_reaction_names_its_grade_where_there_are_several(vocabulary: Vocabulary) -> None:
    seen = Reaction(
        id="r",
        session_id="s",
        observation_id="o",
        reaction_id="erythema",
        scale_id="cea",
        grade=2,
        seen_at=NOON,
    )
    assert labels.reaction_text(seen, vocabulary) == "Redness 2"
    assert labels.reaction_tone(seen, vocabulary) == "warn"
    assert labels.reaction_tone(replace(seen, grade=3), vocabulary) == "danger"
    bruise = replace(seen, reaction_id="bruising", scale_id="ctcae", zone_id="cheek", side=Side.LEFT)
    assert labels.reaction_text(bruise, vocabulary) == "Bruising 2, left cheek"
    bleeding = replace(seen, reaction_id="pinpoint_bleeding", scale_id="presence", grade=1)
    assert labels.reaction_text(bleeding, vocabulary) == "Pinpoint bleeding"
    infection = replace(seen, reaction_id="infection", scale_id="ctcae", grade=1)
    assert labels.reaction_tone(infection, vocabulary) == "danger"


def test_an_allergy_says_that_it_is_one() -> None:
    alert = PatientAlert(id="a", patient_id="p", kind=AlertKind.ALLERGY, text="latex", noted_at=NOON)
    assert labels.alert_text(alert) == "Allergy: latex"
    assert labels.alert_text(replace(alert, kind=AlertKind.CONDITION, text="Cold sores")) == "Cold sores"


def test_long_lists_are_cut() -> None:
    assert labels.listed(["A", "B", "C"]) == "A, B, C"
    assert labels.listed(["A", "B", "C", "D", "E"]) == "A, B, C and 2 more"


@pytest.mark.parametrize(
    ("locale", "short", "long", "day"),
    [
        ("en_GB", "21 Nov 2026", "21 November 2026", "Saturday 21 November"),
        ("en_US", "Nov 21, 2026", "November 21, 2026", "Saturday, November 21"),
        ("de_DE", "21. Nov. 2026", "21. November 2026", "Samstag, 21. November"),
        ("zh_CN", "2026年11月21日", "2026年11月21日", "11月21日星期六"),
    ],
)
def test_dates_stand_as_the_country_writes_them(locale: str, short: str, long: str, day: str) -> None:
    november = date(2026, 11, 21)
    assert labels.short_date(november, locale) == short
    assert labels.long_date(november, locale) == long
    assert labels.long_day(november, locale) == day


def test_a_clock_time_is_in_the_zone_it_was_entered_in() -> None:
    assert labels.clock_time(NOON, "en_GB") == "12:05"
    assert labels.day_and_time(NOON, "en_GB") == "21 Nov 2026, 12:05"
    assert labels.clock_time(NOON, "en_US").replace("\u202f", " ") == "12:05 PM"
