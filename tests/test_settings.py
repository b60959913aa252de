import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mnlog.settings import (
    DATA_DIR,
    SETTINGS,
    SOUNDS,
    TEXT_SCALE,
    THEME,
    WINDOW_GEOMETRY,
    SettingKey,
    Settings,
    Theme,
)

KILLED_BEFORE_RENAME = """
import os, signal, sys
from pathlib import Path
from mnlog.settings import THEME, Settings, Theme
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Settings.load(Path(sys.argv[1])).set(THEME, Theme.LIGHT)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config/settings.json"


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))


@pytest.mark.parametrize("key", SETTINGS, ids=lambda key: key.name)
def test_each_row_has_a_default_of_its_own_type_and_one_line_of_text(key: SettingKey[Any]) -> None:
    assert key.read(key.default) == key.default
    assert key.read(json.loads(json.dumps(key.default))) == key.default
    assert key.description
    assert "\n" not in key.description


def test_names_are_unique() -> None:
    assert len({key.name for key in SETTINGS}) == len(SETTINGS)


def test_without_a_file_everything_is_at_its_default_and_nothing_is_written(path: Path) -> None:
    settings = Settings.load(path)
    assert all(settings.get(key) == key.default for key in SETTINGS)
    assert not path.parent.exists()


def test_what_is_set_is_there_after_a_restart(path: Path) -> None:
    settings = Settings.load(path)
    settings.set(THEME, Theme.DARK)
    settings.set(TEXT_SCALE, 1.5)
    settings.set(DATA_DIR, "/médecine/諮所")
    settings.set(WINDOW_GEOMETRY, "AdnQywADAAA=")
    again = Settings.load(path)
    assert again.get(THEME) is Theme.DARK
    assert again.get(TEXT_SCALE) == 1.5
    assert again.get(DATA_DIR) == "/médecine/諮所"
    assert again.get(WINDOW_GEOMETRY) == "AdnQywADAAA="
    assert again.get(SOUNDS) is True
    assert [each.name for each in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (TEXT_SCALE, 0.99),
        (TEXT_SCALE, 2.01),
        (TEXT_SCALE, float("nan")),
        (TEXT_SCALE, True),
        (TEXT_SCALE, "1.5"),
        (THEME, "sepia"),
        (THEME, None),
        (SOUNDS, 1),
        (DATA_DIR, 7),
        (WINDOW_GEOMETRY, "not base64!"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_read_as_the_default(
    path: Path, key: SettingKey[Any], value: object
) -> None:
    settings = Settings.load(path)
    with pytest.raises(ValueError):  # noqa: PT011 - whose words these are does not matter
        settings.set(key, value)
    assert not path.exists()
    _write(path, {key.name: value})
    assert Settings.load(path).get(key) == key.default


def test_what_a_newer_version_wrote_is_kept(path: Path) -> None:
    _write(path, {"theme": "dark", "colour_of_the_future": [1, 2], "text_scale": "huge"})
    Settings.load(path).set(SOUNDS, False)
    assert json.loads(path.read_text()) == {
        "theme": "dark",
        "colour_of_the_future": [1, 2],
        "text_scale": "huge",
        "sounds": False,
    }


def test_two_windows_do_not_undo_each_other(path: Path) -> None:
    one, other = Settings.load(path), Settings.load(path)
    one.set(THEME, Theme.DARK)
    other.set(SOUNDS, False)
    assert other.get(THEME) is Theme.DARK
    assert Settings.load(path).get(THEME) is Theme.DARK
    assert Settings.load(path).get(SOUNDS) is False


@pytest.mark.parametrize("damage", ["", "{", '{"theme": "da', "[]", "null", "\0\0\0", "[" * 100_000])
def test_a_damaged_file_means_defaults_and_is_kept_aside(
    path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mnlog.settings")
    _write(path, damage)
    settings = Settings.load(path)
    assert settings.get(THEME) is THEME.default
    (aside,) = path.parent.iterdir()
    assert aside.name.startswith("settings.json.damaged-")
    assert aside.read_text() == damage
    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert str(path.parent) not in caplog.text  # a path may hold somebody's name
    settings.set(THEME, Theme.DARK)
    assert Settings.load(path).get(THEME) is Theme.DARK


def test_a_file_damaged_while_the_program_runs_loses_nothing_it_knows(path: Path) -> None:
    settings = Settings.load(path)
    settings.set(THEME, Theme.DARK)
    path.write_bytes(b"\xff")
    settings.set(SOUNDS, False)
    assert Settings.load(path).get(THEME) is Theme.DARK


def test_what_cannot_be_saved_holds_until_the_program_ends(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mnlog.settings")
    settings = Settings.load(path)
    settings.set(THEME, Theme.DARK)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        settings.set(THEME, Theme.LIGHT)
        settings.set(SOUNDS, False)
        assert settings.get(THEME) is Theme.LIGHT
    assert Settings.load(path).get(THEME) is Theme.DARK
    assert [each.name for each in path.parent.iterdir()] == ["settings.json"]
    assert "could not be saved" in caplog.text
    settings.set(TEXT_SCALE, 2)
    assert Settings.load(path).get(THEME) is Theme.LIGHT
    assert Settings.load(path).get(SOUNDS) is False


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mnlog.settings")
    (tmp_path / "settings.json").mkdir()
    settings = Settings.load(tmp_path / "settings.json")
    settings.set(THEME, Theme.DARK)
    assert settings.get(THEME) is Theme.DARK
    assert (tmp_path / "settings.json").is_dir()
    assert "could not be read" in caplog.text


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_kill_leaves_the_old_settings(path: Path) -> None:
    Settings.load(path).set(THEME, Theme.DARK)
    done = subprocess.run([sys.executable, "-c", KILLED_BEFORE_RENAME, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert Settings.load(path).get(THEME) is Theme.DARK
