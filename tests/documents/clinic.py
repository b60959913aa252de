"""The clinic the papers of the tests come from: people, a pen with its lot, fonts, vocabulary, wording."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from mnlog.documents.kit import PaperKit
from mnlog.domain.records import Clinic, Device, Lot, Patient, Practitioner
from mnlog.domain.terms import DeviceKind
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.domain.wording import Wording
from mnlog.domain.wording_file import load_wording
from tests.tree import ROOT

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 11, 21, 14, 0, tzinfo=LONDON)
END = datetime(2026, 11, 21, 15, 10, tzinfo=LONDON)
SESSION, PATIENT, COURSE = "session-1", "patient-1", "course-1"

JUDITH = Practitioner(
    id="practitioner-1",
    name="J. Okafor",
    initials="JO",
    qualification="RN",
    registration_number="12B3456E",
    pin_hash="$argon2id$",
)
CLINIC = Clinic(
    id="clinic",
    name="Rowan Skin Clinic",
    address="12 Mill Lane\nYork YO1 7AB",
    phone="01904 555 0114",
    out_of_hours_phone="01904 555 0199",
    emergency_number="999",
    time_zone="Europe/London",
)
AMARA = Patient(
    id=PATIENT,
    record_number="MN-00217",
    given_name="Amara",
    family_name="Reyes",
    birth_date=date(1992, 6, 2),
    phone="07700 900 123",
    phototype=4,
    created_at=START - timedelta(days=60),
)
PEN = Device(
    id="device-1",
    model_id="skinpen_precision",
    kind=DeviceKind.PEN,
    name="SkinPen Precision",
    serial_number="SP-88213",
    depth_min_um=250,
    depth_max_um=2500,
    depth_step_um=250,
    speeds=6,
)
LOT = Lot(
    id="lot-1",
    device_id="device-1",
    product="SkinPen cartridge",
    lot_number="24F118",
    expires_on=date(2027, 4, 30),
    needle_count=14,
    received_count=24,
    received_at=START - timedelta(days=90),
)


@cache
def kit() -> PaperKit:
    """Fonts and figures, read once for all tests."""
    return PaperKit(ROOT / "resources")


@cache
def vocabulary() -> Vocabulary:
    """The delivered vocabulary."""
    return load_vocabulary(ROOT / "resources/vocabulary")


@cache
def english() -> Wording:
    """The delivered English wording."""
    return load_wording(ROOT / "resources/wording/en.toml")
