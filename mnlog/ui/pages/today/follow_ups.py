"""Whom to call: a row for each call that is due, which opens to note what was said."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mnlog.domain.charts import DueFollowUp
from mnlog.domain.vocabulary import Vocabulary
from mnlog.errors import RuleViolation
from mnlog.ui import labels
from mnlog.ui.page import Context
from mnlog.ui.pages.today.call import CallPanel, last_seen
from mnlog.ui.pages.today.rows import ListCard, TapRow
from mnlog.ui.widgets.basics import Chip
from mnlog.ui.widgets.empty_state import EmptyState

_THIS_WEEK = 7


def due_tone(due_at: datetime, now: datetime) -> str:
    """Overdue, today, or later."""
    if due_at <= now:
        return "danger"
    return "warn" if due_at.date() == now.date() else "neutral"


def calls_to_show(due: Sequence[DueFollowUp], now: datetime) -> tuple[DueFollowUp, ...]:
    """Every call of today and before, and of each session without one its next: the rest would bury them."""
    pressing = [each for each in due if due_tone(each.follow_up.due_at, now) != "neutral"]
    known = {each.follow_up.session_id for each in pressing}
    later = []
    for each in due:
        if each.follow_up.session_id not in known:
            known.add(each.follow_up.session_id)
            later.append(each)
    return (*pressing, *later)


class FollowUpList(ListCard):
    """Calls that are due.

    Signals:
        none; a call is written through the context's operations.
    """

    def __init__(self, context: Context) -> None:
        super().__init__("")
        self.set_title(self.tr("Follow up"))
        self._context = context
        self._vocabulary: Vocabulary = context.clinic.resources.vocabulary
        self._open: tuple[str, CallPanel] | None = None
        self.rows: dict[str, TapRow] = {}

    @property
    def panel(self) -> CallPanel | None:
        """The panel that is open."""
        return self._open[1] if self._open else None

    def show_due(self, due: Sequence[DueFollowUp], now: datetime, locale: str) -> None:
        """Shows the calls; what is being entered in an open panel stays."""
        when = tuple(self._due_words(each.follow_up.due_at, now, locale) for each in due)
        if self.is_shown(tuple(due), when, locale, self._context.theme.current):
            return
        self.rows = {}
        if not due:
            self._open = None
            self.show_instead(self._nothing())
            return
        if self._open and self._open[0] not in {each.follow_up.id for each in due}:
            self._open[1].deleteLater()
            self._open = None
        self.show_rows([self._entry(each, now, locale) for each in due])

    def _entry(self, due: DueFollowUp, now: datetime, locale: str) -> QWidget:
        entry = QWidget()
        column = QVBoxLayout(entry)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        patient = due.summary.patient
        row = TapRow(self._context.theme, patient.initials, patient.name, self._line(due, locale))
        words = self._due_words(due.follow_up.due_at, now, locale)
        row.add(Chip(words, due_tone(due.follow_up.due_at, now)))
        row.setAccessibleDescription(words)
        row.add_arrow("chevron-down")
        row.clicked.connect(partial(self._toggle, due, column))
        self.rows[due.follow_up.id] = row
        column.addWidget(row)
        if self._open and self._open[0] == due.follow_up.id:
            column.addWidget(self._open[1])
            self._open[1].show()
            row.turn_arrow("chevron-up")
        return entry

    def _line(self, due: DueFollowUp, locale: str) -> str:
        summary = due.summary
        call = self.tr("{hours} h call").format(hours=due.follow_up.after_h)
        treated_at = summary.session.signed_at or summary.session.started_at
        found = last_seen(due)
        if not found:
            zones = labels.zones_text(summary.zones, self._vocabulary)
            return f"{call} · {zones}, {labels.short_date(treated_at.date(), locale, year=False)}"
        seen = labels.listed([labels.reaction_text(each, self._vocabulary) for each in found])
        day = labels.short_date(found[0].seen_at.date(), locale, year=False)
        words = self.tr("{seen} at the end, {day}")
        if found[0].seen_at > treated_at:
            words = self.tr("{seen} in the last call, {day}")
        return f"{call} · {words.format(seen=seen, day=day)}"

    def _due_words(self, due_at: datetime, now: datetime, locale: str) -> str:
        time = labels.clock_time(due_at, locale)
        if due_at.date() == now.date():
            return (self.tr("Due since {t}") if due_at <= now else self.tr("Today {t}")).format(t=time)
        day = near_day(due_at.date(), now.date(), locale)
        return self.tr("Due since {t}").format(t=day) if due_at <= now else day

    def _toggle(self, due: DueFollowUp, column: QVBoxLayout) -> None:
        before = self._open
        self._put_away()
        if before is not None and before[0] == due.follow_up.id:
            return
        panel = CallPanel(due, self._vocabulary)
        panel.cancelled.connect(self._put_away)
        panel.saved.connect(partial(self._save, due))
        self._open = (due.follow_up.id, panel)
        column.addWidget(panel)
        self.rows[due.follow_up.id].turn_arrow("chevron-up")

    def _put_away(self) -> None:
        if self._open is None:
            return
        follow_up_id, panel = self._open
        self._open = None
        panel.hide()
        panel.deleteLater()
        if follow_up_id in self.rows:
            self.rows[follow_up_id].turn_arrow("chevron-down")
            self.rows[follow_up_id].setFocus()

    def _save(self, due: DueFollowUp, grades: dict[str, int], note: str) -> None:
        panel = self.panel
        refused: Callable[[RuleViolation], bool] | None = panel.refused if panel else None
        noted = self._context.operations.run(
            lambda: self._context.clinic.reactions.record_follow_up(
                due.follow_up.id, grades=grades, note=note
            ),
            refused=refused,
        )
        if noted is not None:
            self._context.bus.toasted.emit(self.tr("Call noted"), None)

    def _nothing(self) -> EmptyState:
        return EmptyState(
            "phone",
            self.tr("No calls due this week"),
            self.tr("When a session is signed, its calls after 24, 48 and 72 hours stand here."),
        )


def near_day(day: date, today: date, locale: str) -> str:
    """A day within a week by its weekday, "Mon 23"; any other as "24 Oct"."""
    if abs(day - today) < timedelta(days=_THIS_WEEK):
        return QLocale(locale).toString(QDate(day.year, day.month, day.day), "ddd d")
    return labels.short_date(day, locale, year=day.year != today.year)
