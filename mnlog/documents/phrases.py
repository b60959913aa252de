"""Dates, times, names and lists in the words of the document's language and the clinic's zone."""

from base64 import b32encode
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time

from mnlog.documents.sentences import filled_rich
from mnlog.documents.style import INK, MUTED, Weight
from mnlog.documents.typeset import Rich, Span, value
from mnlog.domain.charts import SessionChart
from mnlog.domain.records import Clinic, Patient, ZoneTreatment
from mnlog.domain.terms import Side
from mnlog.domain.units import depth_text
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.wording import Wording

_DEFAULT_LOCALE = "en_GB"
_DAYS_PER_WEEK = 7


class Phrases:
    """Says what a document says, in its language."""

    def __init__(self, wording: Wording, clinic: Clinic, vocabulary: Vocabulary) -> None:
        """Settles on a locale and a zone.

        Args:
            wording: the language's sentences.
            clinic: its locale, where it fits the language, and its zone.
            vocabulary: names of what the wording does not name.
        """
        self.wording = wording
        self._vocabulary = vocabulary
        self._locale = _locale_for(wording.language, clinic.locale)
        self._zone = _zone(clinic.time_zone)

    def here(self, moment: datetime) -> datetime:
        """A moment on the clinic's clock."""
        return moment.astimezone(self._zone or moment.tzinfo)

    def long_date(self, day: date) -> str:
        """As in "Saturday 21 November 2026"."""
        text = str(format_date(self._day(day), "full", locale=self._locale))
        # CLDR puts a comma after the weekday that British letters do without.
        british = self._locale.language == "en" and self._locale.territory != "US"
        return text.replace(", ", " ", 1) if british else text

    def short_date(self, day: date) -> str:
        """As in "Sat 21 Nov"."""
        return unbroken(str(format_skeleton("MMMEd", self._midnight(day), locale=self._locale)))

    def plain_date(self, day: date) -> str:
        """As in "21 Nov 2026"."""
        return unbroken(str(format_skeleton("yMMMd", self._midnight(day), locale=self._locale)))

    def weekday(self, day: date) -> str:
        """As in "Sat"."""
        return str(format_skeleton("E", self._midnight(day), locale=self._locale))

    def clock(self, moment: datetime) -> str:
        """As in "15:10"."""
        return str(format_time(self.here(moment).timetz(), "short", locale=self._locale))

    def long_moment(self, moment: datetime) -> str:
        """As in "Saturday 21 November 2026, 15:10"."""
        return f"{self.long_date(self.here(moment))}, {self.clock(moment)}"

    def short_moment(self, moment: datetime) -> str:
        """As in "Sat 21 Nov, 15:10"."""
        return f"{self.short_date(self.here(moment))}, {self.clock(moment)}"

    def plain_moment(self, moment: datetime) -> str:
        """As in "21 Nov 2026, 15:10"."""
        return f"{self.plain_date(self.here(moment))}, {self.clock(moment)}"

    def _day(self, day: date) -> date:
        return self.here(day).date() if isinstance(day, datetime) else day

    def _midnight(self, day: date) -> datetime:
        plain = self._day(day)
        return datetime(plain.year, plain.month, plain.day, tzinfo=UTC)

    def depths(self, depth_range_um: tuple[int, int]) -> str:
        """As in "0.50 to 1.50 mm"."""
        shallowest, deepest = (depth_text(depth_um) for depth_um in depth_range_um)
        if shallowest == deepest:
            return self.wording.text("phrase.depth", depth=deepest)
        return self.wording.text("phrase.depth_range", shallowest=shallowest, deepest=deepest)

    def interval(self, days: int) -> str:
        """As in "4 weeks" when they are whole, else "25 days"."""
        if days % _DAYS_PER_WEEK == 0 and days > 0:
            return self.wording.count("unit.week", days // _DAYS_PER_WEEK)
        return self.wording.count("unit.day", days)

    def zone(self, zone_id: str, side: Side, site_text: str = "") -> str:
        """One zone with its side, as in "cheek, left"."""
        name = self._zone_name(zone_id)
        if side is not Side.MIDLINE:
            name = self.wording.text(f"phrase.{side}", zone=name)
        return self.wording.text("phrase.site", zone=name, site=site_text) if site_text else name

    def zone_title(self, zone: ZoneTreatment) -> str:
        """One zone as the head of a row, as in "Cheek, left"."""
        return sentence(self.zone(zone.zone_id, zone.side, zone.site_text))

    def _zone_name(self, zone_id: str) -> str:
        row = self._vocabulary.zones.get(zone_id)
        return self.wording.name_of("zone", zone_id, row.name if row else zone_id)

    def zones(self, zones: Iterable[ZoneTreatment]) -> list[str]:
        """Zones in a sentence, with both sides of one taken together, in the vocabulary's order."""
        sides: dict[tuple[str, str], list[Side]] = {}
        order = {zone_id: number for number, zone_id in enumerate(self._vocabulary.zones)}
        for zone in sorted(zones, key=lambda each: order.get(each.zone_id, len(order))):
            sides.setdefault((zone.zone_id, zone.site_text), []).append(zone.side)
        return [self._sided(zone_id, site, found) for (zone_id, site), found in sides.items()]

    def _sided(self, zone_id: str, site: str, sides: list[Side]) -> str:
        if not {Side.LEFT, Side.RIGHT} <= set(sides):
            return self.zone(zone_id, sides[0], site)
        name = self.wording.names.get(f"zone.{zone_id}.both")
        name = name or self.wording.text("phrase.both_sides", zone=self._zone_name(zone_id))
        return self.wording.text("phrase.site", zone=name, site=site) if site else name

    def dialled(self, text_id: str, phone: str) -> Rich:
        """A sentence with a telephone number, whose groups keep their order in any direction."""
        return filled_rich(self.wording.texts[text_id], {"phone": value(phone)})

    def born_and_record(self, patient: Patient) -> str:
        """As in "born 2 Jun 1992 · record MN-00217"."""
        record = self.wording.text("page.record", record=patient.record_number)
        if patient.birth_date is None:
            return record
        return f"{self.wording.text('page.born', date=self.plain_date(patient.birth_date))} · {record}"

    def running(self, title: str, patient: Patient) -> Rich:
        """The head of later pages: document, patient, record."""
        record = self.wording.text("page.record", record=patient.record_number)
        return (Span(f"{title} · "), *value(patient.name, Weight.SEMIBOLD), Span(f" · {record}"))

    def footer(self, chart: SessionChart, document: str) -> str:
        """As in "Aftercare sheet, version 3 · record MN-00217 · session 21 Nov 2026"."""
        return self.wording.text(
            "page.footer",
            document=document,
            version=self.wording.version,
            record=chart.patient.record_number,
            session=self.plain_date(self.here(chart.session.started_at)),
        )


def check_code(hash_hex: str) -> str:
    """The first forty bits of a hash in letters that are hard to misread, as in "7KQ4-M2XD"."""
    code = b32encode(bytes.fromhex(hash_hex)[:5]).decode("ascii")
    return f"{code[:4]}-{code[4:]}"


def under_the_title(patient: Patient, about: str) -> Rich:
    """The patient's name, and what else stands under a title."""
    return (Span(patient.name, Weight.SEMIBOLD, INK, is_value=True), Span(f" · {about}", colour=MUTED))


def unbroken(text: str) -> str:
    """Without a place to end a line: a day is not parted from its month, nor a figure from its unit."""
    return text.replace(" ", "\u00a0")


def sentence(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]


def _locale_for(language: str, clinic_locale: str) -> Locale:
    """The clinic's locale where it speaks the document's language, else the language's own."""
    for name in (clinic_locale, language, _DEFAULT_LOCALE):
        try:
            locale = Locale.parse(name.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
        if locale.language == language.replace("-", "_").partition("_")[0]:
            return locale
    return Locale.parse(_DEFAULT_LOCALE)


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
