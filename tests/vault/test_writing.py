import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mnlog.vault.writing import remove_unfinished, unavailable, write_beside

KILLED_BEFORE_RENAME = """
import os, signal, sys
from pathlib import Path
from mnlog.vault.writing import write_beside
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write_beside(Path(sys.argv[1]), b"new")
"""


def test_a_file_is_replaced_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_beside(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["fsync", "fdopen"])
def test_a_failed_write_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def full(handle: int, *_: object) -> None:
        if name == "fdopen":
            os.close(handle)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, name, full)
    with pytest.raises(OSError, match="No space"):
        write_beside(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_data_are_synced_before_the_rename_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        order.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")  # noqa: PTH112
        fsync(handle)

    def noted_replace(self: Path, target: Path) -> Path:
        order.append("rename")
        return replace(self, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc to tell a folder's handle from a file's")
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    write_beside(tmp_path / "file", b"new")
    assert order == ["file", "rename", "folder"]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_kill_leaves_the_old_file_and_what_stays_behind_is_swept(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED_BEFORE_RENAME, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2
    remove_unfinished(path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "not allowed"),
        (errno.EACCES, "not allowed"),
        (errno.ENOTDIR, "is not a folder"),
        (errno.ENOENT, "is not there"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_each_trouble_is_said_with_what_is_safe_and_what_to_do(number: int, says: str) -> None:
    error = unavailable(Path("clinic"), OSError(number, os.strerror(number)))
    assert says in error.text
    assert any(word in error.text for word in ("safe", "changed", "left as it is"))
    assert error.hint.endswith(".")
