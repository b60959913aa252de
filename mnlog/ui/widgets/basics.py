"""Panels, chips, labels and buttons. Their look comes from the style sheet, by the properties set here."""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QIcon,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mnlog.ui.theme import tinted_pixmap

TONES = ("neutral", "accent", "good", "warn", "danger")
BUTTON_KINDS = ("plain", "primary", "danger", "quiet", "link", "square")
LABEL_ROLES = frozenset(
    ["text", "title", "panel", "patient", "secondary", "small", "figure", "error", "muted", "strong", "unit"],
)
PLAIN_TEXT = 0
"""`Qt.TextFormat.PlainText` as a number; why, see `mnlog/ui/front.py`."""

_RESTYLED = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)


def restyle(widget: QWidget, **properties: object) -> None:
    """Sets properties the style sheet looks at, and has the widget and its children styled anew."""
    changed = {name: value for name, value in properties.items() if widget.property(name) != value}
    for name, value in changed.items():
        widget.setProperty(name, value)
    if changed:
        for each in (widget, *widget.findChildren(QWidget)):
            each.style().unpolish(each)
            each.style().polish(each)
            each.update()


class Button(QPushButton):
    """A push button whose icon takes the colour of its text, and whose focus shows on filled ground too.

    Signals:
        clicked: as QPushButton.
    """

    checked_ring = QPalette.ColorRole.Highlight
    """Colour of the focus ring while it is checked."""

    def __init__(self, text: str, kind: str = "plain", icon: str = "", *, tall: bool = False) -> None:
        super().__init__(text.replace("&", "&&"))
        if kind not in BUTTON_KINDS:
            raise ValueError(f"no button kind {kind!r}")
        self._icon_name = icon
        self._tinted: tuple[str, str, int] | None = None
        self.setProperty("kind", kind)
        if tall:
            self.setProperty("bulk", "tall")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(True)  # Enter presses the button that has the focus, as Space does
        if text:
            self.setAccessibleName(text)

    def set_icon(self, name: str) -> None:
        """Shows another line icon; an empty name shows none."""
        self._icon_name, self._tinted = name, None
        self._tint()

    def set_text(self, text: str) -> None:
        """Shows another text, ampersands included, and is read aloud by it."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self._tint()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.Polish:
            self._tint()
        return done

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        filled = self.property("kind") in ("primary", "danger")
        if self.hasFocus() and (filled or self.isChecked()):
            role = QPalette.ColorRole.ButtonText if filled else self.checked_ring
            paint_inner_ring(self, self.palette().color(role))

    def _tint(self) -> None:
        if not self._icon_name:
            if not self.icon().isNull():
                self.setIcon(QIcon())
            return
        color = self.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
        off = self.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        size = round(self.fontInfo().pixelSize() * 1.35)
        look = (self._icon_name, color.name(), size)
        if look != self._tinted:
            self._tinted = look
            gap = round(size * 0.3) if self.text() else 0
            self.setIconSize(QSize(size + gap, size))
            icon = QIcon()
            for tint, mode in ((color, QIcon.Mode.Normal), (off, QIcon.Mode.Disabled)):
                icon.addPixmap(self._with_gap(tinted_pixmap(self._icon_name, tint, size), gap), mode)
            self.setIcon(icon)

    def _with_gap(self, picture: QPixmap, gap: int) -> QPixmap:
        """Room between the icon and its text, where Qt leaves but 4 px."""
        if not gap:
            return picture
        ratio = picture.devicePixelRatio()
        wide = QPixmap(picture.width() + round(gap * ratio), picture.height())
        wide.setDevicePixelRatio(ratio)
        wide.fill(QtCore.Qt.GlobalColor.transparent)
        painter = QPainter(wide)
        mirrored = self.layoutDirection() == QtCore.Qt.LayoutDirection.RightToLeft
        painter.drawPixmap(gap if mirrored else 0, 0, picture)
        painter.end()
        return wide


def paint_inner_ring(widget: QWidget, color: QColor, radius: float = 7.0) -> None:
    """Keyboard focus on a filled control: a 2 px ring just inside its edge."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 2))
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(4, 4, -4, -4), radius, radius)
    painter.end()


def button(text: str, kind: str = "plain", icon: str = "", *, tall: bool = False) -> Button:
    """A button of a kind: plain, primary, danger, quiet, link or square (an icon alone, named afterwards).

    A primary button is 52 px high, the others 44; `tall` makes one as high as the primary beside it.

    Raises:
        ValueError: when there is no such kind.
    """
    return Button(text, kind, icon, tall=tall)


def icon_button(icon: str, name: str, kind: str = "quiet") -> Button:
    """A button with an icon alone; `name` is read aloud and shown as its tip."""
    made = Button("", kind, icon)
    made.setProperty("shape", "square")
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


def label(text: str, role: str = "text", *, wrap: bool = False) -> QLabel:
    """Text in one of the type's roles. It is always plain: what people typed is never markup.

    Raises:
        ValueError: when there is no such role.
    """
    if role not in LABEL_ROLES:
        raise ValueError(f"no label role {role!r}")
    made = QLabel()
    _plain(made, role)
    made.setText(text)
    made.setWordWrap(wrap)
    return made


def _plain(made: QLabel, role: str) -> None:
    made.setProperty("textFormat", PLAIN_TEXT)
    made.setProperty("role", role)


class IconLabel(QLabel):
    """A line icon in the colour the style sheet gives to its text; decoration, not read aloud."""

    def __init__(self, icon: str, size: int = 20) -> None:
        super().__init__()
        self._icon, self._size = icon, size
        self._tint()

    def set_icon(self, icon: str) -> None:
        """Shows another icon."""
        self._icon = icon
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self._tint()

    def _tint(self) -> None:
        size = round(self._size * max(1.0, self.fontInfo().pixelSize() / 14))
        self.setPixmap(tinted_pixmap(self._icon, self.palette().color(QPalette.ColorRole.WindowText), size))


class Card(QFrame):
    """A rounded panel.

    Attributes:
        body: where its content goes.
        header: the title's row; add what belongs at its right end.
    """

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 18)
        outer.setSpacing(12)
        self.header = QHBoxLayout()
        self.header.setSpacing(8)
        self.title = label(title, "panel")
        self.header.addWidget(self.title, 1)
        outer.addLayout(self.header)
        self.title.setVisible(bool(title))
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        outer.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        """Names the panel; an empty title takes no room."""
        self.title.setText(title)
        self.title.setVisible(bool(title))


class Chip(QFrame):
    """A pill that says one thing; tone is neutral, accent, good, warn or danger."""

    def __init__(self, text: str, tone: str = "neutral", icon: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 11, 0)
        row.setSpacing(5)
        if icon:
            row.addWidget(IconLabel(icon, 14))
        self._label = label("", "small")
        row.addWidget(self._label)
        self.set_text(text)
        self.set_tone(tone)

    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Says something else."""
        self._label.setText(text)
        self.setAccessibleName(text)

    def set_tone(self, tone: str) -> None:
        """Raises: ValueError: when there is no such tone."""
        if tone not in TONES:
            raise ValueError(f"no tone {tone!r}")
        restyle(self, tone=tone)


class Avatar(QLabel):
    """Initials in a circle; decoration beside a name that is written out."""

    def __init__(self, initials: str, tone: str = "accent") -> None:
        super().__init__()
        _plain(self, "avatar")
        self.setText(initials)
        self.setProperty("tone", tone)
        self.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)


class Mark(QLabel):
    """The program's mark; decoration beside its name."""

    def __init__(self) -> None:
        super().__init__()
        _plain(self, "mark")
        self.setText("mn")


class ElidedLabel(QLabel):
    """One line that ends in "…" when the room is short; its tip and accessible name hold all of it."""

    def __init__(self, text: str = "", role: str = "text") -> None:
        super().__init__()
        _plain(self, role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._full = ""
        self.set_text(text)

    def full_text(self) -> str:
        """The text, whether or not there is room for it."""
        return self._full

    def set_text(self, text: str) -> None:
        """Shows another text."""
        self._full = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._full) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self._elide()

    def _elide(self) -> None:
        room = max(self.width(), 24)
        metrics, shown = QFontMetrics(self.font()), self._full
        if self.isVisible() and metrics.horizontalAdvance(shown) > room:
            shown = metrics.elidedText(shown, QtCore.Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")


def hline() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("kind", "hline")
    line.setFixedHeight(1)
    return line
