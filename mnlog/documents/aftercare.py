"""The aftercare sheet: one page on what was done, until what hour each thing waits, and when to call."""

from dataclasses import replace
from datetime import timedelta

from mnlog.documents.aftercare_words import SheetWords
from mnlog.documents.blocks import Block, Bullet, Columns, Gap, Panel, Prose, Rule, Stack, bullets, heading
from mnlog.documents.figure import Figure, views_for
from mnlog.documents.kit import PaperKit
from mnlog.documents.page import Letterhead, PageOf, Paper, Spring
from mnlog.documents.phrases import Phrases, under_the_title
from mnlog.documents.sentences import filled_rich
from mnlog.documents.style import (
    BODY,
    DANGER,
    DANGER_SOFT,
    HEADING,
    HEADING_DANGER,
    MUTED_SMALL,
    STRONG,
    WARN,
    WARN_SOFT,
    Style,
    Weight,
)
from mnlog.documents.timeline import DAYS, Timeline
from mnlog.documents.typeset import strong
from mnlog.domain.charts import SessionChart
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.wording import Wording

_BIG = Style(size=10.2, leading=14.6)
_PHONE = Style(size=13, leading=18, weight=Weight.BOLD, colour=DANGER)


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
        self._kit, self._chart, self._wording = kit, chart, wording
        self._say = Phrases(wording, chart.clinic, vocabulary)
        self._words = SheetWords(chart, vocabulary, self._say)

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
            # The sheet is handed over before the record is signed; only times that are not final mark it.
            watermark=wording.text("page.draft") if chart.session.needling_ended_at is None else "",
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
            self._calendar_note(),
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
        about = wording.text("aftercare.about", moment=self._say.long_moment(self._words.ended_at))
        treated_by = wording.text("page.treated_by", practitioner=chart.practitioner.signature_name)
        return Letterhead(
            clinic=clinic,
            title=wording.text("aftercare.title"),
            about=under_the_title(chart.patient, about),
            side=[*([self._say.dialled("page.phone", clinic.phone)] if clinic.phone else []), treated_by],
            logo=logo,
        ).block()

    # What was done, what to expect

    def _done_and_expect(self) -> Block:
        text = self._wording.text
        words = Stack(
            [
                heading(text("aftercare.done")),
                Gap(2),
                Prose(self._words.done(), _BIG),
                Spring(10, most=14),
                heading(text("aftercare.expect")),
                Gap(2),
                Prose(self._words.expected(), _BIG),
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

    # The calendar

    def _calendar_note(self) -> Block:
        ended = self._words.moment(self._words.ended_at)
        return Prose(self._wording.text("aftercare.calendar_note", ended=ended), MUTED_SMALL)

    def _timeline(self) -> Timeline:
        first = self._words.ended_at.date()
        weekdays = [self._say.weekday(first + timedelta(days=number)) for number in range(DAYS)]
        return Timeline(self._words.ended_at, self._words.bars(), weekdays, label_width=136.0)

    # Each day, and when to call

    def _each_day(self) -> Block:
        do, wait = self._words.each_day(do=True), self._words.each_day(do=False)
        return Stack(
            [
                heading(self._wording.text("aftercare.each_day")),
                bullets(do),
                *(
                    [Gap(3), heading(self._wording.text("aftercare.wait_too")), bullets(wait, ink=DANGER)]
                    if wait
                    else []
                ),
            ],
            3.0,
        )

    def _call_us(self) -> Block:
        text, clinic = self._wording.text, self._chart.clinic
        flags = [Bullet(flag.text, BODY, DANGER) for flag in self._wording.red_flags]
        numbers: list[Block] = []
        if clinic.phone:
            numbers.append(Prose(self._say.dialled("aftercare.call_number", clinic.phone), _PHONE))
        else:
            numbers.append(Prose(f"{text('aftercare.call_no_number')} ______________________", STRONG))
        if clinic.out_of_hours_phone:
            line = self._say.dialled("aftercare.call_out_of_hours", clinic.out_of_hours_phone)
            numbers.append(Prose(line, STRONG))
        emergency = (
            filled_rich(
                self._wording.texts["aftercare.emergency"], {"number": strong(clinic.emergency_number)}
            )
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
        notes = self._words.notes()
        if not notes:
            return None
        title = replace(HEADING, colour=WARN)
        parts = [heading(self._wording.text("aftercare.for_you"), title), Gap(1), bullets(notes, ink=WARN)]
        return Panel(Stack(parts), fill=WARN_SOFT, bar=WARN, padding=9)

    def _next(self) -> Block:
        said = Prose(self._words.next_session())
        return Stack([heading(self._wording.text("aftercare.next")), Gap(1), said])

    def _follow_up(self) -> Block:
        text = self._wording.text
        calls = self._words.calls() or [text("aftercare.follow_up_none")]
        return Stack([heading(text("aftercare.follow_up")), Gap(1), *[Prose(call) for call in calls]])
