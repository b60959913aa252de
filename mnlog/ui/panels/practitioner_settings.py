"""Settings of the one who works here now: name, qualification, PIN."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mnlog.domain.records import Practitioner
from mnlog.domain.rules.secrets import check_pin
from mnlog.errors import RuleViolation, WrongSecretError
from mnlog.services.clinic import PractitionerDraft
from mnlog.ui.forms import SecretField, TextField
from mnlog.ui.page import Context
from mnlog.ui.panels.saved_fields import SavedFields
from mnlog.ui.panels.side_by_side import SideBySide, column_of
from mnlog.ui.widgets.basics import Card, button, label

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NAMES = ("name", "initials", "qualification", "registration_number")


def _draft(person: Practitioner, **fields: Any) -> PractitionerDraft:
    return PractitionerDraft(**{**{name: getattr(person, name) for name in _NAMES}, **fields})


class PinCard(Card):
    """Changes the PIN. The one that holds is asked first, by count, as at the lock.

    Signals:
        saved: the PIN is another one.
    """

    saved = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.set_title(self.tr("PIN"))
        self._context = context
        self.current = SecretField(self.tr("PIN that holds now"))
        self.new = SecretField(self.tr("New PIN"), self.tr("4 to 8 digits."))
        self.again = SecretField(self.tr("New PIN once more"))
        self.change = button(self.tr("Change PIN"), "plain")
        self.change.clicked.connect(self._save)
        words = self.tr(
            "Opens the program after the lock, and signs. The passphrase is what protects the disk."
        )
        self.body.addWidget(label(words, "secondary", wrap=True))
        for field in (self.current, self.new, self.again):
            self.body.addWidget(field)
        self.body.addWidget(self.change)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._save()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        pin = self.new.value()
        problems = check_pin(pin)
        if problems:
            self._say(self.new, problems[0])
            return
        if pin != self.again.value():
            self._say(self.again, self.tr("The two are not the same. Type the new PIN again."))
            return
        clinic = self._context.clinic
        try:
            # Last, so that a slip in the new PIN costs no try of the old one.
            clinic.pin_gate.check(clinic.desk.practitioner_id, self.current.value())
        except WrongSecretError as problem:
            self.current.clear()
            self._say(self.current, f"{problem.text} {problem.hint}".strip())
            return
        person = clinic.clinic.practitioner()
        draft = _draft(person, pin=pin)
        done = self._context.operations.run(
            lambda: clinic.clinic.change_practitioner(person, draft), refused=self._refuse
        )
        if done is not None:
            self.forget()
            self._context.bus.toasted.emit(self.tr("The PIN is changed"), None)
            self.saved.emit()

    def forget(self) -> None:
        """Wipes what was typed."""
        for field in (self.current, self.new, self.again):
            field.clear()
            field.clear_error()

    def _refuse(self, problem: RuleViolation) -> bool:
        self._say(self.new, problem.text)
        return True

    def _say(self, field: SecretField, text: str) -> None:
        field.set_error(text)
        field.setFocus()


class PractitionerSettings(QWidget):
    """Who acts now; each field is saved as it is left.

    Signals:
        saved: something was saved.
    """

    saved = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._person: Practitioner | None = None
        self._fields = SavedFields(self._save, self)
        self._fields.saved.connect(self.saved)
        self.pin = PinCard(context)
        self.pin.saved.connect(self.saved)
        both = SideBySide(column_of(self._who()), column_of(self.pin), context.theme, turns_at=1_000)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(both)

    def show_practitioner(self, person: Practitioner) -> None:
        """Shows what is stored."""
        self._person = person
        self._fields.show({name: getattr(person, name) for name in _NAMES})
        self._signature.setText(person.signature_name)

    def _who(self) -> Card:
        card = Card(self.tr("You"))
        watch = self._fields.watch_line
        name = watch(
            "name",
            TextField(self.tr("Name"), self.tr("As printed under a signature."), required=True, limit=120),
        )
        initials = watch("initials", TextField(self.tr("Initials"), limit=4))
        qualification = watch(
            "qualification", TextField(self.tr("Qualification"), self.tr("Such as RN or MD."), limit=60)
        )
        registration = watch(
            "registration_number",
            TextField(self.tr("Registration number"), self.tr("With your professional body."), limit=60),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(14)
        grid.addWidget(name, 0, 0, 1, 3)
        grid.addWidget(initials, 0, 3)
        grid.addWidget(qualification, 1, 0, 1, 2)
        grid.addWidget(registration, 1, 2, 1, 2)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        self._signature = label("", "strong", wrap=True)
        card.body.addWidget(label(self.tr("Your signature on paper"), "small"))
        card.body.addWidget(self._signature)
        return card

    def _save(self, name: str, value: Any) -> bool:
        person = self._person
        if person is None:
            return False
        verbs, draft = self._context.clinic.clinic, _draft(person, **{name: value})
        done = self._context.operations.run(
            lambda: verbs.change_practitioner(person, draft), refused=self._refuse
        )
        return done is not None

    def _refuse(self, problem: RuleViolation) -> bool:
        field = self._fields.field(problem.field)
        if field is None:
            return False
        field.set_error(f"{problem.text} {problem.hint}".strip())
        return True
