"""What the set-up asks, as it was answered."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpAnswers:
    """Everything a new clinic needs.

    Attributes:
        clinic: fields of the service's `ClinicDraft`, by name.
        practitioner: fields of its `PractitionerDraft`, the PIN among them.
        passphrase: as typed.
        paper_size: "a4" or "letter".
    """

    clinic: dict[str, Any]
    practitioner: dict[str, Any]
    passphrase: str
    paper_size: str = "a4"

    def __repr__(self) -> str:
        return "SetUpAnswers(…)"
