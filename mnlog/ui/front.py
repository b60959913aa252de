"""What stands before a clinic is open: a card in the middle of the ground, the program's mark above it.

Nothing here or in what uses it imports services, so that it can be painted at once. Nor does the way to the
first picture touch the namespaces `Qt` and `QStyle`: PySide6 makes a hundred Python enumerations with 1,800
members when they are first used, which takes a fifth of the time that a bare window needs. What is used later
says `QtCore.Qt`; what is needed at once is a number or left to the style sheet. A test holds it.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Card, Mark, label

if TYPE_CHECKING:
    from mnlog.ui.widgets.banner import Banner


class Progress(QWidget):
    """Says calmly that something is under way. Hidden until then; keeps its room."""

    def __init__(self) -> None:
        super().__init__()
        self._text = label("", "secondary", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._bar)
        column.addWidget(self._text)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def start(self, text: str) -> None:
        """Shows that it has begun."""
        self._text.setText(text)
        self._bar.setAccessibleName(text)
        self.show()

    def stop(self) -> None:
        """It is over."""
        self.hide()

    def text(self) -> str:
        """What is under way; empty when nothing is."""
        return "" if self.isHidden() else self._text.text()


class FrontPage(QWidget):
    """Base of what is shown before a clinic is open.

    Attributes:
        theme: the look.
        card: where the content goes.
        foot: what stands discreetly beneath the card.
    """

    def __init__(self, theme: ThemeSource, width: int) -> None:
        super().__init__()
        self.theme = theme
        self._banner: Banner | None = None
        self.card = Card()
        self.card.body.setSpacing(16)
        self.foot = QVBoxLayout()
        self.foot.setSpacing(0)
        self._width = width
        self._middle, self._ground = QWidget(), QWidget()
        self._column = QVBoxLayout(self._middle)
        self._is_scrolled = False
        self._build()
        theme.changed.connect(self._rescale)
        self._rescale()

    @property
    def banner(self) -> "Banner":
        """Says what went wrong, above the card; made when first needed, because the first picture waits."""
        if self._banner is None:
            from mnlog.ui.widgets.banner import Banner

            self._banner = Banner()
            self._column.insertWidget(1, self._banner)
        return self._banner

    def clear_message(self) -> None:
        """What the banner said holds no longer."""
        if self._banner is not None:
            self._banner.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scroll_if_too_small()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._scroll_if_too_small()
        return super().event(event)

    def _scroll_if_too_small(self) -> None:
        """Scrolls from the moment on that the window is too low; building that costs the first picture."""
        needed = max(self._ground.heightForWidth(self.width()), self._ground.minimumSizeHint().height())
        if self._is_scrolled or needed <= self.height():
            return
        from mnlog.ui.widgets.scroll import scrollable

        self._is_scrolled = True
        outer = self.layout()
        if outer is not None:
            focused: QWidget | None = self.window().focusWidget()
            outer.removeWidget(self._ground)
            outer.addWidget(scrollable(self._ground))
            self._ground.show()
            if focused is not None and self.isAncestorOf(focused):
                focused.setFocus()

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Mark())
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label("MNLog", "patient"))
        names.addWidget(label(self.tr("The microneedling logbook"), "secondary"))
        head.addLayout(names, 1)
        self._column.addLayout(head)
        self._column.addWidget(self.card)
        self._column.addLayout(self.foot)
        centred = QVBoxLayout(self._ground)
        centred.setContentsMargins(24, 24, 24, 24)
        centred.addStretch(2)
        # Not by alignment, which would ask for the height of wrapped text at the full width.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._middle)
        row.addStretch(1)
        centred.addLayout(row)
        centred.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._ground)

    def _rescale(self) -> None:
        self._middle.setFixedWidth(round(self._width * (1 + (self.theme.current.scale - 1) * 0.6)))
