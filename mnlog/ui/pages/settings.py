"""Settings: the clinic, the one who works here, and how the program looks on this computer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from mnlog.domain.changes import Changes
from mnlog.domain.records import Clinic, Practitioner
from mnlog.ui.page import Context, Page
from mnlog.ui.panels.appearance_settings import AppearanceSettings
from mnlog.ui.panels.clinic_settings import ClinicSettings
from mnlog.ui.panels.practitioner_settings import PractitionerSettings
from mnlog.ui.panels.saved_fields import SavedNote
from mnlog.ui.widgets.basics import label
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.segmented import Segmented

_WIDEST = 1_480
"""Lines longer than this are hard to read; the rest of a wide screen stays free."""


class SettingsPage(Page):
    """Three sections, each saved as it is changed.

    Signals:
        appearance_changed: light, dark or the text's size was chosen anew and stands in the settings.
    """

    appearance_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._sections = Segmented(
            [
                ("clinic", self.tr("Clinic")),
                ("practitioner", self.tr("Practitioner")),
                ("appearance", self.tr("Appearance")),
            ],
            self.tr("Section"),
        )
        self._sections.set_value("clinic")
        self._note = SavedNote()
        self._clinic = ClinicSettings(context)
        self._practitioner = PractitionerSettings(context)
        self._appearance = AppearanceSettings(context)
        self._stack = QStackedWidget()
        self._areas: dict[str, QScrollArea] = {}
        for name, section in (
            ("clinic", self._clinic),
            ("practitioner", self._practitioner),
            ("appearance", self._appearance),
        ):
            section.saved.connect(self._note.flash)
            section.setMaximumWidth(_WIDEST)
            self._areas[name] = self._scrolled(section)
            self._stack.addWidget(self._areas[name])
        self._lay_out()
        self._sections.chosen.connect(self.show_section)
        self._appearance.look_changed.connect(self.appearance_changed)

    def show_section(self, name: str) -> None:
        """Shows one of "clinic", "practitioner", "appearance"."""
        self._sections.set_value(name)
        self._stack.setCurrentWidget(self._areas[name])

    def refresh(self) -> None:
        clinic = self.context.clinic
        self._clinic.show_clinic(clinic.clinic.clinic())
        self._practitioner.show_practitioner(clinic.clinic.practitioner())
        self._appearance.show_settings()

    def concerns(self, changes: Changes) -> bool:
        return changes.touches(Clinic, Practitioner)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()  # on nothing yet; Tab begins at the top

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._practitioner.pin.forget()  # a PIN half typed does not wait for the next who passes
        self.mark_stale()  # somebody else may act when it is shown again

    def _scrolled(self, section: QWidget) -> QScrollArea:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 4, 0)
        row.addWidget(section, 1)
        row.addStretch()
        return scrollable(inside)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(label(self.tr("Settings"), "title"))
        head.addSpacing(12)
        head.addWidget(self._sections)
        head.addWidget(self._note, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(18)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
