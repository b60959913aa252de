"""Reads the wording of a language from its TOML file, and refuses a bad one with file, line and reason.

A clinic may edit these files. A text that is missing, or names something the program cannot fill in, would
only be noticed on a patient's sheet; so everything is checked when the program starts.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mnlog.domain.wording import (
    PLACEHOLDER,
    ConsentWording,
    ItemWording,
    RedFlag,
    SectionWording,
    Wording,
)
from mnlog.domain.wording_catalogue import CONSENT, NAMES, PLURALS, TEXTS
from mnlog.errors import UserFacingError

_PHOTOS = ("record", "teaching", "publication")
_LINE_OF_FAULT = re.compile(r"at line (\d+)")
_TOP = ("language", "name", "version", "texts", "names", "red_flags", "consent")


class WordingError(UserFacingError):
    """A wording file is missing or says something it cannot.

    Attributes:
        file: its name, without folder.
        line: where the mistake stands, from 1; None when there is no line to name.
    """

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {problem}.", "Correct the file or put back the delivered one.")
        self.file = file
        self.line = line


def load_wording(path: Path) -> Wording:
    """Reads one language.

    Raises:
        WordingError: naming file, line and reason, when the file cannot be read or holds a mistake.
    """
    return _Reader(path).wording()


def load_wordings(folder: Path) -> Mapping[str, Wording]:
    """Reads every language of a folder, by language.

    Raises:
        WordingError: as `load_wording`; also when English, which all others fall back to, is missing.
    """
    found = [load_wording(path) for path in sorted(folder.glob("*.toml"))]
    wordings = {wording.language: wording for wording in found}
    if "en" not in wordings:
        raise WordingError("en.toml", None, "the English wording is missing")
    return MappingProxyType(wordings)


class _Reader:
    """One file, parsed; it knows on which line a mistake stands."""

    def __init__(self, path: Path) -> None:
        self._file = path.name
        try:
            self._text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
            self._data = tomllib.loads(self._text)
        except OSError as error:
            raise WordingError(self._file, None, f"it cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise WordingError(self._file, line, "it is not UTF-8 text") from error
        except tomllib.TOMLDecodeError as error:
            place = _LINE_OF_FAULT.search(str(error))
            raise WordingError(self._file, int(place[1]) if place else None, str(error)) from error

    def wording(self) -> Wording:
        for key in self._data:
            if key not in _TOP:
                raise self._error(f"unknown key {key!r}", key)
        texts, plurals = self._texts()
        return Wording(
            language=self._string(self._data, "language", ""),
            name=self._string(self._data, "name", ""),
            version=self._string(self._data, "version", ""),
            texts=MappingProxyType(texts),
            plurals=MappingProxyType(plurals),
            names=MappingProxyType(self._names()),
            red_flags=self._red_flags(),
            consent=self._consent(),
        )

    def _texts(self) -> tuple[dict[str, str], dict[str, Mapping[str, str]]]:
        texts: dict[str, str] = {}
        plurals: dict[str, Mapping[str, str]] = {}
        for group, rows in self._table(self._data, "texts", "").items():
            place = f"texts.{group}"
            for key, value in self._table(self._data["texts"], group, place).items():
                text_id = f"{group}.{key}"
                if text_id in PLURALS:
                    plurals[text_id] = self._plural(rows, key, place)
                elif text_id in TEXTS:
                    texts[text_id] = self._checked(value, TEXTS[text_id].split(), key, place)
                else:
                    raise self._error(f"unknown text {text_id!r}", key, place)
        for text_id in (*TEXTS, *PLURALS):
            if text_id not in texts and text_id not in plurals:
                raise self._error(
                    f"the text {text_id!r} is missing", "", f"texts.{text_id.partition('.')[0]}"
                )
        return texts, plurals

    def _plural(self, rows: Mapping[str, Any], key: str, place: str) -> Mapping[str, str]:
        forms = self._table(rows, key, place)
        if "other" not in forms:
            raise self._error(f"{key}: the form 'other' is missing", key, place)
        return {form: self._checked(text, ["n"], key, place) for form, text in forms.items()}

    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for kind in self._table(self._data, "names", ""):
            if kind not in NAMES:
                raise self._error(f"unknown kind of names {kind!r}", "", f"names.{kind}")
            place = f"names.{kind}"
            for key, value in self._table(self._data["names"], kind, place).items():
                names[f"{kind}.{key}"] = self._checked(value, NAMES[kind].split(), key, place)
        return names

    def _red_flags(self) -> tuple[RedFlag, ...]:
        flags = []
        for number, row in enumerate(self._rows(self._data, "red_flags")):
            place = "red_flags", number
            text = self._checked(row.get("text"), [], "text", *place)
            flags.append(RedFlag(text, self._strings(row, "reactions", *place, default=())))
        return tuple(flags)

    def _consent(self) -> ConsentWording:
        data, place = self._table(self._data, "consent", "consent"), "consent"
        photos = self._table(data, "photos", place)
        for key in _PHOTOS:
            if key not in photos:
                raise self._error(f"the photo choice {key!r} is missing", "", "consent.photos")
        return ConsentWording(
            title=self._string(data, "title", place),
            practitioner_statement=self._string(data, "practitioner_statement", place),
            often=self._strings(data, "often", place),
            often_note=self._string(data, "often_note", place),
            seldom=self._strings(data, "seldom", place),
            seldom_note=self._string(data, "seldom_note", place),
            sections=tuple(
                self._section(row, n) for n, row in enumerate(self._rows(data, "sections", "consent."))
            ),
            items=tuple(self._item(row, n) for n, row in enumerate(self._rows(data, "items", "consent."))),
            photos=MappingProxyType({key: self._string(photos, key, "consent.photos") for key in _PHOTOS}),
        )

    def _section(self, row: Mapping[str, Any], number: int) -> SectionWording:
        place = "consent.sections", number
        return SectionWording(
            id=self._string(row, "id", *place),
            heading=self._string(row, "heading", *place),
            sentences=self._strings(row, "sentences", *place, allowed=CONSENT),
            needs=self._needs(row, *place),
        )

    def _item(self, row: Mapping[str, Any], number: int) -> ItemWording:
        place = "consent.items", number
        required = row.get("required", True)
        if not isinstance(required, bool):
            raise self._error("required is true or false", "required", *place)
        return ItemWording(
            id=self._string(row, "id", *place),
            text=self._checked(row.get("text"), CONSENT, "text", *place),
            required=required,
            needs=self._needs(row, *place),
        )

    def _needs(self, row: Mapping[str, Any], place: str, number: int) -> str:
        needs = row.get("needs", "")
        if needs and needs not in CONSENT:
            raise self._error(f"needs: {needs!r} is nothing a consent can depend on", "needs", place, number)
        return str(needs)

    def _table(self, data: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any]:
        value = data.get(key)
        if not isinstance(value, dict):
            raise self._error(f"the table {key!r} is missing", key, place)
        return value

    def _rows(self, data: Mapping[str, Any], key: str, prefix: str = "") -> list[Mapping[str, Any]]:
        rows = data.get(key, [])
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            raise self._error(f"rows begin with [[{prefix}{key}]], and there is at least one", key)
        return rows

    def _string(self, data: Mapping[str, Any], key: str, place: str, number: int = 0) -> str:
        return self._checked(data.get(key), (), key, place, number)

    def _strings(
        self,
        data: Mapping[str, Any],
        key: str,
        place: str,
        number: int = 0,
        *,
        allowed: "frozenset[str] | tuple[str, ...]" = (),
        default: tuple[str, ...] | None = None,
    ) -> tuple[str, ...]:
        if default is not None and key not in data:
            return default
        value = data.get(key)
        if not isinstance(value, list) or not value:
            raise self._error(f"{key} is a list of texts", key, place, number)
        return tuple(self._checked(each, allowed, key, place, number) for each in value)

    def _checked(self, value: object, allowed: Any, key: str, place: str, number: int = 0) -> str:
        """A text, once its placeholders are known to be fillable."""
        if not isinstance(value, str) or not value.strip():
            raise self._error(f"{key} is missing or no text", key, place, number)
        for name in PLACEHOLDER.findall(value):
            if name not in allowed:
                choice = ", ".join(f"{{{each}}}" for each in sorted(allowed)) or "none"
                raise self._error(
                    f"{key}: {{{name}}} cannot be filled in here (possible: {choice})", key, place, number
                )
        rest = PLACEHOLDER.sub("", value)
        if "{" in rest or "}" in rest:
            raise self._error(f"{key}: a brace stands alone", key, place, number)
        return value

    def _error(self, problem: str, key: str, place: str = "", number: int = 0) -> WordingError:
        return WordingError(self._file, _line_of(self._text, key, place, number), problem)


def _line_of(text: str, key: str, place: str, number: int) -> int | None:
    """The line of a key under the `number`th heading of its kind, else the heading's; None without both."""
    heading_line: int | None = None
    inside, seen = not place, -1
    starts_with = re.compile(rf"[\"']?{re.escape(key)}[\"']?(?:\.\w+)?\s*=") if key else None
    for line_number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if line.startswith("["):
            seen += line.strip("[]").strip() == place
            inside = line.strip("[]").strip() == place and (seen == number or not line.startswith("[["))
            heading_line = line_number if inside else heading_line
        elif inside and starts_with and starts_with.match(line):
            return line_number
    return heading_line
