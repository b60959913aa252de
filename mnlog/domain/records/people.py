"""The clinic, who treats, who is treated, and why."""

from dataclasses import dataclass
from datetime import date, datetime

from mnlog.domain.records.base import Record
from mnlog.domain.terms import AlertKind, PaperSize, SubstanceClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic(Record):
    """The clinic and its letterhead; there is one.

    Attributes:
        logo_media_id: the logo's bytes in the media database.
        time_zone: IANA name; new times are entered in it.
        cooling_off_h: hours a new patient has between consent and needle.
        consent_valid_days: how long a consent for a course stands.
        idle_lock_min: minutes without a touch before the PIN is asked; 0 never locks.
    """

    name: str
    address: str = ""
    phone: str = ""
    out_of_hours_phone: str = ""
    emergency_number: str = ""
    logo_media_id: str | None = None
    language: str = "en"
    locale: str = "en_GB"
    time_zone: str = "UTC"
    paper_size: PaperSize = PaperSize.A4
    record_prefix: str = "MN-"
    cooling_off_h: int = 0
    consent_valid_days: int = 365
    idle_lock_min: int = 10
    follow_up_hours: tuple[int, ...] = (24, 48, 72)
    interval_min_days: int = 21
    interval_max_days: int = 42


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner(Record):
    """Who treats and signs. `pin_hash` is an Argon2id hash, never the PIN."""

    name: str
    initials: str
    qualification: str = ""
    registration_number: str = ""
    pin_hash: str
    is_active: bool = True

    @property
    def signature_name(self) -> str:
        """As printed under a signature: "J. Okafor, RN"."""
        return f"{self.name}, {self.qualification}" if self.qualification else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient(Record):
    """Who is treated. `phototype` is Fitzpatrick's, 1 to 6."""

    record_number: str
    given_name: str
    family_name: str
    former_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    language: str = "en"
    phototype: int | None = None
    guardian_name: str = ""
    note: str = ""
    created_at: datetime

    @property
    def name(self) -> str:
        """Given name, then family name, as spoken."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """For the avatar: "AR"."""
        return (self.given_name[:1] + self.family_name[:1]).upper()

    def age_on(self, day: date) -> int | None:
        """Full years on a day; None when the birth date is unknown."""
        if self.birth_date is None:
            return None
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not had_birthday)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientAlert(Record):
    """What must stay in sight with a patient: an allergy, a condition, a prophylaxis."""

    patient_id: str
    kind: AlertKind
    text: str
    substance: SubstanceClass | None = None
    noted_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Record):
    """The planned series a session belongs to."""

    patient_id: str
    concern_id: str
    planned_sessions: int | None = None
    interval_min_days: int
    interval_max_days: int
    started_at: datetime
    ended_at: datetime | None = None
