"""The records that cross every boundary: frozen, complete, without a trace of the database.

Ids are UUIDs as text, made by the program. `version` counts the changes to a row, so that two writers cannot
overwrite each other unseen. Times are aware datetimes that carry the zone they were entered in. Depths are
micrometres, amounts milligrams. Unknown is None, never 0.
"""

from mnlog.domain.records.aftermath import Addendum, AuditEvent, Document, FollowUp, Observation, Reaction
from mnlog.domain.records.base import Record
from mnlog.domain.records.people import Clinic, Course, Patient, PatientAlert, Practitioner
from mnlog.domain.records.stock import Device, Lot, Unit
from mnlog.domain.records.visits import (
    SIGNATURE_ASPECT,
    Consent,
    Numbing,
    OpenConsent,
    ScreeningAnswer,
    Stroke,
    StrokePoint,
    Topical,
    TreatmentSession,
    ZoneTreatment,
)

__all__ = [
    "SIGNATURE_ASPECT",
    "Addendum",
    "AuditEvent",
    "Clinic",
    "Consent",
    "Course",
    "Device",
    "Document",
    "FollowUp",
    "Lot",
    "Numbing",
    "Observation",
    "OpenConsent",
    "Patient",
    "PatientAlert",
    "Practitioner",
    "Reaction",
    "Record",
    "ScreeningAnswer",
    "Stroke",
    "StrokePoint",
    "Topical",
    "TreatmentSession",
    "Unit",
    "ZoneTreatment",
]
