"""Step 4: the map, the device with today's unit, and depth by zone."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from mnlog.domain.records import ZoneTreatment
from mnlog.domain.terms import Region, Side
from mnlog.ui import labels
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair, StepView
from mnlog.ui.pages.session.device_card import DeviceCard
from mnlog.ui.pages.session.topicals_card import TopicalsCard
from mnlog.ui.pages.session.zone_card import ZoneCard
from mnlog.ui.pages.session.zone_table import ZoneTable
from mnlog.ui.widgets.basics import Card, ElidedLabel, button, label
from mnlog.ui.widgets.map_figure import MapFigure
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented
from mnlog.ui.widgets.zone_map import DepthLegend, ZoneMap

FACE, ELSEWHERE = "face", "elsewhere"


class NeedlingView(StepView):
    """The needling of a session. What is selected is the view's own; all else is in the record."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._selected: frozenset[str] = frozenset()
        self._stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._build_map_card(), 5)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        self.device = DeviceCard(context)
        self.zone = ZoneCard(context)
        self.table = ZoneTable(context)
        self.topicals = TopicalsCard(context)
        self.table.selected.connect(self._select)
        self.table.removed.connect(self._remove)
        for card in (self.device, self.zone, self.table, self.topicals):
            column.addWidget(card)
        column.addStretch(1)
        row.addWidget(scrollable(held), 8)

    def refresh(self) -> None:
        chair = self.chair
        if chair is None:
            return
        present = {zone.id for zone in chair.chart.zones}
        self._selected &= present
        self._show_map(chair)
        self._show_same(chair)
        self.device.show_chair(chair)
        selected = [zone for zone in chair.chart.zones if zone.id in self._selected]
        self.zone.show_zones(chair, selected)
        self.table.show_chair(chair, self._selected)
        self.topicals.show_chair(chair)

    def flush(self) -> None:
        super().flush()
        self.topicals.flush()

    def _build_map_card(self) -> Card:
        card = Card()
        self.view = Segmented([(FACE, self.tr("Face")), (ELSEWHERE, self.tr("Elsewhere"))], self.tr("Map"))
        self.view.set_value(FACE)
        self.view.chosen.connect(lambda value: self._stack.setCurrentIndex(int(value == ELSEWHERE)))
        self.same = button(self.tr("Same as last time"), icon="repeat")
        self.same.clicked.connect(self._take_over)
        card.header.addWidget(self.view)
        card.header.addStretch(1)
        card.header.addWidget(self.same)
        self._copied = ElidedLabel("", "secondary")
        card.body.addWidget(self._copied)
        self._figure = MapFigure.load("face-front")
        self.map = ZoneMap(self.context.theme, self._figure, self._zone_name, self.tr("Face, from the front"))
        self.map.zone_toggled.connect(lambda zone_id, side: self._tap(zone_id, Side(side)))
        self._stack.addWidget(self.map)
        self._stack.addWidget(scrollable(self._build_elsewhere()))
        card.body.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(DepthLegend(self.context.theme), 1)
        self.pairs = ChoiceChips([("pairs", self.tr("Both sides"))], self.tr("Tap"), multi=True)
        self.pairs.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.pairs.set_values(("pairs",))
        foot.addWidget(self.pairs)
        card.body.addLayout(foot)
        card.body.setSpacing(6)
        return card

    def _build_elsewhere(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        self._chips: list[tuple[ChoiceChips, tuple[str, ...]]] = []
        for region in Region:
            zones = [zone for zone in self.vocabulary.zones.values() if zone.region is region]
            options = [
                (f"{zone.id}:{side.value}", labels.zone_name(zone.id, side, self.vocabulary))
                for zone in zones
                for side in zone.sides
            ]
            if not options:
                continue
            column.addWidget(label(labels.words(region), "small"))
            chips = ChoiceChips(options, labels.words(region), multi=True)
            chips.chosen.connect(self._tap_chip)
            self._chips.append((chips, tuple(value for value, _ in options)))
            column.addWidget(chips)
        column.addStretch(1)
        return held

    def _zone_name(self, zone_id: str, side: str) -> str:
        return labels.zone_name(zone_id, Side(side), self.vocabulary)

    def _show_map(self, chair: Chair) -> None:
        zones = [zone for zone in chair.chart.zones if not zone.site_text]
        treated = {(zone.zone_id, zone.side.value): zone.depth_um for zone in zones}
        selected = {(z.zone_id, z.side.value) for z in zones if z.id in self._selected}
        ghosts = {
            (zone.zone_id, zone.side.value): zone.depth_um
            for zone in (chair.previous.zones if chair.previous else ())
        }
        self.map.set_state(treated, selected, ghosts)
        there = {f"{zone_id}:{side}" for zone_id, side in treated}
        for chips, values in self._chips:
            chips.set_values(value for value in values if value in there)

    def _show_same(self, chair: Chair) -> None:
        previous, session = chair.previous, chair.chart.session
        self.same.setVisible(previous is not None and session.copied_from_id is None)
        if previous is not None:
            day = labels.short_date(previous.session.started_at.date(), chair.chart.clinic.locale, year=False)
            self.same.set_text(self.tr("Same as {day}").format(day=day))
        is_copied = previous is not None and session.copied_from_id == previous.session.id
        self._copied.setVisible(session.copied_from_id is not None)
        if session.copied_from_id is not None:
            day = (
                labels.short_date(previous.session.started_at.date(), chair.chart.clinic.locale)
                if previous is not None and is_copied
                else self.tr("an earlier session")
            )
            text = self.tr("From {day}: {what}").format(day=day, what=session.copied_text)
            self._copied.set_text(text)
            never = self.tr("Taken over. Today's lot, screening, consent and reactions never are.")
            self._copied.setToolTip(f"{text}\n{never}")

    def _tap_chip(self, value: str) -> None:
        zone_id, _, side = value.partition(":")
        self._tap(zone_id, Side(side))

    def _tap(self, zone_id: str, side: Side) -> None:
        """Adds an untouched zone, selects a treated one, and lets go of a selected one."""
        if self.chair is None:
            return
        places = self._places(zone_id, side)
        there = [
            zone
            for zone in self.chair.chart.zones
            if (zone.zone_id, zone.side) in places and not zone.site_text
        ]
        if not there:
            added = self.operations.run(lambda: self.clinic.needling.add_zones(self.session_id, places))
            self._select([zone.id for zone in added or ()], keep=self._is_collecting())
            return
        ids = {zone.id for zone in there}
        if ids <= self._selected:
            self._select(self._selected - ids)
        else:
            self._select(ids, keep=self._is_collecting())

    def _places(self, zone_id: str, side: Side) -> list[tuple[str, Side]]:
        sides = self.vocabulary.zones[zone_id].sides
        return [(zone_id, each) for each in sides] if self.pairs.values() else [(zone_id, side)]

    def _is_collecting(self) -> bool:
        """While zones in hand have no depth yet, a further tap adds to them: all get their depth at once."""
        if self.chair is None or not self._selected:
            return False
        in_hand = [zone for zone in self.chair.chart.zones if zone.id in self._selected]
        return all(zone.depth_um is None for zone in in_hand)

    def _select(self, ids: Iterable[str], *, keep: bool = False) -> None:
        self._selected = frozenset(ids) | (self._selected if keep else frozenset())
        self.refresh()

    def _remove(self, zones: tuple[ZoneTreatment, ...]) -> None:
        removed = self.operations.run(lambda: self.clinic.needling.remove_zones([zone.id for zone in zones]))
        if removed:
            names = labels.zones_text(removed, self.vocabulary)
            self.context.bus.toasted.emit(
                self.tr("Removed: {names}").format(names=names),
                lambda: self.operations.run(lambda: self.clinic.needling.put_zones_back(removed)),
            )

    def _take_over(self) -> None:
        previous = self.chair.previous if self.chair else None
        if previous is not None:
            self.operations.run(lambda: self.clinic.sessions.take_over(self.session_id, previous))
