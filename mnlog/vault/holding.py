"""One program at a time: the lock on a clinic's folder, and the note of who has it.

The lock is the operating system's: it ends with the process, however that ends. There is no second-best lock
file, because one that a kill leaves behind would keep the clinic shut.
"""

import json
import logging
import os
import platform
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import BaseFileLock, FileLock, Timeout

from mnlog.errors import ClinicUnavailableError
from mnlog.vault.writing import write_beside

_log = logging.getLogger(__name__)


class Hold:
    """A folder held by this program, until `release` or the end of a `with`."""

    def __init__(self, lock: BaseFileLock, note: Path) -> None:
        self._lock = lock
        self._note = note

    def release(self) -> None:
        """Gives the folder back; a second time does nothing."""
        if not self._lock.is_locked:
            return
        try:
            # Before the lock goes: afterwards the note may be the next holder's.
            self._note.unlink(missing_ok=True)
        except OSError:
            _log.info("The note of who has the clinic open could not be removed; the next opening does.")
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def take_hold(lock_file: Path, note: Path, now: datetime) -> Hold:
    """Takes the lock without waiting, and notes who has it since when.

    Args:
        lock_file: stays in place after release; removing it could let two programs in.
        note: a file of its own, because Windows lets nobody read a locked one.
        now: an aware datetime.

    Raises:
        ClinicUnavailableError: when another program has it.
        OSError: when the folder cannot be written or knows no locks.
    """
    # Not bound to a thread: who opens the clinic in a worker thread closes it from the main one.
    lock = FileLock(lock_file, mode=0o600, blocking=False, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise ClinicUnavailableError(
            f"This clinic is already open in another MNLog{_by_whom(note, now)}.",
            "Go on working there, or close it there first. Nothing was changed.",
        ) from None
    try:
        write_beside(note, _note(now))
    except BaseException:
        lock.release()
        raise
    return Hold(lock, note)


def _note(now: datetime) -> bytes:
    who = {"host": platform.node(), "pid": os.getpid(), "started_at": now.isoformat(timespec="seconds")}
    return json.dumps(who).encode()


def _by_whom(note: Path, now: datetime) -> str:
    """Such as " on HOST since 14:02", with the day when it is another one; empty without a readable note."""
    try:
        who = json.loads(note.read_bytes())
        host = str(who["host"])[:64]
        started = datetime.fromisoformat(who["started_at"]).astimezone(now.tzinfo)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    day = "" if started.date() == now.date() else f"{started:%Y-%m-%d} "
    return f" on {host} since {day}{started:%H:%M}"
