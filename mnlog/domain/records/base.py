"""What every record has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every stored record has."""

    id: str
    version: int = 1
