"""Patients who may have been entered before: shown, never refused."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from mnlog.domain.records import Patient
from mnlog.ui.labels import isolated, long_date
from mnlog.ui.panels.rows import Rows
from mnlog.ui.widgets.basics import ElidedLabel, button, label


class DuplicateList(QFrame):
    """A list of likely duplicates; takes no room when there is none.

    Signals:
        opened(str): a person wants to see the patient with this id.
    """

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setProperty("tone", "warn")
        self._title = label("", "strong", wrap=True)
        self._rows = Rows(spacing=2)
        self._shown: tuple[Patient, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 8, 8)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(self._rows)
        self.hide()

    def patients(self) -> tuple[Patient, ...]:
        """Who is shown."""
        return self._shown

    def show_patients(self, patients: Sequence[Patient], locale: str) -> None:
        """Shows others of the same name and birth date."""
        found = tuple(patients)
        if found == self._shown:
            return
        self._shown = found
        self._rows.replace(self._row(patient, locale) for patient in found)
        one = self.tr("This may be the same person:")
        many = self.tr("One of these may be the same person:")
        self._title.setText(one if len(found) == 1 else many)
        self.setVisible(bool(found))

    def _row(self, patient: Patient, locale: str) -> QFrame:
        born = long_date(patient.birth_date, locale) if patient.birth_date else self.tr("birth date unknown")
        words = f"{isolated(patient.name)}, {patient.record_number}, {born}"
        row = QFrame()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(ElidedLabel(words), 1)
        opening = button(self.tr("Open"), "link")
        opening.setAccessibleName(self.tr("Open {patient}").format(patient=words))
        opening.clicked.connect(partial(self._open, patient.id))
        inside.addWidget(opening)
        return row

    def _open(self, patient_id: str, _checked: bool = False) -> None:
        self.opened.emit(patient_id)
