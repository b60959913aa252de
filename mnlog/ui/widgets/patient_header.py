"""Who is in the chair: name, age, number, and what must never be out of sight."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mnlog.domain.records import Patient, PatientAlert
from mnlog.domain.terms import AlertKind
from mnlog.ui.labels import ALERT_TONES, age, alert_text, phototype
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Avatar, Chip, ElidedLabel, label
from mnlog.ui.widgets.filling import empty
from mnlog.ui.widgets.flow import FlowLayout

_CHIP_LETTERS = 42
"""A longer alert is cut on its chip, sooner with large text; its tip and the list hold all of it."""


class _Chips(QWidget):
    """Asks for no more than its widest chip, so that chips wrap before a name is cut."""

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()


class PatientHeader(QFrame):
    """The strip atop a patient's pages. Alerts are read aloud with the name.

    Signals: none of its own; what stands in the right-hand slot has its own.
    """

    def __init__(self, theme: ThemeSource) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "bar")
        self._avatar = Avatar("")
        self._name = ElidedLabel("", "patient")
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._facts = label("", "muted")
        self._facts.setContentsMargins(0, 3, 0, 0)  # nearer to the name's base line
        self._line = ElidedLabel("", "secondary")
        self._chips = _Chips()
        self._flow = FlowLayout(self._chips, spacing=8)
        self._side: QWidget | None = None
        self._shown: tuple[Patient, tuple[PatientAlert, ...]] | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 14, 24, 14)
        self._row.setSpacing(16)
        self._row.addWidget(self._avatar)
        self._row.addWidget(self._words())
        self._row.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        self._rescale()
        theme.changed.connect(self._restyle)

    def show_patient(
        self, patient: Patient, alerts: Sequence[PatientAlert], today: date, line: str = ""
    ) -> None:
        """Shows a patient as of a day; `line` stands beneath the name."""
        self._avatar.setText(patient.initials)
        self._name.set_text(patient.name)
        self._rescale()
        facts = [part for part in (age(patient, today), patient.record_number) if part]
        self._facts.setText(" · ".join(facts))
        self._line.set_text(line)
        self._line.setVisible(bool(line))
        self._show_chips(patient, alerts)
        spoken = [patient.name, *facts, *(alert_text(alert) for alert in alerts)]
        self.setAccessibleName(", ".join(spoken))

    def set_side(self, widget: QWidget) -> None:
        """Puts something in the right-hand slot, in the place of what stood there."""
        if self._side is not None:
            self._row.removeWidget(self._side)
            self._side.deleteLater()
        self._side = widget
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def chip_texts(self) -> tuple[str, ...]:
        """What the chips say, in full."""
        items = (self._flow.itemAt(at) for at in range(self._flow.count()))
        chips = (item.widget() for item in items if item is not None)
        return tuple(chip.accessibleName() for chip in chips if chip is not None)

    def _words(self) -> QWidget:
        names = QHBoxLayout()
        names.setSpacing(8)
        names.addWidget(self._name)
        names.addWidget(self._facts)
        names.addStretch(1)
        block = QWidget()
        block.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(1)
        column.addStretch(1)
        column.addLayout(names)
        column.addWidget(self._line)
        column.addStretch(1)
        return block

    def _show_chips(self, patient: Patient, alerts: Sequence[PatientAlert]) -> None:
        self._shown = patient, tuple(alerts)
        letters = round(_CHIP_LETTERS / self._theme.current.scale)
        empty(self._flow)
        if patient.phototype is not None:
            self._flow.addWidget(Chip(phototype(patient.phototype)))
        for alert in alerts:
            self._flow.addWidget(_alert_chip(alert, letters))

    def _rescale(self) -> None:
        room = self._theme.current.px(120)
        self._name.setMinimumWidth(min(room, self._name.sizeHint().width()))

    def _restyle(self) -> None:
        self._rescale()
        if self._shown is not None:
            self._show_chips(*self._shown)


def _alert_chip(alert: PatientAlert, letters: int) -> Chip:
    full = alert_text(alert)
    shown = full if len(full) <= letters else f"{full[: letters - 1].rstrip()}…"
    icon = "alert-triangle" if alert.kind is AlertKind.ALLERGY else ""
    chip = Chip(shown, ALERT_TONES[alert.kind], icon)
    chip.setAccessibleName(full)
    chip.setToolTip(full if shown != full else "")
    return chip
