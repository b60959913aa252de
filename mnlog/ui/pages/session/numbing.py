"""Step 3: what was put on the skin, on and off by a tap, and the ring between the two."""

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.records import Numbing
from mnlog.domain.rules.numbing import (
    NumbingFlag,
    NumbingPhase,
    allergy_conflicts,
    numbing_clock,
    numbing_flags,
)
from mnlog.domain.units import amount_mg_from_text, amount_text
from mnlog.errors import RuleViolation
from mnlog.services.numbing import NumbingDetails
from mnlog.ui import labels
from mnlog.ui.forms import TextField
from mnlog.ui.operations import beside
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair, StepView
from mnlog.ui.typing import TypedSave
from mnlog.ui.widgets.agree_row import AgreeRow
from mnlog.ui.widgets.basics import Card, Chip, button, icon_button, label
from mnlog.ui.widgets.filling import clear, empty
from mnlog.ui.widgets.flow import FlowLayout
from mnlog.ui.widgets.ring import Ring
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.time_field import TimeField

TICK_MS = 1000
SECONDS_PER_MINUTE = 60


class NumbingCard(Card):
    """One product on one area.

    Signals:
        removed(str): a person asks for the numbing with this id to be taken out.
    """

    removed = Signal(str)

    def __init__(self, context: Context, numbing: Numbing) -> None:
        super().__init__()
        self._context = context
        self._clinic, self._operations = context.clinic, context.operations
        self._product = context.clinic.resources.vocabulary.numbing_products[numbing.product_id]
        self.numbing = numbing
        self._conflicts: tuple[str, ...] | None = None
        self.typed: list[TypedSave] = []
        self.set_title(self._product.name)
        remove = icon_button("x", self.tr("Remove {product}").format(product=self._product.name))
        remove.clicked.connect(lambda: self.removed.emit(self.numbing.id))
        self.header.addWidget(remove)
        self.body.addLayout(self._build_clock())
        self._warnings = QWidget()
        self._warning_flow = FlowLayout(self._warnings)
        self.body.addWidget(self._warnings)
        self.body.addWidget(self._build_override())
        self.body.addLayout(self._build_details())
        self.body.addWidget(label(self._about(), "secondary", wrap=True))

    def show_numbing(self, numbing: Numbing, chair: Chair) -> None:
        """Shows the numbing as it stands."""
        self.numbing = numbing
        clock = numbing_clock(numbing, self._product, chair.now)
        is_on = numbing.on_at is not None
        self.put_on.setVisible(not is_on)
        self.take_off.setVisible(is_on and numbing.off_at is None)
        self._on_field.show_time(numbing.on_at, chair.now)
        self._off_field.show_time(numbing.off_at, chair.now)
        self._off_field.setVisible(is_on)
        self._state.setText(self._state_text(clock.phase))
        shown = {
            "strength": numbing.strength,
            "lot_number": numbing.lot_number,
            "amount": amount_text(numbing.amount_mg) if numbing.amount_mg else "",
            "area_text": numbing.area_text,
        }
        for typed, text in zip(self.typed, shown.values(), strict=True):
            typed.show(text)
        self._occluded.set_checked(numbing.is_occluded)
        self._by_patient.set_checked(numbing.is_applied_by_patient)
        self._show_warnings(chair)
        self.tick(chair.now)

    def tick(self, now: datetime) -> None:
        """Moves the ring to a time."""
        clock = numbing_clock(self.numbing, self._product, now)
        elapsed = None if clock.phase is NumbingPhase.NOT_ON else clock.elapsed_s
        self.ring.set_state(elapsed, clock.minimum_s, clock.maximum_s)
        self._state.setText(self._state_text(clock.phase))

    def _build_clock(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(20)
        self.ring = Ring(self._context.theme, 132, self._product.name)
        row.addWidget(self.ring)
        side = QVBoxLayout()
        side.setSpacing(10)
        self._state = label("", "panel", wrap=True)
        side.addWidget(self._state)
        taps = QHBoxLayout()
        self.put_on = button(self.tr("Put on now"), "primary", "clock")
        self.put_on.clicked.connect(
            lambda: self._operations.run(lambda: self._clinic.numbing.put_on(self.numbing.id))
        )
        self.take_off = button(self.tr("Taken off now"), "primary", "check")
        self.take_off.clicked.connect(
            lambda: self._operations.run(lambda: self._clinic.numbing.take_off(self.numbing.id))
        )
        taps.addWidget(self.put_on)
        taps.addWidget(self.take_off)
        taps.addStretch(1)
        side.addLayout(taps)
        times = QHBoxLayout()
        times.setSpacing(12)
        self._on_field, self._off_field = TimeField(self.tr("On at")), TimeField(self.tr("Off at"))
        self._on_field.chosen.connect(lambda moment: self._correct(moment, self.numbing.off_at))
        self._off_field.chosen.connect(lambda moment: self._correct(self.numbing.on_at, moment))
        times.addWidget(self._on_field)
        times.addWidget(self._off_field)
        times.addStretch(1)
        side.addLayout(times)
        row.addLayout(side, 1)
        return row

    def _build_override(self) -> QWidget:
        self._override = QWidget()
        row = QHBoxLayout(self._override)
        row.setContentsMargins(0, 0, 0, 0)
        self._reason = TextField(self.tr("Reason for using it in spite of the allergy"))
        row.addWidget(self._reason, 1)
        go_on = button(self.tr("Use it with this reason"))
        go_on.clicked.connect(self._override_allergy)
        row.addWidget(go_on)
        self._override.hide()
        return self._override

    def _build_details(self) -> QVBoxLayout:
        column = QVBoxLayout()
        row = QHBoxLayout()
        row.setSpacing(12)
        self._strength = TextField(self.tr("Strength"))
        self._lot = TextField(self.tr("Lot"))
        self._amount = TextField(self.tr("Amount in grams"))
        self._area = TextField(self.tr("Area"))
        for field, save in (
            (self._strength, lambda text: self._describe(strength=text)),
            (self._lot, lambda text: self._describe(lot_number=text)),
            (self._amount, self._take_amount),
            (self._area, lambda text: self._describe(area_text=text)),
        ):
            self.typed.append(TypedSave(field, save))
            row.addWidget(field, 1)
        column.addLayout(row)
        ticks = QHBoxLayout()
        self._occluded = AgreeRow(self.tr("Covered with film"))
        self._occluded.toggled.connect(lambda: self._describe(is_occluded=self._occluded.is_checked()))
        self._by_patient = AgreeRow(self.tr("Put on by the patient"))
        self._by_patient.toggled.connect(
            lambda: self._describe(is_applied_by_patient=self._by_patient.is_checked())
        )
        ticks.addWidget(self._occluded)
        ticks.addWidget(self._by_patient)
        column.addLayout(ticks)
        return column

    def _show_warnings(self, chair: Chair) -> None:
        empty(self._warning_flow)
        conflicts = allergy_conflicts(self._product, chair.chart.alerts)
        for alert in conflicts:
            text = self.tr("Allergy: {text}").format(text=alert.text)
            self._warning_flow.addWidget(Chip(text, "danger", "alert-triangle"))
        products = self._clinic.resources.vocabulary.numbing_products
        flags = numbing_flags(chair.chart.numbings, products, chair.now).get(self.numbing.id, ())
        for flag in flags:
            if flag is not NumbingFlag.NOT_REMOVED:
                self._warning_flow.addWidget(Chip(labels.words(flag), "warn", "alert-triangle"))
        reason = self.numbing.override_reason
        if reason:
            self._warning_flow.addWidget(
                Chip(self.tr("Used all the same: {reason}").format(reason=reason), "warn")
            )
        self._warnings.setVisible(self._warning_flow.count() > 0)
        self._override.setVisible(bool(conflicts) and not reason)

    def _state_text(self, phase: NumbingPhase) -> str:
        minimum = self._product.contact_min_s // SECONDS_PER_MINUTE
        return {
            NumbingPhase.NOT_ON: self.tr("Not on yet"),
            NumbingPhase.WAITING: self.tr("On the skin, ready after {minutes} min").format(minutes=minimum),
            NumbingPhase.READY: self.tr("Ready: take it off before needling"),
            NumbingPhase.NEAR_MAXIMUM: self.tr("Take it off now: the longest time is near"),
            NumbingPhase.OVER_MAXIMUM: self.tr("Over the longest time: take it off"),
            NumbingPhase.OFF: self.tr("Taken off"),
        }[phase]

    def _about(self) -> str:
        product = self._product
        longest = product.contact_max_s
        times = (
            self.tr("{low} min, at most {high} min").format(
                low=product.contact_min_s // SECONDS_PER_MINUTE, high=longest // SECONDS_PER_MINUTE
            )
            if longest
            else self.tr("{low} min; the longest time is the prescriber's to say").format(
                low=product.contact_min_s // SECONDS_PER_MINUTE
            )
        )
        return " · ".join(part for part in (times, product.dose_text, *product.warnings) if part)

    def _describe(self, **fields: object) -> None:
        now = self.numbing
        known = {name: getattr(now, name) for name in NumbingDetails.__slots__}
        details = NumbingDetails(**(known | fields))
        self._operations.run(lambda: self._clinic.numbing.describe(now.id, details))

    def _take_amount(self, text: str) -> None:
        try:
            amount_mg = amount_mg_from_text(text) if text else None
        except ValueError:
            self._amount.set_error(self.tr("Write grams, such as 2.5."))
            return
        self._describe(amount_mg=amount_mg)

    def _correct(self, on_at: datetime | None, off_at: datetime | None) -> None:
        self._operations.run(
            lambda: self._clinic.numbing.correct_times(self.numbing.id, on_at=on_at, off_at=off_at),
            refused=self._refused,
        )

    def _refused(self, refusal: RuleViolation) -> bool:
        field = self._off_field if refusal.field == "off_at" else self._on_field
        field.set_error(f"{refusal.text} {refusal.hint}".strip())
        return True

    def _override_allergy(self) -> None:
        self._operations.run(
            lambda: self._clinic.numbing.override_allergy(self.numbing.id, self._reason.value()),
            refused=beside(self._reason),
        )


class NumbingView(StepView):
    """The numbing of a session. The clock runs from stored times; the timer only repaints it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._cards: dict[str, NumbingCard] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        held = QWidget()
        self._column = QVBoxLayout(held)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        self._empty = Card(self.tr("No numbing yet"))
        self._empty_text = label("", "secondary", wrap=True)
        self._empty.body.addWidget(self._empty_text)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        row.addWidget(scrollable(held), 3)
        row.addWidget(scrollable(self._build_choice()), 2)

    def refresh(self) -> None:
        chair = self.chair
        if chair is None:
            return
        wanted = {numbing.id: numbing for numbing in chair.chart.numbings}
        for numbing_id in [key for key in self._cards if key not in wanted]:
            card = self._cards.pop(numbing_id)
            card.hide()
            card.deleteLater()
        for numbing_id, numbing in wanted.items():
            if numbing_id not in self._cards:
                card = self._cards[numbing_id] = NumbingCard(self.context, numbing)
                card.removed.connect(self._remove)
                self._column.insertWidget(self._column.count() - 1, card)
            self._cards[numbing_id].show_numbing(numbing, chair)
        none_used = chair.chart.session.no_numbing
        self._empty.setVisible(not wanted)
        self._empty.set_title(self.tr("No numbing used") if none_used else self.tr("No numbing yet"))
        self._empty_text.setText(
            self.tr("This is the answer in the record.")
            if none_used
            else self.tr("Choose a product, or say that none was used.")
        )
        self.none.setVisible(not none_used and not wanted)
        self._show_conflicts(chair)

    def flush(self) -> None:
        super().flush()
        for card in self._cards.values():
            for typed in card.typed:
                typed.flush()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _build_choice(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        card = Card(self.tr("Products"))
        self.products = {}
        for product in self.vocabulary.numbing_products.values():
            choose = button(product.name, icon="plus")
            choose.clicked.connect(lambda _checked=False, product_id=product.id: self._choose(product_id))
            self.products[product.id] = choose
            card.body.addWidget(choose)
        self.none = button(self.tr("No numbing"), "primary")
        self.none.clicked.connect(
            lambda: self.operations.run(lambda: self.clinic.numbing.none_used(self.session_id))
        )
        card.body.addWidget(self.none)
        column.addWidget(card)
        self._allergies = Card(self.tr("Allergies"))
        column.addWidget(self._allergies)
        column.addStretch(1)
        return held

    def _show_conflicts(self, chair: Chair) -> None:
        clear(self._allergies)
        speaking = {
            alert.text: [product.name for product in self.vocabulary.numbing_products.values()
                         if alert in allergy_conflicts(product, [alert])]
            for alert in chair.chart.alerts
        }  # fmt: skip
        against = {text: names for text, names in speaking.items() if names}
        self._allergies.setVisible(bool(against))
        for text, names in against.items():
            self._allergies.body.addWidget(label(text, "error", wrap=True))
            warning = self.tr("Same class: {names}").format(names=", ".join(names))
            self._allergies.body.addWidget(label(warning, "secondary", wrap=True))

    def _choose(self, product_id: str) -> None:
        self.operations.run(lambda: self.clinic.numbing.choose(self.session_id, product_id))

    def _remove(self, numbing_id: str) -> None:
        self.operations.run(lambda: self.clinic.numbing.remove(numbing_id))

    def _tick(self) -> None:
        now = self.clinic.desk.now()
        for card in self._cards.values():
            card.tick(now)
