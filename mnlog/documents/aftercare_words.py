"""What an aftercare sheet says about one session, in the patient's language."""

from collections.abc import Iterable
from datetime import datetime

from mnlog.documents.phrases import Phrases, sentence
from mnlog.documents.sentences import filled_rich
from mnlog.documents.style import Weight
from mnlog.documents.timeline import Bar
from mnlog.documents.typeset import Rich, Span, joined, rich, strong
from mnlog.domain.charts import SessionChart
from mnlog.domain.moments import time_between
from mnlog.domain.rules.aftercare import (
    CareDates,
    ExpectedReaction,
    care_dates,
    expected_course,
    next_session_range,
)
from mnlog.domain.terms import AlertKind, DeviceKind, TopicalTiming
from mnlog.domain.units import whole_minutes
from mnlog.domain.vocabulary import Vocabulary

_MOST_ZONES = 14
_DARK_PHOTOTYPE = 4
_WITH_TIME_H = 72
"""Waits up to three days end at an hour; longer ones on a day."""


class SheetWords:
    """The sentences of one sheet."""

    def __init__(self, chart: SessionChart, vocabulary: Vocabulary, say: Phrases) -> None:
        """Works out the session's dates.

        Args:
            chart: the session.
            vocabulary: waiting times and what is expected.
            say: dates and names in the patient's language.
        """
        self._chart, self._vocabulary, self._say, self._wording = chart, vocabulary, say, say.wording
        self.ended_at = say.here(chart.ended_at)
        self._care = care_dates(self.ended_at, vocabulary)

    def moment(self, moment: datetime) -> str:
        """As in "Sat 21 Nov, 15:10"."""
        return self._say.short_moment(moment)

    def done(self) -> Rich:
        """What was treated with what, how deep, under which cream."""
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
            done = wording.text(
                "aftercare.done_with", device=device, depths=self._say.depths(depths), zones=listed
            )
        else:
            done = wording.text("aftercare.done_without_depth", device=device, zones=listed)
        return joined([done if zones or depths else "", *self._numbing(), *self._topicals()], " ")

    def _numbing(self) -> Iterable[str]:
        for numbing in self._chart.numbings:
            product = self._vocabulary.numbing_products.get(numbing.product_id)
            name = product.name if product else numbing.product_id
            if numbing.on_at and numbing.off_at:
                minutes = max(0, whole_minutes(time_between(numbing.on_at, numbing.off_at)))
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

    def expected(self) -> Rich:
        """What is expected, those that end on one day taken together, soonest first."""
        depths = self._chart.depth_range_um
        told = [
            each
            for each in expected_course(self.ended_at, self._vocabulary, depths[1] if depths else None)
            if self._wording.name_of("expect", each.reaction.id, "")
        ]
        groups: dict[tuple[bool, str, str], list[ExpectedReaction]] = {}
        for each in told:
            later = each.starts_at.date() > self.ended_at.date()
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

    def bars(self) -> list[Bar]:
        """The calendar's bars, in order."""
        return [self._bar(dates) for dates in self._care if dates.window.chart]

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
            return text(
                "aftercare.every_day", **{"from": self._say.short_date(dates.starts_at), "until": until}
            )
        until = text("aftercare.until", until=self.moment(dates.ends_at))
        if dates.extended_until is None:
            return until
        extended = self._say.short_date(dates.extended_until)
        template = self._wording.names.get(f"extended.{row.id}", self._wording.texts["aftercare.better"])
        then = template.replace("{extended}", extended).replace("{until}", self.moment(dates.ends_at))
        return text("aftercare.until_and", until=self.moment(dates.ends_at), then=then)

    def each_day(self, *, do: bool) -> list[Rich]:
        """Sentences for the windows without a bar: what to do, or what waits."""
        rest = [dates for dates in self._care if not dates.window.chart]
        return [self._day_text(dates) for dates in rest if dates.window.do is do]

    def _day_text(self, dates: CareDates) -> Rich:
        row = dates.window
        hours = row.strict_to_h
        until = self.moment(dates.ends_at) if hours <= _WITH_TIME_H else self._say.short_date(dates.ends_at)
        template = self._wording.names.get(f"day.{row.id}")
        if template is None:
            template = (
                f"{row.name.replace('{', '').replace('}', '')}: {self._wording.texts['aftercare.until']}"
            )
        start = self._say.short_date(dates.starts_at)
        return filled_rich(template, {"until": strong(until), "from": strong(start)})

    def notes(self) -> "list[str | Rich]":
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
        return notes

    def next_session(self) -> str:
        """When to come again."""
        text, session, course = self._wording.text, self._chart.session, self._chart.course
        shortest = course.interval_min_days if course else self._chart.clinic.interval_min_days
        longest = course.interval_max_days if course else self._chart.clinic.interval_max_days
        planned = session.next_interval_days
        following = next_session_range(self.ended_at, shortest, longest, planned)
        between = text(
            "aftercare.next_between",
            first=self._say.long_date(following.earliest),
            last=self._say.long_date(following.latest),
        )
        if following.planned is None or planned is None:
            return sentence(between)
        date, interval = self._say.long_date(following.planned), self._say.interval(planned)
        return sentence(text("aftercare.next_on", date=date, interval=interval))

    def calls(self) -> list[str]:
        """When the clinic will call."""
        return [
            self._wording.text(
                "aftercare.follow_up_at",
                moment=self.moment(call.due_at),
                hours=self._wording.count("unit.hour", call.after_h),
            )
            for call in sorted(self._chart.follow_ups, key=lambda each: each.due_at)
        ]
