"""One table of named tokens for light and dark, and what is made of it: style sheet, depth colours, icons.

A widget that paints itself is handed a `ThemeSource` and reads `source.current`; everything else gets its
look from the style sheet by its `kind`, `role` or `tone` property. Token values come from the drawings of the
screens; text tokens reach WCAG AA (4.5:1) on every ground they meet, as `tests/ui/test_theme.py` computes.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from mnlog.paths import resource_dir

FAMILY = "Inter"
SCRIPT_FAMILIES = ("Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans SC", "Noto Sans JP")

TOKENS: dict[str, tuple[str, str]] = {
    "paper": ("#F6F4F0", "#121817"),
    "card": ("#FFFFFF", "#1A2221"),
    "soft": ("#EFECE6", "#26302E"),
    "line": ("#E5E0D8", "#2C3735"),
    "line_strong": ("#CFC8BC", "#43514E"),
    "ink": ("#1D2726", "#E8EEEC"),
    "muted": ("#5B6663", "#9DABA7"),
    "accent": ("#0E5A59", "#4FB3AC"),
    "accent_hover": ("#0A4A49", "#68C2BB"),
    "accent_soft": ("#E3F0EE", "#16322F"),
    "accent_mid": ("#9CCBC3", "#2F6B66"),
    "on_accent": ("#FFFFFF", "#06201E"),
    "rail": ("#12322F", "#0C1312"),
    "rail_on": ("#1F4B46", "#1B3632"),
    "rail_text": ("#CFE0DC", "#CFE0DC"),
    "rail_bright": ("#FFFFFF", "#FFFFFF"),
    "rail_focus": ("#8FD3CC", "#4FB3AC"),
    "rail_badge": ("#F2C879", "#E0AE5A"),
    "rail_badge_text": ("#2A1D05", "#2A1D05"),
    "rail_logo": ("#E8F2EF", "#16322F"),
    "rail_logo_text": ("#0E5A59", "#4FB3AC"),
    "warn": ("#8F5B0E", "#E0AE5A"),
    "warn_soft": ("#FCF1DD", "#33280F"),
    "danger": ("#A5281F", "#F0948A"),
    "danger_soft": ("#FBE9E6", "#3A1B18"),
    "on_danger": ("#FFFFFF", "#2A0D0A"),
    "on_warn": ("#FFFFFF", "#2A1D05"),
    "good": ("#2C7049", "#7CC79A"),
    "good_soft": ("#E6F3EA", "#17301F"),
    "on_good": ("#FFFFFF", "#0B2114"),
    "toast": ("#1D2726", "#E8EEEC"),
    "toast_text": ("#FFFFFF", "#121817"),
    "toast_action": ("#8FD3CC", "#0A4A49"),
    "figure_skin": ("#FAF3EB", "#283230"),
    "figure_shade": ("#F7EFE6", "#222B29"),
    "figure_line": ("#D8CCBD", "#46534F"),
    "figure_hair": ("#D9CBBA", "#3A4743"),
    "figure_feature": ("#9A8B7B", "#8A8378"),
    "figure_eye": ("#FFFFFF", "#DDE4E1"),
    "figure_iris": ("#7C6D5E", "#5E574E"),
    "figure_lip": ("#E3B7A6", "#6A4B43"),
    "zone_empty": ("#FDFAF6", "#2E3A37"),
    "zone_line": ("#B3A797", "#63736E"),
    "depth_1": ("#FBE3D0", "#4A2F2A"),
    "depth_2": ("#F7C3A0", "#7A4636"),
    "depth_3": ("#EE9878", "#B0634B"),
    "depth_4": ("#D86A68", "#DB7F6C"),
    "depth_5": ("#A8416A", "#F0A7A0"),
    "depth_6": ("#6C2A5E", "#FBDDE6"),
}
"""Colours by name: by day, by night."""

DEPTH_STOPS_UM = (250, 500, 750, 1000, 1500, 3000)
"""Depths at which the six colours stand; between two of them the colour is mixed."""

SIZES: dict[str, int] = {
    "title": 26,
    "patient": 19,
    "panel": 16,
    "text": 14,
    "secondary": 13,
    "small": 12,
    "figure": 38,
    "control": 44,
    "primary": 52,
    "chip": 28,
    "avatar": 44,
}
"""Font and control sizes in pixels at text scale 1.0; all of them grow with the scale."""

RADIUS_PANEL = 14
RADIUS_CONTROL = 10

_PLACEHOLDER = re.compile(r"@([a-z_]+[0-9]*)(?:\*([0-9.]+))?")


def _mix(a: QColor, b: QColor, share: float) -> QColor:
    parts = (
        round(x + (y - x) * share)
        for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    )
    return QColor(*parts)


def _luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(a: QColor, b: QColor) -> float:
    """Contrast ratio of two opaque colours, 1.0 to 21.0 (WCAG 2.2, "contrast ratio")."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True)
class Theme:
    """The tokens of one theme at one text scale.

    Attributes:
        name: "light" or "dark".
        scale: text scale from 1.0 to 2.0; fonts and controls grow with it, hairlines and radii do not.
    """

    name: str
    scale: float = 1.0

    @classmethod
    def light(cls, scale: float = 1.0) -> "Theme":
        """Paper ground, deep teal."""
        return cls("light", scale)

    @classmethod
    def dark(cls, scale: float = 1.0) -> "Theme":
        """For a dimmed treatment room."""
        return cls("dark", scale)

    @property
    def is_dark(self) -> bool:
        """True for the dark theme."""
        return self.name == "dark"

    def color(self, token: str) -> QColor:
        """Colour of a token.

        Raises:
            KeyError: when there is no such token.
        """
        return QColor(TOKENS[token][self.is_dark])

    def px(self, size: float | str) -> int:
        """Pixels at this scale, of a number or a named size ("text", "control" …)."""
        return round((SIZES[size] if isinstance(size, str) else size) * self.scale)

    def font(
        self, size: float | str, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False
    ) -> QFont:
        """The interface font for widgets that paint their own text; `tabular` for figures alone."""
        font = QFont(FAMILY)
        font.setPixelSize(self.px(size))
        font.setWeight(weight)
        return tabular_font(font) if tabular else font

    def depth_color(self, depth_um: int) -> QColor:
        """Colour of a needle depth: falling lightness by day, rising by night."""
        colors = [self.color(f"depth_{n}") for n in range(1, 7)]
        if depth_um <= DEPTH_STOPS_UM[0]:
            return colors[0]
        for n in range(1, len(DEPTH_STOPS_UM)):
            low, high = DEPTH_STOPS_UM[n - 1], DEPTH_STOPS_UM[n]
            if depth_um <= high:
                return _mix(colors[n - 1], colors[n], (depth_um - low) / (high - low))
        return colors[-1]

    def depth_text_color(self, depth_um: int) -> QColor:
        """A colour that reaches AA on the depth's colour; plain black only in the middle of the ramp."""
        ground = self.depth_color(depth_um)
        for name in ("#2A1220", "#FFFFFF"):
            if contrast(QColor(name), ground) >= 4.5:
                return QColor(name)
        return QColor("#000000")

    def stylesheet(self, scale: float | None = None) -> str:
        """The style sheet with every `@token` and `@size*factor` filled in.

        Raises:
            KeyError: when the sheet names a token that is in no table.
        """
        theme = self if scale is None else Theme(self.name, scale)
        folder = resource_dir() / "theme"
        names = {name: pair[self.is_dark] for name, pair in TOKENS.items()}
        names |= {f"{name}_px": f"{theme.px(name)}px" for name in SIZES}
        names |= {"panel_radius": f"{RADIUS_PANEL}px", "control_radius": f"{RADIUS_CONTROL}px"}
        names |= {f"{name}_inner_px": f"{theme.px(name) - 4}px" for name in ("control", "primary")}
        names |= {"theme_dir": folder.as_posix(), "theme_name": self.name}

        def fill(match: re.Match[str]) -> str:
            if match[2] is None:
                return names[match[1]]
            size = theme.px(float(match[2]))
            return f"{ {'px': size, 'half': size // 2, 'ring': (size + 2) // 2}[match[1]] }px"

        return _PLACEHOLDER.sub(fill, (folder / "app.qss").read_text(encoding="utf-8"))

    def palette(self) -> QPalette:
        """What Fusion draws where the style sheet says nothing."""
        palette = QPalette()
        role = QPalette.ColorRole
        for names, token in (
            ((role.Window, role.AlternateBase), "paper"),
            ((role.Base, role.Button, role.ToolTipBase), "card"),
            ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), "ink"),
            ((role.PlaceholderText,), "muted"),
            ((role.Highlight, role.Link, role.Accent), "accent"),
            ((role.HighlightedText,), "on_accent"),
        ):
            for name in names:
                palette.setColor(name, self.color(token))
        for name in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, name, self.color("muted"))
        return palette

    def icon(self, name: str, tint: str = "ink", size: int = 20) -> QIcon:
        """A line icon tinted by the token `tint`; its disabled state is tinted `muted`.

        Raises:
            FileNotFoundError: when there is no such icon.
        """
        return tinted_icon(name, self.color(tint), self.px(size), disabled=self.color("muted"))


def tabular_font(font: QFont) -> QFont:
    """The font with figures of one width, so that columns line up and clocks do not jump.

    For figures only: it widens the hyphen too, which looks like a gap in words.
    """
    even = QFont(font)
    even.setFeature(QFont.Tag("tnum"), 1)
    return even


def tinted_pixmap(name: str, color: QColor, size: int, *, stroke: float = 2.0) -> QPixmap:
    """A line icon of `size` logical pixels, drawn at the screen's pixel ratio.

    Args:
        name: of a file in `resources/icons`.
        color: of its lines.
        size: width and height.
        stroke: width of its lines on the icon's own grid of 24.

    Raises:
        FileNotFoundError: when there is no such icon.
    """
    text = (resource_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    text = text.replace("currentColor", color.name()).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    renderer = QSvgRenderer(QByteArray(text.encode()))
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    pixmap.setDevicePixelRatio(ratio)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def tinted_icon(name: str, color: QColor, size: int, *, disabled: QColor) -> QIcon:
    """An icon in one colour, and in another one while disabled."""
    icon = QIcon(tinted_pixmap(name, color, size))
    icon.addPixmap(tinted_pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return icon


class ThemeSource(QObject):
    """The theme in force, handed to each widget that paints itself.

    Signals:
        changed: the theme or the text scale is another one; read `current` again.
    """

    changed = Signal()

    def __init__(self, theme: Theme | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current = theme or Theme.light()

    @property
    def current(self) -> Theme:
        """The theme in force."""
        return self._current

    def apply(self, app: QApplication, name: str, scale: float = 1.0) -> None:
        """Gives the whole application the theme `name` ("light" or "dark") at a text scale."""
        self._current = Theme(name, scale)
        apply(app, self._current)
        self.changed.emit()


def apply(app: QApplication, theme: Theme) -> None:
    """Font, palette and style sheet, on the ground of Fusion. Load the fonts first."""
    app.setFont(theme.font("text"))
    app.setPalette(theme.palette())
    app.setStyleSheet(theme.stylesheet())


def _add_fonts(folders: list[Path]) -> None:
    for folder in folders:
        for path in sorted(folder.glob("*.ttf")):
            if QFontDatabase.addApplicationFont(str(path)) < 0:
                raise FileNotFoundError(f"font {path.name} cannot be read")


def load_fonts() -> None:
    """The interface font alone, so that the first window is not kept waiting.

    Raises:
        FileNotFoundError: when a bundled font is damaged.
    """
    _add_fonts([resource_dir() / "fonts" / "inter"])


def load_script_fonts() -> None:
    """Arabic, Hebrew, Chinese and Japanese, once the first window stands.

    Raises:
        FileNotFoundError: when a bundled font is damaged.
    """
    _add_fonts(sorted((resource_dir() / "fonts").glob("noto-*")))
    QFont.insertSubstitutions(FAMILY, list(SCRIPT_FAMILIES))
