"""One session in the room: who it is, where it stands, and how long the numbing has been on."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.charts import SessionSummary
from mnlog.domain.records import Numbing
from mnlog.domain.rules.numbing import NumbingClock, NumbingPhase, numbing_clock
from mnlog.domain.terms import AlertKind
from mnlog.domain.vocabulary import NumbingProduct, Vocabulary
from mnlog.ui import labels
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Card, Chip, ElidedLabel, button
from mnlog.ui.widgets.flow import FlowLayout
from mnlog.ui.widgets.ring import Ring

_URGENCY = (
    NumbingPhase.NOT_ON,
    NumbingPhase.OFF,
    NumbingPhase.WAITING,
    NumbingPhase.READY,
    NumbingPhase.NEAR_MAXIMUM,
    NumbingPhase.OVER_MAXIMUM,
)
_PHASE_TONES: Mapping[NumbingPhase, str] = {
    NumbingPhase.WAITING: "warn",
    NumbingPhase.READY: "good",
    NumbingPhase.NEAR_MAXIMUM: "danger",
    NumbingPhase.OVER_MAXIMUM: "danger",
}


def most_urgent(
    numbings: Iterable[Numbing], products: Mapping[str, NumbingProduct], now: datetime
) -> tuple[Numbing, NumbingClock] | None:
    """The numbing one has to look after first; of two that are as urgent, the one that has been on longer."""
    clocks = [(each, numbing_clock(each, products[each.product_id], now)) for each in numbings]
    on = [pair for pair in clocks if pair[1].phase is not NumbingPhase.NOT_ON]
    return max(on, key=lambda pair: (_URGENCY.index(pair[1].phase), pair[1].elapsed_s), default=None)


class RoomRing(Ring):
    """The numbing's ring, which also knows that it is over, or that there was none."""

    def __init__(self, theme: ThemeSource) -> None:
        super().__init__(theme, 88)
        self._word = ""
        self.setAccessibleName(self.tr("Numbing"))

    def show_clock(self, clock: NumbingClock | None, *, none_wanted: bool) -> None:
        """Shows where the numbing stands."""
        self._word = self.tr("none") if none_wanted and clock is None else ""
        if clock is None:
            self.set_state(None, None)
            return
        if clock.phase is NumbingPhase.OFF:
            self._word = self.tr("done")
            self.set_state(clock.elapsed_s, 0)
        else:
            self.set_state(clock.elapsed_s, clock.minimum_s, clock.maximum_s)

    def caption(self) -> str:
        return self._word or super().caption()


class RoomCard(Card):
    """A card for one draft.

    Signals:
        opened (str): the session's id.
    """

    opened = Signal(str)

    def __init__(
        self, theme: ThemeSource, vocabulary: Vocabulary, summary: SessionSummary, locale: str
    ) -> None:
        super().__init__()
        self._vocabulary, self._locale = vocabulary, locale
        self._summary = summary
        self.ring = RoomRing(theme)
        self._line = ElidedLabel("", "secondary")
        self.step_chip = Chip("", "accent")
        self.open_button = button(self.tr("Open"))
        self.open_button.setAccessibleName(
            self.tr("Open the session of {name}").format(name=summary.patient.name)
        )
        self.open_button.clicked.connect(lambda: self.opened.emit(summary.session.id))
        self._build(summary)

    @property
    def summary(self) -> SessionSummary:
        """What it shows."""
        return self._summary

    def tick(self, now: datetime) -> None:
        """Shows the state at a time."""
        summary = self._summary
        found = most_urgent(summary.numbings, self._vocabulary.numbing_products, now)
        clock = found[1] if found is not None else None
        self.ring.show_clock(clock, none_wanted=summary.session.no_numbing)
        is_on = clock is not None and clock.phase in _PHASE_TONES
        self._line.set_text(self._numbing_line(found[0]) if found and is_on else self._session_line())
        if clock is not None and is_on:
            self.step_chip.set_text(self._phase_words(clock.phase))
            self.step_chip.set_tone(_PHASE_TONES[clock.phase])
        else:
            self.step_chip.set_text(labels.step_title(summary.session.step))
            self.step_chip.set_tone("accent")

    def _phase_words(self, phase: NumbingPhase) -> str:
        return {
            NumbingPhase.READY: self.tr("Numbing is ready"),
            NumbingPhase.NEAR_MAXIMUM: self.tr("Take the cream off soon"),
            NumbingPhase.OVER_MAXIMUM: self.tr("Take the cream off now"),
        }.get(phase, self.tr("Numbing"))

    def _numbing_line(self, numbing: Numbing) -> str:
        product = self._vocabulary.numbing_products[numbing.product_id].name
        words = self.tr("{product} on").format(product=product)
        if numbing.on_at is not None:
            since = labels.clock_time(numbing.on_at, self._locale)
            words = self.tr("{product} on since {time}").format(product=product, time=since)
        area = numbing.area_text or labels.zones_text(self._summary.zones, self._vocabulary)
        return f"{words} · {area}" if area else words

    def _session_line(self) -> str:
        summary = self._summary
        words = self.tr("Session {n}").format(n=summary.number)
        if summary.planned_sessions:
            words = self.tr("Session {n} of {all}").format(n=summary.number, all=summary.planned_sessions)
        kind = summary.session.device_kind
        zones = labels.counted(len(summary.zones), self.tr("1 zone mapped"), self.tr("{n} zones mapped"))
        rest = [labels.words(kind).lower()] if kind else []
        rest += [zones] if summary.zones else []
        if not rest:
            since = labels.clock_time(summary.session.started_at, self._locale)
            rest = [self.tr("since {time}").format(time=since)]
        return f"{words} · {', '.join(rest)}"

    def _build(self, summary: SessionSummary) -> None:
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.ring)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(ElidedLabel(summary.patient.name, "panel"))
        words.addWidget(self._line)
        words.addSpacing(8)
        words.addWidget(self._chips(summary))
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)

    def _chips(self, summary: SessionSummary) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        number = summary.session.phototype or summary.patient.phototype
        if number:
            flow.addWidget(Chip(labels.phototype(number)))
        flow.addWidget(self.step_chip)
        for alert in summary.alerts:
            if alert.kind is AlertKind.ALLERGY:
                flow.addWidget(Chip(labels.alert_text(alert), "danger", "alert-triangle"))
        return holder
