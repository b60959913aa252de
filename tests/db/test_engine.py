"""What every connection is: encrypted, durable, with references enforced."""

import sqlite3
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, text

from mnlog.db.engine import make_engine
from mnlog.db.schema import MEDIA
from mnlog.services.opening import OpenClinic
from mnlog.vault.keys import unlock
from tests.services.factories import PASSPHRASE, Clock, bare, ready, register

SECRETS = ("Zephyrine", "Quackenbush", "24F118", "acne_scars", "J. Okafor", "wheal on the chin")
FILES = {"main", MEDIA}


def pragma(connection: Connection, name: str) -> object:
    return connection.execute(text(f"PRAGMA {name}")).scalar_one()


def test_every_connection_is_durable_and_minds_references(clinic: OpenClinic) -> None:
    with clinic.desk.reading() as reader, clinic.desk.writing("test") as work:
        for connection in (reader.connection, work.connection):
            assert pragma(connection, "foreign_keys") == 1
            assert pragma(connection, "recursive_triggers") == 1
            assert pragma(connection, "trusted_schema") == 0
            assert pragma(connection, "temp_store") == 2  # what is sorted stays in memory
            for file in FILES:
                assert pragma(connection, f"{file}.journal_mode") == "wal"
                assert pragma(connection, f"{file}.synchronous") == 2


def test_a_reference_to_nothing_is_refused(folder: Path) -> None:
    with bare(folder) as connection, pytest.raises(sqlcipher.IntegrityError, match="FOREIGN KEY"):
        connection.execute("INSERT INTO addendum VALUES ('a', 1, 'nowhere', 'nobody', 'x', 'x', 'x')")


def test_nothing_in_the_folder_can_be_read_without_the_key(clinic: OpenClinic, clock: Clock) -> None:
    patient = register(clinic, "Zephyrine", "Quackenbush", note="wheal on the chin")
    ready(clinic, clock, patient)
    clinic.clinic.set_logo(b"logo of Zephyrine Quackenbush" * 100)
    names = {path.name for path in clinic.folder.path.iterdir()}
    assert {"clinic.db-wal", "media.db-wal"} <= names  # looked at while it is open, logs and all
    for path in clinic.folder.path.iterdir():
        stored = path.read_bytes()
        for secret in SECRETS:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert secret.encode(encoding) not in stored, f"{secret} in {path.name}"
        assert not stored.startswith(b"SQLite format 3")


@pytest.mark.parametrize("name", ["clinic.db", "media.db"])
def test_plain_sqlite_reads_nothing(rich_folder: Path, name: str) -> None:
    connection = sqlite3.connect(rich_folder / name)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        connection.execute("SELECT count(*) FROM sqlite_master")
    connection.close()


def test_another_key_reads_nothing(rich_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    engine = make_engine(rich_folder / "clinic.db", rich_folder / "media.db", bytes(32))
    with pytest.raises(Exception, match="not a database"), engine.connect():
        pass
    engine.dispose()
    assert capfd.readouterr() == ("", "")  # the cipher keeps quiet, too


def test_both_files_are_of_one_key_and_differ_in_their_salt(rich_folder: Path) -> None:
    unlock(rich_folder, PASSPHRASE)
    salts = {(rich_folder / name).read_bytes()[:16] for name in ("clinic.db", "media.db")}
    assert len(salts) == 2
