"""Devices and lots: entered, corrected and refused by real taps and keys."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mnlog.services.opening import OpenClinic
from mnlog.services.stock import LotDraft
from mnlog.ui.forms import ChoiceField
from mnlog.ui.models.lots import TONE_ROLE, Column
from mnlog.ui.page import Context
from mnlog.ui.pages.stock import StockPage
from mnlog.ui.panels.device_form import DeviceForm
from mnlog.ui.panels.lot_form import LotCountForm, LotForm
from mnlog.ui.panels.lot_table import LotTable
from tests.ui.clinic_fixture import Heard, SteppingClock, add_device_and_lot, add_patient, signed_session
from tests.ui.hands_on import child, choose, click_row, field, input_of, press, show_page, type_in

pytest_plugins = ["tests.ui.clinic_plugin"]


@pytest.fixture
def stock(qtbot: QtBot, context: Context) -> StockPage:
    page = StockPage(context)
    show_page(qtbot, page)
    return page


def shown_texts(page: StockPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_an_empty_stock_leads_to_the_first_device_and_its_first_lot(
    qtbot: QtBot, stock: StockPage, clinic: OpenClinic
) -> None:
    assert "No device yet. Add the first one." in shown_texts(stock)
    press(qtbot, stock, "Add device")
    form = child(stock, DeviceForm)
    press(qtbot, form, "Add device")
    assert field(form, "model_id").error() == "Choose the model."
    choose(qtbot, form, "model_id", "Exceed")
    type_in(qtbot, form, "serial_number", "EX-9")
    press(qtbot, form, "Add device")
    (device,) = clinic.stock.devices()
    assert (device.model_id, device.name, device.serial_number) == ("exceed", "Exceed", "EX-9")
    assert "No lots yet. Enter the first box." in shown_texts(stock)


def test_models_are_grouped_by_kind(qtbot: QtBot, stock: StockPage) -> None:
    press(qtbot, stock, "Add a device")
    form = child(stock, DeviceForm)
    press(qtbot, form, "Roller")
    models = field(form, "model_id")
    assert isinstance(models, ChoiceField)
    offered = [models.box.itemText(at) for at in range(models.box.count())]
    assert "Medical roller" in offered
    assert "Exceed" not in offered


def test_a_lot_is_entered_and_each_refusal_stands_beside_its_field(
    qtbot: QtBot, stock: StockPage, clinic: OpenClinic
) -> None:
    clinic.stock.add_device("exceed")
    stock.mark_stale()
    press(qtbot, stock, "New lot")
    form = child(stock, LotForm)
    type_in(qtbot, form, "product", "12-needle cartridge")
    press(qtbot, form, "Add lot")
    assert "as printed on the box" in field(form, "lot_number").error()
    type_in(qtbot, form, "lot_number", "24D090")
    press(qtbot, form, "Add lot")
    assert field(form, "received_count").error() == "Say how many came in the box."
    type_in(qtbot, form, "received_count", "ten")
    press(qtbot, form, "Add lot")
    assert field(form, "received_count").error() == "Write a whole number."
    type_in(qtbot, form, "received_count", "10")
    type_in(qtbot, form, "expires_on", "31/13/2027")
    press(qtbot, form, "Add lot")
    assert "no month 13" in field(form, "expires_on").error()
    assert clinic.stock.lots() == ()
    type_in(qtbot, form, "expires_on", "30/11/2026")
    press(qtbot, form, "Add lot")
    (held,) = clinic.stock.lots()
    assert (held.lot.product, held.lot.lot_number, held.left) == ("12-needle cartridge", "24D090", 10)
    assert held.lot.expires_on == date(2026, 11, 30)
    assert held.lot.needle_count == 6
    model = child(stock, LotTable).model()
    assert model.index(0, Column.EXPIRES).data(TONE_ROLE) == "warn"


def test_a_lot_entered_twice_is_refused_and_the_rest_is_kept(
    qtbot: QtBot, stock: StockPage, clinic: OpenClinic
) -> None:
    add_device_and_lot(clinic)
    stock.mark_stale()
    press(qtbot, stock, "New lot")
    form = child(stock, LotForm)
    for name, text in (("product", "6-needle cartridge"), ("lot_number", "24F118"), ("received_count", "5")):
        type_in(qtbot, form, name, text)
    press(qtbot, form, "Add lot")
    assert "in stock already" in field(form, "lot_number").error()
    assert input_of(form, "received_count").property("text") == "5"
    assert len(clinic.stock.lots()) == 1


def test_a_roller_asks_for_its_needle_length(qtbot: QtBot, stock: StockPage, clinic: OpenClinic) -> None:
    clinic.stock.add_device("medical_roller")
    stock.mark_stale()
    press(qtbot, stock, "New lot")
    form = child(stock, LotForm)
    type_in(qtbot, form, "lot_number", "R-7719")
    type_in(qtbot, form, "received_count", "20")
    press(qtbot, form, "Add lot")
    assert "needle length" in field(form, "needle_length_um").error()
    choose(qtbot, form, "needle_length_um", "1.00 mm")
    press(qtbot, form, "Add lot")
    assert [held.lot.needle_length_um for held in clinic.stock.lots()] == [1000]


def test_a_count_is_corrected_but_not_below_what_was_opened(
    qtbot: QtBot, stock: StockPage, clinic: OpenClinic, clock: SteppingClock
) -> None:
    _device, lot = add_device_and_lot(clinic)
    signed_session(clinic, clock, add_patient(clinic), lot)
    clinic.stock.correct_count(lot, 3)
    stock.mark_stale()
    click_row(qtbot, child(stock, LotTable), 0)
    form = child(stock, LotCountForm)
    assert form.title() == "Lot 24F118"
    type_in(qtbot, form, "received_count", "0")
    press(qtbot, form, "Correct the count")
    assert "from 1 to" in field(form, "received_count").error()
    type_in(qtbot, form, "received_count", "12")
    qtbot.keyClick(input_of(form, "received_count"), Qt.Key.Key_Return)
    (held,) = clinic.stock.lots()
    assert (held.lot.received_count, held.left) == (12, 11)
    assert not form.isVisible()


def test_expired_and_empty_lots_are_marked(
    qtbot: QtBot, stock: StockPage, clinic: OpenClinic, clock: SteppingClock
) -> None:
    device, _lot = add_device_and_lot(clinic)
    expired = LotDraft(
        device_id=device.id, product="x", lot_number="23K044", received_count=1, expires_on=date(2026, 9, 30)
    )
    used = LotDraft(device_id=device.id, product="y", lot_number="24A001", received_count=1)
    clinic.stock.add_lot(expired)
    emptied = clinic.stock.add_lot(used).result
    signed_session(clinic, clock, add_patient(clinic), emptied)
    stock.mark_stale()
    model = child(stock, LotTable).model()

    def rows() -> dict[str, int]:
        return {str(model.index(row, Column.LOT).data()): row for row in range(model.rowCount())}

    assert set(rows()) == {"24F118", "23K044"}
    assert model.index(rows()["23K044"], Column.EXPIRES).data(TONE_ROLE) == "danger"
    press(qtbot, stock, "All lots")
    assert model.index(rows()["24A001"], Column.LEFT).data() == "0 of 1"
    assert "10 units to use · 1 lot has expired" in shown_texts(stock)


def test_a_device_is_retired_and_brought_back(
    qtbot: QtBot, stock: StockPage, clinic: OpenClinic, heard: Heard
) -> None:
    add_device_and_lot(clinic)
    stock.mark_stale()
    press(qtbot, stock, "Retire: Exceed")
    assert clinic.stock.devices() == ()
    _text, undo = heard.toasts[-1]
    assert callable(undo)
    undo()
    assert [device.name for device in clinic.stock.devices()] == ["Exceed"]
    press(qtbot, stock, "Retire: Exceed")
    press(qtbot, stock, "Bring back: Exceed")
    assert [device.is_active for device in clinic.stock.devices()] == [True]


def test_half_a_lot_waits_while_the_form_is_closed(
    qtbot: QtBot, stock: StockPage, clinic: OpenClinic
) -> None:
    add_device_and_lot(clinic)
    stock.mark_stale()
    press(qtbot, stock, "New lot")
    form = child(stock, LotForm)
    type_in(qtbot, form, "lot_number", "77")
    qtbot.keyClick(input_of(form, "lot_number"), Qt.Key.Key_Escape)
    assert not form.isVisible()
    clinic.stock.add_device("dr_pen")
    stock.mark_stale()
    press(qtbot, stock, "New lot")
    assert input_of(form, "lot_number").property("text") == "77"
