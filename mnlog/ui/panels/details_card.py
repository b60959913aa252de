"""What else is known about a patient."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mnlog.domain.records import Patient
from mnlog.ui.labels import language, long_date
from mnlog.ui.panels.rows import Rows
from mnlog.ui.widgets.basics import Card, label


class DetailsCard(Card):
    """Birth date, address and the like, as far as they were entered; text can be marked and copied.

    Signals: none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.set_title(self.tr("Details"))
        self._rows = Rows(spacing=10)
        self.body.addLayout(self._rows)

    def show_patient(self, patient: Patient, locale: str) -> None:
        """Shows what is known; what is not takes no room."""
        born = long_date(patient.birth_date, locale) if patient.birth_date else ""
        facts = (
            (self.tr("Born"), born),
            (self.tr("Former name"), patient.former_name),
            (self.tr("Parent or guardian"), patient.guardian_name),
            (self.tr("Language of the papers"), language(patient.language)),
            (self.tr("Phone"), patient.phone),
            (self.tr("E-mail"), patient.email),
            (self.tr("Address"), patient.address),
            (self.tr("Note"), patient.note),
        )
        self._rows.replace(fact(title, text) for title, text in facts if text)


def fact(title: str, text: str) -> QWidget:
    """A heading with what is known beneath it, which can be marked and copied."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    column.addWidget(label(title, "small"))
    shown = label(text, wrap=True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    shown.setAccessibleName(f"{title}: {text}")
    column.addWidget(shown)
    return made
