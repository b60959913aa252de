import errno
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from filelock import FileLock

from mnlog.errors import ClinicUnavailableError
from mnlog.vault.folder import ClinicFolder, FolderStatus
from mnlog.vault.keys import KdfCost, create_vault

NOW = datetime(2026, 3, 9, 14, 2, tzinfo=UTC)

HOLDER = """
import sys
from datetime import datetime
from pathlib import Path
from mnlog.vault.folder import ClinicFolder
hold = ClinicFolder(Path(sys.argv[1])).hold(datetime.fromisoformat(sys.argv[2]))
print("held", flush=True)
sys.stdin.read()
"""

SECOND = """
import sys
from datetime import datetime
from pathlib import Path
from mnlog.errors import ClinicUnavailableError
from mnlog.vault.folder import ClinicFolder
try:
    ClinicFolder(Path(sys.argv[1])).hold(datetime.fromisoformat(sys.argv[2])).release()
    print("held")
except ClinicUnavailableError as error:
    print(error.text)
"""


@pytest.fixture
def clinic(tmp_path: Path) -> ClinicFolder:
    folder = ClinicFolder(tmp_path / "clinic")
    folder.prepare()
    return folder


def _start_holder(folder: ClinicFolder) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HOLDER, str(folder.path), NOW.isoformat()]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def _end(holder: "subprocess.Popen[str]") -> None:
    holder.kill()
    holder.communicate()


def test_the_names_are_those_of_the_design(tmp_path: Path) -> None:
    folder = ClinicFolder(tmp_path)
    names = [path.name for path in (folder.clinic_db, folder.media_db, folder.vault_json, folder.backups)]
    assert names == ["clinic.db", "media.db", "vault.json", "backups"]


@pytest.mark.skipif(os.name == "nt", reason="no permission bits")
def test_a_new_folder_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        ClinicFolder(tmp_path / "deep/down/clinic").prepare()
    finally:
        os.umask(before)
    assert (tmp_path / "deep/down/clinic").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name == "nt", reason="no permission bits")
def test_an_empty_folder_becomes_private_and_a_used_one_keeps_its_mode(tmp_path: Path) -> None:
    for name in ("empty", "used"):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(0o755)
    (tmp_path / "used/letter.txt").write_text("hers")
    for name, mode in (("empty", 0o700), ("used", 0o755)):
        ClinicFolder(tmp_path / name).prepare()
        assert (tmp_path / name).stat().st_mode & 0o777 == mode
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["letter.txt"]


def test_preparing_leaves_nothing_behind(clinic: ClinicFolder) -> None:
    clinic.prepare()
    assert list(clinic.path.iterdir()) == []


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for path in (tmp_path / "file", tmp_path / "file/clinic"):
        folder = ClinicFolder(path)
        for use in (folder.prepare, folder.status, folder.hold):
            with pytest.raises(ClinicUnavailableError, match="is not a folder"):
                use()
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_may_not_be_written_says_so(powerless: Path) -> None:
    folder = ClinicFolder(powerless / "clinic")
    folder.prepare()
    (folder.path / "letter.txt").write_text("hers")
    folder.path.chmod(0o500)
    try:
        for use in (folder.prepare, folder.hold, ClinicFolder(folder.path / "inner").prepare):
            with pytest.raises(ClinicUnavailableError, match=r"not allowed.*Nothing in it was changed"):
                use()
        assert folder.status() is FolderStatus.FOREIGN
    finally:
        folder.path.chmod(0o700)


def test_a_folder_that_may_not_be_read_says_so(powerless: Path) -> None:
    folder = ClinicFolder(powerless / "clinic")
    folder.prepare()
    folder.path.chmod(0o000)
    try:
        with pytest.raises(ClinicUnavailableError, match="not allowed"):
            folder.status()
    finally:
        folder.path.chmod(0o700)


def test_a_key_file_that_may_not_be_read_is_not_called_damaged(powerless: Path, cheap: KdfCost) -> None:
    folder = ClinicFolder(powerless / "clinic")
    create_vault(folder.path, "p1", "violet ladder under rain", cheap)
    folder.vault_json.chmod(0o000)
    with pytest.raises(ClinicUnavailableError, match="not allowed"):
        folder.status()


def test_a_full_disk_is_said(clinic: ClinicFolder, cheap: KdfCost, monkeypatch: pytest.MonkeyPatch) -> None:
    create_vault(clinic.path, "p1", "violet ladder under rain", cheap)
    before = clinic.vault_json.read_bytes()
    vault = clinic.read_vault()

    class FullDisk(io.BytesIO):
        def write(self, *_: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: FullDisk())
    kept = []  # with its frames, so that no lock goes only because its last name did
    for use in (clinic.prepare, clinic.hold, lambda: clinic.write_vault(vault)):
        with pytest.raises(ClinicUnavailableError, match=r"disk is full.*is safe") as refused:
            use()
        kept.append(refused.value)
    assert clinic.vault_json.read_bytes() == before
    monkeypatch.undo()
    clinic.hold().release()  # the one that failed did not keep the lock


def test_an_empty_folder_and_one_that_is_not_there_are_empty(tmp_path: Path) -> None:
    assert ClinicFolder(tmp_path).status() is FolderStatus.EMPTY
    assert ClinicFolder(tmp_path / "nowhere").status() is FolderStatus.EMPTY
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / ".DS_Store").touch()
    (tmp_path / "desktop.ini").touch()
    assert ClinicFolder(tmp_path).status() is FolderStatus.EMPTY


def test_somebody_elses_files_are_foreign(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    assert ClinicFolder(tmp_path).status() is FolderStatus.FOREIGN


def test_a_clinic_is_told_from_one_that_misses_a_part(clinic: ClinicFolder, cheap: KdfCost) -> None:
    with clinic.hold():
        assert clinic.status() is FolderStatus.EMPTY
        create_vault(clinic.path, "p1", "violet ladder under rain", cheap)
        assert clinic.status() is FolderStatus.UNFINISHED
        clinic.backups.mkdir()
        clinic.media_db.touch()
        assert clinic.status() is FolderStatus.UNFINISHED
        clinic.clinic_db.touch()
        assert clinic.status() is FolderStatus.CLINIC
    (clinic.path / "letter.txt").touch()
    assert clinic.status() is FolderStatus.CLINIC


@pytest.mark.parametrize("missing", ["clinic.db", "media.db", "vault.json"])
def test_a_clinic_that_misses_a_part_is_damaged(clinic: ClinicFolder, cheap: KdfCost, missing: str) -> None:
    create_vault(clinic.path, "p1", "violet ladder under rain", cheap)
    clinic.clinic_db.touch()
    clinic.media_db.touch()
    clinic.backups.mkdir()
    (clinic.backups / "2026-03-08.db").touch()
    assert clinic.status() is FolderStatus.CLINIC
    (clinic.path / missing).unlink()
    assert clinic.status() is FolderStatus.DAMAGED


def test_a_damaged_key_file_is_damage_and_a_newer_one_is_not(clinic: ClinicFolder) -> None:
    clinic.clinic_db.touch()
    clinic.media_db.touch()
    clinic.vault_json.write_text('{"format": 1')
    assert clinic.status() is FolderStatus.DAMAGED
    clinic.vault_json.write_text('{"format": 2}')
    assert clinic.status() is FolderStatus.CLINIC


def test_a_second_holder_is_refused_and_told_by_whom(
    clinic: ClinicFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.node", lambda: "reception")
    with clinic.hold(NOW):
        with pytest.raises(ClinicUnavailableError) as refused:
            clinic.hold(NOW + timedelta(hours=1))
        assert refused.value.text == "This clinic is already open in another MNLog on reception since 14:02."
        assert "close it there" in refused.value.hint
    clinic.hold(NOW).release()


def test_the_time_is_said_in_the_readers_zone_and_with_the_day_when_it_is_another(
    clinic: ClinicFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.node", lambda: "reception")
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    with clinic.hold(NOW):
        for now, since in (
            (NOW.astimezone(kathmandu), "19:47"),
            (NOW + timedelta(days=1), "2026-03-09 14:02"),
        ):
            with pytest.raises(ClinicUnavailableError, match=f"on reception since {since}."):
                clinic.hold(now)


@pytest.mark.parametrize(
    "note", [None, b"", b"[]", b'{"host": 1}', b'{"host": "x", "started_at": 5}', b"\xff"]
)
def test_without_a_readable_note_it_is_refused_all_the_same(clinic: ClinicFolder, note: bytes | None) -> None:
    with clinic.hold(NOW):
        path = clinic.path / ".open-by.json"
        path.unlink() if note is None else path.write_bytes(note)
        with pytest.raises(ClinicUnavailableError, match=r"open in another MNLog\. "):
            clinic.hold(NOW)


def test_a_refused_try_does_not_disturb_the_holder(clinic: ClinicFolder) -> None:
    with clinic.hold(NOW):
        note = (clinic.path / ".open-by.json").read_bytes()
        for _ in range(3):
            with pytest.raises(ClinicUnavailableError):
                clinic.hold(NOW)
        assert (clinic.path / ".open-by.json").read_bytes() == note


def test_the_note_names_host_program_and_time_and_goes_with_the_hold(clinic: ClinicFolder) -> None:
    hold = clinic.hold(NOW)
    note = clinic.path / ".open-by.json"
    who = json.loads(note.read_text())
    assert set(who) == {"host", "pid", "started_at"}
    assert who["pid"] == os.getpid()
    assert datetime.fromisoformat(who["started_at"]) == NOW
    assert os.name == "nt" or (clinic.path / ".lock").stat().st_mode & 0o777 == 0o600
    hold.release()
    hold.release()
    assert not note.exists()


def test_a_note_that_cannot_be_removed_does_not_keep_the_clinic(
    clinic: ClinicFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    hold = clinic.hold(NOW)
    monkeypatch.setattr(Path, "unlink", refused)
    hold.release()
    monkeypatch.undo()
    clinic.hold(NOW).release()


def test_who_opened_it_in_one_thread_closes_it_in_another(clinic: ClinicFolder) -> None:
    hold = clinic.hold(NOW)
    closer = threading.Thread(target=hold.release)
    closer.start()
    closer.join()
    clinic.hold(NOW).release()


def test_a_disk_without_locks_is_refused_rather_than_guessed(
    clinic: ClinicFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def unknown(*_: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", unknown)
    with pytest.raises(ClinicUnavailableError, match="Function not implemented"):
        clinic.hold(NOW)


def test_a_folder_that_is_not_there_cannot_be_held(tmp_path: Path) -> None:
    with pytest.raises(ClinicUnavailableError, match="is not there"):
        ClinicFolder(tmp_path / "nowhere").hold(NOW)
    assert not (tmp_path / "nowhere").exists()


def test_another_program_is_refused_until_this_one_lets_go(clinic: ClinicFolder) -> None:
    command = [sys.executable, "-c", SECOND, str(clinic.path), NOW.isoformat()]
    with clinic.hold(NOW):
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert said.startswith("This clinic is already open in another MNLog on ")
        assert said.endswith(" since 14:02.\n")
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert said == "held\n"


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_killed_program_keeps_nobody_out(clinic: ClinicFolder) -> None:
    holder = _start_holder(clinic)
    try:
        with pytest.raises(ClinicUnavailableError, match="since 14:02"):
            clinic.hold(NOW)
        holder.send_signal(signal.SIGKILL)
        assert holder.wait() == -signal.SIGKILL
        assert (clinic.path / ".open-by.json").exists()  # it had no time to tidy up
        with clinic.hold(NOW):
            assert json.loads((clinic.path / ".open-by.json").read_text())["pid"] == os.getpid()
    finally:
        _end(holder)


def test_the_holder_is_the_operating_systems_lock(clinic: ClinicFolder) -> None:
    with clinic.hold(NOW) as hold:
        assert type(hold._lock) is FileLock
