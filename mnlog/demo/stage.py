"""What the demo and the pictures share: the program without a display, and pictures of its window."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from mnlog.app import Program, StartOptions, make_application
from mnlog.demo.hands import Hands
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.domain.wording_file import load_wording
from mnlog.paths import resource_dir
from mnlog.services.opening import OpenClinic, Resources
from mnlog.settings import MOTION, TEXT_SCALE, THEME, Settings, Theme

SCREEN = {
    "name": "stage",
    "x": 0,
    "y": 0,
    "width": 1920,
    "height": 1080,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1.0,
}


def needs_no_display() -> None:
    """Lets Qt draw without a display, on a large screen; to be called before the application is made."""
    screen = Path(tempfile.mkdtemp(prefix="mnlog-screen-")) / "screen.json"
    screen.write_text(json.dumps({"screens": [SCREEN]}))
    # Relative, since a drive's colon would end the option it stands in.
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={Path(os.path.relpath(screen)).as_posix()}"
    os.environ.pop("QT_SCALE_FACTOR", None)


def load_resources() -> Resources:
    """What travels with the program."""
    folder = resource_dir()
    return Resources(
        folder=folder,
        vocabulary=load_vocabulary(folder / "vocabulary"),
        wording=load_wording(folder / "wording" / "en.toml"),
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """The running program with hands on it."""

    program: Program
    hands: Hands

    def picture(self, path: Path) -> None:
        """Keeps what the window shows."""
        picture_of(self.program.window, path)


def application() -> QApplication:
    """The one application of this process."""
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else make_application()


def set_stage(
    app: QApplication,
    clinic: OpenClinic | None,
    size: QSize,
    *,
    folder: Path,
    theme: str = "light",
    scale: float = 1.0,
) -> Stage:
    """The program with a clinic open, or before one is.

    Args:
        folder: the clinic's folder, for what is shown before it is open.
    """
    settings = Settings.load(Path(tempfile.mkdtemp(prefix="mnlog-stage-")) / "settings.json")
    settings.set(THEME, Theme(theme))
    settings.set(TEXT_SCALE, scale)
    settings.set(MOTION, False)
    program = Program(app, StartOptions(data_dir=folder), settings)
    if clinic is None:
        program.start()
    else:
        program.enter(clinic)
        program.window.show()
    program.window.resize(size)
    hands = Hands(program.window)
    hands.settle()
    return Stage(program, hands)


def picture_of(widget: QWidget, path: Path) -> None:
    """Keeps what a widget shows, as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(path)):
        raise OSError(f"{path} could not be written")
