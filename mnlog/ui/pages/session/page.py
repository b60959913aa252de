"""The session at the chair: who it is, the six steps, and what each of them holds."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mnlog.domain.changes import Changes
from mnlog.domain.charts import SessionChart
from mnlog.domain.records import Clinic, Patient
from mnlog.domain.terms import Step
from mnlog.ui import labels
from mnlog.ui.bus import Route
from mnlog.ui.page import Context, Page
from mnlog.ui.pages.session.chair import Chair, StepView, step_state
from mnlog.ui.pages.session.consent import ConsentView
from mnlog.ui.pages.session.needling import NeedlingView
from mnlog.ui.pages.session.numbing import NumbingView
from mnlog.ui.pages.session.open_strip import OpenStrip
from mnlog.ui.pages.session.reactions import ReactionsView
from mnlog.ui.pages.session.ready_line import ReadyLine
from mnlog.ui.pages.session.screening import ScreeningView
from mnlog.ui.pages.session.sign import SignView
from mnlog.ui.pages.session.signed import SignedView
from mnlog.ui.undo import UndoStacks, words_for
from mnlog.ui.widgets.basics import button, icon_button, label
from mnlog.ui.widgets.patient_header import PatientHeader
from mnlog.ui.widgets.step_bar import StepBar

STEPS = tuple(Step)
VIEWS: dict[Step, type[StepView]] = {
    Step.SCREENING: ScreeningView,
    Step.CONSENT: ConsentView,
    Step.NUMBING: NumbingView,
    Step.NEEDLING: NeedlingView,
    Step.REACTIONS: ReactionsView,
    Step.SIGN: SignView,
}


class SessionPage(Page):
    """One session; every change is saved as it is made, so there is nothing to save."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._session_id: str | None = None
        self._step = Step.SCREENING
        self._chair: Chair | None = None
        self._views: dict[Step, StepView] = {}
        self.header = PatientHeader(context.theme)
        self.bar = StepBar(context.theme, [(step.value, labels.step_title(step)) for step in STEPS])
        self.bar.selected.connect(lambda step: self.show_step(Step(step)))
        self._stack = QStackedWidget()
        self.signed = SignedView(context)
        self._stack.addWidget(self.signed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 14, 24, 14)
        inner.setSpacing(14)
        self.strip = OpenStrip(context)
        self.strip.chosen.connect(lambda session_id: self.go("session", session_id=session_id))
        inner.addWidget(self.strip)
        inner.addWidget(self.bar)
        inner.addWidget(self._stack, 1)
        self._foot = self._build_foot()
        inner.addWidget(self._foot)
        column.addLayout(inner, 1)
        self._build_side()
        self.undo_stacks = UndoStacks(context, self)
        self.undo_stacks.changed.connect(self._show_undo)
        for keys, move in (
            ("Ctrl+Z", self.undo_last),
            ("Ctrl+Shift+Z", self.redo_last),
            ("Ctrl+Y", self.redo_last),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(move)
        for number, step in enumerate(STEPS, 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda step=step: self.show_step(step))

    @property
    def chair(self) -> Chair | None:
        """The session in sight."""
        return self._chair

    @property
    def step(self) -> Step:
        """The step in sight."""
        return self._step

    def view(self, step: Step) -> StepView:
        """The view of a step, made when it is first asked for."""
        if step not in self._views:
            view = self._views[step] = VIEWS[step](self.context)
            self._stack.addWidget(view)
            if isinstance(view, SignView):
                view.step_asked.connect(lambda asked: self.show_step(Step(asked)))
        return self._views[step]

    def open_route(self, route: Route) -> None:
        self._flush()
        if route.session_id != self._session_id:
            self._forget()
        self._session_id = route.session_id
        chart = self._read_chart()
        if chart is not None:
            self._step = route.step or chart.session.step
        self.mark_stale()

    def concerns(self, changes: Changes) -> bool:
        chair = self._chair
        if self._session_id is None or chair is None:
            return False
        is_own = changes.session_id in (None, self._session_id)
        return is_own or changes.patient_id == chair.chart.patient.id or changes.touches(Clinic, Patient)

    def refresh(self) -> None:
        chart = self._read_chart()
        if chart is None:
            return
        clinic = self.context.clinic
        previous = clinic.sessions.previous_chart(chart)
        self._chair = Chair(
            chart=chart,
            previous=previous,
            missing=clinic.signing.missing(chart.session.id) if chart.is_draft else (),
            interval=clinic.sessions.interval(chart, previous),
            now=clinic.desk.now(),
        )
        self._show(self._chair)

    def show_step(self, step: Step) -> None:
        """Goes to a step; where one stands is remembered with the draft."""
        self._flush()
        self._step = step
        chair = self._chair
        if chair is not None and chair.chart.is_draft and chair.chart.session.step is not step:
            clinic, session_id = self.context.clinic, chair.chart.session.id
            self.context.operations.run(lambda: clinic.sessions.go_to(session_id, step))
        elif chair is not None:
            self._show(chair)

    def undo_last(self) -> None:
        """Takes back what was done last in this session."""
        self._flush()
        verb = self.undo_stacks.undo(self._session_id or "")
        if verb is not None:
            self.context.bus.toasted.emit(self.tr("Taken back: {what}").format(what=words_for(verb)), None)

    def redo_last(self) -> None:
        """Does again what was taken back."""
        verb = self.undo_stacks.redo(self._session_id or "")
        if verb is not None:
            self.context.bus.toasted.emit(self.tr("Done again: {what}").format(what=words_for(verb)), None)

    def _show_undo(self) -> None:
        self.undo.setEnabled(self.undo_stacks.can_undo(self._session_id or ""))
        self.redo.setEnabled(self.undo_stacks.can_redo(self._session_id or ""))

    def hideEvent(self, event: QHideEvent) -> None:
        self._flush()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange:
            self._flush()
        super().changeEvent(event)

    def _build_side(self) -> None:
        side = QWidget()
        words = QVBoxLayout(side)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(1)
        self._saved = label("", "text")
        self._who = label("", "secondary")
        for part in (self._saved, self._who):
            words.addWidget(part)
        self.header.set_side(side)

    def _build_foot(self) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.back = button("", icon="chevron-left")
        self.back.clicked.connect(lambda: self._move(-1))
        self.close_draft = button(self.tr("Close, keep draft"))
        self.close_draft.clicked.connect(lambda: self.go("today"))
        self.next = button("", "primary", "chevron-right")
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        self.next.clicked.connect(lambda: self._move(1))
        self.undo = icon_button("undo", self.tr("Undo in this session"))
        self.undo.clicked.connect(self.undo_last)
        self.redo = icon_button("redo", self.tr("Redo in this session"))
        self.redo.clicked.connect(self.redo_last)
        row.addWidget(self.back)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        self.ready = ReadyLine()
        self.ready.asked.connect(lambda step: self.show_step(Step(step)))
        row.addWidget(self.ready, 1)
        row.addWidget(self.close_draft)
        row.addWidget(self.next)
        return held

    def _show(self, chair: Chair) -> None:
        chart = chair.chart
        self.header.show_patient(chart.patient, chart.alerts, chair.now.date(), self._line(chair))
        self._show_saved(chair)
        is_draft = chart.is_draft
        self.strip.show_open(chart.session.id)
        self.bar.setVisible(is_draft)
        self._foot.setVisible(is_draft)
        if not is_draft:
            self.signed.show_chair(chair)
            self._stack.setCurrentWidget(self.signed)
            return
        vocabulary = self.context.clinic.resources.vocabulary
        for step in STEPS:
            state, subtitle = step_state(step, chair, vocabulary)
            self.bar.set_step(step.value, state, subtitle)
        self.bar.set_current(self._step.value)
        view = self.view(self._step)
        view.show_chair(chair)
        self._stack.setCurrentWidget(view)
        self.ready.show_missing(chair.missing, vocabulary)
        self._show_foot()

    def _show_foot(self) -> None:
        place = STEPS.index(self._step)
        self.back.setVisible(place > 0)
        self.next.setVisible(place < len(STEPS) - 1)
        self._show_undo()
        if place > 0:
            self.back.set_text(labels.step_title(STEPS[place - 1]))
        if place < len(STEPS) - 1:
            self.next.set_text(labels.step_title(STEPS[place + 1]))

    def _line(self, chair: Chair) -> str:
        chart = chair.chart
        concern = self.context.clinic.resources.vocabulary.concerns.get(chart.session.concern_id or "")
        planned = chart.course.planned_sessions if chart.course else None
        number = (
            self.tr("Session {number} of {planned}").format(number=chart.number, planned=planned)
            if planned
            else self.tr("Session {number}").format(number=chart.number)
        )
        parts = [number, concern.name.lower() if concern else self.tr("concern not chosen")]
        if chair.previous is not None and chair.interval is not None:
            day = labels.short_date(chair.previous.session.started_at.date(), chart.clinic.locale, year=False)
            parts.append(
                self.tr("last session {day}, {days} days ago").format(day=day, days=chair.interval.days)
            )
        return " · ".join(parts)

    def _show_saved(self, chair: Chair) -> None:
        chart = chair.chart
        if chart.is_draft:
            time = labels.clock_time(chair.now, chart.clinic.locale)
            self._saved.setText(self.tr("Draft · saved {time}").format(time=time))
        else:
            self._saved.setText(labels.words(chart.session.state))
        self._who.setText(chart.practitioner.signature_name)

    def _move(self, by: int) -> None:
        self.show_step(STEPS[STEPS.index(self._step) + by])

    def _read_chart(self) -> SessionChart | None:
        session_id = self._session_id
        if session_id is None:
            return None
        return self.context.operations.read(lambda: self.context.clinic.sessions.chart(session_id))

    def _forget(self) -> None:
        """Another session begins with fresh views, so that nothing of one patient is seen with another."""
        self._chair = None
        for view in self._views.values():
            self._stack.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._views = {}

    def _flush(self) -> None:
        for view in self._views.values():
            if view.chair is not None and view.chair.chart.is_draft:
                view.flush()
