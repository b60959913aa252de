"""A clinic as pages meet it: real databases in a temporary folder, with the people and boxes in it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mnlog.domain.changes import Changes
from mnlog.domain.records import Device, Lot, Patient, TreatmentSession
from mnlog.domain.rules.screening import unanswered
from mnlog.domain.terms import ConsentMethod, EndPoint, Region, Side
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.domain.wording_file import load_wordings
from mnlog.paths import resource_dir
from mnlog.services.clinic import PractitionerDraft
from mnlog.services.consents import ConsentDraft
from mnlog.services.opening import ClinicDraft, OpenClinic, Resources, set_up_clinic
from mnlog.services.patients import PatientDraft
from mnlog.services.stock import LotDraft
from mnlog.ui.bus import Bus, Message, Route
from mnlog.vault.kdf import KdfCost

PIN = "2580"
PASSPHRASE = "four green apples fall"
START = datetime(2026, 11, 21, 14, 42, tzinfo=UTC)


@dataclass
class SteppingClock:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def go(self, *, to: datetime | None = None, minutes: int = 0) -> None:
        self.now = (to or self.now) + timedelta(minutes=minutes)


@dataclass
class Heard:
    """What came over the bus."""

    changes: list[Changes] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    toasts: list[tuple[str, object]] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)

    def listen(self, bus: Bus) -> None:
        bus.changed.connect(self.changes.append)
        bus.said.connect(self.messages.append)
        bus.toasted.connect(lambda text, undo: self.toasts.append((text, undo)))
        bus.routed.connect(self.routes.append)


def read_resources() -> Resources:
    folder = resource_dir()
    return Resources(
        folder=folder,
        vocabulary=load_vocabulary(folder / "vocabulary"),
        wording=load_wordings(folder / "wording")["en"],
    )


def new_clinic(folder: Path, resources: Resources, clock: SteppingClock) -> OpenClinic:
    """An empty clinic with one practitioner whose PIN is 2580."""
    return set_up_clinic(
        folder,
        resources,
        ClinicDraft(
            name="Harbour Skin", phone="+44 20 7946 0000", emergency_number="999", time_zone="Europe/London"
        ),
        PractitionerDraft(name="J. Okafor", initials="JO", qualification="RN", pin=PIN),
        PASSPHRASE,
        clock=clock,
        cost=KdfCost(1, 8, 1),
    )


def add_device_and_lot(clinic: OpenClinic) -> tuple[Device, Lot]:
    """An Exceed pen with a lot of ten cartridges that hold until March 2027."""
    device = clinic.stock.add_device("exceed", serial_number="EX-1042").result
    lot = clinic.stock.add_lot(
        LotDraft(
            device_id=device.id,
            product="6-needle cartridge",
            lot_number="24F118",
            received_count=10,
            expires_on=date(2027, 3, 31),
            needle_count=6,
        )
    ).result
    return device, lot


def add_patient(clinic: OpenClinic, given: str = "Amara", family: str = "Reyes") -> Patient:
    return clinic.patients.register(
        PatientDraft(
            given_name=given,
            family_name=family,
            birth_date=date(1992, 6, 2),
            phone="+44 7700 900214",
            language="es",
            phototype=4,
        )
    ).result


def signed_session(
    clinic: OpenClinic,
    clock: SteppingClock,
    patient: Patient,
    lot: Lot,
    *,
    zones: tuple[tuple[str, Side, int], ...] = (("forehead", Side.MIDLINE, 800), ("cheek", Side.LEFT, 1500)),
    reactions: tuple[tuple[str, int], ...] = (("erythema", 2),),
    concern_id: str = "acne_scars",
) -> TreatmentSession:
    """One visit from screening to signature, by the verbs a practitioner uses; it takes an hour."""
    vocabulary = clinic.resources.vocabulary
    session_id = clinic.sessions.start(patient.id).result.id
    clinic.sessions.choose_concern(session_id, concern_id, planned_sessions=6)
    still_open = unanswered(clinic.sessions.chart(session_id).answers, vocabulary.questions)
    clinic.screening.answer_rest_with_no(session_id, tuple(question.id for question in still_open))
    regions = tuple(dict.fromkeys(vocabulary.zones[zone_id].region for zone_id, _side, _depth in zones))
    _consent(clinic, session_id, patient, regions or (Region.FACE,))
    numbing = clinic.numbing.choose(session_id, "lmx4").result
    clinic.numbing.put_on(numbing.id)
    clock.go(minutes=35)
    clinic.numbing.take_off(numbing.id)
    clinic.needling.open_unit(session_id, lot.id)
    for zone_id, side, depth_um in zones:
        (zone,) = clinic.needling.add_zones(session_id, [(zone_id, side)]).result
        clinic.needling.set_depth([zone.id], depth_um)
        clinic.needling.set_end_point([zone.id], EndPoint.PINPOINT_BLEEDING)
    clock.go(minutes=25)
    for reaction_id, grade in reactions:
        clinic.reactions.record(session_id, reaction_id, grade)
    if not reactions:
        clinic.reactions.none_seen(session_id)
    clinic.reactions.set_pain(session_id, 3)
    return clinic.signing.sign(session_id, PIN).result


def _consent(clinic: OpenClinic, session_id: str, patient: Patient, regions: tuple[Region, ...]) -> None:
    text = clinic.consents.text_for(session_id, regions, 3000)
    clinic.consents.sign(
        session_id,
        ConsentDraft(
            regions=regions,
            max_depth_um=3000,
            agreed_items=tuple(item.id for item in text.items),
            method=ConsentMethod.PAPER,
            signer_name=patient.name,
        ),
    )
