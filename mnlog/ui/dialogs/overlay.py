"""A panel laid over a page: the page stays in sight behind it, Esc closes it, Tab stays inside."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from shiboken6 import isValid

from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Card, icon_button

HOST = "overlayHost"
"""The object name of the widget that overlays cover: what is hidden with it hides them too."""
_CHAIN_LIMIT = 5000
"""More widgets than any window has: the chain is a ring, and nothing in it may take the focus."""


def host_of(widget: QWidget) -> QWidget:
    """The widget that an overlay opened from `widget` covers: the work space, else the whole window."""
    return widget.window().findChild(QWidget, HOST) or widget.window()


class Overlay(QWidget):
    """Covers its host with a veil and shows a card in the middle.

    Attributes:
        card: where the content goes.

    Signals:
        closed: it was put away, and will be deleted.
    """

    closed = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget, title: str, *, margin: int = 24) -> None:
        host = host_of(parent)
        super().__init__(host)
        self._theme, self._host = theme, host
        self._before: QWidget | None = host.window().focusWidget()
        self.card = Card(title)
        self.close_button = icon_button("x", self.tr("Close"))
        self.close_button.clicked.connect(self.close_panel)
        self.card.header.addWidget(self.close_button)
        grid = QGridLayout(self)
        grid.setContentsMargins(margin, margin, margin, margin)
        grid.addWidget(self.card, 1, 1)
        for at in (0, 2):
            grid.setRowStretch(at, 1)
            grid.setColumnStretch(at, 1)
        self._grid = grid
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        host.installEventFilter(self)

    def fill(self) -> None:
        """Lets the card take all the room there is."""
        self._grid.setRowStretch(1, 100)
        self._grid.setColumnStretch(1, 100)

    def open(self) -> None:
        """Shows it and takes the focus."""
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self._take_focus()

    def close_panel(self) -> None:
        """Puts it away for good and gives the focus back."""
        if self.isHidden():
            return
        self._host.removeEventFilter(self)
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside: what lies behind the veil is not for the keyboard either."""
        at: QWidget | None = self.window().focusWidget()
        for _ in range(_CHAIN_LIMIT):
            if at is None:
                break
            at = at.nextInFocusChain() if forward else at.previousInFocusChain()
            if at is not None and self._can_take_focus(at):
                reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
                at.setFocus(reason)
                return True
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = self._theme.current.color("rail")
        veil.setAlphaF(0.78 if self._theme.current.is_dark else 0.55)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def _can_take_focus(self, widget: QWidget) -> bool:
        return (
            self.isAncestorOf(widget)
            and widget.isVisible()
            and widget.isEnabled()
            and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        )

    def _take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
