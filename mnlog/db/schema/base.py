"""What all tables share: names for constraints, the key and the version counter.

Columns hold primitive values only (text, integers, JSON text); `mnlog.db.mapping` turns them into records.
Times are RFC 9557 text in UTC with the zone they were entered in, fixed in width, so that text order is time
order.
"""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of `clinic.db` and, under the schema "media", of `media.db`."""

    metadata = MetaData(naming_convention=NAMES)


class Versioned:
    """The key made by the program, and the counter that two writers meet on."""

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)


def refers_to(target: str, *, index: bool = True) -> MappedColumn[str]:
    """A required reference to another table's id."""
    return mapped_column(ForeignKey(f"{target}.id"), index=index)


def may_refer_to(target: str) -> MappedColumn[str | None]:
    """A reference that may be missing."""
    return mapped_column(ForeignKey(f"{target}.id"))


def one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    """The column holds one of these stored values, or nothing where it may be NULL."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def between(column: str, low: int, high: int) -> CheckConstraint:
    """The column lies in a closed range, or is NULL."""
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=column)


def is_flag(*columns: str) -> tuple[CheckConstraint, ...]:
    """The columns hold 0 or 1."""
    return tuple(CheckConstraint(f"{column} IN (0, 1)", name=column) for column in columns)
