"""What a write touched, so that a page knows whether it has to read again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The kinds of record a write touched, and whose.

    Attributes:
        kinds: names of the record classes touched, such as "ZoneTreatment".
        patient_id: the patient concerned, when it is one.
        session_id: the treatment session concerned, when it is one.
        verb: what was done, as the audit names it; empty when nothing was.
        event_seq: the number of the audit event; None when nothing was written.
    """

    kinds: frozenset[str]
    patient_id: str | None = None
    session_id: str | None = None
    verb: str = ""
    event_seq: int | None = None

    def touches(self, *kinds: type) -> bool:
        """True when any of these record classes was written."""
        return any(kind.__name__ in self.kinds for kind in kinds)
