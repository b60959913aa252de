"""Depth, passes, speed and end-point of the zones in hand."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from mnlog.domain.records import Device, ZoneTreatment
from mnlog.domain.rules.depth import DepthPosition, depth_position
from mnlog.domain.terms import EndPoint
from mnlog.domain.units import depth_text
from mnlog.domain.vocabulary import UNSOURCED
from mnlog.errors import RuleViolation
from mnlog.services.desk import Saved
from mnlog.services.needling import PASSES_LIMIT
from mnlog.ui import labels
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair
from mnlog.ui.widgets.basics import Card, Chip, button, label
from mnlog.ui.widgets.depth_control import DepthControl
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented
from mnlog.ui.widgets.stepper import Stepper

DEFAULT_SPEEDS = 6
LONGEST_UM = 3000
WIDE_PX = 640


class ZoneCard(Card):
    """Sets what was done on the zones in hand, in the device's own steps."""

    def __init__(self, context: Context) -> None:
        super().__init__(" ")
        self._clinic, self._operations = context.clinic, context.operations
        self._theme = context.theme
        self._vocabulary = context.clinic.resources.vocabulary
        self._zones: list[ZoneTreatment] = []
        self.typical = button("", "link", "info")
        self.header.addWidget(self.typical)
        self._hint = label(
            self.tr("Tap a zone on the map. Several can be set at once."), "secondary", wrap=True
        )
        self._source = label("", "secondary", wrap=True)
        self._source.hide()
        self.typical.clicked.connect(lambda: self._source.setVisible(self._source.isHidden()))
        self._outside = Chip("", "warn", "alert-triangle")
        self.depth_control = DepthControl(context.theme, self.tr("Needle depth"))
        self.depth_control.depth_changed.connect(self._set_depth)
        self.passes = Stepper(1, PASSES_LIMIT, name=self.tr("Passes"))
        self.passes.changed.connect(
            lambda value: self._run(lambda ids: self._needling.set_passes(ids, value))
        )
        self.speed = Segmented([], self.tr("Speed"))
        self.speed.chosen.connect(
            lambda value: self._run(lambda ids: self._needling.set_speed(ids, int(value)))
        )
        self.end_point = ChoiceChips(
            [(e.value, labels.words(e)) for e in EndPoint if e is not EndPoint.NONE], self.tr("End-point")
        )
        self.end_point.chosen.connect(
            lambda value: self._run(lambda ids: self._needling.set_end_point(ids, EndPoint(value)))
        )
        self._refusal = label("", "error", wrap=True)
        self._refusal.hide()
        self._lay_out()

    @property
    def _needling(self) -> Any:
        return self._clinic.needling

    def show_zones(self, chair: Chair, zones: Sequence[ZoneTreatment]) -> None:
        """Shows the zones in hand; where they differ, a value stays open."""
        if [zone.id for zone in zones] != [zone.id for zone in self._zones]:
            self._refusal.hide()
        self._zones = list(zones)
        has_zones = bool(zones)
        for part in self._parts:
            part.setVisible(has_zones)
        self._hint.setVisible(not has_zones)
        title = labels.zones_text(zones, self._vocabulary) if has_zones else self.tr("No zone in hand")
        self.set_title(title)
        self._show_typical(zones)
        if not has_zones:
            return
        self._show_device(chair)
        depth_um = _same(zone.depth_um for zone in zones)
        self.depth_control.set_value(depth_um)
        self.passes.set_value(_same(zone.passes for zone in zones))
        speed = _same(zone.speed for zone in zones)
        self.speed.set_value(str(speed) if speed is not None and speed <= self._speeds(chair) else None)
        end_point = _same(zone.end_point for zone in zones)
        self.end_point.set_value(end_point.value if end_point and end_point is not EndPoint.NONE else None)
        self._show_outside(depth_um, zones)
        self._show_ghost(chair, zones)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self._theme.current.px(WIDE_PX)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._row.direction() is not direction:
            self._row.setDirection(direction)

    def _lay_out(self) -> None:
        self.body.addWidget(self._hint)
        self.body.addWidget(self._source)
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(24)
        left = QVBoxLayout()
        left.setSpacing(6)
        depth_title = label(self.tr("Needle depth"), "small")
        self._last = label("", "secondary")
        for part in (depth_title, self.depth_control, self._last, self._outside):
            left.addWidget(part)
        left.addStretch(1)
        row.addLayout(left, 3)
        right = QVBoxLayout()
        right.setSpacing(6)
        passes_title, speed_title = label(self.tr("Passes"), "small"), label(self.tr("Speed"), "small")
        end_title = label(self.tr("End-point"), "small")
        pair = QHBoxLayout()
        pair.setSpacing(24)
        for title, control in ((passes_title, self.passes), (speed_title, self.speed)):
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(title)
            column.addWidget(control)
            pair.addLayout(column)
        pair.addStretch(1)
        self._speed_title = speed_title
        right.addLayout(pair)
        right.addWidget(end_title)
        right.addWidget(self.end_point)
        right.addStretch(1)
        row.addLayout(right, 4)
        self.body.addLayout(row)
        self.body.addWidget(self._refusal)
        self._parts = (depth_title, self.depth_control, passes_title, self.passes, end_title, self.end_point)

    def _show_device(self, chair: Chair) -> None:
        device = chair.chart.device
        lengths = [opened.lot.needle_length_um for opened in chair.chart.units if opened.lot.needle_length_um]
        if lengths:
            self.depth_control.set_lengths(list(dict.fromkeys(lengths)))
        elif device is not None:
            step = device.depth_step_um
            self.depth_control.set_range(max(device.depth_min_um, step, 50), device.depth_max_um, step or 50)
        else:
            self.depth_control.set_range(100, LONGEST_UM, 50)
        has_speed = device is None or device.kind.has_speed
        self.speed.setVisible(has_speed)
        self._speed_title.setVisible(has_speed)
        wanted = [(str(speed), str(speed)) for speed in range(1, self._speeds(chair) + 1)]
        self.speed.set_options(wanted)

    def _speeds(self, chair: Chair) -> int:
        device: Device | None = chair.chart.device
        return device.speeds if device is not None and device.speeds else DEFAULT_SPEEDS

    def _show_typical(self, zones: Sequence[ZoneTreatment]) -> None:
        ranges = {(z.typical_min_um, z.typical_max_um, z.typical_source) for z in zones}
        self.typical.setVisible(len(ranges) == 1)
        if len(ranges) != 1:
            self._source.hide()
            self.depth_control.set_typical(None, None)
            return
        low, high, sources = next(iter(ranges))
        self.depth_control.set_typical(low, high)
        if low is not None and high is not None:
            text = self.tr("Typical {low} to {high} mm")
            self.typical.set_text(text.format(low=depth_text(low), high=depth_text(high)))
        self._source.setText(self._source_text(sources))

    def _source_text(self, sources: str) -> str:
        keys = [key.strip() for key in sources.split(",") if key.strip()]
        if all(key == UNSOURCED for key in keys):
            return self.tr("Clinic default, unsourced.")
        titles = [self._vocabulary.sources[key].title for key in keys if key in self._vocabulary.sources]
        version = self._vocabulary.version
        text = self.tr("Sources: {titles}. Rules {version}. A range is a habit, not advice.")
        return text.format(titles="; ".join(titles), version=version)

    def _show_outside(self, depth_um: int | None, zones: Sequence[ZoneTreatment]) -> None:
        zone = zones[0]
        position = (
            depth_position(depth_um, zone.typical_min_um, zone.typical_max_um)
            if depth_um is not None and zone.typical_min_um is not None and zone.typical_max_um is not None
            else DepthPosition.WITHIN
        )
        words = {
            DepthPosition.ABOVE: self.tr("Deeper than usual here"),
            DepthPosition.BELOW: self.tr("Shallower than usual here"),
        }
        self._outside.setVisible(position in words)
        self._outside.set_text(words.get(position, ""))

    def _show_ghost(self, chair: Chair, zones: Sequence[ZoneTreatment]) -> None:
        last = {(z.zone_id, z.side): z.depth_um for z in (chair.previous.zones if chair.previous else ())}
        ghost_um = _same(last.get((zone.zone_id, zone.side)) for zone in zones)
        self.depth_control.set_ghost(ghost_um)
        self._last.setVisible(ghost_um is not None)
        if ghost_um is None:
            return
        text = self.tr("Last time {depth} mm").format(depth=depth_text(ghost_um))
        now_um = _same(zone.depth_um for zone in zones)
        if now_um is not None and now_um != ghost_um:
            sign = "+" if now_um > ghost_um else "−"
            text += f" ({sign}{depth_text(abs(now_um - ghost_um))})"
        self._last.setText(text)

    def _set_depth(self, depth_um: int) -> None:
        self._run(lambda ids: self._needling.set_depth(ids, depth_um))

    def _run(self, write: Callable[[list[str]], Saved[Any]]) -> None:
        if not self._zones:
            return
        self._refusal.hide()
        ids = [zone.id for zone in self._zones]
        self._operations.run(lambda: write(ids), refused=self._refused)

    def _refused(self, refusal: RuleViolation) -> bool:
        self._refusal.setText(f"{refusal.text} {refusal.hint}".strip())
        self._refusal.show()
        self.depth_control.set_value(_same(zone.depth_um for zone in self._zones))
        return True


def _same(values: Any) -> Any:
    """The value all have in common; None when they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
