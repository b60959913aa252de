"""What every write to a draft session begins with."""

from mnlog.db.database import Reader
from mnlog.domain.records import TreatmentSession
from mnlog.domain.terms import SessionState
from mnlog.errors import LockedRecordError, RuleViolation


def require_draft(reader: Reader, session_id: str) -> TreatmentSession:
    """The session, if it may still change.

    Raises:
        LockedRecordError: when it is signed or discarded.
        ConflictError: when there is no such session.
    """
    session = reader.require(TreatmentSession, session_id)
    if session.state is SessionState.SIGNED:
        raise LockedRecordError("This session is signed and cannot change.", "Write an addendum instead.")
    if session.state is SessionState.DISCARDED:
        raise LockedRecordError("This session was discarded.", "Start a new one.")
    return session


def demand_same_patient(session: TreatmentSession, patient_id: str) -> None:
    """Sees that what is taken into a session is its own patient's.

    Raises:
        RuleViolation: when it is another patient's.
    """
    if session.patient_id != patient_id:
        raise RuleViolation("This belongs to another patient, so it was not taken over.")
