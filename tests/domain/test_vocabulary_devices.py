"""Devices and numbing products have the figures of the reference, and fit the zones they are used on."""

from typing import Any

import pytest

from mnlog.domain.terms import DeviceKind, SubstanceClass
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.paths import resource_dir

VOCABULARY = load_vocabulary(resource_dir() / "vocabulary")


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
    assert VOCABULARY.device_models["dermapen_4"].depth_step_um == 100
    assert {model.id: model.speeds for model in VOCABULARY.device_models.values() if model.speeds} == {
        "exceed": 4,
        "exceed_unlimited": 4,
        "dr_pen": 6,
        "pro_pen": 5,
        "dermapen_4": 5,
        "generic_pen": 6,
    }
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
            product.contact_min_s,
            product.contact_max_s,
            product.max_amount_mg,
            product.max_area_cm2,
            product.occlusion,
        )
        for product in VOCABULARY.numbing_products.values()
    } == {
        "lmx4": (1800, 18_000, 10_000, 900, True),
        "emla": (3600, 18_000, 60_000, 600, True),
        "pliaglis": (1200, None, 53_000, 400, None),
        "blt_20_6_4": (900, None, None, None, False),
        "lidocaine_tetracaine_23_7": (1200, None, None, None, False),
        "lidocaine_5": (1200, None, None, None, None),
    }
    assert SubstanceClass.PABA in VOCABULARY.numbing_products["pliaglis"].classes
