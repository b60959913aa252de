"""Stock: the devices and lots there are to choose from at the chair."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mnlog.domain.changes import Changes
from mnlog.domain.charts import LotStock
from mnlog.domain.records import Device, Lot, Unit
from mnlog.ui.labels import counted
from mnlog.ui.models.lots import SOON, LotModel
from mnlog.ui.page import Context, Page
from mnlog.ui.panels.device_form import DeviceForm
from mnlog.ui.panels.devices_card import DevicesCard
from mnlog.ui.panels.focus_order import tab_as_read
from mnlog.ui.panels.form_sheet import FormSheet
from mnlog.ui.panels.lot_form import LotCountForm, LotForm
from mnlog.ui.panels.lot_table import LotTable
from mnlog.ui.panels.side_by_side import SideBySide
from mnlog.ui.widgets.basics import button, label
from mnlog.ui.widgets.empty_state import EmptyState
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.segmented import Segmented

_SIDE_WIDTH = (400, 500)
_TURNS_AT = 960
_HELD, _ALL = "held", "all"


class StockPage(Page):
    """Lots in a table, devices beside it. Forms take the place of the devices and keep what was typed.

    Signals: none.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._lots: tuple[LotStock, ...] = ()
        self._has_devices = False
        self._model = LotModel(self)
        self._table = LotTable(context.theme, self._model)
        self._summary = label("", "muted")
        self._which = Segmented([(_HELD, self.tr("In stock")), (_ALL, self.tr("All lots"))], self.tr("Lots"))
        self._which.set_value(_HELD)
        self._new_lot = button(self.tr("New lot"), "primary", "plus")
        self._empty = EmptyState("package", "", "", self.tr("New lot"))
        self._first = EmptyState(
            "package",
            self.tr("No device yet. Add the first one."),
            self.tr("A pen or roller comes first, then the lots of its cartridges or heads."),
            self.tr("Add device"),
        )
        self._left = QStackedWidget()
        self._devices = DevicesCard(context)
        self._device_form = DeviceForm(context)
        self._lot_form = LotForm(context)
        self._count_form = LotCountForm(context)
        self._side = QStackedWidget()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        clinic = self.context.clinic
        devices = clinic.stock.devices(active_only=False)
        in_use = [device for device in devices if device.is_active]
        self._has_devices = bool(in_use)
        self._lots = clinic.stock.lots()
        self._devices.show_devices(devices)
        self._lot_form.offer(in_use)
        self._show_lots()
        open_one = next((stock for stock in self._lots if stock.lot.id == self._count_form.lot_id()), None)
        if open_one is not None:
            self._count_form.show_lot(open_one, self._locale())
        tab_as_read(self)

    def concerns(self, changes: Changes) -> bool:
        return changes.touches(Device, Lot, Unit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._side.currentIndex() == 0:
            self.setFocus()  # on nothing yet; Tab begins at the top

    def _lay_out(self) -> None:
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(label(self.tr("Stock"), "title"))
        titles.addWidget(self._summary)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(titles, 1)
        head.addWidget(self._which)
        head.addWidget(self._new_lot)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(9, 8, 9, 8)
        inside.addWidget(self._left)
        self._left.addWidget(self._table)
        self._left.addWidget(self._empty)
        self._left.addWidget(self._first)
        cards = QWidget()
        beside = QVBoxLayout(cards)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._devices)
        beside.addStretch(1)
        self._side.addWidget(scrollable(cards))
        for form in (self._device_form, self._lot_form, self._count_form):
            self._side.addWidget(form)
        self._body = SideBySide(
            card, self._side, self.context.theme, turns_at=_TURNS_AT, side_width=_SIDE_WIDTH
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(18)
        column.addLayout(head)
        column.addWidget(self._body, 1)

    def _connect(self) -> None:
        self._which.chosen.connect(lambda _which: self._show_lots())
        self._new_lot.clicked.connect(lambda: self._open(self._lot_form))
        self._empty.action_triggered.connect(lambda: self._open(self._lot_form))
        self._first.action_triggered.connect(lambda: self._open(self._device_form))
        self._devices.add.clicked.connect(lambda: self._open(self._device_form))
        self._table.row_opened.connect(self._open_lot)
        for form in (self._device_form, self._lot_form, self._count_form):
            form.closed.connect(self._close_form)
        self._device_form.saved.connect(self._device_added)
        self._lot_form.saved.connect(self._lot_added)
        self._count_form.saved.connect(self._count_corrected)

    def _show_lots(self) -> None:
        shown = [stock for stock in self._lots if stock.left > 0 or self._which.value() == _ALL]
        today = self.context.clinic.desk.now().date()
        chosen = self._model.stock_at(self._table.chosen_row())
        self._model.show_lots(shown, today, self._locale())
        if chosen is not None:
            self._table.choose_row(self._model.row_of(chosen.lot.id))
        self._left.setCurrentWidget(
            self._table if shown else self._empty if self._has_devices else self._first
        )
        self._which.setVisible(bool(self._lots))
        self._new_lot.setVisible(self._has_devices)
        self._summary.setText(self._summed_up())
        if self._lots:
            self._empty.set_text(self.tr("Everything is used up."), self.tr("Enter the lot that came last."))
        else:
            self._empty.set_text(
                self.tr("No lots yet. Enter the first box."),
                self.tr("A session opens one cartridge or head of a lot, so that it can be traced later."),
            )

    def _summed_up(self) -> str:
        today = self.context.clinic.desk.now().date()
        held = [stock for stock in self._lots if stock.left > 0]
        expired = [stock for stock in held if stock.lot.is_expired_on(today)]
        soon = [stock for stock in held if stock not in expired and stock.lot.is_expired_on(today + SOON)]
        left = sum(stock.left for stock in held if stock not in expired)
        parts = [counted(left, self.tr("1 unit to use"), self.tr("{n} units to use"))] if held else []
        if soon:
            words = self.tr("1 lot expires soon"), self.tr("{n} lots expire soon")
            parts.append(counted(len(soon), *words))
        if expired:
            parts.append(
                counted(len(expired), self.tr("1 lot has expired"), self.tr("{n} lots have expired"))
            )
        return " · ".join(parts)

    def _open(self, form: DeviceForm | LotForm | LotCountForm) -> None:
        self._side.setCurrentWidget(form)
        self._body.set_side_alone(True)
        form.start()

    def _open_lot(self, row: int) -> None:
        stock = self._model.stock_at(row)
        if stock is not None:
            self._count_form.show_lot(stock, self._locale())
            self._open(self._count_form)

    def _close_form(self) -> None:
        was_open = self._side.currentWidget()
        self._side.setCurrentIndex(0)
        self._body.set_side_alone(False)
        if isinstance(was_open, FormSheet):
            (self._table if self._model.rowCount() else self._new_lot).setFocus()

    def _device_added(self, device: Device) -> None:
        self._close_form()
        self._toast(self.tr("{name} is added").format(name=device.name))

    def _lot_added(self, lot: Lot) -> None:
        self._close_form()
        self._table.choose_row(self._model.row_of(lot.id))
        self._toast(self.tr("Lot {number} is added").format(number=lot.lot_number))

    def _count_corrected(self, lot: Lot) -> None:
        self._close_form()
        self._toast(self.tr("The count of lot {number} is corrected").format(number=lot.lot_number))

    def _toast(self, text: str) -> None:
        self.context.bus.toasted.emit(text, None)

    def _locale(self) -> str:
        return self.context.clinic.clinic.clinic().locale
