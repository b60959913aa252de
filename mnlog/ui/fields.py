"""A labelled field, and the one for a passphrase: what the sign-in needs of the forms, and so no more."""

from PySide6 import QtGui
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mnlog.ui.widgets.basics import icon_button, label, restyle
from mnlog.ui.widgets.search_field import FieldFrame


def _tr(text: str) -> str:
    return QCoreApplication.translate("forms", text)


class Field(QWidget):
    """A labelled field. The label is the field's accessible name and gives it the focus.

    Signals:
        changed: a person changed what is in it (emitted by the kinds below).
    """

    changed = Signal()

    def __init__(self, title: str, editor: QWidget, hint: str = "", *, required: bool = False) -> None:
        super().__init__()
        self.editor = editor
        self.is_required = required
        shown = _tr("{title} (required)").format(title=title) if required else title
        self._title = label(shown, "small")
        self._title.setBuddy(editor)
        self._hint = label(hint, "secondary", wrap=True)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self._hint_text = hint
        target = editor.focusProxy() or editor
        target.setAccessibleName(shown)
        target.setAccessibleDescription(hint)
        self._target = target
        self.setFocusProxy(target)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for part in (self._title, editor, self._error, self._hint):
            column.addWidget(part)
        column.addStretch(1)
        self._hint.setVisible(bool(hint))

    def set_error(self, text: str) -> None:
        """Says beneath the field what is wrong; empty text says nothing is."""
        if text == self.error():
            return
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self._hint.setVisible(bool(self._hint_text) and not text)
        self._target.setAccessibleDescription(text or self._hint_text)
        restyle(self.editor, invalid=bool(text))
        if text:
            alert = QtGui.QAccessibleEvent(self._error, QtGui.QAccessible.Event.Alert)
            QtGui.QAccessible.updateAccessibility(alert)

    def clear_error(self) -> None:
        """Nothing is wrong any more."""
        self.set_error("")

    def error(self) -> str:
        """What is wrong; empty when nothing is."""
        return self._error.text()


class SecretField(Field):
    """A passphrase: hidden unless the eye is pressed.

    Signals:
        changed: a person typed.
        submitted: Enter was pressed.
    """

    submitted = Signal()

    def __init__(self, title: str, hint: str = "", *, required: bool = False) -> None:
        self._line = QLineEdit()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._frame = FieldFrame(self._line)
        self._frame.setFocusProxy(self._line)
        self._eye = icon_button("eye", _tr("Show what is typed"))
        self._eye.setAccessibleDescription(title)
        self._eye.setCheckable(True)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(14, 0, 0, 0)
        row.addWidget(self._line, 1)
        row.addWidget(self._eye)
        super().__init__(title, self._frame, hint, required=required)
        self._line.textEdited.connect(self._edited)
        self._line.returnPressed.connect(self.submitted)
        self._eye.toggled.connect(self._toggle)

    def value(self) -> str:
        """What was typed, blanks included."""
        return self._line.text()

    def expect_focus(self) -> None:
        """It has the focus from the first picture on."""
        self._frame.expect_focus()

    def clear(self) -> None:
        """Forgets what was typed and hides what comes."""
        self._line.clear()
        self._eye.setChecked(False)

    def _edited(self) -> None:
        self.clear_error()
        self.changed.emit()

    def _toggle(self, shown: bool) -> None:
        self._line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.set_icon("eye-off" if shown else "eye")
