"""One visit: the session and what is entered during it."""

from dataclasses import dataclass
from datetime import date, datetime

from mnlog.domain.records.base import Record
from mnlog.domain.terms import (
    Answer,
    ConsentMethod,
    DeviceKind,
    EndPoint,
    Region,
    SessionState,
    Side,
    SignerRole,
    Step,
    TopicalTiming,
)

StrokePoint = tuple[float, float, int, float]
Stroke = tuple[StrokePoint, ...]
"""One line of a signature: points of (x, y, milliseconds since the first point, pressure). x and y are parts
of the width and height of the pad, pressure goes from 0 to 1."""

SIGNATURE_ASPECT = 2.5
"""Width of the pad a signature is drawn on to its height; paper needs it to keep the strokes' shape."""


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
class OpenConsent(Record):
    """A consent that is being given: what was ticked and drawn so far, kept so that nothing is lost."""

    session_id: str
    regions: tuple[Region, ...] = ()
    max_depth_um: int | None = None
    agreed_items: tuple[str, ...] = ()
    photo_record: bool = False
    photo_teaching: bool = False
    photo_publication: bool = False
    method: ConsentMethod = ConsentMethod.SCREEN
    signer_name: str = ""
    signer_role: SignerRole = SignerRole.PATIENT
    interpreter_name: str = ""
    strokes: tuple[Stroke, ...] = ()
    practitioner_strokes: tuple[Stroke, ...] = ()


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
