"""Entering a lot as it stands on the box, and correcting how many came in it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from mnlog.domain.charts import LotStock
from mnlog.domain.records import Device, Lot
from mnlog.domain.terms import DeviceKind
from mnlog.domain.units import depth_text
from mnlog.services.stock import LotDraft
from mnlog.ui.forms import ChoiceField, DateField, TextField
from mnlog.ui.labels import short_date, words
from mnlog.ui.page import Context
from mnlog.ui.panels.details_card import fact
from mnlog.ui.panels.form_sheet import FormSheet
from mnlog.ui.panels.number_field import NumberField
from mnlog.ui.panels.rows import Rows

_MOST_UNITS = 9_999
_MOST_NEEDLES = 999


class LotForm(FormSheet):
    """The form for a lot that was received.

    Signals:
        saved(Lot): the lot was entered.
        submitted, closed: as `FormSheet`.
    """

    saved = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(self.tr("New lot"), self.tr("Add lot"))
        self._context = context
        self._devices: dict[str, Device] = {}
        self._device = ChoiceField(self.tr("For which device"), required=True)
        self._product = TextField(
            self.tr("Product"),
            self.tr("Such as 12-needle cartridge; the device's name when empty."),
            limit=120,
        )
        self._number = TextField(
            self.tr("Lot number"), self.tr("As printed on the box."), required=True, limit=60
        )
        self._expires = DateField(self.tr("Expires on"), self.tr("The last day it may be used."))
        self._needles = NumberField(self.tr("Needles"), 1, _MOST_NEEDLES)
        self._length = ChoiceField(self.tr("Needle length"), required=True)
        self._count = NumberField(self.tr("How many came in the box"), 1, _MOST_UNITS)
        for name, field in (
            ("device_id", self._device),
            ("product", self._product),
            ("lot_number", self._number),
            ("expires_on", self._expires),
            ("received_count", self._count),
            ("needle_length_um", self._length),
            ("needle_count", self._needles),
        ):
            self.add_field(name, field)
        self.body.addStretch(1)
        self._device.changed.connect(self._follow_device)
        self._expires.changed.connect(self._warn_of_expiry)
        self.submitted.connect(self._save)
        self._follow_device()

    def offer(self, devices: Sequence[Device]) -> None:
        """Offers the devices in use; the only one is chosen by itself."""
        self._devices = {device.id: device for device in devices}
        self._device.set_options([(device.id, f"{device.name} ({words(device.kind)})") for device in devices])
        if len(devices) == 1:
            self._device.set_value(devices[0].id)
        self._follow_device()

    def start(self) -> None:
        """Puts the cursor where one begins."""
        self.scroll_to_top()
        (self._product if self._device.value() else self._device).setFocus()

    def clear(self) -> None:
        """Forgets what was entered, except the device: boxes come in batches."""
        for text in (self._product, self._number, self._needles, self._count):
            text.set_value("")
        self._expires.set_value(None)
        self._length.set_value(None)
        self._follow_device()

    def _follow_device(self) -> None:
        device = self._devices.get(self._device.value() or "")
        with_heads = device is not None and device.kind is not DeviceKind.PEN
        self._length.setVisible(with_heads)
        if device is None:
            return
        model = self._context.clinic.resources.vocabulary.device_models.get(device.model_id)
        if with_heads and model is not None:
            self._length.set_options(
                [
                    (str(each), self.tr("{length} mm").format(length=depth_text(each)))
                    for each in model.needle_lengths_um
                ]
            )
            if len(model.needle_lengths_um) == 1:
                self._length.set_value(str(model.needle_lengths_um[0]))
        if model is not None and model.needle_count is not None and not self._needles.value():
            self._needles.set_number(model.needle_count)

    def _warn_of_expiry(self) -> None:
        """Said, not refused: an old box may be entered to be looked back on, but no session can open it."""
        day, today = self._expires.value(), self._context.clinic.desk.now().date()
        if day is not None and day < today:
            self._expires.set_error(self.tr("This day is past: no session will be able to use the lot."))

    def _save(self) -> None:
        device_id, count, needles = self._device.value(), self._count.number(), self._needles.number()
        if device_id is None:
            self._device.set_error(self.tr("Choose the device this lot is for."))
        unread = self._expires.value() is None and bool(self._expires.error())
        wrong = (
            (self._device, device_id is None),
            (self._expires, unread),
            (self._count, bool(self._count.error())),
            (self._needles, bool(self._needles.error())),
        )
        first = next((field for field, is_wrong in wrong if is_wrong), None)
        if first is not None or device_id is None:
            self.show_field(first or self._device)
            return
        length = self._length.value() if self._length.isVisibleTo(self) else None
        draft = LotDraft(
            device_id=device_id,
            product=self._product.value(),
            lot_number=self._number.value(),
            received_count=count or 0,
            expires_on=self._expires.value(),
            needle_count=needles,
            needle_length_um=None if length is None else int(length),
        )
        verbs = self._context.clinic.stock
        done: Lot | None = self._context.operations.run(lambda: verbs.add_lot(draft), refused=self.refuse)
        if done is not None:
            self.clear()
            self.saved.emit(done)


class LotCountForm(FormSheet):
    """Corrects how many units of a lot were received.

    Signals:
        saved(Lot): the count was corrected.
        submitted, closed: as `FormSheet`.
    """

    saved = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__("", self.tr("Correct the count"))
        self._context = context
        self._stock: LotStock | None = None
        self._facts = Rows(spacing=10)
        self._count = NumberField(self.tr("How many came in the box"), 1, _MOST_UNITS)
        self.body.addLayout(self._facts)
        self.add_field("received_count", self._count)
        self.body.addStretch(1)
        self.submitted.connect(self._save)

    def show_lot(self, stock: LotStock, locale: str) -> None:
        """Turns to a lot; a number begun for the same one stays."""
        is_same = self._stock is not None and self._stock.lot.id == stock.lot.id
        before = self._stock
        self._stock = stock
        lot = stock.lot
        self.set_title(self.tr("Lot {number}").format(number=lot.lot_number), self.tr("Correct the count"))
        opened = lot.received_count - stock.left
        expires = short_date(lot.expires_on, locale) if lot.expires_on else self.tr("No date")
        self._facts.replace(
            fact(title, text)
            for title, text in (
                (self.tr("Product"), lot.product),
                (self.tr("Device"), stock.device.name),
                (self.tr("Expires"), expires),
                (self.tr("Received"), short_date(lot.received_at, locale)),
                (self.tr("Units"), self.tr("{n} opened, {left} left").format(n=opened, left=stock.left)),
            )
        )
        untouched = before is not None and self._count.value() == str(before.lot.received_count)
        if not is_same or untouched:
            self._count.set_number(lot.received_count)

    def lot_id(self) -> str:
        """Id of the lot it is about; empty before the first."""
        return self._stock.lot.id if self._stock is not None else ""

    def start(self) -> None:
        """Puts the cursor where one begins."""
        self._count.setFocus()

    def _save(self) -> None:
        stock, count = self._stock, self._count.number()
        if stock is None or self.stands_wrong():
            return
        if count is None:
            self._count.set_error(self.tr("Say how many came in the box."))
            self.show_field(self._count)
            return
        verbs = self._context.clinic.stock
        done: Lot | None = self._context.operations.run(
            lambda: verbs.correct_count(stock.lot, count), refused=self.refuse
        )
        if done is not None:
            self.saved.emit(done)
