"""Device, unit, zones and depths, and what touched the skin besides."""

from collections.abc import Iterable
from datetime import date

from mnlog.db.database import UnitOfWork
from mnlog.domain.records import Device, Lot, Topical, TreatmentSession, Unit, ZoneTreatment
from mnlog.domain.rules.depth import device_refusal, typical_range
from mnlog.domain.terms import DeviceKind, EndPoint, Side, TopicalTiming, UnitState
from mnlog.domain.units import DEPTH_LIMIT_UM, depth_text
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved, new_id
from mnlog.services.drafts import require_draft
from mnlog.services.fitting import fit_zones, needle_length_um

PASSES_LIMIT = 99
SPEED_LIMIT = 99
"""For a pen whose maker names no number of settings."""


class NeedlingService:
    """Verbs about needling."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def choose_kind(self, session_id: str, kind: DeviceKind) -> Saved[TreatmentSession]:
        """Pen, roller or stamp; a device of another kind is let go, what the new one cannot do falls away.

        Raises:
            RuleViolation: when a unit for another kind is open in this session.
        """
        with self._desk.writing("needling.choose_kind") as work:
            session = require_draft(work, session_id)
            device = work.get(Device, session.device_id) if session.device_id else None
            if device is not None and device.kind is not kind:
                self._demand_no_unit(work, session)
            same_kind = [d for d in work.find(Device, kind=kind.value, order_by=("name",)) if d.is_active]
            chosen = device if device and device.kind is kind else None
            if chosen is None and len(same_kind) == 1:
                chosen = same_kind[0]
            changed = work.change(session, device_kind=kind, device_id=chosen.id if chosen else None)
            fit_zones(work, changed)
            return Saved(changed, work.commit())

    def choose_device(self, session_id: str, device_id: str) -> Saved[TreatmentSession]:
        """Chooses one of the clinic's devices; depths and speeds it does not have fall away.

        Raises:
            RuleViolation: when a unit for another device is open in this session.
        """
        with self._desk.writing("needling.choose_device") as work:
            session = require_draft(work, session_id)
            device = work.require(Device, device_id)
            if session.device_id != device_id:
                self._demand_no_unit(work, session)
            changed = work.change(session, device_id=device_id, device_kind=device.kind)
            fit_zones(work, changed)
            return Saved(changed, work.commit())

    def open_unit(self, session_id: str, lot_id: str) -> Saved[Unit]:
        """Opens one unit of a lot for this patient; it serves nobody else.

        A roller head brings its own needle length, which becomes the depth of every zone.

        Raises:
            RuleViolation: when the lot is expired, empty, or belongs to another device.
        """
        with self._desk.writing("needling.open_unit") as work:
            session = require_draft(work, session_id)
            lot = work.require(Lot, lot_id)
            self._check_lot(work, session, lot)
            device = work.require(Device, lot.device_id)
            unit = work.add(
                Unit(
                    id=new_id(),
                    lot_id=lot.id,
                    patient_id=session.patient_id,
                    session_id=session.id,
                    opened_by_id=self._desk.practitioner_id,
                    opened_at=self._desk.now(),
                )
            )
            session = work.change(session, device_id=device.id, device_kind=device.kind)
            fit_zones(work, session)
            self._note_start(work, session)
            return Saved(unit, work.commit())

    def return_unit(self, unit_id: str) -> Saved[None]:
        """Takes back a unit that was entered by mistake; the audit keeps that it was."""
        with self._desk.writing("needling.return_unit") as work:
            unit = work.require(Unit, unit_id)
            session = require_draft(work, unit.session_id)
            work.remove(unit)
            if session.needling_ended_at is None and not work.find(Unit, session_id=session.id):
                work.change(session, needling_started_at=None)
            return Saved(None, work.commit())

    def dispose_unit(self, unit_id: str) -> Saved[Unit]:
        """The unit goes into the sharps bin; once is enough."""
        with self._desk.writing("needling.dispose_unit") as work:
            unit = work.require(Unit, unit_id)
            if unit.state is not UnitState.DISPOSED:
                unit = work.change(unit, state=UnitState.DISPOSED, disposed_at=self._desk.now())
            return Saved(unit, work.commit())

    def add_zones(
        self, session_id: str, places: Iterable[tuple[str, Side]], *, site_text: str = ""
    ) -> Saved[tuple[ZoneTreatment, ...]]:
        """Adds zones; a roller gives them its needle length, a pen leaves the depth to be set.

        Zones may be planned before anything is opened: needling begins when there is a unit to needle them
        with.
        """
        with self._desk.writing("needling.add_zones") as work:
            session = require_draft(work, session_id)
            present = work.find(ZoneTreatment, session_id=session_id)
            taken = {(zone.zone_id, zone.side, zone.site_text) for zone in present}
            added = [
                work.add(self._new_zone(work, session, zone_id, side, site_text))
                for zone_id, side in places
                if (zone_id, side, site_text) not in taken
            ]
            self._note_start(work, session)
            return Saved(tuple(added), work.commit())

    def remove_zones(self, zone_treatment_ids: Iterable[str]) -> Saved[tuple[ZoneTreatment, ...]]:
        """Takes zones out of the draft.

        Returns:
            What was removed, for "Undo".
        """
        with self._desk.writing("needling.remove_zones") as work:
            removed = []
            for zone_treatment_id in zone_treatment_ids:
                zone = work.require(ZoneTreatment, zone_treatment_id)
                require_draft(work, zone.session_id)
                work.remove(zone)
                removed.append(zone)
            return Saved(tuple(removed), work.commit())

    def put_zones_back(self, zones: Iterable[ZoneTreatment]) -> Saved[None]:
        """Undoes `remove_zones`; zones come back under their own ids, unless they were drawn anew."""
        with self._desk.writing("needling.put_zones_back") as work:
            for zone in zones:
                require_draft(work, zone.session_id)
                if not work.find(
                    ZoneTreatment,
                    session_id=zone.session_id,
                    zone_id=zone.zone_id,
                    side=zone.side.value,
                    site_text=zone.site_text,
                ):
                    work.add(zone)
            return Saved(None, work.commit())

    def set_depth(self, zone_treatment_ids: Iterable[str], depth_um: int) -> Saved[None]:
        """Sets the depth of some zones.

        Raises:
            RuleViolation: when the device cannot reach it.
        """
        with self._desk.writing("session.set_depth") as work:
            zones, sessions = self._zones(work, zone_treatment_ids)
            for session in sessions:
                refusal = self._refusal(work, session, depth_um)
                if refusal:
                    raise RuleViolation(refusal, "Choose a depth the device can do.", field="depth")
            for zone in zones:
                work.change(zone, depth_um=depth_um)
            return Saved(None, work.commit())

    def set_passes(self, zone_treatment_ids: Iterable[str], passes: int) -> Saved[None]:
        """Sets how often the device ran over some zones."""
        if not 1 <= passes <= PASSES_LIMIT:
            raise RuleViolation(f"Passes go from 1 to {PASSES_LIMIT}.", field="passes")
        with self._desk.writing("session.set_passes") as work:
            for zone in self._zones(work, zone_treatment_ids)[0]:
                work.change(zone, passes=passes)
            return Saved(None, work.commit())

    def set_speed(self, zone_treatment_ids: Iterable[str], speed: int) -> Saved[None]:
        """Sets a pen's speed for some zones.

        Raises:
            RuleViolation: for a device without a motor.
        """
        with self._desk.writing("session.set_speed") as work:
            zones, sessions = self._zones(work, zone_treatment_ids)
            for session in sessions:
                self._check_speed(work, session, speed)
            for zone in zones:
                work.change(zone, speed=speed)
            return Saved(None, work.commit())

    def set_end_point(self, zone_treatment_ids: Iterable[str], end_point: EndPoint) -> Saved[None]:
        """Notes what the skin showed when the zones were finished."""
        with self._desk.writing("session.set_end_point") as work:
            for zone in self._zones(work, zone_treatment_ids)[0]:
                work.change(zone, end_point=end_point)
            return Saved(None, work.commit())

    def finish(self, session_id: str) -> Saved[TreatmentSession]:
        """Needling is over now; waiting times start here."""
        with self._desk.writing("needling.finish") as work:
            session = require_draft(work, session_id)
            session = work.change(
                session,
                needling_started_at=session.needling_started_at or session.started_at,
                needling_ended_at=self._desk.now(),
            )
            return Saved(session, work.commit())

    def add_topical(
        self, session_id: str, product_id: str, *, lot_number: str = "", expires_on: date | None = None
    ) -> Saved[Topical]:
        """Notes a serum or other product on needled skin."""
        product = self._desk.vocabulary.topicals[product_id]
        with self._desk.writing("needling.add_topical") as work:
            require_draft(work, session_id)
            topical = work.add(
                Topical(
                    id=new_id(),
                    session_id=session_id,
                    product_id=product_id,
                    name=product.name,
                    lot_number=lot_number.strip(),
                    expires_on=expires_on,
                    is_intradermal=product.intradermal,
                )
            )
            return Saved(topical, work.commit())

    def set_topical_timing(self, topical_id: str, timing: TopicalTiming) -> Saved[Topical]:
        """Before, during or after the needling."""
        with self._desk.writing("needling.set_topical_timing") as work:
            topical = work.require(Topical, topical_id)
            require_draft(work, topical.session_id)
            changed = work.change(topical, timing=timing)
            return Saved(changed, work.commit())

    def set_topical_lot(self, topical_id: str, lot_number: str) -> Saved[Topical]:
        """The lot of a topical, as printed on it."""
        with self._desk.writing("needling.set_topical_lot") as work:
            topical = work.require(Topical, topical_id)
            require_draft(work, topical.session_id)
            changed = work.change(topical, lot_number=lot_number.strip())
            return Saved(changed, work.commit())

    def remove_topical(self, topical_id: str) -> Saved[None]:
        """Takes a topical out of the draft."""
        with self._desk.writing("needling.remove_topical") as work:
            topical = work.require(Topical, topical_id)
            require_draft(work, topical.session_id)
            work.remove(topical)
            return Saved(None, work.commit())

    def _zones(
        self, work: UnitOfWork, ids: Iterable[str]
    ) -> tuple[list[ZoneTreatment], list[TreatmentSession]]:
        """Zones of drafts, and the drafts."""
        zones = [work.require(ZoneTreatment, zone_id) for zone_id in dict.fromkeys(ids)]
        session_ids = dict.fromkeys(zone.session_id for zone in zones)
        return zones, [require_draft(work, session_id) for session_id in session_ids]

    def _new_zone(
        self, work: UnitOfWork, session: TreatmentSession, zone_id: str, side: Side, site_text: str
    ) -> ZoneTreatment:
        vocabulary = self._desk.vocabulary
        typical = typical_range(vocabulary.zones[zone_id], vocabulary.concerns.get(session.concern_id or ""))
        return ZoneTreatment(
            id=new_id(),
            session_id=session.id,
            zone_id=zone_id,
            side=side,
            site_text=site_text.strip(),
            depth_um=needle_length_um(work, session.id),
            typical_min_um=typical.min_um,
            typical_max_um=typical.max_um,
            typical_source=typical.source_text,
        )

    def _note_start(self, work: UnitOfWork, session: TreatmentSession) -> None:
        if session.needling_started_at is not None or not work.find(Unit, session_id=session.id):
            return
        if work.find(ZoneTreatment, session_id=session.id):
            work.change(session, needling_started_at=self._desk.now())

    def _refusal(self, work: UnitOfWork, session: TreatmentSession, depth_um: int) -> str:
        device = work.get(Device, session.device_id) if session.device_id else None
        if device is not None:
            is_fixed = device.kind is not DeviceKind.PEN
            return device_refusal(depth_um, device, needle_length_um(work, session.id) if is_fixed else None)
        if not 0 < depth_um <= DEPTH_LIMIT_UM:
            return f"No device reaches {depth_text(depth_um)} mm."
        return ""

    def _check_speed(self, work: UnitOfWork, session: TreatmentSession, speed: int) -> None:
        if session.device_kind is not None and not session.device_kind.has_speed:
            raise RuleViolation("A roller or stamp has no speed.", field="speed")
        device = work.get(Device, session.device_id) if session.device_id else None
        fastest = device.speeds if device and device.speeds else SPEED_LIMIT
        if not 1 <= speed <= fastest:
            name = device.name if device else "A pen"
            raise RuleViolation(f"{name} has speeds 1 to {fastest}.", field="speed")

    def _demand_no_unit(self, work: UnitOfWork, session: TreatmentSession) -> None:
        if work.find(Unit, session_id=session.id):
            raise RuleViolation(
                "A unit for the other device is open in this session.",
                "Return it first if it was not used.",
                field="device",
            )

    def _check_lot(self, work: UnitOfWork, session: TreatmentSession, lot: Lot) -> None:
        today = self._desk.now().date()
        if lot.expires_on is not None and lot.is_expired_on(today):
            raise RuleViolation(
                f"Lot {lot.lot_number} expired on {lot.expires_on:%d %b %Y}, so no unit was opened.",
                "Choose another lot.",
                field="lot",
            )
        if len(work.find(Unit, lot_id=lot.id)) >= lot.received_count:
            raise RuleViolation(
                f"Nothing is left of lot {lot.lot_number}.",
                "Choose another lot, or correct the count in Stock.",
                field="lot",
            )
        if session.device_id not in (None, lot.device_id) and work.find(Unit, session_id=session.id):
            raise RuleViolation("A unit for another device is open in this session.", field="lot")
