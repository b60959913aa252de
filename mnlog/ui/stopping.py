"""Ctrl+C and the system's request to end close the program as a person would, with everything saved."""

import os
import signal
import sys
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

_ASKED_MS = 500


class StopSignals(QObject):
    """Listens for SIGINT and SIGTERM.

    Signals:
        stop_asked: the program is to end.
    """

    stop_asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked)
        # Python runs its handlers between two of its own instructions, and while Qt waits there are none.
        if sys.platform == "win32":
            self._timer = QTimer(self)
            self._timer.start(_ASKED_MS)
            self._timer.timeout.connect(self._wake)
            return
        self._read, write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._read, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_asked.emit()

    def _wake(self) -> None:
        """Being called is enough."""

    def _drain(self) -> None:
        os.read(self._read, 64)
