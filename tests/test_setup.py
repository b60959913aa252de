"""`scripts/setup.sh` on a computer where something is missing, played with made-up programs."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tree import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="Debian packages are looked for on Linux alone"
)

BASH = shutil.which("bash") or "bash"
LIBRARIES = ("EGL.so.1", "GL.so.1", "xkbcommon.so.0", "dbus-1.so.3", "fontconfig.so.1", "glib-2.0.so.0")
STAMPED = ("requirements-dev.txt", "pyproject.toml", "scripts/setup.sh")


class Computer:
    """A project that is set up, and programs: nothing else is on the PATH than what is put there."""

    def __init__(self, folder: Path) -> None:
        self.project, self.programs, self.log = folder / "project", folder / "programs", folder / "log"
        self.programs.mkdir()
        for name in ("cat", "cmp", "dirname", "env", "uname"):
            (self.programs / name).symlink_to(shutil.which(name) or name)
        self.has("bash", f'exec {BASH} "$@"')
        self.has("python3", "exit 0")
        self.has("id", "echo 1000")
        self.has("apt-get", 'echo "apt-get $*" >>"$LOG"')
        self.has_libraries(*LIBRARIES)
        for part in STAMPED:
            (self.project / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / part, self.project / part)
        python = self.project / ".venv/bin/python"
        python.parent.mkdir(parents=True)
        python.symlink_to(self.programs / "python3")
        stamp = "".join((ROOT / part).read_text(encoding="utf-8") for part in STAMPED)
        (self.project / ".venv/setup-stamp").write_text(f"{self.project}\n{stamp}", encoding="utf-8")

    def has(self, name: str, *lines: str) -> None:
        """Puts a program on the PATH."""
        path = self.programs / name
        path.write_text("\n".join((f"#!{BASH}", *lines, "")), encoding="utf-8")
        path.chmod(0o755)

    def has_libraries(self, *names: str) -> None:
        self.has("ldconfig", *(f"echo '	lib{name} (libc6,x86-64) => /lib/lib{name}'" for name in names))

    def set_up(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BASH, self.project / "scripts/setup.sh", *arguments],
            env={"PATH": str(self.programs), "LOG": str(self.log)} | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def told_apt(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_nothing_is_done_when_nothing_is_missing(computer: Computer) -> None:
    done = computer.set_up()
    assert (done.returncode, done.stdout, done.stderr, computer.told_apt) == (0, "", "", [])


def test_the_line_to_run_is_printed_to_whom_may_not_install(computer: Computer) -> None:
    computer.has_libraries(*LIBRARIES[1:])
    done = computer.set_up()
    assert done.returncode == 1
    assert "    apt-get update && apt-get install -y --no-install-recommends libegl1\n" in done.stderr
    assert not computer.told_apt


def test_the_line_names_sudo_when_it_asks_for_a_password(computer: Computer) -> None:
    computer.has_libraries(*LIBRARIES[2:])
    computer.has("sudo", "exit 1")
    done = computer.set_up()
    assert done.returncode == 1
    line = "    sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libgl1\n"
    assert line in done.stderr


@pytest.mark.parametrize("how", ["root", "sudo"])
def test_who_may_install_needs_to_do_nothing(computer: Computer, how: str) -> None:
    computer.has_libraries()
    if how == "root":
        computer.has("id", "echo 0")
    else:
        computer.has("sudo", 'shift; exec "$@"')
    computer.has("true")
    assert computer.set_up().returncode == 0
    update, install = computer.told_apt
    assert update == "apt-get update -qq"
    assert install == (
        "apt-get install -y --no-install-recommends"
        " libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 -qq"
    )


@pytest.mark.parametrize(
    ("argument", "display", "asked"), [("window", ":0", True), ("window", "", False), ("", ":0", False)]
)
def test_what_a_window_needs_is_asked_for_only_where_there_is_a_screen(
    computer: Computer, argument: str, display: str, asked: bool
) -> None:
    done = computer.set_up(argument, DISPLAY=display)
    assert ("libxcb-cursor0" in done.stderr) is asked


def test_a_debian_without_venv_is_told_its_package(computer: Computer) -> None:
    shutil.rmtree(computer.project / ".venv")
    computer.has("python3", "[[ $2 != *ensurepip* ]] || exit 1", "[[ $2 != *venv* ]] || echo python3.11-venv")
    assert "--no-install-recommends python3.11-venv\n" in computer.set_up().stderr


def test_other_systems_are_told_what_is_missing(computer: Computer) -> None:
    computer.has_libraries(*LIBRARIES[:-1])
    (computer.programs / "apt-get").unlink()
    done = computer.set_up()
    assert done.returncode == 1
    assert done.stderr.endswith("install them and try again: libglib2.0-0\n")


def test_an_old_python_is_refused(computer: Computer) -> None:
    computer.has("python3", "exit 1")
    done = computer.set_up()
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


@pytest.mark.parametrize("part", ["requirements-dev.txt", "pyproject.toml"])
def test_a_new_lock_is_installed_by_hash(computer: Computer, part: str) -> None:
    (computer.project / part).write_text("# newer\n", encoding="utf-8")
    computer.has("python3", 'echo "$*" >>"$LOG"')
    assert computer.set_up().returncode == 0
    installs = [line for line in computer.told_apt if "pip install" in line]
    assert len(installs) == 2
    assert "--require-hashes -r requirements-dev.txt" in installs[0]
    assert "--editable ." in installs[1]
    assert computer.set_up().stderr == ""
