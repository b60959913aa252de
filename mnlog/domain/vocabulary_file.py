"""Reads the vocabulary from its TOML files, and refuses a bad one with file, line and reason.

A clinic may edit these files, so every mistake is told in words that lead to the line it stands on. What
a row holds is said once, by the dataclasses of `mnlog.domain.vocabulary`; their type hints drive the reading.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from mnlog.domain import toml_text
from mnlog.domain import vocabulary as rows
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.vocabulary_checks import Refused, check_row, refuse
from mnlog.errors import UserFacingError

_VERSION_FILE = "vocabulary.toml"


@dataclass(frozen=True, slots=True)
class _Table:
    """Which file holds which rows, under which heading, and where the vocabulary keeps them."""

    file: str
    heading: str
    row: type[Any]
    mapping: str


_TABLES = (
    _Table("sources.toml", "source", rows.Source, "sources"),
    _Table("zones.toml", "zone", rows.Zone, "zones"),
    _Table("concerns.toml", "concern", rows.Concern, "concerns"),
    _Table("devices.toml", "device_model", rows.DeviceModel, "device_models"),
    _Table("numbing.toml", "numbing_product", rows.NumbingProduct, "numbing_products"),
    _Table("screening.toml", "question", rows.ScreeningQuestion, "questions"),
    _Table("scales.toml", "scale", rows.Scale, "scales"),
    _Table("reactions.toml", "reaction", rows.ReactionType, "reactions"),
    _Table("aftercare.toml", "aftercare", rows.CareWindow, "aftercare"),
    _Table("precare.toml", "precare", rows.CareWindow, "precare"),
    _Table("topicals.toml", "topical", rows.TopicalProduct, "topicals"),
    _Table("facts.toml", "fact", rows.Fact, "facts"),
)
_REFERENCES = {
    "sources": "sources",
    "on_label_zones": "zones",
    "on_label_concerns": "concerns",
    "scale_id": "scales",
}
"""Keys that name rows elsewhere, and the mapping they point into."""


class VocabularyError(UserFacingError):
    """A vocabulary file is missing or says something it cannot.

    Attributes:
        file: its name, without folder.
        line: where the mistake stands, from 1; None when there is no file to have lines.
    """

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {problem}.", "Correct the file or put back the delivered one.")
        self.file = file
        self.line = line


def load_vocabulary(folder: Path) -> Vocabulary:
    """Reads all vocabulary files of a folder.

    Raises:
        VocabularyError: naming file, line and reason, when a file is missing or holds a mistake.
    """
    version = _version(_File(folder, _VERSION_FILE))
    files = {table.mapping: _File(folder, table.file, table.heading) for table in _TABLES}
    mappings = {table.mapping: _mapping(table, files[table.mapping]) for table in _TABLES}
    for mapping, file in files.items():
        _check_references(mappings[mapping], mappings, file)
    return Vocabulary(version=version, **mappings)


class _File:
    """One file, parsed; it knows on which line a mistake stands."""

    def __init__(self, folder: Path, name: str, heading: str = "") -> None:
        self.name = name
        self._heading = heading
        try:
            self._text = toml_text.decoded((folder / name).read_bytes())
            self.data = toml_text.parsed(self._text)
        except OSError as error:
            raise VocabularyError(name, None, f"it cannot be read ({error.strerror})") from error
        except toml_text.TomlFault as fault:
            raise VocabularyError(name, fault.line, fault.problem) from fault

    def error(self, problem: str, row: int, key: str = "", item: int | None = None) -> VocabularyError:
        """The error for a key of a row; rows count from 0, and -1 is what stands outside of them."""
        line = toml_text.line_of(self._text, self._heading, row, key, item)
        return VocabularyError(self.name, line, problem)


def _version(file: _File) -> str:
    for key in file.data:
        if key != "version":
            raise file.error(f"unknown key {key!r}", -1, key)
    try:
        return str(_text(file.data.get("version", "")) or refuse("the version is missing"))
    except Refused as refused:
        raise file.error(f"version: {refused.problem}", -1, "version") from refused


def _mapping(table: _Table, file: _File) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, raw in enumerate(_raw_rows(table, file)):
        try:
            row = _record(table.row, raw)
            check_row(row)
            if row.id in found:
                refuse(f"the id {row.id!r} stands in an earlier row already", "id")
        except Refused as refused:
            raise file.error(refused.problem, number, refused.key, refused.item) from refused
        found[row.id] = row
    return found


def _raw_rows(table: _Table, file: _File) -> list[Any]:
    for key in file.data:
        if key != table.heading:
            raise file.error(f"unknown table or key {key!r}; rows begin with [[{table.heading}]]", -1, key)
    raw = file.data.get(table.heading, [])
    if not isinstance(raw, list):
        raise file.error(f"rows begin with [[{table.heading}]], in double brackets", -1, table.heading)
    if not raw:
        raise file.error(f"there is no [[{table.heading}]] row", -1)
    return raw


def _check_references(mapping: Mapping[str, Any], known: Mapping[str, Any], file: _File) -> None:
    for number, row in enumerate(mapping.values()):
        for key, target in _REFERENCES.items():
            named = getattr(row, key, ())
            for name in (named,) if isinstance(named, str) else named:
                if name not in known[target]:
                    raise file.error(f"{key}: {name!r} is not in {target}", number, key)


@dataclass(frozen=True, slots=True)
class _Field:
    """How a key is read, and what stands for it when it is left out (MISSING: it must not be)."""

    read: Callable[[object], Any]
    default: object


def _record(kind: Any, raw: object) -> Any:
    if not isinstance(raw, dict):
        refuse(f"{raw!r} is not a table")
    shape = _shape(kind)
    for key in raw:
        if key not in shape:
            refuse(f"unknown key {key!r}", key)
    return kind(**{key: _value(key, field, raw) for key, field in shape.items()})


def _value(key: str, field: _Field, raw: Mapping[str, Any]) -> Any:
    if key not in raw:
        return refuse(f"the key {key!r} is missing") if field.default is MISSING else field.default
    try:
        value = field.read(raw[key])
        if value in ("", ()) and field.default is MISSING:
            refuse("it must not be empty")
    except Refused as refused:
        raise Refused(f"{key}: {refused.problem}", key, refused.item) from refused
    return value


@cache
def _shape(kind: Any) -> dict[str, _Field]:
    hints = get_type_hints(kind)
    return {field.name: _field(hints[field.name], field.default) for field in fields(kind)}


def _field(hint: Any, default: object) -> _Field:
    if isinstance(hint, UnionType):  # TOML has no null: what is not known is left out
        known = next(part for part in get_args(hint) if part is not NoneType)
        return _Field(_reader(known), None if default is MISSING else default)
    return _Field(_reader(hint), default)


def _reader(hint: Any) -> Callable[[object], Any]:
    if get_origin(hint) is tuple:
        return partial(_list, _reader(get_args(hint)[0]))
    if is_dataclass(hint):
        return partial(_record, hint)
    return {str: _text, int: _figure, bool: _truth}.get(hint) or partial(_member, hint)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else refuse(f"{value!r} is not a text in quotes")


def _figure(value: object) -> int:
    if type(value) is not int:  # True is an int to Python, not to a reader of the file
        refuse(f"{value!r} is not a whole number")
    return value if value >= 0 else refuse(f"{value} is below 0")


def _truth(value: object) -> bool:
    return value if isinstance(value, bool) else refuse(f"{value!r} is neither true nor false")


def _member(kind: type[StrEnum], value: object) -> StrEnum:
    try:
        return kind(str(value))
    except ValueError:
        return refuse(f"{value!r} is none of {', '.join(kind)}")


def _list(read: Callable[[object], Any], value: object) -> tuple[Any, ...]:
    if not isinstance(value, list):
        refuse(f"{value!r} is not a list in square brackets")
    items = []
    for number, raw in enumerate(value):
        try:
            items.append(read(raw))
        except Refused as refused:
            raise Refused(refused.problem, item=number if isinstance(raw, dict) else None) from refused
        if items.index(items[-1]) != number:
            refuse(f"{raw!r} stands twice")
    return tuple(items)
