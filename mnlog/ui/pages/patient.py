"""One patient: alerts always in sight, every session, how far the course has come."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mnlog.domain.changes import Changes
from mnlog.domain.charts import PatientFile
from mnlog.domain.records import Patient
from mnlog.domain.terms import SessionState
from mnlog.ui.bus import Route
from mnlog.ui.labels import language
from mnlog.ui.models.sessions import SessionModel
from mnlog.ui.page import Context, Page
from mnlog.ui.panels.alerts_card import AlertsCard
from mnlog.ui.panels.consents_card import ConsentsCard
from mnlog.ui.panels.course_card import CourseCard, course_progress
from mnlog.ui.panels.details_card import DetailsCard
from mnlog.ui.panels.focus_order import tab_as_read
from mnlog.ui.panels.map_choice import MapChoice
from mnlog.ui.panels.patient_form import PatientForm
from mnlog.ui.panels.rows import Rows
from mnlog.ui.panels.session_list import SessionList
from mnlog.ui.panels.side_by_side import SideBySide
from mnlog.ui.widgets.basics import button
from mnlog.ui.widgets.empty_state import EmptyState
from mnlog.ui.widgets.patient_header import PatientHeader
from mnlog.ui.widgets.scroll import scrollable

_SIDE_WIDTH = (400, 520)
_TURNS_AT = 780


class PatientPage(Page):
    """A patient's file. Editing takes the place of the cards at the side; each patient has its own form.

    Signals: none; it asks for sessions and other patients over the bus.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._patient_id = ""
        self._file: PatientFile | None = None
        self._forms: dict[str, PatientForm] = {}
        self._header = PatientHeader(context.theme)
        self._edit = button(self.tr("Edit"), "plain", tall=True)
        self._start = button(self.tr("New session"), "primary")
        self._model = SessionModel(context.clinic.resources.vocabulary, self)
        self._sessions = SessionList(context.theme, self._model, MapChoice())
        self._none = EmptyState(
            "calendar",
            self.tr("No sessions yet."),
            self.tr("Start the first one. Every tap is saved at once."),
            self.tr("New session"),
        )
        self._list = QStackedWidget()
        self._courses = Rows(spacing=16)
        self._alerts = AlertsCard(context)
        self._consents = ConsentsCard(context)
        self._details = DetailsCard()
        self._side = QStackedWidget()
        self._lay_out()
        self._connect()

    def open_route(self, route: Route) -> None:
        if route.patient_id is not None and route.patient_id != self._patient_id:
            self._patient_id = route.patient_id
            self._file = None
            form = self._forms.get(self._patient_id)
            self._show_side(form if form is not None and form.is_dirty else None)
        self.mark_stale()

    def refresh(self) -> None:
        if not self._patient_id:
            return
        clinic = self.context.clinic
        found = self.context.operations.read(lambda: clinic.patients.file_of(self._patient_id))
        if found is None:
            return
        is_other = self._file is None
        self._file = found
        self._show_header(found)
        self._show_sessions(found, is_other=is_other)
        self._show_cards(found)
        form = self._forms.get(self._patient_id)
        if form is not None:
            form.refresh(found.patient)

    def concerns(self, changes: Changes) -> bool:
        return changes.patient_id in (None, self._patient_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.hasFocus() and self._model.rowCount():
            self._sessions.setFocus(Qt.FocusReason.TabFocusReason)
            self._sessions.setCurrentIndex(self._model.index(0, 0))
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._edit)
        row.addWidget(self._start)
        self._header.set_side(buttons)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 8, 1, 8)
        inside.addWidget(self._list)
        self._list.addWidget(self._sessions)
        self._list.addWidget(self._none)
        self._side.addWidget(self._cards())
        self._body = SideBySide(
            card, self._side, self.context.theme, turns_at=_TURNS_AT, side_width=_SIDE_WIDTH
        )
        self._body.setContentsMargins(24, 18, 24, 20)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._body, 1)

    def _cards(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._courses)
        for card in (self._alerts, self._consents, self._details):
            column.addWidget(card)
        column.addStretch(1)
        return scrollable(inside)

    def _connect(self) -> None:
        self._edit.clicked.connect(self._open_form)
        self._start.clicked.connect(self._start_session)
        self._none.action_triggered.connect(self._start_session)
        self._sessions.opened.connect(lambda session_id: self.go("session", session_id=session_id))

    def _show_header(self, found: PatientFile) -> None:
        patient = found.patient
        line = [patient.phone]
        if patient.language != "en":
            line.append(self.tr("speaks {language}").format(language=language(patient.language)))
        if found.sessions:
            line.append(found.sessions[0].practitioner.signature_name)
        today = self.context.clinic.desk.now().date()
        self._header.show_patient(patient, found.alerts, today, " · ".join(part for part in line if part))
        is_open = any(each.session.state is SessionState.DRAFT for each in found.sessions)
        self._start.set_text(self.tr("Continue session") if is_open else self.tr("New session"))

    def _show_sessions(self, found: PatientFile, *, is_other: bool) -> None:
        before = self._model.line_at(self._sessions.currentIndex().row())
        self._model.show_sessions(found.sessions, self._clinic_locale())
        row = self._model.row_of(before.session_id) if before is not None and not is_other else -1
        if row >= 0:
            self._sessions.setCurrentIndex(self._model.index(row, 0))
        self._list.setCurrentIndex(0 if found.sessions else 1)
        if is_other and self._side.currentIndex() == 0:
            self.setFocus()  # on nothing yet; Tab begins at the header, Down at the newest session

    def _show_cards(self, found: PatientFile) -> None:
        clinic = self.context.clinic
        now, record = clinic.desk.now(), clinic.clinic.clinic()
        vocabulary = clinic.resources.vocabulary
        self._courses.replace(
            CourseCard(
                self.context.theme,
                course_progress(course, found.sessions, vocabulary),
                now.date(),
                record.locale,
            )
            for course in found.courses
            if course.ended_at is None
        )
        self._alerts.show_alerts(found.patient.id, found.alerts, record.locale)
        self._consents.show_consents(found.consents, record, now)
        self._details.show_patient(found.patient, record.locale)
        tab_as_read(self._header, self._body)

    def _clinic_locale(self) -> str:
        return self.context.clinic.clinic.clinic().locale

    def _open_form(self) -> None:
        if self._file is None:
            return
        form = self._forms.get(self._patient_id)
        if form is None:
            form = self._forms[self._patient_id] = self._new_form(self._file.patient)
        self._show_side(form)
        form.start()

    def _show_side(self, form: PatientForm | None) -> None:
        """A form, or the cards."""
        if form is None:
            self._side.setCurrentIndex(0)
        else:
            self._side.setCurrentWidget(form)
        self._body.set_side_alone(form is not None)

    def _new_form(self, patient: Patient) -> PatientForm:
        self._drop_clean_forms()
        form = PatientForm(self.context, patient)
        form.closed.connect(self._close_form)
        form.saved.connect(self._saved)
        form.opened.connect(lambda patient_id: self.go("patient", patient_id=patient_id))
        self._side.addWidget(form)
        return form

    def _drop_clean_forms(self) -> None:
        for patient_id, form in list(self._forms.items()):
            if not form.is_dirty:
                del self._forms[patient_id]
                self._side.removeWidget(form)
                form.deleteLater()

    def _close_form(self) -> None:
        self._show_side(None)
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, patient: Patient) -> None:
        self._close_form()
        self.context.bus.toasted.emit(self.tr("{name} is saved").format(name=patient.name), None)

    def _start_session(self) -> None:
        verbs, patient_id = self.context.clinic.sessions, self._patient_id
        session = self.context.operations.run(lambda: verbs.start(patient_id))
        if session is not None:
            self.go("session", session_id=session.id)
