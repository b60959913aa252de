"""Second step: who treats and signs."""

from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from mnlog.ui.forms import Field, TextField

_INITIALS = 3


class PractitionerStep(QWidget):
    """Asks for the first practitioner.

    Signals:
        none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField(
            self.tr("Your name"),
            self.tr("As printed under a signature, such as J. Okafor"),
            required=True,
            limit=120,
        )
        self.initials = TextField(self.tr("Initials"), limit=4)
        self.qualification = TextField(self.tr("Qualification"), self.tr("Such as RN or MD"), limit=60)
        self.registration = TextField(
            self.tr("Registration number"), self.tr("With your professional body, if you have one"), limit=60
        )
        self._suggests = True
        self.name.changed.connect(self._suggest)
        self.initials.changed.connect(self._stop_suggesting)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        grid.addWidget(self.name, 0, 0, 1, 3)
        grid.addWidget(self.initials, 0, 3)
        grid.addWidget(self.qualification, 1, 0, 1, 2)
        grid.addWidget(self.registration, 1, 2, 1, 2)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(2, 1)
        self.setFocusProxy(self.name)

    def first_problem(self) -> Field | None:
        """Says beside each field what is wrong with it; returns the first of them."""
        if not self.name.value():
            self.name.set_error(self.tr("A practitioner needs a name; it is printed under signatures."))
            return self.name
        return None

    def field_named(self, name: str) -> Field | None:
        """The field that a service's refusal is about."""
        return self.name if name == "name" else None

    def answers(self) -> dict[str, Any]:
        """What was entered, by the names of the service's draft."""
        return {
            "name": self.name.value(),
            "initials": self.initials.value(),
            "qualification": self.qualification.value(),
            "registration_number": self.registration.value(),
        }

    def _suggest(self) -> None:
        if self._suggests:
            words = self.name.value().replace(".", " ").split()
            self.initials.set_value("".join(word[0] for word in words).upper()[:_INITIALS])

    def _stop_suggesting(self) -> None:
        self._suggests = not self.initials.value()
