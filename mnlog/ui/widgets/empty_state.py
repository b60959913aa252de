"""What an empty page says."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

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
        for words in (self._text, self._hint):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setMaximumWidth(460)
            column.addWidget(words)
            column.setAlignment(words, Qt.AlignmentFlag.AlignHCenter)
            words.setMinimumWidth(260)
        column.addSpacing(8)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._hint.setVisible(bool(hint))
        self._action.setVisible(bool(action))

    def set_text(self, text: str, hint: str = "") -> None:
        """Says something else."""
        self._text.setText(text)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
