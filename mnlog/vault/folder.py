"""A clinic's folder: what lies in it, whether it can be used, and who has it open."""

import json
import logging
import os
import socket
from datetime import datetime
from enum import StrEnum, unique
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from mnlog.errors import ClinicUnavailableError
from mnlog.vault.wraps import VaultFile, vault_bytes, vault_from_bytes
from mnlog.vault.writing import remove_unfinished, unavailable, write_beside

_log = logging.getLogger(__name__)

_LEFT_BY_THE_SYSTEM = {"desktop.ini", "thumbs.db", "$recycle.bin", "lost+found", "system volume information"}
_MAX_VAULT_BYTES = 256 * 1024
"""64 wrappings take some 40 kB; more is not a key file, and is not read into memory."""


@unique
class FolderStatus(StrEnum):
    """What a folder is, seen from outside, without a key.

    UNFINISHED is a key without records: the set-up was killed between the two and goes on with that passphrase.
    """

    EMPTY = "empty"
    CLINIC = "clinic"
    UNFINISHED = "unfinished"
    FOREIGN = "foreign"
    DAMAGED = "damaged"


class ClinicFolder:
    """The names in a clinic's folder, and its lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clinic_db = path / "clinic.db"
        self.media_db = path / "media.db"
        self.vault_json = path / "vault.json"
        self.backups = path / "backups"
        self._lock = path / ".lock"
        self._note = path / ".open-by.json"

    def prepare(self) -> None:
        """Makes the folder for its owner alone (0700), and sees that it can be written.

        A folder that is there and empty becomes private too; one with something in it keeps the mode that
        somebody gave it.

        Raises:
            ClinicUnavailableError: when it is not a folder, cannot be written, or the disk is full.
        """
        try:
            if not os.path.lexists(self.path):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.mkdir(mode=0o700)
            elif not any(self.path.iterdir()):
                self._make_private()
            # The only honest question is a try: permission bits say little about a share or a read-only disk.
            probe = self.path / ".probe"
            write_beside(probe, b"MNLog may write here")
            probe.unlink(missing_ok=True)
        except OSError as error:
            raise unavailable(self.path, error) from error

    def status(self) -> FolderStatus:
        """Says what the folder is. Set-up writes vault.json first and clinic.db last, which is how UNFINISHED is told.

        Raises:
            ClinicUnavailableError: when it is not a folder or cannot be read.
        """
        names = self._names()
        own = names & {path.name for path in (self.clinic_db, self.media_db, self.vault_json, self.backups)}
        if not own:
            return FolderStatus.FOREIGN if names else FolderStatus.EMPTY
        if not self._has_sound_vault():
            return FolderStatus.DAMAGED
        if self.clinic_db.name in own:
            return FolderStatus.CLINIC if self.media_db.name in own else FolderStatus.DAMAGED
        return FolderStatus.DAMAGED if self._has_backups() else FolderStatus.UNFINISHED

    def hold(self, now: datetime | None = None) -> "Hold":
        """Takes the folder for this program alone, without waiting.

        The lock is the operating system's: it ends with the process, however that ends. There is no second-best
        lock file, because one that a kill leaves behind would keep the clinic shut.

        Args:
            now: the time to write down and to compare with; an aware datetime.

        Raises:
            ClinicUnavailableError: when another MNLog has it, or it cannot be written.
        """
        now = now or datetime.now().astimezone()
        # Not bound to a thread: whoever opens the clinic in a worker thread closes it from the main one.
        lock = FileLock(
            self._lock, mode=0o600, blocking=False, thread_local=False, is_singleton=False, fallback_to_soft=False
        )
        try:
            self._need_folder()
            lock.acquire()
            try:
                remove_unfinished(self.vault_json)
                write_beside(self._note, _note(now))
            except BaseException:
                lock.release()
                raise
        except Timeout:
            raise self._held(now) from None
        except OSError as error:
            raise unavailable(self.path, error) from error
        return Hold(lock, self._note)

    def read_vault(self) -> VaultFile:
        """Reads `vault.json`.

        Raises:
            ClinicUnavailableError: when it is missing, cannot be read, is damaged or newer than this program.
        """
        try:
            with self.vault_json.open("rb") as file:
                return vault_from_bytes(file.read(_MAX_VAULT_BYTES))
        except FileNotFoundError:
            raise self._without_vault() from None
        except OSError as error:
            raise unavailable(self.path, error) from error

    def write_vault(self, vault: VaultFile) -> None:
        """Replaces `vault.json` durably, or leaves it as it is.

        Raises:
            ClinicUnavailableError: when it cannot be written.
        """
        try:
            write_beside(self.vault_json, vault_bytes(vault))
        except OSError as error:
            raise unavailable(self.path, error) from error

    def _names(self) -> set[str]:
        try:
            names = {entry.name for entry in self.path.iterdir()}
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise unavailable(self.path, error) from error
        return {name for name in names if name[0] != "." and name.lower() not in _LEFT_BY_THE_SYSTEM}

    def _has_sound_vault(self) -> bool:
        try:
            self.read_vault()
        except ClinicUnavailableError as error:
            # A newer format is no damage: whoever opens the folder is told so by unlock().
            return "newer" in error.text
        return True

    def _has_backups(self) -> bool:
        return self.backups.is_dir() and any(self.backups.iterdir())

    def _make_private(self) -> None:
        try:
            self.path.chmod(0o700)
        except OSError:
            _log.info("This folder's permissions cannot be narrowed; its disk may not know any.")

    def _need_folder(self) -> None:
        next(self.path.iterdir(), None)

    def _without_vault(self) -> ClinicUnavailableError:
        if self._names() & {self.clinic_db.name, self.media_db.name}:
            return ClinicUnavailableError(
                "The clinic's key file, vault.json, is missing. The records themselves were not touched.",
                "Put back vault.json from a backup of this folder; do not delete anything.",
            )
        return ClinicUnavailableError(
            f"There is no clinic in the folder {self.path}. Nothing was changed.",
            "Choose the clinic's folder, or set up a new clinic.",
        )

    def _held(self, now: datetime) -> ClinicUnavailableError:
        return ClinicUnavailableError(
            f"This clinic is already open in another MNLog{_by_whom(self._note, now)}.",
            "Go on working there, or close it there first. Nothing was changed.",
        )


class Hold:
    """A folder held by this program, until `release` or the end of a `with`."""

    def __init__(self, lock: Any, note: Path) -> None:
        self._held_lock = lock
        self._note = note

    def release(self) -> None:
        """Gives the folder back; a second time does nothing."""
        if not self._held_lock.is_locked:
            return
        try:
            # Before the lock goes: afterwards the note may be the next holder's.
            self._note.unlink(missing_ok=True)
        except OSError:
            _log.info("The note of who has the clinic open could not be removed; the next opening replaces it.")
        finally:
            self._held_lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _note(now: datetime) -> bytes:
    who = {"host": socket.gethostname(), "pid": os.getpid(), "started_at": now.isoformat(timespec="seconds")}
    return json.dumps(who).encode()


def _by_whom(note: Path, now: datetime) -> str:
    """ " on HOST since 14:02", with the day when it is another one; empty while the note is not there yet."""
    try:
        who = json.loads(note.read_bytes())
        host, started = str(who["host"])[:64], datetime.fromisoformat(who["started_at"]).astimezone(now.tzinfo)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    day = "" if started.date() == now.date() else f"{started:%Y-%m-%d} "
    return f" on {host} since {day}{started:%H:%M}"
