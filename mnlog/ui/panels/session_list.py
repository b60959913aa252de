"""The list of a patient's sessions with their small maps."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mnlog.ui.models.sessions import LINE_ROLE, SessionLine, SessionModel
from mnlog.ui.panels.map_choice import MapChoice
from mnlog.ui.theme import Theme, ThemeSource, tinted_pixmap
from mnlog.ui.widgets.map_figure import Marks, paint_map

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROW, _PAD, _DATE, _STATE, _WORDS_LEAST = 140, 20, 84, 168, 200


class SessionDelegate(QStyledItemDelegate):
    """Paints a row: date, small map, what was done, what was seen, who signed."""

    def __init__(self, theme: ThemeSource, maps: MapChoice, view: "SessionList") -> None:
        super().__init__(view)
        self._theme, self._maps, self._view = theme, maps, view
        self._pictures: dict[tuple[object, ...], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(320, self._theme.current.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme.current, QRect(option.rect)
        line: SessionLine = index.data(LINE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, self._ground(option, index))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
            edge = rect.right() - 3 if mirrored else rect.left()
            painter.fillRect(edge, rect.top(), 4, rect.height() - 1, theme.color("accent"))
        boxes = self._boxes(rect.adjusted(_PAD, 12, -_PAD, -13))
        self._paint_date(painter, boxes[0], line)
        if boxes[1].width():
            painter.drawPixmap(boxes[1].topLeft(), self._picture(line, boxes[1].width()))
        self._paint_words(painter, boxes[2], line, with_state=not boxes[3].width())
        if boxes[3].width():
            self._paint_state(painter, boxes[3], line)
        painter.restore()

    def _boxes(self, rect: QRect) -> tuple[QRect, QRect, QRect, QRect]:
        """Date, map, words and state from where one begins to read; what has no room is empty."""
        theme, size = self._theme.current, rect.height()
        date, picture, state = theme.px(_DATE), size + 24, theme.px(_STATE)
        words = rect.width() - date - picture - state - 12
        if words < theme.px(_WORDS_LEAST):
            words, state = words + state + 12, 0
        if words < theme.px(_WORDS_LEAST):
            words, picture = words + picture, 0
        spans = (
            (0, date),
            (date, size if picture else 0),
            (date + picture, words),
            (rect.width() - state, state),
        )
        made = [QRect(rect.left() + start, rect.top(), width, size) for start, width in spans]
        if self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            for box in made:
                box.moveRight(rect.left() + rect.right() - box.left())
        return made[0], made[1], made[2], made[3]

    def _ground(self, option: QStyleOptionViewItem, index: Index) -> QColor:
        theme = self._theme.current
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            return theme.color("accent_soft")
        return theme.color("paper" if index.row() == self._view.hovered_row else "card")

    def _paint_date(self, painter: QPainter, box: QRect, line: SessionLine) -> None:
        theme = self._theme.current
        middle = box.center().y()
        upper, lower = QRect(box), QRect(box)
        upper.setBottom(middle)
        lower.setTop(middle + 2)
        strong = theme.font(15, QFont.Weight.DemiBold)
        self._text(painter, upper, line.day, strong, "ink", Qt.AlignmentFlag.AlignBottom)
        self._text(painter, lower, line.year, theme.font("text"), "muted", Qt.AlignmentFlag.AlignTop)

    def _paint_words(self, painter: QPainter, box: QRect, line: SessionLine, *, with_state: bool) -> None:
        theme = self._theme.current
        title = theme.font("panel", QFont.Weight.Bold)
        lines = [(line.title, title, "ink"), (line.zones, theme.font("secondary"), "ink")]
        lines.append((line.state if with_state else line.facts, theme.font("secondary"), "muted"))
        shown = [each for each in lines if each[0]]
        heights = [QFontMetrics(font).height() + 2 for _text, font, _token in shown]
        chip = theme.px("chip") if line.chips else 0
        top = box.top() + (box.height() - sum(heights) - (chip + 8 if chip else 0)) // 2
        for (text, font, token), height in zip(shown, heights, strict=True):
            self._text(painter, QRect(box.left(), top, box.width(), height), text, font, token)
            top += height
        self._paint_chips(painter, QRect(box.left(), top + 8, box.width(), chip), line)

    def _paint_chips(self, painter: QPainter, box: QRect, line: SessionLine) -> None:
        """As many as there is room for; the last one says how many more there are."""
        left, chips = 0, line.chips
        for at, (text, tone) in enumerate(chips):
            rest = len(chips) - at
            wide = self._chip_width(text)
            needs = left + wide + (self._chip_width(f"+{rest - 1}") + 6 if rest > 1 else 0)
            if needs > box.width():
                self._chip(painter, box, left, f"+{rest}", "neutral")
                return
            self._chip(painter, box, left, text, tone)
            left += wide + 6

    def _chip_width(self, text: str) -> int:
        font = self._theme.current.font("small", QFont.Weight.Medium)
        return QFontMetrics(font).horizontalAdvance(text) + 24

    def _chip(self, painter: QPainter, box: QRect, left: int, text: str, tone: str) -> None:
        theme = self._theme.current
        pill = QRect(box.left() + left, box.top(), self._chip_width(text), box.height())
        if self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            pill.moveRight(box.right() - left)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("soft" if tone == "neutral" else f"{tone}_soft"))
        painter.drawRoundedRect(QRectF(pill), pill.height() / 2, pill.height() / 2)
        painter.setFont(theme.font("small", QFont.Weight.Medium))
        painter.setPen(theme.color("ink" if tone == "neutral" else tone))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_state(self, painter: QPainter, box: QRect, line: SessionLine) -> None:
        theme = self._theme.current
        small = theme.font("secondary")
        metrics = QFontMetrics(small)
        if line.is_draft:
            draft, middle = self.tr("Draft"), box.center().y()
            pill = QRect(0, middle - theme.px("chip"), self._chip_width(draft), theme.px("chip"))
            self._chip(
                painter,
                QRect(box.right() - pill.width(), pill.y(), pill.width(), pill.height()),
                0,
                draft,
                "warn",
            )
            lower = QRect(box.left(), middle + 6, box.width(), metrics.height())
            flags = Qt.AlignmentFlag.AlignTrailing
            painter.setFont(small)
            painter.setPen(theme.color("muted"))
            painter.drawText(lower, flags | Qt.TextFlag.TextSingleLine, line.state)
            return
        size = theme.px(14)
        text = metrics.elidedText(line.state, Qt.TextElideMode.ElideRight, box.width() - size - 8)
        wide = metrics.horizontalAdvance(text) + size + 8
        left = box.right() - wide
        lock = tinted_pixmap("lock", theme.color("muted"), size)
        painter.drawPixmap(QPoint(left, box.center().y() - size // 2), lock)
        self._text(painter, QRect(left + size + 6, box.top(), wide, box.height()), text, small, "muted")

    def _text(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        font: QFont,
        token: str,
        vertical: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.current.color(token))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeading | vertical | Qt.TextFlag.TextSingleLine, shown)

    def _picture(self, line: SessionLine, size: int) -> QPixmap:
        """The small map, drawn once and kept; drafts change, so their version is part of the key."""
        theme, ratio = self._theme.current, self._view.devicePixelRatioF()
        key = (line.treated, theme.name, size, ratio)
        if key not in self._pictures:
            self._pictures[key] = self._drawn(line, theme, size, ratio)
        return self._pictures[key]

    def _drawn(self, line: SessionLine, theme: Theme, size: int, ratio: float) -> QPixmap:
        picture = QPixmap(round(size * ratio), round(size * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("paper"))
        whole = QRectF(0, 0, size, size)
        painter.drawRoundedRect(whole, 10, 10)
        treated = dict(line.treated)
        figure = self._maps.best_for(treated.keys())
        paint_map(painter, whole.adjusted(6, 4, -6, 0), figure, theme, Marks(treated=treated), mini=True)
        painter.end()
        return picture


class SessionList(QListView):
    """The sessions, newest first. One opens a session by a tap, or by arrow keys and Enter.

    Signals:
        opened(str): a person wants to see the session with this id.
    """

    opened = Signal(str)

    def __init__(self, theme: ThemeSource, model: SessionModel, maps: MapChoice) -> None:
        super().__init__()
        self._sessions = model
        self.hovered_row = -1
        self.setModel(model)
        self.setItemDelegate(SessionDelegate(theme, maps, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Sessions"))
        self.setStyleSheet("QListView:focus { border: none; }")  # the row is marked instead
        self.entered.connect(lambda index: self._hover(index.row()))
        self.clicked.connect(self._open)
        theme.changed.connect(self.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.currentIndex().isValid():
            self.setCurrentIndex(self._sessions.index(0, 0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()
            self._hover(-1)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        line = self._sessions.line_at(index.row())
        if line is not None:
            self.opened.emit(line.session_id)
