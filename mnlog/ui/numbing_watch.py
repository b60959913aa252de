"""Calls when a numbing is ready and when it has to come off, on any page and behind the lock too."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from mnlog.domain.changes import Changes
from mnlog.domain.charts import SessionSummary
from mnlog.domain.records import Numbing, TreatmentSession
from mnlog.domain.rules.numbing import NumbingPhase, numbing_clock
from mnlog.settings import SOUNDS
from mnlog.ui.bus import Message
from mnlog.ui.page import Context

_SECOND_MS = 1000
_S_PER_DAY = 86_400
_TONES: Mapping[NumbingPhase, str] = {
    NumbingPhase.READY: "good",
    NumbingPhase.NEAR_MAXIMUM: "warn",
    NumbingPhase.OVER_MAXIMUM: "danger",
}


class NumbingWatch(QObject):
    """Looks at every running numbing once a second, from its stored times.

    Signals:
        called (str): a numbing calls; the text names nobody.
    """

    called = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._drafts: tuple[SessionSummary, ...] = ()
        self._phases: dict[str, NumbingPhase] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self.look)
        context.bus.changed.connect(self._changed)
        self.read_again()

    def look(self) -> None:
        """Calls for each numbing that has come to another phase since the last look."""
        now = self._context.clinic.desk.now()
        products = self._context.clinic.resources.vocabulary.numbing_products
        for draft in self._drafts:
            for numbing in draft.numbings:
                clock = numbing_clock(numbing, products[numbing.product_id], now)
                before = self._phases.get(numbing.id)
                self._phases[numbing.id] = clock.phase
                is_forgotten = clock.elapsed_s > _S_PER_DAY  # Today lists such a draft; a call comes too late
                if clock.phase in _TONES and clock.phase is not before and not is_forgotten:
                    self._call(draft, clock.phase, clock.elapsed_s // 60)

    def _call(self, draft: SessionSummary, phase: NumbingPhase, minutes: int) -> None:
        words, hint = {
            NumbingPhase.READY: (self.tr("The numbing is ready."), self.tr("Take it off before needling.")),
            NumbingPhase.NEAR_MAXIMUM: (
                self.tr("The numbing nears its longest time."),
                self.tr("Take it off within five minutes."),
            ),
            NumbingPhase.OVER_MAXIMUM: (
                self.tr("The numbing is over its longest time."),
                self.tr("Take it off now, and note when."),
            ),
        }[phase]
        since = self.tr("On for {n} min.").format(n=minutes)
        text = self.tr("{name}: {words}").format(name=draft.patient.name, words=words)
        self._context.bus.said.emit(Message(tone=_TONES[phase], text=text, hint=f"{since} {hint}"))
        self.called.emit(f"{words} {since}")
        if self._context.settings.get(SOUNDS):
            QApplication.beep()

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Numbing, TreatmentSession):
            self.read_again()

    def read_again(self) -> None:
        """Reads which numbings are on the skin."""
        self._drafts = self._context.clinic.sessions.drafts()
        self._phases = {each.id: self._phases[each.id] for each in self._all() if each.id in self._phases}
        if any(each.on_at is not None and each.off_at is None for each in self._all()):
            self._timer.start()
        else:
            self._timer.stop()

    def _all(self) -> tuple[Numbing, ...]:
        return tuple(each for draft in self._drafts for each in draft.numbings)
