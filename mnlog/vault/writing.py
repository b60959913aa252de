"""Small files that are either the old one or the new one, whatever happens while they are written."""

import errno
import os
import tempfile
from pathlib import Path

from mnlog.errors import ClinicUnavailableError

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_beside(path: Path, data: bytes) -> None:
    """Replaces a file durably: written beside it, synced, renamed over it, folder synced. Its mode is 0600.

    A kill or power cut at any instant leaves the old file or the new one. What may stay behind is a hidden
    file that ends in ".new" and that nobody reads.

    Raises:
        OSError: when the folder cannot be written; the old file is as it was.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def remove_unfinished(*paths: Path) -> None:
    """Removes what a kill left beside files. Only for who is sure that nobody is writing them now.

    Raises:
        OSError: when one cannot be removed.
    """
    for path in paths:
        for beside in path.parent.glob(f".{path.name}.*.new"):
            beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes a rename durable: until its folder is synced, a power cut may bring the old name back."""
    if os.name == "nt":  # a folder cannot be opened for syncing there; the rename itself is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unavailable(folder: Path, error: OSError) -> ClinicUnavailableError:
    """Says in a practitioner's words why a folder could not be used."""
    if error.errno in _NO_ROOM:
        return ClinicUnavailableError(
            "The disk is full. What was saved before is safe; the last step was not saved.",
            "Free some space on this disk, then try again.",
        )
    if error.errno in _NOT_ALLOWED:
        return ClinicUnavailableError(
            f"MNLog is not allowed to read and write in the folder {folder}. Nothing in it was changed.",
            "Choose another folder, or ask whoever looks after this computer to allow it.",
        )
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return ClinicUnavailableError(
            f"{folder} is not a folder. It was left as it is.", "Choose a folder for the clinic."
        )
    if error.errno == errno.ENOENT:
        return ClinicUnavailableError(
            f"The folder {folder} is not there. Nothing was changed.",
            "If it lies on another disk or on the network, connect that first; or choose the folder again.",
        )
    return ClinicUnavailableError(
        f"The folder {folder} cannot be used: {error.strerror or error}. What was saved before is safe.",
        "Check the disk, then try again.",
    )
