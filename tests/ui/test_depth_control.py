"""Stepper and depth under real clicks and keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.depth_control import DepthControl
from mnlog.ui.widgets.stepper import Stepper

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

Show = Callable[[QWidget], None]


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
