"""What holds for every test: one known computer, no network, and no warning that nobody expected."""

import logging
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

SCREEN = Path(os.path.relpath(ROOT / "tests/data/screen.json"))
"""One screen of 1920x1080. Relative, since a drive's colon would end the option it stands in."""

COMPUTER = {
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "Europe/London",
    "QT_QPA_PLATFORM": f"offscreen:configfile={SCREEN.as_posix()}",
}

HOME_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")

NETWORK_EVENTS = {
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "socket.gethostbyname",
}


def _become_one_computer() -> None:
    """Sets language, clock and screen before Qt starts and takes away what a desktop adds."""
    for name in [name for name in os.environ if name.startswith(("QT_", "LC_", "LANGUAGE"))]:
        del os.environ[name]
    os.environ.update(COMPUTER)
    if hasattr(time, "tzset"):
        time.tzset()


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    is_local_socket = len(args) > 1 and isinstance(args[1], str | bytes) and event != "socket.getaddrinfo"
    if event in NETWORK_EVENTS and not is_local_socket:
        raise AssertionError(f"Nothing leaves the computer, yet: {event} {args[1:]}")


_become_one_computer()
sys.addaudithook(_refuse_network)
settings.register_profile("gate", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("gate")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of this test's own: settings and clinics of the real user stay out of reach."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in HOME_FOLDERS:
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(name, str(folder))
    return home


class _Watch(logging.Handler):
    """Keeps each record that is a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def complaints(messages: list[str], patterns: tuple[str, ...]) -> list[str]:
    """What differs between the warnings a test logged and those it expected."""
    unexpected = [m for m in messages if not any(re.search(pattern, m) for pattern in patterns)]
    unseen = [pattern for pattern in patterns if not any(re.search(pattern, m) for m in messages)]
    return [f"logged, but not expected: {m}" for m in unexpected] + [
        f"expected, but not logged: {pattern}" for pattern in unseen
    ]


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that logs a warning or an error it does not name with `expected_log`."""
    watch = _Watch()
    logging.getLogger().addHandler(watch)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(watch)
    marker = request.node.get_closest_marker("expected_log")
    messages = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in watch.records]
    found = complaints(messages, marker.args if marker else ())
    if found:
        pytest.fail("\n".join(found), pytrace=False)
