"""Two columns that become two rows where the room is short, as with large text."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mnlog.ui.theme import ThemeSource

_NO_LIMIT = 16_777_215
_SHARE = 0.3


class SideBySide(QWidget):
    """A main part and a side part.

    Signals:
        turned: columns became rows, or rows columns.
    """

    turned = Signal()

    def __init__(
        self,
        main: QWidget,
        side: QWidget,
        theme: ThemeSource,
        *,
        turns_at: int,
        side_width: tuple[int, int] | None = None,
    ) -> None:
        """Lays both out.

        Args:
            turns_at: pixels at scale 1.0 below which the side part stands beneath the main one.
            side_width: least and most width of the side part; both are equally wide without it.
        """
        super().__init__()
        self._main, self._side, self._theme = main, side, theme
        self._turns_at, self._side_width = turns_at, side_width
        self._is_alone = False
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(16)
        self._box.addWidget(main, 1)
        self._box.addWidget(side, 1 if side_width is None else 0)
        if side_width is not None:
            # Both fill the page and scroll in themselves: neither may make the window taller than the screen.
            for part in (main, side):
                part.setSizePolicy(part.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Ignored)
        theme.changed.connect(self._arrange)

    @property
    def is_narrow(self) -> bool:
        """Whether the side part stands beneath the main one."""
        return self.width() < self._theme.current.px(self._turns_at)

    def set_side_alone(self, alone: bool) -> None:
        """Gives all the room to the side part, for a form, as long as it is too short for both."""
        self._is_alone = alone
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.is_narrow
        ways = QBoxLayout.Direction
        wanted = ways.TopToBottom if narrow else ways.LeftToRight
        has_turned = self._box.direction() != wanted
        self._box.setDirection(wanted)
        if self._side_width is not None:
            self._box.setStretch(1, 1 if narrow else 0)
            least, most = (self._theme.current.px(each) for each in self._side_width)
            wide = max(least, min(most, round(self.width() * _SHARE)))
            self._side.setMinimumWidth(0 if narrow else wide)
            self._side.setMaximumWidth(_NO_LIMIT if narrow else wide)
        self._main.setVisible(not (narrow and self._is_alone))
        if has_turned:
            self.turned.emit()


def column_of(*parts: QWidget) -> QWidget:
    """Parts beneath each other, from the top."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    inside = QVBoxLayout(made)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(16)
    for part in parts:
        inside.addWidget(part)
    inside.addStretch(1)
    return made
