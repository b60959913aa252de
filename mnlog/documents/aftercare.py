"""The aftercare sheet: one page that says what was done, until what hour each thing waits, and when to call."""

from collections.abc import Iterable
from datetime import timedelta

from mnlog.documents.blocks import Block, Bullet, Columns, Gap, Panel, Prose, Rule, Stack, bullets, heading
from mnlog.documents.figure import Figure, views_for
from mnlog.documents.kit import PaperKit
from mnlog.documents.page import Letterhead, PageOf, Paper, Spring
from mnlog.documents.phrases import Phrases, sentence
from mnlog.documents.sentences import filled_rich
from mnlog.documents.style import (
    BODY,
    DANGER,
    DANGER_SOFT,
    HEADING,
    HEADING_DANGER,
    INK,
    MUTED,
    MUTED_SMALL,
    STRONG,
    WARN,
    WARN_SOFT,
    Style,
    Weight,
)
from mnlog.documents.timeline import DAYS, Bar, Timeline
from mnlog.documents.typeset import Rich, Span, joined, rich, strong
from mnlog.domain.charts import SessionChart
from mnlog.domain.rules.aftercare import (
    CareDates,
    ExpectedReaction,
    care_dates,
    expected_course,
    next_session_range,
)
from mnlog.domain.terms import AlertKind, DeviceKind, TopicalTiming
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.wording import Wording

_MOST_ZONES = 14
_DARK_PHOTOTYPE = 4
_WITH_TIME_H = 72
"""Waits up to three days end at an hour; longer ones on a day."""

_BIG = Style(size=10.2, leading=14.6)
_PHONE = Style(size=13, leading=18, weight=Weight.BOLD)


def aftercare_pdf(
    kit: PaperKit,
    chart: SessionChart,
    vocabulary: Vocabulary,
    wording: Wording,
    logo: bytes | None = None,
) -> bytes:
    """The aftercare sheet of a session, always exactly one page.

    Args:
        kit: fonts and figures.
        chart: the session; times are shown on its clinic's clock.
        vocabulary: waiting times and what is expected.
        wording: the patient's language.
        logo: the clinic's logo, PNG or JPEG.
    """
    return _Sheet(kit, chart, vocabulary, wording).paper(logo).written()


class _Sheet:
    """One sheet being put together."""

    def __init__(self, kit: PaperKit, chart: SessionChart, vocabulary: Vocabulary, wording: Wording) -> None:
        self._kit, self._chart, self._vocabulary, self._wording = kit, chart, vocabulary, wording
        self._say = Phrases(wording, chart.clinic, vocabulary)
        self._ended_at = self._say.here(chart.ended_at)
        self._care = care_dates(self._ended_at, vocabulary)

    def paper(self, logo: bytes | None) -> Paper:
        chart, wording = self._chart, self._wording
        return Paper(
            setter=self._kit.typesetter(chart, wording),
            size=chart.clinic.paper_size,
            title=f"{wording.text('aftercare.title')}: {chart.patient.name}",
            author=chart.clinic.name,
            subject=wording.text("aftercare.document"),
            language=wording.language,
            blocks=self._blocks(logo),
            footer=self._say.footer(chart, wording.text("aftercare.document")),
            page_of=PageOf(wording.texts["page.page_of"]),
            watermark=wording.text("page.draft") if chart.is_draft else "",
            one_page=True,
        )

    def _blocks(self, logo: bytes | None) -> list[Block]:
        notes = self._notes()
        return [
            self._letterhead(logo),
            Spring(14, most=20),
            self._done_and_expect(),
            Spring(12, most=26),
            heading(self._wording.text("aftercare.calendar")),
            Gap(3),
            self._timeline(),
            Gap(4),
            Prose(self._wording.text("aftercare.calendar_note", ended=self._moment(self._ended_at)), MUTED_SMALL),
            Spring(12, most=28),
            Columns([(1.0, self._each_day()), (1.0, self._call_us())], gap=22),
            *([Spring(10, most=18), notes] if notes else []),
            Spring(14, most=28),
            Rule(),
            Spring(9, most=13),
            Columns([(1.0, self._next()), (1.0, self._follow_up())], gap=22),
        ]

    def _letterhead(self, logo: bytes | None) -> Block:
        chart, wording, clinic = self._chart, self._wording, self._chart.clinic
        about = wording.text("aftercare.about", moment=self._say.long_moment(self._ended_at))
        side = [wording.text("page.phone", phone=clinic.phone)] if clinic.phone else []
        side.append(wording.text("page.treated_by", practitioner=chart.practitioner.signature_name))
        return Letterhead(
            clinic=clinic,
            title=wording.text("aftercare.title"),
            about=(Span(chart.patient.name, Weight.SEMIBOLD, INK, is_value=True), Span(f" · {about}", colour=MUTED)),
            side=side,
            logo=logo,
        ).block()

    def _moment(self, moment: object) -> str:
        return self._say.short_moment(moment)  # type: ignore[arg-type]

    # What was done, what to expect

    def _done_and_expect(self) -> Block:
        text = self._wording.text
        words = Stack(
            [
                heading(text("aftercare.done")),
                Gap(2),
                Prose(self._done(), _BIG),
                Spring(10, most=14),
                heading(text("aftercare.expect")),
                Gap(2),
                Prose(self._expected(), _BIG),
            ]
        )
        keys = [(zone.zone_id, zone.side) for zone in self._chart.zones]
        figures = [Figure(view, self._chart.zones, 138.0) for view in views_for(self._kit.views, keys)]
        if not figures:
            return words
        tall = {1: 142.0, 2: 128.0}.get(len(figures), 112.0)
        for figure in figures:
            figure.tall = tall
        widths = [min(figure.wide(), 110.0) for figure in figures]
        columns = [*[(1.0, figure) for figure in figures], (1.0, words)]
        return Columns(columns, gap=16, fixed=widths, middle=True)

    def _done(self) -> Rich:
        chart, wording = self._chart, self._wording
        zones = self._say.zones(chart.zones)
        if len(zones) > _MOST_ZONES:
            more = wording.text("phrase.more_zones", n=str(len(zones) - _MOST_ZONES))
            listed = wording.texts["phrase.comma"].join(zones[:_MOST_ZONES]) + " " + more
        else:
            listed = wording.texts["phrase.comma"].join(zones)
        kind = chart.device.kind if chart.device else chart.session.device_kind or DeviceKind.PEN
        device = sentence(wording.text(f"device.{kind}"))
        depths = chart.depth_range_um
        if depths:
            done = wording.text("aftercare.done_with", device=device, depths=self._say.depths(depths), zones=listed)
        else:
            done = wording.text("aftercare.done_without_depth", device=device, zones=listed)
        return joined([done if zones or depths else "", *self._numbing(), *self._topicals()], " ")

    def _numbing(self) -> Iterable[str]:
        for numbing in self._chart.numbings:
            product = self._vocabulary.numbing_products.get(numbing.product_id)
            name = product.name if product else numbing.product_id
            if numbing.on_at and numbing.off_at:
                minutes = max(0, int((numbing.off_at - numbing.on_at) // timedelta(minutes=1)))
                said = self._wording.count("unit.minute", minutes)
                yield self._wording.text("aftercare.numbing", minutes=said, product=name)
            else:
                yield self._wording.text("aftercare.numbing_untimed", product=name)

    def _topicals(self) -> Iterable[str]:
        for timing in TopicalTiming:
            names = [
                self._wording.name_of("topical", topical.product_id, topical.name)
                for topical in self._chart.topicals
                if topical.timing is timing
            ]
            if names:
                yield self._wording.text(f"aftercare.topical_{timing}", products=self._wording.listed(names))

    def _expected(self) -> Rich:
        """What is expected, those that end on one day taken together, soonest first."""
        depths = self._chart.depth_range_um
        told = [
            each
            for each in expected_course(self._ended_at, self._vocabulary, depths[1] if depths else None)
            if self._wording.name_of("expect", each.reaction.id, "")
        ]
        groups: dict[tuple[bool, str, str], list[ExpectedReaction]] = {}
        for each in told:
            later = each.starts_at.date() > self._ended_at.date()
            key = (later, self._say.short_date(each.starts_at), self._say.short_date(each.ends_at))
            groups.setdefault(key, []).append(each)
        parts = [self._expected_part(*key, group) for key, group in groups.items()]
        own_time = self._wording.text("aftercare.expect_own_time")
        if not parts:
            return rich(own_time)
        first = parts[0]
        parts[0] = (Span(sentence(first[0].text), first[0].weight), *first[1:])
        return joined([(*joined(parts, "; "), Span(".")), own_time], " ")

    def _expected_part(self, later: bool, start: str, end: str, group: list[ExpectedReaction]) -> Rich:
        what = self._wording.listed(self._wording.name_of("expect", each.reaction.id, "") for each in group)
        template = self._wording.texts["aftercare.expect_from" if later else "aftercare.expect_until"]
        return filled_rich(template, {"what": what, "from": strong(start), "until": strong(end)})

    # The calendar

    def _timeline(self) -> Timeline:
        bars = [self._bar(dates) for dates in self._care if dates.window.chart]
        first = self._ended_at.date()
        weekdays = [self._say.weekday(first + timedelta(days=number)) for number in range(DAYS)]
        return Timeline(self._ended_at, bars, weekdays, label_width=136.0)

    def _bar(self, dates: CareDates) -> Bar:
        row = dates.window
        return Bar(
            label=self._wording.name_of("care", row.id, row.name),
            do=row.do,
            starts_at=dates.starts_at,
            ends_at=dates.ends_at,
            tail_until=dates.extended_until,
            text=self._bar_text(dates),
        )

    def _bar_text(self, dates: CareDates) -> str:
        text, row = self._wording.text, dates.window
        if row.do:
            until = self._say.short_date(dates.ends_at)
            return text("aftercare.every_day", **{"from": self._say.short_date(dates.starts_at), "until": until})
        until = text("aftercare.until", until=self._moment(dates.ends_at))
        if dates.extended_until is None:
            return until
        extended = self._say.short_date(dates.extended_until)
        template = self._wording.names.get(f"extended.{row.id}", self._wording.texts["aftercare.better"])
        then = template.replace("{extended}", extended).replace("{until}", self._moment(dates.ends_at))
        return text("aftercare.until_and", until=self._moment(dates.ends_at), then=then)

    # Each day, and when to call

    def _each_day(self) -> Block:
        rest = [dates for dates in self._care if not dates.window.chart]
        do = [self._day_text(dates) for dates in rest if dates.window.do]
        wait = [self._day_text(dates) for dates in rest if not dates.window.do]
        return Stack(
            [
                heading(self._wording.text("aftercare.each_day")),
                bullets(do),
                *([Gap(3), heading(self._wording.text("aftercare.wait_too")), bullets(wait, ink=DANGER)] if wait else []),
            ],
            3.0,
        )

    def _day_text(self, dates: CareDates) -> Rich:
        row = dates.window
        hours = row.strict_to_h
        until = self._moment(dates.ends_at) if hours <= _WITH_TIME_H else self._say.short_date(dates.ends_at)
        template = self._wording.names.get(f"day.{row.id}")
        if template is None:
            template = f"{row.name.replace('{', '').replace('}', '')}: {self._wording.texts['aftercare.until']}"
        start = self._say.short_date(dates.starts_at)
        return filled_rich(template, {"until": strong(until), "from": strong(start)})

    def _call_us(self) -> Block:
        text, clinic = self._wording.text, self._chart.clinic
        flags = [Bullet(flag.text, BODY, DANGER) for flag in self._wording.red_flags]
        numbers: list[Block] = []
        if clinic.phone:
            numbers.append(Prose(strong(text("aftercare.call_number", phone=clinic.phone), DANGER), _PHONE))
        else:
            numbers.append(Prose(f"{text('aftercare.call_no_number')} ______________________", STRONG))
        if clinic.out_of_hours_phone:
            numbers.append(Prose(text("aftercare.call_out_of_hours", phone=clinic.out_of_hours_phone), STRONG))
        emergency = (
            filled_rich(self._wording.texts["aftercare.emergency"], {"number": strong(clinic.emergency_number)})
            if clinic.emergency_number
            else text("aftercare.emergency_no_number")
        )
        return Panel(
            Stack(
                [
                    heading(text("aftercare.call_us"), HEADING_DANGER),
                    Gap(2),
                    Stack(flags, 2.5),
                    Gap(6),
                    *numbers,
                    Gap(5),
                    Rule("#E5B9B3"),
                    Gap(5),
                    Prose(emergency),
                ]
            ),
            fill=DANGER_SOFT,
            bar=DANGER,
        )

    def _notes(self) -> Block | None:
        """What concerns this patient especially: a phototype that darkens, a preventive medicine."""
        notes: list[str | Rich] = []
        phototype = self._chart.session.phototype or self._chart.patient.phototype
        if phototype is not None and phototype >= _DARK_PHOTOTYPE:
            notes.append(self._wording.text("aftercare.phototype"))
        medicines = [
            alert.text
            for alert in self._chart.alerts
            if alert.kind is AlertKind.PROPHYLAXIS and alert.ended_at is None
        ]
        if medicines:
            value = (Span(", ".join(medicines), Weight.SEMIBOLD, is_value=True),)
            notes.append(filled_rich(self._wording.texts["aftercare.prophylaxis"], {"medicine": value}))
        if not notes:
            return None
        title = Style(HEADING.size, HEADING.leading, HEADING.weight, WARN)
        parts = [heading(self._wording.text("aftercare.for_you"), title), Gap(1), bullets(notes, ink=WARN)]
        return Panel(Stack(parts), fill=WARN_SOFT, bar=WARN, padding=9)

    # What comes next

    def _next(self) -> Block:
        text, session, course = self._wording.text, self._chart.session, self._chart.course
        shortest = course.interval_min_days if course else self._chart.clinic.interval_min_days
        longest = course.interval_max_days if course else self._chart.clinic.interval_max_days
        planned = session.next_interval_days
        following = next_session_range(self._ended_at, shortest, longest, planned)
        between = text(
            "aftercare.next_between",
            first=self._say.long_date(following.earliest),
            last=self._say.long_date(following.latest),
        )
        if following.planned is None or planned is None:
            said = sentence(between)
        else:
            date, interval = self._say.long_date(following.planned), self._say.interval(planned)
            said = sentence(text("aftercare.next_on", date=date, interval=interval))
        return Stack([heading(text("aftercare.next")), Gap(1), Prose(said)])

    def _follow_up(self) -> Block:
        text = self._wording.text
        calls = sorted(self._chart.follow_ups, key=lambda each: each.due_at)
        lines = [
            text(
                "aftercare.follow_up_at",
                moment=self._moment(call.due_at),
                hours=self._wording.count("unit.hour", call.after_h),
            )
            for call in calls[:5]
        ]
        return Stack(
            [
                heading(text("aftercare.follow_up")),
                Gap(1),
                *([Prose(line) for line in lines] or [Prose(text("aftercare.follow_up_none"))]),
            ]
        )
