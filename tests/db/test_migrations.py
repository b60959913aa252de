"""The chain of migrations makes exactly the tables the program reads, and guards what was signed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, create_engine, inspect, text

from mnlog.db.engine import make_engine
from mnlog.db.migrations import guards, head_revision, known_revisions
from mnlog.db.schema import MEDIA, Base
from mnlog.db.version import HEAD_REVISION
from mnlog.vault.keys import unlock
from tests.services.factories import PASSPHRASE
from tests.tree import ROOT

SCHEMAS = {"main": None, MEDIA: MEDIA}


@pytest.fixture
def migrated(empty_folder: Path) -> Iterator[Connection]:
    key = unlock(empty_folder, PASSPHRASE).key
    engine = make_engine(empty_folder / "clinic.db", empty_folder / "media.db", key)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def modelled() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"ATTACH ':memory:' AS {MEDIA}")
        Base.metadata.create_all(connection)
        yield connection
    engine.dispose()


def test_a_fresh_chain_gives_the_tables_of_the_models(migrated: Connection) -> None:
    def is_ours(name: str | None, kind: str, parents: Any) -> bool:
        return kind != "schema" or name in SCHEMAS.values()

    options = {"include_schemas": True, "include_name": is_ours, "compare_type": True}
    context = MigrationContext.configure(migrated, opts=options)
    assert compare_metadata(context, Base.metadata) == []


def names_of_constraints(connection: Connection) -> set[tuple[str, str, str]]:
    found = set()
    for schema in SCHEMAS.values():
        look = inspect(connection)
        for table in look.get_table_names(schema=schema):
            if table == "alembic_version":
                continue
            named: dict[str, Any] = {
                "check": look.get_check_constraints(table, schema=schema),
                "unique": look.get_unique_constraints(table, schema=schema),
                "reference": look.get_foreign_keys(table, schema=schema),
                "index": look.get_indexes(table, schema=schema),
                "key": [look.get_pk_constraint(table, schema=schema)],
            }
            found |= {(table, kind, str(each["name"])) for kind, all_of in named.items() for each in all_of}
    return found


def test_every_constraint_has_the_name_the_models_give_it(migrated: Connection, modelled: Connection) -> None:
    names = names_of_constraints(migrated)
    assert names == names_of_constraints(modelled)
    assert not [name for name in names if name[2] in ("None", "")]


def test_every_check_says_what_the_models_say(migrated: Connection) -> None:
    stored = {
        str(row.name): " ".join(row.sql.split())
        for row in migrated.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    }
    for table in Base.metadata.tables.values():
        if table.schema is None:
            for rule in (each for each in table.constraints if isinstance(each, CheckConstraint)):
                assert f"CHECK ({rule.sqltext})" in stored[table.name]


def test_the_head_is_the_version_the_program_reads() -> None:
    assert head_revision() == HEAD_REVISION
    assert HEAD_REVISION in known_revisions()


def test_every_guard_stands_in_a_fresh_clinic(migrated: Connection) -> None:
    stored = {
        row[0]
        for name in SCHEMAS
        for row in migrated.execute(text(f"SELECT sql FROM {name}.sqlite_master WHERE type = 'trigger'"))
    }
    assert stored == set(guards())
    assert len(stored) > 40


def test_opening_an_up_to_date_clinic_imports_no_alembic(rich_folder: Path) -> None:
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from mnlog.db.opening import open_databases
folder = Path(sys.argv[1])
open_databases(folder / "clinic.db", folder / "media.db", bytes.fromhex(sys.argv[2])).close()
print(sorted(name for name in sys.modules if name.split(".")[0] in ("alembic", "mako", "reportlab")))
"""
    key = unlock(rich_folder, PASSPHRASE).key.hex()
    done = subprocess.run(
        [sys.executable, "-c", script, str(rich_folder), key], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
