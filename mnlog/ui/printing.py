"""Sending a PDF to a printer: every page at the printer's own resolution, as large as its paper allows."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from mnlog.errors import UserFacingError

POINTS_PER_INCH = 72
_MAX_DPI = 600
"""More is not seen, and a page at 1200 dpi takes half a gigabyte."""


def has_printer() -> bool:
    """Whether this computer knows any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def prepare(printer: QPrinter, document: QPdfDocument, name: str) -> None:
    """Gives a printer the document's name and paper, so that its dialog begins with them."""
    printer.setDocName(name)
    printer.setFullPage(True)
    printer.setResolution(min(printer.resolution(), _MAX_DPI))
    size = document.pagePointSize(0)
    page_size = QPageSize(size, QPageSize.Unit.Point)
    printer.setPageSize(page_size)
    landscape = size.width() > size.height()
    portrait = QPageLayout.Orientation.Portrait
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if landscape else portrait)


def print_document(document: QPdfDocument, printer: QPrinter) -> None:
    """Prints the pages that were chosen in the printer's dialog.

    Raises:
        UserFacingError: when the printer takes nothing.
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise UserFacingError(
            "The printer did not take the document. Nothing was printed.",
            "See that it is switched on and has paper, then print again.",
        )
    try:
        for number, page in enumerate(_pages(document, printer)):
            if number and not printer.newPage():
                raise UserFacingError(
                    "The printer stopped before the last page.", "See to the printer, then print again."
                )
            _paint_page(painter, document, page, printer)
    finally:
        painter.end()


def _pages(document: QPdfDocument, printer: QPrinter) -> range:
    first, last = printer.fromPage(), printer.toPage()
    if first == 0:
        return range(document.pageCount())
    return range(first - 1, min(last or first, document.pageCount()))


def _paint_page(painter: QPainter, document: QPdfDocument, page: int, printer: QPrinter) -> None:
    size = document.pagePointSize(page)
    room = printer.paperRect(QPrinter.Unit.DevicePixel)
    dots = size * (printer.resolution() / POINTS_PER_INCH)
    scale = min(1.0, room.width() / dots.width(), room.height() / dots.height())
    box = QRectF(QPointF(), dots * scale)
    image = document.render(page, QSize(round(box.width()), round(box.height())))
    painter.drawImage(box, image)
