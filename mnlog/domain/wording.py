"""The words on paper and in the consent, in one language, with the facts filled in.

The screen and the paper both show what `consent_text` returns, so that what is read, what is signed and what
is printed are the same words; `text_hash` proves it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, NamedTuple

from mnlog.domain.charts import SessionChart
from mnlog.domain.consent_facts import ConsentFacts, consent_facts
from mnlog.domain.terms import DeviceKind
from mnlog.domain.units import depth_text
from mnlog.domain.vocabulary import Vocabulary

__all__ = [
    "ConsentFacts",
    "ConsentItem",
    "ConsentSection",
    "ConsentText",
    "ConsentWording",
    "ItemWording",
    "PhotoOption",
    "RedFlag",
    "SectionWording",
    "Wording",
    "consent_facts",
    "consent_text",
    "filled",
    "plural_category",
    "words_as_signed",
]

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
PRP = "prp"
HOURS_PER_DAY = 24
DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A reason to call, as the patient reads it, and the vocabulary's reactions it speaks for."""

    text: str
    reactions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionWording:
    """A paragraph of the consent. Without the fact that `needs` names, it is left out."""

    id: str
    heading: str
    sentences: tuple[str, ...]
    needs: str = ""


@dataclass(frozen=True, slots=True)
class ItemWording:
    """A line of the consent that is agreed to by itself."""

    id: str
    text: str
    required: bool = True
    needs: str = ""


@dataclass(frozen=True, slots=True)
class ConsentWording:
    """The consent's text before the facts are filled in."""

    title: str
    practitioner_statement: str
    often: tuple[str, ...]
    often_note: str
    seldom: tuple[str, ...]
    seldom_note: str
    sections: tuple[SectionWording, ...]
    items: tuple[ItemWording, ...]
    photos: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """Every sentence in one language.

    Attributes:
        language: as in "en".
        name: the language's own name, printed on the consent.
        version: changes whenever a word does.
        texts: sentences by id, as in "aftercare.title", with `{placeholders}`.
        plurals: sentences that depend on a number, by id and plural category.
        names: how a vocabulary row is called inside a sentence, by kind and id, as in "zone.cheek".
    """

    language: str
    name: str
    version: str
    texts: Mapping[str, str]
    plurals: Mapping[str, Mapping[str, str]]
    names: Mapping[str, str]
    red_flags: tuple[RedFlag, ...]
    consent: ConsentWording

    def text(self, text_id: str, **values: str) -> str:
        """A sentence with its values filled in.

        Raises:
            KeyError: when there is no such sentence, or a value is missing.
        """
        return filled(self.texts[text_id], values)

    def count(self, text_id: str, number: int) -> str:
        """A number with its noun in the right form, as in "4 weeks"."""
        forms = self.plurals[text_id]
        form = forms.get(plural_category(self.language, number), forms["other"])
        return filled(form, {"n": str(number)})

    def name_of(self, kind: str, row_id: str, fallback: str) -> str:
        """How a vocabulary row is called inside a sentence."""
        return self.names.get(f"{kind}.{row_id}", fallback)

    def listed(self, texts: Iterable[str]) -> str:
        """Several things in a sentence, as in "face, neck and chest"."""
        items = list(texts)
        if len(items) < 2:
            return "".join(items)
        return self.text("phrase.and", first=self.texts["phrase.comma"].join(items[:-1]), last=items[-1])


class ConsentSection(NamedTuple):
    """A heading and its paragraph."""

    heading: str
    paragraph: str


class ConsentItem(NamedTuple):
    """A line that is agreed to by itself."""

    id: str
    text: str
    required: bool


class PhotoOption(NamedTuple):
    """One free choice about photos: "record", "teaching" or "publication"."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The exact words of one consent.

    Attributes:
        text_hash: SHA-256 over all of them, hexadecimal.
    """

    language: str
    version: str
    title: str
    sections: tuple[ConsentSection, ...]
    often_risks: tuple[str, ...]
    often_note: str
    seldom_risks: tuple[str, ...]
    seldom_note: str
    items: tuple[ConsentItem, ...]
    photo_options: tuple[PhotoOption, ...]
    practitioner_statement: str
    text_hash: str


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its placeholders replaced; braces inside a value stay as they are.

    Raises:
        KeyError: when a value is missing.
    """
    return PLACEHOLDER.sub(lambda match: values[match[1]], template)


def plural_category(language: str, number: int) -> str:
    """The plural category of a whole number, after CLDR, for the languages that papers come in."""
    base = language.partition("-")[0].partition("_")[0]
    tens, hundreds = number % 10, number % 100
    if base == "pl":
        few = 2 <= tens <= 4 and not 12 <= hundreds <= 14
        return "one" if number == 1 else "few" if few else "many"
    if base == "ar":
        small = {0: "zero", 1: "one", 2: "two"}.get(number)
        return small or ("few" if 3 <= hundreds <= 10 else "many" if hundreds >= 11 else "other")
    if base in ("zh", "ja", "ko"):
        return "other"
    return "one" if number == 1 or (number == 0 and base in ("fr", "pt")) else "other"


def consent_text(wording: Wording, facts: ConsentFacts, *, unknown: str = "") -> ConsentText:
    """The exact words of a consent.

    Args:
        wording: the language and its sentences.
        facts: what is planned.
        unknown: stands for a planned figure that is not known, as a line to write on does; empty leaves its
            sentence out.
    """
    values = _values(wording, facts, unknown)
    text = wording.consent
    sections = tuple(
        ConsentSection(section.heading, paragraph)
        for section in text.sections
        if (not section.needs or values.get(section.needs))
        and (paragraph := _paragraph(section.sentences, values))
    )
    items = tuple(
        ConsentItem(item.id, filled(item.text, values), item.required)
        for item in text.items
        if _applies(item.text, values) and (not item.needs or values.get(item.needs))
    )
    photos = tuple(PhotoOption(option, sentence) for option, sentence in text.photos.items())
    words = {
        "title": text.title,
        "sections": sections,
        "often_risks": text.often,
        "often_note": text.often_note,
        "seldom_risks": text.seldom,
        "seldom_note": text.seldom_note,
        "items": items,
        "photo_options": photos,
        "practitioner_statement": text.practitioner_statement,
    }
    return ConsentText(
        language=wording.language,
        version=wording.version,
        title=text.title,
        sections=sections,
        often_risks=text.often,
        often_note=text.often_note,
        seldom_risks=text.seldom,
        seldom_note=text.seldom_note,
        items=items,
        photo_options=photos,
        practitioner_statement=text.practitioner_statement,
        text_hash=_hash_of({"language": wording.language, "version": wording.version, **words}),
    )


def words_as_signed(wording: Wording, chart: SessionChart, vocabulary: Vocabulary) -> ConsentText | None:
    """The words that a chart's consent was given to, found again by their hash.

    The consent stores a hash and no words, and a session learns more after it (the cream, the serum, the
    device, an allergy). So what may have been unknown then is left out in turn until the hash fits.

    Returns:
        The words, or None when the session has no consent, or when these words gave another hash: the wording
        was edited since, or the plan changed in another way.
    """
    if chart.consent is None:
        return None
    known = consent_facts(chart, vocabulary)
    for facts in _as_known_earlier(known, chart):
        text = consent_text(wording, facts)
        if text.text_hash == chart.consent.text_hash:
            return text
    return None


def _as_known_earlier(known: ConsentFacts, chart: SessionChart) -> Iterator[ConsentFacts]:
    """What was known at some moment before now, the present first."""
    depths = chart.depth_range_um
    signer = chart.practitioners.get(chart.consent.practitioner_id) if chart.consent else None
    ways: list[list[dict[str, Any]]] = [
        [{}, {"no_numbing": False}, {"no_numbing": True}],
        [{"numbing": known.numbing[:count]} for count in range(len(known.numbing), -1, -1)],
        [{"topicals": known.topicals[:count]} for count in range(len(known.topicals), -1, -1)],
        [{}, {"allergies": ""}],
        [{}, {"device_name": "", "off_label": False, "off_label_text": ""}],
        [{}, *([{"max_depth_um": depths[1]}] if depths else [])],
        [{}, *([{"practitioner_name": signer.signature_name}] if signer else [])],
    ]
    for choices in product(*ways):
        earlier: dict[str, Any] = {}
        for choice in choices:
            earlier.update(choice)
        yield replace(known, **earlier)


def _hash_of(words: Mapping[str, object]) -> str:
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _applies(sentence: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in PLACEHOLDER.findall(sentence))


def _paragraph(sentences: Iterable[str], values: Mapping[str, str]) -> str:
    return " ".join(filled(sentence, values) for sentence in sentences if _applies(sentence, values))


def _values(wording: Wording, facts: ConsentFacts, unknown: str) -> dict[str, str]:
    """What the consent's placeholders stand for; empty when it does not apply."""
    planned = wording.count("unit.session", facts.planned_sessions) if facts.planned_sessions else unknown
    concern = (
        wording.name_of("concern", facts.concern_id, facts.concern_name) if facts.concern_id else unknown
    )
    depth = depth_text(facts.max_depth_um) if facts.max_depth_um is not None else unknown
    return {
        "device": _device(wording, facts),
        "regions": wording.listed(wording.text(f"region.{region}") for region in facts.regions) or unknown,
        "depth": depth,
        "concern": concern,
        "sessions": planned,
        "interval": _interval(wording, facts) or unknown,
        "numbing": _numbing(wording, facts),
        "topicals": wording.listed(wording.name_of("topical", *each) for each in facts.topicals),
        "prp": next((wording.name_of("topical", *each) for each in facts.topicals if each[0] == PRP), ""),
        "allergies": facts.allergies or wording.text("consent_fact.no_allergies"),
        "off_label": _off_label(wording, facts),
        "practitioner": facts.practitioner_name,
        "clinic": facts.clinic_name,
        "cooling_off": _cooling_off(wording, facts.cooling_off_h),
    }


def _device(wording: Wording, facts: ConsentFacts) -> str:
    kind = wording.text(f"device.{facts.device_kind or DeviceKind.PEN}")
    return (
        wording.text("consent_fact.device", kind=kind, model=facts.device_name) if facts.device_name else kind
    )


def _numbing(wording: Wording, facts: ConsentFacts) -> str:
    """Consent is asked for before the cream is chosen, so an open choice is said as one."""
    if facts.no_numbing:
        return ""
    if not facts.numbing:
        return wording.text("consent_fact.numbing_open")
    return wording.listed(
        wording.text("consent_fact.numbing", product=name, strength=strength)
        for name, strength in facts.numbing
    )


def _off_label(wording: Wording, facts: ConsentFacts) -> str:
    if not facts.off_label:
        return ""
    if not facts.off_label_text:
        return wording.text("consent_fact.off_label_unknown")
    return wording.text("consent_fact.off_label_cleared", cleared=facts.off_label_text)


def _interval(wording: Wording, facts: ConsentFacts) -> str:
    if not facts.interval_min_days or not facts.interval_max_days:
        return ""
    first, last = (round(days / DAYS_PER_WEEK) for days in (facts.interval_min_days, facts.interval_max_days))
    if first < 1:
        return wording.count("unit.day", facts.interval_min_days)
    if first >= last:
        return wording.text("consent_fact.one_interval", weeks=wording.count("unit.week", first))
    return wording.text("consent_fact.some_weeks", first=str(first), last=str(last))


def _cooling_off(wording: Wording, hours: int) -> str:
    if hours <= 0:
        return ""
    if hours % HOURS_PER_DAY == 0:
        return wording.count("unit.day", hours // HOURS_PER_DAY)
    return wording.count("unit.hour", hours)
