"""The zones of a session in rows, left and right of one taken together while they are alike."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from mnlog.domain.records import ZoneTreatment
from mnlog.domain.terms import EndPoint
from mnlog.domain.units import depth_text
from mnlog.ui import labels
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Card, ElidedLabel, button, icon_button, label, restyle
from mnlog.ui.widgets.filling import clear

COLUMNS = (30, 16, 10, 10, 26)
ROW_PX = 44


@dataclass(frozen=True, slots=True)
class ZoneRowData:
    """Zones that are alike but for their side."""

    zones: tuple[ZoneTreatment, ...]

    @property
    def first(self) -> ZoneTreatment:
        """Stands for all of them."""
        return self.zones[0]


def grouped(zones: tuple[ZoneTreatment, ...], order: dict[str, int]) -> list[ZoneRowData]:
    """Rows in the vocabulary's order; both sides in one row while everything else is the same."""
    alike: dict[tuple[object, ...], list[ZoneTreatment]] = {}
    for zone in zones:
        key = (zone.zone_id, zone.site_text, zone.depth_um, zone.passes, zone.speed, zone.end_point)
        alike.setdefault(key, []).append(zone)
    rows = [ZoneRowData(tuple(sorted(found, key=lambda z: z.side.value))) for found in alike.values()]
    return sorted(rows, key=lambda row: (order.get(row.first.zone_id, 0), row.first.side.value))


class Swatch(QWidget):
    """The depth's colour; decoration beside its figure."""

    def __init__(self, theme: ThemeSource, depth_um: int | None) -> None:
        super().__init__()
        self._theme, self._depth_um = theme, depth_um
        self.setFixedSize(14, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme.current
        painter.setPen(theme.color("line"))
        color = theme.color("card") if self._depth_um is None else theme.depth_color(self._depth_um)
        painter.setBrush(color)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 3, 3)


class ZoneRow(QWidget):
    """A row to tap; Enter and Space do the same.

    Signals:
        tapped: a person asks for these zones.
        removed: a person asks for them to be taken out.
    """

    tapped = Signal()
    removed = Signal()

    def __init__(self, context: Context, row: ZoneRowData, name: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self.setProperty("kind", "row")
        self.setMinimumHeight(ROW_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 0, 0, 0)
        first = row.first
        lead = QHBoxLayout()
        lead.setSpacing(8)
        lead.addWidget(Swatch(context.theme, first.depth_um))
        lead.addWidget(ElidedLabel(name, "text"), 1)
        grid.addLayout(lead, 0, 0)
        depth = f"{depth_text(first.depth_um)} mm" if first.depth_um is not None else self.tr("no depth")
        cells = (
            depth,
            str(first.passes) if first.passes is not None else "–",
            str(first.speed) if first.speed is not None else "–",
            labels.words(first.end_point)
            if first.end_point and first.end_point is not EndPoint.NONE
            else "–",
        )
        for column, text in enumerate(cells, 1):
            cell = ElidedLabel(text, "error" if first.depth_um is None and column == 1 else "text")
            cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(cell, 0, column)
        remove = icon_button("x", self.tr("Remove {zone}").format(zone=name))
        remove.clicked.connect(self.removed)
        grid.addWidget(remove, 0, len(COLUMNS))
        for column, share in enumerate(COLUMNS):
            grid.setColumnStretch(column, share)
        self.setAccessibleName(", ".join((name, *cells)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.tapped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.tapped.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class ZoneTable(Card):
    """All zones of the session.

    Signals:
        selected(object): ids of the zones of a row that was tapped.
        removed(object): zones, as a tuple, to take out.
    """

    selected = Signal(object)
    removed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[ZoneTreatment, ...] | None = None
        self._rows: list[tuple[ZoneRow, frozenset[str]]] = []
        self.body.setSpacing(0)
        self.finish = button("", icon="clock")
        self.finish.clicked.connect(self._finish)
        self._times = label("", "secondary")
        self.header.addWidget(self._times)
        self.header.addWidget(self.finish)
        self._chair: Chair | None = None

    def show_chair(self, chair: Chair, selected: frozenset[str]) -> None:
        """Shows the zones of a session and which are in hand."""
        self._chair = chair
        zones = chair.chart.zones
        self.setVisible(bool(zones))
        if zones != self._shown:
            self._shown = zones
            self._fill(zones)
        for row, ids in self._rows:
            restyle(row, selected=bool(ids & selected))
        self.set_title(self.tr("Zones"))
        self._show_times(chair)

    def _fill(self, zones: tuple[ZoneTreatment, ...]) -> None:
        clear(self)
        self._rows = []
        vocabulary = self._context.clinic.resources.vocabulary
        order = {zone_id: number for number, zone_id in enumerate(vocabulary.zones)}
        self.body.addWidget(self._heading())
        for data in grouped(zones, order):
            row = ZoneRow(self._context, data, labels.zones_text(data.zones, vocabulary))
            ids = frozenset(zone.id for zone in data.zones)
            row.tapped.connect(lambda ids=ids: self.selected.emit(ids))
            row.removed.connect(lambda zones=data.zones: self.removed.emit(zones))
            self._rows.append((row, ids))
            self.body.addWidget(row)

    def _heading(self) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(8, 0, 44, 6)
        titles = (
            self.tr("Zone"),
            self.tr("Depth"),
            self.tr("Passes"),
            self.tr("Speed"),
            self.tr("End-point"),
        )
        for column, (title, share) in enumerate(zip(titles, COLUMNS, strict=True)):
            grid.addWidget(label(title, "small"), 0, column)
            grid.setColumnStretch(column, share)
        return held

    def _show_times(self, chair: Chair) -> None:
        session, locale = chair.chart.session, chair.chart.clinic.locale
        started, ended = session.needling_started_at, session.needling_ended_at
        if started is None:
            text = ""
        elif ended is None:
            text = self.tr("since {time}").format(time=labels.clock_time(started, locale))
        else:
            text = self.tr("{start} to {end}").format(
                start=labels.clock_time(started, locale), end=labels.clock_time(ended, locale)
            )
        self._times.setText(text)
        self.finish.set_text(self.tr("Finished now") if ended is None else self.tr("Finished later: now"))

    def _finish(self) -> None:
        chair = self._chair
        if chair is not None:
            clinic = self._context.clinic
            self._context.operations.run(lambda: clinic.needling.finish(chair.chart.session.id))
