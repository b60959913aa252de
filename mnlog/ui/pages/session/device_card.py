"""The device, and the unit opened from today's lot."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.charts import LotStock, OpenedUnit
from mnlog.domain.terms import DeviceKind
from mnlog.errors import RuleViolation
from mnlog.services.desk import Saved
from mnlog.ui import labels
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair
from mnlog.ui.widgets.basics import Card, Chip, icon_button, label
from mnlog.ui.widgets.filling import empty
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented

SOON_DAYS = 30


class DeviceCard(Card):
    """Chooses pen, roller or stamp, one of the clinic's devices, and opens a unit by choosing a lot."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._clinic, self._operations = context.clinic, context.operations
        self._chair: Chair | None = None
        self._lots: dict[str, LotStock] = {}
        self.body.setSpacing(8)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        top = QHBoxLayout()
        top.setSpacing(16)
        self.kind = Segmented(labels.options(DeviceKind), self.tr("Device type"))
        self.kind.chosen.connect(self._choose_kind)
        top.addWidget(self.kind)
        self.devices = ChoiceChips([], self.tr("Device"))
        self.devices.chosen.connect(self._choose_device)
        top.addWidget(self.devices, 1)
        self.body.addLayout(top)
        self._unit_row = QWidget()
        self._units = QVBoxLayout(self._unit_row)
        self._units.setContentsMargins(0, 0, 0, 0)
        self._units.setSpacing(0)
        top.addWidget(self._unit_row)
        self._lot_title = label(self.tr("Choose today's lot: a tap opens one unit for this patient"), "small")
        self.lots = ChoiceChips([], self.tr("Lot"), is_deed=True)
        self.lots.chosen.connect(self._open_unit)
        self._hint = label("", "secondary", wrap=True)
        self._refusal = label("", "error", wrap=True)
        for part in (self._lot_title, self.lots, self._hint, self._refusal):
            self.body.addWidget(part)
        self._refusal.hide()

    def show_chair(self, chair: Chair) -> None:
        """Shows device and unit of a session."""
        self._chair = chair
        session = chair.chart.session
        self.kind.set_value(session.device_kind.value if session.device_kind else None)
        devices = [d for d in self._clinic.stock.devices() if d.kind is session.device_kind]
        self.devices.set_options([(device.id, device.name) for device in devices])
        self.devices.setVisible(bool(devices))
        ids = {device.id for device in devices}
        self.devices.set_value(session.device_id if session.device_id in ids else None)
        self._show_units(chair)
        self._show_lots(chair)
        self._show_hint(chair, has_devices=bool(devices))

    def _show_units(self, chair: Chair) -> None:
        empty(self._units)
        for opened in chair.chart.units:
            self._units.addWidget(self._unit(opened, chair.chart.clinic.locale))
        self._unit_row.setVisible(bool(chair.chart.units))

    def _unit(self, opened: OpenedUnit, locale: str) -> QWidget:
        lot = opened.lot
        text = self.tr("Lot {lot}").format(lot=lot.lot_number)
        if lot.expires_on is not None:
            text += self.tr(" · expires {day}").format(day=labels.short_date(lot.expires_on, locale))
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        chip = Chip(text, "good", "check")
        chip.setToolTip(lot.product)
        row.addWidget(chip)
        back = icon_button("x", self.tr("Return the unit of lot {lot}").format(lot=lot.lot_number))
        back.clicked.connect(lambda: self._return(opened.unit.id))
        row.addWidget(back)
        return held

    def _show_lots(self, chair: Chair) -> None:
        session = chair.chart.session
        is_asked = not chair.chart.units and session.device_id is not None
        stock = self._clinic.stock.lots_for(session.device_id) if is_asked and session.device_id else ()
        self._lots = {held.lot.id: held for held in stock}
        today, locale = chair.now.date(), chair.chart.clinic.locale
        self.lots.set_options([(held.lot.id, labels.lot_text(held, today, locale)) for held in stock])
        for held in stock:
            expires_on = held.lot.expires_on
            if expires_on is not None and (expires_on - today).days < SOON_DAYS:
                self.lots.set_tone(held.lot.id, "danger" if expires_on < today else "warn")
        self.lots.setVisible(bool(stock))
        self._lot_title.setVisible(bool(stock))

    def _show_hint(self, chair: Chair, *, has_devices: bool) -> None:
        session = chair.chart.session
        if session.device_kind is None:
            text = self.tr("Pen, roller or stamp?")
        elif not has_devices:
            text = self.tr("No such device is in stock. Enter it in Stock, then come back.")
        elif session.device_id is None:
            text = self.tr("Which one?")
        elif not chair.chart.units and not self._lots:
            text = self.tr("No lot is left for this device. Enter one in Stock, then come back.")
        else:
            text = ""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def _choose_kind(self, value: str) -> None:
        self._run(lambda session_id: self._clinic.needling.choose_kind(session_id, DeviceKind(value)))

    def _choose_device(self, device_id: str) -> None:
        self._run(lambda session_id: self._clinic.needling.choose_device(session_id, device_id))

    def _open_unit(self, lot_id: str) -> None:
        # The chip that was tapped goes; the focus stays in this card instead of jumping down the page.
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._run(lambda session_id: self._clinic.needling.open_unit(session_id, lot_id))

    def _return(self, unit_id: str) -> None:
        self._run(lambda _session_id: self._clinic.needling.return_unit(unit_id))

    def _run(self, write: Callable[[str], Saved[Any]]) -> None:
        chair = self._chair
        if chair is None:
            return
        self._refusal.hide()
        self._operations.run(lambda: write(chair.chart.session.id), refused=self._refused)

    def _refused(self, refusal: RuleViolation) -> bool:
        self._refusal.setText(f"{refusal.text} {refusal.hint}".strip())
        self._refusal.show()
        if self._chair is not None:
            self.show_chair(self._chair)
        return True
