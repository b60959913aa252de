"""What a consent is about: the plan for one patient, in no language yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from mnlog.domain.charts import SessionChart
from mnlog.domain.terms import AlertKind, DeviceKind, Region
from mnlog.domain.vocabulary import DeviceModel, Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts:
    """What is planned, for one patient, as far as it is known.

    Attributes:
        off_label: True when the device is not cleared for this use.
        off_label_text: what it is cleared for, in the maker's words; empty when no clearance is on file.
        topicals: (vocabulary id, name) of each.
        allergies: known allergies in words; empty when none are known.
        cooling_off_h: hours between agreeing and the first needle; 0 when the clinic sets none.
    """

    device_kind: DeviceKind | None = None
    device_name: str = ""
    regions: tuple[Region, ...] = ()
    max_depth_um: int | None = None
    concern_id: str | None = None
    concern_name: str = ""
    planned_sessions: int | None = None
    interval_min_days: int | None = None
    interval_max_days: int | None = None
    numbing: tuple[tuple[str, str], ...] = ()
    no_numbing: bool = False
    topicals: tuple[tuple[str, str], ...] = ()
    allergies: str = ""
    off_label: bool = False
    off_label_text: str = ""
    practitioner_name: str = ""
    clinic_name: str = ""
    cooling_off_h: int = 0


def consent_facts(
    chart: SessionChart,
    vocabulary: Vocabulary,
    *,
    regions: Sequence[Region] = (),
    max_depth_um: int | None = None,
) -> ConsentFacts:
    """What a consent for this session is about.

    Args:
        chart: the session with what is known of it.
        vocabulary: names and clearances.
        regions: what is planned, before zones are mapped. What a signed consent names goes first, unless
            these are given; then the mapped zones.
        max_depth_um: deepest planned needling, in the same order of precedence.
    """
    session, model = chart.session, _model_of(chart, vocabulary)
    planned = _regions(chart, vocabulary, regions)
    concern_id = (chart.course.concern_id if chart.course else None) or session.concern_id
    concern = vocabulary.concerns.get(concern_id) if concern_id else None
    products = [vocabulary.numbing_products.get(numbing.product_id) for numbing in chart.numbings]
    return ConsentFacts(
        device_kind=chart.device.kind if chart.device else session.device_kind,
        device_name=chart.device.name if chart.device else "",
        regions=planned,
        max_depth_um=_max_depth_um(chart, max_depth_um),
        concern_id=concern_id,
        concern_name=concern.name if concern else "",
        planned_sessions=chart.course.planned_sessions if chart.course else None,
        interval_min_days=chart.course.interval_min_days if chart.course else None,
        interval_max_days=chart.course.interval_max_days if chart.course else None,
        numbing=tuple(dict.fromkeys((product.name, product.strength) for product in products if product)),
        no_numbing=session.no_numbing,
        topicals=tuple(dict.fromkeys((topical.product_id, topical.name) for topical in chart.topicals)),
        allergies=", ".join(
            alert.text for alert in chart.alerts if alert.kind is AlertKind.ALLERGY and alert.ended_at is None
        ),
        off_label=_is_off_label(chart, vocabulary, model, planned, concern_id),
        off_label_text=model.on_label_text if model else "",
        practitioner_name=chart.practitioner.signature_name,
        clinic_name=chart.clinic.name,
        cooling_off_h=chart.clinic.cooling_off_h,
    )


def _model_of(chart: SessionChart, vocabulary: Vocabulary) -> DeviceModel | None:
    return vocabulary.device_models.get(chart.device.model_id) if chart.device else None


def _regions(chart: SessionChart, vocabulary: Vocabulary, planned: Sequence[Region]) -> tuple[Region, ...]:
    if not planned and chart.consent is not None:
        planned = chart.consent.regions
    if not planned:
        zones = (vocabulary.zones.get(zone.zone_id) for zone in chart.zones)
        planned = [zone.region for zone in zones if zone is not None]
    return tuple(region for region in Region if region in planned)


def _max_depth_um(chart: SessionChart, planned: int | None) -> int | None:
    if planned is not None:
        return planned
    if chart.consent is not None:
        return chart.consent.max_depth_um
    depths = chart.depth_range_um
    return depths[1] if depths else None


def _is_off_label(
    chart: SessionChart,
    vocabulary: Vocabulary,
    model: DeviceModel | None,
    regions: Sequence[Region],
    concern_id: str | None,
) -> bool:
    """Only what is known counts: without a device there is no label to be off."""
    if model is None:
        return False
    age = chart.patient.age_on(chart.session.started_at.date())
    if model.on_label_min_age is not None and age is not None and age < model.on_label_min_age:
        return True
    if concern_id is not None and concern_id not in model.on_label_concerns:
        return True
    cleared = [vocabulary.zones[zone_id] for zone_id in model.on_label_zones if zone_id in vocabulary.zones]
    zone_ids = {zone.zone_id for zone in chart.zones}
    if any(zone_id not in model.on_label_zones for zone_id in zone_ids):
        return True
    return any(region not in {zone.region for zone in cleared} for region in regions)
