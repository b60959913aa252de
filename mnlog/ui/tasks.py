"""Work that takes longer than a frame runs beside the window, and reports back on its thread."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from mnlog.errors import UserFacingError

ResultT = TypeVar("ResultT")
_log = logging.getLogger(__name__)


class Tasks(QObject):
    """A small pool of threads. Results arrive in the thread this object lives in.

    Signals:
        running_changed (bool): whether anything is under way.
    """

    running_changed = Signal(bool)
    _finished = Signal(object, object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mnlog")
        self._under_way = 0
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], ResultT],
        *,
        done: Callable[[ResultT], None],
        failed: Callable[[UserFacingError], None],
    ) -> None:
        """Starts work in a thread; `done` or `failed` is called in this object's thread.

        An error that is not for the person at the screen is raised here, where it is reported as a bug.
        """
        self._under_way += 1
        if self._under_way == 1:
            self.running_changed.emit(True)
        future = self._pool.submit(work)
        future.add_done_callback(lambda finished: self._report(finished, done, failed))

    @property
    def is_running(self) -> bool:
        """True while anything is under way."""
        return self._under_way > 0

    def close(self) -> None:
        """Waits for what is under way; nothing new is started."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _report(self, finished: "Future[Any]", done: Any, failed: Any) -> None:
        problem = finished.exception()
        result = None if problem else finished.result()
        self._finished.emit(result, problem, done, failed)

    @Slot(object, object, object, object)
    def _deliver(self, result: object, problem: BaseException | None, done: Any, failed: Any) -> None:
        self._under_way -= 1
        if self._under_way == 0:
            self.running_changed.emit(False)
        if problem is None:
            done(result)
        elif isinstance(problem, UserFacingError):
            failed(problem)
        else:
            raise problem
