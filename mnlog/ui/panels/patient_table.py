"""The list of patients."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter

from mnlog.domain.records import Patient
from mnlog.ui.models.patients import PATIENT_ROLE, Column, PatientModel
from mnlog.ui.panels.record_table import Index, RecordDelegate, RecordTable
from mnlog.ui.theme import ThemeSource

_AVATAR = 40
_PAD = 12
_WIDTHS: dict[int, int] = {
    Column.NUMBER: 116,
    Column.BORN: 124,
    Column.AGE: 70,
    Column.PHOTOTYPE: 92,
    Column.PHONE: 176,
}
_SPARED = (Column.PHOTOTYPE, Column.AGE, Column.BORN, Column.PHONE)
_FIGURES = (Column.BORN, Column.AGE, Column.PHONE)
"""Columns whose figures line up; a record number has a hyphen, which figures of one width pull apart."""


class PatientDelegate(RecordDelegate):
    """Paints initials in a circle, the name in bold, the rest in the colour of secondary text."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index) -> None:
        theme = self.theme.current
        if index.column() == Column.NAME:
            self._paint_name(painter, rect, index.data(PATIENT_ROLE), is_chosen=self._is_chosen(index))
            return
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        font = theme.font("text", tabular=index.column() in _FIGURES)
        self.paint_text(painter, self.inside(rect), text, font, theme.color("muted"))

    def _is_chosen(self, index: Index) -> bool:
        return self.view.chosen_row() == index.row()

    def _paint_name(self, painter: QPainter, rect: QRect, patient: Patient, *, is_chosen: bool) -> None:
        theme = self.theme.current
        mirrored = self.view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        size = theme.px(_AVATAR)
        left = rect.right() - _PAD - size if mirrored else rect.left() + _PAD
        circle = QRect(QPoint(left, rect.center().y() - size // 2), QSize(size, size))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("card" if is_chosen else "accent_soft"))
        painter.drawEllipse(circle)
        painter.setFont(theme.font("secondary", QFont.Weight.Bold))
        painter.setPen(theme.color("accent"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, patient.initials)
        taken = _PAD + size + 14
        self._paint_words(
            painter, rect.adjusted(*((8, 0, -taken, 0) if mirrored else (taken, 0, -8, 0))), patient
        )

    def _paint_words(self, painter: QPainter, rect: QRect, patient: Patient) -> None:
        theme = self.theme.current
        bold, ink = theme.font("text", QFont.Weight.DemiBold), theme.color("ink")
        if not patient.former_name:
            self.paint_text(painter, rect, patient.name, bold, ink)
            return
        upper, lower = QRect(rect), QRect(rect)
        upper.setBottom(rect.center().y())
        lower.setTop(rect.center().y() + 1)
        leading = Qt.AlignmentFlag.AlignLeading
        self.paint_text(painter, upper, patient.name, bold, ink, leading | Qt.AlignmentFlag.AlignBottom)
        former = self.tr("formerly {name}").format(name=patient.former_name)
        muted, small = theme.color("muted"), theme.font("secondary")
        self.paint_text(painter, lower, former, small, muted, leading | Qt.AlignmentFlag.AlignTop)


class PatientTable(RecordTable):
    """The table of patients.

    Signals:
        opened(str): a person wants to see the patient with this id.
        row_opened, typed: as `RecordTable`.
    """

    opened = Signal(str)

    def __init__(self, theme: ThemeSource, model: PatientModel) -> None:
        super().__init__(theme, model, self.tr("Patients"), _WIDTHS, _SPARED, least_first=260, row_height=64)
        self._patients = model
        self.setItemDelegate(PatientDelegate(theme, self))
        self.row_opened.connect(self._open)

    def _open(self, row: int) -> None:
        patient = self._patients.patient_at(row)
        if patient is not None:
            self.opened.emit(patient.id)
