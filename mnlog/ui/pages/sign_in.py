"""Opening the clinic by passphrase. Painted first of all, so it imports nothing that is heavy."""

from pathlib import Path

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout

from mnlog.errors import UserFacingError, WrongSecretError
from mnlog.ui.fields import SecretField
from mnlog.ui.front import FrontPage, Progress
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import ElidedLabel, button, label

WIDTH = 460
_SECOND_MS = 1000


class SignInPage(FrontPage):
    """Asks for the passphrase, and says in place what keeps the clinic from opening.

    Signals:
        submitted (str): the passphrase, to be tried.
        other_clinic_asked: another folder is to be opened, or a clinic set up.
    """

    submitted = Signal(str)
    other_clinic_asked = Signal()

    def __init__(self, theme: ThemeSource, folder: Path) -> None:
        super().__init__(theme, WIDTH)
        self._failed = 0
        self._wait_s = 0
        self.field = SecretField(self.tr("Passphrase"))
        self.open_button = button(self.tr("Open the clinic"), "primary")
        self._other = button(self.tr("Another clinic…"), "link")
        self.progress = Progress()
        self._slot = QStackedLayout()
        self._caps = label(self.tr("Caps Lock is on."), "error")
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self.count_down)
        self._build_card(folder)
        self._line().installEventFilter(self)
        self.field.submitted.connect(self._submit)
        self.field.changed.connect(self.clear_message)
        self.open_button.clicked.connect(self._submit)
        self.setFocusProxy(self.field)
        self.field.expect_focus()

    def start(self) -> None:
        """The passphrase is being tried."""
        self.clear_message()
        self.field.clear_error()
        self.progress.start(self.tr("Checking the passphrase. This takes a moment by design."))
        self._slot.setCurrentWidget(self.progress)
        self._allow(False)
        self._other.setEnabled(False)  # what is under way would open this one

    def show_error(self, problem: UserFacingError) -> None:
        """Says why the clinic stayed closed; a wrong passphrase makes the next try wait."""
        self.progress.stop()
        self._other.setEnabled(True)
        self._slot.setCurrentIndex(0)
        if isinstance(problem, WrongSecretError):
            from mnlog.domain.rules.secrets import wait_after_failures

            self._failed += 1
            self._wait_s = max(problem.wait_s, wait_after_failures(self._failed))
            self.field.set_error(f"{problem.text} {problem.hint}".strip())
            self._timer.start()
        else:
            self.banner.show_error(problem)
        self._show_wait()
        self._line().selectAll()
        self.field.setFocus()

    def count_down(self) -> None:
        """One second of the wait is over."""
        self._wait_s = max(0, self._wait_s - 1)
        if self._wait_s == 0:
            self._timer.stop()
        self._show_wait()

    def wait_s(self) -> int:
        """Seconds until the next try is taken."""
        return self._wait_s

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line() and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._notice_caps(event)
        return super().eventFilter(watched, event)

    def _build_card(self, folder: Path) -> None:
        body = self.card.body
        body.addWidget(label(self.tr("Good to see you"), "title"))
        body.addSpacing(4)
        body.addWidget(self.field)
        body.addWidget(self._caps)
        self._caps.hide()
        body.addWidget(self.open_button)
        self._slot.addWidget(ElidedLabel(self.tr("Clinic in {folder}").format(folder=folder), "secondary"))
        self._slot.addWidget(self.progress)
        body.addLayout(self._slot)
        row = QHBoxLayout()
        self._other.clicked.connect(self.other_clinic_asked)
        row.addStretch(1)
        row.addWidget(self._other)
        row.addStretch(1)
        self.foot.addLayout(row)

    def _submit(self) -> None:
        if not self.open_button.isEnabled():
            return
        if not self.field.value().strip():
            self.field.set_error(self.tr("Type your passphrase."))
            return
        self.submitted.emit(self.field.value())

    def _show_wait(self) -> None:
        self._allow(self._wait_s == 0)
        words = self.tr("Open the clinic")
        if self._wait_s:
            words = self.tr("Wait {seconds} s").format(seconds=self._wait_s)
        self.open_button.set_text(words)

    def _allow(self, allowed: bool) -> None:
        self.open_button.setEnabled(allowed)

    def _line(self) -> QLineEdit:
        line = self.field.focusProxy()
        assert isinstance(line, QLineEdit)  # noqa: S101 - how the field is built
        return line

    def _notice_caps(self, event: QKeyEvent) -> None:
        """Qt does not tell; a capital typed without Shift does."""
        if event.key() == QtCore.Qt.Key.Key_CapsLock:
            self._caps.hide()
        elif event.text().isalpha() and event.text().lower() != event.text().upper():
            shifted = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier)
            self._caps.setVisible(event.text().isupper() != shifted)
