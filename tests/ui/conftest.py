"""What every test of the screens may use: the theme in force, and a window to show a widget in."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mnlog.ui.theme import Theme, ThemeSource, load_fonts


@pytest.fixture(scope="session")
def _theme_source(qapp: QApplication) -> ThemeSource:
    load_fonts()
    return ThemeSource()


@pytest.fixture
def theme(_theme_source: ThemeSource, qapp: QApplication) -> ThemeSource:
    """The light theme at text scale 1.0, whatever the test before did."""
    if _theme_source.current != Theme.light() or not qapp.styleSheet():
        _theme_source.apply(qapp, "light")
    return _theme_source


@pytest.fixture
def show(qtbot: QtBot, theme: ThemeSource) -> Callable[[QWidget], None]:
    """Shows a widget in a window of its own and waits until it is there."""
    windows: list[QWidget] = []

    def shown(widget: QWidget) -> None:
        window = QWidget()
        QVBoxLayout(window).addWidget(widget)
        windows.append(window)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()

    return shown
