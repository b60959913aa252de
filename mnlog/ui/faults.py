"""What nobody expected: caught, written to a log, and told, without a word of what was entered.

A report holds types, files, lines and names of functions. What an error says and the values that were in
hand stay out of it: they may name a patient.
"""

import logging
import platform
import sys
import threading
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from mnlog import __version__
from mnlog.errors import UserFacingError

LOG_NAME = "mnlog.log"
_LOG_BYTES = 512 * 1024
_KEPT_LOGS = 2
_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def report_text(error: BaseException) -> str:
    """What is known about an error, without its words and values.

    Example:
        MNLog 0.1.0, Python 3.11.7, Qt 6.12.0, Linux
        KeyError
          mnlog/ui/pages/today.py:120 refresh
    """
    head = f"MNLog {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.system()}"
    return "\n".join((head, *_lines(error)))


def _lines(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        if seen:
            yield "caused by"
        seen.add(id(at))
        yield type(at).__qualname__
        for frame, line in walk_tb(at.__traceback__):
            yield f"  {_place(frame.f_code.co_filename)}:{line} {frame.f_code.co_qualname}"
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def _place(file: str) -> str:
    """A file as from the package on: where somebody's home folder lies is nobody's business."""
    parts = Path(file).parts
    for top in ("site-packages", "mnlog"):
        if top in parts:
            start = len(parts) - 1 - parts[::-1].index(top)
            return "/".join(parts[start + (top == "site-packages") :])
    return parts[-1] if parts else file


class DiscreetFormatter(logging.Formatter):
    """Writes an exception as its report, never its words."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return report_text(ei[1]) if ei[1] is not None else ""


class Faults(QObject):
    """Takes what nobody caught, from any thread and from Qt.

    Signals:
        happened (str): the report of an error.
    """

    happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def install(self, log_folder: Path) -> None:
        """Begins to listen and to write the log."""
        self._open_log(log_folder)
        sys.excepthook = lambda _kind, error, _trace: self.take(error)
        threading.excepthook = lambda args: self.take(args.exc_value)
        qInstallMessageHandler(self._take_message)

    def remove(self) -> None:
        """Gives the hooks back: Qt may have something to say when Python is gone."""
        qInstallMessageHandler(None)
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__

    def take(self, error: BaseException | None) -> None:
        """Logs an error and tells of it."""
        if error is None or isinstance(error, KeyboardInterrupt | SystemExit):
            return
        report = report_text(error)
        _log.error("An error nobody expected:\n%s", report)
        if isinstance(error, UserFacingError):
            report = f"{report}\n\n{error}"  # its words are ours and meant to be read
        self.happened.emit(report)

    def _open_log(self, folder: Path) -> None:
        root = logging.getLogger()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / LOG_NAME
            file = RotatingFileHandler(
                path, maxBytes=_LOG_BYTES, backupCount=_KEPT_LOGS, encoding="utf-8", delay=True
            )
        except OSError:
            return
        file.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(file)
        root.setLevel(logging.WARNING)
        logging.getLogger("mnlog").setLevel(logging.INFO)

    def _take_message(self, kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        category = context.category or "default"
        logging.getLogger(f"qt.{category}").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
