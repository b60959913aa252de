"""The window: what it shows before a clinic is open, the work space after, and the lock over both.

It knows nothing of clinics, so that it can be painted before anything heavy is imported.
"""

from PySide6.QtCore import QByteArray, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid

from mnlog.settings import WINDOW_GEOMETRY, Settings

TITLE = "MNLog"
FIRST_SIZE = QSize(1366, 768)
SMALLEST = QSize(1024, 640)
"""Or all of a smaller screen: at 800x600 everything can still be reached."""


class MainWindow(QMainWindow):
    """One window with one thing in it at a time.

    Signals:
        painted: its first picture stands on the screen; the time for heavy work has come.
        closing: it is about to close; whoever keeps something unsaved saves it now.
    """

    painted = Signal()
    closing = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._is_painted = self._is_to_fill = False
        self._stack = QStackedWidget()
        self._lock: QWidget | None = None
        self._behind: QWidget | None = None
        self._focused: QWidget | None = None
        self.setCentralWidget(self._stack)
        self.setMinimumSize(SMALLEST.boundedTo(self.screen().availableSize()))
        self.name_clinic("")
        self._place()

    def show(self) -> None:
        """Shows it, on a small screen as large as that."""
        if self._is_to_fill:
            self._is_to_fill = False
            self.showMaximized()
        else:
            super().show()

    def show_only(self, widget: QWidget) -> None:
        """Puts a widget in the window and lets go of what stood there before."""
        while (old := self._stack.widget(0)) is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._lock = self._behind = None
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        widget.setFocus()

    def shown(self) -> QWidget | None:
        """What stands in the window now, the lock included."""
        return self._stack.currentWidget()

    def cover(self, lock: QWidget) -> None:
        """Hides what is shown behind a lock; it goes on working there."""
        if self._lock is not None:
            return
        self._focused = self.focusWidget()
        self._behind, self._lock = self._stack.currentWidget(), lock
        self._stack.addWidget(lock)
        self._stack.setCurrentWidget(lock)
        lock.setFocus()

    def uncover(self) -> None:
        """Takes the lock away and gives the focus back to where it was."""
        if self._lock is None or self._behind is None:
            return
        lock, self._lock = self._lock, None
        self._stack.setCurrentWidget(self._behind)
        self._stack.removeWidget(lock)
        lock.deleteLater()
        if self._focused is not None and isValid(self._focused) and self._focused.isVisible():
            self._focused.setFocus()
        self._focused = None

    @property
    def is_covered(self) -> bool:
        """True while the lock stands before the rest."""
        return self._lock is not None

    def name_clinic(self, name: str) -> None:
        """The title is the program's name and the clinic's, never a patient's."""
        self.setWindowTitle(f"{TITLE} · {name}" if name else TITLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            # After this picture has reached the screen, not while it is being painted.
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        self._settings.set(WINDOW_GEOMETRY, bytes(self.saveGeometry().toBase64().data()).decode())
        super().closeEvent(event)

    def _place(self) -> None:
        """Where it stood last time; else in the middle of the screen, as large as a small screen allows."""
        stored = self._settings.get(WINDOW_GEOMETRY)
        if stored and self.restoreGeometry(QByteArray.fromBase64(stored.encode())):
            return
        room = self.screen().availableGeometry()
        size = FIRST_SIZE.boundedTo(room.size())
        self.resize(size)
        self.move(room.center() - self.rect().center())
        if room.width() <= FIRST_SIZE.width() or room.height() <= FIRST_SIZE.height():
            self._is_to_fill = True
