"""The tables, as typed SQLAlchemy models. They never leave: `mnlog.db.mapping` makes records of rows."""

from mnlog.db.schema.base import Base
from mnlog.db.schema.papers import MEDIA, AuditEventRow, DocumentRow, MediaFileRow
from mnlog.db.schema.people import (
    ClinicRow,
    CourseRow,
    DeviceRow,
    LotRow,
    PatientAlertRow,
    PatientRow,
    PractitionerRow,
    UnitRow,
)
from mnlog.db.schema.sessions import (
    AddendumRow,
    ConsentRow,
    FollowUpRow,
    NumbingRow,
    ObservationRow,
    OpenConsentRow,
    ReactionRow,
    ScreeningAnswerRow,
    TopicalRow,
    TreatmentSessionRow,
    ZoneTreatmentRow,
)

__all__ = [
    "MEDIA",
    "AddendumRow",
    "AuditEventRow",
    "Base",
    "ClinicRow",
    "ConsentRow",
    "CourseRow",
    "DeviceRow",
    "DocumentRow",
    "FollowUpRow",
    "LotRow",
    "MediaFileRow",
    "NumbingRow",
    "ObservationRow",
    "OpenConsentRow",
    "PatientAlertRow",
    "PatientRow",
    "PractitionerRow",
    "ReactionRow",
    "ScreeningAnswerRow",
    "TopicalRow",
    "TreatmentSessionRow",
    "UnitRow",
    "ZoneTreatmentRow",
]
