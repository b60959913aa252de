"""Typing and tapping as a person does, and finding what one would look for."""

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QCheckBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from mnlog.ui.forms import Field

WidgetT = TypeVar("WidgetT", bound=QWidget)


def child(page: QWidget, kind: type[WidgetT]) -> WidgetT:
    """The first part of this kind."""
    found = page.findChild(kind)
    assert isinstance(found, kind)
    return found


def field(page: QWidget, name: str) -> Field:
    """The field that a refusal would call by this name."""
    found = [each for each in page.findChildren(Field) if each.objectName() == name]
    assert len(found) == 1, f"{len(found)} fields are called {name}"
    return found[0]


def input_of(page: QWidget, name: str) -> QWidget:
    target = field(page, name).focusProxy()
    assert target is not None
    return target


def cursor(page: QWidget) -> QWidget:
    """What has the focus."""
    focused = page.focusWidget()
    assert focused is not None
    return focused


def type_in(qtbot: QtBot, page: QWidget, name: str, text: str) -> None:
    """Puts the cursor in a field, types in the place of what stands there, and goes on with Tab."""
    target = input_of(page, name)
    target.setFocus()
    qtbot.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(target, Qt.Key.Key_Delete)
    qtbot.keyClicks(target, text)
    qtbot.keyClick(target, Qt.Key.Key_Tab)


def choose(qtbot: QtBot, page: QWidget, name: str, text: str) -> None:
    """Types in a list the beginning of one of its entries, and goes on with the arrow."""
    box = input_of(page, name)
    assert isinstance(box, QComboBox)
    assert box.findText(text) >= 0, f"{text!r} is not offered"
    box.setFocus()
    qtbot.keyClicks(box, text.partition(" ")[0])
    while box.currentText() != text:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before


def press(qtbot: QtBot, page: QWidget, name: str) -> None:
    """Clicks the button in sight whose text or accessible name this is."""
    QApplication.processEvents()  # what was put in a layout just now is shown by the event loop
    found = [
        each
        for each in page.findChildren(QAbstractButton)
        if each.isVisible() and name in (each.text(), each.accessibleName())
    ]
    assert found, f"no button {name!r} in sight"
    tick = isinstance(found[0], QCheckBox)
    at = QPoint(16, found[0].height() // 2) if tick else found[0].rect().center()
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton, pos=at)


def click_row(qtbot: QtBot, view: QAbstractItemView, row: int) -> None:
    rect = view.visualRect(view.model().index(row, 0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def show_page(qtbot: QtBot, page: QWidget, *, width: int = 1278, height: int = 768) -> None:
    """Shows a page as large as it is beside the rail of a small screen."""
    qtbot.addWidget(page)
    page.resize(width, height)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    QApplication.processEvents()
