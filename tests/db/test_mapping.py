"""Every field of every record is stored and comes back; what no version wrote is named, not guessed."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from mnlog.db.database import Reader
from mnlog.db.mapping import DERIVED, MODELS, UnknownStoredValueError, mapper_for, patient_search_text
from mnlog.db.schema import MEDIA, Base
from mnlog.domain import records
from mnlog.domain.moments import moment_from_text, moment_text
from mnlog.domain.records import Observation, Patient, Record, ZoneTreatment
from mnlog.domain.terms import ObservationKind, Side
from mnlog.services.opening import OpenClinic
from tests.services.factories import LONDON, Clock, bare, ready, register

ZONES = ["UTC", "Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"]
RECORDS = sorted(MODELS, key=lambda kind: kind.__name__)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
POINT = st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(0, 60_000), st.floats(0, 1))


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """A time to the millisecond, in some zone, in both halves of a night that has two."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    near_fold = datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp()
    seconds = draw(st.one_of(st.integers(0, 4_000_000_000), st.integers(0, 7200).map(near_fold.__add__)))
    return datetime.fromtimestamp(seconds + draw(st.integers(0, 999)) / 1000, UTC).astimezone(zone)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    if get_origin(hint) is UnionType:
        return st.one_of(*(st.none() if kind is NoneType else values_of(kind) for kind in get_args(hint)))
    if get_origin(hint) is tuple:
        element, *more = get_args(hint)
        if more == [Ellipsis]:
            return st.lists(values_of(element), max_size=4).map(tuple)
        return POINT
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: TEXT,
        int: st.integers(0, 2**62),
        bool: st.booleans(),
        datetime: moments(),
        date: st.dates(),
    }
    if hint in plain:
        return plain[hint]
    assert issubclass(hint, StrEnum), hint
    return st.sampled_from(hint)


def any_record(kind: type[Record]) -> st.SearchStrategy[Record]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values_of(hints[field.name]) for field in fields(kind)})


@pytest.fixture(scope="module")
def tables() -> Iterator[Reader]:
    """Tables without checks and references: the question here is the columns alone."""

    def connect() -> Any:
        connection = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.execute(f"ATTACH ':memory:' AS {MEDIA}")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=StaticPool,
    )
    with engine.connect() as connection:
        Base.metadata.create_all(connection)
        yield Reader(connection)
    engine.dispose()


def test_every_record_class_has_a_table_and_every_field_a_column() -> None:
    named = {getattr(records, name) for name in records.__all__}
    stored = {kind for kind in named if isinstance(kind, type) and issubclass(kind, Record)} - {Record}
    assert stored == set(MODELS)
    for kind in MODELS:
        columns = {column.name: column.nullable for column in mapper_for(kind).table.columns}
        derived = {DERIVED[kind][0]} if kind in DERIVED else set()
        assert set(columns) - derived == {field.name for field in fields(kind)}
        hints = get_type_hints(kind)
        for field in fields(kind):
            may_be_none = NoneType in get_args(hints[field.name])
            assert columns[field.name] is may_be_none, f"{kind.__name__}.{field.name}"


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_every_record_comes_back_as_it_was_stored(
    kind: type[Record], tables: Reader, data: st.DataObject
) -> None:
    record = data.draw(any_record(kind))
    mapper = mapper_for(kind)
    driver = tables.connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"DELETE FROM {mapper.table.name}")
    driver.execute(mapper.insert.text, mapper.insert.bound(mapper.row_of(record)))
    stored = tables.get(kind, record.id)
    assert stored == record
    assert mapper.row_of(record) == mapper.row_of(stored)
    for field in fields(kind):
        before, after = getattr(record, field.name), getattr(stored, field.name)
        assert type(before) is type(after)
        if isinstance(before, datetime):  # two halves of a night are equal to Python, not to us
            assert (before.astimezone(UTC), before.utcoffset()) == (after.astimezone(UTC), after.utcoffset())


@given(moments(), moments())
@example(datetime(2026, 10, 25, 1, 30, tzinfo=LONDON), datetime(2026, 10, 25, 1, 10, fold=1, tzinfo=LONDON))
def test_text_order_is_time_order(first: datetime, second: datetime) -> None:
    in_text = moment_text(first)[:24] < moment_text(second)[:24]
    assert in_text is (first.astimezone(UTC) < second.astimezone(UTC))
    assert len(moment_text(first).partition("[")[0]) == 24


@pytest.mark.parametrize(
    "text",
    ["", "today", "2026-11-21T15:10:00.000Z", "2026-11-21T15:10:00.000Z[Europe/Atlantis]", "2026[UTC]",
     "0001-01-01T00:00:00.000Z[America/New_York]", "2026-11-21T15:10:00.000[UTC]"],
)  # fmt: skip
def test_what_is_no_stored_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"time|Invalid|zone"):
        moment_from_text(text)


def test_a_time_without_a_zone_is_not_stored() -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        moment_text(datetime(2026, 11, 21, 15, 10))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("zone_treatment", "side", "upside_down"),
        ("zone_treatment", "depth_um", "deep"),
        ("zone_treatment", "end_point", ""),
        ("treatment_session", "state", "lost"),
        ("treatment_session", "started_at", "yesterday"),
        ("treatment_session", "no_numbing", 2),
        ("treatment_session", "follow_up_hours", "24"),
        ("treatment_session", "follow_up_hours", '["soon"]'),
        ("treatment_session", "follow_up_hours", "[24"),
        ("consent", "regions", '["tail"]'),
        ("consent", "method", 7),
        ("consent", "agreed_items", "[1]"),
        ("lot", "expires_on", "2027-13-01"),
        ("lot", "product", 3),
    ],
)
def test_a_stored_value_that_no_version_knows_names_its_row(
    clinic: OpenClinic, clock: Clock, table: str, column: str, value: object
) -> None:
    ready(clinic, clock)
    with bare(clinic.folder.path, tamper=True) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        (row_id,) = connection.execute(f"SELECT id FROM {table} LIMIT 1").fetchone()
        if isinstance(value, int) and column in ("method", "product"):
            value = memoryview(b"\x07")  # text affinity would make text of a number
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, row_id))
    kind = next(kind for kind, model in MODELS.items() if model.__tablename__ == table)
    with clinic.desk.reading() as reader, pytest.raises(UnknownStoredValueError) as refused:
        reader.get(kind, row_id)
    assert f"{table} {row_id!r}, column {column}" in str(refused.value)


def test_search_text_follows_the_name(clinic: OpenClinic) -> None:
    names = {"former_name": "Müller", "phone": "+44 7700 900-123"}
    patient = register(clinic, "Łucja", "Ørsted", birth_date=date(1992, 6, 2), **names)
    with bare(clinic.folder.path) as connection:
        (stored,) = connection.execute("SELECT search_text FROM patient").fetchone()
    assert stored == patient_search_text(patient)
    for typed in ("lucja", "ORSTED", "muller", "447700900123", "1992-06-02", "02.06.1992", "MN-00001"):
        assert clinic.patients.find(typed) == (patient,)


def test_a_records_fields_stand_in_the_bound_order() -> None:
    mapper = mapper_for(ZoneTreatment)
    zone = ZoneTreatment(id="z", session_id="s", zone_id="cheek", side=Side.LEFT, depth_um=1500)
    assert dict(zip(mapper.insert.names, mapper.insert.bound(mapper.row_of(zone)), strict=True)) == {
        **{field.name: None for field in fields(ZoneTreatment)},
        "id": "z", "version": 1, "session_id": "s", "zone_id": "cheek", "side": "left", "site_text": "",
        "depth_um": 1500, "typical_source": "",
    }  # fmt: skip
    assert "search_text" in mapper_for(Patient).insert.names
    assert (
        mapper_for(Observation).row_of(
            Observation(
                id="o",
                session_id="s",
                patient_id="p",
                practitioner_id="j",
                kind=ObservationKind.FOLLOW_UP,
                seen_at=datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON),
                entered_at=datetime(2026, 10, 25, 1, 30, fold=0, tzinfo=LONDON),
            )
        )["seen_at"]
        == "2026-10-25T01:30:00.000Z[Europe/London]"
    )


def test_nothing_of_a_record_is_in_the_message_of_an_unknown_text(clinic: OpenClinic, folder: Path) -> None:
    patient = register(clinic)
    with bare(folder, tamper=True) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE patient SET phototype = 'Reyes'")
    with clinic.desk.reading() as reader, pytest.raises(UnknownStoredValueError) as refused:
        reader.get(Patient, patient.id)
    assert "Reyes" not in str(refused.value)
