"""The list of lots."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter

from mnlog.ui.models.lots import TONE_ROLE, Column, LotModel
from mnlog.ui.panels.record_table import Index, RecordDelegate, RecordTable
from mnlog.ui.theme import ThemeSource

_WIDTHS: dict[int, int] = {
    Column.LOT: 110,
    Column.EXPIRES: 174,
    Column.NEEDLES: 116,
    Column.LEFT: 92,
    Column.DEVICE: 150,
}
_SPARED = (Column.NEEDLES, Column.DEVICE)


class LotDelegate(RecordDelegate):
    """Paints the product in bold, and what needs attention as a chip."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index) -> None:
        theme = self.theme.current
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        tone = index.data(TONE_ROLE)
        if tone:
            self.paint_chip(painter, rect, text, str(tone))
            return
        is_name = index.column() in (Column.PRODUCT, Column.LOT)
        weight = QFont.Weight.DemiBold if index.column() == Column.PRODUCT else QFont.Weight.Normal
        color = theme.color("ink" if is_name else "muted")
        self.paint_text(painter, self.inside(rect), text, theme.font("text", weight), color)


class LotTable(RecordTable):
    """The table of lots.

    Signals:
        row_opened, typed: as `RecordTable`.
    """

    def __init__(self, theme: ThemeSource, model: LotModel) -> None:
        super().__init__(theme, model, self.tr("Lots"), _WIDTHS, _SPARED, least_first=200)
        self.setItemDelegate(LotDelegate(theme, self))
