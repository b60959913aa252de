"""Setting a clinic up, opening it by passphrase, and everything that can be done once it is open."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from mnlog.db.charts import clinic_of
from mnlog.db.database import Database
from mnlog.db.media import keep_bytes
from mnlog.db.opening import create_databases, open_databases
from mnlog.domain.records import Clinic, Practitioner
from mnlog.domain.rules.secrets import check_passphrase
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.wording import Wording
from mnlog.errors import ClinicUnavailableError, RuleViolation
from mnlog.services.clinic import ClinicService, PractitionerDraft, practitioner_record, zone_of
from mnlog.services.consents import ConsentService
from mnlog.services.desk import Clock, Desk, new_id, system_clock
from mnlog.services.needling import NeedlingService
from mnlog.services.numbing import NumbingService
from mnlog.services.papers import PaperService
from mnlog.services.patients import PatientService
from mnlog.services.pin_gate import PinGate
from mnlog.services.reactions import ReactionService
from mnlog.services.screening import ScreeningService
from mnlog.services.sessions import SessionService
from mnlog.services.signing import SigningService
from mnlog.services.stock import StockService
from mnlog.services.undoing import UndoService
from mnlog.vault.folder import ClinicFolder, FolderStatus
from mnlog.vault.holding import Hold
from mnlog.vault.kdf import KdfCost
from mnlog.vault.keys import Unlocked, create_vault, unlock
from mnlog.vault.writing import sync_folder, unavailable

_IN_THE_MAKING = ".setup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What travels with the program and is read once."""

    folder: Path
    vocabulary: Vocabulary
    wording: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicDraft:
    """What the set-up asks about the clinic. `logo` is the picture's bytes."""

    name: str
    address: str = ""
    phone: str = ""
    out_of_hours_phone: str = ""
    emergency_number: str = ""
    locale: str = "en_GB"
    time_zone: str = "UTC"
    logo: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClinic:
    """An open clinic with every verb a practitioner uses."""

    folder: ClinicFolder
    database: Database
    hold: Hold
    desk: Desk
    pin_gate: PinGate
    clinic: ClinicService
    patients: PatientService
    stock: StockService
    sessions: SessionService
    screening: ScreeningService
    consents: ConsentService
    numbing: NumbingService
    needling: NeedlingService
    reactions: ReactionService
    signing: SigningService
    papers: PaperService
    undoing: UndoService
    resources: Resources

    def close(self) -> None:
        """Closes the database and lets the folder go."""
        self.database.close()
        self.hold.release()


def folder_status(path: Path) -> FolderStatus:
    """What a folder is, seen from outside."""
    return ClinicFolder(path).status()


def set_up_clinic(
    path: Path,
    resources: Resources,
    clinic: ClinicDraft,
    practitioner: PractitionerDraft,
    passphrase: str,
    *,
    clock: Clock = system_clock,
    cost: KdfCost | None = None,
) -> OpenClinic:
    """Makes a new clinic and opens it. Until all of it is there, none of it is.

    Raises:
        RuleViolation: for a missing name, a weak passphrase or PIN; `field` says which.
        ClinicUnavailableError: when the folder cannot be used.
    """
    if not clinic.name.strip():
        raise RuleViolation("The clinic needs a name; it heads every paper.", field="clinic_name")
    zone_of(clinic.time_zone)
    person = practitioner_record(practitioner)
    problems = check_passphrase(passphrase, (clinic.name, practitioner.name))
    if problems:
        raise RuleViolation(problems[0], field="passphrase")
    folder = ClinicFolder(path)
    folder.prepare()
    hold = folder.hold()
    try:
        _make_room(folder)
        key = create_vault(path, person.id, passphrase, cost)
        with _folder_faults_explained(folder):
            _make_databases(folder, resources, clinic, person, key, clock)
    except BaseException:
        hold.release()
        raise
    return _opened(folder, hold, Unlocked(key=key, practitioner_id=person.id), resources, clock)


def _make_room(folder: ClinicFolder) -> None:
    """Takes away what a set-up that was broken off has left. Only for who holds the folder.

    Raises:
        ClinicUnavailableError: when the folder holds part of a clinic that was in use.
    """
    status = folder.status()
    if status is FolderStatus.DAMAGED:
        raise ClinicUnavailableError(
            "There is part of a clinic in this folder. It was left as it is.",
            "Restore it from a backup, or choose an empty folder.",
        )
    if status is FolderStatus.UNFINISHED:
        folder.vault_json.unlink()  # its key never opened anything


def _make_databases(
    folder: ClinicFolder,
    resources: Resources,
    clinic: ClinicDraft,
    person: Practitioner,
    key: bytes,
    clock: Clock,
) -> None:
    """Makes both files aside and moves them in when they are complete, the records last."""
    making = folder.path / _IN_THE_MAKING
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    database = create_databases(making / folder.clinic_db.name, making / folder.media_db.name, key)
    try:
        desk = Desk(database, resources.vocabulary, person.id, ZoneInfo(clinic.time_zone), clock)
        logo_id = None
        if clinic.logo is not None:
            logo_id = keep_bytes(database, clinic.logo, mime="image/png", at=desk.now())
        with desk.writing("clinic.set_up") as work:
            work.add(person)
            work.add(_clinic_record(clinic, logo_id))
            work.commit()
    finally:
        database.close()
    for file in (folder.media_db, folder.clinic_db):
        (making / file.name).replace(file)
        sync_folder(folder.path)
    making.rmdir()


@contextmanager
def _folder_faults_explained(folder: ClinicFolder) -> Iterator[None]:
    """Says in a practitioner's words why the folder could not be used."""
    try:
        yield
    except OSError as error:
        raise unavailable(folder.path, error) from error


def _clinic_record(draft: ClinicDraft, logo_id: str | None) -> Clinic:
    return Clinic(
        id=new_id(),
        name=draft.name.strip(),
        address=draft.address.strip(),
        phone=draft.phone.strip(),
        out_of_hours_phone=draft.out_of_hours_phone.strip(),
        emergency_number=draft.emergency_number.strip(),
        locale=draft.locale,
        time_zone=draft.time_zone,
        logo_media_id=logo_id,
    )


def open_clinic(
    path: Path, resources: Resources, passphrase: str, *, clock: Clock = system_clock
) -> OpenClinic:
    """Opens a clinic by a practitioner's passphrase.

    Raises:
        WrongSecretError: when the passphrase opens nothing.
        ClinicUnavailableError: when the folder is missing, damaged, newer, or open in another program.
    """
    folder = ClinicFolder(path)
    unlocked = unlock(path, passphrase)
    return _opened(folder, folder.hold(), unlocked, resources, clock)


def _opened(
    folder: ClinicFolder, hold: Hold, unlocked: Unlocked, resources: Resources, clock: Clock
) -> OpenClinic:
    try:
        database = open_databases(folder.clinic_db, folder.media_db, unlocked.key)
    except BaseException:
        hold.release()
        raise
    try:
        with database.reading() as reader:
            zone = zone_of(clinic_of(reader).time_zone)
    except BaseException:
        database.close()
        hold.release()
        raise
    desk = Desk(database, resources.vocabulary, unlocked.practitioner_id, zone, clock)
    pin_gate = PinGate(database, clock=clock)
    return OpenClinic(
        folder=folder,
        database=database,
        hold=hold,
        desk=desk,
        pin_gate=pin_gate,
        clinic=ClinicService(desk),
        patients=PatientService(desk),
        stock=StockService(desk),
        sessions=SessionService(desk),
        screening=ScreeningService(desk),
        consents=ConsentService(desk, resources.wording),
        numbing=NumbingService(desk),
        needling=NeedlingService(desk),
        reactions=ReactionService(desk),
        signing=SigningService(desk, pin_gate),
        undoing=UndoService(desk),
        papers=PaperService(desk, resources.wording, resources.folder),
        resources=resources,
    )


def passphrase_fits(path: Path, passphrase: str, practitioner_id: str) -> bool:
    """Whether this passphrase belongs to this practitioner: asked when the PIN is spent."""
    return unlock(path, passphrase, first=practitioner_id).practitioner_id == practitioner_id
