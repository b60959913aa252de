"""What holds for every widget of the kit."""

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mnlog.ui.forms import ChoiceField, DateField, SecretField, TextField
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.banner import Banner
from mnlog.ui.widgets.basics import (
    BUTTON_KINDS,
    Avatar,
    Card,
    Chip,
    ElidedLabel,
    button,
    hline,
    icon_button,
    label,
)
from mnlog.ui.widgets.depth_control import DepthControl
from mnlog.ui.widgets.empty_state import EmptyState
from mnlog.ui.widgets.map_figure import MapFigure
from mnlog.ui.widgets.pdf_view import PdfPreview
from mnlog.ui.widgets.pin_pad import PinPad
from mnlog.ui.widgets.rail import Rail, RailItem
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.search_field import SearchField
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented
from mnlog.ui.widgets.signature_pad import SignaturePad
from mnlog.ui.widgets.step_bar import StepBar
from mnlog.ui.widgets.stepper import Stepper
from mnlog.ui.widgets.zone_map import DepthLegend, MiniMap, ZoneMap

LEFT = Qt.MouseButton.LeftButton
STEPS = [("screening", "Screening"), ("consent", "Consent"), ("sign", "Aftercare and sign")]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

Show = Callable[[QWidget], None]


def test_labels_never_read_markup(theme: ThemeSource) -> None:
    assert label("<b>O'Neil</b>").textFormat() == Qt.TextFormat.PlainText
    with pytest.raises(ValueError, match="role"):
        label("x", "huge")
    with pytest.raises(ValueError, match="kind"):
        button("x", "shiny")
    with pytest.raises(ValueError, match="tone"):
        Chip("x", "purple")


def test_elided_label_keeps_all_of_its_text(show: Show) -> None:
    long = "A name that is much longer than the room that there is for it"
    made = ElidedLabel(long)
    show(made)
    made.setFixedWidth(90)
    QApplication.processEvents()
    assert made.text().endswith("…")
    assert made.full_text() == made.toolTip() == made.accessibleName() == long


def test_an_ampersand_is_shown(show: Show) -> None:
    made = button("Aftercare & sign")
    show(made)
    assert made.text() == "Aftercare && sign"
    assert made.accessibleName() == "Aftercare & sign"


def _everything(theme: ThemeSource) -> list[QWidget]:
    figure = MapFigure.load("face-front")
    depth, roller = DepthControl(theme), DepthControl(theme)
    roller.set_lengths((500, 1000))
    card = Card("Panel")
    card.body.addWidget(hline())
    return [
        *(button(kind, kind, "check") for kind in BUTTON_KINDS if kind != "square"),
        icon_button("printer", "Print"),
        Segmented([("a", "Alpha"), ("b", "Beta")], "Choice"),
        ChoiceChips([("a", "Alpha"), ("b", "Beta")], "Choice"),
        Stepper(1, 9, name="Passes"),
        depth,
        roller,
        StepBar(theme, STEPS),
        Rail(theme, [RailItem("today", "Today", "calendar")]),
        ZoneMap(theme, figure),
        MiniMap(theme, figure),
        DepthLegend(theme),
        SignaturePad(theme),
        PinPad(),
        Banner(),
        PdfPreview(),
        EmptyState("calendar", "Nothing today", "Begin a session.", "New session"),
        SearchField("Find a patient", "Ctrl K"),
        TextField("Name"),
        TextField("Notes", multiline=True),
        DateField("Born"),
        ChoiceField("Sex", [("f", "Female")]),
        SecretField("Passphrase"),
        Avatar("AR"),
        card,
    ]


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_what_is_tapped_is_large_and_what_takes_the_focus_has_a_name(
    qtbot: QtBot, theme: ThemeSource, qapp: QApplication, scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    page = QWidget()
    column = QVBoxLayout(page)
    for each in _everything(theme):
        column.addWidget(each)
    window = scrollable(page)
    qtbot.addWidget(window)
    window.resize(900, 700)
    with qtbot.waitExposed(window):
        window.show()
    for each in page.findChildren(QWidget):
        if each.focusPolicy() == Qt.FocusPolicy.NoFocus or not each.isVisible():
            continue
        if each.property("kind") != "bare" and not each.objectName().startswith("qt_"):
            assert each.height() >= 44, each
        if isinstance(each, QAbstractButton):
            assert each.width() >= 44 or each.text(), each
        assert each.accessibleName(), each
        assert not each.grab().isNull()
    theme.apply(qapp, "light")


def test_building_a_widget_shows_nothing_yet(theme: ThemeSource) -> None:
    """A part made visible before it has a parent flashes up as a window of its own."""
    before = {each for each in QApplication.topLevelWidgets() if each.isVisible()}
    made = _everything(theme)
    assert made
    assert {each for each in QApplication.topLevelWidgets() if each.isVisible()} <= before


def test_what_has_a_parent_belongs_to_it(theme: ThemeSource) -> None:
    """A layout filled before it is added to another may leave its widgets to Python too: freed twice."""
    made = _everything(theme)
    twice = [
        (type(each).__name__, type(found).__name__)
        for each in made
        for found in each.findChildren(QObject)
        if shiboken6.ownedByPython(found)
    ]
    assert not twice


def test_no_label_of_the_kit_reads_markup(theme: ThemeSource) -> None:
    for each in _everything(theme):
        for found in each.findChildren(QLabel):
            if found.text():
                assert found.textFormat() == Qt.TextFormat.PlainText, found.text()
