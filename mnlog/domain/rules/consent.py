"""Whether a consent covers what is to be done: zones, depth, time, and the patient's word today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique

from mnlog.domain.moments import time_between
from mnlog.domain.records import Clinic, Consent, TreatmentSession
from mnlog.domain.terms import Region


@unique
class ConsentGap(StrEnum):
    """Why a consent does not carry a session."""

    NONE_GIVEN = "none_given"
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"
    OTHER_COURSE = "other_course"
    REGION = "region"
    DEPTH = "depth"
    NOT_CONFIRMED_TODAY = "not_confirmed_today"
    COOLING_OFF = "cooling_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentProblem:
    """A gap with what it is about: the region, or the depth in micrometres."""

    gap: ConsentGap
    region: Region | None = None
    depth_um: int | None = None


def consent_problems(
    consent: Consent | None,
    session: TreatmentSession,
    *,
    regions: Iterable[Region],
    deepest_um: int | None,
    clinic: Clinic,
    now: datetime,
) -> tuple[ConsentProblem, ...]:
    """Everything that keeps a consent from covering a session; empty when it covers it."""
    if consent is None:
        return (ConsentProblem(gap=ConsentGap.NONE_GIVEN),)
    if consent.withdrawn_at is not None:
        return (ConsentProblem(gap=ConsentGap.WITHDRAWN),)
    found = []
    if time_between(consent.signed_at, now) > timedelta(days=clinic.consent_valid_days):
        found.append(ConsentProblem(gap=ConsentGap.OUTDATED))
    # Given in this very session before its concern was chosen, it was given for what that turned out to be.
    is_before_choice = consent.course_id is None and consent.session_id == session.id
    if consent.course_id != session.course_id and not is_before_choice:
        found.append(ConsentProblem(gap=ConsentGap.OTHER_COURSE))
    found += [
        ConsentProblem(gap=ConsentGap.REGION, region=region)
        for region in dict.fromkeys(regions)
        if region not in consent.regions
    ]
    if deepest_um is not None and consent.max_depth_um is not None and deepest_um > consent.max_depth_um:
        found.append(ConsentProblem(gap=ConsentGap.DEPTH, depth_um=consent.max_depth_um))
    if consent.session_id != session.id and session.consent_confirmed_at is None:
        found.append(ConsentProblem(gap=ConsentGap.NOT_CONFIRMED_TODAY))
    needled_at = session.needling_started_at or now
    waited = time_between(consent.signed_at, needled_at)
    if clinic.cooling_off_h and waited < timedelta(hours=clinic.cooling_off_h):
        found.append(ConsentProblem(gap=ConsentGap.COOLING_OFF))
    return tuple(found)
