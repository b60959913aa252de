"""Same as last time: which settings are taken over, and which never are.

Settings are copied; today's lot and unit, the screening, the consent, times and reactions are not.
"""

from dataclasses import dataclass, replace

from mnlog.domain.charts import SessionChart
from mnlog.domain.records import Numbing, Topical, ZoneTreatment
from mnlog.domain.terms import DeviceKind
from mnlog.domain.units import depth_text
from mnlog.domain.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPlan:
    """What is taken over. The records carry the ids of their source until they are given new ones."""

    source_session_id: str
    device_kind: DeviceKind | None
    device_id: str | None
    zones: tuple[ZoneTreatment, ...]
    numbings: tuple[Numbing, ...]
    topicals: tuple[Topical, ...]


def copy_plan(source: SessionChart, *, available_device_ids: frozenset[str]) -> CopyPlan:
    """The settings of a session without anything that belongs to its day."""
    device_id = source.session.device_id
    return CopyPlan(
        source_session_id=source.session.id,
        device_kind=source.session.device_kind,
        device_id=device_id if device_id in available_device_ids else None,
        zones=tuple(replace(zone, version=1, end_point=None) for zone in source.zones),
        numbings=tuple(
            replace(
                numbing,
                version=1,
                lot_number="",
                expires_on=None,
                on_at=None,
                off_at=None,
                override_reason="",
            )
            for numbing in source.numbings
        ),
        topicals=tuple(
            replace(topical, version=1, lot_number="", expires_on=None) for topical in source.topicals
        ),
    )


def copy_text(plan: CopyPlan, vocabulary: Vocabulary) -> str:
    """What was copied, in words: "pen, 4 zones 0.50 to 1.50 mm, EMLA, hyaluronic acid"."""
    parts = []
    if plan.device_kind is not None:
        parts.append(plan.device_kind.value)
    depths = [zone.depth_um for zone in plan.zones if zone.depth_um is not None]
    if depths:
        low, high = depth_text(min(depths)), depth_text(max(depths))
        count = f"{len(plan.zones)} zone" + ("s" if len(plan.zones) != 1 else "")
        parts.append(f"{count} {low} mm" if low == high else f"{count} {low} to {high} mm")
    parts += [vocabulary.numbing_products[numbing.product_id].name for numbing in plan.numbings]
    parts += [topical.name for topical in plan.topicals]
    return ", ".join(parts)
