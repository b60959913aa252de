"""Zones and the device in hand: what it cannot do falls away, and what it does by itself is filled in."""

from mnlog.db.database import Reader, UnitOfWork
from mnlog.domain.records import Device, Lot, TreatmentSession, Unit, ZoneTreatment
from mnlog.domain.rules.depth import device_refusal


def needle_length_um(reader: Reader, session_id: str) -> int | None:
    """The length of the roller head or stamp opened last in a session; None with a pen or nothing opened."""
    units = reader.find(Unit, session_id=session_id, order_by=("-opened_at",))
    return reader.require(Lot, units[0].lot_id).needle_length_um if units else None


def fit_zones(work: UnitOfWork, session: TreatmentSession) -> None:
    """Fits all zones of a draft to its device.

    A roller head brings its needle length. A depth that the device cannot reach, and a speed it does not
    have, fall away; the audit keeps them, and a missing depth is asked for before the signature.
    """
    device = work.get(Device, session.device_id) if session.device_id else None
    length_um = needle_length_um(work, session.id)
    for zone in work.find(ZoneTreatment, session_id=session.id):
        depth_um = zone.depth_um if length_um is None else length_um
        if device and depth_um is not None and device_refusal(depth_um, device, length_um):
            depth_um = None
        has_speed = session.device_kind is None or session.device_kind.has_speed
        too_fast = device is not None and 0 < device.speeds < (zone.speed or 0)
        work.change(zone, depth_um=depth_um, speed=zone.speed if has_speed and not too_fast else None)
