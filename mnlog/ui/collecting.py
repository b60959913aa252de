"""Garbage is collected in the window's own thread.

Python's collector runs in whichever thread happens to allocate. If that is a worker, it may take widgets
apart there, and Qt crashes. So while the program runs, garbage is only collected on a timer of the main
thread, by Python's own thresholds.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500


class Collector(QObject):
    """Collects here and nowhere else, until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collects the generations that are due."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Leaves collecting to Python again."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
