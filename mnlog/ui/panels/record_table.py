"""A table of records one walks through by keyboard and opens by a tap: what all of them share."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from mnlog.ui.theme import ThemeSource

Index = QModelIndex | QPersistentModelIndex
LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROOMY = 1180
_INSET = 11
"""Where a column's title begins, so that its cells stand beneath it."""


class RecordDelegate(QStyledItemDelegate):
    """Paints a cell: ground by row, hairline, text. Subclasses paint what is more than text."""

    def __init__(self, theme: ThemeSource, view: "RecordTable") -> None:
        super().__init__(view)
        self.theme, self.view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(80, self.theme.current.px(self.view.row_height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self.theme.current, QRect(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "paper" if index.row() == self.view.hovered_row else "card"
        if state & QStyle.StateFlag.State_Selected:
            ground = "accent_soft"
        painter.fillRect(rect, theme.color(ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        if ground == "accent_soft" and self.view.hasFocus() and index.column() == 0:
            painter.fillRect(self._edge(rect), theme.color("accent"))
        self.paint_cell(painter, rect, index)
        painter.restore()

    def _edge(self, rect: QRect) -> QRect:
        """Where the row one stands on is marked while the keyboard is here."""
        mirrored = self.view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return QRect(rect.right() - 3 if mirrored else rect.left(), rect.top(), 4, rect.height() - 1)

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paints what stands in a cell; the text in the colour of secondary text unless overridden."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        theme = self.theme.current
        self.paint_text(painter, self.inside(rect), text, theme.font("text"), theme.color("muted"))

    def inside(self, rect: QRect) -> QRect:
        """The room of a cell's text."""
        return rect.adjusted(_INSET, 0, -8, 0)

    def paint_text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        font: QFont,
        color: QColor,
        flags: Qt.AlignmentFlag = LEADING,
    ) -> None:
        """One line that ends in "…" when the room is short."""
        painter.setFont(font)
        painter.setPen(color)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, shown)

    def paint_chip(self, painter: QPainter, rect: QRect, text: str, tone: str) -> None:
        """A pill at the start of a cell."""
        theme = self.theme.current
        font = theme.font("small", QFont.Weight.Medium)
        wide = min(QFontMetrics(font).horizontalAdvance(text) + 24, rect.width() - 4)
        high = theme.px("chip")
        pill = QRect(rect.left() + 2, rect.center().y() - high // 2 + 1, wide, high)
        if self.view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            pill.moveRight(rect.right() - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("soft" if tone == "neutral" else f"{tone}_soft"))
        painter.drawRoundedRect(QRectF(pill), high / 2, high / 2)
        color = theme.color("ink" if tone == "neutral" else tone)
        self.paint_text(painter, pill, text, font, color, Qt.AlignmentFlag.AlignCenter)


class RecordTable(QTableView):
    """The table. One row is chosen at a time.

    Attributes:
        hovered_row: the row under the pointer; -1 when there is none.

    Signals:
        row_opened(int): a person wants to see a row, by a tap or Enter.
        typed(str): a letter was typed that may belong in a search.
    """

    row_opened = Signal(int)
    typed = Signal(str)

    def __init__(
        self,
        theme: ThemeSource,
        model: QAbstractTableModel,
        name: str,
        widths: Mapping[int, int],
        spared: Sequence[int],
        *,
        least_first: int,
        row_height: int = 56,
    ) -> None:
        """Makes the table.

        Args:
            widths: pixels at scale 1.0 of each column but the first, which takes the rest.
            spared: columns that give way, in this order, when the first has less than `least_first`.
        """
        super().__init__()
        self.hovered_row = -1
        self.row_height = row_height
        self._theme = theme
        self._widths, self._spared, self._least_first = widths, spared, least_first
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setStyleSheet("QTableView:focus { border: none; }")  # the row is marked instead
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.entered.connect(lambda index: self._hover(index.row()))
        self.clicked.connect(lambda index: self.row_opened.emit(index.row()))
        theme.changed.connect(self._fit)
        self._fit()

    def choose_row(self, row: int) -> None:
        """Chooses a row and brings it into sight; -1 chooses none."""
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        self.selectRow(row)
        self.scrollTo(self.model().index(row, 0))

    def move_by(self, step: int) -> None:
        """Goes up or down, for arrow keys pressed in a search field."""
        rows = self.model().rowCount()
        if rows:
            now = self.chosen_row()
            self.choose_row((0 if step > 0 else rows - 1) if now < 0 else max(0, min(rows - 1, now + step)))

    def chosen_row(self) -> int:
        """The row that is chosen; -1 when none is."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def open_chosen(self) -> None:
        """Opens the chosen row, if there is one."""
        if self.chosen_row() >= 0:
            self.row_opened.emit(self.chosen_row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in _ENTER:
            self.open_chosen()
        elif text and text.isprintable() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and self.chosen_row() < 0:
            self.choose_row(0 if self.model().rowCount() else -1)
        self.viewport().update()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    def _fit(self) -> None:
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(self._theme.current.px(self.row_height))
        self._share_width()

    def _share_width(self) -> None:
        """Leaves columns out rather than a name in three letters."""
        theme, room = self._theme.current, self.viewport().width()
        hidden: list[int] = []
        for column in self._spared:
            taken = sum(theme.px(width) for each, width in self._widths.items() if each not in hidden)
            if room - taken >= theme.px(self._least_first):
                break
            hidden.append(column)
        for column in self._spared:
            self.setColumnHidden(column, column in hidden)
        wider = min(1.5, max(1.0, room / theme.px(_ROOMY)))
        for column, width in self._widths.items():
            self.setColumnWidth(column, round(theme.px(width) * wider))
