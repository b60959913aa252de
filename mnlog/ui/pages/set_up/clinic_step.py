"""First step: the clinic and its letterhead."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import QLocale, QTimeZone
from PySide6.QtWidgets import QGridLayout, QWidget

from mnlog.domain.terms import PaperSize
from mnlog.ui import labels
from mnlog.ui.forms import ChoiceField, Field, TextField
from mnlog.ui.panels.logo_field import LogoField
from mnlog.ui.panels.places import PAPER_LOCALES, time_zones

LETTER_LOCALES = frozenset({"en_CA", "en_US"})
_USUAL = "en_GB"
_SAMPLE = date(2026, 11, 21)


class ClinicStep(QWidget):
    """Asks for the clinic's data.

    Signals:
        none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField(self.tr("Name of the clinic"), required=True, limit=120)
        self.address = TextField(self.tr("Address"), multiline=True)
        self.phone = TextField(self.tr("Phone"), limit=40)
        self.out_of_hours = TextField(self.tr("Out of hours"), limit=40)
        self.emergency = TextField(self.tr("Emergency number"), self.tr("Such as 999 or 112"), limit=40)
        self.time_zone = ChoiceField(self.tr("Time zone"), time_zones(system_time_zone()))
        self.locale_field = ChoiceField(self.tr("Dates and paper"), _paper_options())
        self.logo = LogoField()
        self.time_zone.set_value(system_time_zone())
        self.locale_field.set_value(_system_locale())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        grid.addWidget(self.name, 0, 0, 1, 6)
        grid.addWidget(self.address, 1, 0, 1, 3)
        grid.addWidget(self.logo, 1, 3, 1, 3)
        grid.addWidget(self.phone, 2, 0, 1, 2)
        grid.addWidget(self.out_of_hours, 2, 2, 1, 2)
        grid.addWidget(self.emergency, 2, 4, 1, 2)
        grid.addWidget(self.time_zone, 3, 0, 1, 3)
        grid.addWidget(self.locale_field, 3, 3, 1, 3)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        self.setFocusProxy(self.name)

    def first_problem(self) -> Field | None:
        """Says beside each field what is wrong with it; returns the first of them."""
        if not self.name.value():
            self.name.set_error(self.tr("The clinic needs a name; it heads every paper."))
            return self.name
        return None

    def field_named(self, name: str) -> Field | None:
        """The field that a service's refusal is about."""
        return {"clinic_name": self.name, "logo": self.logo}.get(name)

    def answers(self) -> dict[str, Any]:
        """What was entered, by the names of the service's draft."""
        return {
            "name": self.name.value(),
            "address": self.address.value(),
            "phone": self.phone.value(),
            "out_of_hours_phone": self.out_of_hours.value(),
            "emergency_number": self.emergency.value(),
            "locale": self.locale_field.value() or _USUAL,
            "time_zone": self.time_zone.value() or "UTC",
            "logo": self.logo.picture(),
        }

    def paper_size(self) -> str:
        """What printers hold there."""
        is_letter = self.locale_field.value() in LETTER_LOCALES
        return (PaperSize.LETTER if is_letter else PaperSize.A4).value


def system_time_zone() -> str:
    """The computer's own time zone; UTC when it names none that is known."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return name if name in available_timezones() else "UTC"


def _paper_options() -> list[tuple[str, str]]:
    """Each place with how a date stands there, and on which paper."""
    return [
        (locale, f"{place}: {labels.short_date(_SAMPLE, locale)}, {_paper_of(locale)}")
        for locale, place in PAPER_LOCALES
    ]


def _paper_of(locale: str) -> str:
    return labels.words(PaperSize.LETTER if locale in LETTER_LOCALES else PaperSize.A4)


def _system_locale() -> str:
    name = QLocale.system().name()
    return name if name in dict(PAPER_LOCALES) else _USUAL
