"""The one place where stored values become words on the screen: enums, zones, what is missing, dates.

Tables hold the English words; `words` and its neighbours translate them, in the context "labels".
Dates and times take the name of a locale ("en_GB"), as the clinic keeps it; without one they follow the
program's own. A moment is shown in the zone it was entered in.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from mnlog.domain.charts import LotStock
from mnlog.domain.records import Patient, PatientAlert, Reaction, ZoneTreatment
from mnlog.domain.rules.consent import ConsentGap, ConsentProblem
from mnlog.domain.rules.numbing import NumbingFlag
from mnlog.domain.rules.signing import Missing, MissingCode
from mnlog.domain.terms import (
    AlertKind,
    Answer,
    ConsentMethod,
    DeviceKind,
    DocumentKind,
    EndPoint,
    PaperSize,
    Region,
    SessionState,
    Severity,
    Side,
    SignerRole,
    Step,
    TopicalTiming,
)
from mnlog.domain.units import depth_text
from mnlog.domain.vocabulary import Vocabulary

_NAMED_AT_MOST = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("labels", text)


def _words_of(**words: str) -> Mapping[str, str]:
    return MappingProxyType(words)


_WORDS: Mapping[type[StrEnum], Mapping[str, str]] = {
    DeviceKind: _words_of(pen="Pen", roller="Roller", stamp="Stamp"),
    Side: _words_of(left="left", right="right", midline="middle"),
    Region: _words_of(face="Face", neck="Neck", chest="Chest", scalp="Scalp", hands="Hands", body="Body"),
    SessionState: _words_of(draft="Draft", signed="Signed", discarded="Discarded"),
    Answer: _words_of(no="No", yes="Yes", unsure="Not sure"),
    Severity: _words_of(absolute="Do not treat", relative="Take care", note="Note"),
    EndPoint: _words_of(
        none="None",
        mild_erythema="Mild redness",
        uniform_erythema="Even redness",
        pinpoint_bleeding="Pinpoint bleeding",
        confluent_bleeding="Confluent bleeding",
    ),
    ConsentMethod: _words_of(screen="On the screen", paper="On paper"),
    SignerRole: _words_of(patient="Patient", guardian="Parent or guardian"),
    AlertKind: _words_of(allergy="Allergy", condition="Condition", prophylaxis="Prophylaxis", note="Note"),
    TopicalTiming: _words_of(before="Before needling", during="During needling", after="After needling"),
    DocumentKind: _words_of(
        consent="Consent form", aftercare="Aftercare sheet", session_record="Session record"
    ),
    PaperSize: _words_of(a4="A4", letter="Letter"),
    Step: _words_of(
        screening="Screening",
        consent="Consent",
        numbing="Numbing",
        needling="Needling",
        reactions="Reactions",
        sign="Aftercare and sign",
    ),
    NumbingFlag: _words_of(
        under_minimum="On for less than its shortest time.",
        over_maximum="On for longer than its longest time: take it off now.",
        not_removed="Still on the skin: take it off before needling.",
        two_anaesthetics="Two anaesthetics at once: their doses add up.",
        amount_over_label="More cream than its label allows.",
        area_over_label="A larger area than its label allows.",
        occluded_against_label="Covered, although its label says not to.",
    ),
    ConsentGap: _words_of(
        none_given="The patient has not consented yet.",
        withdrawn="The consent was withdrawn: ask for a new one.",
        outdated="The consent is too old: ask for a new one.",
        other_course="The consent was given for another course.",
        region="The consent does not cover this region: {region}.",
        depth="A zone goes deeper than the consent allows, which is {depth} mm.",
        not_confirmed_today="Ask whether the earlier consent still holds today.",
        cooling_off="The time to think it over has not passed yet.",
    ),
    MissingCode: _words_of(
        screening_unanswered="Screening questions without an answer: {about}.",
        screening_not_today="The screening was answered on another day: ask again.",
        screening_absolute="Screening speaks against treatment: {about}.",
        consent="The patient has not consented yet.",
        numbing_unanswered="Say which numbing was used, or that none was.",
        numbing_not_on="A numbing was chosen but never put on.",
        numbing_not_off="The numbing cream has not been taken off.",
        numbing_allergy="The numbing is of a class the patient is allergic to: {about}.",
        device="No device is chosen.",
        unit="No cartridge or roller head was opened from a lot.",
        unit_expired="What was opened has expired: lot {about}.",
        zones="No zone is on the map.",
        depth="Without a needle depth: {about}.",
        reactions="Enter what was seen on the skin, or that nothing was.",
    ),
}

_BOTH_SIDES: Mapping[str, str] = _words_of(
    temple="Temples",
    periorbital="Around the eyes",
    cheek="Cheeks",
    hands="Backs of the hands",
    upper_arm="Upper arms",
    thigh="Thighs",
    buttock="Buttocks",
    flank="Flanks",
    hip="Hips",
    knee="Knees",
    lower_leg="Lower legs",
    forearm="Forearms",
    shoulder="Shoulders",
    breast="Breasts",
)
"""A paired zone in the plural; one that is not here keeps its name ("Jawline, both")."""

LANGUAGES: Mapping[str, str] = _words_of(
    en="English",
    es="Spanish",
    fr="French",
    de="German",
    pt="Portuguese",
    pl="Polish",
    ar="Arabic",
    zh="Chinese",
)
"""Languages that papers are handed out in, by the code a patient's record keeps."""

ALERT_TONES: Mapping[AlertKind, str] = {
    AlertKind.ALLERGY: "danger",
    AlertKind.CONDITION: "warn",
    AlertKind.PROPHYLAXIS: "warn",
    AlertKind.NOTE: "neutral",
}
ROMAN = ("", "I", "II", "III", "IV", "V", "VI")


def words(member: StrEnum) -> str:
    """The words for a member of one of the small closed sets, as in "Pinpoint bleeding".

    Raises:
        KeyError: when the set has no words.
    """
    return _tr(_WORDS[type(member)][member.value])


def options(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """(value, words) of all members, for a choice."""
    return [(member.value, words(member)) for member in kind]


def step_title(step: Step) -> str:
    """As on the bar of steps."""
    return words(step)


def counted(number: int, one: str, other: str) -> str:
    """A number with its noun; `other` has `{n}`. Both are translated by the caller."""
    return one.format(n=number) if number == 1 else other.format(n=number)


def isolated(text: str) -> str:
    """A name inside a sentence, kept from turning the sentence round when it is written right to left."""
    return f"\u2068{text}\u2069" if any(ord(letter) > 0x590 for letter in text) else text


# --------------------------------------------------------------------------------------------- zones


def zone_name(zone: str, side: Side, vocabulary: Vocabulary, site_text: str = "") -> str:
    """One zone with its side: "Cheek, left", "Forehead"; a site named by hand is its own name."""
    name = _plain_zone(zone, vocabulary)
    if site_text:
        return site_text
    return name if side is Side.MIDLINE else f"{name}, {words(side)}"


def zone_names(zones: Iterable[ZoneTreatment], vocabulary: Vocabulary) -> list[str]:
    """Zones in the vocabulary's order, with left and right of one taken together: "Cheeks, both"."""
    order = {zone_id: number for number, zone_id in enumerate(vocabulary.zones)}
    sides: dict[tuple[str, str], list[Side]] = {}
    for zone in sorted(zones, key=lambda each: order.get(each.zone_id, len(order))):
        sides.setdefault((zone.zone_id, zone.site_text), []).append(zone.side)
    return [_sided(zone_id, site, found, vocabulary) for (zone_id, site), found in sides.items()]


def zones_text(zones: Iterable[ZoneTreatment], vocabulary: Vocabulary) -> str:
    """Zones in one line: "Forehead · Cheeks, both"."""
    return " · ".join(zone_names(zones, vocabulary))


def _sided(zone_id: str, site: str, sides: Sequence[Side], vocabulary: Vocabulary) -> str:
    if not {Side.LEFT, Side.RIGHT} <= set(sides):
        return zone_name(zone_id, sides[0], vocabulary, site)
    plural = _BOTH_SIDES.get(zone_id)
    name = _tr(plural) if plural else _plain_zone(zone_id, vocabulary)
    return site or _tr("{zone}, both").format(zone=name)


def _plain_zone(zone_id: str, vocabulary: Vocabulary) -> str:
    """Without the explanation in brackets, which a chip or a line has no room for."""
    return vocabulary.zones[zone_id].name.partition(" (")[0]


# --------------------------------------------------------------------------- patients and their skin


def phototype(number: int) -> str:
    """As in "Fitzpatrick IV"."""
    return _tr("Fitzpatrick {type}").format(type=ROMAN[number])


def age(patient: Patient, today: date) -> str:
    """As in "34 y"; empty when the birth date is unknown."""
    years = patient.age_on(today)
    return "" if years is None else _tr("{years} y").format(years=years)


def language(code: str) -> str:
    """The English name of a patient's language; an unknown code stands for itself."""
    return _tr(LANGUAGES[code]) if code in LANGUAGES else code


def alert_text(alert: PatientAlert) -> str:
    """As on its chip: "Allergy: latex"; a note or condition is its own words."""
    if alert.kind in (AlertKind.ALLERGY, AlertKind.PROPHYLAXIS):
        return f"{words(alert.kind)}: {isolated(alert.text)}"
    return alert.text


def reaction_text(reaction: Reaction, vocabulary: Vocabulary) -> str:
    """As on its chip: "Redness 2", "Bruising 1, left cheek", "Pinpoint bleeding"."""
    row = vocabulary.reactions[reaction.reaction_id]
    text = row.name.partition(" (")[0]
    if reaction.grade is not None and len(vocabulary.scales[reaction.scale_id].grades) > 1:
        text = f"{text} {reaction.grade}"
    if reaction.zone_id is None:
        return text
    place = _plain_zone(reaction.zone_id, vocabulary).lower()
    if reaction.side not in (None, Side.MIDLINE):
        place = f"{words(reaction.side)} {place}"
    return f"{text}, {place}"


def reaction_tone(reaction: Reaction, vocabulary: Vocabulary) -> str:
    """Tone of its chip: "danger" from three of five upwards or for what is never expected, else "warn"."""
    row = vocabulary.reactions[reaction.reaction_id]
    grades = [grade.value for grade in vocabulary.scales[reaction.scale_id].grades]
    if row.expected_from_h is None:
        return "danger"
    if reaction.grade is None or len(grades) < 2:
        return "warn"
    if reaction.grade <= 0:
        return "good"
    return "danger" if reaction.grade / max(grades) >= 0.6 else "warn"


# ----------------------------------------------------------------------------------- what is missing


def missing_text(missing: Missing, vocabulary: Vocabulary) -> str:
    """One sentence for one thing that keeps a session from being signed."""
    if missing.consent is not None:
        return consent_problem_text(missing.consent)
    about: Sequence[str] = missing.about
    if missing.code is MissingCode.DEPTH:
        about = [_plain_zone(zone_id, vocabulary) for zone_id in about]
    return words(missing.code).format(about=listed(about))


def consent_problem_text(problem: ConsentProblem) -> str:
    """One sentence for what a consent lacks."""
    region = words(problem.region).lower() if problem.region else ""
    depth = depth_text(problem.depth_um) if problem.depth_um is not None else ""
    return words(problem.gap).format(region=region, depth=depth)


def listed(names: Sequence[str]) -> str:
    """A few names in a sentence: "A, B, C and 4 more"."""
    shown = ", ".join(names[:_NAMED_AT_MOST])
    more = len(names) - _NAMED_AT_MOST
    return _tr("{names} and {n} more").format(names=shown, n=more) if more > 0 else shown


# ----------------------------------------------------------------------------------- dates and times


def _locale(name: str) -> QLocale:
    return QLocale(name) if name else QLocale()


def _pattern(locale: QLocale, *, weekday: bool, year: bool, month: str) -> str:
    """The locale's own order of day, month and year, with what is not wanted left out."""
    pattern = locale.dateFormat(QLocale.FormatType.LongFormat)
    if not weekday:
        pattern = re.sub(r"dddd[,،]?\s*|[,،]?\s*dddd", "", pattern)
    elif locale.name() == "en_GB":
        pattern = pattern.replace("dddd, ", "dddd ")  # British letters do without the comma
    if not year:
        pattern = re.sub(r"[,،]?\s*('de'\s*)?y+年?", "", pattern)
    return pattern.replace("MMMM", month)


def _day_text(day: date, pattern: str, locale: QLocale) -> str:
    return locale.toString(QDate(day.year, day.month, day.day), pattern)


def short_date(day: date, locale: str = "", *, year: bool = True) -> str:
    """As in "24 Oct 2026", or "24 Oct" without the year."""
    chosen = _locale(locale)
    return _day_text(day, _pattern(chosen, weekday=False, year=year, month="MMM"), chosen)


def long_date(day: date, locale: str = "") -> str:
    """As in "2 June 1992"."""
    chosen = _locale(locale)
    return _day_text(day, _pattern(chosen, weekday=False, year=True, month="MMMM"), chosen)


def long_day(day: date, locale: str = "", *, year: bool = False) -> str:
    """As in "Saturday 21 November"."""
    chosen = _locale(locale)
    return _day_text(day, _pattern(chosen, weekday=True, year=year, month="MMMM"), chosen)


def clock_time(moment: datetime, locale: str = "") -> str:
    """As in "14:42"."""
    return _locale(locale).toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)


def day_and_time(moment: datetime, locale: str = "") -> str:
    """As in "24 Oct 2026, 14:42"."""
    return f"{short_date(moment, locale)}, {clock_time(moment, locale)}"


def lot_text(held: LotStock, today: date, locale: str = "") -> str:
    """A lot to choose from: "24F118 · 6-needle cartridge · expires 11 Mar 2027 · 12 left"."""
    lot = held.lot
    parts = [lot.lot_number]
    if lot.needle_length_um is not None:
        parts.append(f"{depth_text(lot.needle_length_um)} mm")
    elif lot.product != held.device.name:
        parts.append(lot.product)
    if lot.expires_on is not None:
        words = _tr("expired {day}") if lot.expires_on < today else _tr("expires {day}")
        parts.append(words.format(day=short_date(lot.expires_on, locale)))
    parts.append(_tr("{count} left").format(count=held.left))
    return " · ".join(parts)
