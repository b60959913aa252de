"""What was signed today, and what needs attention."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from mnlog.domain.charts import LotStock, SessionChart, SessionSummary
from mnlog.domain.terms import DocumentKind
from mnlog.domain.units import depth_text
from mnlog.domain.vocabulary import Vocabulary
from mnlog.ui import labels
from mnlog.ui.pages.today.rows import ListCard, TapRow
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Chip
from mnlog.ui.widgets.empty_state import EmptyState

EXPIRY_DAYS = 30
FEW_UNITS = 5
OLD_DRAFT = timedelta(days=1)


class SignedList(ListCard):
    """Sessions signed today.

    Signals:
        opened (str): a session's id.
    """

    opened = Signal(str)

    def __init__(self, theme: ThemeSource, vocabulary: Vocabulary) -> None:
        super().__init__("")
        self.set_title(self.tr("Signed today"))
        self._theme, self._vocabulary = theme, vocabulary

    def show_charts(self, charts: Sequence[SessionChart], locale: str) -> None:
        """Shows the sessions, the latest first."""
        if self.is_shown(tuple(charts), locale, self._theme.current):
            return
        if charts:
            self.show_rows([self._row(chart, locale) for chart in charts])
            return
        self.show_instead(
            EmptyState(
                "file-text",
                self.tr("Nothing signed yet today"),
                self.tr("A session comes here when it is signed, with what was handed out."),
            )
        )

    def _row(self, chart: SessionChart, locale: str) -> TapRow:
        row = TapRow(self._theme, chart.patient.initials, chart.patient.name, self._line(chart, locale))
        given = any(document.kind is DocumentKind.AFTERCARE for document in chart.documents)
        chip = (
            Chip(self.tr("Aftercare given"), "good") if given else Chip(self.tr("No aftercare yet"), "warn")
        )
        row.add(chip)
        row.add_arrow()
        row.setAccessibleDescription(chip.text())
        row.clicked.connect(lambda: self.opened.emit(chart.session.id))
        return row

    def _line(self, chart: SessionChart, locale: str) -> str:
        session = chart.session
        parts = []
        if session.device_kind is not None:
            kind = labels.words(session.device_kind)
            depths = chart.depth_range_um
            parts.append(f"{kind} {_range(*depths)} mm" if depths else kind)
        start = labels.clock_time(session.started_at, locale)
        end = labels.clock_time(chart.ended_at, locale)
        parts.append(self.tr("{start} to {end}").format(start=start, end=end))
        if chart.zones:  # last, because a long list of zones is cut where the row ends
            parts.append(labels.zones_text(chart.zones, self._vocabulary))
        return " · ".join(parts)


def _range(low_um: int, high_um: int) -> str:
    low, high = depth_text(low_um), depth_text(high_um)
    return low if low == high else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Concerned:
    """One thing to look after: a lot, or a draft that was left open."""

    lot: LotStock | None = None
    draft: SessionSummary | None = None


def what_needs_attention(
    lots: Sequence[LotStock], drafts: Sequence[SessionSummary], now: datetime
) -> tuple[Concerned, ...]:
    """Lots that expire within 30 days or hold 5 units or fewer, and drafts older than a day."""
    soon = now.date() + timedelta(days=EXPIRY_DAYS)
    found = [
        Concerned(lot=stock)
        for stock in lots
        if stock.device.is_active and stock.left > 0 and (_expires_by(stock, soon) or stock.left <= FEW_UNITS)
    ]
    found += [Concerned(draft=draft) for draft in drafts if is_old(draft, now)]
    return tuple(found)


def is_old(draft: SessionSummary, now: datetime) -> bool:
    """Whether a draft was begun more than a day ago."""
    return draft.session.started_at < now - OLD_DRAFT


def _expires_by(stock: LotStock, day: date) -> bool:
    return stock.lot.expires_on is not None and stock.lot.expires_on <= day


class AttentionList(ListCard):
    """What needs attention; not there when nothing does.

    Signals:
        stock_asked: a lot is to be looked at.
        opened (str): a draft's session id.
    """

    stock_asked = Signal()
    opened = Signal(str)

    def __init__(self, theme: ThemeSource) -> None:
        super().__init__("")
        self.set_title(self.tr("Needs attention"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._theme = theme

    def show_concerns(self, concerns: Sequence[Concerned], today: date, locale: str) -> None:
        """Shows them, or hides the panel."""
        if self.is_shown(tuple(concerns), today, locale, self._theme.current):
            return
        rows = []
        for each in concerns:
            if each.lot is not None:
                rows.append(self._lot_row(each.lot, today, locale))
            if each.draft is not None:
                rows.append(self._draft_row(each.draft, locale))
        self.show_rows(rows)
        self.setVisible(bool(rows))

    def _lot_row(self, stock: LotStock, today: date, locale: str) -> TapRow:
        lot = stock.lot
        left = labels.counted(stock.left, self.tr("1 left"), self.tr("{n} left"))
        words = self.tr("Lot {number}: {left}").format(number=lot.lot_number, left=left)
        tone = "warn"
        if lot.expires_on is not None:
            day = labels.short_date(lot.expires_on, locale, year=lot.expires_on.year != today.year)
            tone = "danger" if lot.is_expired_on(today) else "warn"
            expiry = self.tr("expired {day}") if lot.is_expired_on(today) else self.tr("expires {day}")
            words = f"{words}, {expiry.format(day=day)}"
        row = TapRow(self._theme, "!", lot.product, words, tone)
        row.add_arrow()
        row.clicked.connect(self.stock_asked)
        return row

    def _draft_row(self, draft: SessionSummary, locale: str) -> TapRow:
        began = labels.day_and_time(draft.session.started_at, locale)
        words = self.tr("Draft since {began}: sign or discard it").format(began=began)
        row = TapRow(self._theme, draft.patient.initials, draft.patient.name, words, "warn")
        row.add_arrow()
        row.clicked.connect(lambda: self.opened.emit(draft.session.id))
        return row
