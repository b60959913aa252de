"""Triggers of revision 0001: the database itself refuses to change what was signed.

They are part of that revision and never edited; a later revision drops and replaces what it must.
"""

SIGNED = "RAISE(ABORT, 'a signed session cannot change')"
FIXED = "RAISE(ABORT, 'this record is kept as it was written')"
ONE_PATIENT = "RAISE(ABORT, 'a unit serves one patient')"

_UNDER_A_SESSION = (
    "open_consent",
    "screening_answer",
    "numbing",
    "zone_treatment",
    "topical",
    "reaction",
    "observation",
)
"""Tables whose rows lock with their session. Follow-up observations come later and are not locked by it."""

_NEVER_CHANGED = ("addendum", "document", "audit_event")

_CONSENT_FIXED = (
    "id, patient_id, session_id, course_id, concern_id, wording_version, language, text_hash, regions,"
    " max_depth_um, agreed_items, photo_record, photo_teaching, photo_publication, method, signer_name,"
    " signer_role, interpreter_name, strokes, practitioner_strokes, practitioner_id, signed_at"
)

_UNIT_FIXED = "id, lot_id, patient_id, session_id, opened_by_id, opened_at"


def _is_locked(row: str, table: str) -> str:
    locked = f"(SELECT state FROM treatment_session WHERE id = {row}.session_id) <> 'draft'"
    if table == "observation":
        return f"{row}.kind = 'end_of_session' AND {locked}"
    if table == "reaction":
        kind = f"(SELECT kind FROM observation WHERE id = {row}.observation_id)"
        return f"{kind} = 'end_of_session' AND {locked}"
    return locked


def _trigger(name: str, event: str, condition: str, body: str, *, schema: str = "") -> str:
    when = f" WHEN {condition}" if condition else ""
    return f"CREATE TRIGGER {schema}{name} BEFORE {event}{when} BEGIN SELECT {body}; END"


def _guards_of_id(table: str, *keys: str, schema: str = "") -> list[str]:
    """No REPLACE: it would take a row away without firing the triggers that guard against DELETE."""
    keys = keys or ("id",)
    there = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    moved = " OR ".join(f"NEW.{key} <> OLD.{key}" for key in keys)
    return [
        _trigger(
            f"tr_{table}_insert_replaces",
            f"INSERT ON {table}",
            f"EXISTS (SELECT 1 FROM {table} WHERE {there})",
            FIXED,
            schema=schema,
        ),
        _trigger(
            f"tr_{table}_update_replaces",
            f"UPDATE OF {', '.join(keys)} ON {table}",
            moved,
            FIXED,
            schema=schema,
        ),
    ]


def _guards_of(table: str) -> list[str]:
    guards = []
    for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        condition = " OR ".join(f"({_is_locked(row, table)})" for row in rows)
        guards.append(
            _trigger(f"tr_{table}_{event.lower()}_locked", f"{event} ON {table}", condition, SIGNED)
        )
    return guards


def statements() -> list[str]:
    """All CREATE TRIGGER statements of the revision."""
    found = [
        _trigger(
            "tr_treatment_session_update_locked",
            "UPDATE ON treatment_session",
            "OLD.state <> 'draft'",
            SIGNED,
        ),
        _trigger("tr_treatment_session_delete", "DELETE ON treatment_session", "", SIGNED),
        _trigger("tr_consent_fixed", f"UPDATE OF {_CONSENT_FIXED} ON consent", "", FIXED),
        _trigger("tr_consent_withdrawn", "UPDATE ON consent", "OLD.withdrawn_at IS NOT NULL", FIXED),
        _trigger("tr_consent_delete", "DELETE ON consent", "", FIXED),
        _trigger(
            "tr_unit_fixed",
            f"UPDATE OF {_UNIT_FIXED} ON unit",
            "",
            ONE_PATIENT,
        ),
        _trigger("tr_unit_insert_locked", "INSERT ON unit", _is_locked("NEW", "unit"), SIGNED),
        _trigger("tr_unit_delete_locked", "DELETE ON unit", _is_locked("OLD", "unit"), SIGNED),
        _trigger(
            "tr_unit_patient",
            "INSERT ON unit",
            "NEW.patient_id <> (SELECT patient_id FROM treatment_session WHERE id = NEW.session_id)",
            ONE_PATIENT,
        ),
        _trigger("tr_media_file_update", "UPDATE ON media_file", "", FIXED, schema="media."),
        _trigger("tr_media_file_delete", "DELETE ON media_file", "", FIXED, schema="media."),
        *_guards_of_id("media_file", schema="media."),
    ]
    for table in ("treatment_session", "consent", "unit", *_UNDER_A_SESSION, "addendum", "document"):
        found += _guards_of_id(table)
    found += _guards_of_id("audit_event", "seq", "hash")
    for table in _UNDER_A_SESSION:
        found += _guards_of(table)
    for table in _NEVER_CHANGED:
        found.append(_trigger(f"tr_{table}_update", f"UPDATE ON {table}", "", FIXED))
        found.append(_trigger(f"tr_{table}_delete", f"DELETE ON {table}", "", FIXED))
    return found
