"""Rows to records and back, by field name; one codec for each type a record field can have.

A stored value that no codec knows is an error that names the row, never silently something else.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, cast, get_args, get_origin, get_type_hints

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import sqlite

from mnlog.db import schema
from mnlog.domain import records
from mnlog.domain.moments import moment_from_text, moment_text
from mnlog.domain.rules.folding import folded

RecordT = TypeVar("RecordT", bound=records.Record)
Primitive = str | int | bool | None


class UnknownStoredValueError(Exception):
    """A row holds a value that this version cannot read: a bug, or damage that the checks did not see.

    Names the row and the column, and never the value, which may be a patient's.
    """

    def __init__(self, table: str, key: object, column: str) -> None:
        super().__init__(f"{table} {key!r}, column {column}, holds what this version cannot read.")


MODELS: Mapping[type[records.Record], type[schema.Base]] = {
    records.Clinic: schema.ClinicRow,
    records.Practitioner: schema.PractitionerRow,
    records.Patient: schema.PatientRow,
    records.PatientAlert: schema.PatientAlertRow,
    records.Course: schema.CourseRow,
    records.Device: schema.DeviceRow,
    records.Lot: schema.LotRow,
    records.Unit: schema.UnitRow,
    records.TreatmentSession: schema.TreatmentSessionRow,
    records.ScreeningAnswer: schema.ScreeningAnswerRow,
    records.Consent: schema.ConsentRow,
    records.OpenConsent: schema.OpenConsentRow,
    records.Numbing: schema.NumbingRow,
    records.ZoneTreatment: schema.ZoneTreatmentRow,
    records.Topical: schema.TopicalRow,
    records.Observation: schema.ObservationRow,
    records.Reaction: schema.ReactionRow,
    records.FollowUp: schema.FollowUpRow,
    records.Addendum: schema.AddendumRow,
    records.Document: schema.DocumentRow,
}


def patient_search_text(patient: records.Patient) -> str:
    """Everything a patient is found by, folded: names, record number, phone, birth date in three orders."""
    parts = [patient.given_name, patient.family_name, patient.former_name, patient.record_number]
    parts.append("".join(letter for letter in patient.phone if letter.isdigit()))
    if patient.birth_date:
        born = patient.birth_date
        parts += [born.isoformat(), f"{born:%d.%m.%Y}", f"{born:%d/%m/%Y}"]
    return folded(" ".join(parts))


DERIVED: Mapping[type[records.Record], tuple[str, Callable[[Any], str]]] = {
    records.Patient: ("search_text", patient_search_text),
}
"""Columns that no record has, computed from it at each write."""


@dataclass(frozen=True, slots=True)
class _Codec:
    to_row: Callable[[Any], Primitive]
    from_row: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError("it is no text")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("it is no whole number")
    return value


def _flag(value: Any) -> bool:
    if value not in (0, 1):
        raise ValueError("it is neither yes nor no")
    return bool(value)


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(item) for item in value) if isinstance(value, list) else value


def _tuple_of(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def read_all(text: Any) -> tuple[Any, ...]:
        values = json.loads(text)
        if not isinstance(values, list):
            raise TypeError("it is no list")
        return tuple(read(value) for value in values)

    return read_all


_READERS: Mapping[Any, Callable[[Any], Any]] = {str: _text, int: _whole, bool: _flag}
"""What an integer column holds is no proof of an integer: SQLite stores what it is given."""


def _codec_for(hint: Any) -> _Codec:
    if get_origin(hint) is UnionType:
        (inner,) = [argument for argument in get_args(hint) if argument is not NoneType]
        codec = _codec_for(inner)
        return _Codec(
            lambda value: None if value is None else codec.to_row(value),
            lambda value: None if value is None else codec.from_row(value),
        )
    if get_origin(hint) is tuple:
        element = get_args(hint)[0]
        is_enum = isinstance(element, type) and issubclass(element, StrEnum)
        return _Codec(_json_text, _tuple_of(element if is_enum else _READERS.get(element, _as_tuples)))
    if hint is datetime:
        return _Codec(moment_text, moment_from_text)
    if hint is date:
        return _Codec(date.isoformat, date.fromisoformat)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _Codec(lambda value: value.value, hint)
    return _Codec(_same, _READERS[hint])


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as the driver takes it, with the names of its parameters in order.

    SQLAlchemy builds and renders it once; what is done at each tap goes to the driver without it.
    """

    text: str
    names: tuple[str, ...]

    def bound(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the order of the parameters."""
        return [values[name] for name in self.names]


def prepared(statement: ClauseElement) -> Prepared:
    """Renders a statement once."""
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="qmark"))
    return Prepared(str(compiled), tuple(getattr(compiled, "positiontup", None) or ()))


class Mapper(Generic[RecordT]):
    """Turns rows of one table into records of one class and back, and keeps its prepared statements."""

    def __init__(self, record_type: type[RecordT]) -> None:
        hints = get_type_hints(record_type)
        self.record_type = record_type
        self.names = tuple(field.name for field in fields(record_type))
        self.table = cast(Table, MODELS[record_type].__table__)
        self.columns = tuple(self.table.c[name] for name in self.names)
        self._codecs = {name: _codec_for(hints[name]) for name in self.names}
        self._readers = tuple((name, codec.from_row) for name, codec in self._codecs.items())
        self._derived = DERIVED.get(record_type)
        self._selects: dict[tuple[tuple[str, ...], tuple[str, ...]], Prepared] = {}
        self._selects_in: dict[tuple[str, tuple[str, ...]], Select[Any]] = {}
        self._updates: dict[tuple[str, ...], Prepared] = {}
        self.insert = prepared(insert(self.table))
        self.delete = prepared(delete(self.table).where(self._as_it_was_read()))

    def row_of(self, record: RecordT) -> dict[str, Primitive]:
        """The row's columns, derived ones included."""
        return self.values_of(record, self.names)

    def values_of(self, record: RecordT, names: Iterable[str]) -> dict[str, Primitive]:
        """Some of the row's columns, and the derived ones."""
        codecs = self._codecs
        row = {name: codecs[name].to_row(getattr(record, name)) for name in names}
        if self._derived is not None:
            column, derive = self._derived
            row[column] = derive(record)
        return row

    def record_of(self, row: Sequence[Any]) -> RecordT:
        """The record of a row whose columns stand in the order of `names`.

        Raises:
            UnknownStoredValueError: when a column holds what its type does not know.
        """
        values: dict[str, Any] = {}
        for (name, read), stored in zip(self._readers, row, strict=True):
            try:
                values[name] = read(stored)
            except (ValueError, TypeError) as problem:
                raise UnknownStoredValueError(self.table.name, row[0], name) from problem
        return self.record_type(**values)

    def fields_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Some of a record's fields from the columns that hold them; derived columns are left out."""
        return {name: read(row[name]) for name, read in self._readers if name in row}

    def select_by(self, names: tuple[str, ...], order_by: tuple[str, ...]) -> Prepared:
        """SELECT with one parameter for each name; a leading "-" in `order_by` means largest first."""
        statement = self._selects.get((names, order_by))
        if statement is None:
            conditions = [self.table.c[name] == bindparam(name) for name in names]
            statement = prepared(select(*self.columns).where(*conditions).order_by(*self._ordered(order_by)))
            self._selects[names, order_by] = statement
        return statement

    def select_in(self, name: str, order_by: tuple[str, ...]) -> Select[Any]:
        """SELECT of all rows whose column `name` is one of the list given as parameter "wanted"."""
        statement = self._selects_in.get((name, order_by))
        if statement is None:
            condition = self.table.c[name].in_(bindparam("wanted", expanding=True))
            statement = select(*self.columns).where(condition).order_by(*self._ordered(order_by))
            self._selects_in[name, order_by] = statement
        return statement

    def _ordered(self, order_by: tuple[str, ...]) -> list[ColumnElement[Any]]:
        columns = self.table.c
        return [columns[name[1:]].desc() if name.startswith("-") else columns[name] for name in order_by]

    def update_of(self, names: tuple[str, ...]) -> Prepared:
        """UPDATE with parameters `new_...`, for the row as it was read (`row_id`, `read_version`)."""
        statement = self._updates.get(names)
        if statement is None:
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
            statement = prepared(update(self.table).where(self._as_it_was_read()).values(values))
            self._updates[names] = statement
        return statement

    def _as_it_was_read(self) -> ColumnElement[bool]:
        columns = self.table.c
        return and_(columns.id == bindparam("row_id"), columns.version == bindparam("read_version"))


_MAPPERS: dict[str, Mapper[Any]] = {}


def mapper_for(record_type: type[RecordT]) -> Mapper[RecordT]:
    """The mapper of a record class, made when first asked for."""
    mapper = _MAPPERS.get(record_type.__name__)
    if mapper is None:
        mapper = _MAPPERS[record_type.__name__] = Mapper(record_type)
    return cast("Mapper[RecordT]", mapper)
