"""The database itself refuses to change what was signed, whoever asks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from tests.services.factories import bare

LOCKED = "a signed session cannot change"
KEPT = "kept as it was written"
ONE_PATIENT = "a unit serves one patient"

SIGNED = "(SELECT id FROM treatment_session WHERE state = 'signed')"
DRAFT = "(SELECT id FROM treatment_session WHERE state = 'draft')"
END = "(SELECT id FROM observation WHERE kind = 'end_of_session')"
LATER = "(SELECT id FROM observation WHERE kind = 'follow_up')"

UNDER_A_SESSION = {
    "zone_treatment": "depth_um = 500",
    "numbing": "lot_number = 'X'",
    "topical": "name = 'X'",
    "screening_answer": "details = 'X'",
    "observation": "pain_nrs = 0",
    "reaction": "grade = 0",
}


@pytest.fixture
def connection(rich_folder: Path) -> Iterator[Any]:
    """A clinic with a signed session and a draft, by the driver alone and inside a transaction."""
    with bare(rich_folder) as opened:
        opened.execute("BEGIN")
        yield opened
        opened.execute("ROLLBACK")


def refused(connection: Any, statement: str, message: str) -> None:
    with pytest.raises(sqlcipher.Error, match=message):
        connection.execute(statement)


def of_the_signed(table: str) -> str:
    end = f" AND observation_id = {END}" if table == "reaction" else ""
    end = " AND kind = 'end_of_session'" if table == "observation" else end
    return f"session_id = {SIGNED}{end}"


def copied(connection: Any, table: str, where: str, verb: str = "INSERT", **changes: str) -> str:
    """A statement that writes a copy of a row with some columns changed."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(changes.get(name, name) for name in columns)
    return f"{verb} INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE {where} LIMIT 1"


@pytest.mark.parametrize(
    "change",
    ["note = 'X'", "state = 'draft'", "override_reason = 'X'", "content_hash = NULL",
     "patient_id = patient_id", "version = version + 1", "id = 'another'", "signed_at = signed_at"],
)  # fmt: skip
def test_a_signed_session_takes_no_change(connection: Any, change: str) -> None:
    refused(connection, f"UPDATE treatment_session SET {change} WHERE state = 'signed'", f"{LOCKED}|{KEPT}")


def test_no_session_is_deleted(connection: Any) -> None:
    refused(connection, "DELETE FROM treatment_session WHERE state = 'signed'", LOCKED)
    refused(connection, "DELETE FROM treatment_session WHERE state = 'draft'", LOCKED)


@pytest.mark.parametrize(("table", "change"), UNDER_A_SESSION.items())
def test_nothing_under_a_signed_session_changes(connection: Any, table: str, change: str) -> None:
    where = of_the_signed(table)
    assert connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0] > 0
    refused(connection, f"UPDATE {table} SET {change} WHERE {where}", LOCKED)
    refused(connection, f"UPDATE {table} SET session_id = {DRAFT} WHERE {where}", LOCKED)
    refused(connection, f"DELETE FROM {table} WHERE {where}", LOCKED)


@pytest.mark.parametrize("table", UNDER_A_SESSION)
def test_nothing_is_slipped_under_a_signed_session(connection: Any, table: str) -> None:
    changes = {"id": "'new'", "zone_id": "'nose'", "question_id": "'new'"}
    columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
    given = {name: value for name, value in changes.items() if name in columns}
    refused(connection, copied(connection, table, of_the_signed(table), **given), LOCKED)


def test_nothing_of_a_draft_is_moved_under_a_signed_session(connection: Any) -> None:
    connection.execute(
        "INSERT INTO zone_treatment (id, version, session_id, zone_id, side, site_text, typical_source)"
        f" VALUES ('z', 1, {DRAFT}, 'nose', 'midline', '', '')"
    )
    connection.execute("UPDATE zone_treatment SET depth_um = 500 WHERE id = 'z'")
    refused(connection, f"UPDATE zone_treatment SET session_id = {SIGNED} WHERE id = 'z'", LOCKED)
    connection.execute("DELETE FROM zone_treatment WHERE id = 'z'")


@pytest.mark.parametrize(
    "table", [*UNDER_A_SESSION, "treatment_session", "consent", "unit", "addendum", "document"]
)
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "INSERT OR IGNORE"])
def test_nothing_is_replaced(connection: Any, table: str, verb: str) -> None:
    """REPLACE takes the old row away without firing triggers that guard against DELETE."""
    statement = copied(connection, table, "1", verb)
    before = connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
    refused(connection, statement, f"{KEPT}|{LOCKED}")
    assert connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() == before


def test_a_draft_cannot_take_the_place_of_a_signed_session(connection: Any) -> None:
    refused(connection, f"UPDATE OR REPLACE treatment_session SET id = {SIGNED} WHERE state = 'draft'", KEPT)


def test_a_signed_zone_cannot_be_replaced_from_a_draft(connection: Any) -> None:
    statement = copied(
        connection, "zone_treatment", of_the_signed("zone_treatment"), "INSERT OR REPLACE", session_id=DRAFT
    )
    refused(connection, statement, KEPT)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("addendum", "text = 'X'"),
        ("addendum", "entered_at = event_at"),
        ("audit_event", "verb = 'X'"),
        ("audit_event", "changes = '[]'"),
        ("media.media_file", "content = x'00'"),
    ],
)
def test_what_is_kept_for_good_takes_no_change(connection: Any, table: str, change: str) -> None:
    assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
    refused(connection, f"UPDATE {table} SET {change}", KEPT)
    refused(connection, f"DELETE FROM {table}", KEPT)


def test_an_audit_event_is_not_replaced(connection: Any) -> None:
    refused(connection, copied(connection, "audit_event", "seq = 3", "INSERT OR REPLACE"), KEPT)
    other = copied(connection, "audit_event", "seq = 3", "INSERT OR REPLACE", seq="9999")
    refused(connection, other, KEPT)


def test_a_paper_that_was_given_takes_no_change(connection: Any) -> None:
    assert connection.execute("SELECT count(*) FROM document").fetchone()[0] > 0
    refused(connection, "UPDATE document SET sha256 = lower(hex(randomblob(32)))", KEPT)
    refused(connection, "DELETE FROM document", KEPT)


@pytest.mark.parametrize(
    "change",
    ["regions = '[]'", "max_depth_um = 3000", "strokes = '[[]]'", "signer_name = 'X'", "text_hash = 'X'",
     "photo_teaching = 1 - photo_teaching", "signed_at = signed_at || ''", "course_id = NULL"],
)  # fmt: skip
def test_a_consent_takes_no_change(connection: Any, change: str) -> None:
    refused(connection, f"UPDATE consent SET {change}", KEPT)
    refused(connection, "DELETE FROM consent", KEPT)


def test_every_column_of_a_consent_but_its_withdrawal_is_fixed(connection: Any) -> None:
    columns = {row[1] for row in connection.execute("PRAGMA table_info(consent)")}
    free = {"version", "withdrawn_at", "withdrawal_reason"}
    for column in columns - free:
        refused(connection, f"UPDATE consent SET {column} = {column}", KEPT)
    for column in free:
        connection.execute(f"UPDATE consent SET {column} = {column}")


def test_a_consent_is_withdrawn_once(connection: Any) -> None:
    now = "'2026-11-22T10:00:00.000Z[UTC]'"
    connection.execute(f"UPDATE consent SET withdrawn_at = {now}, withdrawal_reason = 'no more'")
    refused(connection, "UPDATE consent SET withdrawn_at = NULL", KEPT)
    refused(connection, "UPDATE consent SET withdrawal_reason = 'X'", KEPT)


def test_a_unit_serves_one_patient(connection: Any) -> None:
    connection.execute(copied(connection, "patient", "1", id="'other'", record_number="'N2'"))
    refused(connection, "UPDATE unit SET patient_id = 'other'", ONE_PATIENT)
    refused(connection, f"UPDATE unit SET session_id = {DRAFT}", ONE_PATIENT)
    refused(connection, "UPDATE unit SET lot_id = lot_id", ONE_PATIENT)
    second = copied(connection, "unit", "1", id="'new'", session_id=DRAFT, patient_id="'other'")
    refused(connection, second, ONE_PATIENT)


def test_a_unit_of_a_signed_session_is_neither_added_nor_taken_away(connection: Any) -> None:
    refused(connection, copied(connection, "unit", "1", id="'new'"), LOCKED)
    refused(connection, "DELETE FROM unit", LOCKED)


def test_a_unit_is_disposed_of_after_signing(connection: Any) -> None:
    connection.execute("UPDATE unit SET state = 'disposed', disposed_at = opened_at")
    assert connection.execute("SELECT state FROM unit").fetchall() == [("disposed",)]


def test_what_is_seen_later_is_added_after_signing(connection: Any) -> None:
    later = copied(connection, "observation", f"id = {LATER}", id="'new'")
    connection.execute(later)
    connection.execute(
        copied(connection, "reaction", f"observation_id = {LATER}", id="'r'", observation_id="'new'")
    )
    connection.execute("UPDATE observation SET note = 'paler still' WHERE id = 'new'")
    connection.execute("UPDATE reaction SET grade = 0 WHERE id = 'r'")
    connection.execute("UPDATE follow_up SET observation_id = 'new'")
    connection.execute(copied(connection, "addendum", "1", id="'a'"))


def test_a_later_look_does_not_become_the_one_at_the_end(connection: Any) -> None:
    refused(connection, "UPDATE observation SET kind = 'end_of_session' WHERE kind = 'follow_up'", LOCKED)
    refused(connection, f"UPDATE reaction SET observation_id = {END} WHERE observation_id = {LATER}", LOCKED)


def test_a_discarded_draft_is_as_fixed_as_a_signed_one(connection: Any) -> None:
    connection.execute(
        "UPDATE treatment_session SET state = 'discarded', discarded_at = started_at WHERE state = 'draft'"
    )
    refused(connection, "UPDATE treatment_session SET state = 'draft' WHERE state = 'discarded'", LOCKED)
