"""The clinic's own data and the people who work in it."""

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from mnlog.db.charts import clinic_of
from mnlog.db.media import keep_bytes, kept_bytes
from mnlog.domain.records import Clinic, Practitioner
from mnlog.domain.rules.course import call_hours
from mnlog.domain.rules.secrets import check_pin
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved, new_id
from mnlog.vault.pins import hash_pin, pin_fits

LOGO_LIMIT_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PractitionerDraft:
    """What the form for a practitioner holds. An empty `pin` leaves the PIN as it is."""

    name: str
    initials: str
    qualification: str = ""
    registration_number: str = ""
    pin: str = ""


class ClinicService:
    """Verbs about the clinic and its people."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def clinic(self) -> Clinic:
        """The clinic as it stands."""
        with self._desk.reading() as reader:
            return clinic_of(reader)

    def logo(self) -> bytes | None:
        """The letterhead's picture, if there is one."""
        with self._desk.reading() as reader:
            media_id = clinic_of(reader).logo_media_id
            return kept_bytes(reader, media_id) if media_id else None

    def practitioner(self) -> Practitioner:
        """Who acts now."""
        with self._desk.reading() as reader:
            return reader.require(Practitioner, self._desk.practitioner_id)

    def practitioners(self) -> tuple[Practitioner, ...]:
        """Everyone who works here, by name."""
        with self._desk.reading() as reader:
            return reader.find(Practitioner, order_by=("name",))

    def change_clinic(self, **fields: Any) -> Saved[Clinic]:
        """Corrects some of the clinic's data.

        Raises:
            RuleViolation: when the name would be empty, or a time zone, number of hours or days cannot be.
        """
        if "follow_up_hours" in fields:
            fields["follow_up_hours"] = call_hours(fields["follow_up_hours"])
        with self._desk.writing("clinic.change") as work:
            stored = clinic_of(work)
            _check_clinic(replace(stored, **fields))
            changed = work.change(stored, **fields)
            saved = Saved(changed, work.commit())
        self._desk.time_zone = zone_of(changed.time_zone)
        return saved

    def set_logo(self, picture: bytes | None, *, mime: str = "image/png") -> Saved[Clinic]:
        """Keeps a picture for the letterhead, or takes it away.

        Raises:
            RuleViolation: when it is too large.
        """
        if picture is not None and len(picture) > LOGO_LIMIT_BYTES:
            raise RuleViolation("This picture is larger than 4 MB.", "Choose a smaller one.", field="logo")
        media_id = None
        if picture is not None:
            media_id = keep_bytes(self._desk.database, picture, mime=mime, at=self._desk.now())
        with self._desk.writing("clinic.set_logo") as work:
            changed = work.change(clinic_of(work), logo_media_id=media_id)
            return Saved(changed, work.commit())

    def change_practitioner(self, person: Practitioner, draft: PractitionerDraft) -> Saved[Practitioner]:
        """Corrects a practitioner's data, and the PIN when one is given.

        Raises:
            RuleViolation: for a missing name or a PIN that is too easy.
        """
        checked = practitioner_record(draft, keeping=person)
        with self._desk.writing("clinic.change_practitioner") as work:
            changed = work.change(
                person,
                name=checked.name,
                initials=checked.initials,
                qualification=checked.qualification,
                registration_number=checked.registration_number,
                pin_hash=checked.pin_hash,
            )
            return Saved(changed, work.commit())

    def pin_is_right(self, pin: str) -> bool:
        """Whether this is the PIN of who acts now."""
        return pin_fits(self.practitioner().pin_hash, pin)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name.

    Raises:
        RuleViolation: when there is none; a clinic that kept it could not be opened again.
    """
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError; a folder's name an OSError
        raise RuleViolation(
            f"There is no time zone {name!r}.", "Choose one such as Europe/London.", field="time_zone"
        ) from None


def _check_clinic(clinic: Clinic) -> None:
    if not clinic.name.strip():
        raise RuleViolation("The clinic needs a name.", field="name")
    zone_of(clinic.time_zone)
    for field in ("cooling_off_h", "idle_lock_min"):
        if getattr(clinic, field) < 0:
            raise RuleViolation("This cannot be less than nothing.", field=field)
    if clinic.consent_valid_days < 1:
        raise RuleViolation("A consent is valid for a day at least.", field="consent_valid_days")
    if not 1 <= clinic.interval_min_days <= clinic.interval_max_days:
        raise RuleViolation("The shortest interval comes before the longest.", field="interval_min_days")


def practitioner_record(draft: PractitionerDraft, *, keeping: Practitioner | None = None) -> Practitioner:
    """The record of a practitioner's form.

    Raises:
        RuleViolation: for a missing name or a PIN that is too easy.
    """
    name = draft.name.strip()
    if not name:
        raise RuleViolation("A practitioner needs a name; it is printed under signatures.", field="name")
    if draft.pin or keeping is None:
        problems = check_pin(draft.pin)
        if problems:
            raise RuleViolation(problems[0], field="pin")
    initials = draft.initials.strip() or "".join(word[0] for word in name.split())[:3]
    base = keeping or Practitioner(id=new_id(), name=name, initials=initials, pin_hash="")
    return replace(
        base,
        name=name,
        initials=initials,
        qualification=draft.qualification.strip(),
        registration_number=draft.registration_number.strip(),
        pin_hash=hash_pin(draft.pin) if draft.pin else base.pin_hash,
    )
