"""Patients: found as one types, entered in a panel at the side."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mnlog.domain.changes import Changes
from mnlog.domain.records import Patient
from mnlog.ui.labels import counted
from mnlog.ui.models.patients import PatientModel
from mnlog.ui.page import Context, Page
from mnlog.ui.panels.patient_form import PatientForm
from mnlog.ui.panels.patient_table import PatientTable
from mnlog.ui.panels.slide_over import SlideOver
from mnlog.ui.widgets.basics import button, label
from mnlog.ui.widgets.empty_state import EmptyState
from mnlog.ui.widgets.search_field import SearchField

_LIMIT = 200
"""How many the search gives at most; more are found by typing more."""
_BOTH_FIT = 900


class PatientsPage(Page):
    """The list of patients with its search, and the form for a new one.

    Signals: none; it asks for the patient's page over the bus.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._model = PatientModel(self)
        self._search = SearchField(self.tr("Find by name, number, phone or birth date"), self.tr("Ctrl K"))
        self._new = button(self.tr("New patient"), "primary", "plus")
        self._summary = label("", "muted")
        self._table = PatientTable(context.theme, self._model)
        self._form = PatientForm(context)
        self._panel = SlideOver(self._form, context.theme, context.settings)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def focus_search(self) -> None:
        """Puts the cursor in the search field and marks what stands there."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.edit.selectAll()

    def start_new(self) -> None:
        """Opens the form for a new patient, as it was left."""
        self._panel.open()
        self._fit_list()
        self._form.start()

    def refresh(self) -> None:
        clinic = self.context.clinic
        words = self._search.text()
        chosen = self._model.patient_at(self._table.chosen_row())
        found = clinic.patients.find(words)
        self._model.show_patients(found, clinic.desk.now().date(), clinic.clinic.clinic().locale)
        row = self._model.row_of(chosen.id) if chosen is not None else -1
        self._table.choose_row(0 if words and found and row < 0 else row)
        self._show_counts(len(found), clinic.patients.count())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_list()

    def concerns(self, changes: Changes) -> bool:
        return changes.touches(Patient)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(label(self.tr("Patients"), "title"))
        titles.addWidget(self._summary)
        head.addLayout(titles, 1)
        self._search.setMinimumWidth(440)
        head.addWidget(self._search)
        head.addWidget(self._new)
        self._stack.addWidget(self._list())
        self._empty = EmptyState(
            "users",
            self.tr("No patients yet. Enter the first one."),
            self.tr("A name is enough to begin; the rest can follow at any time."),
            self.tr("New patient"),
        )
        self._none = EmptyState("search", "", "", self.tr("New patient"), "plain")
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._none)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(9, 8, 9, 8)
        inside.addWidget(self._stack)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self._card, 1)
        body.addWidget(self._panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(18)
        column.addLayout(head)
        column.addLayout(body, 1)

    def _fit_list(self) -> None:
        """With large text there is no room for both: the form stands alone until it is closed."""
        narrow = self.width() < self.context.theme.current.px(_BOTH_FIT)
        self._panel.set_alone(narrow)
        self._card.setVisible(not (narrow and self._panel.is_open))

    def _list(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._more = label(
            self.tr("The first {n} are shown. Type more to find others.").format(n=_LIMIT), "secondary"
        )
        self._more.setContentsMargins(12, 10, 12, 4)
        column.addWidget(self._table, 1)
        column.addWidget(self._more)
        return made

    def _connect(self) -> None:
        self._search.text_changed.connect(lambda _text: self.refresh())
        self._search.moved.connect(self._table.move_by)
        self._search.submitted.connect(self._open_found)
        self._table.opened.connect(self._open)
        self._table.typed.connect(self._type_on)
        self._new.clicked.connect(self.start_new)
        self._empty.action_triggered.connect(self.start_new)
        self._none.action_triggered.connect(self.start_new)
        self._form.closed.connect(self._close_form)
        self._form.saved.connect(self._entered)
        self._form.opened.connect(self._open)

    def _show_counts(self, found: int, total: int) -> None:
        if self._search.text().strip():
            self._summary.setText(counted(found, self.tr("1 found"), self.tr("{n} found")))
        else:
            self._summary.setText(counted(total, self.tr("1 patient"), self.tr("{n} patients")))
        self._more.setVisible(found >= _LIMIT)
        if found:
            self._stack.setCurrentIndex(0)
        elif total == 0:
            self._summary.setText("")
            self._stack.setCurrentWidget(self._empty)
        else:
            self._none.set_text(
                self.tr("Nobody is found by “{words}”.").format(words=self._search.text().strip()),
                self.tr("Try part of a name, the record number, the phone or the birth date."),
            )
            self._stack.setCurrentWidget(self._none)

    def _open_found(self) -> None:
        if self._table.chosen_row() < 0 and self._model.rowCount() == 1:
            self._table.choose_row(0)
        self._table.open_chosen()

    def _open(self, patient_id: str) -> None:
        self.go("patient", patient_id=patient_id)

    def _type_on(self, text: str) -> None:
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search.edit.insert(text)

    def _close_form(self) -> None:
        self._panel.close_panel()
        self._fit_list()
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _entered(self, patient: Patient) -> None:
        self._panel.close_panel()
        self._fit_list()
        words = self.tr("{name} is entered as {number}")
        self.context.bus.toasted.emit(words.format(name=patient.name, number=patient.record_number), None)
        self._open(patient.id)
