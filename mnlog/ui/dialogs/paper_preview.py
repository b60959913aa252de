"""A paper before it is handed out: seen, printed or saved; each time its exact bytes are kept in the record.

Import this module only where a paper is shown: it brings QtPdf with it.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QAbstractScrollArea, QCheckBox, QFileDialog, QFrame, QHBoxLayout, QWidget
from shiboken6 import isValid

from mnlog.domain.terms import DocumentKind
from mnlog.errors import UserFacingError
from mnlog.ui import labels
from mnlog.ui.dialogs.overlay import Overlay
from mnlog.ui.front import Progress
from mnlog.ui.page import Context
from mnlog.ui.printing import has_printer, prepare, print_document
from mnlog.ui.widgets.banner import Banner
from mnlog.ui.widgets.basics import button
from mnlog.ui.widgets.pdf_view import PdfPreview

_MAX_WIDTH = 1100


class PaperPreview(Overlay):
    """A panel over the page it was opened from. Esc closes it.

    Signals: those of Overlay.
    """

    def __init__(self, context: Context, session_id: str, kind: DocumentKind, parent: QWidget) -> None:
        super().__init__(context.theme, parent, labels.words(kind))
        self._context, self._session_id, self._kind = context, session_id, kind
        self._pdf = b""
        self._asked = 0
        self.banner = Banner()
        self.progress = Progress()
        self.preview = PdfPreview()
        self.blank = QCheckBox(self.tr("Blank, to be filled in by ink"))
        self.print_button = button(self.tr("Print…"), "primary", "printer")
        self.save_button = button(self.tr("Save as…"), icon="download", tall=True)
        self._build()
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._choose_file)
        self.blank.toggled.connect(self.render_paper)
        self.banner.action_triggered.connect(self.render_paper)

    def open(self) -> None:
        super().open()
        self.render_paper()

    def pdf(self) -> bytes:
        """What is shown; empty while it is made."""
        return self._pdf

    def render_paper(self) -> None:
        """Makes the paper anew from the record as it stands."""
        self._asked += 1
        self.banner.clear()
        self._show_pdf(b"")
        self.progress.start(self.tr("Making the paper …"))
        papers, blank = self._context.clinic.papers, self.blank.isChecked()
        self._context.tasks.run(
            lambda: papers.render(self._session_id, self._kind, blank=blank),
            done=partial(self._rendered, self._asked),
            failed=partial(self._failed, self._asked),
        )

    def save(self, path: Path) -> None:
        """Writes the paper to a file, whole or not at all, and keeps it in the record."""
        beside = path.with_name(f".{path.name}.new")
        try:
            beside.write_bytes(self._pdf)
            beside.replace(path)
        except OSError as fault:
            beside.unlink(missing_ok=True)
            why = fault.strerror or str(fault)
            self.banner.show_error(
                UserFacingError(
                    self.tr("The paper could not be saved: {why}.").format(why=why),
                    self.tr("Nothing is lost. Choose another folder, or make room on the disk."),
                )
            )
            return
        self._keep(self.tr("Saved as {name}").format(name=path.name))

    def print_to(self, printer: QPrinter) -> None:
        """Prints the paper and keeps it in the record."""
        buffer, document = QBuffer(), QPdfDocument()
        buffer.setData(QByteArray(self._pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        try:
            print_document(document, printer)
        except UserFacingError as problem:
            self.banner.show_error(problem)
        else:
            self._keep(self.tr("Sent to the printer"))
        finally:
            document.close()

    def file_name(self) -> str:
        """What a file is called unless somebody types another name: never after the patient."""
        chart = self._context.clinic.sessions.chart(self._session_id)
        kind = self._kind.value.replace("_", " ")
        return f"{kind} {chart.patient.record_number} {chart.ended_at:%Y-%m-%d}.pdf"

    def _build(self) -> None:
        self.fill()
        self.card.setMaximumWidth(self._theme.current.px(_MAX_WIDTH))
        self.card.body.addWidget(self.banner)
        policy = self.preview.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.preview.setSizePolicy(policy)
        self._tint_ground()
        self._theme.changed.connect(self._tint_ground)
        self.card.body.addWidget(self.preview, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.blank)
        row.addWidget(self.progress, 1)
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        self.card.body.addLayout(row)
        self.blank.setVisible(self._kind is DocumentKind.CONSENT)

    def _tint_ground(self) -> None:
        """Qt paints what lies around the page in a grey of its own."""
        for view in self.preview.findChildren(QAbstractScrollArea):
            ground = view.palette()
            ground.setColor(QPalette.ColorRole.Dark, self._theme.current.color("soft"))
            view.setPalette(ground)
            view.setFrameShape(QFrame.Shape.NoFrame)

    def _rendered(self, asked: int, pdf: bytes) -> None:
        if not self._waits_for(asked):
            return
        self.progress.stop()
        try:
            self.preview.load(pdf)
        except UserFacingError as problem:
            self.banner.show_error(problem)
            return
        self._show_pdf(pdf)
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, asked: int, problem: UserFacingError) -> None:
        if self._waits_for(asked):
            self.progress.stop()
            self.banner.show_message("danger", problem.text, problem.hint, self.tr("Try again"))

    def _waits_for(self, asked: int) -> bool:
        """Whether this is the newest asking, and somebody still looks at the panel."""
        return isValid(self) and asked == self._asked and not self.isHidden()

    def _show_pdf(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.preview.setVisible(bool(pdf))
        for part in (self.print_button, self.save_button):
            part.setEnabled(bool(pdf))

    def _print(self) -> None:
        if not has_printer():
            self.banner.show_message(
                "warn",
                self.tr("This computer knows no printer."),
                self.tr("Set one up in the system's settings, or save the paper and print it elsewhere."),
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        buffer, document = QBuffer(), QPdfDocument()
        buffer.setData(QByteArray(self._pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        prepare(printer, document, self.file_name().removesuffix(".pdf"))
        document.close()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.accepted.connect(lambda: self.print_to(printer))
        dialog.show()

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the paper"), str(Path.home() / self.file_name()), self.tr("PDF (*.pdf)")
        )
        if path:
            self.save(Path(path))

    def _keep(self, said: str) -> None:
        pdf, papers = self._pdf, self._context.clinic.papers
        given = self._context.operations.run(lambda: papers.give(self._session_id, self._kind, pdf))
        if given is not None:
            self._context.bus.toasted.emit(said, None)
