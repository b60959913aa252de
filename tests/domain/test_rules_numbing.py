"""The numbing clock and what is worth a warning."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mnlog.domain.records import Numbing, PatientAlert
from mnlog.domain.rules.numbing import (
    NumbingFlag,
    NumbingPhase,
    allergy_conflicts,
    numbing_clock,
    numbing_flags,
    substance_named_in,
    substances_named_in,
)
from mnlog.domain.terms import AlertKind, SubstanceClass
from tests.domain.charts import NOW, vocabulary

EMLA = vocabulary().numbing_products["emla"]
PRODUCTS = vocabulary().numbing_products


def emla(on_ago_min: float | None, off_ago_min: float | None = None, **fields: object) -> Numbing:
    def at(minutes: float | None) -> object:
        return None if minutes is None else NOW - timedelta(minutes=minutes)

    numbing = Numbing(id="n", session_id="s", product_id="emla")
    return replace(numbing, on_at=at(on_ago_min), off_at=at(off_ago_min), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on_ago_min", "phase"),
    [
        (0, NumbingPhase.WAITING),
        (59.99, NumbingPhase.WAITING),
        (60, NumbingPhase.READY),
        (294.9, NumbingPhase.READY),
        (295, NumbingPhase.NEAR_MAXIMUM),
        (300, NumbingPhase.NEAR_MAXIMUM),
        (300.1, NumbingPhase.OVER_MAXIMUM),
        (-5, NumbingPhase.WAITING),
    ],
)
def test_where_the_clock_stands(on_ago_min: float, phase: NumbingPhase) -> None:
    clock = numbing_clock(emla(on_ago_min), EMLA, NOW)
    assert clock.phase is phase
    assert clock.elapsed_s == max(0, int(on_ago_min * 60))
    assert (clock.minimum_s, clock.maximum_s) == (3600, 18000)


def test_before_and_after() -> None:
    assert numbing_clock(emla(None), EMLA, NOW).phase is NumbingPhase.NOT_ON
    off = numbing_clock(emla(90, 20), EMLA, NOW)
    assert (off.phase, off.elapsed_s) == (NumbingPhase.OFF, 70 * 60)


def test_without_a_maximum_it_stays_ready() -> None:
    product = PRODUCTS["lidocaine_5"]
    assert product.contact_max_s is None
    assert numbing_clock(emla(60 * 24), product, NOW).phase is NumbingPhase.READY


@pytest.mark.parametrize(
    ("numbing", "flag"),
    [
        (emla(50, 10), NumbingFlag.UNDER_MINIMUM),
        (emla(400, 10), NumbingFlag.OVER_MAXIMUM),
        (emla(70), NumbingFlag.NOT_REMOVED),
        (emla(70, 5, amount_mg=60_001), NumbingFlag.AMOUNT_OVER_LABEL),
        (emla(70, 5, area_cm2=601), NumbingFlag.AREA_OVER_LABEL),
        (emla(70, 5, product_id="blt_20_6_4", is_occluded=True), NumbingFlag.OCCLUDED_AGAINST_LABEL),
    ],
)
def test_flags(numbing: Numbing, flag: NumbingFlag) -> None:
    assert numbing_flags([numbing], PRODUCTS, NOW) == {"n": (flag,)}


def test_nothing_to_say_about_a_label_that_was_followed() -> None:
    assert numbing_flags([emla(70, 5, amount_mg=60_000, area_cm2=600, is_occluded=True)], PRODUCTS, NOW) == {
        "n": ()
    }
    assert numbing_flags([emla(None)], PRODUCTS, NOW) == {}


def test_two_anaesthetics_at_once_are_said_of_both() -> None:
    second = emla(40, 5, id="m", product_id="lidocaine_5")
    flags = numbing_flags([emla(70, 5), second, emla(None, id="k", product_id="lmx4")], PRODUCTS, NOW)
    assert flags == {"n": (NumbingFlag.TWO_ANAESTHETICS,), "m": (NumbingFlag.TWO_ANAESTHETICS,)}


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ("Prilocaine", (SubstanceClass.AMIDE_ANAESTHETIC,)),
        ("LIDOCAÏNE", (SubstanceClass.AMIDE_ANAESTHETIC,)),
        ("benzocaine, lidocaine", (SubstanceClass.AMIDE_ANAESTHETIC, SubstanceClass.ESTER_ANAESTHETIC)),
        ("para-aminobenzoic acid", (SubstanceClass.PABA,)),
        ("nickel and latex", (SubstanceClass.LATEX, SubstanceClass.METAL)),
        ("penicillin", ()),
        ("", ()),
    ],
)
def test_classes_named_in_words(words: str, groups: tuple[SubstanceClass, ...]) -> None:
    assert substances_named_in(words) == groups
    assert substance_named_in(words) == (groups[0] if groups else None)


@pytest.mark.parametrize("name", ["prilocaine", "lidocaine", "mepivacaine", "bupivacaine", "articaine"])
def test_one_amide_stands_for_every_amide(name: str) -> None:
    alert = PatientAlert(id="a", patient_id="p", kind=AlertKind.ALLERGY, text=name, noted_at=NOW)
    for product in PRODUCTS.values():
        warned = bool(allergy_conflicts(product, [alert]))
        assert warned is (SubstanceClass.AMIDE_ANAESTHETIC in product.classes), product.id


@pytest.mark.parametrize("name", ["benzocaine", "tetracaine", "procaine", "PABA"])
def test_esters_and_paba_stand_for_each_other(name: str) -> None:
    alert = PatientAlert(id="a", patient_id="p", kind=AlertKind.ALLERGY, text=name, noted_at=NOW)
    of_esters = {SubstanceClass.ESTER_ANAESTHETIC, SubstanceClass.PABA}
    for product in PRODUCTS.values():
        assert bool(allergy_conflicts(product, [alert])) is bool(of_esters & set(product.classes)), product.id


def test_a_class_that_was_chosen_counts_without_its_name() -> None:
    alert = PatientAlert(
        id="a", patient_id="p", kind=AlertKind.ALLERGY, text="the cream at the dentist's",
        substance=SubstanceClass.AMIDE_ANAESTHETIC, noted_at=NOW,
    )  # fmt: skip
    assert allergy_conflicts(EMLA, [alert]) == (alert,)
    assert allergy_conflicts(EMLA, [replace(alert, ended_at=NOW)]) == ()
    assert allergy_conflicts(EMLA, [replace(alert, kind=AlertKind.NOTE)]) == ()
