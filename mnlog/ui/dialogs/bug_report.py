"""Says that something went wrong inside the program, in a corner, taking nothing out of the hand."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Card, button, icon_button, label

_WIDTH = 460
_EDGE = 24


class BugReport(Card):
    """A card in the window's corner: what is safe, and a report to copy.

    Signals:
        none.
    """

    def __init__(self, theme: ThemeSource, window: QWidget) -> None:
        super().__init__()
        self.setParent(window)
        self.set_title(self.tr("Something went wrong in MNLog"))
        self._host = window
        self._times = 0
        self.setFixedWidth(theme.current.px(_WIDTH))
        safe = self.tr("What was entered is saved. If this happens again, close MNLog and start it anew.")
        self._again = label("", "secondary")
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(self.tr("Report, without any patient's data"))
        self._text.setFixedHeight(theme.current.px(150))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setTabChangesFocus(True)
        close = icon_button("x", self.tr("Put this message away"))
        close.clicked.connect(self.hide)
        self.copy_button = button(self.tr("Copy the report"))
        self.copy_button.clicked.connect(self._copy)
        self.header.addWidget(close)
        self.body.addWidget(label(safe, wrap=True))
        self.body.addWidget(
            label(self.tr("The report names places in the program, nobody's data."), "secondary", wrap=True)
        )
        self.body.addWidget(self._text)
        row = QHBoxLayout()
        row.addWidget(self._again, 1)
        row.addWidget(self.copy_button)
        self.body.addLayout(row)
        self.hide()
        window.installEventFilter(self)

    def show_report(self, report: str) -> None:
        """Shows a report; while one stands there, it counts what came after it."""
        if self.isVisible():
            self._times += 1
            self._again.setText(self.tr("{n} more since").format(n=self._times))
            return
        self._times = 0
        self._again.setText("")
        self._text.setPlainText(report)
        self.copy_button.set_text(self.tr("Copy the report"))
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()

    def report(self) -> str:
        """What can be copied."""
        return self._text.toPlainText()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self.copy_button.set_text(self.tr("Copied"))

    def _place(self) -> None:
        host = self._host.rect()
        self.move(max(0, host.width() - self.width() - _EDGE), max(0, host.height() - self.height() - _EDGE))
