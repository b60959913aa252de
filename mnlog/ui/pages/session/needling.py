"""Step 4: the map, the device with today's unit, and depth by zone."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.records import ZoneTreatment
from mnlog.domain.terms import Side
from mnlog.ui import labels
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import StepView
from mnlog.ui.pages.session.device_card import DeviceCard
from mnlog.ui.pages.session.map_card import MapCard, zone_keys
from mnlog.ui.pages.session.topicals_card import TopicalsCard
from mnlog.ui.pages.session.zone_card import ZoneCard
from mnlog.ui.pages.session.zone_table import ZoneTable
from mnlog.ui.widgets.scroll import scrollable


class NeedlingView(StepView):
    """The needling of a session. What is selected is the view's own; all else is in the record."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._selected: frozenset[str] = frozenset()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.map = MapCard(context)
        self.map.tapped.connect(lambda zone_id, side: self._tap(zone_id, Side(side)))
        self.map.take_over_asked.connect(self._take_over)
        row.addWidget(self.map, 5)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        self.device = DeviceCard(context)
        self.zone = ZoneCard(context)
        self.table = ZoneTable(context)
        self.topicals = TopicalsCard(context)
        self.table.selected.connect(self._select_from_table)
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
        self.map.show_chair(chair, self._selected)
        self.device.show_chair(chair)
        selected = [zone for zone in chair.chart.zones if zone.id in self._selected]
        self.zone.show_zones(chair, selected)
        self.table.show_chair(chair, self._selected)
        self.topicals.show_chair(chair)

    def flush(self) -> None:
        super().flush()
        self.topicals.flush()

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
        return [(zone_id, each) for each in sides] if self.map.takes_both_sides else [(zone_id, side)]

    def _is_collecting(self) -> bool:
        """While zones in hand have no depth yet, a further tap adds to them: all get their depth at once."""
        if self.chair is None or not self._selected:
            return False
        in_hand = [zone for zone in self.chair.chart.zones if zone.id in self._selected]
        return all(zone.depth_um is None for zone in in_hand)

    def _select(self, ids: Iterable[str], *, keep: bool = False) -> None:
        self._selected = frozenset(ids) | (self._selected if keep else frozenset())
        self.refresh()

    def _select_from_table(self, ids: Iterable[str]) -> None:
        self._select(ids)
        if self.chair is not None:
            self.map.show_zones(zone_keys(z for z in self.chair.chart.zones if z.id in self._selected))

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
            self.map.show_zones(zone_keys(self.chair.chart.zones if self.chair else ()))
