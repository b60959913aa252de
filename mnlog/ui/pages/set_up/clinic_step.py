"""First step: the clinic and its letterhead."""

from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import QLocale, QTimeZone
from PySide6.QtWidgets import QGridLayout, QWidget

from mnlog.ui.forms import ChoiceField, Field, TextField
from mnlog.ui.pages.set_up.logo_field import LogoField

PAPER_LOCALES: tuple[tuple[str, str], ...] = (
    ("en_GB", "United Kingdom: 21 Nov 2026, A4"),
    ("en_IE", "Ireland: 21 Nov 2026, A4"),
    ("en_150", "Europe: 21 Nov 2026, A4"),
    ("en_AU", "Australia: 21 Nov 2026, A4"),
    ("en_NZ", "New Zealand: 21 Nov 2026, A4"),
    ("en_ZA", "South Africa: 21 Nov 2026, A4"),
    ("en_IN", "India: 21 Nov 2026, A4"),
    ("en_SG", "Singapore: 21 Nov 2026, A4"),
    ("en_CA", "Canada: Nov 21, 2026, Letter"),
    ("en_US", "United States: Nov 21, 2026, Letter"),
)
"""How dates stand on paper, and which paper; the papers themselves are in English."""
LETTER_LOCALES = frozenset({"en_CA", "en_US"})
_USUAL = "en_GB"
_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


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
        self.time_zone = ChoiceField(self.tr("Time zone"), _time_zones())
        self.locale_field = ChoiceField(self.tr("Dates and paper"), PAPER_LOCALES)
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
        return "letter" if self.locale_field.value() in LETTER_LOCALES else "a4"


def system_time_zone() -> str:
    """The computer's own time zone; UTC when it names none that is known."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return name if name in available_timezones() else "UTC"


def _time_zones() -> list[tuple[str, str]]:
    names = sorted(
        name for name in available_timezones() if name.partition("/")[0] in _REGIONS and "/" in name
    )
    known = ["UTC", *names]
    own = system_time_zone()
    if own not in known:
        known.insert(0, own)
    return [(name, name.replace("_", " ")) for name in known]


def _system_locale() -> str:
    name = QLocale.system().name()
    return name if name in dict(PAPER_LOCALES) else _USUAL
