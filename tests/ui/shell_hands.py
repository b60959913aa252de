"""What tests of the running program do with it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from mnlog.app import Program
from mnlog.services.opening import OpenClinic
from mnlog.ui.forms import Field
from mnlog.ui.pages.sign_in import SignInPage
from mnlog.ui.workspace import Workspace

Begin = Callable[[Path], Program]
"""Starts the program with a folder."""


def sign_in(program: Program) -> SignInPage:
    shown = program.window.shown()
    assert isinstance(shown, SignInPage)
    return shown


def space(program: Program) -> Workspace:
    assert program.workspace is not None
    return program.workspace


def clinic_of(program: Program) -> OpenClinic:
    assert program.clinic is not None
    return program.clinic


def fill(qtbot: QtBot, field: Field, text: str) -> None:
    """Types into a field."""
    target = field.focusProxy()
    assert target is not None
    qtbot.keyClicks(target, text)


def words_in_sight(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())
