"""A sentence to agree to, with a tick large enough for a finger; the whole row is the target."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from mnlog.ui.widgets.basics import label

TARGET_PX = 44


class AgreeRow(QWidget):
    """A tick and its sentence.

    Signals:
        toggled: a person ticked it or took the tick away.
    """

    toggled = Signal()

    def __init__(self, sentence: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        self._tick = QCheckBox()
        self._tick.setAccessibleName(sentence)
        self._tick.setMinimumSize(QSize(TARGET_PX, TARGET_PX))
        self._tick.clicked.connect(lambda _checked: self.toggled.emit())
        row.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignTop)
        words = label(sentence, "text", wrap=True)
        words.setMinimumHeight(TARGET_PX)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(words, 1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def is_checked(self) -> bool:
        """Whether it is agreed to."""
        return self._tick.isChecked()

    def set_checked(self, checked: bool) -> None:
        """Shows it as agreed to or not, without a signal."""
        self._tick.setChecked(checked)

    def mouseReleaseEvent(self, event: object) -> None:
        del event
        self._tick.click()
