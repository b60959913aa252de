"""Lets a panel slide in at the side of a page."""

from PySide6.QtCore import QEasingCurve, Qt, QVariantAnimation
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mnlog.settings import MOTION, Settings
from mnlog.ui.theme import ThemeSource

_WIDTH = 420
_MOVE_MS = 160
_NO_LIMIT = 16_777_215


class SlideOver(QWidget):
    """Room at the side that opens for a panel and closes again; the panel keeps its width meanwhile.

    Signals: none; the panel has its own.
    """

    def __init__(self, panel: QWidget, theme: ThemeSource, settings: Settings) -> None:
        super().__init__()
        self._panel, self._theme, self._settings = panel, theme, settings
        panel.setParent(self)
        self._move = QVariantAnimation(self)
        self._move.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._move.setDuration(_MOVE_MS)
        self._move.valueChanged.connect(lambda width: self.setFixedWidth(int(width)))
        self._move.finished.connect(self._settle)
        self._is_open = self._is_alone = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(0)
        self.hide()
        theme.changed.connect(self._settle)

    @property
    def is_open(self) -> bool:
        """Whether the panel is, or comes, into sight."""
        return self._is_open

    def open(self) -> None:
        """Brings the panel in."""
        self._is_open = True
        self._panel.show()
        self.show()
        self._go(self._full_width())

    def close_panel(self) -> None:
        """Puts the panel away; what is in it stays."""
        self._is_open = False
        self._go(0)

    def set_alone(self, alone: bool) -> None:
        """Takes the whole page instead of its side."""
        if alone != self._is_alone:
            self._is_alone = alone
            self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        full = self.width() if self._is_alone else self._full_width()
        left = 0
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = self.width() - full
        self._panel.setGeometry(left, 0, full, self.height())

    def _full_width(self) -> int:
        parent = self.parentWidget()
        most = round(parent.width() * 0.6) if parent is not None else _WIDTH
        return max(_WIDTH, min(self._theme.current.px(_WIDTH), most))

    def _go(self, width: int) -> None:
        self._move.stop()
        if self._is_alone or not self._settings.get(MOTION) or not self.window().isVisible():
            self._settle()
            return
        self._move.setStartValue(self.width())
        self._move.setEndValue(width)
        self._move.start()

    def _settle(self) -> None:
        policies = QSizePolicy.Policy
        if self._is_alone and self._is_open:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_NO_LIMIT)
            self.setSizePolicy(policies.Expanding, policies.Expanding)
        else:
            self.setSizePolicy(policies.Fixed, policies.Expanding)
            self.setFixedWidth(self._full_width() if self._is_open else 0)
        self.setVisible(self._is_open)
