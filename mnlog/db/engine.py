"""Encrypted connections: SQLCipher under one raw key, `media.db` attached, every write durable.

The key comes ready-made (Argon2id has already been paid once), so a connection opens in a fraction of a
millisecond.
"""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from mnlog.db.schema import MEDIA

BUSY_TIMEOUT_S = 5


def _address(file: Path, *, read_only: bool) -> str:
    """The file as SQLite is told to open it.

    Even to read, SQLite makes a log and an index beside a file that keeps one. Where there is no log, there
    is nobody at work and nothing to read but the file: it is opened as one that cannot change, and nothing is
    made.
    """
    mode = "rwc"
    if read_only:
        log = file.with_name(f"{file.name}-wal")
        mode = "ro" if log.exists() and log.stat().st_size else "ro&immutable=1"
    return f"{file.absolute().as_uri()}?mode={mode}"


def _connect(clinic_db: Path, media_db: Path, key: bytes, *, read_only: bool) -> Any:
    raw_key = f"x'{key.hex()}'"
    connection = sqlcipher.connect(
        _address(clinic_db, read_only=read_only),
        uri=True,
        check_same_thread=False,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,  # transactions are begun by SQLAlchemy's own "begin" event below
    )
    try:
        # A wrong key would otherwise be reported on stderr, beside the error that is raised.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f'PRAGMA key = "{raw_key}"')
        connection.execute("SELECT count(*) FROM sqlite_master")
        connection.execute(f"ATTACH ? AS {MEDIA} KEY ?", (_address(media_db, read_only=read_only), raw_key))
        connection.execute(f"SELECT count(*) FROM {MEDIA}.sqlite_master")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA recursive_triggers = ON")  # REPLACE is a DELETE too
        connection.execute("PRAGMA temp_store = MEMORY")  # what is sorted never lies on the disk in the clear
        if not read_only:
            connection.execute(
                "PRAGMA fullfsync = ON"
            )  # macOS calls a write done that its disk still holds back
            for name in ("main", MEDIA):
                connection.execute(f"PRAGMA {name}.journal_mode = WAL")
                connection.execute(f"PRAGMA {name}.synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(clinic_db: Path, media_db: Path, key: bytes, *, read_only: bool = False) -> Engine:
    """An engine over both files of a clinic.

    Args:
        clinic_db: path of the records.
        media_db: path of the bytes, attached under the schema name "media".
        key: the raw 256-bit database key.
        read_only: opens without creating or changing anything.
    """
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=lambda: _connect(clinic_db, media_db, key, read_only=read_only),
        poolclass=QueuePool,
        pool_size=4,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A writer takes its lock at once: two writers then wait for each other instead of failing midway.
        writes = connection.get_execution_options().get("mnlog_writes", False)
        connection.connection.driver_connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
