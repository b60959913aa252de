"""Calling a service from a page: news is passed on, and a refusal is said where it belongs."""

from collections.abc import Callable
from typing import TypeVar

from mnlog.errors import RuleViolation, UserFacingError
from mnlog.services.desk import Saved
from mnlog.ui.bus import Bus, Message
from mnlog.ui.forms import Field

ResultT = TypeVar("ResultT")
Refused = Callable[[RuleViolation], bool]


def beside(field: Field) -> Refused:
    """Shows a refusal beneath a field."""

    def show(refusal: RuleViolation) -> bool:
        field.set_error(f"{refusal.text} {refusal.hint}".strip())
        return True

    return show


class Operations:
    """Runs writes for a page. Small writes are durable in about a millisecond and run in the foreground."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    def run(
        self,
        write: Callable[[], Saved[ResultT]],
        *,
        refused: Refused | None = None,
    ) -> ResultT | None:
        """Makes a write and passes the news on.

        Args:
            write: the service call.
            refused: shows a refusal beside its field and returns True; False sends it to the banner.

        Returns:
            The write's result, or None when it was refused.
        """
        try:
            saved = write()
        except UserFacingError as problem:
            if not (isinstance(problem, RuleViolation) and refused is not None and refused(problem)):
                self.explain(problem)
            return None
        self._bus.changed.emit(saved.changes)
        return saved.result

    def read(self, read: Callable[[], ResultT]) -> ResultT | None:
        """Reads something; a refusal goes to the banner and gives None."""
        try:
            return read()
        except UserFacingError as problem:
            self.explain(problem)
            return None

    def explain(self, problem: UserFacingError) -> None:
        """Says in the banner what happened and what to do."""
        tone = "warn" if isinstance(problem, RuleViolation) else "danger"
        self._bus.said.emit(Message(tone=tone, text=problem.text, hint=problem.hint))
