"""The one place where the parts are put together: window first, everything heavy after its first picture."""

import gc
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from mnlog.errors import UserFacingError
from mnlog.paths import default_data_dir, resource_dir, settings_dir
from mnlog.settings import DATA_DIR, Settings
from mnlog.ui.appearance import Appearance
from mnlog.ui.collecting import Collector
from mnlog.ui.doors import Doors, Openers
from mnlog.ui.main_window import MainWindow
from mnlog.ui.theme import ThemeSource, load_fonts

if TYPE_CHECKING:
    from mnlog.domain.changes import Changes
    from mnlog.services.opening import OpenClinic, Resources
    from mnlog.ui.dialogs.bug_report import BugReport
    from mnlog.ui.faults import Faults
    from mnlog.ui.lock import Keeper
    from mnlog.ui.page import Context, Page
    from mnlog.ui.pages.set_up.answers import SetUpAnswers
    from mnlog.ui.pages.set_up.page import SetUpPage
    from mnlog.ui.tasks import Tasks
    from mnlog.ui.workspace import Workspace
    from mnlog.vault.kdf import KdfCost

ResultT = TypeVar("ResultT")

PAGES: Mapping[str, tuple[str, str]] = {
    "today": ("mnlog.ui.pages.today", "TodayPage"),
    "patients": ("mnlog.ui.pages.patients", "PatientsPage"),
    "patient": ("mnlog.ui.pages.patient", "PatientPage"),
    "session": ("mnlog.ui.pages.session", "SessionPage"),
    "stock": ("mnlog.ui.pages.stock", "StockPage"),
    "settings": ("mnlog.ui.pages.settings", "SettingsPage"),
}
"""Each page's name, module and class. A module is imported when its page is first shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOptions:
    """What the command line asked for.

    Attributes:
        data_dir: the clinic's folder; None for the one that was open last, else the usual one.
        demo: the made-up clinic.
    """

    data_dir: Path | None = None
    demo: bool = False


def run(options: StartOptions) -> int:
    """Shows the window and stays until it is closed."""
    app = make_application()
    program = Program(app, options, Settings.load(settings_dir() / "settings.json"))
    program.start()
    program.window.painted.connect(program.listen)
    status = app.exec()
    program.close()
    return status


def make_application() -> QApplication:
    """Qt's own object, with the name that desktops show and the style that the theme is made for."""
    app = QApplication([*sys.argv[:1], "-style", "fusion"])
    app.setApplicationName("MNLog")
    app.setDesktopFileName("mnlog")
    return app


class Program(QObject):
    """The running program: which of its faces the window shows, and the clinic that is open."""

    def __init__(
        self, app: QApplication, options: StartOptions, settings: Settings, *, cost: "KdfCost | None" = None
    ) -> None:
        """`cost` is what a try of a new clinic's passphrase costs; the usual cost unless given."""
        super().__init__()
        self.tasks: Tasks | None = None
        self._options, self._settings, self._cost = options, settings, cost
        self._resources = _Once(_load_resources)
        self._collector = Collector(self)
        self._theme = ThemeSource()
        load_fonts()
        self._appearance = Appearance(app, settings, self._theme)
        self._appearance.apply()
        self.window = MainWindow(settings)
        folder = options.data_dir or Path(settings.get(DATA_DIR) or default_data_dir())
        self.doors = Doors(self.window, self._theme, self._openers(), self._tasks, folder)
        self.doors.opened.connect(self.enter)
        self.clinic: OpenClinic | None = None
        self.workspace: Workspace | None = None
        self.keeper: Keeper | None = None
        self._bug_report: BugReport | None = None
        self._faults: Faults | None = None

    def start(self) -> None:
        """Shows what can be shown at once."""
        if self._options.demo:
            self.doors.show_welcome()
        else:
            self.doors.show_first()
        self.window.painted.connect(self._painted)
        self.window.show()

    def close(self) -> None:
        """Waits for what is under way, then lets everything go; a second time does nothing."""
        if not isValid(self.window):
            return
        self.window.hide()
        if self._faults is not None:
            self._faults.remove()
        if self.tasks is not None:
            self.tasks.close()
        if self.clinic is not None:
            self.clinic.close()
            self.clinic = None
        # Widgets go while Python still answers their events; at the end of the process it no longer does.
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._collector.stop()

    def show_set_up(self) -> "SetUpPage":
        """The guided set-up of a new clinic."""
        return self.doors.show_set_up()

    # -------------------------------------------------------------------------------------- a clinic

    def enter(self, clinic: "OpenClinic", notice: str = "") -> None:
        """Shows an open clinic, Today first; `notice` stands above every page."""
        from mnlog.ui.bus import Bus
        from mnlog.ui.lock import Keeper
        from mnlog.ui.numbing_watch import NumbingWatch
        from mnlog.ui.operations import Operations
        from mnlog.ui.page import Context
        from mnlog.ui.workspace import Workspace

        self.clinic = clinic
        if not notice:
            self._settings.set(DATA_DIR, str(clinic.folder.path))
        bus = Bus(self)
        context = Context(
            clinic=clinic,
            bus=bus,
            operations=Operations(bus),
            tasks=self._tasks(),
            theme=self._theme,
            settings=self._settings,
        )
        self.keeper = Keeper(self.window, context)
        pages = {name: _page_factory(*place) for name, place in PAGES.items()}
        self.workspace = Workspace(context, pages, notice)
        self.workspace.lock_asked.connect(self.keeper.lock)
        self.workspace.appearance_changed.connect(self._appearance.apply)
        watch = NumbingWatch(context, self)
        watch.called.connect(self.keeper.pass_on)
        bus.changed.connect(self._changed)
        self.window.show_only(self.workspace)

    def _changed(self, changes: "Changes") -> None:
        from mnlog.domain.records import Clinic

        if self.clinic is not None and self.keeper is not None and changes.touches(Clinic):
            self.keeper.follow_clinic(self.clinic.clinic.clinic())

    # --------------------------------------------------------------------------- after the first paint

    @Slot()
    def _painted(self) -> None:
        from mnlog.ui.theme import load_script_fonts

        self._tasks().run(self._resources.get, done=lambda _resources: None, failed=self._explain)
        load_script_fonts()
        self._appearance.apply()
        if self._options.demo:
            self.doors.open_demo(self.doors.show_welcome())

    @Slot()
    def listen(self) -> None:
        """Catches errors nobody expected, and the system's request to end; once per process."""
        from mnlog.ui.faults import Faults
        from mnlog.ui.stopping import StopSignals

        gc.freeze()  # what was imported so far stays, and need not be looked through again
        self._faults = Faults(self)
        self._faults.happened.connect(self.show_fault)
        self._faults.install(settings_dir())
        StopSignals(self).stop_asked.connect(self.window.close)

    @Slot(str)
    def show_fault(self, report: str) -> None:
        """Tells of an error in a corner of the window."""
        from mnlog.ui.dialogs.bug_report import BugReport

        if self._bug_report is None:
            self._bug_report = BugReport(self._theme, self.window)
        self._bug_report.show_report(report)

    def _explain(self, problem: UserFacingError) -> None:
        banner = getattr(self.window.shown(), "banner", None)
        if banner is not None:
            banner.show_error(problem)

    def _openers(self) -> Openers:
        return Openers(
            by_passphrase=lambda folder, words: _open_clinic(folder, self._resources.get(), words),
            by_set_up=lambda folder, given: _set_up_clinic(folder, self._resources.get(), given, self._cost),
            demo=lambda: _open_demo_clinic(self._demo_folder(), self._resources.get()),
        )

    def _demo_folder(self) -> Path:
        named = self._options.data_dir if self._options.demo else None
        return named or default_data_dir().with_name("demo")

    def _tasks(self) -> "Tasks":
        from mnlog.ui.tasks import Tasks

        if self.tasks is None:
            self.tasks = Tasks(self)
        return self.tasks


class _Once(Generic[ResultT]):
    """Makes something when it is first asked for; threads that ask meanwhile wait for it."""

    def __init__(self, make: Callable[[], ResultT]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: list[ResultT] = []

    def get(self) -> ResultT:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


def _load_resources() -> "Resources":
    """Everything heavy that the first page needs, imported beside the window."""
    from mnlog.domain.vocabulary_file import load_vocabulary
    from mnlog.domain.wording_file import load_wording
    from mnlog.services.opening import Resources

    import_module("mnlog.ui.workspace")
    folder = resource_dir()
    return Resources(
        folder=folder,
        vocabulary=load_vocabulary(folder / "vocabulary"),
        wording=load_wording(folder / "wording" / "en.toml"),
    )


def _open_clinic(folder: Path, resources: "Resources", passphrase: str) -> "OpenClinic":
    from mnlog.services.opening import open_clinic

    return open_clinic(folder, resources, passphrase)


def _set_up_clinic(
    folder: Path, resources: "Resources", answers: "SetUpAnswers", cost: "KdfCost | None"
) -> "OpenClinic":
    from mnlog.domain.terms import PaperSize
    from mnlog.services.clinic import PractitionerDraft
    from mnlog.services.opening import ClinicDraft, set_up_clinic

    opened = set_up_clinic(
        folder,
        resources,
        ClinicDraft(**answers.clinic),
        PractitionerDraft(**answers.practitioner),
        answers.passphrase,
        cost=cost,
    )
    if answers.paper_size != opened.clinic.clinic().paper_size:
        opened.clinic.change_clinic(paper_size=PaperSize(answers.paper_size))
    return opened


def _open_demo_clinic(folder: Path, resources: "Resources") -> "tuple[OpenClinic, str]":
    from mnlog.demo.clinic import DEMO_PIN, demo_clinic

    return demo_clinic(folder, resources), DEMO_PIN


def _page_factory(module: str, name: str) -> "Callable[[Context], Page]":
    def make(context: "Context") -> "Page":
        page: Page = getattr(import_module(module), name)(context)
        return page

    return make
