"""Looking at a PDF page by page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mnlog.errors import UserFacingError
from mnlog.ui.widgets.pdf_view import PdfPreview

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def two_pages(qapp: object) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    painter.drawText(400, 400, "one")
    writer.newPage()
    painter.drawText(400, 400, "two")
    painter.end()
    return bytes(buffer.data().data())


def test_pages_are_turned_and_zoomed(qtbot: QtBot, show: Callable[[QWidget], None], two_pages: bytes) -> None:
    preview = PdfPreview()
    preview.setMinimumSize(500, 600)
    show(preview)
    assert (preview.page(), preview.page_count()) == (0, 0)
    preview.load(two_pages)
    assert (preview.page(), preview.page_count()) == (1, 2)
    assert preview._where.text() == "Page 1 of 2"
    with qtbot.waitSignal(preview.page_changed) as heard:
        qtbot.mouseClick(preview._after, Qt.MouseButton.LeftButton)
    assert heard.args == [2]
    assert not preview._after.isEnabled()
    qtbot.mouseClick(preview._larger, Qt.MouseButton.LeftButton)
    once = preview._view.zoomFactor()
    qtbot.mouseClick(preview._larger, Qt.MouseButton.LeftButton)
    assert preview._view.zoomFactor() == pytest.approx(once * 1.25)
    preview.load(two_pages)
    assert preview.page() == 1


def test_what_is_no_pdf_is_refused_in_words(theme: object) -> None:
    preview = PdfPreview()
    with pytest.raises(UserFacingError, match="cannot be shown"):
        preview.load(b"no pdf")
    assert preview.page_count() == 0
