"""The list of patients: a table one walks through by keyboard and opens by a tap."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from mnlog.domain.records import Patient
from mnlog.ui.models.patients import PATIENT_ROLE, Column, PatientModel
from mnlog.ui.theme import ThemeSource

_ROW = 64
_AVATAR = 40
_PAD = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDTHS = {Column.NUMBER: 116, Column.BORN: 124, Column.AGE: 70, Column.PHOTOTYPE: 92, Column.PHONE: 176}
_SPARED = (Column.PHOTOTYPE, Column.AGE, Column.BORN, Column.PHONE)
"""What gives way, in this order, when the room is short."""
_NAME_LEAST = 260
_FIGURES = (Column.BORN, Column.AGE, Column.PHONE)
_ROOMY = 1180

Index = QModelIndex | QPersistentModelIndex


class PatientDelegate(QStyledItemDelegate):
    """Paints a row: initials in a circle, the name in bold, the rest in the colour of secondary text."""

    def __init__(self, theme: ThemeSource, view: "PatientTable") -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(80, self._theme.current.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme.current, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, self._ground(option, index))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        patient = index.data(PATIENT_ROLE)
        if index.column() == Column.NAME:
            self._paint_name(painter, rect, patient)
        else:
            text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            font = theme.font("text", tabular=index.column() in _FIGURES)
            self._paint_text(painter, rect.adjusted(11, 0, -8, 0), text, font, theme.color("muted"))
        painter.restore()

    def _ground(self, option: QStyleOptionViewItem, index: Index) -> QColor:
        theme = self._theme.current
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            return theme.color("accent_soft")
        return theme.color("paper" if index.row() == self._view.hovered_row else "card")

    def _paint_name(self, painter: QPainter, rect: QRect, patient: Patient) -> None:
        theme = self._theme.current
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        size, pad = theme.px(_AVATAR), _PAD
        left = rect.right() - pad - size if mirrored else rect.left() + pad
        circle = QRect(QPoint(left, rect.center().y() - size // 2), QSize(size, size))
        painter.setPen(Qt.PenStyle.NoPen)
        chosen = self._view.is_row_selected(patient)
        painter.setBrush(theme.color("card" if chosen else "accent_soft"))
        painter.drawEllipse(circle)
        painter.setFont(theme.font("secondary", QFont.Weight.Bold))
        painter.setPen(theme.color("accent"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, patient.initials)
        words = (
            rect.adjusted(8, 0, -pad - size - 14, 0) if mirrored else rect.adjusted(pad + size + 14, 0, -8, 0)
        )
        bold = theme.font("text", QFont.Weight.DemiBold)
        if not patient.former_name:
            self._paint_text(painter, words, patient.name, bold, theme.color("ink"))
            return
        middle = rect.center().y()
        upper, lower = QRect(words), QRect(words)
        upper.setBottom(middle)
        lower.setTop(middle + 1)
        flags = Qt.AlignmentFlag.AlignLeading
        self._paint_text(
            painter, upper, patient.name, bold, theme.color("ink"), flags | Qt.AlignmentFlag.AlignBottom
        )
        former = self.tr("formerly {name}").format(name=patient.former_name)
        small = theme.font("secondary")
        self._paint_text(
            painter, lower, former, small, theme.color("muted"), flags | Qt.AlignmentFlag.AlignTop
        )

    def _paint_text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        font: QFont,
        color: QColor,
        flags: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        painter.setFont(font)
        painter.setPen(color)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, shown)


class PatientTable(QTableView):
    """The table. One row is chosen at a time; letters typed on it go on to the search.

    Signals:
        opened(str): a person wants to see the patient with this id, by a tap or Enter.
        typed(str): a letter was typed that belongs in the search.
    """

    opened = Signal(str)
    typed = Signal(str)

    def __init__(self, theme: ThemeSource, model: PatientModel) -> None:
        super().__init__()
        self._theme, self._patients = theme, model
        self.hovered_row = -1
        self.setModel(model)
        self.setItemDelegate(PatientDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Patients"))
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.entered.connect(lambda index: self._hover(index.row()))
        self.clicked.connect(self._open)
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
        """Goes up or down, for arrow keys pressed in the search field."""
        rows = self._patients.rowCount()
        if rows:
            now = self.chosen_row()
            self.choose_row((0 if step > 0 else rows - 1) if now < 0 else max(0, min(rows - 1, now + step)))

    def chosen_row(self) -> int:
        """The row that is chosen; -1 when none is."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def is_row_selected(self, patient: Patient) -> bool:
        """Whether this patient's row is the chosen one."""
        return self._patients.patient_at(self.chosen_row()) is patient

    def open_chosen(self) -> None:
        """Opens the chosen row."""
        self._open(self.model().index(self.chosen_row(), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in _ENTER:
            self.open_chosen()
        elif text and text.isprintable() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self.indexAt(event.position().toPoint()).isValid()
        if over:
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

    def _open(self, index: QModelIndex) -> None:
        patient = self._patients.patient_at(index.row())
        if patient is not None:
            self.opened.emit(patient.id)

    def _fit(self) -> None:
        theme = self._theme.current
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        self._share_width()

    def _share_width(self) -> None:
        """Leaves columns out rather than a name in three letters."""
        theme, room = self._theme.current, self.viewport().width()
        hidden = []
        for column in _SPARED:
            taken = sum(theme.px(width) for each, width in _WIDTHS.items() if each not in hidden)
            if room - taken >= theme.px(_NAME_LEAST):
                break
            hidden.append(column)
        for column in _SPARED:
            self.setColumnHidden(column, column in hidden)
        wider = min(1.5, max(1.0, room / theme.px(_ROOMY)))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, round(theme.px(width) * wider))
