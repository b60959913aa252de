"""The records that cross every boundary: frozen, complete, without a trace of the database.

Ids are UUIDs as text, made by the program. `version` counts the changes to a row, so that two writers cannot
overwrite each other unseen. Times are aware datetimes that carry the zone they were entered in. Depths are
micrometres, amounts milligrams. Unknown is None, never 0.
"""

from dataclasses import dataclass
from datetime import date, datetime

from mnlog.domain.terms import (
    AlertKind,
    Answer,
    ConsentMethod,
    DeviceKind,
    DocumentKind,
    EndPoint,
    ObservationKind,
    PaperSize,
    Region,
    SessionState,
    Side,
    SignerRole,
    Step,
    SubstanceClass,
    TopicalTiming,
    UnitState,
)

StrokePoint = tuple[float, float, int, float]
Stroke = tuple[StrokePoint, ...]
"""One line of a signature: points of (x, y, milliseconds since the first point, pressure); x and y as fractions
of the pad's width and height, pressure 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every stored record has."""

    id: str
    version: int = 1


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentSession(Record):
    """One visit, from screening to signature.

    Attributes:
        step: where the practitioner stood last, so that a draft opens there again.
        rules_version: the vocabulary's version its rules were judged by.
        no_numbing: True when "no numbing" was the answer.
        copied_from_id: the session that "same as last time" took its settings from.
        copied_text: what was copied, in words, for the strip on the screen and the audit.
        consent_id: the consent this session relies on.
        consent_confirmed_at: when the patient said today that it still holds.
        history_confirmed_at: when "no change since last time" was answered.
        content_hash: SHA-256 over everything in the session at the moment of signing, hexadecimal.
        override_reason: why it was signed although something was missing.
    """

    patient_id: str
    practitioner_id: str
    course_id: str | None = None
    concern_id: str | None = None
    state: SessionState = SessionState.DRAFT
    step: Step = Step.SCREENING
    started_at: datetime
    needling_started_at: datetime | None = None
    needling_ended_at: datetime | None = None
    rules_version: str
    phototype: int | None = None
    screened_at: datetime | None = None
    history_confirmed_at: datetime | None = None
    consent_id: str | None = None
    consent_confirmed_at: datetime | None = None
    no_numbing: bool = False
    device_kind: DeviceKind | None = None
    device_id: str | None = None
    copied_from_id: str | None = None
    copied_text: str = ""
    next_interval_days: int | None = None
    follow_up_hours: tuple[int, ...] = (24, 48, 72)
    note: str = ""
    override_reason: str = ""
    signed_at: datetime | None = None
    signed_by_id: str | None = None
    content_hash: str | None = None
    discarded_at: datetime | None = None
    discard_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningAnswer(Record):
    """One answer of one session. `carried_from_id` names the answer that "no change" repeated."""

    session_id: str
    question_id: str
    answer: Answer | None = None
    details: str = ""
    answered_at: datetime
    carried_from_id: str | None = None
    override_reason: str = ""
    override_by_id: str | None = None
    override_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """A version of a text, agreed to item by item. Only its withdrawal may be added later.

    Attributes:
        regions: where the patient agreed to be treated.
        max_depth_um: up to what depth.
        agreed_items: ids of the wording's items that were agreed to.
        text_hash: SHA-256 of the exact words shown, hexadecimal.
        practitioner_strokes: the practitioner's signature on the screen; empty when signed by name alone.
    """

    patient_id: str
    session_id: str
    course_id: str | None = None
    concern_id: str | None = None
    wording_version: str
    language: str
    text_hash: str
    regions: tuple[Region, ...]
    max_depth_um: int | None = None
    agreed_items: tuple[str, ...]
    photo_record: bool = False
    photo_teaching: bool = False
    photo_publication: bool = False
    method: ConsentMethod
    signer_name: str
    signer_role: SignerRole = SignerRole.PATIENT
    interpreter_name: str = ""
    strokes: tuple[Stroke, ...] = ()
    practitioner_strokes: tuple[Stroke, ...] = ()
    practitioner_id: str
    signed_at: datetime
    withdrawn_at: datetime | None = None
    withdrawal_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbing(Record):
    """One product on one area. Minutes are derived from the two times, never typed."""

    session_id: str
    product_id: str
    strength: str = ""
    lot_number: str = ""
    expires_on: date | None = None
    amount_mg: int | None = None
    area_cm2: int | None = None
    area_text: str = ""
    is_occluded: bool = False
    is_applied_by_patient: bool = False
    on_at: datetime | None = None
    off_at: datetime | None = None
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneTreatment(Record):
    """One zone in one session, with the typical range it was judged by.

    Attributes:
        site_text: where exactly, for a zone that is not on the map ("scar, left knee").
    """

    session_id: str
    zone_id: str
    side: Side
    site_text: str = ""
    depth_um: int | None = None
    passes: int | None = None
    speed: int | None = None
    end_point: EndPoint | None = None
    typical_min_um: int | None = None
    typical_max_um: int | None = None
    typical_source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topical(Record):
    """A serum, PRP or other product that touched needled skin."""

    session_id: str
    product_id: str
    name: str
    lot_number: str = ""
    expires_on: date | None = None
    timing: TopicalTiming = TopicalTiming.AFTER
    is_intradermal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Record):
    """A dated look at the skin. `none_seen` is an entry of its own; `pain_nrs` is 0 to 10."""

    session_id: str
    patient_id: str
    practitioner_id: str
    kind: ObservationKind
    seen_at: datetime
    entered_at: datetime
    none_seen: bool = False
    pain_nrs: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction(Record):
    """What was seen or felt, graded by a scale; on one zone or, without one, on all that was treated."""

    session_id: str
    observation_id: str
    reaction_id: str
    scale_id: str
    grade: int | None = None
    grade_label: str = ""
    zone_id: str | None = None
    side: Side | None = None
    seen_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Record):
    """A call that is due after a session."""

    session_id: str
    patient_id: str
    due_at: datetime
    after_h: int
    observation_id: str | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum(Record):
    """What is said later about a signed session: when it was so, and when it was written."""

    session_id: str
    practitioner_id: str
    text: str
    event_at: datetime
    entered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """A paper as it was given. The bytes lie in the media database under `media_id`."""

    patient_id: str
    session_id: str
    practitioner_id: str
    kind: DocumentKind
    wording_version: str
    language: str
    sha256: str
    media_id: str
    page_count: int
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One write: who, when, what, before and after, chained to the event before it.

    Attributes:
        changes: canonical JSON, a list of {table, id, before, after}.
        hash: SHA-256 over the previous hash and all other fields, hexadecimal.
    """

    seq: int
    at: datetime
    practitioner_id: str | None
    verb: str
    patient_id: str | None
    session_id: str | None
    changes: str
    previous_hash: str
    hash: str
