"""The first tables: people, sessions, stock, papers, the audit, and the triggers that lock what was signed."""

# ruff: noqa: E501 - sentences of the models, as Alembic writes them

import sqlalchemy as sa
from alembic import op

from mnlog.db.migrations.triggers_0001 import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes everything."""
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("practitioner_id", sa.String(), nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("patient_id", sa.String(), nullable=True),
        sa.Column("session_id", sa.String(), nullable=True),
        sa.Column("changes", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "length(hash) = 64 AND length(previous_hash) = 64", name=op.f("ck_audit_event_hash")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
    )
    op.create_index(op.f("ix_audit_event_patient_id"), "audit_event", ["patient_id"], unique=False)
    op.create_index(op.f("ix_audit_event_session_id"), "audit_event", ["session_id"], unique=False)
    op.create_table(
        "clinic",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("out_of_hours_phone", sa.String(), nullable=False),
        sa.Column("emergency_number", sa.String(), nullable=False),
        sa.Column("logo_media_id", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("paper_size", sa.String(), nullable=False),
        sa.Column("record_prefix", sa.String(), nullable=False),
        sa.Column("cooling_off_h", sa.Integer(), nullable=False),
        sa.Column("consent_valid_days", sa.Integer(), nullable=False),
        sa.Column("idle_lock_min", sa.Integer(), nullable=False),
        sa.Column("follow_up_hours", sa.String(), nullable=False),
        sa.Column("interval_min_days", sa.Integer(), nullable=False),
        sa.Column("interval_max_days", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_clinic_name")),
        sa.CheckConstraint("paper_size IN ('a4', 'letter')", name=op.f("ck_clinic_paper_size")),
        sa.CheckConstraint("interval_min_days <= interval_max_days", name=op.f("ck_clinic_interval")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
    )
    op.create_table(
        "device",
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("serial_number", sa.String(), nullable=False),
        sa.Column("depth_min_um", sa.Integer(), nullable=False),
        sa.Column("depth_max_um", sa.Integer(), nullable=False),
        sa.Column("depth_step_um", sa.Integer(), nullable=False),
        sa.Column("speeds", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind = 'pen' OR speeds = 0", name=op.f("ck_device_speeds")),
        sa.CheckConstraint("kind IN ('pen', 'roller', 'stamp')", name=op.f("ck_device_kind")),
        sa.CheckConstraint(
            "0 <= depth_min_um AND depth_min_um <= depth_max_um", name=op.f("ck_device_depth_order")
        ),
        sa.CheckConstraint("depth_max_um BETWEEN 1 AND 5000", name=op.f("ck_device_depth_max_um")),
        sa.CheckConstraint("is_active IN (0, 1)", name=op.f("ck_device_is_active")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_table(
        "media_file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_media_file_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_file")),
        schema="media",
    )
    op.create_table(
        "patient",
        sa.Column("record_number", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("former_name", sa.String(), nullable=False),
        sa.Column("birth_date", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("phototype", sa.Integer(), nullable=True),
        sa.Column("guardian_name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("given_name <> '' OR family_name <> ''", name=op.f("ck_patient_name")),
        sa.CheckConstraint("phototype BETWEEN 1 AND 6", name=op.f("ck_patient_phototype")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint("record_number", name=op.f("uq_patient_record_number")),
    )
    op.create_table(
        "practitioner",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("qualification", sa.String(), nullable=False),
        sa.Column("registration_number", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_practitioner_name")),
        sa.CheckConstraint("is_active IN (0, 1)", name=op.f("ck_practitioner_is_active")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner")),
    )
    op.create_table(
        "course",
        sa.Column("patient_id", sa.String(), nullable=False),
        sa.Column("concern_id", sa.String(), nullable=False),
        sa.Column("planned_sessions", sa.Integer(), nullable=True),
        sa.Column("interval_min_days", sa.Integer(), nullable=False),
        sa.Column("interval_max_days", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("interval_min_days <= interval_max_days", name=op.f("ck_course_interval")),
        sa.CheckConstraint("planned_sessions > 0", name=op.f("ck_course_planned_sessions")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_course_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
    )
    op.create_index(op.f("ix_course_patient_id"), "course", ["patient_id"], unique=False)
    op.create_table(
        "lot",
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("lot_number", sa.String(), nullable=False),
        sa.Column("expires_on", sa.String(), nullable=True),
        sa.Column("needle_count", sa.Integer(), nullable=True),
        sa.Column("needle_length_um", sa.Integer(), nullable=True),
        sa.Column("received_count", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("lot_number <> ''", name=op.f("ck_lot_lot_number")),
        sa.CheckConstraint("needle_length_um BETWEEN 1 AND 5000", name=op.f("ck_lot_needle_length_um")),
        sa.CheckConstraint("received_count >= 0", name=op.f("ck_lot_received_count")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_lot_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint(
            "device_id", "product", "lot_number", name=op.f("uq_lot_device_id_product_lot_number")
        ),
    )
    op.create_index(op.f("ix_lot_device_id"), "lot", ["device_id"], unique=False)
    op.create_table(
        "patient_alert",
        sa.Column("patient_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("substance", sa.String(), nullable=True),
        sa.Column("noted_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('allergy', 'condition', 'prophylaxis', 'note')", name=op.f("ck_patient_alert_kind")
        ),
        sa.CheckConstraint(
            "substance IN ('amide_anaesthetic', 'ester_anaesthetic', 'paba', 'latex', 'metal', 'other')",
            name=op.f("ck_patient_alert_substance"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_patient_alert_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_alert")),
    )
    op.create_index(op.f("ix_patient_alert_patient_id"), "patient_alert", ["patient_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("patient_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=True),
        sa.Column("concern_id", sa.String(), nullable=True),
        sa.Column("wording_version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("regions", sa.String(), nullable=False),
        sa.Column("max_depth_um", sa.Integer(), nullable=True),
        sa.Column("agreed_items", sa.String(), nullable=False),
        sa.Column("photo_record", sa.Boolean(), nullable=False),
        sa.Column("photo_teaching", sa.Boolean(), nullable=False),
        sa.Column("photo_publication", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("signer_name", sa.String(), nullable=False),
        sa.Column("signer_role", sa.String(), nullable=False),
        sa.Column("interpreter_name", sa.String(), nullable=False),
        sa.Column("strokes", sa.String(), nullable=False),
        sa.Column("practitioner_strokes", sa.String(), nullable=False),
        sa.Column("practitioner_id", sa.String(), nullable=False),
        sa.Column("signed_at", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.String(), nullable=True),
        sa.Column("withdrawal_reason", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("method <> 'screen' OR strokes <> '[]'", name=op.f("ck_consent_signature")),
        sa.CheckConstraint("method IN ('screen', 'paper')", name=op.f("ck_consent_method")),
        sa.CheckConstraint("signer_name <> ''", name=op.f("ck_consent_signer_name")),
        sa.CheckConstraint("signer_role IN ('patient', 'guardian')", name=op.f("ck_consent_signer_role")),
        sa.CheckConstraint("max_depth_um BETWEEN 1 AND 5000", name=op.f("ck_consent_max_depth_um")),
        sa.CheckConstraint("photo_publication IN (0, 1)", name=op.f("ck_consent_photo_publication")),
        sa.CheckConstraint("photo_record IN (0, 1)", name=op.f("ck_consent_photo_record")),
        sa.CheckConstraint("photo_teaching IN (0, 1)", name=op.f("ck_consent_photo_teaching")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_consent_course_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_consent_patient_id")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_consent_practitioner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_patient_id"), "consent", ["patient_id"], unique=False)
    op.create_index(op.f("ix_consent_session_id"), "consent", ["session_id"], unique=False)
    op.create_table(
        "treatment_session",
        sa.Column("patient_id", sa.String(), nullable=False),
        sa.Column("practitioner_id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=True),
        sa.Column("concern_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("needling_started_at", sa.String(), nullable=True),
        sa.Column("needling_ended_at", sa.String(), nullable=True),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("phototype", sa.Integer(), nullable=True),
        sa.Column("screened_at", sa.String(), nullable=True),
        sa.Column("history_confirmed_at", sa.String(), nullable=True),
        sa.Column("consent_id", sa.String(), nullable=True),
        sa.Column("consent_confirmed_at", sa.String(), nullable=True),
        sa.Column("no_numbing", sa.Boolean(), nullable=False),
        sa.Column("device_kind", sa.String(), nullable=True),
        sa.Column("device_id", sa.String(), nullable=True),
        sa.Column("copied_from_id", sa.String(), nullable=True),
        sa.Column("copied_text", sa.String(), nullable=False),
        sa.Column("next_interval_days", sa.Integer(), nullable=True),
        sa.Column("follow_up_hours", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("override_reason", sa.String(), nullable=False),
        sa.Column("signed_at", sa.String(), nullable=True),
        sa.Column("signed_by_id", sa.String(), nullable=True),
        sa.Column("content_hash", sa.String(), nullable=True),
        sa.Column("discarded_at", sa.String(), nullable=True),
        sa.Column("discard_reason", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'discarded') = (discarded_at IS NOT NULL)", name=op.f("ck_treatment_session_discarded")
        ),
        sa.CheckConstraint(
            "(state = 'signed') = (signed_at IS NOT NULL AND signed_by_id IS NOT NULL AND content_hash IS NOT NULL)",
            name=op.f("ck_treatment_session_signed"),
        ),
        sa.CheckConstraint(
            "device_kind IN ('pen', 'roller', 'stamp')", name=op.f("ck_treatment_session_device_kind")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'signed', 'discarded')", name=op.f("ck_treatment_session_state")
        ),
        sa.CheckConstraint(
            "step IN ('screening', 'consent', 'numbing', 'needling', 'reactions', 'sign')",
            name=op.f("ck_treatment_session_step"),
        ),
        sa.CheckConstraint(
            "needling_ended_at IS NULL OR needling_started_at IS NULL OR substr(needling_ended_at, 1, 24) >= substr(needling_started_at, 1, 24)",
            name=op.f("ck_treatment_session_needling_order"),
        ),
        sa.CheckConstraint("no_numbing IN (0, 1)", name=op.f("ck_treatment_session_no_numbing")),
        sa.CheckConstraint("phototype BETWEEN 1 AND 6", name=op.f("ck_treatment_session_phototype")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_treatment_session_consent_id")),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["treatment_session.id"], name=op.f("fk_treatment_session_copied_from_id")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_treatment_session_course_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_treatment_session_device_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_treatment_session_patient_id")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_treatment_session_practitioner_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["practitioner.id"], name=op.f("fk_treatment_session_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treatment_session")),
    )
    op.create_index(
        op.f("ix_treatment_session_patient_id"), "treatment_session", ["patient_id"], unique=False
    )
    op.create_index(
        op.f("ix_treatment_session_state_started_at"),
        "treatment_session",
        ["state", "started_at"],
        unique=False,
    )
    op.create_table(
        "addendum",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("practitioner_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("event_at", sa.String(), nullable=False),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_addendum_text")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_addendum_practitioner_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["treatment_session.id"], name=op.f("fk_addendum_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
    )
    op.create_index(op.f("ix_addendum_session_id"), "addendum", ["session_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("patient_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("practitioner_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wording_version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_id", sa.String(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('consent', 'aftercare', 'session_record')", name=op.f("ck_document_kind")
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_document_sha256")),
        sa.CheckConstraint("page_count > 0", name=op.f("ck_document_page_count")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_document_patient_id")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_document_practitioner_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["treatment_session.id"], name=op.f("fk_document_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_patient_id"), "document", ["patient_id"], unique=False)
    op.create_index(op.f("ix_document_session_id"), "document", ["session_id"], unique=False)
    op.create_table(
        "numbing",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("strength", sa.String(), nullable=False),
        sa.Column("lot_number", sa.String(), nullable=False),
        sa.Column("expires_on", sa.String(), nullable=True),
        sa.Column("amount_mg", sa.Integer(), nullable=True),
        sa.Column("area_cm2", sa.Integer(), nullable=True),
        sa.Column("area_text", sa.String(), nullable=False),
        sa.Column("is_occluded", sa.Boolean(), nullable=False),
        sa.Column("is_applied_by_patient", sa.Boolean(), nullable=False),
        sa.Column("on_at", sa.String(), nullable=True),
        sa.Column("off_at", sa.String(), nullable=True),
        sa.Column("override_reason", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_mg > 0", name=op.f("ck_numbing_amount_mg")),
        sa.CheckConstraint("area_cm2 > 0", name=op.f("ck_numbing_area_cm2")),
        sa.CheckConstraint("is_applied_by_patient IN (0, 1)", name=op.f("ck_numbing_is_applied_by_patient")),
        sa.CheckConstraint("is_occluded IN (0, 1)", name=op.f("ck_numbing_is_occluded")),
        sa.CheckConstraint("off_at IS NULL OR on_at IS NOT NULL", name=op.f("ck_numbing_on_before_off")),
        sa.CheckConstraint(
            "off_at IS NULL OR substr(off_at, 1, 24) >= substr(on_at, 1, 24)",
            name=op.f("ck_numbing_contact_order"),
        ),
        sa.ForeignKeyConstraint(["session_id"], ["treatment_session.id"], name=op.f("fk_numbing_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_numbing")),
    )
    op.create_index(op.f("ix_numbing_session_id"), "numbing", ["session_id"], unique=False)
    op.create_table(
        "observation",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("patient_id", sa.String(), nullable=False),
        sa.Column("practitioner_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seen_at", sa.String(), nullable=False),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("none_seen", sa.Boolean(), nullable=False),
        sa.Column("pain_nrs", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('end_of_session', 'follow_up')", name=op.f("ck_observation_kind")),
        sa.CheckConstraint("none_seen IN (0, 1)", name=op.f("ck_observation_none_seen")),
        sa.CheckConstraint("pain_nrs BETWEEN 0 AND 10", name=op.f("ck_observation_pain_nrs")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_observation_patient_id")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_observation_practitioner_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["treatment_session.id"], name=op.f("fk_observation_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index(op.f("ix_observation_patient_id"), "observation", ["patient_id"], unique=False)
    op.create_index(op.f("ix_observation_session_id"), "observation", ["session_id"], unique=False)
    op.create_index(
        "uq_observation_end_of_session",
        "observation",
        ["session_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'end_of_session'"),
        postgresql_where=sa.text("kind = 'end_of_session'"),
    )
    op.create_table(
        "open_consent",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("regions", sa.String(), nullable=False),
        sa.Column("max_depth_um", sa.Integer(), nullable=True),
        sa.Column("agreed_items", sa.String(), nullable=False),
        sa.Column("photo_record", sa.Boolean(), nullable=False),
        sa.Column("photo_teaching", sa.Boolean(), nullable=False),
        sa.Column("photo_publication", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("signer_name", sa.String(), nullable=False),
        sa.Column("signer_role", sa.String(), nullable=False),
        sa.Column("interpreter_name", sa.String(), nullable=False),
        sa.Column("strokes", sa.String(), nullable=False),
        sa.Column("practitioner_strokes", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("method IN ('screen', 'paper')", name=op.f("ck_open_consent_method")),
        sa.CheckConstraint(
            "signer_role IN ('patient', 'guardian')", name=op.f("ck_open_consent_signer_role")
        ),
        sa.CheckConstraint("max_depth_um BETWEEN 1 AND 5000", name=op.f("ck_open_consent_max_depth_um")),
        sa.CheckConstraint("photo_publication IN (0, 1)", name=op.f("ck_open_consent_photo_publication")),
        sa.CheckConstraint("photo_record IN (0, 1)", name=op.f("ck_open_consent_photo_record")),
        sa.CheckConstraint("photo_teaching IN (0, 1)", name=op.f("ck_open_consent_photo_teaching")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["treatment_session.id"], name=op.f("fk_open_consent_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_consent")),
        sa.UniqueConstraint("session_id", name=op.f("uq_open_consent_session_id")),
    )
    op.create_table(
        "screening_answer",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("answered_at", sa.String(), nullable=False),
        sa.Column("carried_from_id", sa.String(), nullable=True),
        sa.Column("override_reason", sa.String(), nullable=False),
        sa.Column("override_by_id", sa.String(), nullable=True),
        sa.Column("override_at", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("answer IN ('no', 'yes', 'unsure')", name=op.f("ck_screening_answer_answer")),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["screening_answer.id"], name=op.f("fk_screening_answer_carried_from_id")
        ),
        sa.ForeignKeyConstraint(
            ["override_by_id"], ["practitioner.id"], name=op.f("fk_screening_answer_override_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["treatment_session.id"], name=op.f("fk_screening_answer_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_answer")),
        sa.UniqueConstraint(
            "session_id", "question_id", name=op.f("uq_screening_answer_session_id_question_id")
        ),
    )
    op.create_table(
        "topical",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lot_number", sa.String(), nullable=False),
        sa.Column("expires_on", sa.String(), nullable=True),
        sa.Column("timing", sa.String(), nullable=False),
        sa.Column("is_intradermal", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("timing IN ('before', 'during', 'after')", name=op.f("ck_topical_timing")),
        sa.CheckConstraint("is_intradermal IN (0, 1)", name=op.f("ck_topical_is_intradermal")),
        sa.ForeignKeyConstraint(["session_id"], ["treatment_session.id"], name=op.f("fk_topical_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topical")),
    )
    op.create_index(op.f("ix_topical_session_id"), "topical", ["session_id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("lot_id", sa.String(), nullable=False),
        sa.Column("patient_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("opened_by_id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("disposed_at", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'disposed') = (disposed_at IS NOT NULL)", name=op.f("ck_unit_disposed_at")
        ),
        sa.CheckConstraint("state IN ('opened', 'disposed')", name=op.f("ck_unit_state")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_unit_lot_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["practitioner.id"], name=op.f("fk_unit_opened_by_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_unit_patient_id")),
        sa.ForeignKeyConstraint(["session_id"], ["treatment_session.id"], name=op.f("fk_unit_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_lot_id"), "unit", ["lot_id"], unique=False)
    op.create_index(op.f("ix_unit_patient_id"), "unit", ["patient_id"], unique=False)
    op.create_index(op.f("ix_unit_session_id"), "unit", ["session_id"], unique=False)
    op.create_table(
        "zone_treatment",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("zone_id", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("site_text", sa.String(), nullable=False),
        sa.Column("depth_um", sa.Integer(), nullable=True),
        sa.Column("passes", sa.Integer(), nullable=True),
        sa.Column("speed", sa.Integer(), nullable=True),
        sa.Column("end_point", sa.String(), nullable=True),
        sa.Column("typical_min_um", sa.Integer(), nullable=True),
        sa.Column("typical_max_um", sa.Integer(), nullable=True),
        sa.Column("typical_source", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "end_point IN ('none', 'mild_erythema', 'uniform_erythema', 'pinpoint_bleeding', 'confluent_bleeding')",
            name=op.f("ck_zone_treatment_end_point"),
        ),
        sa.CheckConstraint("side IN ('left', 'right', 'midline')", name=op.f("ck_zone_treatment_side")),
        sa.CheckConstraint("depth_um BETWEEN 1 AND 5000", name=op.f("ck_zone_treatment_depth_um")),
        sa.CheckConstraint("passes BETWEEN 1 AND 99", name=op.f("ck_zone_treatment_passes")),
        sa.CheckConstraint("speed BETWEEN 1 AND 99", name=op.f("ck_zone_treatment_speed")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["treatment_session.id"], name=op.f("fk_zone_treatment_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_treatment")),
        sa.UniqueConstraint(
            "session_id",
            "zone_id",
            "side",
            "site_text",
            name=op.f("uq_zone_treatment_session_id_zone_id_side_site_text"),
        ),
    )
    op.create_table(
        "follow_up",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("patient_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.String(), nullable=False),
        sa.Column("after_h", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.String(), nullable=True),
        sa.Column("done_at", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("after_h > 0", name=op.f("ck_follow_up_after_h")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_follow_up_observation_id")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_follow_up_patient_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["treatment_session.id"], name=op.f("fk_follow_up_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("session_id", "after_h", name=op.f("uq_follow_up_session_id_after_h")),
    )
    op.create_index(op.f("ix_follow_up_done_at_due_at"), "follow_up", ["done_at", "due_at"], unique=False)
    op.create_index(op.f("ix_follow_up_patient_id"), "follow_up", ["patient_id"], unique=False)
    op.create_table(
        "reaction",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("observation_id", sa.String(), nullable=False),
        sa.Column("reaction_id", sa.String(), nullable=False),
        sa.Column("scale_id", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("grade_label", sa.String(), nullable=False),
        sa.Column("zone_id", sa.String(), nullable=True),
        sa.Column("side", sa.String(), nullable=True),
        sa.Column("seen_at", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IN ('left', 'right', 'midline')", name=op.f("ck_reaction_side")),
        sa.CheckConstraint("grade BETWEEN 0 AND 10", name=op.f("ck_reaction_grade")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_reaction_observation_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["treatment_session.id"], name=op.f("fk_reaction_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaction")),
    )
    op.create_index(op.f("ix_reaction_observation_id"), "reaction", ["observation_id"], unique=False)
    op.create_index(op.f("ix_reaction_session_id"), "reaction", ["session_id"], unique=False)
    for statement in statements():
        op.execute(statement)
