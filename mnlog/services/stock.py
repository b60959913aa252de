"""Devices, lots and units: what there is to choose from at the chair."""

from dataclasses import dataclass
from datetime import date

from mnlog.db.lists import lots_in_stock
from mnlog.domain.charts import LotStock
from mnlog.domain.records import Device, Lot, Unit
from mnlog.domain.terms import DeviceKind
from mnlog.domain.units import depth_text
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class LotDraft:
    """What the form for a lot holds."""

    device_id: str
    product: str
    lot_number: str
    received_count: int
    expires_on: date | None = None
    needle_count: int | None = None
    needle_length_um: int | None = None


class StockService:
    """Verbs about devices, lots and units."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def devices(self, *, active_only: bool = True) -> tuple[Device, ...]:
        """The clinic's devices, by name."""
        with self._desk.reading() as reader:
            devices = reader.find(Device, order_by=("name",))
        return tuple(device for device in devices if device.is_active or not active_only)

    def lots(self) -> tuple[LotStock, ...]:
        """All lots with what is left, the most recently received first."""
        with self._desk.reading() as reader:
            return lots_in_stock(reader)

    def lots_for(self, device_id: str) -> tuple[LotStock, ...]:
        """Lots of one device that still have units, those that expire first in front."""
        held = [stock for stock in self.lots() if stock.lot.device_id == device_id and stock.left > 0]
        return tuple(sorted(held, key=lambda stock: (stock.lot.expires_on or date.max, stock.lot.lot_number)))

    def add_device(self, model_id: str, *, name: str = "", serial_number: str = "") -> Saved[Device]:
        """Enters a device of a known model; its reach and steps come from the vocabulary."""
        model = self._desk.vocabulary.device_models[model_id]
        with self._desk.writing("stock.add_device") as work:
            device = work.add(
                Device(
                    id=new_id(),
                    model_id=model_id,
                    kind=model.kind,
                    name=name.strip() or model.name,
                    serial_number=serial_number.strip(),
                    depth_min_um=model.depth_min_um,
                    depth_max_um=model.depth_max_um,
                    depth_step_um=model.depth_step_um,
                    speeds=model.speeds,
                )
            )
            return Saved(device, work.commit())

    def retire_device(self, device: Device, *, is_active: bool = False) -> Saved[Device]:
        """Takes a device out of the choice at the chair, or back into it."""
        with self._desk.writing("stock.retire_device") as work:
            changed = work.change(device, is_active=is_active)
            return Saved(changed, work.commit())

    def add_lot(self, draft: LotDraft) -> Saved[Lot]:
        """Enters a lot that was received.

        Raises:
            RuleViolation: for a missing lot number, an impossible count, an unfitting needle length, a lot
            entered
                twice.
        """
        with self._desk.writing("stock.add_lot") as work:
            device = work.require(Device, draft.device_id)
            self._check_lot(draft, device)
            product, number = draft.product.strip() or device.name, draft.lot_number.strip()
            if work.find(Lot, device_id=device.id, product=product, lot_number=number):
                raise RuleViolation(
                    f"Lot {number} is in stock already.",
                    "Correct how many were received there.",
                    field="lot_number",
                )
            lot = work.add(
                Lot(
                    id=new_id(),
                    device_id=device.id,
                    product=product,
                    lot_number=number,
                    expires_on=draft.expires_on,
                    needle_count=draft.needle_count,
                    needle_length_um=None if device.kind is DeviceKind.PEN else draft.needle_length_um,
                    received_count=draft.received_count,
                    received_at=self._desk.now(),
                )
            )
            return Saved(lot, work.commit())

    def correct_count(self, lot: Lot, received_count: int) -> Saved[Lot]:
        """Corrects how many units of a lot were received.

        Raises:
            RuleViolation: when more have been opened already.
        """
        with self._desk.writing("stock.correct_count") as work:
            opened = len(work.find(Unit, lot_id=lot.id))
            if received_count < opened:
                raise RuleViolation(
                    f"{opened} units of lot {lot.lot_number} have been opened already.",
                    field="received_count",
                )
            changed = work.change(lot, received_count=received_count)
            return Saved(changed, work.commit())

    def _check_lot(self, draft: LotDraft, device: Device) -> None:
        if not draft.lot_number.strip():
            raise RuleViolation("A lot needs its number, as printed on the box.", field="lot_number")
        if draft.received_count < 1:
            raise RuleViolation("Say how many came in the box.", field="received_count")
        if device.kind is not DeviceKind.PEN and draft.needle_length_um is None:
            raise RuleViolation(
                "A roller or stamp has one needle length: choose it.", field="needle_length_um"
            )
        length = draft.needle_length_um
        if device.kind is DeviceKind.PEN or length is None:
            return
        if not device.depth_min_um <= length <= device.depth_max_um:
            raise RuleViolation(
                f"{device.name} has needles of {depth_text(device.depth_min_um)} to "
                f"{depth_text(device.depth_max_um)} mm.",
                field="needle_length_um",
            )
