"""What SQLite reports, as what it means to the person at the screen."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from mnlog.errors import ClinicUnavailableError, LockedRecordError, RuleViolation, UserFacingError

# https://www.sqlite.org/rescode.html: primary result codes
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26

_SENTENCES: dict[int, tuple[str, str]] = {
    _BUSY: (
        "Another program is writing to the clinic's records.",
        "Nothing was lost. Close the other program, or try again in a moment.",
    ),
    _LOCKED: (
        "Another program is writing to the clinic's records.",
        "Nothing was lost. Close the other program, or try again in a moment.",
    ),
    _READONLY: (
        "The clinic's folder cannot be written to.",
        "What was saved before is safe. Allow writing to the folder, then make this change again.",
    ),
    _IOERR: (
        "The disk reported an error while the clinic's records were in use.",
        "What was saved before is safe. Check that the disk is connected and has room, then try again.",
    ),
    _FULL: (
        "The disk is full, so this change could not be saved.",
        "What was saved before is safe. Make room on the disk, then make this change again.",
    ),
    _CANTOPEN: (
        "The clinic's records cannot be opened.",
        "Check that the folder is there and that you may read and write it.",
    ),
    _CORRUPT: (
        "The clinic's records are damaged.",
        "Nothing was overwritten. Copy the whole clinic folder to a safe place before anything else.",
    ),
    _NOTADB: (
        "The clinic's records are damaged or not MNLog's.",
        "Nothing was overwritten. Copy the whole clinic folder to a safe place before anything else.",
    ),
}

SIGNED_MARK = "signed session cannot change"
"""What every trigger that guards a signed session says."""
KEPT_MARK = "kept as it was written"
"""What triggers say that guard papers, consents, addenda and the audit."""


def user_facing(problem: BaseException) -> UserFacingError | None:
    """The sentence for a database error; None when it is a bug of ours."""
    original = problem.orig if isinstance(problem, DBAPIError) else problem
    if not isinstance(original, (sqlcipher.Error, sqlite3.Error)):
        return None
    message = str(original)
    if SIGNED_MARK in message:
        return LockedRecordError("This session is signed and cannot change.", "Write an addendum instead.")
    if KEPT_MARK in message:
        return LockedRecordError(
            "This entry is kept as it was written.", "What is said later is a new entry."
        )
    if "serves one patient" in message:
        return RuleViolation("A unit serves one patient, once.", "Open a new unit for this session.")
    code = getattr(original, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else _code_from(message)
    if primary in _SENTENCES:
        kind = ClinicUnavailableError if primary in (_CORRUPT, _NOTADB, _CANTOPEN) else UserFacingError
        return kind(*_SENTENCES[primary])
    return None


def _code_from(message: str) -> int | None:
    """SQLCipher's driver gives no code with some errors, only SQLite's fixed English message."""
    marks = {
        "not a database": _NOTADB,
        "malformed": _CORRUPT,
        "disk is full": _FULL,
        "readonly": _READONLY,
        "disk I/O": _IOERR,
        "unable to open": _CANTOPEN,
        "is locked": _BUSY,
    }
    return next((code for mark, code in marks.items() if mark in message), None)


@contextmanager
def faults_explained() -> Iterator[None]:
    """Turns what a person can act on into a `UserFacingError`; lets bugs through as they are."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error, sqlite3.Error) as problem:
        explained = user_facing(problem)
        if explained is None:
            raise
        raise explained from problem
