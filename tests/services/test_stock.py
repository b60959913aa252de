"""Devices and lots: what there is to choose from at the chair."""

from datetime import date

import pytest

from mnlog.errors import RuleViolation
from mnlog.services.opening import OpenClinic
from mnlog.services.stock import LotDraft
from tests.services.factories import begin, device, lot, register, vocabulary


def test_a_device_brings_what_its_model_can_do(clinic: OpenClinic) -> None:
    model = vocabulary().device_models["exceed"]
    pen = clinic.stock.add_device("exceed", name=" Room 2 ", serial_number=" 77 ").result
    assert (pen.name, pen.serial_number, pen.kind) == ("Room 2", "77", model.kind)
    assert (pen.depth_min_um, pen.depth_max_um, pen.depth_step_um, pen.speeds) == (
        model.depth_min_um, model.depth_max_um, model.depth_step_um, model.speeds,
    )  # fmt: skip
    assert clinic.stock.add_device("exceed").result.name == model.name


def test_every_model_can_be_owned(clinic: OpenClinic) -> None:
    for model_id in vocabulary().device_models:
        clinic.stock.add_device(model_id)
    assert len(clinic.stock.devices()) == len(vocabulary().device_models)


def test_a_retired_device_leaves_the_choice_and_can_come_back(clinic: OpenClinic) -> None:
    pen = device(clinic)
    retired = clinic.stock.retire_device(pen).result
    assert clinic.stock.devices() == ()
    assert clinic.stock.devices(active_only=False) == (retired,)
    clinic.stock.retire_device(retired, is_active=True)
    assert len(clinic.stock.devices()) == 1


@pytest.mark.parametrize(
    ("model", "fields", "field"),
    [
        ("exceed", {"lot_number": " "}, "lot_number"),
        ("exceed", {"received_count": 0}, "received_count"),
        ("medical_roller", {}, "needle_length_um"),
        ("medical_roller", {"needle_length_um": 3000}, "needle_length_um"),
        ("medical_roller", {"needle_length_um": 200}, "needle_length_um"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    clinic: OpenClinic, model: str, fields: dict[str, object], field: str
) -> None:
    given = {"device_id": device(clinic, model).id, "product": "tip", "lot_number": "N1", "received_count": 5}
    with pytest.raises(RuleViolation) as refused:
        clinic.stock.add_lot(LotDraft(**{**given, **fields}))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert clinic.stock.lots() == ()


def test_a_pens_lot_fixes_no_depth(clinic: OpenClinic) -> None:
    assert lot(clinic, needle_length_um=1000).needle_length_um is None


@pytest.mark.parametrize("product", ["tip", ""])
def test_a_lot_is_entered_once(clinic: OpenClinic, product: str) -> None:
    lot(clinic, product=product)
    with pytest.raises(RuleViolation, match="Lot 24F118 is in stock already") as refused:
        lot(clinic, product=product, number=" 24F118 ")
    assert refused.value.field == "lot_number"
    lot(clinic, product="another tip")


def test_the_count_follows_what_was_opened(clinic: OpenClinic) -> None:
    box = lot(clinic, received_count=3)
    session = begin(clinic, register(clinic))
    for _ in range(2):
        clinic.needling.open_unit(session.id, box.id)
    assert [stock.left for stock in clinic.stock.lots()] == [1]
    with pytest.raises(RuleViolation, match="2 units of lot 24F118 have been opened"):
        clinic.stock.correct_count(box, 1)
    clinic.stock.correct_count(box, 2)
    assert clinic.stock.lots_for(box.device_id) == ()


def test_what_expires_first_is_in_front(clinic: OpenClinic) -> None:
    for number, expires_on in (("late", date(2028, 1, 1)), ("never", None), ("soon", date(2026, 12, 1))):
        lot(clinic, number=number, expires_on=expires_on)
    lot(clinic, "dermapen_4", "other")
    assert [each.lot.lot_number for each in clinic.stock.lots_for(device(clinic).id)] == [
        "soon",
        "late",
        "never",
    ]
    assert len(clinic.stock.lots()) == 4
