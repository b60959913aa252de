"""What is seen, said and given after the needling, and the audit of it all."""

from dataclasses import dataclass
from datetime import datetime

from mnlog.domain.records.base import Record
from mnlog.domain.terms import DocumentKind, ObservationKind, Side


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
