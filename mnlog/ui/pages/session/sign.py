"""Step 6: what is still missing, what comes after, the papers, and the signature by PIN."""

from datetime import timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.rules.aftercare import after_hours
from mnlog.domain.terms import DocumentKind, Step
from mnlog.errors import RuleViolation, UserFacingError, WrongSecretError
from mnlog.ui import labels
from mnlog.ui.dialogs.paper_preview import PaperPreview
from mnlog.ui.forms import TextField
from mnlog.ui.operations import beside
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair, StepView
from mnlog.ui.typing import TypedSave
from mnlog.ui.widgets.basics import Card, button, label
from mnlog.ui.widgets.filling import clear
from mnlog.ui.widgets.flow import FlowLayout
from mnlog.ui.widgets.link_row import LinkRow
from mnlog.ui.widgets.pin_pad import PinPad
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.segmented import ChoiceChips

INTERVALS_DAYS = (14, 21, 28, 35, 42, 56)
CALLS_H = (24, 48, 72, 168)
DAYS_PER_WEEK = 7
HOURS_PER_DAY = 24
SECOND_MS = 1000


class PapersCard(Card):
    """The three papers, each shown page by page before it is printed or saved."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.set_title(self.tr("Papers"))
        self._context = context
        self._session_id = ""
        self.buttons = {}
        row = FlowLayout()
        self.body.addLayout(row)
        for kind in DocumentKind:
            show = button(labels.words(kind), icon="file-text")
            show.clicked.connect(lambda _checked=False, kind=kind: self._preview(kind))
            self.buttons[kind] = show
            row.addWidget(show)

    def show_session(self, session_id: str) -> None:
        """Whose papers they are."""
        self._session_id = session_id

    def _preview(self, kind: DocumentKind) -> None:
        PaperPreview(self._context, self._session_id, kind, self.window()).open()


class SignView(StepView):
    """The end of a session.

    Signals:
        step_asked(str): a missing thing was tapped; show its step.
    """

    step_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._missing_shown: tuple[str, ...] | None = None
        self._wait_s = 0
        self._waiting = QTimer(self)
        self._waiting.setInterval(SECOND_MS)
        self._waiting.timeout.connect(self._count_down)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(scrollable(self._build_left()), 5)
        row.addWidget(scrollable(self._build_right()), 4)

    def refresh(self) -> None:
        chair = self.chair
        if chair is None:
            return
        self._show_missing(chair)
        self._show_after(chair)
        self._note_typed.show(chair.chart.session.note)
        self.papers.show_session(chair.chart.session.id)
        name = chair.chart.practitioners[self.clinic.desk.practitioner_id].signature_name
        self._who.setText(
            self.tr("{name} signs with the PIN. Nothing can be changed afterwards.").format(name=name)
        )

    def _build_left(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self._missing = Card()
        column.addWidget(self._missing)
        self.papers = PapersCard(self.context)
        column.addWidget(self.papers)
        after = Card(self.tr("Afterwards"))
        self._next_title = label(self.tr("Next session"), "small")
        weeks = [(str(days), self._weeks(days)) for days in INTERVALS_DAYS]
        self.interval = ChoiceChips(weeks, self.tr("Next session"), can_clear=True)
        self.interval.chosen.connect(self._plan_next)
        self._next_day = label("", "secondary")
        calls = [(str(hours), self._call(hours)) for hours in CALLS_H]
        self.calls = ChoiceChips(calls, self.tr("Calls after the session"), multi=True)
        self.calls.chosen.connect(lambda _value: self._plan_calls())
        self._call_days = label("", "secondary", wrap=True)
        self.note = TextField(self.tr("Note for the record"), multiline=True, limit=4000)
        self._note_typed = TypedSave(
            self.note,
            lambda text: self.operations.run(lambda: self.clinic.sessions.write_note(self.session_id, text)),
        )
        self._typed.append(self._note_typed)
        parts = (
            self._next_title,
            self.interval,
            self._next_day,
            label(self.tr("We call the patient"), "small"),
        )
        for part in (*parts, self.calls, self._call_days, self.note):
            after.body.addWidget(part)
        column.addWidget(after)
        column.addStretch(1)
        return held

    def _build_right(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        card = Card(self.tr("Sign"))
        self._who = label("", "secondary", wrap=True)
        self.reason = TextField(self.tr("Reason for signing although something is missing"))
        self.pin = PinPad()
        self.pin.entered.connect(self._sign)
        for part in (self._who, self.reason, self.pin):
            card.body.addWidget(part)
        column.addWidget(card)
        discard = Card(self.tr("Give this draft up"))
        self.discard_reason = TextField(self.tr("Reason; the draft stays in the audit"))
        self.discard = button(self.tr("Discard the draft"), "danger", "trash")
        self.discard.clicked.connect(self._discard)
        discard.body.addWidget(self.discard_reason)
        discard.body.addWidget(self.discard)
        column.addWidget(discard)
        column.addStretch(1)
        return held

    def _show_missing(self, chair: Chair) -> None:
        texts = tuple(labels.missing_text(item, self.vocabulary) for item in chair.missing)
        self.reason.setVisible(bool(texts))
        if texts == self._missing_shown:
            return
        self._missing_shown = texts
        clear(self._missing)
        self._missing.set_title(self.tr("Still missing") if texts else self.tr("Nothing is missing"))
        for item, text in zip(chair.missing, texts, strict=True):
            link = LinkRow(text)
            link.clicked.connect(lambda step=item.step: self._ask_for(step))
            self._missing.body.addWidget(link)
        if not texts:
            done = self.tr("Screening, consent, numbing, needling and reactions are complete.")
            self._missing.body.addWidget(label(done, "secondary", wrap=True))

    def _show_after(self, chair: Chair) -> None:
        session, locale = chair.chart.session, chair.chart.clinic.locale
        days = session.next_interval_days
        self.interval.set_value(str(days) if days in INTERVALS_DAYS else None)
        day = chair.chart.session.started_at.date() + timedelta(days=days) if days else None
        self._next_day.setText(
            self.tr("from {day}").format(day=labels.long_day(day, locale, year=True))
            if day
            else self.tr("No next session is planned.")
        )
        self.calls.set_values(str(hours) for hours in session.follow_up_hours if hours in CALLS_H)
        ended = session.needling_ended_at or chair.now
        due = [labels.day_and_time(after_hours(ended, hours), locale) for hours in session.follow_up_hours]
        self._call_days.setText(" · ".join(due) or self.tr("No call is planned."))

    def _ask_for(self, step: Step) -> None:
        self.step_asked.emit(step.value)

    def _weeks(self, days: int) -> str:
        return self.tr("{count} weeks").format(count=days // DAYS_PER_WEEK)

    def _call(self, hours: int) -> str:
        if hours > 3 * HOURS_PER_DAY:
            return self.tr("after {count} days").format(count=hours // HOURS_PER_DAY)
        return self.tr("after {count} h").format(count=hours)

    def _plan_next(self, value: str) -> None:
        days = int(value) if value else None
        self.operations.run(lambda: self.clinic.sessions.plan_next(self.session_id, days))

    def _plan_calls(self) -> None:
        hours = tuple(int(value) for value in self.calls.values())
        self.operations.run(lambda: self.clinic.sessions.plan_follow_ups(self.session_id, hours))

    def _sign(self, pin: str) -> None:
        self.flush()
        try:
            saved = self.clinic.signing.sign(self.session_id, pin, override_reason=self.reason.value())
        except WrongSecretError as problem:
            self.pin.show_error(f"{problem.text} {problem.hint}".strip())
            self._wait(problem.wait_s)
        except RuleViolation as problem:
            self.pin.clear()
            self.reason.set_error(f"{problem.text} {problem.hint}".strip())
            self.reason.setFocus()
        except UserFacingError as problem:
            self.pin.clear()
            self.operations.explain(problem)
        else:
            self.pin.clear()
            self.context.bus.changed.emit(saved.changes)

    def _wait(self, seconds: int) -> None:
        self._wait_s = seconds
        if seconds > 0:
            self._count_down()
            self._waiting.start()

    def _count_down(self) -> None:
        if self._wait_s <= 0:
            self._waiting.stop()
            self.pin.set_waiting(None)
            return
        self.pin.set_waiting(self.tr("This PIN was not right. Wait {count} s.").format(count=self._wait_s))
        self._wait_s -= 1

    def _discard(self) -> None:
        self.flush()
        discarded = self.operations.run(
            lambda: self.clinic.sessions.discard(self.session_id, self.discard_reason.value()),
            refused=beside(self.discard_reason),
        )
        if discarded is not None:
            self.discard_reason.set_value("")
