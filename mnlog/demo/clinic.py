"""The demo clinic: filled by the services of any other, with a clock that is moved through the past."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mnlog.demo.cast import AMARA, PEOPLE, Person, Visit
from mnlog.demo.clock import DemoClock
from mnlog.domain.records import Device, Lot, Patient, Stroke
from mnlog.domain.terms import Answer, ConsentMethod, DeviceKind, DocumentKind, Region
from mnlog.services.clinic import PractitionerDraft
from mnlog.services.consents import ConsentDraft
from mnlog.services.desk import Clock, system_clock
from mnlog.services.opening import ClinicDraft, OpenClinic, Resources, open_clinic, set_up_clinic
from mnlog.services.patients import PatientDraft
from mnlog.services.stock import LotDraft
from mnlog.vault.kdf import KdfCost

DEMO_PASSPHRASE = "lantern harbour velvet nine"  # noqa: S105 everybody may open the demo clinic
DEMO_PIN = "2580"
ZONE = ZoneInfo("Europe/London")
SETTING_UP = timedelta(days=400)
SIGNATURE: tuple[Stroke, ...] = (
    ((0.08, 0.62, 0, 0.4), (0.14, 0.30, 60, 0.6), (0.19, 0.66, 120, 0.7), (0.24, 0.34, 180, 0.6),
     (0.29, 0.64, 240, 0.6), (0.36, 0.42, 300, 0.5), (0.42, 0.62, 360, 0.5), (0.50, 0.48, 420, 0.5),
     (0.58, 0.60, 480, 0.5), (0.70, 0.46, 560, 0.4), (0.86, 0.54, 660, 0.3)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands in the demo clinic's stock."""

    pen: Device
    roller: Device
    pen_lot: Lot
    roller_lots: dict[int, Lot]


def demo_clinic(
    path: Path,
    resources: Resources,
    *,
    now: datetime | None = None,
    clock: Clock | None = None,
    cost: KdfCost | None = None,
) -> OpenClinic:
    """Opens the demo clinic; makes it first when it is not there.

    Args:
        now: what its past leads up to; the computer's time when not given.
        clock: the clock it is used with afterwards; the computer's own when not given.
        cost: what a try of its passphrase costs; the usual cost when not given.
    """
    if not (path / "clinic.db").exists():
        moment = now or system_clock()
        filling = DemoClock(moment.astimezone(ZONE) - SETTING_UP)
        clinic = set_up_clinic(
            path,
            resources,
            ClinicDraft(
                name="Rowan Skin Clinic",
                address="12 Mill Lane\nYork YO1 7QX",
                phone="01904 555 0114",
                out_of_hours_phone="07700 900 555",
                emergency_number="999",
                time_zone=ZONE.key,
            ),
            PractitionerDraft(
                name="J. Okafor",
                initials="JO",
                qualification="RN",
                registration_number="98I1234E",
                pin=DEMO_PIN,
            ),
            DEMO_PASSPHRASE,
            clock=filling,
            cost=cost,
        )
        try:
            _Filling(clinic, filling, moment.astimezone(ZONE)).run()
        finally:
            clinic.close()
    return open_clinic(path, resources, DEMO_PASSPHRASE, clock=clock or system_clock)


class _Filling:
    """Writes the past, visit by visit, in the order of time."""

    def __init__(self, clinic: OpenClinic, clock: DemoClock, now: datetime) -> None:
        self._clinic, self._clock, self._now = clinic, clock, now

    def run(self) -> None:
        shelf = self._stock()
        patients: dict[int, Patient] = {}
        everybody = (AMARA, *PEOPLE)
        for index, person in enumerate(everybody):
            patients[index] = self._register(person)
        visits = [(visit, index) for index, person in enumerate(everybody) for visit in person.visits]
        for visit, index in sorted(visits, key=lambda pair: (-pair[0].days_ago, pair[0].at)):
            self._treat(patients[index], everybody[index], visit, shelf)
        self._in_the_room(patients[1 + next(i for i, p in enumerate(PEOPLE) if p.given == "Noor")])

    def _stock(self) -> Shelf:
        stock, today = self._clinic.stock, self._now.date()
        pen = stock.add_device("exceed", name="Exceed pen", serial_number="EX-20417").result
        roller = stock.add_device("medical_roller").result

        def lot(
            device: Device, product: str, number: str, days: int, count: int, length: int | None = None
        ) -> Lot:
            draft = LotDraft(
                device_id=device.id,
                product=product,
                lot_number=number,
                received_count=count,
                expires_on=today + timedelta(days=days),
                needle_count=None if length else 6,
                needle_length_um=length,
            )
            return stock.add_lot(draft).result

        lot(pen, "6-needle cartridge", "23K044", -40, 6)
        pen_lot = lot(pen, "6-needle cartridge", "24F118", 110, 20)
        lot(pen, "6-needle cartridge", "24D090", 9, 4)
        lengths = (500, 1000, 1500)
        rollers = {size: lot(roller, "Roller head", f"R-77{size // 100}", 400, 8, size) for size in lengths}
        return Shelf(pen, roller, pen_lot, rollers)

    def _register(self, person: Person) -> Patient:
        draft = PatientDraft(
            given_name=person.given,
            family_name=person.family,
            former_name=person.former,
            birth_date=person.born,
            phone=person.phone,
            phototype=person.phototype,
            language=person.language,
        )
        self._clock.advance(minutes=7)
        patient = self._clinic.patients.register(draft).result
        for kind, text in person.alerts:
            self._clinic.patients.add_alert(patient.id, kind, text)
        return patient

    def _begin(self, days_ago: int, at: tuple[int, int]) -> None:
        """Sets the clock to a visit's start. One of today is moved so that it lies before now."""
        moment = (self._now - timedelta(days=days_ago)).replace(
            hour=at[0], minute=at[1], second=0, microsecond=0
        )
        if moment > self._now - timedelta(minutes=100):
            moment = self._now - timedelta(minutes=100 + 90 * (12 - min(at[0], 11)))
        self._clock.moment = moment

    def _treat(self, patient: Patient, person: Person, visit: Visit, shelf: Shelf) -> None:
        clinic = self._clinic
        self._begin(visit.days_ago, visit.at)
        session_id = clinic.sessions.start(patient.id).result.id
        clinic.sessions.choose_concern(session_id, person.concern)
        clinic.screening.answer_rest_with_no(session_id, tuple(clinic.resources.vocabulary.questions))
        if patient.phototype is not None and patient.phototype >= 4:
            clinic.screening.answer(session_id, "pih_history", Answer.YES, details="darker skin type")
        self._consent(session_id, patient, visit)
        self._numb(session_id, visit)
        self._needle(session_id, visit, shelf)
        for reaction_id, grade in visit.grades:
            clinic.reactions.record(session_id, reaction_id, grade)
        clinic.reactions.set_pain(session_id, visit.pain)
        self._clock.advance(minutes=4)
        clinic.signing.sign(session_id, DEMO_PIN)
        if visit.aftercare:
            pdf = clinic.papers.render(session_id, DocumentKind.AFTERCARE)
            clinic.papers.give(session_id, DocumentKind.AFTERCARE, pdf)
        self._follow_up(session_id, visit)

    def _consent(self, session_id: str, patient: Patient, visit: Visit) -> None:
        consents = self._clinic.consents
        self._clock.advance(minutes=3)
        standing = consents.candidate(session_id)
        if standing is not None:
            consents.confirm(session_id, standing)
            return
        zones = self._clinic.resources.vocabulary.zones
        regions = tuple(dict.fromkeys(zones[zone].region for zone, _, _ in visit.depths)) or (Region.FACE,)
        text = consents.text_for(session_id, regions, 2000)
        consents.sign(
            session_id,
            ConsentDraft(
                regions=regions,
                max_depth_um=2000,
                agreed_items=tuple(item.id for item in text.items),
                method=ConsentMethod.SCREEN,
                signer_name=patient.name,
                photo_record=True,
                strokes=SIGNATURE,
                practitioner_strokes=SIGNATURE,
            ),
        )

    def _numb(self, session_id: str, visit: Visit) -> None:
        numbing = self._clinic.numbing
        if visit.numbing is None:
            numbing.none_used(session_id)
            return
        chosen = numbing.choose(session_id, visit.numbing).result
        numbing.put_on(chosen.id)
        self._clock.advance(minutes=visit.minutes)
        numbing.take_off(chosen.id)

    def _needle(self, session_id: str, visit: Visit, shelf: Shelf) -> None:
        needling = self._clinic.needling
        is_pen = visit.kind is DeviceKind.PEN
        needling.choose_device(session_id, (shelf.pen if is_pen else shelf.roller).id)
        lot = shelf.pen_lot if is_pen else shelf.roller_lots[visit.depths[0][2]]
        needling.open_unit(session_id, lot.id)
        zones = needling.add_zones(session_id, [(zone, side) for zone, side, _ in visit.depths]).result
        for zone, (_, _, depth_um) in zip(zones, visit.depths, strict=True):
            needling.set_depth([zone.id], depth_um)
        ids = [zone.id for zone in zones]
        needling.set_passes(ids, visit.passes)
        if visit.speed is not None:
            needling.set_speed(ids, visit.speed)
        needling.set_end_point(ids, visit.end_point)
        if visit.serum is not None:
            needling.add_topical(session_id, visit.serum)
        self._clock.advance(minutes=25)
        needling.finish(session_id)

    def _follow_up(self, session_id: str, visit: Visit) -> None:
        ended = self._clock.moment
        for follow_up in self._clinic.sessions.chart(session_id).follow_ups:
            grades = visit.later.get(follow_up.after_h)
            if grades is not None and follow_up.due_at < self._now:
                self._clock.moment = follow_up.due_at + timedelta(minutes=20)
                self._clinic.reactions.record_follow_up(follow_up.id, grades=grades)
        self._clock.moment = ended

    def _in_the_room(self, patient: Patient) -> None:
        """Somebody sits with the cream on."""
        clinic = self._clinic
        self._clock.moment = self._now - timedelta(minutes=31)
        session_id = clinic.sessions.start(patient.id).result.id
        clinic.sessions.choose_concern(session_id, "enlarged_pores")
        clinic.screening.answer_rest_with_no(session_id, tuple(clinic.resources.vocabulary.questions))
        self._consent(session_id, patient, Visit(days_ago=0))
        self._clock.advance(minutes=6)
        chosen = clinic.numbing.choose(session_id, "lidocaine_5").result
        clinic.numbing.put_on(chosen.id)
