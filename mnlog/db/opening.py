"""Opening a clinic's databases: look at the version, check, migrate when due, check again.

A database of a newer program is not touched; a damaged one is left as it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from mnlog.db.database import Database
from mnlog.db.engine import make_engine
from mnlog.db.faults import faults_explained
from mnlog.db.schema import MEDIA
from mnlog.db.version import HEAD_REVISION
from mnlog.errors import ClinicUnavailableError


def create_databases(clinic_db: Path, media_db: Path, key: bytes) -> Database:
    """Makes both files of a new clinic.

    Raises:
        ClinicUnavailableError: when a database is there already.
    """
    if clinic_db.exists():
        raise ClinicUnavailableError(
            "There is already a clinic in this folder.", "Open it, or choose an empty folder."
        )
    engine = make_engine(clinic_db, media_db, key)
    with _disposed_on_error(engine), faults_explained():
        _migrate(engine)
    return Database(engine)


def open_databases(
    clinic_db: Path, media_db: Path, key: bytes, *, read_only: bool = False, check: bool = True
) -> Database:
    """Opens both files of a clinic, migrating them when they are older than the program.

    Args:
        clinic_db: path of the records.
        media_db: path of the bytes.
        key: the raw database key.
        read_only: opens without creating or changing anything.
        check: looks quickly whether they are whole; whoever checks them thoroughly next need not.

    Raises:
        ClinicUnavailableError: when they are missing, damaged, or of a newer program; they are left
        untouched.
    """
    for path in (clinic_db, media_db):
        if not path.exists():
            raise ClinicUnavailableError(
                f"{path.name} is missing from the clinic's folder.",
                "Restore it from a backup of this clinic.",
            )
    revision = _revision_untouched(clinic_db, media_db, key)
    engine = make_engine(clinic_db, media_db, key, read_only=read_only)
    with _disposed_on_error(engine), faults_explained():
        if check:
            _quick_check(engine)
        if revision != HEAD_REVISION and not read_only:
            _migrate(engine)
            _quick_check(engine)
    return Database(engine)


@contextmanager
def _disposed_on_error(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def _revision_untouched(clinic_db: Path, media_db: Path, key: bytes) -> str:
    """The version of the tables, read in a way that cannot change a file.

    Raises:
        ClinicUnavailableError: when a newer program wrote them, or none finished making them.
    """
    engine = make_engine(clinic_db, media_db, key, read_only=True)
    try:
        with faults_explained():
            revision = _revision_of(engine)
    finally:
        engine.dispose()
    if revision not in _known_revisions(revision):
        raise ClinicUnavailableError(
            "This clinic was last used with a newer MNLog, so it was left untouched.",
            "Install the newest MNLog on this computer and open it again.",
        )
    return revision


def _revision_of(engine: Engine) -> str:
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
        ).first()
        revisions = (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
            if found
            else []
        )
    if len(revisions) != 1:
        raise ClinicUnavailableError(
            "The clinic's records were never finished being made.",
            "Move this folder away and set the clinic up again.",
        )
    return str(revisions[0])


def _known_revisions(revision: str) -> set[str]:
    if revision == HEAD_REVISION:
        return {HEAD_REVISION}
    from mnlog.db.migrations import known_revisions  # Alembic is only imported when it is needed

    return known_revisions()


def _migrate(engine: Engine) -> None:
    from mnlog.db.migrations import upgrade  # as above

    upgrade(engine)


def _quick_check(engine: Engine) -> None:
    with engine.connect() as connection:
        for name in ("main", MEDIA):
            answer = connection.execute(text(f"PRAGMA {name}.quick_check(1)")).scalar_one()
            if answer != "ok":
                raise ClinicUnavailableError(
                    "The clinic's records are damaged.",
                    "Nothing was overwritten. Copy the whole clinic folder to a safe place before anything"
                    " else.",
                )
