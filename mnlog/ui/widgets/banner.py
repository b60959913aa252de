"""Messages that do not steal the pen: a banner atop a page, a toast at its foot."""

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mnlog.errors import UserFacingError
from mnlog.ui.widgets.basics import TONES, IconLabel, button, icon_button, label, restyle

_ICONS = {
    "neutral": "info",
    "accent": "info",
    "good": "check",
    "warn": "alert-triangle",
    "danger": "alert-triangle",
}
TOAST_MS = 8_000


def _announce(widget: QWidget) -> None:
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


class Banner(QFrame):
    """Says what happened, what is safe and what to do. Hidden until it has something to say.

    Signals:
        action_triggered: a person pressed its action.
        closed: a person put it away.
    """

    action_triggered = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("info", 20)
        self._icon.setProperty("role", "icon")
        self._text = label("", "strong", wrap=True)
        self._hint = label("", "text", wrap=True)
        self._action = button("", "plain")
        self._close = icon_button("x", self.tr("Put this message away"))
        self._action.clicked.connect(self.action_triggered)
        self._close.clicked.connect(self._put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._text)
        words.addWidget(self._hint)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self.setVisible(False)

    def show_message(self, tone: str, text: str, hint: str = "", action: str = "") -> None:
        """Shows a message; `action` names its button, without one there is none.

        Raises:
            ValueError: when there is no such tone.
        """
        if tone not in TONES:
            raise ValueError(f"no tone {tone!r}")
        self._icon.set_icon(_ICONS[tone])
        self._text.setText(text)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._action.set_text(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        restyle(self, tone=tone)
        self.setVisible(True)
        _announce(self)

    def show_error(self, error: UserFacingError) -> None:
        """Shows what went wrong and what to do now."""
        self.show_message("danger", error.text, error.hint)

    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def clear(self) -> None:
        """Puts it away without a signal."""
        self.setVisible(False)

    def _put_away(self) -> None:
        self.clear()
        self.closed.emit()


class Toast(QFrame):
    """A short word at the foot of a page, with an Undo while it stands.

    Signals:
        undone: a person took it back.
    """

    undone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self._label = label("")
        self._undo = button(self.tr("Undo"), "link")
        self._undo.clicked.connect(self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 2, 8, 2)
        row.setSpacing(12)
        row.addWidget(self._label)
        row.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, text: str, *, undo: bool = False, duration_ms: int = TOAST_MS) -> None:
        """Shows a word for a while. One that can be undone waits as long as the pointer or focus is on it."""
        self._label.setText(text)
        self._undo.setVisible(undo)
        self.setMinimumHeight(self._undo.sizeHint().height() + 4)
        self.setAccessibleName(text)
        self.show()
        self.raise_()
        self._place()
        self._timer.start(duration_ms)
        _announce(self)

    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._label.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        if not self._undo.hasFocus():
            self._timer.start(TOAST_MS // 2)

    def _take_back(self) -> None:
        self.hide()
        self.undone.emit()

    def _place(self) -> None:
        parent = self._host
        self.adjustSize()
        x = (parent.width() - self.width()) // 2
        self.move(QPoint(max(8, x), parent.height() - self.height() - 24))
