"""A paper is looked at, printed and saved, and kept as it was given."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mnlog.domain.terms import DocumentKind
from mnlog.services.opening import OpenClinic
from mnlog.ui.dialogs.paper_preview import PaperPreview
from mnlog.ui.page import Context
from mnlog.ui.printing import prepare, print_document
from tests.ui.clinic_fixture import Heard, SteppingClock, add_device_and_lot, add_patient, signed_session
from tests.ui.hands_on import show_page

pytest_plugins = ["tests.ui.clinic_plugin"]


@pytest.fixture
def session_id(clinic: OpenClinic, clock: SteppingClock) -> str:
    _device, lot = add_device_and_lot(clinic)
    return signed_session(clinic, clock, add_patient(clinic), lot).id


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    show_page(qtbot, made)
    return made


@pytest.fixture
def preview(qtbot: QtBot, context: Context, session_id: str, page: QWidget) -> Iterator[PaperPreview]:
    made = PaperPreview(context, session_id, DocumentKind.AFTERCARE, page)
    made.open()
    assert made.progress.text()
    assert not made.print_button.isEnabled()
    qtbot.waitUntil(lambda: bool(made.pdf()), timeout=30_000)
    yield made
    made.close_panel()


def given(clinic: OpenClinic, session_id: str) -> list[tuple[DocumentKind, str]]:
    return [(each.kind, each.sha256) for each in clinic.sessions.chart(session_id).documents]


def loaded(pdf: bytes) -> tuple[QPdfDocument, QBuffer]:
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document, buffer


def test_it_shows_the_paper_as_it_is_made(preview: PaperPreview) -> None:
    assert preview.preview.page_count() == 1
    assert preview.preview.isVisible()
    assert not preview.blank.isVisible()
    assert preview.print_button.isEnabled()


def test_what_is_saved_is_kept_byte_by_byte(
    preview: PaperPreview, clinic: OpenClinic, session_id: str, tmp_path: Path, heard: Heard
) -> None:
    assert preview.file_name() == "aftercare MN-00001 2026-11-21.pdf"
    assert "Reyes" not in preview.file_name()
    target = tmp_path / "sheet.pdf"
    preview.save(target)
    assert target.read_bytes() == preview.pdf()
    assert given(clinic, session_id) == [
        (DocumentKind.AFTERCARE, hashlib.sha256(target.read_bytes()).hexdigest())
    ]
    assert heard.toasts == [("Saved as sheet.pdf", None)]
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []


def test_a_file_that_cannot_be_written_says_so_and_nothing_counts_as_given(
    preview: PaperPreview, clinic: OpenClinic, session_id: str, tmp_path: Path
) -> None:
    preview.save(tmp_path / "no such folder" / "sheet.pdf")
    assert "could not be saved" in preview.banner.text()
    assert given(clinic, session_id) == []


def test_without_a_printer_it_says_what_to_do(preview: PaperPreview) -> None:
    preview.print_button.click()
    assert "knows no printer" in preview.banner.text()


def test_what_is_printed_is_kept_and_fills_the_same_paper(
    preview: PaperPreview, clinic: OpenClinic, session_id: str, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    document, _buffer = loaded(preview.pdf())
    prepare(printer, document, "aftercare")
    preview.print_to(printer)
    printed, _kept = loaded((tmp_path / "printed.pdf").read_bytes())
    assert printed.pageCount() == document.pageCount()
    assert printed.pagePointSize(0).toSize() == document.pagePointSize(0).toSize()
    assert [kind for kind, _hash in given(clinic, session_id)] == [DocumentKind.AFTERCARE]
    for each in (document, printed):
        each.close()


def test_only_the_pages_that_were_chosen_are_printed(
    clinic: OpenClinic, session_id: str, tmp_path: Path
) -> None:
    document, _buffer = loaded(clinic.papers.render(session_id, DocumentKind.CONSENT))
    assert document.pageCount() > 1
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "second.pdf"))
    prepare(printer, document, "consent")
    printer.setFromTo(2, 2)
    print_document(document, printer)
    printed, _kept = loaded((tmp_path / "second.pdf").read_bytes())
    assert printed.pageCount() == 1
    for each in (document, printed):
        each.close()


def test_a_consent_can_be_had_blank(qtbot: QtBot, context: Context, session_id: str, page: QWidget) -> None:
    preview = PaperPreview(context, session_id, DocumentKind.CONSENT, page)
    preview.open()
    qtbot.waitUntil(lambda: bool(preview.pdf()), timeout=30_000)
    signed = preview.pdf()
    assert preview.blank.isVisible()
    preview.blank.click()
    assert preview.pdf() == b""
    qtbot.waitUntil(lambda: bool(preview.pdf()), timeout=30_000)
    assert preview.pdf() != signed
    preview.close_panel()


def test_esc_closes_it_and_late_work_harms_nobody(
    qtbot: QtBot, context: Context, session_id: str, page: QWidget
) -> None:
    preview = PaperPreview(context, session_id, DocumentKind.SESSION_RECORD, page)
    preview.open()
    qtbot.keyClick(preview, Qt.Key.Key_Escape)
    assert not preview.isVisible()
    qtbot.waitUntil(lambda: not context.tasks.is_running, timeout=30_000)
