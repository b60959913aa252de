"""Small closed sets. The stored value of a member never changes; a new member may be added.

A value read from a database that is in none of these is an error that names its row,
so none of them has a fallback member.
"""

from enum import StrEnum, unique


@unique
class DeviceKind(StrEnum):
    """How the needles reach the skin."""

    PEN = "pen"
    ROLLER = "roller"
    STAMP = "stamp"

    @property
    def has_speed(self) -> bool:
        """Only a motor has a speed; a roller or stamp is moved by hand."""
        return self is DeviceKind.PEN


@unique
class Side(StrEnum):
    """The patient's own side, never the viewer's."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


@unique
class Region(StrEnum):
    """Where a zone lies, coarse enough for one consent to name it."""

    FACE = "face"
    NECK = "neck"
    CHEST = "chest"
    SCALP = "scalp"
    HANDS = "hands"
    BODY = "body"


@unique
class SessionState(StrEnum):
    """A draft may change; a signed or discarded session never does."""

    DRAFT = "draft"
    SIGNED = "signed"
    DISCARDED = "discarded"


@unique
class Answer(StrEnum):
    """What the patient said to a screening question."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"


@unique
class Severity(StrEnum):
    """How much a positive screening answer weighs."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    NOTE = "note"


@unique
class EndPoint(StrEnum):
    """What the skin showed when a zone was finished (reference section 1, end-point)."""

    NONE = "none"
    MILD_ERYTHEMA = "mild_erythema"
    UNIFORM_ERYTHEMA = "uniform_erythema"
    PINPOINT_BLEEDING = "pinpoint_bleeding"
    CONFLUENT_BLEEDING = "confluent_bleeding"


@unique
class ConsentMethod(StrEnum):
    """How agreement was given."""

    SCREEN = "screen"
    PAPER = "paper"


@unique
class SignerRole(StrEnum):
    """Who signed a consent."""

    PATIENT = "patient"
    GUARDIAN = "guardian"


@unique
class ObservationKind(StrEnum):
    """When the skin was looked at: at the end of the session, or on a later day."""

    END_OF_SESSION = "end_of_session"
    FOLLOW_UP = "follow_up"


@unique
class AlertKind(StrEnum):
    """What a patient's alert is about."""

    ALLERGY = "allergy"
    CONDITION = "condition"
    PROPHYLAXIS = "prophylaxis"
    NOTE = "note"


@unique
class SubstanceClass(StrEnum):
    """Substances that allergies are checked by. Cross-reaction is by class, not by name.

    Lidocaine and prilocaine are amides; benzocaine and tetracaine are esters, whose metabolite is PABA.
    """

    AMIDE_ANAESTHETIC = "amide_anaesthetic"
    ESTER_ANAESTHETIC = "ester_anaesthetic"
    PABA = "paba"
    LATEX = "latex"
    METAL = "metal"
    OTHER = "other"


@unique
class TopicalTiming(StrEnum):
    """When a topical touched the skin, relative to the needling."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@unique
class UnitState(StrEnum):
    """The life of one cartridge or roller head."""

    OPENED = "opened"
    DISPOSED = "disposed"


@unique
class DocumentKind(StrEnum):
    """The three papers."""

    CONSENT = "consent"
    AFTERCARE = "aftercare"
    SESSION_RECORD = "session_record"


@unique
class PaperSize(StrEnum):
    """What the clinic's printer holds."""

    A4 = "a4"
    LETTER = "letter"


@unique
class Step(StrEnum):
    """The six steps of a session, in order."""

    SCREENING = "screening"
    CONSENT = "consent"
    NUMBING = "numbing"
    NEEDLING = "needling"
    REACTIONS = "reactions"
    SIGN = "sign"
