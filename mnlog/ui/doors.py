"""The ways into a clinic: sign-in, set-up, the demo, another folder. Each opens one beside the window.

What opens it is handed in, because making and opening a clinic is put together by the program.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mnlog.errors import ClinicUnavailableError, UserFacingError
from mnlog.ui.main_window import MainWindow
from mnlog.ui.theme import ThemeSource

if TYPE_CHECKING:
    from mnlog.services.opening import OpenClinic
    from mnlog.ui.pages.set_up.answers import SetUpAnswers
    from mnlog.ui.pages.set_up.page import SetUpPage
    from mnlog.ui.pages.sign_in import SignInPage
    from mnlog.ui.pages.welcome import WelcomePage
    from mnlog.ui.tasks import Tasks

_REFUSED = {
    "foreign": (
        "There are other files in the folder {folder}. Nothing in it was changed.",
        "Choose an empty folder for the clinic.",
    ),
    "damaged": (
        "Part of the clinic in the folder {folder} is missing or damaged. Nothing in it was changed.",
        "Copy the whole folder to a safe place first, then put back what is missing from a backup.",
    ),
    "clinic": (
        "There is a clinic in the folder {folder} already. It was left as it is.",
        "Open it as an existing clinic folder.",
    ),
}
"""Why no clinic can be made in a folder of this status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Openers:
    """What opens a clinic; each is called in a worker thread.

    Attributes:
        by_passphrase: an existing one.
        by_set_up: a new one.
        demo: the made-up one, with its PIN.
    """

    by_passphrase: "Callable[[Path, str], OpenClinic]"
    by_set_up: "Callable[[Path, SetUpAnswers], OpenClinic]"
    demo: "Callable[[], tuple[OpenClinic, str]]"


class Doors(QObject):
    """Shows the pages before a clinic is open, until one is.

    Signals:
        opened (OpenClinic, str): a clinic is open; the text is a notice that stands above its pages.
    """

    opened = Signal(object, str)

    def __init__(
        self,
        window: MainWindow,
        theme: ThemeSource,
        openers: Openers,
        tasks: "Callable[[], Tasks]",
        folder: Path,
    ) -> None:
        """`tasks` gives the threads, which are made when they are first needed."""
        super().__init__(window)
        self._window, self._theme, self._openers, self._tasks = window, theme, openers, tasks
        self._folder = folder

    def show_first(self) -> None:
        """The sign-in where there is a clinic, else the welcome."""
        if has_clinic(self._folder):
            self.show_sign_in()
        else:
            self.show_welcome()

    def show_welcome(self) -> "WelcomePage":
        """No clinic yet."""
        from mnlog.ui.pages.welcome import WelcomePage

        page = WelcomePage(self._theme, self._folder)
        page.set_up_asked.connect(lambda: self._begin_set_up(page))
        page.demo_asked.connect(lambda: self.open_demo(page))
        page.open_asked.connect(lambda: self._choose_existing(page))
        page.folder_asked.connect(lambda: self._choose_folder(page))
        self._window.show_only(page)
        return page

    def show_sign_in(self) -> "SignInPage":
        """There is a clinic; its passphrase is asked for."""
        from mnlog.ui.pages.sign_in import SignInPage

        page = SignInPage(self._theme, self._folder)
        page.submitted.connect(lambda passphrase: self._open(page, passphrase))
        page.other_clinic_asked.connect(self.show_welcome)
        self._window.show_only(page)
        return page

    def show_set_up(self) -> "SetUpPage":
        """The guided set-up of a new clinic."""
        from mnlog.ui.pages.set_up.page import SetUpPage

        page = SetUpPage(self._theme, self._folder)
        page.finished.connect(lambda answers: self._set_up(page, answers))
        page.cancelled.connect(self.show_welcome)
        page.folder_asked.connect(lambda: self._choose_folder(page))
        self._window.show_only(page)
        return page

    def open_folder(self, folder: Path, page: "WelcomePage") -> None:
        """Asks for the passphrase of a clinic that lies somewhere else."""
        if has_clinic(folder):
            self._folder = folder
            self.show_sign_in()
            return
        self._tasks().run(
            lambda: refusal(folder) or _no_clinic(folder), done=page.show_error, failed=page.show_error
        )

    def open_demo(self, page: "WelcomePage") -> None:
        """Opens the made-up clinic, without asking."""
        page.start(page.tr("Preparing the demo clinic. The first time takes a little longer."))
        notice = page.tr("Demo clinic: nothing here is real. The PIN is {pin}.")
        self._tasks().run(
            self._openers.demo,
            done=lambda made: self.opened.emit(made[0], notice.format(pin=made[1])),
            failed=page.show_error,
        )

    def _open(self, page: "SignInPage", passphrase: str) -> None:
        page.start()
        folder = self._folder
        self._tasks().run(
            lambda: self._openers.by_passphrase(folder, passphrase),
            done=lambda clinic: self.opened.emit(clinic, ""),
            failed=page.show_error,
        )

    def _set_up(self, page: "SetUpPage", answers: "SetUpAnswers") -> None:
        page.start()
        folder = self._folder

        def made() -> "OpenClinic":
            problem = refusal(folder)
            if problem is not None:
                raise problem
            return self._openers.by_set_up(folder, answers)

        self._tasks().run(made, done=lambda clinic: self.opened.emit(clinic, ""), failed=page.show_error)

    def _begin_set_up(self, page: "WelcomePage") -> None:
        def judged(problem: UserFacingError | None) -> None:
            if problem is None:
                self.show_set_up()
            else:
                page.show_error(problem)

        folder = self._folder
        page.start(page.tr("Looking at the folder …"))
        self._tasks().run(lambda: refusal(folder), done=judged, failed=page.show_error)

    def _choose_existing(self, page: "WelcomePage") -> None:
        chosen = _ask_for_folder(page, page.tr("The clinic's folder"), self._folder.parent)
        if chosen is not None:
            self.open_folder(chosen, page)

    def _choose_folder(self, page: "WelcomePage | SetUpPage") -> None:
        chosen = _ask_for_folder(page, page.tr("Where the new clinic is kept"), Path.home())
        if chosen is not None:
            self._folder = chosen
            page.clear_message()
            page.show_folder(chosen)


def has_clinic(folder: Path) -> bool:
    """Whether a folder has a key file, without importing what could read it."""
    return (folder / "vault.json").exists()


def refusal(folder: Path) -> UserFacingError | None:
    """What speaks against making a clinic in a folder; None when nothing does.

    Raises:
        ClinicUnavailableError: when it is not a folder or cannot be read.
    """
    from mnlog.services.opening import folder_status

    sentences = _REFUSED.get(folder_status(folder).value)
    if sentences is None:
        return None
    return ClinicUnavailableError(sentences[0].format(folder=folder), sentences[1])


def _no_clinic(folder: Path) -> UserFacingError:
    return ClinicUnavailableError(
        f"There is no clinic in the folder {folder}.", "Choose another folder, or set up a new clinic."
    )


def _ask_for_folder(parent: QWidget, title: str, near: Path) -> Path | None:
    from PySide6.QtWidgets import QFileDialog

    chosen = QFileDialog.getExistingDirectory(parent, title, str(near))
    return Path(chosen) if chosen else None
