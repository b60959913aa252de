"""The numbing clock, and what to watch for before cream touches skin.

The time a product is ready is kept apart from the longest it may stay on, and needling starts only after a
recorded removal (reference: product labels; FDA 2009 on toxicity from topical anaesthetics).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from mnlog.domain.moments import time_between
from mnlog.domain.records import Numbing, PatientAlert
from mnlog.domain.rules.folding import folded
from mnlog.domain.terms import AlertKind, SubstanceClass
from mnlog.domain.vocabulary import NumbingProduct

NEAR_MAXIMUM_S = 300
"""How long before the maximum the clock begins to warn."""

_SUBSTANCES: Mapping[str, SubstanceClass] = {
    "lidocain": SubstanceClass.AMIDE_ANAESTHETIC,
    "lignocain": SubstanceClass.AMIDE_ANAESTHETIC,
    "prilocain": SubstanceClass.AMIDE_ANAESTHETIC,
    "mepivacain": SubstanceClass.AMIDE_ANAESTHETIC,
    "bupivacain": SubstanceClass.AMIDE_ANAESTHETIC,
    "ropivacain": SubstanceClass.AMIDE_ANAESTHETIC,
    "articain": SubstanceClass.AMIDE_ANAESTHETIC,
    "emla": SubstanceClass.AMIDE_ANAESTHETIC,
    "benzocain": SubstanceClass.ESTER_ANAESTHETIC,
    "tetracain": SubstanceClass.ESTER_ANAESTHETIC,
    "amethocain": SubstanceClass.ESTER_ANAESTHETIC,
    "procain": SubstanceClass.ESTER_ANAESTHETIC,
    "paba": SubstanceClass.PABA,
    "aminobenzoic": SubstanceClass.PABA,
    "latex": SubstanceClass.LATEX,
    "nickel": SubstanceClass.METAL,
    "steel": SubstanceClass.METAL,
    "metal": SubstanceClass.METAL,
}
"""By the part of the name that languages share: lidocaine, Lidocain, lidocaína. Weightier classes first."""
_CROSS_REACT: Mapping[SubstanceClass, frozenset[SubstanceClass]] = {
    SubstanceClass.AMIDE_ANAESTHETIC: frozenset({SubstanceClass.AMIDE_ANAESTHETIC}),
    SubstanceClass.ESTER_ANAESTHETIC: frozenset({SubstanceClass.ESTER_ANAESTHETIC, SubstanceClass.PABA}),
    SubstanceClass.PABA: frozenset({SubstanceClass.ESTER_ANAESTHETIC, SubstanceClass.PABA}),
}


@unique
class NumbingPhase(StrEnum):
    """Where a numbing stands."""

    NOT_ON = "not_on"
    WAITING = "waiting"
    READY = "ready"
    NEAR_MAXIMUM = "near_maximum"
    OVER_MAXIMUM = "over_maximum"
    OFF = "off"


@unique
class NumbingFlag(StrEnum):
    """What is worth a warning; none of them forbids."""

    UNDER_MINIMUM = "under_minimum"
    OVER_MAXIMUM = "over_maximum"
    NOT_REMOVED = "not_removed"
    TWO_ANAESTHETICS = "two_anaesthetics"
    AMOUNT_OVER_LABEL = "amount_over_label"
    AREA_OVER_LABEL = "area_over_label"
    OCCLUDED_AGAINST_LABEL = "occluded_against_label"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbingClock:
    """What the ring shows; computed from stored times, so that it survives a restart."""

    phase: NumbingPhase
    elapsed_s: int
    minimum_s: int
    maximum_s: int | None


def numbing_clock(numbing: Numbing, product: NumbingProduct, now: datetime) -> NumbingClock:
    """Where a numbing stands at a time."""
    minimum_s, maximum_s = product.contact_min_s, product.contact_max_s
    if numbing.on_at is None:
        return NumbingClock(phase=NumbingPhase.NOT_ON, elapsed_s=0, minimum_s=minimum_s, maximum_s=maximum_s)
    until = numbing.off_at or now
    elapsed_s = max(0, int(time_between(numbing.on_at, until).total_seconds()))
    if numbing.off_at is not None:
        phase = NumbingPhase.OFF
    elif maximum_s is not None and elapsed_s > maximum_s:
        phase = NumbingPhase.OVER_MAXIMUM
    elif maximum_s is not None and elapsed_s >= maximum_s - NEAR_MAXIMUM_S:
        phase = NumbingPhase.NEAR_MAXIMUM
    else:
        phase = NumbingPhase.READY if elapsed_s >= minimum_s else NumbingPhase.WAITING
    return NumbingClock(phase=phase, elapsed_s=elapsed_s, minimum_s=minimum_s, maximum_s=maximum_s)


def substance_named_in(text: str) -> SubstanceClass | None:
    """The class of the first known substance named in an allergy's words ("allergic to Prilocaine")."""
    return next(iter(substances_named_in(text)), None)


def substances_named_in(text: str) -> tuple[SubstanceClass, ...]:
    """The classes of all known substances named in an allergy's words, each once."""
    found = folded(text)
    return tuple(dict.fromkeys(group for name, group in _SUBSTANCES.items() if name in found))


def allergy_conflicts(product: NumbingProduct, alerts: Iterable[PatientAlert]) -> tuple[PatientAlert, ...]:
    """Allergies that speak against a product, by class: one amide stands for every amide."""
    conflicting = []
    for alert in alerts:
        if alert.kind is not AlertKind.ALLERGY or alert.ended_at is not None:
            continue
        groups = {alert.substance, *substances_named_in(alert.text)} - {None}
        if any(_CROSS_REACT.get(group, frozenset()) & set(product.classes) for group in groups if group):
            conflicting.append(alert)
    return tuple(conflicting)


def numbing_flags(
    numbings: Iterable[Numbing], products: Mapping[str, NumbingProduct], now: datetime
) -> dict[str, tuple[NumbingFlag, ...]]:
    """What is worth a warning, by the numbing's id."""
    applied = [numbing for numbing in numbings if numbing.on_at is not None]
    return {numbing.id: _flags_of(numbing, products[numbing.product_id], applied, now) for numbing in applied}


def _flags_of(
    numbing: Numbing, product: NumbingProduct, applied: list[Numbing], now: datetime
) -> tuple[NumbingFlag, ...]:
    clock = numbing_clock(numbing, product, now)
    over_maximum = clock.maximum_s is not None and clock.elapsed_s > clock.maximum_s
    checks = {
        NumbingFlag.UNDER_MINIMUM: numbing.off_at is not None and clock.elapsed_s < clock.minimum_s,
        NumbingFlag.OVER_MAXIMUM: over_maximum,
        NumbingFlag.NOT_REMOVED: numbing.off_at is None,
        NumbingFlag.TWO_ANAESTHETICS: len({other.product_id for other in applied}) > 1,
        NumbingFlag.AMOUNT_OVER_LABEL: _exceeds(numbing.amount_mg, product.max_amount_mg),
        NumbingFlag.AREA_OVER_LABEL: _exceeds(numbing.area_cm2, product.max_area_cm2),
        NumbingFlag.OCCLUDED_AGAINST_LABEL: numbing.is_occluded and product.occlusion is False,
    }
    return tuple(flag for flag, holds in checks.items() if holds)


def _exceeds(value: int | None, limit: int | None) -> bool:
    return value is not None and limit is not None and value > limit
