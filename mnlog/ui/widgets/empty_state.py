"""What an empty page says."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.ui.widgets.basics import IconLabel, button, label


class EmptyState(QWidget):
    """An icon, a sentence that says what to do first, and the button that does it.

    Signals:
        action_triggered: a person pressed the button.
    """

    action_triggered = Signal()

    def __init__(self, icon: str, text: str, hint: str = "", action: str = "", kind: str = "primary") -> None:
        super().__init__()
        picture = IconLabel(icon, 40)
        picture.setProperty("role", "icon")
        self._text = label(text, "panel", wrap=True)
        self._hint = label(hint, "muted", wrap=True)
        self._action = button(action, kind)
        self._action.clicked.connect(self.action_triggered)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        # Wrapped words need a row of their own: centred by an alignment they would not be given their height.
        row = QHBoxLayout()
        column.addLayout(row)
        row.addStretch(1)
        words = QVBoxLayout()
        row.addLayout(words, 6)
        row.addStretch(1)
        for each in (self._text, self._hint):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.addWidget(each)
        column.addSpacing(8)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._hint.setVisible(bool(hint))
        self._action.setVisible(bool(action))
        self._action.setAccessibleDescription(text)

    def set_text(self, text: str, hint: str = "") -> None:
        """Says something else."""
        self._text.setText(text)
        self._action.setAccessibleDescription(text)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
