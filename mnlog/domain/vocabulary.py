"""The rows of the vocabulary: what can be chosen, with the source of each figure.

Rows live in `resources/vocabulary/*.toml`; `mnlog.domain.vocabulary_file` reads them. Ids are stored in
records and never change. Depths are micrometres, contact times seconds, windows hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mnlog.domain.terms import DeviceKind, Region, Severity, Side, SubstanceClass

UNSOURCED = "GK"
"""Source key of a figure that rests on general knowledge alone: shown as "clinic default, unsourced"."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands.

    Attributes:
        trust: "A" regulator, label or maker; "B" indexed study or review; "C" clinic, vendor or AI page;
            "S" one of the articles the product was asked for from; "-" unsourced.
    """

    id: str
    title: str
    trust: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every vocabulary row has.

    Attributes:
        sources: keys into `Vocabulary.sources`, at least one.
        conflict: says who disagrees about what, when the sources do; else empty.
    """

    id: str
    name: str
    sources: tuple[str, ...]
    conflict: str = ""

    @property
    def is_unsourced(self) -> bool:
        """True when nothing but general knowledge stands behind the row."""
        return all(source == UNSOURCED for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone(Row):
    """A place on the map. `sides` is (LEFT, RIGHT) for a paired zone, else (MIDLINE,)."""

    region: Region
    sides: tuple[Side, ...]
    min_um: int
    typical_um: int
    max_um: int
    snomed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern(Row):
    """Why the patient comes, with the depth range usual for it."""

    min_um: int
    max_um: int
    sessions_min: int
    sessions_max: int
    interval_min_days: int
    interval_max_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceModel(Row):
    """A pen, roller or stamp that can be bought.

    Attributes:
        depth_step_um: the step of the dial; 0 for a roller or stamp, whose length is its head's.
        needle_lengths_um: lengths a roller or stamp head comes in; empty for a pen.
        speeds: number of speed settings, numbered from 1; 0 when there is none to set.
        on_label_zones: zone ids the device is cleared for; elsewhere use is off-label.
    """

    kind: DeviceKind
    depth_min_um: int
    depth_max_um: int
    depth_step_um: int
    needle_lengths_um: tuple[int, ...] = ()
    needle_count: int | None = None
    speeds: int = 0
    single_use: bool = True
    on_label_zones: tuple[str, ...] = ()
    on_label_concerns: tuple[str, ...] = ()
    on_label_min_age: int | None = None
    on_label_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbingProduct(Row):
    """A topical anaesthetic.

    Attributes:
        contact_min_s: shortest contact on the label or in use.
        contact_max_s: longest; None when it is the prescriber's to say.
        dose_text: amount per area as the label says it.
        occlusion: True when the label has it covered, False when it must not be, None when it does not say.
    """

    strength: str
    classes: tuple[SubstanceClass, ...]
    contact_min_s: int
    contact_max_s: int | None
    dose_text: str
    max_amount_mg: int | None
    max_area_cm2: int | None
    occlusion: bool | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningQuestion(Row):
    """One question, asked so that "no" is the untroubled answer.

    Attributes:
        question: as it is put to the patient.
        severity: what a "yes" means. NOTE questions only take a text down.
        absolute_for_numbing_only: a "yes" forbids the cream, not the needle.
        text_only: no yes or no, only words (medicines, last sun exposure).
        changes_slowly: True for history that "no change since last time" may carry over; False for what must
            be looked at today (cold sore, sunburn, infection).
    """

    question: str
    severity: Severity
    reason: str
    group: str
    absolute_for_numbing_only: bool = False
    text_only: bool = False
    changes_slowly: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One step of a scale; the label is stored beside the number because scales are also met reversed."""

    value: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Row):
    """A graded scale, from its least to its most."""

    grades: tuple[Grade, ...]
    loinc: str | None = None
    note: str = ""

    def label_of(self, value: int) -> str:
        """The words for a grade.

        Raises:
            KeyError: when the scale has no such grade.
        """
        for grade in self.grades:
            if grade.value == value:
                return grade.label
        raise KeyError(f"{self.id} has no grade {value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionType(Row):
    """What may be seen or felt.

    Attributes:
        expected_from_h: start of the window in which it is expected, hours after the end; None when
            never expected.
        expected_to_h: end of that window.
        red_flag: what makes it a reason to call; shown to the practitioner and on paper.
        emergency: True when the call goes to the emergency number.
        scale_id: the scale it is graded by.
        common: True for what is offered first at the end of a session.
    """

    expected_from_h: int | None
    expected_to_h: int | None
    red_flag: str
    emergency: bool
    scale_id: str
    common: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CareWindow(Row):
    """A waiting time of the aftercare (hours after the end) or pre-care (hours before the start).

    Attributes:
        do: True for what the patient should do in the window, False for what waits until it is over.
        strict_to_h: end of the strict part.
        extended_to_h: end of the cautious part that some sources ask for; None when there is none.
        chart: True when it gets a bar on the sheet, in `order`.
    """

    do: bool
    from_h: int
    strict_to_h: int
    extended_to_h: int | None
    chart: bool
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicalProduct(Row):
    """A serum, PRP or other product used with the needling.

    Attributes:
        intradermal: True only when it is labelled to go into the skin; most are not.
    """

    intradermal: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Row):
    """A figure or statement that belongs to no other table; `name` says what about.

    Attributes:
        values: the figure as whole numbers, least first; empty when there is none.
        unit: what the values count ("min", "h", "days").
    """

    text: str
    values: tuple[int, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything that can be chosen. Mappings are by id, in the order of the file.

    Attributes:
        version: changes whenever a rule's figure does; a session keeps the version it was judged by.
    """

    version: str
    sources: Mapping[str, Source]
    zones: Mapping[str, Zone]
    concerns: Mapping[str, Concern]
    device_models: Mapping[str, DeviceModel]
    numbing_products: Mapping[str, NumbingProduct]
    questions: Mapping[str, ScreeningQuestion]
    scales: Mapping[str, Scale]
    reactions: Mapping[str, ReactionType]
    aftercare: Mapping[str, CareWindow]
    precare: Mapping[str, CareWindow]
    topicals: Mapping[str, TopicalProduct]
    facts: Mapping[str, Fact] = field(default_factory=dict)
