"""Lots as rows of a table."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mnlog.domain.charts import LotStock
from mnlog.domain.units import depth_text
from mnlog.ui.labels import short_date

Index = QModelIndex | QPersistentModelIndex
TONE_ROLE = Qt.ItemDataRole.UserRole + 1
SOON = timedelta(days=60)


class Column(IntEnum):
    """What stands in a row, from left to right."""

    PRODUCT = 0
    LOT = 1
    EXPIRES = 2
    NEEDLES = 3
    LEFT = 4
    DEVICE = 5


class LotModel(QAbstractTableModel):
    """A table on records. `TONE_ROLE` gives the tone of a cell that is shown as a chip, else None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lots: tuple[LotStock, ...] = ()
        self._today = date.min
        self._locale = ""

    def show_lots(self, lots: Sequence[LotStock], today: date, locale: str) -> None:
        """Shows others; what has expired is judged as of `today`."""
        self.beginResetModel()
        self._lots, self._today, self._locale = tuple(lots), today, locale
        self.endResetModel()

    def stock_at(self, row: int) -> LotStock | None:
        """The lot of a row; None when there is no such row."""
        return self._lots[row] if 0 <= row < len(self._lots) else None

    def row_of(self, lot_id: str) -> int:
        """Where a lot stands; -1 when it is not shown."""
        return next((row for row, stock in enumerate(self._lots) if stock.lot.id == lot_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lots)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        stock = self.stock_at(index.row())
        if stock is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(stock, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(stock, column)
        if role == TONE_ROLE:
            return self._tone(stock, column)
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.PRODUCT, Column.DEVICE):
            return self._text(stock, column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return self._titles()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Product"),
            self.tr("Lot"),
            self.tr("Expires"),
            self.tr("Needles"),
            self.tr("Left"),
            self.tr("Device"),
        )

    def _text(self, stock: LotStock, column: Column) -> str:
        lot = stock.lot
        match column:
            case Column.PRODUCT:
                return lot.product
            case Column.LOT:
                return lot.lot_number
            case Column.EXPIRES:
                return self._expiry(stock)
            case Column.NEEDLES:
                parts = [str(lot.needle_count)] if lot.needle_count is not None else []
                if lot.needle_length_um is not None:
                    parts.append(self.tr("{length} mm").format(length=depth_text(lot.needle_length_um)))
                return " · ".join(parts)
            case Column.LEFT:
                return self.tr("{left} of {received}").format(left=stock.left, received=lot.received_count)
            case Column.DEVICE:
                return stock.device.name

    def _expiry(self, stock: LotStock) -> str:
        day = stock.lot.expires_on
        if day is None:
            return self.tr("No date")
        text = short_date(day, self._locale)
        if stock.lot.is_expired_on(self._today):
            return self.tr("Expired {day}").format(day=text)
        return text

    def _tone(self, stock: LotStock, column: Column) -> str | None:
        day = stock.lot.expires_on
        if column == Column.EXPIRES and day is not None:
            if stock.lot.is_expired_on(self._today):
                return "danger"
            return "warn" if day - self._today <= SOON else None
        if column == Column.LEFT and stock.left == 0:
            return "neutral"
        return None

    def _spoken(self, stock: LotStock, column: Column) -> str:
        """The whole row in its first cell, so that going down the list reads lots, not cells."""
        if column != Column.PRODUCT:
            return self._text(stock, column)
        texts = ((title, self._text(stock, each)) for title, each in zip(self._titles(), Column, strict=True))
        return ", ".join(f"{title} {text}" for title, text in texts if text)
