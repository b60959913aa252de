"""One measured thing beside its floor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured.

    Attributes:
        value: what ours takes, in `unit`.
        floor: what the bare thing takes, in the same unit and the same run.
        bar: the ratio it is to stay under.
    """

    name: str
    value: float
    unit: str
    floor: float
    bar: float

    @property
    def ratio(self) -> float:
        """Ours by the floor."""
        return self.value / self.floor
