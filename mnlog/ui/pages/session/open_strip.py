"""The sessions in the room: who, at which step, and the clock of the cream; a tap changes over."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mnlog.domain.charts import SessionSummary
from mnlog.domain.rules.numbing import NumbingPhase, numbing_clock
from mnlog.ui import labels
from mnlog.ui.page import Context
from mnlog.ui.widgets.basics import Button, button
from mnlog.ui.widgets.filling import empty

TICK_MS = 1000
LONGEST_NAME = 28


class OpenStrip(QWidget):
    """Only there while more than one session is open.

    Signals:
        chosen(str): the session to change over to.
    """

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._drafts: tuple[SessionSummary, ...] = ()
        self._buttons: dict[str, Button] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.setAccessibleName(self.tr("Sessions in the room"))

    def show_open(self, current_id: str) -> None:
        """Reads which sessions are open and shows the one in hand."""
        self._drafts = self._context.operations.read(self._context.clinic.sessions.drafts) or ()
        ids = [draft.session.id for draft in self._drafts]
        if ids != list(self._buttons):
            self._rebuild(ids)
        for session_id, chip in self._buttons.items():
            chip.setEnabled(session_id != current_id)
        self.setVisible(len(ids) > 1 and current_id in ids)
        self._tick()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _rebuild(self, ids: list[str]) -> None:
        empty(self._row)
        self._buttons = {}
        for session_id in ids:
            chip = button("", icon="user")
            chip.clicked.connect(lambda _checked=False, session_id=session_id: self.chosen.emit(session_id))
            self._buttons[session_id] = chip
            self._row.addWidget(chip)
        self._row.addStretch(1)

    def _tick(self) -> None:
        for draft in self._drafts:
            text = self._text_of(draft)
            chip = self._buttons[draft.session.id]
            if chip.accessibleName() != text:
                chip.set_text(text)

    def _text_of(self, draft: SessionSummary) -> str:
        name = draft.patient.name
        shown = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
        parts = [labels.isolated(shown), labels.step_title(draft.session.step), self._clock_of(draft)]
        return " · ".join(part for part in parts if part)

    def _clock_of(self, draft: SessionSummary) -> str:
        """Minutes and seconds of the cream that has been on longest; empty when none is on."""
        products = self._context.clinic.resources.vocabulary.numbing_products
        now = self._context.clinic.desk.now()
        clocks = [numbing_clock(each, products[each.product_id], now) for each in draft.numbings]
        running = [c.elapsed_s for c in clocks if c.phase not in (NumbingPhase.NOT_ON, NumbingPhase.OFF)]
        if not running:
            return ""
        minutes, seconds = divmod(max(running), 60)
        return f"{minutes:02d}:{seconds:02d}"
