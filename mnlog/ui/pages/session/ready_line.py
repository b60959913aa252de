"""One line that always says what keeps the session from being signed, and leads there."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from mnlog.domain.rules.signing import Missing
from mnlog.domain.terms import Step
from mnlog.domain.vocabulary import Vocabulary
from mnlog.ui import labels
from mnlog.ui.widgets.basics import Button

LEAST_PX = 120


class ReadyLine(Button):
    """The first thing that is missing and how many more there are; tapped, it shows the step that mends it.

    Signals:
        asked(str): the step to show.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("", "link", "check")
        self._full = ""
        self._step = Step.SIGN
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.asked.emit(self._step.value))

    def show_missing(self, missing: Sequence[Missing], vocabulary: Vocabulary) -> None:
        """Says what is missing; nothing, when the session can be signed."""
        if missing:
            text = labels.missing_text(missing[0], vocabulary)
            more = len(missing) - 1
            if more:
                text = self.tr("{text} And {count} more.").format(text=text, count=more)
            self._full, self._step = text, missing[0].step
            self.set_icon("alert-triangle")
        else:
            self._full, self._step = self.tr("Nothing is missing: ready to sign."), Step.SIGN
            self.set_icon("check")
        self.setAccessibleName(self._full)
        self.setToolTip(self._full)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - 64  # the icon and the paddings
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, max(0, room))
        self.setText(shown.replace("&", "&&"))
