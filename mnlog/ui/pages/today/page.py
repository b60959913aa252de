"""The page one comes back to all day."""

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from mnlog.domain.charts import SessionSummary
from mnlog.ui import labels
from mnlog.ui.page import Context, Page
from mnlog.ui.pages.today.beginning import BeginningCard, EmptyRoomCard
from mnlog.ui.pages.today.follow_ups import FollowUpList, calls_to_show, due_tone
from mnlog.ui.pages.today.lists import AttentionList, SignedList, is_old, what_needs_attention
from mnlog.ui.pages.today.room import RoomCard
from mnlog.ui.widgets.basics import ElidedLabel, button, label
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.search_field import SearchField

_SECOND_MS = 1000
_DAYS_AHEAD = 7
_MARGIN = 28
_TWO_COLUMNS_PX = 860
_THREE_CARDS_PX = 1560


class TodayPage(Page):
    """Sessions in the room, calls due, what was signed, what needs attention.

    Signals:
        search_asked (str): a patient is to be looked for.
    """

    search_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._clinic = context.clinic
        vocabulary = context.clinic.resources.vocabulary
        self._minute: datetime | None = None
        self._title = label("", "title")
        self._summary = ElidedLabel("", "muted")
        words = self.tr("Find a patient by name, number or phone")
        self.search = SearchField(words, self.tr("Ctrl K"))
        self.search.setMinimumWidth(160)
        self.new_button = button(self.tr("New session"), "primary")
        self.beginning = BeginningCard()
        self.empty_room = EmptyRoomCard()
        self.follow_ups = FollowUpList(context)
        self.signed = SignedList(context.theme, vocabulary)
        self.attention = AttentionList(context.theme)
        self.cards: list[RoomCard] = []
        self._room = QGridLayout()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._ticker = QTimer(self)
        self._ticker.setInterval(_SECOND_MS)
        self._ticker.timeout.connect(self.tick)
        self._build()
        self._connect()

    def refresh(self) -> None:
        clinic, now = self._clinic, self._clinic.desk.now()
        locale = clinic.clinic.clinic().locale
        self._minute = now.replace(second=0, microsecond=0)
        drafts = clinic.sessions.drafts()
        due = calls_to_show(clinic.sessions.follow_ups_due(within_days=_DAYS_AHEAD), now)
        in_room = [draft for draft in drafts if not is_old(draft, now)]
        self._title.setText(labels.long_day(now.date(), locale))
        soon = sum(due_tone(each.follow_up.due_at, now) != "neutral" for each in due)
        self._summary.set_text(self._summary_text(len(in_room), soon))
        self._show_room(in_room, now, locale)
        self.follow_ups.show_due(due, now, locale)
        charts = [clinic.sessions.chart(each.session.id) for each in clinic.sessions.signed_today()]
        self.signed.show_charts(charts, locale)
        concerns = what_needs_attention(clinic.stock.lots(), drafts, now)
        self.attention.show_concerns(concerns, now.date(), locale)

    def tick(self) -> None:
        """A second has passed: the clocks move, and once a minute what is due is looked at again."""
        now = self._clinic.desk.now()
        for card in self.cards:
            card.tick(now)
        if self._minute != now.replace(second=0, microsecond=0):
            self.context.operations.read(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticker.start()
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticker.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self.context.theme.current.px(_TWO_COLUMNS_PX)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)
        self._place_cards()

    def _summary_text(self, in_room: int, soon: int) -> str:
        room = self.tr("{n} in the room").format(n=in_room) if in_room else self.tr("Nobody in the room")
        calls = self.tr("{n} to follow up").format(n=soon) if soon else self.tr("no calls due today")
        return f"{room} · {calls}"

    def _show_room(self, drafts: list[SessionSummary], now: datetime, locale: str) -> None:
        if [card.summary for card in self.cards] != drafts:
            self._replace_cards(drafts, locale)
        for card in self.cards:
            card.tick(now)
        has_patients, has_lots = self._clinic.patients.count() > 0, bool(self._clinic.stock.lots())
        is_new = not (has_patients and has_lots) and not drafts
        self.beginning.show_done(patient=has_patients, stock=has_lots)
        self.beginning.setVisible(is_new)
        self.empty_room.setVisible(not drafts and not is_new)

    def _replace_cards(self, drafts: list[SessionSummary], locale: str) -> None:
        for old in self.cards:
            self._room.removeWidget(old)
            old.hide()
            old.deleteLater()
        vocabulary = self._clinic.resources.vocabulary
        self.cards = [RoomCard(self.context.theme, vocabulary, draft, locale) for draft in drafts]
        for card in self.cards:
            card.opened.connect(lambda session_id: self.go("session", session_id=session_id))
        self._place_cards()

    def _place_cards(self) -> None:
        px = self.context.theme.current.px
        wanted = 1 if self.width() < px(_TWO_COLUMNS_PX) else 3 if self.width() >= px(_THREE_CARDS_PX) else 2
        columns = max(1, min(wanted, len(self.cards)))
        for column in range(3):
            self._room.setColumnStretch(column, int(column < columns))
        for at, card in enumerate(self.cards):
            self._room.addWidget(card, at // columns, at % columns)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self._title)
        titles.addWidget(self._summary)
        head.addLayout(titles, 3)
        head.addWidget(self.search, 4)
        head.addWidget(self.new_button)
        self._room.setSpacing(16)
        self._columns.setSpacing(16)
        self._columns.addWidget(self.follow_ups, 1)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self.attention)
        right.addWidget(self.signed, 1)
        self._columns.addLayout(right, 1)
        ground = QWidget()
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(_MARGIN, 0, _MARGIN, 24)
        inner.setSpacing(16)
        inner.addWidget(self.beginning)
        inner.addWidget(self.empty_room)
        inner.addLayout(self._room)
        inner.addLayout(self._columns, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 0)
        column.setSpacing(18)
        margin = QHBoxLayout()
        margin.setContentsMargins(28, 0, 28, 0)
        margin.addLayout(head)
        column.addLayout(margin)
        area = scrollable(ground)
        column.addWidget(area, 1)
        self._bar, self._inner = area.verticalScrollBar(), inner
        self._bar.rangeChanged.connect(self._make_room_for_bar)

    def _make_room_for_bar(self, _low: int, high: int) -> None:
        """The bar stands in the margin, so that the panels end where the header ends."""
        if not isValid(self._bar):
            return  # the page is going
        bar_width = self._bar.sizeHint().width() if high else 0
        self._inner.setContentsMargins(_MARGIN, 0, _MARGIN - bar_width, 24)

    def _connect(self) -> None:
        self.search.submitted.connect(self._search)
        self.new_button.clicked.connect(lambda: self.search_asked.emit(""))
        self.empty_room.action_triggered.connect(lambda: self.search_asked.emit(""))
        self.beginning.patient_asked.connect(lambda: self.go("patients"))
        self.beginning.stock_asked.connect(lambda: self.go("stock"))
        self.signed.opened.connect(lambda session_id: self.go("session", session_id=session_id))
        self.attention.opened.connect(lambda session_id: self.go("session", session_id=session_id))
        self.attention.stock_asked.connect(lambda: self.go("stock"))

    def _search(self) -> None:
        words = self.search.text().strip()
        self.search.edit.clear()
        self.search_asked.emit(words)
