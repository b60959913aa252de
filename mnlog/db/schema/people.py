"""The clinic, who treats, who is treated, and what is in stock."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from mnlog.db.schema.base import Base, Versioned, between, is_flag, one_of, refers_to
from mnlog.domain.terms import AlertKind, DeviceKind, PaperSize, SubstanceClass, UnitState
from mnlog.domain.units import DEPTH_LIMIT_UM


class ClinicRow(Versioned, Base):
    __tablename__ = "clinic"
    __table_args__ = (
        one_of("paper_size", PaperSize),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("interval_min_days <= interval_max_days", name="interval"),
    )
    name: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    out_of_hours_phone: Mapped[str]
    emergency_number: Mapped[str]
    logo_media_id: Mapped[str | None]
    language: Mapped[str]
    locale: Mapped[str]
    time_zone: Mapped[str]
    paper_size: Mapped[str]
    record_prefix: Mapped[str]
    cooling_off_h: Mapped[int]
    consent_valid_days: Mapped[int]
    idle_lock_min: Mapped[int]
    follow_up_hours: Mapped[str]
    interval_min_days: Mapped[int]
    interval_max_days: Mapped[int]


class PractitionerRow(Versioned, Base):
    __tablename__ = "practitioner"
    __table_args__ = (CheckConstraint("name <> ''", name="name"), *is_flag("is_active"))
    name: Mapped[str]
    initials: Mapped[str]
    qualification: Mapped[str]
    registration_number: Mapped[str]
    pin_hash: Mapped[str]
    is_active: Mapped[bool]


class PatientRow(Versioned, Base):
    """`search_text` is derived: everything a patient is found by, folded."""

    __tablename__ = "patient"
    __table_args__ = (
        UniqueConstraint("record_number"),
        between("phototype", 1, 6),
        CheckConstraint("given_name <> '' OR family_name <> ''", name="name"),
    )
    record_number: Mapped[str]
    given_name: Mapped[str]
    family_name: Mapped[str]
    former_name: Mapped[str]
    birth_date: Mapped[str | None]
    phone: Mapped[str]
    email: Mapped[str]
    address: Mapped[str]
    language: Mapped[str]
    phototype: Mapped[int | None]
    guardian_name: Mapped[str]
    note: Mapped[str]
    created_at: Mapped[str]
    search_text: Mapped[str]


class PatientAlertRow(Versioned, Base):
    __tablename__ = "patient_alert"
    __table_args__ = (one_of("kind", AlertKind), one_of("substance", SubstanceClass))
    patient_id: Mapped[str] = refers_to("patient")
    kind: Mapped[str]
    text: Mapped[str]
    substance: Mapped[str | None]
    noted_at: Mapped[str]
    ended_at: Mapped[str | None]


class CourseRow(Versioned, Base):
    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("planned_sessions > 0", name="planned_sessions"),
        CheckConstraint("interval_min_days <= interval_max_days", name="interval"),
    )
    patient_id: Mapped[str] = refers_to("patient")
    concern_id: Mapped[str]
    planned_sessions: Mapped[int | None]
    interval_min_days: Mapped[int]
    interval_max_days: Mapped[int]
    started_at: Mapped[str]
    ended_at: Mapped[str | None]


class DeviceRow(Versioned, Base):
    __tablename__ = "device"
    __table_args__ = (
        one_of("kind", DeviceKind),
        CheckConstraint("0 <= depth_min_um AND depth_min_um <= depth_max_um", name="depth_order"),
        between("depth_max_um", 1, DEPTH_LIMIT_UM),
        CheckConstraint("kind = 'pen' OR speeds = 0", name="speeds"),
        *is_flag("is_active"),
    )
    model_id: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    serial_number: Mapped[str]
    depth_min_um: Mapped[int]
    depth_max_um: Mapped[int]
    depth_step_um: Mapped[int]
    speeds: Mapped[int]
    is_active: Mapped[bool]


class LotRow(Versioned, Base):
    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("device_id", "product", "lot_number"),
        CheckConstraint("received_count >= 0", name="received_count"),
        between("needle_length_um", 1, DEPTH_LIMIT_UM),
        CheckConstraint("lot_number <> ''", name="lot_number"),
    )
    device_id: Mapped[str] = refers_to("device")
    product: Mapped[str]
    lot_number: Mapped[str]
    expires_on: Mapped[str | None]
    needle_count: Mapped[int | None]
    needle_length_um: Mapped[int | None]
    received_count: Mapped[int]
    received_at: Mapped[str]


class UnitRow(Versioned, Base):
    __tablename__ = "unit"
    __table_args__ = (
        one_of("state", UnitState),
        CheckConstraint("(state = 'disposed') = (disposed_at IS NOT NULL)", name="disposed_at"),
    )
    lot_id: Mapped[str] = refers_to("lot")
    patient_id: Mapped[str] = refers_to("patient")
    session_id: Mapped[str] = refers_to("treatment_session")
    opened_by_id: Mapped[str] = refers_to("practitioner", index=False)
    opened_at: Mapped[str]
    state: Mapped[str]
    disposed_at: Mapped[str | None]
