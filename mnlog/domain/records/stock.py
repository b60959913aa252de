"""Devices, what came in the box, and what was opened."""

from dataclasses import dataclass
from datetime import date, datetime

from mnlog.domain.records.base import Record
from mnlog.domain.terms import DeviceKind, UnitState


@dataclass(frozen=True, slots=True, kw_only=True)
class Device(Record):
    """A pen or handle the clinic owns; a roller or stamp is thrown away and stands here as its model."""

    model_id: str
    kind: DeviceKind
    name: str
    serial_number: str = ""
    depth_min_um: int
    depth_max_um: int
    depth_step_um: int = 0
    speeds: int = 0
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot(Record):
    """What came in one box: cartridges for a pen, or roller heads of one needle length."""

    device_id: str
    product: str
    lot_number: str
    expires_on: date | None = None
    needle_count: int | None = None
    needle_length_um: int | None = None
    received_count: int
    received_at: datetime

    def is_expired_on(self, day: date) -> bool:
        """A lot may be used up to and on its expiry date."""
        return self.expires_on is not None and self.expires_on < day


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Record):
    """One opened cartridge or roller head. It serves one patient, once."""

    lot_id: str
    patient_id: str
    session_id: str
    opened_by_id: str
    opened_at: datetime
    state: UnitState = UnitState.OPENED
    disposed_at: datetime | None = None
