"""What every service works with: the open clinic, the vocabulary, the clock, and who sits there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, NamedTuple, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from mnlog.db.database import Database, Reader, UnitOfWork
from mnlog.domain.changes import Changes
from mnlog.domain.vocabulary import Vocabulary

ResultT = TypeVar("ResultT")
Clock = Callable[[], datetime]
"""Says what time it is, as an aware datetime."""


class Saved(NamedTuple, Generic[ResultT]):
    """What a write returns: its result, and what it touched."""

    result: ResultT
    changes: Changes


def system_clock() -> datetime:
    """The computer's own clock, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A fresh UUID as text."""
    return str(uuid4())


@dataclass(slots=True)
class Desk:
    """The open clinic as one practitioner uses it.

    Attributes:
        practitioner_id: who acts; changes when another one takes over by PIN.
        time_zone: the zone new times are entered in.
    """

    database: Database
    vocabulary: Vocabulary
    practitioner_id: str
    time_zone: ZoneInfo
    clock: Clock = system_clock

    def now(self) -> datetime:
        """The time in the clinic's zone, to the millisecond that is stored."""
        moment = self.clock().astimezone(self.time_zone)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A reader over one moment."""
        with self.database.reading() as reader:
            yield reader

    @contextmanager
    def writing(self, verb: str) -> Iterator[UnitOfWork]:
        """A unit of work by this practitioner, now."""
        with self.database.writing(verb, at=self.now(), practitioner_id=self.practitioner_id) as work:
            yield work
