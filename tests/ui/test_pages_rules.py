"""What holds for every page of records: names for all inputs, room for a finger, room on a small screen."""

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mnlog.services.opening import OpenClinic
from mnlog.ui.bus import Route
from mnlog.ui.page import Context, Page
from mnlog.ui.pages.patient import PatientPage
from mnlog.ui.pages.patients import PatientsPage
from mnlog.ui.pages.settings import SettingsPage
from mnlog.ui.pages.stock import StockPage
from tests.ui.clinic_fixture import SteppingClock, add_device_and_lot, add_patient, signed_session
from tests.ui.hands_on import show_page

pytest_plugins = ["tests.ui.clinic_plugin"]

PAGES = (PatientsPage, PatientPage, StockPage, SettingsPage)
INPUTS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, QAbstractItemView)
SMALL = (1278, 768)
TARGET_PX = 44


@pytest.fixture(params=PAGES, ids=lambda kind: kind.__name__)
def page(
    request: pytest.FixtureRequest, qtbot: QtBot, context: Context, clinic: OpenClinic, clock: SteppingClock
) -> Page:
    patient = add_patient(clinic)
    _device, lot = add_device_and_lot(clinic)
    signed_session(clinic, clock, patient, lot)
    made: Page = request.param(context)
    made.open_route(Route(page="any", patient_id=patient.id))
    show_page(qtbot, made, width=SMALL[0], height=SMALL[1])
    return made


def inputs(page: Page) -> list[QWidget]:
    found = [each for kind in INPUTS for each in page.findChildren(kind)]
    return [each for each in found if not belongs_to_another(each)]


def belongs_to_another(widget: QWidget) -> bool:
    """The list of a combo box, the corner of a table: parts that nobody meets by themselves."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QAbstractItemView):
            return True
        above = above.parentWidget()
    return False


def test_every_input_has_an_accessible_name(page: Page) -> None:
    nameless = [
        f"{type(each).__name__} in {type(each.parent()).__name__}"
        for each in inputs(page)
        if not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
    ]
    assert not nameless


def test_nothing_that_is_tapped_is_smaller_than_a_finger(page: Page) -> None:
    small = [
        f"{each.accessibleName()} {each.width()}x{each.height()}"
        for each in inputs(page)
        if each.isVisible() and isinstance(each, QAbstractButton | QComboBox) and each.height() < TARGET_PX
    ]
    assert not small


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_it_fits_a_small_screen(page: Page, context: Context, qapp: QApplication, scale: float) -> None:
    try:
        context.theme.apply(qapp, "light", scale)
        qapp.processEvents()
        least = page.minimumSizeHint()
        assert least.width() <= SMALL[0]
        assert least.height() <= SMALL[1]
    finally:
        context.theme.apply(qapp, "light", 1.0)
