"""Where no clinic is open: set one up, look around in a made-up one, or open an existing folder."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.errors import UserFacingError
from mnlog.ui.front import FrontPage, Progress
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Button, ElidedLabel, button, label

WIDTH = 560


class WelcomePage(FrontPage):
    """Three ways to begin.

    Signals:
        set_up_asked: a new clinic, in the folder that is shown.
        demo_asked: the made-up clinic.
        open_asked: a person wants to choose an existing clinic's folder.
        folder_asked: the new clinic is to lie somewhere else.
    """

    set_up_asked = Signal()
    demo_asked = Signal()
    open_asked = Signal()
    folder_asked = Signal()

    def __init__(self, theme: ThemeSource, folder: Path) -> None:
        super().__init__(theme, WIDTH)
        self.set_up_button = button(self.tr("Set up your clinic"), "primary")
        self.demo_button = button(self.tr("Look around in the demo clinic"), tall=True)
        self.open_button = button(self.tr("Open an existing clinic folder…"), tall=True)
        self.progress = Progress()
        self._change = button(self.tr("Change…"), "link")
        self._folder = ElidedLabel("", "secondary")
        self._build_card()
        self.show_folder(folder)
        self.set_up_button.clicked.connect(self.set_up_asked)
        self.demo_button.clicked.connect(self.demo_asked)
        self.open_button.clicked.connect(self.open_asked)
        self.setFocusProxy(self.set_up_button)

    def show_folder(self, folder: Path) -> None:
        """Says where a new clinic will lie."""
        self._folder.set_text(self.tr("A new clinic is kept in {folder}").format(folder=folder))

    def show_error(self, problem: UserFacingError) -> None:
        """Says what keeps a folder from being used, and lets the person choose again."""
        self.stop()
        self.banner.show_error(problem)

    def start(self, text: str) -> None:
        """Something that takes a while has begun."""
        self.clear_message()
        self.progress.start(text)
        self._allow(False)

    def stop(self) -> None:
        """It is over."""
        self.progress.stop()
        self._allow(True)

    def _build_card(self) -> None:
        body = self.card.body
        body.addWidget(label(self.tr("Welcome"), "title"))
        words = self.tr(
            "MNLog keeps your treatment records on this computer, encrypted, and nowhere else. "
            "Setting up takes about two minutes."
        )
        body.addWidget(label(words, "muted", wrap=True))
        body.addSpacing(4)
        for made, hint in (
            (self.set_up_button, ""),
            (self.demo_button, self.tr("Made-up patients; nothing you do there is kept with yours.")),
            (self.open_button, self.tr("A folder from another computer, a disk or a backup.")),
        ):
            body.addWidget(_choice(made, hint))
        body.addWidget(self.progress)
        self._change.setAccessibleName(self.tr("Change where a new clinic is kept"))
        self._change.clicked.connect(self.folder_asked)
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.addWidget(self._folder, 1)
        row.addWidget(self._change)
        self.foot.addLayout(row)

    def _allow(self, allowed: bool) -> None:
        for made in (self.set_up_button, self.demo_button, self.open_button, self._change):
            made.setEnabled(allowed)


def _choice(made: Button, hint: str) -> QWidget:
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(made)
    if hint:
        made.setAccessibleDescription(hint)
        column.addWidget(label(hint, "secondary", wrap=True))
    return row
