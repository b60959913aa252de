"""The kit's widgets under real clicks and keys."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainterPath, QTransform
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mnlog.errors import UserFacingError
from mnlog.ui.forms import ChoiceField, DateField, SecretField, TextField, parse_date
from mnlog.ui.theme import ThemeSource, load_fonts
from mnlog.ui.widgets.banner import Banner, Toast
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
from mnlog.ui.widgets.pin_pad import PinPad
from mnlog.ui.widgets.rail import Rail, RailItem
from mnlog.ui.widgets.ring import Ring
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.search_field import SearchField
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented
from mnlog.ui.widgets.signature_pad import SignaturePad
from mnlog.ui.widgets.step_bar import StepBar
from mnlog.ui.widgets.stepper import Stepper
from mnlog.ui.widgets.zone_map import DepthLegend, MiniMap, ZoneMap

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
STEPS = [("screening", "Screening"), ("consent", "Consent"), ("sign", "Aftercare and sign")]


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> ThemeSource:
    load_fonts()
    source = ThemeSource()
    source.apply(qapp, "light")
    return source


@pytest.fixture
def show(qtbot: QtBot, theme: ThemeSource) -> Callable[[QWidget], None]:
    """Shows a widget in a window of its own and waits until it is there."""
    windows: list[QWidget] = []

    def shown(widget: QWidget) -> None:
        window = QWidget()
        QVBoxLayout(window).addWidget(widget)
        qtbot.addWidget(window)
        windows.append(window)
        with qtbot.waitExposed(window):
            window.show()

    return shown


Show = Callable[[QWidget], None]


# --- Segmented and chips


def test_segmented_tells_only_what_a_person_chose(qtbot: QtBot, show: Show) -> None:
    chooser = Segmented([("pen", "Pen"), ("roller", "Roller")], "Device")
    show(chooser)
    heard: list[str] = []
    chooser.chosen.connect(heard.append)
    assert chooser.value() is None
    chooser.set_value("pen")
    assert heard == []
    qtbot.mouseClick(chooser.button_of("roller"), LEFT)
    qtbot.mouseClick(chooser.button_of("roller"), LEFT)
    assert (chooser.value(), heard) == ("roller", ["roller"])
    chooser.set_value(None)
    assert chooser.value() is None
    with pytest.raises(KeyError):
        chooser.set_value("stamp")


def test_segmented_goes_by_arrow_keys_and_is_one_stop_for_tab(qtbot: QtBot, show: Show) -> None:
    chooser = Segmented([("1", "1"), ("2", "2"), ("3", "3")], "Speed")
    show(chooser)
    chooser.set_value("2")
    heard: list[str] = []
    chooser.chosen.connect(heard.append)
    stops = [chooser.button_of(each) for each in "123"]
    tabbed = [bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus) for each in stops]
    assert tabbed == [False, True, False]
    chooser.button_of("2").setFocus()
    qtbot.keyClick(chooser.button_of("2"), Qt.Key.Key_Right)
    qtbot.keyClick(chooser.button_of("3"), Qt.Key.Key_Right)
    assert heard == ["3", "1"]
    chooser.button_of("2").setEnabled(False)
    qtbot.keyClick(chooser.button_of("1"), Qt.Key.Key_Right)
    assert chooser.value() == "3"


def test_segmented_mirrors_its_arrows(qtbot: QtBot, show: Show) -> None:
    chooser = Segmented([("1", "1"), ("2", "2")])
    show(chooser)
    chooser.set_value("1")
    chooser.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.keyClick(chooser.button_of("1"), Qt.Key.Key_Left)
    assert chooser.value() == "2"


def test_options_can_be_replaced_and_keep_the_choice(show: Show) -> None:
    chooser = Segmented([("a", "A"), ("b", "B")])
    chooser.set_value("b")
    chooser.set_options([("b", "B"), ("c", "C")])
    assert chooser.value() == "b"
    chooser.set_options([("c", "C")])
    assert chooser.value() is None


def test_chips_choose_several_or_take_back(qtbot: QtBot, show: Show) -> None:
    several = ChoiceChips([("a", "A"), ("b", "B"), ("c", "C")], "Reactions", multi=True)
    show(several)
    for each in "ca":
        qtbot.mouseClick(several.button_of(each), LEFT)
    assert several.values() == ("a", "c")
    qtbot.mouseClick(several.button_of("a"), LEFT)
    assert several.values() == ("c",)

    one = ChoiceChips([("a", "A"), ("b", "B")], can_clear=True)
    show(one)
    heard: list[str] = []
    one.chosen.connect(heard.append)
    qtbot.mouseClick(one.button_of("b"), LEFT)
    qtbot.mouseClick(one.button_of("b"), LEFT)
    assert heard == ["b", ""]
    assert one.value() is None


def test_chips_wrap(show: Show) -> None:
    chips = ChoiceChips([(str(each), f"Some reaction {each}") for each in range(6)])
    show(chips)
    chips.setFixedWidth(320)
    rows = {chips.button_of(str(each)).y() for each in range(6)}
    assert chips.heightForWidth(320) > 2 * 44
    QApplication.processEvents()
    rows = {chips.button_of(str(each)).y() for each in range(6)}
    assert len(rows) >= 3


# --- Stepper and depth


def test_stepper_starts_unset_and_stays_in_its_range(qtbot: QtBot, show: Show) -> None:
    passes = Stepper(1, 3, name="Passes")
    show(passes)
    heard: list[int] = []
    passes.changed.connect(heard.append)
    less, more = passes.findChildren(QAbstractButton)
    assert passes.value() is None
    assert not less.isEnabled()
    for _ in range(4):
        qtbot.mouseClick(more, LEFT)
    assert heard == [1, 2, 3]
    assert not more.isEnabled()
    qtbot.keyClick(less, Qt.Key.Key_Down)
    qtbot.keyClick(passes, Qt.Key.Key_Minus)
    assert heard == [1, 2, 3, 2, 1]
    passes.set_value(9)
    assert passes.value() == 9, "what is stored is shown as it is"


@pytest.fixture
def depth(theme: ThemeSource, show: Show) -> DepthControl:
    control = DepthControl(theme)
    control.set_range(250, 2500, 250)
    show(control)
    return control


def _type(qtbot: QtBot, control: DepthControl, text: str) -> None:
    qtbot.mouseClick(control._figure, LEFT)
    qtbot.keyClicks(control._edit, text)
    qtbot.keyClick(control._edit, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "expected_um"), [("1,5", 1500), (".5", 500), ("1.1 mm", 1100), ("750 um", 750)]
)
def test_typed_depth_is_taken(qtbot: QtBot, depth: DepthControl, text: str, expected_um: int) -> None:
    with qtbot.waitSignal(depth.depth_changed) as heard:
        _type(qtbot, depth, text)
    assert heard.args == [expected_um]
    assert depth.value() == expected_um
    assert depth.error() == ""
    assert depth._edit.isHidden()


@pytest.mark.parametrize("text", ["15", "abc", "-1", "3", "0.1"])
def test_what_is_no_depth_stays_with_the_reason_beneath(qtbot: QtBot, depth: DepthControl, text: str) -> None:
    depth.set_value(1000)
    with qtbot.assertNotEmitted(depth.depth_changed):
        _type(qtbot, depth, text)
    assert depth.error() != ""
    assert depth._edit.text() == text
    assert depth._edit.isVisible()
    assert depth.value() == 1000
    qtbot.keyClick(depth._edit, Qt.Key.Key_Escape)
    assert depth.error() == ""
    assert depth._edit.isHidden()


def test_leaving_the_field_takes_the_depth(qtbot: QtBot, depth: DepthControl) -> None:
    depth.set_value(1000)
    qtbot.keyClicks(depth._figure, "2")
    assert depth._edit.text() == "2"
    depth._slider.setFocus()
    assert depth.value() == 2000


def test_depth_goes_by_the_steps_of_the_dial(qtbot: QtBot, depth: DepthControl) -> None:
    heard: list[int] = []
    depth.depth_changed.connect(heard.append)
    qtbot.mouseClick(depth._more, LEFT)
    assert heard == [250], "from unset to the least"
    depth.set_value(1100)
    qtbot.mouseClick(depth._more, LEFT)
    depth.set_value(1100)
    qtbot.mouseClick(depth._less, LEFT)
    qtbot.keyClick(depth._figure, Qt.Key.Key_Up)
    assert heard == [250, 1250, 1000, 1250]
    depth.set_value(2500)
    assert not depth._more.isEnabled()


def test_slider_by_mouse_and_keys(qtbot: QtBot, depth: DepthControl) -> None:
    slider = depth._slider
    qtbot.mouseClick(slider, LEFT, pos=QPoint(round(slider._x(1500)) + 3, slider.height() // 2))
    assert depth.value() == 1500
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert depth.value() == 2500
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    assert depth.value() == 2000
    assert slider.accessibleDescription() == "2.00 mm"


def test_roller_has_lengths_instead_of_a_slider(qtbot: QtBot, depth: DepthControl) -> None:
    depth.set_lengths((500, 1000, 1500))
    assert not depth._slider.isVisible()
    with qtbot.waitSignal(depth.depth_changed) as heard:
        qtbot.mouseClick(depth._segments.button_of("1000"), LEFT)
    assert heard.args == [1000]
    depth.set_value(750)
    assert depth._segments.value() is None
    depth.set_range(250, 2500, 250)
    assert depth._slider.isVisible()


# --- Ring, steps, rail


@pytest.mark.parametrize(
    ("state", "phase", "clock", "caption"),
    [
        ((None, 1800, 3600), "idle", "–:–", "not on"),
        ((1300, 1800, 3600), "running", "21:40", "of 30 min"),
        ((1800, 1800, 3600), "ready", "30:00", "ready"),
        ((3400, 1800, 3600), "near", "56:40", "4 min left"),
        ((3601, 1800, 3600), "over", "60:01", "over max"),
        ((7500, 1800, None), "ready", "125:00", "ready"),
        ((5, None, None), "ready", "00:05", "ready"),
    ],
)
def test_ring(
    theme: ThemeSource,
    show: Show,
    state: tuple[int | None, int | None, int | None],
    phase: str,
    clock: str,
    caption: str,
) -> None:
    ring = Ring(theme, name="Numbing")
    show(ring)
    ring.set_state(*state)
    assert (ring.phase(), ring.clock_text(), ring.caption()) == (phase, clock, caption)
    assert ring.accessibleDescription() == f"{clock} {caption}"
    assert not ring.grab().isNull()


def test_step_bar_asks_and_shows(qtbot: QtBot, theme: ThemeSource, show: Show) -> None:
    bar = StepBar(theme, STEPS)
    show(bar)
    heard: list[str] = []
    bar.selected.connect(heard.append)
    bar.set_current("screening")
    bar.set_step("screening", "done", "No contraindication")
    qtbot.mouseClick(bar.tile("sign"), LEFT)
    assert heard == ["sign"]
    assert bar.current() == "screening", "asking for a step does not open it"
    bar.tile("screening").setFocus()
    qtbot.keyClick(bar.tile("screening"), Qt.Key.Key_Right)
    assert bar.tile("consent").hasFocus()
    qtbot.keyClick(bar.tile("consent"), Qt.Key.Key_Return)
    assert heard == ["sign", "consent"]
    assert "done" in bar.tile("screening").accessibleDescription()
    with pytest.raises(ValueError, match="state"):
        bar.set_step("consent", "half-done")


def test_rail_asks_by_mouse_and_keys(qtbot: QtBot, theme: ThemeSource, show: Show) -> None:
    rail = Rail(theme, [RailItem("today", "Today", "calendar")], [RailItem("lock", "Lock", "lock")])
    show(rail)
    heard: list[str] = []
    rail.selected.connect(heard.append)
    rail.set_current("today")
    rail.set_count("today", 3)
    qtbot.mouseClick(rail.button_of("lock"), LEFT)
    rail.button_of("today").setFocus()
    qtbot.keyClick(rail.button_of("today"), Qt.Key.Key_Down)
    assert rail.button_of("lock").hasFocus()
    qtbot.keyClick(rail.button_of("lock"), Qt.Key.Key_Space)
    assert heard == ["lock", "lock"]
    assert rail.button_of("today").isChecked()
    assert rail.button_of("today").accessibleDescription() == "3"
    assert rail.width() == 88


# --- Map


@pytest.fixture
def zone_map(theme: ThemeSource, show: Show) -> ZoneMap:
    made = ZoneMap(theme, MapFigure.load("face-front"))
    show(made)
    return made


def test_a_press_on_a_zones_figure_asks_for_that_zone(qtbot: QtBot, zone_map: ZoneMap) -> None:
    heard: list[tuple[str, str]] = []
    zone_map.zone_toggled.connect(lambda zone, side: heard.append((zone, side)))
    for zone, side in zone_map.zones():
        qtbot.mouseClick(zone_map, LEFT, pos=zone_map.label_point(zone, side).toPoint())
        assert heard[-1] == (zone, side)
    assert len(heard) == 14


def test_the_patients_left_is_on_the_viewers_right(zone_map: ZoneMap) -> None:
    middle = zone_map.width() / 2
    assert zone_map.label_point("cheek", "left").x() > middle > zone_map.label_point("cheek", "right").x()


def test_a_press_beside_all_zones_changes_nothing(qtbot: QtBot, zone_map: ZoneMap) -> None:
    with qtbot.assertNotEmitted(zone_map.zone_toggled), qtbot.waitSignal(zone_map.missed):
        qtbot.mouseClick(zone_map, LEFT, pos=QPoint(3, 3))


def test_map_by_keyboard(qtbot: QtBot, zone_map: ZoneMap) -> None:
    zone_map.set_state({("nose", "midline"): 500}, {("nose", "midline")})
    zone_map.setFocus(Qt.FocusReason.TabFocusReason)
    assert zone_map.focused_zone() == ("nose", "midline"), "what is in hand comes first"
    qtbot.keyClick(zone_map, Qt.Key.Key_Right)
    assert zone_map.focused_zone() == ("cheek", "left")
    with qtbot.waitSignal(zone_map.zone_toggled) as heard:
        qtbot.keyClick(zone_map, Qt.Key.Key_Space)
    assert heard.args == ["cheek", "left"]
    assert "cheek left" in zone_map.accessibleDescription()


def test_every_zone_can_be_reached_by_arrow_keys(qtbot: QtBot, zone_map: ZoneMap) -> None:
    zone_map.setFocus(Qt.FocusReason.TabFocusReason)
    reached, waiting = set(), [zone_map.focused_zone()]
    while waiting:
        here = waiting.pop()
        if here in reached:
            continue
        reached.add(here)
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            zone_map._focused = here
            qtbot.keyClick(zone_map, key)
            waiting.append(zone_map.focused_zone())
    assert reached == set(zone_map.zones())


def test_map_says_what_it_shows(zone_map: ZoneMap) -> None:
    zone_map.set_state({("chin", "midline"): None}, (), {("nose", "midline"): 750})
    zone_map._focus(("nose", "midline"))
    assert "last session 0.75 mm" in zone_map.accessibleDescription()
    zone_map._focus(("chin", "midline"))
    assert "no depth yet" in zone_map.accessibleDescription()
    assert "1 of 14 zones" in zone_map.accessibleDescription()


def test_map_paints_the_depths_colour_in_both_themes(
    theme: ThemeSource, zone_map: ZoneMap, qapp: QApplication
) -> None:
    zone_map.set_state({("forehead", "midline"): 1500})
    spot = zone_map.label_point("forehead", "midline") + QPointF(0, 14)
    for name in ("light", "dark"):
        theme.apply(qapp, name)
        picture = zone_map.grab().toImage()
        at = spot * picture.devicePixelRatio()
        assert picture.pixelColor(at.toPoint()) == theme.current.depth_color(1500)
    theme.apply(qapp, "light")


def test_zone_shapes_and_hits_agree(zone_map: ZoneMap) -> None:
    shape: QPainterPath = zone_map._figure.paths["jawline", "right"]
    transform: QTransform = zone_map._figure.transform(zone_map._rect())
    box = transform.map(shape).boundingRect()
    assert min(box.width(), box.height()) >= 44


# --- Signature


def test_signature_keeps_strokes_as_fractions(qtbot: QtBot, theme: ThemeSource, show: Show) -> None:
    pad = SignaturePad(theme)
    show(pad)
    assert pad.is_empty()
    with qtbot.waitSignal(pad.changed):
        qtbot.mousePress(pad, LEFT, pos=QPoint(pad.width() // 4, pad.height() // 2))
        qtbot.mouseMove(pad, QPoint(pad.width() // 2, pad.height() // 2))
        qtbot.mouseMove(pad, QPoint(pad.width() * 3 // 4, pad.height() // 4))
        qtbot.mouseRelease(pad, LEFT, pos=QPoint(pad.width() * 3 // 4, pad.height() // 4))
    (stroke,) = pad.strokes()
    assert len(stroke) >= 2
    assert stroke[0][:2] == pytest.approx((0.25, 0.5), abs=0.02)
    assert all(0 <= x <= 1 and 0 <= y <= 1 and 0 <= pressure <= 1 for x, y, _, pressure in stroke)
    assert [point[2] for point in stroke] == sorted(point[2] for point in stroke)
    kept = pad.strokes()
    with qtbot.waitSignal(pad.changed):
        pad.clear()
    assert pad.is_empty()
    pad.set_strokes(kept)
    assert pad.strokes() == kept
    assert pad.heightForWidth(500) == 200


def test_a_dot_is_a_stroke(qtbot: QtBot, theme: ThemeSource, show: Show) -> None:
    pad = SignaturePad(theme)
    show(pad)
    qtbot.mouseClick(pad, LEFT, pos=QPoint(20, 20))
    assert [len(stroke) for stroke in pad.strokes()] == [1]
    assert not pad.grab().isNull()


# --- PIN


def test_pin_by_touch_and_by_typing(qtbot: QtBot, show: Show) -> None:
    pad = PinPad(4, 8)
    show(pad)
    heard: list[str] = []
    pad.entered.connect(heard.append)
    for digit in "123":
        qtbot.mouseClick(pad.key(digit), LEFT)
    assert not pad.key("✓").isEnabled()
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    assert heard == []
    qtbot.keyClicks(pad, "99")
    qtbot.keyClick(pad.key("1"), Qt.Key.Key_Backspace)
    qtbot.keyClick(pad.key("1"), Qt.Key.Key_Return)
    assert heard == ["1239"]
    assert pad.count() == 0
    qtbot.keyClicks(pad, "123456789")
    assert pad.count() == 8


def test_pin_of_fixed_length_enters_itself(qtbot: QtBot, show: Show) -> None:
    pad = PinPad(4, 4)
    show(pad)
    with qtbot.waitSignal(pad.entered) as heard:
        qtbot.keyClicks(pad, "0123")
    assert heard.args == ["0123"]


def test_pin_says_what_was_wrong_and_waits(qtbot: QtBot, show: Show) -> None:
    pad = PinPad(4, 8)
    show(pad)
    qtbot.keyClicks(pad, "12")
    pad.show_error("Wrong PIN")
    assert pad.count() == 0
    assert pad.accessibleDescription() == "Wrong PIN"
    pad.set_waiting("Try again in 30 s")
    qtbot.keyClicks(pad, "1234")
    assert pad.count() == 0
    pad.set_waiting(None)
    qtbot.keyClicks(pad, "1")
    assert pad.count() == 1


# --- Messages


def test_banner_does_not_take_the_focus(qtbot: QtBot, theme: ThemeSource, show: Show) -> None:
    page, banner, field = QWidget(), Banner(), TextField("Name")
    column = QVBoxLayout(page)
    column.addWidget(banner)
    column.addWidget(field)
    show(page)
    field.setFocus()
    banner.show_error(UserFacingError("The draft could not be saved.", "Try again."))
    assert field.editor.hasFocus()
    assert banner.text() == "The draft could not be saved."
    banner.show_message("warn", "One <b>word</b>", action="Check")
    with qtbot.waitSignal(banner.action_triggered):
        qtbot.mouseClick(banner._action, LEFT)
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(banner._close, LEFT)
    assert banner.text() == ""


def test_toast_can_be_undone_and_goes_by_itself(qtbot: QtBot, show: Show) -> None:
    page = QWidget()
    page.setMinimumSize(400, 200)
    show(page)
    toast = Toast(page)
    toast.show_message("Zone removed", undo=True)
    assert page.rect().contains(toast.geometry())
    with qtbot.waitSignal(toast.undone):
        qtbot.mouseClick(toast._undo, LEFT)
    assert toast.isHidden()
    toast.show_message("Saved", duration_ms=10)
    qtbot.waitUntil(toast.isHidden)


# --- Fields


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("02/06/1992", True, date(1992, 6, 2)),
        ("02/06/1992", False, date(1992, 2, 6)),
        ("2 Jun 1992", True, date(1992, 6, 2)),
        ("2. june 1992", False, date(1992, 6, 2)),
        ("June 2, 1992", True, date(1992, 6, 2)),
        ("1992-06-02", False, date(1992, 6, 2)),
        (" 2.6.1992 ", True, date(1992, 6, 2)),
        ("29 Feb 2000", True, date(2000, 2, 29)),
    ],
)
def test_dates_as_people_type_them(text: str, day_first: bool, expected: date) -> None:
    assert parse_date(text, day_first=day_first) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/1992", "no day 31"),
        ("29 Feb 1900", "no day 29"),
        ("02/13/1992", "no month 13"),
        ("2/6/92", "four digits"),
        ("2 Ju 1992", "not a month"),
        ("2 Foo 1992", "not a month"),
        ("yesterday", "no date"),
        ("0/1/1992", "no day 0"),
        ("1/1/0000", "no day"),
    ],
)
def test_what_is_no_date_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_date(text, day_first=True)


def test_months_of_another_language(theme: ThemeSource) -> None:
    assert parse_date("2 juni 1992", months={"juni": 6, "juli": 7}) == date(1992, 6, 2)
    with pytest.raises(ValueError, match="not a month"):
        parse_date("2 jun 1992", months={"junior": 6, "juni": 7})


def test_date_field_writes_the_date_out_or_keeps_the_text(qtbot: QtBot, show: Show) -> None:
    field = DateField("Date of birth", day_first=True, latest=date(2026, 11, 21))
    show(field)
    editor = field.editor
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(editor, "02/06/1992")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert field.value() == date(1992, 6, 2)
    assert field._line.text() == "2 Jun 1992"
    field._line.clear()
    qtbot.keyClicks(editor, "31/02/1992")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert field.value() is None
    assert field._line.text() == "31/02/1992"
    assert field.error() == "February 1992 has no day 31."
    field._line.clear()
    qtbot.keyClicks(editor, "1 Jan 2030")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "after" in field.error()
    field.set_value(None)
    assert field.error() == ""


def test_text_fields(qtbot: QtBot, show: Show) -> None:
    field = TextField("Family name", "As in the passport", required=True)
    show(field)
    assert field.editor.accessibleName() == "Family name (required)"
    field.set_error("Write the family name.")
    assert field.editor.accessibleDescription() == "Write the family name."
    assert field.editor.property("invalid") is True
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(field.editor, " Reyes ")
    assert field.value() == "Reyes"
    assert field.error() == ""
    notes = TextField("Notes", multiline=True)
    show(notes)
    with qtbot.assertNotEmitted(notes.changed):
        notes.set_value("a\nb")
    assert notes.value() == "a\nb"


def test_choice_field_tells_only_what_a_person_chose(qtbot: QtBot, show: Show) -> None:
    field = ChoiceField("Sex", [("f", "Female"), ("m", "Male")])
    show(field)
    assert field.value() is None
    with qtbot.assertNotEmitted(field.chosen):
        field.set_value("f")
    with qtbot.waitSignal(field.chosen) as heard:
        qtbot.keyClick(field.box, Qt.Key.Key_Down)
    assert heard.args == ["m"]
    field.set_options([("x", "Other")])
    assert field.value() is None
    with pytest.raises(KeyError):
        field.set_value("f")


def test_secret_field_hides_unless_asked(qtbot: QtBot, show: Show) -> None:
    field = SecretField("Passphrase")
    show(field)
    qtbot.keyClicks(field._line, " correct horse")
    assert field._line.displayText() != field._line.text()
    qtbot.mouseClick(field._eye, LEFT)
    assert field._line.displayText() == " correct horse"
    field.clear()
    assert field.value() == ""
    assert not field._eye.isChecked()


def test_search_field(qtbot: QtBot, show: Show) -> None:
    field = SearchField("Find a patient", "Ctrl K")
    show(field)
    moves: list[int] = []
    field.moved.connect(moves.append)
    with qtbot.waitSignal(field.text_changed) as heard:
        qtbot.keyClicks(field.edit, "rey")
    assert heard.args == ["r"]
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.submitted):
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert moves == [1]
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.text() == ""


# --- Basics, and what holds for all


def test_labels_never_read_markup() -> None:
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


def test_no_label_of_the_kit_reads_markup(theme: ThemeSource) -> None:
    for each in _everything(theme):
        for found in each.findChildren(QLabel):
            if found.text():
                assert found.textFormat() == Qt.TextFormat.PlainText, found.text()
