"""What this computer prefers: never anything about a clinic, a practitioner or a patient.

A preference is a row of `SETTINGS`; adding one means adding a row. Losing them costs nobody any work, so
nothing here stops the program: what cannot be read is a default, what cannot be written holds until it ends.
"""

import base64
import json
import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, unique
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

_log = logging.getLogger(__name__)

T = TypeVar("T")


@unique
class Theme(StrEnum):
    """Which set of colours; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class SettingKey(Generic[T]):
    """One preference.

    Attributes:
        name: its name in the file, which never changes.
        default: what holds until somebody chooses.
        read: its type: makes a value of what the file says, or raises ValueError.
        description: one line for the settings page.
    """

    name: str
    default: T
    read: Callable[[object], T]
    description: str


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004 - the file is wrong, not the call
    return value


def _base64_text(value: object) -> str:
    text = _text(value)
    base64.b64decode(text, validate=True)
    return text


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")  # noqa: TRY004 - the file is wrong, not the call
    return value


def _theme(value: object) -> Theme:
    return Theme(_text(value))


def _number(low: float, high: float) -> Callable[[object], float]:
    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(f"not a number from {low} to {high}")
        return float(value)

    return read


THEME = SettingKey("theme", Theme.SYSTEM, _theme, "Light or dark colours, or as the desktop has them")
TEXT_SCALE = SettingKey("text_scale", 1.0, _number(1.0, 2.0), "How large text is, from 1 to 2 times")
DATA_DIR = SettingKey("data_dir", "", _text, "The folder of the clinic that was open last")
WINDOW_GEOMETRY = SettingKey("window_geometry", "", _base64_text, "Where the window stood, as base64")
SOUNDS = SettingKey("sounds", True, _flag, "A sound when numbing is ready or has to come off")
SOUND_VOLUME = SettingKey("sound_volume", 0.8, _number(0.0, 1.0), "How loud the sounds are, from 0 to 1")
MOTION = SettingKey("motion", True, _flag, "Small movements when something on the screen changes")

SETTINGS: tuple[SettingKey[Any], ...] = (
    THEME,
    TEXT_SCALE,
    DATA_DIR,
    WINDOW_GEOMETRY,
    SOUNDS,
    SOUND_VOLUME,
    MOTION,
)


class Settings:
    """The preferences of this computer, kept in one JSON file. Names that a newer MNLog wrote are kept."""

    def __init__(self, path: Path, stored: dict[str, object] | None = None) -> None:
        self._path = path
        self._stored = stored or {}
        self._unsaved: dict[str, object] = {}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads the file; a missing one means defaults, a damaged one too, after it was renamed aside."""
        return cls(path, _read(path))

    def get(self, key: SettingKey[T]) -> T:
        """The value, or its default when the file says nothing or something that cannot be."""
        if key.name not in self._stored:
            return key.default
        try:
            return key.read(self._stored[key.name])
        except ValueError:
            _log.info("The setting %s holds a value that cannot be; its default is used.", key.name)
            return key.default

    def set(self, key: SettingKey[T], value: T) -> None:
        """Keeps a value and writes it down at once, beside what another window wrote meanwhile.

        Raises:
            ValueError: when the value is not one that this setting can have.
        """
        self._unsaved[key.name] = key.read(value)
        # Another window may have written meanwhile: the file is newer than all but what is unsaved here.
        self._stored = {**self._stored, **(_read(self._path) or {}), **self._unsaved}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(self._stored, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
            _replace(self._path, text.encode("utf-8", "surrogatepass"))
            self._unsaved.clear()
        except OSError as error:
            _log.info("Settings could not be saved (%s); they hold until MNLog is closed.", error.strerror)


def _read(path: Path) -> dict[str, object] | None:
    try:
        stored = json.loads(path.read_bytes())
        if isinstance(stored, dict):
            return stored
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.info("Settings could not be read (%s); defaults are used.", error.strerror)
        return None
    except (ValueError, RecursionError):
        pass
    _set_aside(path)
    return None


def _replace(path: Path, data: bytes) -> None:
    # Beside first, so that a kill leaves the old file or the new one. Without the synced folder that a
    # clinic's files get: should a power cut bring the old preferences back, nobody lost any work.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _set_aside(path: Path) -> None:
    aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    try:
        path.rename(aside)
    except OSError as error:
        _log.info("Settings are damaged and could not be moved (%s); defaults are used.", error.strerror)
        return
    _log.info("Settings were damaged; defaults are used, the old file is kept as %s.", aside.name)
