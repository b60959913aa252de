"""A clinic's folder: what lies in it, whether it can be used, and who has it open."""

import logging
import os
import tempfile
from contextlib import suppress
from datetime import datetime
from enum import StrEnum, unique
from pathlib import Path

from mnlog.errors import ClinicUnavailableError
from mnlog.vault.holding import Hold, take_hold
from mnlog.vault.wraps import DamagedVaultError, NewerVaultError, VaultFile, vault_bytes, vault_from_bytes
from mnlog.vault.writing import remove_unfinished, unavailable, write_beside

_log = logging.getLogger(__name__)

_LEFT_BY_THE_SYSTEM = {"desktop.ini", "thumbs.db", "$recycle.bin", "lost+found", "system volume information"}
_MAX_VAULT_BYTES = 256 * 1024
"""64 wrappings take some 40 kB; more is not a key file, and is not read into memory."""


@unique
class FolderStatus(StrEnum):
    """What a folder is, seen from outside, without a key.

    UNFINISHED is a key without records: set-up was killed between the two, and goes on with that passphrase.
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
            with tempfile.TemporaryFile(dir=self.path) as probe:
                probe.write(b"MNLog may write here")
        except OSError as error:
            raise unavailable(self.path, error) from error

    def status(self) -> FolderStatus:
        """Says what the folder is.

        Set-up writes vault.json first and clinic.db last; that is how UNFINISHED is told from DAMAGED.

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

    def hold(self, now: datetime | None = None) -> Hold:
        """Takes the folder for this program alone, without waiting.

        Args:
            now: the time to write down and to compare with; an aware datetime.

        Raises:
            ClinicUnavailableError: when another MNLog has it, or it cannot be written.
        """
        try:
            next(self.path.iterdir(), None)  # says "not there" or "not a folder" before a lock file is tried
            hold = take_hold(self._lock, self._note, now or datetime.now().astimezone())
        except OSError as error:
            raise unavailable(self.path, error) from error
        with suppress(OSError):  # tidying up after a kill; whoever cannot do it now does it next time
            remove_unfinished(self.vault_json, self._note)
        return hold

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
        if not os.path.lexists(self.vault_json):
            return False
        try:
            self.read_vault()
        except NewerVaultError:
            return True  # whoever unlocks it is told to update
        except DamagedVaultError:
            return False
        return True

    def _has_backups(self) -> bool:
        return self.backups.is_dir() and any(self.backups.iterdir())

    def _make_private(self) -> None:
        try:
            self.path.chmod(0o700)
        except OSError:
            _log.info("This folder's permissions cannot be narrowed; its disk may not know any.")

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
