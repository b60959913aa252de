"""Cream on, cream off: times are taken by a tap and can be corrected by hand."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mnlog.db.database import UnitOfWork
from mnlog.domain.moments import time_between
from mnlog.domain.records import Numbing, TreatmentSession
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved, new_id
from mnlog.services.drafts import require_draft

LONGEST_BEFORE_START = timedelta(hours=12)
"""Cream put on at home may precede the session, but not by more than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbingDetails:
    """What can be said about a numbing beside its times."""

    strength: str = ""
    lot_number: str = ""
    expires_on: date | None = None
    amount_mg: int | None = None
    area_cm2: int | None = None
    area_text: str = ""
    is_occluded: bool = False
    is_applied_by_patient: bool = False


class NumbingService:
    """Verbs about numbing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def choose(self, session_id: str, product_id: str) -> Saved[Numbing]:
        """Adds a product to the session, not yet on the skin."""
        product = self._desk.vocabulary.numbing_products[product_id]
        with self._desk.writing("numbing.choose") as work:
            session = require_draft(work, session_id)
            numbing = work.add(
                Numbing(id=new_id(), session_id=session_id, product_id=product_id, strength=product.strength)
            )
            work.change(session, no_numbing=False)
            return Saved(numbing, work.commit())

    def none_used(self, session_id: str) -> Saved[TreatmentSession]:
        """Takes "no numbing" down as the answer.

        Raises:
            RuleViolation: when a numbing stands in the session.
        """
        with self._desk.writing("numbing.none_used") as work:
            session = require_draft(work, session_id)
            if work.find(Numbing, session_id=session_id):
                raise RuleViolation("A numbing is entered already.", "Remove it first if none was used.")
            changed = work.change(session, no_numbing=True)
            return Saved(changed, work.commit())

    def describe(self, numbing_id: str, details: NumbingDetails) -> Saved[Numbing]:
        """Keeps strength, lot, amount and area.

        Raises:
            RuleViolation: for an amount or area of nothing; what is not known is None.
        """
        for field, value in (("amount_mg", details.amount_mg), ("area_cm2", details.area_cm2)):
            if value is not None and value <= 0:
                raise RuleViolation("Write more than nothing, or leave it empty.", field=field)
        with self._desk.writing("numbing.describe") as work:
            numbing = self._draft(work, numbing_id)
            changed = work.change(
                numbing,
                strength=details.strength.strip(),
                lot_number=details.lot_number.strip(),
                expires_on=details.expires_on,
                amount_mg=details.amount_mg,
                area_cm2=details.area_cm2,
                area_text=details.area_text.strip(),
                is_occluded=details.is_occluded,
                is_applied_by_patient=details.is_applied_by_patient,
            )
            return Saved(changed, work.commit())

    def put_on(self, numbing_id: str) -> Saved[Numbing]:
        """The cream goes on now. Tapped again while it is on, nothing happens: the first tap counts."""
        numbing = self._stored(numbing_id)
        on_at = numbing.on_at if numbing.on_at and not numbing.off_at else self._desk.now()
        return self.correct_times(numbing_id, on_at=on_at, off_at=None, verb="numbing.put_on")

    def take_off(self, numbing_id: str) -> Saved[Numbing]:
        """The cream comes off now. Tapped again, nothing happens."""
        numbing = self._stored(numbing_id)
        off_at = numbing.off_at or self._desk.now()
        return self.correct_times(numbing_id, on_at=numbing.on_at, off_at=off_at, verb="numbing.take_off")

    def correct_times(
        self,
        numbing_id: str,
        *,
        on_at: datetime | None,
        off_at: datetime | None,
        verb: str = "numbing.correct_times",
    ) -> Saved[Numbing]:
        """Sets both times by hand.

        Raises:
            RuleViolation: for a time in the future, an end before the start, an end without a start.
        """
        with self._desk.writing(verb) as work:
            numbing = self._draft(work, numbing_id)
            session = work.require(TreatmentSession, numbing.session_id)
            self._check(on_at, off_at, session.started_at)
            changed = work.change(numbing, on_at=on_at, off_at=off_at)
            return Saved(changed, work.commit())

    def override_allergy(self, numbing_id: str, reason: str) -> Saved[Numbing]:
        """Uses a product in spite of an allergy of its class, with a reason.

        Raises:
            RuleViolation: without a reason.
        """
        if not reason.strip():
            raise RuleViolation(
                "Using it in spite of the allergy needs a reason; it is printed.", field="override_reason"
            )
        with self._desk.writing("numbing.override_allergy") as work:
            changed = work.change(self._draft(work, numbing_id), override_reason=reason.strip())
            return Saved(changed, work.commit())

    def remove(self, numbing_id: str) -> Saved[None]:
        """Takes a numbing out of the draft; the audit keeps it."""
        with self._desk.writing("numbing.remove") as work:
            work.remove(self._draft(work, numbing_id))
            return Saved(None, work.commit())

    def _stored(self, numbing_id: str) -> Numbing:
        with self._desk.reading() as reader:
            return reader.require(Numbing, numbing_id)

    def _draft(self, work: UnitOfWork, numbing_id: str) -> Numbing:
        numbing = work.require(Numbing, numbing_id)
        require_draft(work, numbing.session_id)
        return numbing

    def _check(self, on_at: datetime | None, off_at: datetime | None, session_start: datetime) -> None:
        now, none = self._desk.now(), timedelta()
        if off_at is not None and on_at is None:
            raise RuleViolation("Say first when the cream went on.", field="on_at")
        if on_at is not None and time_between(on_at, now) < none:
            raise RuleViolation("This time lies in the future.", field="on_at")
        if on_at is not None and time_between(on_at, session_start) > LONGEST_BEFORE_START:
            raise RuleViolation(
                "This is more than 12 hours before the session.", "Check the time.", field="on_at"
            )
        if off_at is not None and time_between(off_at, now) < none:
            raise RuleViolation("This time lies in the future.", field="off_at")
        if on_at is not None and off_at is not None and time_between(on_at, off_at) < none:
            raise RuleViolation(
                "The cream cannot come off before it went on.", "Check both times.", field="off_at"
            )
