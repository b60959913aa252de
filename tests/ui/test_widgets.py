"""The kit's widgets under real clicks and keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mnlog.errors import UserFacingError
from mnlog.ui.forms import TextField
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.banner import Banner, Toast
from mnlog.ui.widgets.pin_pad import PinPad
from mnlog.ui.widgets.rail import Rail, RailItem
from mnlog.ui.widgets.ring import Ring
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented
from mnlog.ui.widgets.signature_pad import SignaturePad
from mnlog.ui.widgets.step_bar import StepBar

LEFT = Qt.MouseButton.LeftButton
STEPS = [("screening", "Screening"), ("consent", "Consent"), ("sign", "Aftercare and sign")]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

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


def test_options_can_be_replaced_and_keep_the_choice(theme: ThemeSource) -> None:
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
    assert chips.heightForWidth(320) > 2 * 44
    QApplication.processEvents()
    rows = {chips.button_of(str(each)).y() for each in range(6)}
    assert len(rows) >= 3
    assert chips.minimumHeight() == chips.heightForWidth(320)


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


def test_a_ring_without_room_is_drawn_without_figures(theme: ThemeSource) -> None:
    ring = Ring(theme, 88, "numbing")
    ring.set_state(90, 1200, 3600)
    ring.resize(6, 6)
    assert ring.grab().size() == ring.size()
