"""From the start of the process to the first painted window, beside a bare PySide6 window.

Each process tells the time at which its first picture is finished; the runs of both take turns, so that a
busy computer is as unkind to the one as to the other.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.row import Row

RUNS = 15
BAR = 1.5
ROOT = Path(__file__).parents[1]

BARE = """
import os, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

def painted():
    os.write(1, str(time.monotonic_ns()).encode())
    os._exit(0)

class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, painted)

app = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""

OURS = """
import gc, os, sys, time
import mnlog.cli
gc.disable()  # as the command line does before it imports what follows
import mnlog.app

def painted():
    os.write(1, str(time.monotonic_ns()).encode())
    os._exit(0)

class Timed(mnlog.app.Program):
    def start(self):
        self.window.painted.connect(painted)
        super().start()

mnlog.app.Program = Timed
mnlog.cli.main([])
"""


def rows() -> list[Row]:
    """The one row: milliseconds, the floor's, and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        environment = _environment(Path(home))
        _make_sign_in_stand(environment)
        for source in (BARE, OURS):  # bytecode and the disk's cache are there from the second start on
            _run(source, environment)
        pairs = [(_run(BARE, environment), _run(OURS, environment)) for _ in range(RUNS)]
    floor = statistics.median(bare for bare, _ in pairs)
    value = statistics.median(ours for _, ours in pairs)
    return [Row(name="process start to first painted window", value=value, unit="ms", floor=floor, bar=BAR)]


def _run(source: str, environment: dict[str, str]) -> float:
    began = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-c", source], env=environment, cwd=ROOT, capture_output=True, check=True
    )
    return (int(done.stdout) - began) / 1e6


def _make_sign_in_stand(environment: dict[str, str]) -> None:
    """A key file where clinics usually lie: the sign-in is painted first, as on any working day."""
    source = (
        "from mnlog.paths import default_data_dir as folder; folder().mkdir(parents=True); "
        "(folder() / 'vault.json').write_text('{}')"
    )
    subprocess.run([sys.executable, "-c", source], env=environment, cwd=ROOT, check=True)


def _environment(home: Path) -> dict[str, str]:
    """This computer's, with a home and a screen of its own."""
    folders = {name: str(home) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")}
    xdg = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    # As where it is installed: compiled once. The warm-up run of each compiles it into the temporary home.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    bytecode = {"PYTHONPYCACHEPREFIX": str(home / "bytecode")}
    return {**inherited, **folders, **xdg, **bytecode, "QT_QPA_PLATFORM": "offscreen"}


if __name__ == "__main__":
    print(json.dumps([asdict(row) | {"ratio": round(row.ratio, 2)} for row in rows()], indent=1))
