"""Settings of the clinic: letterhead, dates and paper, what holds in its sessions."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mnlog.domain.records import Clinic
from mnlog.domain.terms import PaperSize
from mnlog.errors import RuleViolation
from mnlog.ui.forms import ChoiceField, Field, TextField
from mnlog.ui.labels import options, short_date
from mnlog.ui.page import Context
from mnlog.ui.panels.logo_field import LogoField
from mnlog.ui.panels.number_field import NumberField
from mnlog.ui.panels.places import PAPER_LOCALES, time_zones
from mnlog.ui.panels.saved_fields import SavedFields
from mnlog.ui.panels.side_by_side import SideBySide, column_of
from mnlog.ui.widgets.basics import Card, label
from mnlog.ui.widgets.segmented import Segmented

_HOURS_MOST = 24 * 90
_DAYS_MOST = 3_650
_CALLS_MOST = 8
_PAIR = {"interval_min_days": "interval_max_days", "interval_max_days": "interval_min_days"}


def call_hours(text: str) -> tuple[int, ...]:
    """Reads hours as people list them: "24, 48, 72"; empty text means no calls.

    Raises:
        ValueError: when a part is no hour from 1 to 2160, or there are more than eight.
    """
    parts = text.replace(";", ",").replace(" ", ",").split(",")
    hours = sorted({int(part) for part in parts if part})
    if len(hours) > _CALLS_MOST or any(not 1 <= hour <= _HOURS_MOST for hour in hours):
        raise ValueError(text)
    return tuple(hours)


class ClinicSettings(QWidget):
    """The clinic's data in three cards; each field is saved as it is left.

    Signals:
        saved: something was saved.
    """

    saved = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._clinic: Clinic | None = None
        self._fields = SavedFields(self._save, self)
        self._fields.saved.connect(self.saved)
        self._logo = LogoField()
        self._logo_id: str | None = None
        self._logo.changed.connect(self._save_logo)
        both = SideBySide(
            column_of(self._letterhead()),
            column_of(self._dates(), self._sessions()),
            context.theme,
            turns_at=1_000,
        )
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(both)

    def show_clinic(self, clinic: Clinic) -> None:
        """Shows what is stored."""
        self._clinic = clinic
        values = {name: getattr(clinic, name) for name in Clinic.__slots__}
        values["paper_size"] = clinic.paper_size.value
        values["follow_up_hours"] = ", ".join(str(hour) for hour in clinic.follow_up_hours)
        self._offer(clinic)
        self._fields.show(values)
        if clinic.logo_media_id != self._logo_id:
            self._logo_id = clinic.logo_media_id
            self._logo.show_picture(self._context.clinic.clinic.logo())

    def _letterhead(self) -> Card:
        card = Card(self.tr("Letterhead"))
        watch = self._fields.watch_line
        name = watch("name", TextField(self.tr("Name of the clinic"), required=True, limit=120))
        address = TextField(self.tr("Address"), multiline=True)
        phones = (
            watch("phone", TextField(self.tr("Phone"), limit=40)),
            watch("out_of_hours_phone", TextField(self.tr("Out of hours"), limit=40)),
            watch(
                "emergency_number",
                TextField(self.tr("Emergency number"), self.tr("Such as 999 or 112"), limit=40),
            ),
        )
        card.body.addWidget(name)
        card.body.addWidget(self._fields.watch_block("address", address))
        card.body.addLayout(_beside(phones))
        card.body.addWidget(self._logo)
        return card

    def _dates(self) -> Card:
        card = Card(self.tr("Dates and paper"))
        self._zone = ChoiceField(self.tr("Time zone"), hint=self.tr("New entries are dated in it."))
        self._locale = ChoiceField(self.tr("Dates as in"))
        self._paper = Segmented(options(PaperSize), self.tr("Paper"))
        paper = Field(self.tr("Paper"), self._paper)
        self._fields.watch_choice("time_zone", self._zone)
        self._fields.watch_choice("locale", self._locale)
        self._fields.watch_segments("paper_size", self._paper)
        card.body.addLayout(_beside((self._zone, self._locale)))
        card.body.addWidget(paper)
        return card

    def _sessions(self) -> Card:
        card = Card(self.tr("Sessions"))
        number = self._fields.watch_number
        cooling = NumberField(
            self.tr("Hours to think it over"),
            0,
            _HOURS_MOST,
            self.tr("Between consent and needle; 0 for none."),
        )
        valid = NumberField(
            self.tr("Consent holds for (days)"), 1, _DAYS_MOST, self.tr("For all sessions of a course.")
        )
        least = NumberField(self.tr("Days between sessions, at least"), 1, _DAYS_MOST)
        most = NumberField(self.tr("Days between sessions, at most"), 1, _DAYS_MOST)
        calls = TextField(
            self.tr("Call the patient after (hours)"),
            self.tr("Such as 24, 48, 72; empty for no calls."),
            limit=60,
        )
        idle = NumberField(
            self.tr("Lock when idle for (minutes)"), 0, 240, self.tr("The PIN opens it again; 0 never locks.")
        )
        pairs = (
            (number("cooling_off_h", cooling), number("consent_valid_days", valid)),
            (number("interval_min_days", least), number("interval_max_days", most)),
            (self._fields.watch_line("follow_up_hours", calls), number("idle_lock_min", idle)),
        )
        for pair in pairs:
            card.body.addLayout(_beside(pair))
        note = self.tr("Days and calls hold for sessions that start from now on.")
        card.body.addWidget(label(note, "secondary", wrap=True))
        return card

    def _offer(self, clinic: Clinic) -> None:
        if self._zone.value() is None:
            self._zone.set_options(time_zones(clinic.time_zone))
        today = self._context.clinic.desk.now().date()
        known = list(PAPER_LOCALES)
        if clinic.locale not in dict(known):
            known.insert(0, (clinic.locale, clinic.locale))
        if self._locale.box.count() != len(known):
            self._locale.set_options([(name, f"{place}: {short_date(today, name)}") for name, place in known])

    def _save(self, name: str, value: Any) -> bool:
        try:
            value = self._checked(name, value)
        except RuleViolation as problem:
            return not self._refuse(problem)
        verbs = self._context.clinic.clinic
        done = self._context.operations.run(
            lambda: verbs.change_clinic(**{name: value}), refused=self._refuse
        )
        if done is not None and name == "time_zone":
            self._context.clinic.desk.time_zone = ZoneInfo(done.time_zone)
        if done is not None and name in _PAIR:
            self._clinic = done
            self._fields.retry(_PAIR[name])  # what was refused beside it may fit now
        return done is not None

    def _checked(self, name: str, value: Any) -> Any:
        """The value as it is stored.

        Raises:
            RuleViolation: when it cannot be.
        """
        if name == "paper_size":
            return PaperSize(value)
        if name == "follow_up_hours":
            try:
                return call_hours(value)
            except ValueError:
                raise RuleViolation(
                    self.tr("Write whole hours with commas between them, such as 24, 48, 72."), field=name
                ) from None
        clinic = self._clinic
        if clinic is not None and name == "interval_min_days" and value > clinic.interval_max_days:
            raise RuleViolation(self.tr("The least cannot be more than the most beside it."), field=name)
        if clinic is not None and name == "interval_max_days" and value < clinic.interval_min_days:
            raise RuleViolation(self.tr("The most cannot be less than the least beside it."), field=name)
        return value

    def _refuse(self, problem: RuleViolation) -> bool:
        field = self._fields.field(problem.field)
        if problem.field == "logo":
            field = self._logo
        if field is None:
            return False
        field.set_error(f"{problem.text} {problem.hint}".strip())
        return True

    def _save_logo(self) -> None:
        verbs, picture = self._context.clinic.clinic, self._logo.picture()
        done = self._context.operations.run(lambda: verbs.set_logo(picture), refused=self._refuse)
        if done is not None:
            self._logo_id = done.logo_media_id
            self.saved.emit()


def _beside(fields: Sequence[Field]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    for at, field in enumerate(fields):
        grid.addWidget(field, 0, at)
        grid.setColumnStretch(at, 1)
    return grid
