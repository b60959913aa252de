"""The patient's calendar: one bar for each waiting time, on real days, readable in black and white."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mnlog.documents.blocks import Block, draw_cross, draw_tick
from mnlog.documents.pen import Pen
from mnlog.documents.style import (
    ACCENT,
    ACCENT_SOFT,
    DANGER,
    DANGER_BAR,
    GOOD,
    HAIR,
    INK,
    MUTED,
    WHITE,
    Align,
    Style,
    Weight,
)
from mnlog.documents.typeset import Typesetter

DAYS = 8
_LABEL = Style(size=9, leading=11.5)
_WEEKDAY = Style(size=7.6, leading=9.5, colour=MUTED, align=Align.CENTRE)
_DAY = Style(size=9.4, leading=11.5, weight=Weight.SEMIBOLD, align=Align.CENTRE)
_BAR_TEXT = Style(size=7.9, leading=10, weight=Weight.SEMIBOLD)
_HEAD = 25.0
_BAR = 14.0
_ICON = 9.0
_RADIUS = 3.5
_MINIMUM = 6.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One waiting time.

    Attributes:
        do: True for what is to be done, False for what waits.
        tail_until: end of the cautious part, drawn as an outline; None for none.
        text: its end in words, which says all that the picture says.
    """

    label: str
    do: bool
    starts_at: datetime
    ends_at: datetime
    tail_until: datetime | None
    text: str


@dataclass
class Timeline(Block):
    """Bars under a row of days. Times are already on the clinic's clock.

    Attributes:
        row_gap: white space between bars; grows where a page has room.
    """

    starts_at: datetime
    bars: Sequence[Bar]
    weekdays: Sequence[str]
    label_width: float = 132.0
    row_gap: float = 7.0

    def _row_height(self, setter: Typesetter, bar: Bar) -> float:
        lines = setter.lines(bar.label, _LABEL, self.label_width - _ICON - 12)
        return max(_BAR, len(lines) * _LABEL.leading) + self.row_gap

    def height(self, setter: Typesetter, width: float) -> float:
        return _HEAD + sum(self._row_height(setter, bar) for bar in self.bars) + 2

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        axis = _Axis(self.starts_at, x + self.label_width, width - self.label_width)
        foot = y + self.height(pen.setter, width)
        self._draw_days(pen, axis, y, foot)
        top = y + _HEAD
        for bar in self.bars:
            height = self._row_height(pen.setter, bar)
            self._draw_label(pen, bar, x, top, height)
            _draw_bar(pen, axis, bar, top + (height - _BAR) / 2)
            top += height

    def _draw_days(self, pen: Pen, axis: "_Axis", y: float, foot: float) -> None:
        first = self.starts_at.date()
        pen.rect(axis.x, y, axis.day, foot - y, fill=ACCENT_SOFT, radius=3)
        for number, weekday in enumerate(self.weekdays[:DAYS]):
            left = axis.x + number * axis.day
            pen.text(weekday, left, y + 1, axis.day, _WEEKDAY, 1)
            pen.text(str((first + timedelta(days=number)).day), left, y + 10.5, axis.day, _DAY, 1)
            if number:
                pen.line((left, y + 3), (left, foot), ink=HAIR, line_width=0.6)
        pen.line((axis.x, y + _HEAD - 1), (axis.x + axis.width, y + _HEAD - 1), ink=ACCENT, line_width=0.6)

    def _draw_label(self, pen: Pen, bar: Bar, x: float, top: float, height: float) -> None:
        icon = top + (height - _ICON) / 2
        if bar.do:
            draw_tick(pen, x, icon, _ICON + 1, GOOD)
        else:
            draw_cross(pen, x, icon, _ICON, DANGER)
        width = self.label_width - _ICON - 12
        lines = pen.setter.lines(bar.label, _LABEL, width)
        down = (height - len(lines) * _LABEL.leading) / 2
        pen.text(bar.label, x + _ICON + 6, top + down, width, _LABEL)


class _Axis:
    """Turns a moment into a place. Days are equally wide, also the one on which the clocks change."""

    def __init__(self, starts_at: datetime, x: float, width: float) -> None:
        self.x, self.width, self.day = x, width, width / DAYS
        self._first = starts_at.date()
        self._zone = starts_at.tzinfo

    def at(self, moment: datetime) -> float:
        """Unbounded place of a moment."""
        here = moment.astimezone(self._zone)
        midnight, following = self._midnight(here.date()), self._midnight(here.date() + timedelta(days=1))
        share = (here.timestamp() - midnight) / (following - midnight)
        return self.x + ((here.date() - self._first).days + share) * self.day

    def _midnight(self, day: date) -> float:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone or ZoneInfo("UTC")).timestamp()

    @property
    def end(self) -> float:
        return self.x + self.width


def _draw_bar(pen: Pen, axis: _Axis, bar: Bar, top: float) -> None:
    start = min(max(axis.at(bar.starts_at), axis.x), axis.end - _MINIMUM)
    true_end = axis.at(bar.ends_at)
    end = max(min(true_end, axis.end), start + _MINIMUM)
    tail = min(axis.at(bar.tail_until), axis.end) if bar.tail_until else end
    if tail > end:
        pen.rect(
            end - 4,
            top + 1,
            tail - end + 4,
            _BAR - 2,
            stroke=DANGER,
            radius=_RADIUS,
            line_width=0.6,
            dash=(2, 2),
        )
    if bar.do:
        pen.rect(start, top, end - start, _BAR, fill=GOOD, radius=_RADIUS)
    else:
        pen.rect(start, top, end - start, _BAR, fill=DANGER_BAR, radius=_RADIUS)
        pen.hatch(start, top, end - start, _BAR, ink="#C4695F", radius=_RADIUS)
        pen.rect(start, top, end - start, _BAR, stroke=DANGER, radius=_RADIUS, line_width=0.8)
    if true_end > axis.end + 1:
        _draw_arrow(pen, end, top, WHITE if bar.do else DANGER)
    _draw_bar_text(pen, axis, bar, (start, end, tail), top)


def _draw_arrow(pen: Pen, end: float, top: float, ink: str) -> None:
    middle = top + _BAR / 2
    pen.line((end - 7, middle - 3.2), (end - 3.6, middle), ink=ink, line_width=1.2)
    pen.line((end - 7, middle + 3.2), (end - 3.6, middle), ink=ink, line_width=1.2)


def _draw_bar_text(pen: Pen, axis: _Axis, bar: Bar, extent: tuple[float, float, float], top: float) -> None:
    """The end in words: behind the bar where there is room, else inside the outline, else on the bar."""
    start, end, tail = extent
    width = pen.setter.width(bar.text, _BAR_TEXT) + 0.5
    down = top + (_BAR - _BAR_TEXT.leading) / 2
    ink = replace(_BAR_TEXT, colour=INK if bar.do else DANGER)
    behind = next(
        (place for place, limit in ((tail, axis.end), (end, tail)) if place + 8 + width <= limit), None
    )
    if behind is not None:
        pen.rect(behind + 3, top + 2, width + 5, _BAR - 4, fill=WHITE)
        pen.text(bar.text, behind + 6, down, width, ink, 1)
    elif bar.do:
        pen.text(bar.text, start + 7, down, max(20.0, end - start - 18), replace(ink, colour=WHITE), 1)
    else:
        inside = min(width, axis.width - 16)
        place = max(axis.x + 2, min(start + 6, axis.end - inside - 12))
        pen.rect(place, top + 1.8, inside + 8, _BAR - 3.6, fill=WHITE, radius=2.5)
        pen.text(bar.text, place + 4, down, inside, ink, 1)
