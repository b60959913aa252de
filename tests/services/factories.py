"""A clinic to work in: people, stock, a clock, and what is done from the door to the signature."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlcipher3.dbapi2 as sqlcipher

from mnlog.domain.records import Consent, Device, Lot, Numbing, Patient, TreatmentSession, ZoneTreatment
from mnlog.domain.terms import ConsentMethod, EndPoint, Region, Side
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.domain.wording_file import load_wording
from mnlog.services.clinic import PractitionerDraft
from mnlog.services.consents import ConsentDraft
from mnlog.services.opening import ClinicDraft, OpenClinic, Resources, open_clinic, set_up_clinic
from mnlog.services.patients import PatientDraft
from mnlog.services.stock import LotDraft
from mnlog.vault.kdf import KdfCost
from mnlog.vault.keys import unlock
from tests.tree import ROOT

PASSPHRASE = "correct violet otter lamp"
PIN = "2580"
CHEAP = KdfCost(1, 8, 1)
LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 11, 21, 14, 0, tzinfo=LONDON)
SHEET = b"%PDF-1.4 a sheet << /Count 1 /Kids [ 3 0 R ] /Type /Pages >>"
STROKES = (((0.1, 0.1, 0, 0.5), (0.2, 0.3, 10, 0.5)),)


class Clock:
    """The clinic's clock, moved by hand; it ticks each time it is read, as life goes on."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.pass_by(milliseconds=1)
        return self.now

    def pass_by(self, **span: float) -> None:
        """Lets time pass by the stopwatch."""
        self.now = (self.now.astimezone(ZoneInfo("UTC")) + timedelta(**span)).astimezone(self.now.tzinfo)

    def set(self, *moment: int, fold: int = 0) -> None:
        """Sets the clock on the wall in London."""
        self.now = datetime(*moment, tzinfo=LONDON, fold=fold)  # type: ignore[misc,arg-type]


@cache
def resources() -> Resources:
    """What travels with the program."""
    folder = ROOT / "resources"
    return Resources(folder=folder, vocabulary=vocabulary(), wording=load_wording(folder / "wording/en.toml"))


@cache
def vocabulary() -> Vocabulary:
    """The delivered vocabulary."""
    return load_vocabulary(ROOT / "resources/vocabulary")


def set_up(path: Path, clock: Clock, **clinic: Any) -> OpenClinic:
    """A new clinic with one practitioner and nothing else."""
    return set_up_clinic(
        path,
        resources(),
        ClinicDraft(**{"name": "Rowan Skin Clinic", "time_zone": "Europe/London", **clinic}),
        PractitionerDraft(name="J. Okafor", initials="JO", qualification="RN", pin=PIN),
        PASSPHRASE,
        clock=clock,
        cost=CHEAP,
    )


def open_again(path: Path, clock: Clock | None = None) -> OpenClinic:
    """The clinic as a practitioner opens it in the morning."""
    return open_clinic(path, resources(), PASSPHRASE, clock=clock or Clock())


@contextmanager
def bare(path: Path, *, tamper: bool = False) -> Iterator[Any]:
    """Both files by the driver alone, as another program with the key would write to them.

    Args:
        path: the clinic's folder.
        tamper: takes the triggers away and puts them back afterwards, as somebody who means it would.
    """
    key = f"x'{unlock(path, PASSPHRASE).key.hex()}'"
    connection = sqlcipher.connect(path / "clinic.db", isolation_level=None)
    try:
        connection.execute(f'PRAGMA key = "{key}"')
        connection.execute("ATTACH ? AS media KEY ?", (str(path / "media.db"), key))
        connection.execute("PRAGMA foreign_keys = ON")
        guards = []
        if tamper:
            guards = connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall()
            for name, _sql in guards:
                connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _name, sql in guards:
            connection.execute(sql)
    finally:
        connection.close()


def rows(path: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """What a bare query gives."""
    with bare(path) as connection:
        return [tuple(row) for row in connection.execute(statement, values)]


def verbs(clinic: OpenClinic) -> list[str]:
    """The verbs of all audit events, in order."""
    return [row[0] for row in rows(clinic.folder.path, "SELECT verb FROM audit_event ORDER BY seq")]


def register(clinic: OpenClinic, given: str = "Amara", family: str = "Reyes", **fields: Any) -> Patient:
    """A new patient."""
    draft = PatientDraft(given_name=given, family_name=family, **fields)
    return clinic.patients.register(draft).result


def device(clinic: OpenClinic, model_id: str = "exceed") -> Device:
    """The clinic's device of this model; bought when there is none."""
    owned = [each for each in clinic.stock.devices() if each.model_id == model_id]
    return owned[0] if owned else clinic.stock.add_device(model_id).result


def lot(clinic: OpenClinic, model_id: str = "exceed", number: str = "24F118", **fields: Any) -> Lot:
    """A lot for a device, with plenty of time and units."""
    given: dict[str, Any] = {"product": "tip", "received_count": 10, "expires_on": date(2027, 3, 1), **fields}
    draft = LotDraft(device_id=device(clinic, model_id).id, lot_number=number, **given)
    return clinic.stock.add_lot(draft).result


def begin(clinic: OpenClinic, patient: Patient, concern: str = "acne_scars") -> TreatmentSession:
    """A draft that knows why the patient comes."""
    session = clinic.sessions.start(patient.id).result
    return clinic.sessions.choose_concern(session.id, concern).result


def screen(clinic: OpenClinic, session_id: str) -> None:
    """Every question answered with no."""
    clinic.screening.answer_rest_with_no(session_id, tuple(vocabulary().questions))


def consent_draft(
    clinic: OpenClinic, session_id: str, regions: tuple[Region, ...], max_depth_um: int | None, **fields: Any
) -> ConsentDraft:
    """Every item agreed to and signed on the screen."""
    text = clinic.consents.text_for(session_id, regions, max_depth_um)
    given: dict[str, Any] = {
        "regions": regions,
        "max_depth_um": max_depth_um,
        "agreed_items": tuple(item.id for item in text.items),
        "method": ConsentMethod.SCREEN,
        "signer_name": "Amara Reyes",
        "strokes": STROKES,
    }
    return ConsentDraft(**{**given, **fields})


def agree(
    clinic: OpenClinic,
    session_id: str,
    regions: tuple[Region, ...] = (Region.FACE,),
    max_depth_um: int | None = 1500,
    **fields: Any,
) -> Consent:
    """A consent of today."""
    draft = consent_draft(clinic, session_id, regions, max_depth_um, **fields)
    return clinic.consents.sign(session_id, draft).result


def numb(clinic: OpenClinic, clock: Clock, session_id: str, product: str = "lidocaine_5") -> Numbing:
    """Cream on for half an hour and off again."""
    numbing = clinic.numbing.choose(session_id, product).result
    clinic.numbing.put_on(numbing.id)
    clock.pass_by(minutes=30)
    return clinic.numbing.take_off(numbing.id).result


def needle(
    clinic: OpenClinic, session_id: str, opened: Lot, depth_um: int = 1500
) -> tuple[ZoneTreatment, ...]:
    """Both cheeks with a pen, from an opened unit to the end-point."""
    clinic.needling.choose_device(session_id, opened.device_id)
    clinic.needling.open_unit(session_id, opened.id)
    zones = clinic.needling.add_zones(session_id, [("cheek", Side.LEFT), ("cheek", Side.RIGHT)]).result
    ids = [zone.id for zone in zones]
    clinic.needling.set_depth(ids, depth_um)
    clinic.needling.set_passes(ids, 3)
    clinic.needling.set_speed(ids, 2)
    clinic.needling.set_end_point(ids, EndPoint.UNIFORM_ERYTHEMA)
    clinic.needling.add_topical(session_id, next(iter(vocabulary().topicals)), lot_number="HA-7")
    return zones


@dataclass(frozen=True)
class Visit:
    """A session and who came."""

    patient: Patient
    session_id: str
    lot: Lot


def ready(clinic: OpenClinic, clock: Clock, patient: Patient | None = None) -> Visit:
    """A session that lacks nothing but the signature."""
    patient = patient or register(clinic)
    session = begin(clinic, patient)
    in_stock = clinic.stock.lots_for(device(clinic).id)
    opened = in_stock[0].lot if in_stock else lot(clinic)
    screen(clinic, session.id)
    agree(clinic, session.id)
    numb(clinic, clock, session.id)
    needle(clinic, session.id, opened)
    clock.pass_by(minutes=20)
    clinic.needling.finish(session.id)
    clinic.reactions.record(session.id, "erythema", 2)
    clinic.reactions.set_pain(session.id, 3)
    return Visit(patient=patient, session_id=session.id, lot=opened)


def signed(clinic: OpenClinic, clock: Clock, patient: Patient | None = None) -> Visit:
    """A session that was signed."""
    visit = ready(clinic, clock, patient)
    clinic.signing.sign(visit.session_id, PIN)
    return visit
