"""Patients as rows of a table."""

from collections.abc import Sequence
from datetime import date
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mnlog.domain.records import Patient
from mnlog.ui.labels import ROMAN, age, isolated, short_date

Index = QModelIndex | QPersistentModelIndex
PATIENT_ROLE = Qt.ItemDataRole.UserRole + 1


class Column(IntEnum):
    """What stands in a row, from left to right."""

    NAME = 0
    NUMBER = 1
    BORN = 2
    AGE = 3
    PHOTOTYPE = 4
    PHONE = 5


class PatientModel(QAbstractTableModel):
    """A table on records. It holds what was found; it reads nothing by itself.

    `PATIENT_ROLE` gives the record of any cell.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._patients: tuple[Patient, ...] = ()
        self._today = date.min
        self._locale = ""

    def show_patients(self, patients: Sequence[Patient], today: date, locale: str) -> None:
        """Shows others; ages are as of `today`, dates as `locale` writes them."""
        self.beginResetModel()
        self._patients, self._today, self._locale = tuple(patients), today, locale
        self.endResetModel()

    def patient_at(self, row: int) -> Patient | None:
        """The patient of a row; None when there is no such row."""
        return self._patients[row] if 0 <= row < len(self._patients) else None

    def row_of(self, patient_id: str) -> int:
        """Where a patient stands; -1 when not among those shown."""
        return next((row for row, each in enumerate(self._patients) if each.id == patient_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._patients)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        patient = self.patient_at(index.row())
        if patient is None:
            return None
        if role == PATIENT_ROLE:
            return patient
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(patient, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(patient, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == Column.NAME:
            return patient.name
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return self._titles()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Name"),
            self.tr("Record"),
            self.tr("Born"),
            self.tr("Age"),
            self.tr("Phototype"),
            self.tr("Phone"),
        )

    def _text(self, patient: Patient, column: Column) -> str:
        match column:
            case Column.NAME:
                return patient.name
            case Column.NUMBER:
                return patient.record_number
            case Column.BORN:
                return short_date(patient.birth_date, self._locale) if patient.birth_date else ""
            case Column.AGE:
                return age(patient, self._today)
            case Column.PHOTOTYPE:
                return ROMAN[patient.phototype] if patient.phototype else ""
            case Column.PHONE:
                return patient.phone

    def _spoken(self, patient: Patient, column: Column) -> str:
        """The whole row in its first cell, so that going down the list reads patients, not cells."""
        if column != Column.NAME:
            return self._text(patient, column)
        parts = (self._text(patient, each) for each in (Column.NUMBER, Column.BORN, Column.PHONE))
        return ", ".join([isolated(patient.name), *(part for part in parts if part)])
