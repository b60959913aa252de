"""What a session still needs before it can be signed. Each item names the step that mends it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from mnlog.domain.charts import SessionChart
from mnlog.domain.rules.consent import ConsentGap, ConsentProblem, consent_problems
from mnlog.domain.rules.numbing import allergy_conflicts
from mnlog.domain.rules.screening import findings, unanswered
from mnlog.domain.terms import Region, Step
from mnlog.domain.vocabulary import Vocabulary


@unique
class MissingCode(StrEnum):
    """What is missing."""

    SCREENING_UNANSWERED = "screening_unanswered"
    SCREENING_NOT_TODAY = "screening_not_today"
    SCREENING_ABSOLUTE = "screening_absolute"
    CONSENT = "consent"
    NUMBING_UNANSWERED = "numbing_unanswered"
    NUMBING_NOT_ON = "numbing_not_on"
    NUMBING_NOT_OFF = "numbing_not_off"
    NUMBING_ALLERGY = "numbing_allergy"
    DEVICE = "device"
    UNIT = "unit"
    UNIT_EXPIRED = "unit_expired"
    ZONES = "zones"
    DEPTH = "depth"
    REACTIONS = "reactions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that is missing.

    Attributes:
        about: ids or names it concerns: question names, zone ids, a lot number, the words of an allergy.
        consent: for CONSENT, what the consent lacks.
    """

    step: Step
    code: MissingCode
    about: tuple[str, ...] = ()
    consent: ConsentProblem | None = None


def missing_for_signature(chart: SessionChart, vocabulary: Vocabulary, now: datetime) -> tuple[Missing, ...]:
    """Everything that keeps this session from being signed, in the order of the steps."""
    return (
        *_screening(chart, vocabulary, now),
        *_consent(chart, vocabulary, now),
        *_numbing(chart),
        *_allergies(chart, vocabulary),
        *_needling(chart),
        *_reactions(chart),
    )


def _screening(chart: SessionChart, vocabulary: Vocabulary, now: datetime) -> list[Missing]:
    found = []
    open_questions = unanswered(chart.answers, vocabulary.questions)
    if open_questions:
        names = tuple(question.name for question in open_questions)
        found.append(Missing(step=Step.SCREENING, code=MissingCode.SCREENING_UNANSWERED, about=names))
    screened_at, today = chart.session.screened_at, chart.session.needling_started_at or now
    if not open_questions and screened_at is not None and screened_at.date() != today.date():
        found.append(Missing(step=Step.SCREENING, code=MissingCode.SCREENING_NOT_TODAY))
    held = tuple(
        finding.name for finding in findings(chart.answers, vocabulary.questions) if finding.holds_back
    )
    if held:
        found.append(Missing(step=Step.SCREENING, code=MissingCode.SCREENING_ABSOLUTE, about=held))
    return found


def treated_regions(chart: SessionChart, vocabulary: Vocabulary) -> tuple[Region, ...]:
    """The regions of all zones of the session, each once."""
    return tuple(dict.fromkeys(vocabulary.zones[zone.zone_id].region for zone in chart.zones))


def problems_of_consent(
    chart: SessionChart, vocabulary: Vocabulary, now: datetime
) -> tuple[ConsentProblem, ...]:
    """What the session's consent lacks for what was treated."""
    depths = chart.depth_range_um
    return consent_problems(
        chart.consent,
        chart.session,
        regions=treated_regions(chart, vocabulary),
        deepest_um=depths[1] if depths else None,
        clinic=chart.clinic,
        now=now,
    )


def _consent(chart: SessionChart, vocabulary: Vocabulary, now: datetime) -> list[Missing]:
    return [
        Missing(step=Step.CONSENT, code=MissingCode.CONSENT, consent=problem)
        for problem in problems_of_consent(chart, vocabulary, now)
        if problem.gap is not ConsentGap.COOLING_OFF or chart.zones
    ]


def _numbing(chart: SessionChart) -> list[Missing]:
    if chart.session.no_numbing and not chart.numbings:
        return []
    if not chart.numbings:
        return [Missing(step=Step.NUMBING, code=MissingCode.NUMBING_UNANSWERED)]
    if any(numbing.on_at is not None and numbing.off_at is None for numbing in chart.numbings):
        return [Missing(step=Step.NUMBING, code=MissingCode.NUMBING_NOT_OFF)]
    if any(numbing.on_at is None for numbing in chart.numbings):
        return [Missing(step=Step.NUMBING, code=MissingCode.NUMBING_NOT_ON)]
    return []


def _allergies(chart: SessionChart, vocabulary: Vocabulary) -> list[Missing]:
    speaking_against = [
        alert.text
        for numbing in chart.numbings
        if not numbing.override_reason
        for alert in allergy_conflicts(vocabulary.numbing_products[numbing.product_id], chart.alerts)
    ]
    if not speaking_against:
        return []
    about = tuple(dict.fromkeys(speaking_against))
    return [Missing(step=Step.NUMBING, code=MissingCode.NUMBING_ALLERGY, about=about)]


def _needling(chart: SessionChart) -> list[Missing]:
    found = []
    if chart.device is None:
        found.append(Missing(step=Step.NEEDLING, code=MissingCode.DEVICE))
    if not chart.units:
        found.append(Missing(step=Step.NEEDLING, code=MissingCode.UNIT))
    expired = tuple(
        opened.lot.lot_number
        for opened in chart.units
        if opened.lot.is_expired_on(opened.unit.opened_at.date())
    )
    if expired:
        found.append(Missing(step=Step.NEEDLING, code=MissingCode.UNIT_EXPIRED, about=expired))
    if not chart.zones:
        found.append(Missing(step=Step.NEEDLING, code=MissingCode.ZONES))
    without_depth = tuple(dict.fromkeys(zone.zone_id for zone in chart.zones if zone.depth_um is None))
    if without_depth:
        found.append(Missing(step=Step.NEEDLING, code=MissingCode.DEPTH, about=without_depth))
    return found


def _reactions(chart: SessionChart) -> list[Missing]:
    end = chart.end_observation
    seen = end is not None and any(reaction.observation_id == end.id for reaction in chart.reactions)
    if end is not None and (end.none_seen or seen):
        return []
    return [Missing(step=Step.REACTIONS, code=MissingCode.REACTIONS)]
