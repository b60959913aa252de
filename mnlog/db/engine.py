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


def _connect(clinic_db: Path, media_db: Path, key: bytes, *, read_only: bool) -> Any:
    raw_key = f"x'{key.hex()}'"
    mode = "ro" if read_only else "rwc"
    connection = sqlcipher.connect(
        f"{clinic_db.absolute().as_uri()}?mode={mode}",
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
        connection.execute(
            f"ATTACH ? AS {MEDIA} KEY ?", (f"{media_db.absolute().as_uri()}?mode={mode}", raw_key)
        )
        connection.execute(f"SELECT count(*) FROM {MEDIA}.sqlite_master")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        if not read_only:
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
