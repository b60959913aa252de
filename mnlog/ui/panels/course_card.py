"""How far a course has come, and when the next session is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from mnlog.domain.charts import SessionSummary
from mnlog.domain.records import Course
from mnlog.domain.terms import SessionState
from mnlog.domain.vocabulary import Vocabulary
from mnlog.ui.labels import short_date
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Card, Chip, label

_DAYS_PER_WEEK = 7


def _tr(text: str) -> str:
    return QCoreApplication.translate("CourseCard", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseProgress:
    """Where a course stands.

    Attributes:
        done: signed sessions.
        planned: None when no number is planned.
        due_on: from when the next session may be; None when none is due.
    """

    name: str
    started_on: date
    done: int
    planned: int | None
    interval_min_days: int
    interval_max_days: int
    due_on: date | None

    @property
    def is_complete(self) -> bool:
        """Whether every planned session is done."""
        return self.planned is not None and self.done >= self.planned


def course_progress(
    course: Course, sessions: Sequence[SessionSummary], vocabulary: Vocabulary
) -> CourseProgress:
    """Counts a course's signed sessions; `sessions` are the patient's, newest first."""
    signed = [
        summary.session
        for summary in sessions
        if summary.session.course_id == course.id and summary.session.state is SessionState.SIGNED
    ]
    complete = course.planned_sessions is not None and len(signed) >= course.planned_sessions
    due_on = None
    if signed and not complete and signed[0].next_interval_days is not None:
        due_on = signed[0].started_at.date() + timedelta(days=signed[0].next_interval_days)
    return CourseProgress(
        name=vocabulary.concerns[course.concern_id].name,
        started_on=course.started_at.date(),
        done=len(signed),
        planned=course.planned_sessions,
        interval_min_days=course.interval_min_days,
        interval_max_days=course.interval_max_days,
        due_on=due_on,
    )


def interval_text(least: int, most: int) -> str:
    """As in "every 4 weeks", "every 3 to 6 weeks", "every 25 days"."""
    in_weeks = least % _DAYS_PER_WEEK == 0 and most % _DAYS_PER_WEEK == 0
    if in_weeks:
        least, most = least // _DAYS_PER_WEEK, most // _DAYS_PER_WEEK
    if least == most == 1:
        return _tr("every week") if in_weeks else _tr("every day")
    span = str(least) if least == most else _tr("{least} to {most}").format(least=least, most=most)
    return (_tr("every {n} weeks") if in_weeks else _tr("every {n} days")).format(n=span)


def due_text(due_on: date, today: date, locale: str) -> str:
    """As in "Next due from 21 Nov", and since when once that day is past."""
    day = short_date(due_on, locale, year=due_on.year != today.year)
    return (_tr("Due since {day}") if due_on < today else _tr("Next due from {day}")).format(day=day)


class CourseBar(QWidget):
    """A segment for each planned session, filled as far as the course has come; decoration beside words."""

    def __init__(self, theme: ThemeSource, done: int, planned: int) -> None:
        super().__init__()
        self._theme, self._done, self._planned = theme, done, planned
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, count = self._theme.current, max(self._planned, self._done, 1)
        gap = 6 if count <= 20 else 2
        wide = (self.width() - gap * (count - 1)) / count
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for at in range(count):
            place = count - 1 - at if mirrored else at
            painter.setBrush(theme.color("accent" if at < self._done else "line"))
            painter.drawRoundedRect(QRectF(place * (wide + gap), 1, wide, 8), 4, 4)
        painter.end()


class CourseCard(Card):
    """One course: its concern, a segment for each session, and when the next one is due.

    Signals: none.
    """

    def __init__(self, theme: ThemeSource, progress: CourseProgress, today: date, locale: str) -> None:
        super().__init__(progress.name)
        self.title.setWordWrap(True)
        since = self.tr("since {day}").format(day=short_date(progress.started_on, locale))
        self.header.addWidget(label(since, "secondary"), 0, Qt.AlignmentFlag.AlignTop)
        if progress.planned is not None:
            self.body.addWidget(CourseBar(theme, progress.done, progress.planned))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(label(self._count(progress), "secondary", wrap=True), 1)
        if progress.is_complete:
            foot.addWidget(Chip(self.tr("Course complete"), "good"))
        elif progress.due_on is not None:
            tone = "warn" if progress.due_on < today else "accent"
            foot.addWidget(Chip(due_text(progress.due_on, today, locale), tone))
        self.body.addLayout(foot)

    def _count(self, progress: CourseProgress) -> str:
        every = interval_text(progress.interval_min_days, progress.interval_max_days)
        if progress.planned is None:
            return self.tr("{done} sessions, {every}").format(done=progress.done, every=every)
        words = self.tr("{done} of {planned} sessions, {every}")
        return words.format(done=progress.done, planned=progress.planned, every=every)
