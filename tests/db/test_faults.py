"""The disk, other programs and power cuts: what is said, and that what was saved before is safe."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from mnlog.db.faults import faults_explained, user_facing
from mnlog.db.lists import audit_events
from mnlog.domain.records import Patient
from mnlog.domain.rules.audit_chain import first_break
from mnlog.domain.terms import AlertKind
from mnlog.errors import (
    ClinicUnavailableError,
    ConflictError,
    LockedRecordError,
    RuleViolation,
    UserFacingError,
)
from mnlog.services.opening import OpenClinic
from mnlog.services.safekeeping import check_clinic
from tests.services.factories import PASSPHRASE, Clock, bare, open_again, ready, register
from tests.tree import ROOT

NOBODY = 65534


@pytest.fixture
def powerless(rich_folder: Path) -> Iterator[Path]:
    """A clinic whose folder nobody may write to, seen by somebody who is not the administrator."""
    if os.name == "nt":
        pytest.skip("permission bits do not stop anybody on Windows")
    parents = [parent for parent in rich_folder.parents if parent.stat().st_mode & 0o055 != 0o055]
    modes = [(parent, parent.stat().st_mode) for parent in parents]
    was_root = os.geteuid() == 0
    for path in (*rich_folder.iterdir(), rich_folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in parents:
        parent.chmod(0o755)
    if was_root:
        os.seteuid(NOBODY)
    yield rich_folder
    if was_root:
        os.seteuid(0)
    rich_folder.chmod(0o755)
    for parent, mode in modes:
        parent.chmod(mode)


def test_a_folder_that_cannot_be_written_is_said_and_checked_all_the_same(powerless: Path) -> None:
    with pytest.raises(ClinicUnavailableError, match="not allowed to read and write"):
        open_again(powerless)
    assert check_clinic(powerless, PASSPHRASE).is_sound


def test_a_full_disk_says_so_and_keeps_what_was_saved(clinic: OpenClinic, clock: Clock) -> None:
    kept = register(clinic)
    with clinic.desk.writing("test") as work:  # the writers' connection keeps what it is told
        pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(
        UserFacingError, match="The disk is full, so this change could not be saved"
    ) as refused:
        fill_up(clinic)
    assert "safe" in refused.value.hint
    count = clinic.patients.count()
    assert clinic.patients.find("amara") == (kept,)
    with clinic.desk.writing("test") as work:
        work.connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    register(clinic, "Cleo")
    assert clinic.patients.count() == count + 1
    clinic.close()
    assert check_clinic(clinic.folder.path, PASSPHRASE).is_sound


def fill_up(clinic: OpenClinic) -> None:
    for number in range(200):
        register(clinic, "Bea", f"Nr {number}", note="x" * 4000)


def test_no_room_for_bytes_leaves_no_record_of_them(clinic: OpenClinic) -> None:
    with clinic.desk.writing("test") as work:
        pages = work.connection.exec_driver_sql("PRAGMA media.page_count").scalar_one()
        work.connection.exec_driver_sql(f"PRAGMA media.max_page_count = {pages}")
    with pytest.raises(UserFacingError, match="disk is full"):
        clinic.clinic.set_logo(bytes(100_000))
    assert clinic.clinic.clinic().logo_media_id is None


def test_a_program_that_writes_meanwhile_is_waited_for_and_then_named(clinic: OpenClinic) -> None:
    patient = register(clinic)
    with clinic.desk.writing("test") as work:
        work.connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    with bare(clinic.folder.path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserFacingError, match="Another program is writing") as refused:
            clinic.patients.add_alert(patient.id, AlertKind.NOTE, "x")
        assert "Nothing was lost" in refused.value.hint
        assert clinic.patients.find("amara") == (patient,)  # reading goes on
        other.execute("ROLLBACK")
    register(clinic, "Bea")


def test_damage_while_it_is_open_is_said(clinic: OpenClinic, clock: Clock) -> None:
    ready(clinic, clock)
    path = clinic.folder.clinic_db
    clinic.database.close()
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 + 100] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(ClinicUnavailableError, match="records are damaged") as refused:
        clinic.patients.find("amara")
    assert "Copy the whole clinic folder" in refused.value.hint


@pytest.mark.parametrize(
    ("message", "kind", "sentence"),
    [
        ("a signed session cannot change", LockedRecordError, "signed"),
        ("this record is kept as it was written", LockedRecordError, "kept"),
        ("a unit serves one patient", RuleViolation, "one patient"),
        ("file is not a database", ClinicUnavailableError, "damaged"),
        ("database disk image is malformed", ClinicUnavailableError, "damaged"),
        ("database or disk is full", UserFacingError, "full"),
        ("attempt to write a readonly database", UserFacingError, "cannot be written"),
        ("disk I/O error", UserFacingError, "disk reported an error"),
        ("unable to open database file", ClinicUnavailableError, "cannot be opened"),
        ("database is locked", UserFacingError, "Another program"),
        ("database table is locked", UserFacingError, "Another program"),
    ],
)
def test_what_the_database_reports_is_said_in_words(message: str, kind: type, sentence: str) -> None:
    for problem in (sqlcipher.OperationalError(message), wrapped(message)):
        explained = user_facing(problem)
        assert explained is not None
        assert type(explained) is kind
        assert sentence in explained.text


def wrapped(message: str) -> DBAPIError:
    return DBAPIError("SELECT 1", None, sqlcipher.OperationalError(message))


def test_a_bug_stays_a_bug() -> None:
    for problem in (sqlcipher.OperationalError("no such table: nowhere"), wrapped("near X: syntax error")):
        assert user_facing(problem) is None
        with pytest.raises(type(problem)), faults_explained():
            raise problem
    assert user_facing(ValueError("disk is full")) is None
    with pytest.raises(ConflictError), faults_explained():
        raise ConflictError("gone")


def test_a_second_program_is_told_who_has_the_clinic(clinic: OpenClinic) -> None:
    done = in_another_program(OPEN_IT, clinic.folder.path)
    assert "already open in another MNLog on" in done.stdout
    assert "Nothing was changed." in done.stdout
    register(clinic)


OPEN_IT = """
from mnlog.errors import ClinicUnavailableError
try:
    open_again(folder)
except ClinicUnavailableError as refused:
    print(refused)
"""

WRITE_WITHOUT_END = """
clinic = open_again(folder)
patient = register(clinic)
session = begin(clinic, patient)
zones = clinic.needling.add_zones(session.id, [("cheek", Side.LEFT), ("cheek", Side.RIGHT)]).result
number = 0
while True:
    number += 1
    clinic.needling.set_depth([zones[number % 2].id], 250 + number)
    clinic.sessions.write_note(session.id, f"note {number}")
    print(number, session.id, flush=True)
"""

PREPARE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from mnlog.domain.terms import Side
from tests.services.factories import begin, open_again, register
folder = Path(sys.argv[1])
"""


def in_another_program(script: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", PREPARE + script, str(folder)], capture_output=True, text=True, check=True
    )


@pytest.mark.parametrize("acknowledged", [1, 7, 40])
def test_a_kill_in_the_midst_of_writes_loses_nothing_that_was_acknowledged(
    empty_folder: Path, acknowledged: int
) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", PREPARE + WRITE_WITHOUT_END, str(empty_folder)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    heard = [program.stdout.readline() for _ in range(acknowledged)]
    program.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    heard += program.stdout.readlines()
    program.wait()
    program.stdout.close()
    last, session_id = next(line for line in reversed(heard) if line.endswith("\n")).split()
    again = open_again(empty_folder)
    chart = again.sessions.chart(session_id)
    assert int(chart.session.note.split()[1]) >= int(last)
    assert max(zone.depth_um or 0 for zone in chart.zones) >= 250 + int(last)
    with again.desk.reading() as reader:
        chain = list(audit_events(reader))
        assert reader.find(Patient)
    assert first_break(chain) is None
    assert len(chain) >= 4 + 2 * int(last)
    register(again, "Bea")
    again.close()
    assert check_clinic(empty_folder, PASSPHRASE).problems == ()


def test_a_folder_left_by_a_kill_is_checked_with_its_log(empty_folder: Path, tmp_path: Path) -> None:
    """What a program that was killed wrote last stands in the log alone; a check reads it there."""
    opened = open_again(empty_folder)
    register(opened)
    left = shutil.copytree(empty_folder, tmp_path / "left")
    opened.close()
    before = {name: (left / name).read_bytes() for name in ("clinic.db", "media.db", "vault.json")}
    report = check_clinic(left, PASSPHRASE)
    assert report.is_sound
    assert any("Audit: 2 events" in line for line in report.lines)
    assert {name: (left / name).read_bytes() for name in before} == before
