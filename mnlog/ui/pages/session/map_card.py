"""The map of the needling step: the views of the body, the same zones as a list, last time's as ghosts."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from mnlog.domain.maps import ZoneKey
from mnlog.domain.records import ZoneTreatment
from mnlog.domain.terms import Region, Side
from mnlog.ui import labels
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair
from mnlog.ui.panels.map_choice import MapChoice
from mnlog.ui.widgets.basics import Card, ElidedLabel, button, label
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.segmented import ChoiceChips
from mnlog.ui.widgets.zone_map import DepthLegend, ZoneMap

ELSEWHERE = "elsewhere"
_GAP = 3


def zone_keys(zones: Iterable[ZoneTreatment]) -> set[ZoneKey]:
    """Where on the maps these zones lie; a site named by hand lies on none."""
    return {(zone.zone_id, zone.side.value) for zone in zones if not zone.site_text}


class ViewRail(ChoiceChips):
    """The views, one below the other beside the map; in more columns where the room is low."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Asks for no height of its own: `fit` finds the columns for the height there is."""

    def fit(self, height: int) -> None:
        """Takes as many columns as it needs to stand in a height."""
        self._flow.setSpacing(_GAP)
        buttons = [self.button_of(value) for value in self._buttons]
        wide = max(made.sizeHint().width() for made in buttons)
        for made in buttons:
            made.setMinimumWidth(wide)
        widths = [columns * (wide + _GAP) - _GAP for columns in (1, 2, 3)]
        self.setFixedWidth(
            next((width for width in widths if self.heightForWidth(width) <= height), widths[-1])
        )


class MapCard(Card):
    """Zones to tap, on the view one chooses.

    Signals:
        tapped(str, str): a person asks for a zone, by id and side.
        take_over_asked: what was done last time is wanted again.
    """

    tapped = Signal(str, str)
    take_over_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._vocabulary = context.clinic.resources.vocabulary
        self._maps = MapChoice()
        self._session_id = ""
        self._titles = self._make_titles()
        beside = QHBoxLayout()
        beside.setSpacing(12)
        self.view = self._build_rail()
        beside.addWidget(self.view)
        column = QVBoxLayout()
        column.setSpacing(6)
        self._fill(column)
        beside.addLayout(column, 1)
        self.body.addLayout(beside, 1)
        self._open(self._maps.names[0])
        context.theme.changed.connect(self._fit_rail)

    @property
    def takes_both_sides(self) -> bool:
        """Whether a tap on one side takes the other too."""
        return bool(self._pairs.values())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def show_chair(self, chair: Chair, selected: Collection[str]) -> None:
        """Shows a session's zones; `selected` are the ids of those in hand."""
        zones = [zone for zone in chair.chart.zones if not zone.site_text]
        before = chair.previous.zones if chair.previous else ()
        treated = {(zone.zone_id, zone.side.value): zone.depth_um for zone in zones}
        ghosts = {(zone.zone_id, zone.side.value): zone.depth_um for zone in before}
        in_hand = zone_keys(zone for zone in zones if zone.id in selected)
        self.map.set_state(treated, in_hand, ghosts)
        there = {f"{zone_id}:{side}" for zone_id, side in treated}
        for chips, values in self._chips:
            chips.set_values(value for value in values if value in there)
        self._show_same(chair)
        if chair.chart.session.id != self._session_id:
            self._session_id = chair.chart.session.id
            self._open(self._maps.best_for(treated or ghosts).map.id)

    def show_zones(self, keys: Collection[ZoneKey]) -> None:
        """Opens the view with most of these zones, unless the one that is open, or the list, has some."""
        in_sight = self.view.value() == ELSEWHERE or not set(keys).isdisjoint(self.map.zones())
        if keys and not in_sight:
            self._open(self._maps.best_for(keys).map.id)

    def _fit_rail(self) -> None:
        self.view.fit(self.contentsRect().height() - self._around())

    def _around(self) -> int:
        """Height of the card that is not its body's."""
        layout = self.layout()
        assert layout is not None  # noqa: S101 a card has one
        margins = layout.contentsMargins()
        return margins.top() + margins.bottom() + layout.spacing()

    def _make_titles(self) -> dict[str, tuple[str, str]]:
        """The short word and the full name of each view."""
        return {
            "face-front": (self.tr("Face"), self.tr("Face, from the front")),
            "face-left": (self.tr("Left"), self.tr("Left side of the face")),
            "face-right": (self.tr("Right"), self.tr("Right side of the face")),
            "scalp": (self.tr("Scalp"), self.tr("Scalp, from above")),
            "neck-chest": (self.tr("Neck"), self.tr("Neck and chest")),
            "body-front": (self.tr("Body"), self.tr("Body, from the front")),
            "body-back": (self.tr("Back"), self.tr("Back of the body")),
            "hands": (self.tr("Hands"), self.tr("Hands, from above")),
            ELSEWHERE: (self.tr("List"), self.tr("Elsewhere")),
        }

    def _build_rail(self) -> ViewRail:
        options = [(name, self._titles[name][0]) for name in (*self._maps.names, ELSEWHERE)]
        rail = ViewRail(options, self.tr("Map"))
        for name, (_, title) in self._titles.items():
            rail.button_of(name).setAccessibleName(title)
            rail.button_of(name).setToolTip(title)
        rail.chosen.connect(self._open)
        return rail

    def _fill(self, column: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        self._title = ElidedLabel("", "secondary")
        self.same = button(self.tr("Same as last time"), icon="repeat")
        self.same.clicked.connect(self.take_over_asked)
        head.addWidget(self._title, 1)
        head.addWidget(self.same)
        column.addLayout(head)
        self._copied = ElidedLabel("", "secondary")
        column.addWidget(self._copied)
        self.map = ZoneMap(self._context.theme, self._maps.figure(self._maps.names[0]), self._zone_name)
        self.map.zone_toggled.connect(self.tapped)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.map)
        self._stack.addWidget(scrollable(self._build_list()))
        column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(DepthLegend(self._context.theme), 1)
        self._pairs = ChoiceChips([("pairs", self.tr("Both sides"))], self.tr("Tap"), multi=True)
        self._pairs.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._pairs.set_values(("pairs",))
        foot.addWidget(self._pairs)
        column.addLayout(foot)

    def _build_list(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        self._chips: list[tuple[ChoiceChips, tuple[str, ...]]] = []
        for region in Region:
            zones = [zone for zone in self._vocabulary.zones.values() if zone.region is region]
            options = [
                (f"{zone.id}:{side.value}", self._zone_name(zone.id, side.value))
                for zone in zones
                for side in zone.sides
            ]
            if not options:
                continue
            column.addWidget(label(labels.words(region), "small"))
            chips = ChoiceChips(options, labels.words(region), multi=True)
            chips.chosen.connect(lambda value: self.tapped.emit(*value.split(":")))
            self._chips.append((chips, tuple(value for value, _ in options)))
            column.addWidget(chips)
        column.addStretch(1)
        return held

    def _zone_name(self, zone_id: str, side: str) -> str:
        return labels.zone_name(zone_id, Side(side), self._vocabulary)

    def _open(self, name: str) -> None:
        """Shows a view, or the list."""
        self.view.set_value(name)
        self._title.set_text(self._titles[name][1])
        self._stack.setCurrentIndex(int(name == ELSEWHERE))
        if name != ELSEWHERE:
            self.map.set_figure(self._maps.figure(name), self._titles[name][1])

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
