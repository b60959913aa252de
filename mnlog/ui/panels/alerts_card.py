"""What must stay in sight with a patient: added and ended where it is read."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.records import PatientAlert
from mnlog.domain.rules.numbing import substance_named_in
from mnlog.domain.terms import AlertKind, SubstanceClass
from mnlog.errors import RuleViolation
from mnlog.ui.forms import TextField
from mnlog.ui.labels import alert_text, options, short_date, words
from mnlog.ui.page import Context
from mnlog.ui.panels.rows import Rows
from mnlog.ui.widgets.basics import Card, button, label
from mnlog.ui.widgets.segmented import ChoiceChips

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AlertForm(QWidget):
    """A line for a new alert. What is written for a patient waits there when another one is looked at.

    Signals: none; it writes by itself and the bus tells.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._patient_id = ""
        self._waiting: dict[str, tuple[str, str]] = {}
        self._kind = ChoiceChips(options(AlertKind), self.tr("Kind of alert"))
        self._kind.set_value(AlertKind.ALLERGY.value)
        self._text = TextField(self.tr("What to watch for"), limit=200)
        self._class = label("", "secondary", wrap=True)
        self.add = button(self.tr("Add alert"), "plain")
        self._text.changed.connect(self._explain)
        self._kind.chosen.connect(lambda _kind: self._explain())
        self.add.clicked.connect(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self._kind, self._text, self._class, self.add):
            column.addWidget(part)
        self._explain()

    def show_patient(self, patient_id: str) -> None:
        """Turns to a patient; what was begun for the one before is kept."""
        if patient_id == self._patient_id:
            return
        self._waiting[self._patient_id] = (self._kind.value() or "", self._text.value())
        self._patient_id = patient_id
        kind, text = self._waiting.pop(patient_id, (AlertKind.ALLERGY.value, ""))
        self._kind.set_value(kind)
        self._text.set_value(text)
        self._explain()
        self.setVisible(bool(text))

    def start(self) -> None:
        """Puts the cursor where one begins."""
        self.show()
        self._text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _chosen(self) -> AlertKind:
        return AlertKind(self._kind.value() or AlertKind.NOTE.value)

    def _explain(self) -> None:
        """Says which creams an allergy will warn of, while it can still be worded otherwise."""
        found = substance_named_in(self._text.value()) if self._chosen() is AlertKind.ALLERGY else None
        said = {
            SubstanceClass.AMIDE_ANAESTHETIC: self.tr(
                "Read as an amide anaesthetic: every cream with lidocaine or prilocaine will warn."
            ),
            SubstanceClass.ESTER_ANAESTHETIC: self.tr(
                "Read as an ester anaesthetic: every cream with tetracaine or benzocaine will warn."
            ),
            SubstanceClass.PABA: self.tr("Read as PABA: every ester anaesthetic will warn."),
        }
        text = said.get(found, "") if found else ""
        self._class.setText(text)
        self._class.setVisible(bool(text))

    def _save(self) -> None:
        kind, text = self._chosen(), self._text.value()
        verbs, patient_id = self._context.clinic.patients, self._patient_id
        done = self._context.operations.run(
            lambda: verbs.add_alert(patient_id, kind, text), refused=self._refuse
        )
        if done is not None:
            self._text.set_value("")
            self._explain()
            self.hide()

    def _refuse(self, problem: RuleViolation) -> bool:
        self._text.set_error(f"{problem.text} {problem.hint}".strip())
        self._text.setFocus()
        return True


class AlertsCard(Card):
    """The alerts that hold, with a way to add one and to end one.

    Signals: none; it writes by itself and the bus tells.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.set_title(self.tr("Alerts"))
        self._context = context
        self._rows = Rows(spacing=4)
        self._none = label(self.tr("None known."), "muted")
        self.form = AlertForm(context)
        self.form.hide()
        self.add = button(self.tr("Add"), "link", "plus")
        self.add.setAccessibleName(self.tr("Add an alert"))
        self.add.clicked.connect(self._toggle)
        self.header.addWidget(self.add)
        self.body.addWidget(self._none)
        self.body.addLayout(self._rows)
        self.body.addWidget(self.form)

    def show_alerts(self, patient_id: str, alerts: Sequence[PatientAlert], locale: str) -> None:
        """Shows a patient's alerts that have not ended."""
        self.form.show_patient(patient_id)
        self._none.setVisible(not alerts)
        self._rows.replace(self._row(alert, locale) for alert in alerts)

    def _row(self, alert: PatientAlert, locale: str) -> QWidget:
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 4, 0, 4)
        inside.setSpacing(12)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(label(alert.text, "strong", wrap=True))
        since = self.tr("{kind}, noted {day}")
        kind = words(alert.kind)
        noted = since.format(kind=kind, day=short_date(alert.noted_at, locale))
        text.addWidget(label(noted, "secondary", wrap=True))
        inside.addLayout(text, 1)
        ending = button(self.tr("End"), "quiet")
        ending.setAccessibleName(self.tr("End this alert: {alert}").format(alert=alert_text(alert)))
        ending.clicked.connect(partial(self._end, alert))
        inside.addWidget(ending, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _toggle(self) -> None:
        if self.form.isVisible():
            self.form.hide()
        else:
            self.form.start()

    def _end(self, alert: PatientAlert, _checked: bool = False) -> None:
        verbs, operations = self._context.clinic.patients, self._context.operations
        if operations.run(lambda: verbs.end_alert(alert)) is None:
            return

        def put_back() -> None:
            operations.run(lambda: verbs.add_alert(alert.patient_id, alert.kind, alert.text))

        words_said = self.tr("{alert} is no longer in sight").format(alert=alert_text(alert))
        self._context.bus.toasted.emit(words_said, put_back)
