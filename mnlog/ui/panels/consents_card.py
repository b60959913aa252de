"""The consents a patient gave: what they cover, whether they hold, and their withdrawal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.records import Clinic, Consent
from mnlog.domain.units import depth_text
from mnlog.ui.forms import TextField
from mnlog.ui.labels import listed, short_date, words
from mnlog.ui.page import Context
from mnlog.ui.panels.rows import Rows
from mnlog.ui.widgets.basics import Card, Chip, button, hline, label

_NEWEST = 5
"""Older ones are one tap away; the newest is what counts."""


class WithdrawForm(QWidget):
    """Asks for the reason of a withdrawal and takes it down.

    Signals: none; it writes by itself and the bus tells.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._consent: Consent | None = None
        self._waiting: dict[str, str] = {}
        self._about = label("", "strong", wrap=True)
        self._reason = TextField(
            self.tr("Reason, as the patient gave it"), self.tr("May stay empty: nobody has to give a reason.")
        )
        self.withdraw = button(self.tr("Withdraw consent"), "danger")
        self.withdraw.clicked.connect(self._save)
        keep = button(self.tr("Keep it"), "quiet")
        keep.clicked.connect(self.close_form)
        buttons = QHBoxLayout()
        buttons.addWidget(self.withdraw)
        buttons.addWidget(keep)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(hline())
        column.addWidget(self._about)
        column.addWidget(self._reason)
        column.addLayout(buttons)

    def open_for(self, consent: Consent, locale: str) -> None:
        """Asks about one consent."""
        self.close_form()
        self._consent = consent
        day = short_date(consent.signed_at, locale)
        self._about.setText(self.tr("Withdraw the consent of {day}?").format(day=day))
        self._reason.set_value(self._waiting.pop(consent.id, ""))
        self.show()
        self._reason.setFocus()

    def close_form(self) -> None:
        """Puts the question away; a reason that was begun waits with its consent."""
        if self._consent is not None:
            self._waiting[self._consent.id] = self._reason.value()
            self._consent = None
        self.hide()

    def is_about(self, consents: Sequence[Consent]) -> bool:
        """Whether the question is about one of these, as it stands."""
        return self._consent in consents

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        consent, reason = self._consent, self._reason.value()
        if consent is None:
            return
        verbs = self._context.clinic.consents
        done = self._context.operations.run(lambda: verbs.withdraw(consent, reason))
        if done is not None:
            self._consent = None
            self._waiting.pop(consent.id, None)
            self.hide()
            self._context.bus.toasted.emit(self.tr("The consent is withdrawn"), None)


class ConsentsCard(Card):
    """Consents, newest first.

    Signals: none; it writes by itself and the bus tells.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.set_title(self.tr("Consents"))
        self._rows = Rows(spacing=4)
        self._shown: tuple[tuple[Consent, ...], Clinic, datetime] | None = None
        self._none = label(self.tr("None yet. A session asks for it."), "muted", wrap=True)
        self._all = button("", "link")
        self._all.clicked.connect(self._show_all)
        self.form = WithdrawForm(context)
        self.form.hide()
        self.body.addWidget(self._none)
        self.body.addLayout(self._rows)
        self.body.addWidget(self._all)
        self.body.addWidget(self.form)

    def show_consents(self, consents: Sequence[Consent], clinic: Clinic, now: datetime) -> None:
        """Shows a patient's consents and how they stand at a time."""
        if not self.form.is_about(consents):
            self.form.close_form()
        self._none.setVisible(not consents)
        self._shown = tuple(consents), clinic, now
        self._rows.replace(self._row(consent, clinic, now) for consent in consents[:_NEWEST])
        self._all.set_text(self.tr("Show all {n}").format(n=len(consents)))
        self._all.setVisible(len(consents) > _NEWEST)

    def _show_all(self) -> None:
        if self._shown is not None:
            consents, clinic, now = self._shown
            self._rows.replace(self._row(consent, clinic, now) for consent in consents)
            self._all.hide()

    def _row(self, consent: Consent, clinic: Clinic, now: datetime) -> QWidget:
        locale = clinic.locale
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 4, 0, 4)
        inside.setSpacing(10)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(label(short_date(consent.signed_at, locale), "strong"))
        text.addWidget(label(self._scope(consent), "secondary", wrap=True))
        if consent.withdrawn_at is not None:
            said = self.tr("Withdrawn {day}").format(day=short_date(consent.withdrawn_at, locale))
            if consent.withdrawal_reason:
                said = f"{said}: {consent.withdrawal_reason}"
            text.addWidget(label(said, "secondary", wrap=True))
        inside.addLayout(text, 1)
        inside.addWidget(self._state(consent, clinic, now), 0, Qt.AlignmentFlag.AlignVCenter)
        if consent.withdrawn_at is None:
            asking = button(self.tr("Withdraw"), "quiet")
            spoken = self.tr("Withdraw the consent of {day}")
            asking.setAccessibleName(spoken.format(day=short_date(consent.signed_at, locale)))
            asking.clicked.connect(partial(self._ask, consent, locale))
            inside.addWidget(asking, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _scope(self, consent: Consent) -> str:
        regions = listed([words(region) for region in consent.regions])
        if consent.max_depth_um is None:
            return regions
        return self.tr("{regions}, up to {depth} mm").format(
            regions=regions, depth=depth_text(consent.max_depth_um)
        )

    def _state(self, consent: Consent, clinic: Clinic, now: datetime) -> Chip:
        if consent.withdrawn_at is not None:
            return Chip(self.tr("Withdrawn"), "danger")
        if now - consent.signed_at > timedelta(days=clinic.consent_valid_days):
            return Chip(self.tr("Too old"), "warn")
        return Chip(self.tr("Valid"), "good")

    def _ask(self, consent: Consent, locale: str, _checked: bool = False) -> None:
        self.form.open_for(consent, locale)
