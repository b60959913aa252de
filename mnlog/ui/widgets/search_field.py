"""One line to find by."""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from mnlog.ui.widgets.basics import Chip, IconLabel, icon_button, restyle


class FieldFrame(QFrame):
    """Looks like one field though it holds more than a line edit; shows the focus of the edit within."""

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__()
        self.edit = edit
        edit.setProperty("kind", "bare")
        edit.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return self._at_rest(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return self._at_rest(super().minimumSizeHint())

    def _at_rest(self, size: QSize) -> QSize:
        """As high as with its border of 1 px, so that the thicker one around the focus moves nothing."""
        return size - QSize(0, 2 * max(0, self.frameWidth() - 1))

    def expect_focus(self) -> None:
        """Looks from the start as with the focus it is about to get; not to be styled twice saves time."""
        self.setProperty("active", True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QFocusEvent):
            restyle(self, active=event.gotFocus())
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(QtCore.Qt.CursorShape.IBeamCursor)
        super().enterEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(QtCore.Qt.FocusReason.MouseFocusReason)


class _SearchEdit(QLineEdit):
    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {QtCore.Qt.Key.Key_Down: 1, QtCore.Qt.Key.Key_Up: -1}.get(QtCore.Qt.Key(event.key()), 0)
        if step:
            self.moved.emit(step)
        elif event.key() == QtCore.Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class SearchIcon(IconLabel):
    """The magnifying glass."""


class SearchField(FieldFrame):
    """Search as one types.

    Signals:
        text_changed(str): each keystroke.
        submitted: Enter.
        moved(int): arrow down (1) or up (-1), for the list of what was found.
    """

    text_changed = Signal(str)
    submitted = Signal()
    moved = Signal(int)

    def __init__(self, placeholder: str, shortcut: str = "") -> None:
        """`shortcut` is shown at its end, as "Ctrl K"; the window binds it."""
        edit = _SearchEdit()
        super().__init__(edit)
        self.setProperty("bulk", "tall")
        edit.setPlaceholderText(placeholder)
        edit.setAccessibleName(placeholder)
        self._clear = icon_button("x", self.tr("Clear the search"))
        self._clear.hide()
        self._shortcut = Chip(shortcut)
        if not shortcut:
            self._shortcut.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 4, 3)
        row.setSpacing(10)
        row.addWidget(SearchIcon("search", 18))
        row.addWidget(edit, 1)
        row.addWidget(self._shortcut)
        row.addWidget(self._clear)
        row.addSpacing(4)
        edit.textChanged.connect(self._text_changed)
        edit.returnPressed.connect(self.submitted)
        edit.moved.connect(self.moved)
        self._clear.clicked.connect(self._wipe)
        self.setFocusProxy(edit)
        self.setMinimumHeight(52)

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Types for the person; `text_changed` is emitted."""
        self.edit.setText(text)

    def _text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._shortcut.setVisible(not text and bool(self._shortcut.text()))
        self.text_changed.emit(text)

    def _wipe(self) -> None:
        self.edit.clear()
        self.edit.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
