"""Several records read together: what a page shows and a paper prints."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mnlog.domain.moments import time_between
from mnlog.domain.records import (
    Addendum,
    Clinic,
    Consent,
    Course,
    Device,
    Document,
    FollowUp,
    Lot,
    Numbing,
    Observation,
    OpenConsent,
    Patient,
    PatientAlert,
    Practitioner,
    Reaction,
    ScreeningAnswer,
    Topical,
    TreatmentSession,
    Unit,
    ZoneTreatment,
)
from mnlog.domain.terms import ObservationKind, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedUnit:
    """A unit with the lot it came from."""

    unit: Unit
    lot: Lot


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChart:
    """One session with everything under it, read in one go.

    Attributes:
        number: which session of its course this is, counted from 1.
        consent: the consent the session relies on.
        practitioners: everyone named in the chart, by id.
    """

    session: TreatmentSession
    patient: Patient
    clinic: Clinic
    practitioner: Practitioner
    number: int
    course: Course | None = None
    alerts: tuple[PatientAlert, ...] = ()
    answers: tuple[ScreeningAnswer, ...] = ()
    consent: Consent | None = None
    open_consent: OpenConsent | None = None
    numbings: tuple[Numbing, ...] = ()
    device: Device | None = None
    units: tuple[OpenedUnit, ...] = ()
    zones: tuple[ZoneTreatment, ...] = ()
    topicals: tuple[Topical, ...] = ()
    observations: tuple[Observation, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    documents: tuple[Document, ...] = ()
    practitioners: dict[str, Practitioner] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """True while it may change."""
        return self.session.state is SessionState.DRAFT

    @property
    def end_observation(self) -> Observation | None:
        """The look at the skin when the session ended."""
        for observation in self.observations:
            if observation.kind is ObservationKind.END_OF_SESSION:
                return observation
        return None

    @property
    def ended_at(self) -> datetime:
        """When waiting times start: the end of needling, else the signature, else the start."""
        session = self.session
        return session.needling_ended_at or session.signed_at or session.started_at

    @property
    def numbing_time(self) -> timedelta | None:
        """The longest contact of any numbing that was put on and taken off."""
        spans = [time_between(n.on_at, n.off_at) for n in self.numbings if n.on_at and n.off_at]
        return max(spans, default=None)

    @property
    def depth_range_um(self) -> tuple[int, int] | None:
        """Shallowest and deepest of all zones that have a depth."""
        depths = [zone.depth_um for zone in self.zones if zone.depth_um is not None]
        return (min(depths), max(depths)) if depths else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSummary:
    """A line in a list of sessions.

    Attributes:
        zones: (zone_id, side, depth_um) of each zone, for the small map.
        minutes_numb: longest contact of a numbing, if any.
    """

    session: TreatmentSession
    patient: Patient
    practitioner: Practitioner
    zones: tuple[ZoneTreatment, ...] = ()
    numbings: tuple[Numbing, ...] = ()
    lot_numbers: tuple[str, ...] = ()
    pain_nrs: int | None = None
    none_seen: bool = False
    reactions: tuple[Reaction, ...] = ()
    alerts: tuple[PatientAlert, ...] = ()
    number: int = 1
    planned_sessions: int | None = None
    document_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFile:
    """A patient with alerts, courses, consents and the list of sessions, newest first."""

    patient: Patient
    alerts: tuple[PatientAlert, ...]
    courses: tuple[Course, ...]
    consents: tuple[Consent, ...]
    sessions: tuple[SessionSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFollowUp:
    """A call that is due, with what the caller needs to know."""

    follow_up: FollowUp
    summary: SessionSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class LotStock:
    """A lot with its device and how many units are left."""

    lot: Lot
    device: Device
    left: int
