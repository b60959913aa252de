"""Settings of this computer: light or dark, how large text is, sounds and movements."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mnlog.settings import MOTION, SOUNDS, TEXT_SCALE, THEME, SettingKey, Theme
from mnlog.ui.forms import Field
from mnlog.ui.page import Context
from mnlog.ui.widgets.basics import Card, label
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented

_SIZES = (100, 110, 125, 150, 175, 200)


class AppearanceSettings(QWidget):
    """How the program looks on this computer, for everybody who works at it.

    Signals:
        saved: something was saved.
        look_changed: light, dark or the text's size was chosen anew; whoever applies it reads the settings.
    """

    saved = Signal()
    look_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._settings = context.settings
        self._theme = Segmented(
            [
                (Theme.SYSTEM.value, self.tr("As the desktop")),
                (Theme.LIGHT.value, self.tr("Light")),
                (Theme.DARK.value, self.tr("Dark")),
            ],
            self.tr("Colours"),
        )
        sizes = [(str(size), self.tr("{n} %").format(n=size)) for size in _SIZES]
        self._size = ChoiceChips(sizes, self.tr("Size of text"))
        self._sounds = self._tick(self.tr("A sound when numbing is ready or has to come off"), SOUNDS)
        self._motion = self._tick(self.tr("Small movements when something on the screen changes"), MOTION)
        self._theme.chosen.connect(self._choose_theme)
        self._size.chosen.connect(self._choose_size)
        look = Card(self.tr("Look"))
        look.body.addWidget(Field(self.tr("Colours"), self._theme))
        look.body.addWidget(Field(self.tr("Size of text"), self._size))
        attention = Card(self.tr("Attention"))
        attention.body.setSpacing(0)
        attention.body.addWidget(self._sounds)
        attention.body.addWidget(self._motion)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(look)
        column.addWidget(attention)
        note = self.tr("This holds for this computer, whoever works at it.")
        column.addWidget(label(note, "secondary", wrap=True))
        column.addStretch(1)

    def show_settings(self) -> None:
        """Shows what is stored."""
        self._theme.set_value(self._settings.get(THEME).value)
        percent = round(self._settings.get(TEXT_SCALE) * 100)
        self._size.set_value(str(percent) if percent in _SIZES else None)
        self._sounds.setChecked(self._settings.get(SOUNDS))
        self._motion.setChecked(self._settings.get(MOTION))

    def _tick(self, text: str, key: SettingKey[bool]) -> QCheckBox:
        made = QCheckBox(text.replace("&", "&&"))
        made.clicked.connect(lambda checked: self._keep_tick(key, is_on=checked))
        return made

    def _keep_tick(self, key: SettingKey[bool], *, is_on: bool) -> None:
        self._settings.set(key, is_on)
        self.saved.emit()

    def _choose_theme(self, name: str) -> None:
        self._settings.set(THEME, Theme(name))
        self.saved.emit()
        self.look_changed.emit()

    def _choose_size(self, percent: str) -> None:
        self._settings.set(TEXT_SCALE, int(percent) / 100)
        self.saved.emit()
        self.look_changed.emit()
