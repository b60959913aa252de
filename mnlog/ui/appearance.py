"""Light or dark and how large: from the settings, or as the desktop has them, while the program runs."""

from PySide6 import QtCore
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from mnlog.settings import TEXT_SCALE, THEME, Settings, Theme
from mnlog.ui.theme import ThemeSource


class Appearance(QObject):
    """Keeps the look in step with the settings and the desktop."""

    def __init__(self, app: QApplication, settings: Settings, theme: ThemeSource) -> None:
        super().__init__(app)
        self._app, self._settings, self._theme = app, settings, theme
        app.styleHints().colorSchemeChanged.connect(self.apply)

    @Slot()
    def apply(self) -> None:
        """Gives the program the look that is wanted now; nothing happens when it has it."""
        wanted = (self.name(), self._settings.get(TEXT_SCALE))
        current = self._theme.current
        if wanted != (current.name, current.scale) or not self._app.styleSheet():
            self._theme.apply(self._app, *wanted)

    def name(self) -> str:
        """The theme that is wanted: light or dark, as `Theme` names it."""
        chosen = self._settings.get(THEME)
        if chosen is not Theme.SYSTEM:
            return chosen.value
        return (Theme.DARK if self._is_desktop_dark() else Theme.LIGHT).value

    def _is_desktop_dark(self) -> bool:
        """At first by the desktop's own palette, which is quick; by what it says once the palette is ours."""
        if not self._app.styleSheet():
            palette, role = self._app.palette(), QPalette.ColorRole
            return palette.color(role.WindowText).lightness() > palette.color(role.Window).lightness()
        return self._app.styleHints().colorScheme() == QtCore.Qt.ColorScheme.Dark
