"""A signed session to read: everything in view, nothing to change; addenda and papers come after."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.charts import SessionChart
from mnlog.domain.moments import time_between
from mnlog.domain.rules.numbing import numbing_flags
from mnlog.domain.rules.screening import findings
from mnlog.domain.terms import Answer, DocumentKind, SessionState
from mnlog.domain.units import depth_text, whole_minutes
from mnlog.ui import labels
from mnlog.ui.forms import TextField
from mnlog.ui.operations import beside
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair
from mnlog.ui.pages.session.sign import PapersCard
from mnlog.ui.pages.session.zone_table import Swatch, grouped
from mnlog.ui.widgets.basics import Card, Chip, button, label
from mnlog.ui.widgets.filling import clear, titled
from mnlog.ui.widgets.flow import FlowLayout
from mnlog.ui.widgets.map_figure import MapFigure
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.zone_map import MiniMap

MAP_PX = 300
HASH_SHOWN = 16


class SignedView(QWidget):
    """What stands in the record of a signed or discarded session."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._vocabulary = context.clinic.resources.vocabulary
        self._chair: Chair | None = None
        self._figure = MapFigure.load("face-front")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(scrollable(self._build_left()), 5)
        row.addWidget(scrollable(self._build_right()), 4)

    def show_chair(self, chair: Chair) -> None:
        """Shows a session as it was signed."""
        self._chair = chair
        chart = chair.chart
        is_signed = chart.session.state is SessionState.SIGNED
        self._show_zones(chart)
        self._show_facts(chart)
        self._show_observations(chart)
        self._show_seal(chart)
        self._show_addenda(chart)
        self.papers.show_session(chart.session.id)
        self.papers.setVisible(is_signed)
        self._addenda.setVisible(is_signed)

    def _build_left(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self._zones = Card(self.tr("What was done"))
        top = QHBoxLayout()
        top.setSpacing(20)
        self._map = MiniMap(self._context.theme, self._figure, MAP_PX, self.tr("Zones treated"))
        top.addWidget(self._map)
        self._zone_list = Card()
        self._zone_list.setProperty("kind", "plain")
        top.addWidget(self._zone_list, 1)
        self._zones.body.addLayout(top)
        self._facts = Card(self.tr("Record"))
        column.addWidget(self._zones)
        column.addWidget(self._facts)
        column.addStretch(1)
        return held

    def _build_right(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self._seal = Card()
        self._observations = Card(self.tr("Seen and felt"))
        self.papers = PapersCard(self._context)
        self._addenda = Card(self.tr("Addenda"))
        self._addenda_list = Card()
        self._addenda_list.setProperty("kind", "plain")
        self.addendum = TextField(self.tr("Add what is to be said later"), multiline=True, limit=4000)
        self.add = button(self.tr("Add to the record"), icon="plus")
        self.add.clicked.connect(self._add)
        for part in (self._addenda_list, self.addendum, self.add):
            self._addenda.body.addWidget(part)
        for card in (self._seal, self._observations, self.papers, self._addenda):
            column.addWidget(card)
        column.addStretch(1)
        return held

    def _show_zones(self, chart: SessionChart) -> None:
        treated = {(zone.zone_id, zone.side.value): zone.depth_um for zone in chart.zones}
        self._map.set_treated(treated)
        clear(self._zone_list)
        order = {zone_id: number for number, zone_id in enumerate(self._vocabulary.zones)}
        for row in grouped(chart.zones, order):
            first = row.first
            held = QWidget()
            line = QHBoxLayout(held)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(Swatch(self._context.theme, first.depth_um))
            parts = [
                f"{depth_text(first.depth_um)} mm" if first.depth_um is not None else self.tr("no depth")
            ]
            if first.passes is not None:
                parts.append(labels.counted(first.passes, self.tr("1 pass"), self.tr("{n} passes")))
            if first.speed is not None:
                parts.append(self.tr("speed {speed}").format(speed=first.speed))
            if first.end_point is not None:
                parts.append(labels.words(first.end_point).lower())
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label(labels.zones_text(row.zones, self._vocabulary), "strong", wrap=True))
            words.addWidget(label(" · ".join(parts), "secondary", wrap=True))
            line.addLayout(words, 1)
            self._zone_list.body.addWidget(held)

    def _show_facts(self, chart: SessionChart) -> None:
        clear(self._facts)
        for title, text in self._facts_of(chart):
            if text:
                self._facts.body.addLayout(titled(title, text))

    def _facts_of(self, chart: SessionChart) -> list[tuple[str, str]]:
        session, locale = chart.session, chart.clinic.locale
        concern = self._vocabulary.concerns.get(session.concern_id or "")
        units = [
            f"{opened.lot.product} · {self.tr('lot {lot}').format(lot=opened.lot.lot_number)}"
            for opened in chart.units
        ]
        numbings = [self._numbing_text(chart, index) for index in range(len(chart.numbings))]
        topicals = [f"{t.name} ({labels.words(t.timing).lower()})" for t in chart.topicals]
        found = [
            f"{finding.name}: {finding.override_reason or finding.details or labels.words(finding.severity)}"
            for finding in findings(chart.answers, self._vocabulary.questions)
        ]
        noes = sum(answer.answer is Answer.NO for answer in chart.answers)
        consent = chart.consent
        return [
            (self.tr("Concern"), concern.name if concern else ""),
            (self.tr("Screening"), "\n".join([*found, self.tr("{count} answers: no").format(count=noes)])),
            (
                self.tr("Consent"),
                f"{labels.day_and_time(consent.signed_at, locale)}, {consent.signer_name}" if consent else "",
            ),
            (self.tr("Numbing"), "\n".join(numbings) or self.tr("None used")),
            (self.tr("Device"), "\n".join([chart.device.name if chart.device else "", *units]).strip()),
            (self.tr("On the skin besides"), ", ".join(topicals)),
            (self.tr("Signed although something was missing"), session.override_reason),
            (self.tr("Note"), session.note),
            (self.tr("Discarded"), session.discard_reason),
        ]

    def _numbing_text(self, chart: SessionChart, index: int) -> str:
        numbing, locale = chart.numbings[index], chart.clinic.locale
        name = self._vocabulary.numbing_products[numbing.product_id].name
        if numbing.on_at is None or numbing.off_at is None:
            return name
        times = f"{labels.clock_time(numbing.on_at, locale)} – {labels.clock_time(numbing.off_at, locale)}"
        minutes = whole_minutes(time_between(numbing.on_at, numbing.off_at))
        text = self.tr("{name}, {times}, {minutes} min").format(name=name, times=times, minutes=minutes)
        flags = numbing_flags([numbing], self._vocabulary.numbing_products, numbing.off_at)[numbing.id]
        return " ".join([text, *(labels.words(flag) for flag in flags)])

    def _show_observations(self, chart: SessionChart) -> None:
        clear(self._observations)
        locale = chart.clinic.locale
        for observation in chart.observations:
            self._observations.body.addWidget(
                label(labels.day_and_time(observation.seen_at, locale), "small")
            )
            held = QWidget()
            flow = FlowLayout(held)
            if observation.none_seen:
                flow.addWidget(Chip(self.tr("None seen"), "good"))
            for reaction in chart.reactions:
                if reaction.observation_id == observation.id:
                    tone = labels.reaction_tone(reaction, self._vocabulary)
                    flow.addWidget(Chip(labels.reaction_text(reaction, self._vocabulary), tone))
            if observation.pain_nrs is not None:
                flow.addWidget(Chip(self.tr("Pain {value}/10").format(value=observation.pain_nrs)))
            self._observations.body.addWidget(held)
            if observation.note:
                self._observations.body.addWidget(label(observation.note, "text", wrap=True))

    def _show_seal(self, chart: SessionChart) -> None:
        clear(self._seal)
        session = chart.session
        if session.signed_at is None or session.signed_by_id is None:
            self._seal.set_title(labels.words(session.state))
            return
        self._seal.set_title(self.tr("Signed"))
        name = chart.practitioners[session.signed_by_id].signature_name
        text = f"{name}, {labels.day_and_time(session.signed_at, chart.clinic.locale)}"
        self._seal.body.addWidget(label(text, "text", wrap=True))
        proof = self.tr("Seal {hash}").format(hash=(session.content_hash or "")[:HASH_SHOWN])
        self._seal.body.addWidget(label(proof, "secondary"))
        given = [d for d in chart.documents if d.kind is DocumentKind.AFTERCARE]
        if given:
            self._seal.body.addWidget(Chip(self.tr("Aftercare given"), "good", "check"))

    def _show_addenda(self, chart: SessionChart) -> None:
        clear(self._addenda_list)
        self._addenda_list.setVisible(bool(chart.addenda))
        for addendum in chart.addenda:
            who = chart.practitioners[addendum.practitioner_id].initials
            when = labels.day_and_time(addendum.entered_at, chart.clinic.locale)
            self._addenda_list.body.addWidget(label(f"{when} · {who}", "small"))
            self._addenda_list.body.addWidget(label(addendum.text, "text", wrap=True))

    def _add(self) -> None:
        chair = self._chair
        if chair is None:
            return
        added = self._context.operations.run(
            lambda: self._context.clinic.signing.add_addendum(chair.chart.session.id, self.addendum.value()),
            refused=beside(self.addendum),
        )
        if added is not None:
            self.addendum.set_value("")
