"""A form that stands beside what it is about: title, fields that scroll, one button that saves."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mnlog.errors import RuleViolation
from mnlog.ui.forms import Field
from mnlog.ui.panels.focus_order import tab_as_read
from mnlog.ui.widgets.basics import button, hline, icon_button, label
from mnlog.ui.widgets.scroll import scrollable

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FormSheet(QFrame):
    """A panel with a form. What is in it stays until `clear` of the subclass, also while it is hidden.

    Enter in a line saves, Escape closes without asking, since nothing is lost by it.

    Attributes:
        body: where fields go.
        save: the button that saves.

    Signals:
        submitted: a person pressed the button, or Enter.
        closed: a person put the panel away.
    """

    submitted = Signal()
    closed = Signal()

    def __init__(self, title: str, action: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._fields: dict[str, Field] = {}
        self._title = label(title, "panel", wrap=True)
        self._close = icon_button("x", self.tr("Close, and keep what is written here"))
        self._close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 8, 6)
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(20, 14, 20, 20)
        self.body.setSpacing(14)
        self._area: QScrollArea = scrollable(inside)
        self.save = button(action, "primary")
        self.save.clicked.connect(self.submitted)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 16)
        foot.addWidget(self.save, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hline())
        column.addWidget(self._area, 1)
        column.addWidget(hline())
        column.addLayout(foot)

    def set_title(self, title: str, action: str) -> None:
        """Names the form and its button."""
        self._title.setText(title)
        self.save.set_text(action)

    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def keep_field(self, name: str, field: Field) -> None:
        """Knows the field by the name that a refusal gives it; the subclass lays it out."""
        self._fields[name] = field
        field.setObjectName(name)

    def add_field(self, name: str, field: Field) -> None:
        """Puts a field beneath the last one."""
        self.keep_field(name, field)
        self.body.addWidget(field)

    def refuse(self, problem: RuleViolation) -> bool:
        """Says a refusal beside its field; False when it is about none of them."""
        field = self._fields.get(problem.field)
        if field is None:
            return False
        field.set_error(f"{problem.text} {problem.hint}".strip())
        self.show_field(field)
        return True

    def clear_errors(self) -> None:
        """Nothing is wrong any more."""
        for field in self._fields.values():
            field.clear_error()

    def stands_wrong(self) -> bool:
        """Goes to the first field that says it is wrong; False when none does."""
        for field in self._fields.values():
            if field.isVisibleTo(self) and field.error():
                self.show_field(field)
                return True
        return False

    def show_field(self, field: Field) -> None:
        """Brings a field into sight and gives it the focus."""
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.body.activate()
        self._area.ensureWidgetVisible(field, 0, 24)

    def scroll_to_top(self) -> None:
        """Begins at the beginning."""
        self._area.verticalScrollBar().setValue(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.order_focus()

    def order_focus(self) -> None:
        """Tab goes through the fields, to the button that saves, then to the cross."""
        tab_as_read(self._area, self.save, self._close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in _ENTER:
            focused = QApplication.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self.submitted.emit()
        else:
            super().keyPressEvent(event)
