"""Looks at a PDF page by page. Import this module only where a PDF is shown: it brings QtPdf with it."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.errors import UserFacingError
from mnlog.ui.widgets.basics import icon_button, label

_ZOOM_STEP, _ZOOM_MIN, _ZOOM_MAX = 1.25, 0.25, 4.0


class PdfPreview(QWidget):
    """One page at a time, fitted to the room until a person zooms.

    Signals:
        page_changed(int): the page shown, from 1.
    """

    page_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        # Children go in this order: the view's drawing thread first, then what it draws from.
        self._view = QPdfView(self)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._view.setDocument(self._document)
        self._view.setPageMode(QPdfView.PageMode.SinglePage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self._view.setAccessibleName(self.tr("Page"))
        self._before = icon_button("chevron-left", self.tr("Page before"))
        self._after = icon_button("chevron-right", self.tr("Next page"))
        self._smaller = icon_button("minus", self.tr("Smaller"))
        self._larger = icon_button("plus", self.tr("Larger"))
        self._where = label("", "secondary")
        self._build()
        self._before.clicked.connect(lambda: self.go_to(self.page() - 1))
        self._after.clicked.connect(lambda: self.go_to(self.page() + 1))
        self._smaller.clicked.connect(lambda: self._zoom(1 / _ZOOM_STEP))
        self._larger.clicked.connect(lambda: self._zoom(_ZOOM_STEP))
        self._view.pageNavigator().currentPageChanged.connect(self._show)
        self._show()

    def load(self, data: bytes) -> None:
        """Shows a document from its first page.

        Raises:
            UserFacingError: when the bytes are no PDF that can be read.
        """
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.status() != QPdfDocument.Status.Ready:
            raise UserFacingError(self.tr("This document cannot be shown."), self.tr("Make it again."))
        self._view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.go_to(1)
        self._show()

    def page(self) -> int:
        """The page shown, from 1; 0 without a document."""
        return self._view.pageNavigator().currentPage() + 1 if self.page_count() else 0

    def page_count(self) -> int:
        """How many pages there are."""
        return max(0, self._document.pageCount())

    def go_to(self, page: int) -> None:
        """Shows a page, from 1; one that is not there is not shown."""
        if 1 <= page <= self.page_count():
            self._view.pageNavigator().jump(page - 1, QPointF())

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        column.addLayout(row)
        for part in (self._before, self._where, self._after):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._smaller)
        row.addWidget(self._larger)
        column.addWidget(self._view, 1)

    def _zoom(self, factor: float) -> None:
        now = self._view.zoomFactor()
        if self._view.zoomMode() != QPdfView.ZoomMode.Custom and self.page_count():
            size = self._document.pagePointSize(self.page() - 1)
            room = self._view.viewport().size()
            inch = self.logicalDpiX() / 72
            now = min(room.width() / (size.width() * inch), room.height() / (size.height() * inch))
        self._view.setZoomMode(QPdfView.ZoomMode.Custom)
        self._view.setZoomFactor(max(_ZOOM_MIN, min(_ZOOM_MAX, now * factor)))

    def _show(self) -> None:
        page, count = self.page(), self.page_count()
        words = self.tr("Page {page} of {count}").format(page=page, count=count)
        self._where.setText(words if count else "")
        self._before.setEnabled(page > 1)
        self._after.setEnabled(page < count)
        for part in (self._smaller, self._larger):
            part.setEnabled(count > 0)
        self.page_changed.emit(page)
