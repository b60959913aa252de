"""The check: it passes on a whole clinic, names what is wrong, changes nothing and never falls over."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mnlog.errors import ClinicUnavailableError, WrongSecretError
from mnlog.services.opening import OpenClinic
from mnlog.services.safekeeping import CheckReport, check_clinic, check_database
from tests.services.factories import PASSPHRASE, Clock, bare, open_again, register, signed

FILES = ("clinic.db", "media.db", "vault.json")


def check(folder: Path) -> CheckReport:
    return check_clinic(folder, PASSPHRASE)


def prints(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file()
    }


def test_a_rich_clinic_is_sound_and_the_check_leaves_no_trace(rich_folder: Path) -> None:
    before = prints(rich_folder)
    report = check(rich_folder)
    assert report.problems == ()
    assert report.is_sound
    assert any("Signed sessions: 1 compared" in line for line in report.lines)
    assert any("Papers as given: 1 compared" in line for line in report.lines)
    assert prints(rich_folder) == before


def test_the_report_holds_no_patient_data(rich_folder: Path) -> None:
    with bare(rich_folder, tamper=True) as connection:
        connection.execute("UPDATE patient SET family_name = 'Nobody'")
        connection.execute("UPDATE zone_treatment SET depth_um = 2000")
    report = check(rich_folder)
    for secret in ("Amara", "Reyes", "Nobody", "cheek", "Okafor"):
        assert secret not in " ".join(report.lines + report.problems)


def test_a_clinic_that_is_open_is_checked_and_goes_on(clinic: OpenClinic, clock: Clock) -> None:
    signed(clinic, clock)
    folder = clinic.folder.path
    before = {name: (folder / name).read_bytes() for name in FILES}
    assert check(folder).problems == ()
    assert {name: (folder / name).read_bytes() for name in FILES} == before
    register(clinic, "Bea")
    assert check(folder).problems == ()
    assert check_database(clinic.database).problems == ()
    clinic.close()
    assert {path.name for path in folder.iterdir()} == {*FILES, ".lock"}
    assert check(folder).problems == ()


def flip(folder: Path, name: str, place: float, bit: int) -> None:
    """Turns one bit over, at a share of the file's length."""
    path = folder / name
    content = bytearray(path.read_bytes())
    content[min(len(content) - 1, int(place * len(content)))] ^= 1 << bit
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["clinic.db", "media.db"])
@pytest.mark.parametrize("place", [0, 0.0001, 0.003, 0.1, 0.37, 0.62, 0.9, 1])
def test_one_flipped_bit_is_found(rich_folder: Path, name: str, place: float) -> None:
    flip(rich_folder, name, place, 0)
    before = prints(rich_folder)
    report = check(rich_folder)
    assert not report.is_sound
    assert "damaged" in report.problems[0] or name in report.problems[0]
    assert prints(rich_folder) == before


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    name=st.sampled_from(["clinic.db", "media.db"]),
    place=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
)
def test_one_flipped_bit_is_found_wherever_it_lies(
    rich_folder: Path, name: str, place: float, bit: int
) -> None:
    flip(rich_folder, name, place, bit)
    try:
        assert not check(rich_folder).is_sound
    finally:
        flip(rich_folder, name, place, bit)


@pytest.mark.parametrize("name", ["clinic.db", "media.db"])
@pytest.mark.parametrize("share", [0, 0.5, 0.999])
def test_a_file_cut_short_is_found(rich_folder: Path, name: str, share: float) -> None:
    path = rich_folder / name
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert not check(rich_folder).is_sound


def test_a_damaged_page_names_its_file(rich_folder: Path) -> None:
    flip(rich_folder, "media.db", 0.9, 0)
    assert any(problem.startswith("media.db") for problem in check(rich_folder).problems)


def test_without_its_key_file_there_is_nothing_to_check(rich_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongSecretError):
        check_clinic(rich_folder, "wrong violet otter lamp")
    flip(rich_folder, "vault.json", 0.5, 0)
    with pytest.raises(ClinicUnavailableError, match=r"vault\.json, is damaged"):
        check(rich_folder)
    (rich_folder / "vault.json").unlink()
    with pytest.raises(ClinicUnavailableError, match=r"vault\.json, is missing"):
        check(rich_folder)
    with pytest.raises(ClinicUnavailableError, match="no clinic"):
        check(tmp_path / "nowhere")


def tampered(folder: Path, *statements: str) -> tuple[str, ...]:
    """What the check finds after somebody with the key wrote past all guards."""
    with bare(folder, tamper=True) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement
    return check(folder).problems


@pytest.mark.parametrize(
    "change",
    ["verb = 'patient.change'", "changes = '[]'", "at = replace(at, '2026', '2025')", "practitioner_id = 'x'",
     "patient_id = 'x'", "session_id = 'x'", "hash = replace(hash, substr(hash, 1, 1), 'z')"],
)  # fmt: skip
def test_a_changed_audit_event_is_named(rich_folder: Path, change: str) -> None:
    problems = tampered(rich_folder, f"UPDATE audit_event SET {change} WHERE seq = 7")
    assert any(problem.startswith("Audit event 7 ") and "changed" in problem for problem in problems)


def test_an_audit_event_hung_elsewhere_is_named(rich_folder: Path) -> None:
    problems = tampered(
        rich_folder, "UPDATE audit_event SET previous_hash = replace(previous_hash, '0', '1') WHERE seq = 7"
    )
    assert any("Audit event 7 does not follow event 6." in problem for problem in problems)


def test_a_removed_audit_event_is_named(rich_folder: Path) -> None:
    problems = tampered(rich_folder, "DELETE FROM audit_event WHERE seq = 7")
    assert any("Audit event 7 is missing" in problem for problem in problems)


def test_events_removed_from_the_end_are_missed_by_the_records(rich_folder: Path) -> None:
    """The chain alone is whole up to its new end; the records know better."""
    problems = tampered(
        rich_folder, "DELETE FROM audit_event WHERE seq > (SELECT max(seq) - 3 FROM audit_event)"
    )
    assert any("does not stand as the audit last wrote it" in problem for problem in problems)


def test_an_audit_event_that_cannot_be_read_is_no_reason_to_fall_over(rich_folder: Path) -> None:
    problems = tampered(rich_folder, "UPDATE audit_event SET at = 'some day' WHERE seq = 7")
    assert any("audit_event 7, column at" in problem for problem in problems)


SIGNED = "(SELECT id FROM treatment_session WHERE state = 'signed')"


@pytest.mark.parametrize(
    "change",
    [
        "treatment_session SET note = 'X' WHERE state = 'signed'",
        "treatment_session SET override_reason = 'X' WHERE state = 'signed'",
        f"zone_treatment SET depth_um = 500 WHERE session_id = {SIGNED}",
        f"numbing SET off_at = replace(off_at, '14:', '15:') WHERE session_id = {SIGNED}",
        f"screening_answer SET answer = 'yes' WHERE session_id = {SIGNED}",
        f"topical SET lot_number = 'X' WHERE session_id = {SIGNED}",
        f"observation SET pain_nrs = 0 WHERE kind = 'end_of_session' AND session_id = {SIGNED}",
        f"reaction SET grade = 0 WHERE session_id = {SIGNED}",
        "consent SET max_depth_um = 3000",
        "unit SET opened_by_id = 'X'",
    ],
)
def test_a_changed_signed_session_is_named(rich_folder: Path, change: str) -> None:
    with bare(rich_folder) as connection:
        (session_id,) = connection.execute(SIGNED[1:-1]).fetchone()
    problems = tampered(rich_folder, f"UPDATE {change}")
    assert f"Signed session {session_id} no longer fits its signature." in problems


@pytest.mark.parametrize("table", ["zone_treatment", "screening_answer", "unit", "numbing"])
def test_what_is_taken_from_a_signed_session_is_missed(rich_folder: Path, table: str) -> None:
    problems = tampered(rich_folder, f"DELETE FROM {table} WHERE session_id = {SIGNED}")
    assert any("no longer fits its signature" in problem for problem in problems)
    assert any(f"{table} " in problem and "is gone" in problem for problem in problems)


@pytest.mark.parametrize(
    ("table", "change"),
    [("patient", "birth_date = '1990-01-01'"), ("lot", "lot_number = 'X'"), ("addendum", "text = 'X'"),
     ("follow_up", "after_h = 1"), ("clinic", "name = 'X'"), ("practitioner", "pin_hash = 'X'"),
     ("document", "page_count = 9")],
)  # fmt: skip
def test_any_record_changed_behind_the_audit_is_named(rich_folder: Path, table: str, change: str) -> None:
    problems = tampered(rich_folder, f"UPDATE {table} SET {change} WHERE id = (SELECT min(id) FROM {table})")
    assert any(
        problem.startswith(f"{table} ") and problem.endswith("does not stand as the audit last wrote it.")
        for problem in problems
    )


def test_a_row_that_cannot_be_read_is_no_reason_to_fall_over(rich_folder: Path) -> None:
    problems = tampered(
        rich_folder, "UPDATE treatment_session SET state = 'signed', practitioner_id = 'nobody'"
    )
    assert problems


def test_a_guard_that_is_gone_is_named(rich_folder: Path) -> None:
    with bare(rich_folder) as connection:
        connection.execute("DROP TRIGGER tr_zone_treatment_update_locked")
    assert (
        "clinic.db: the guard tr_zone_treatment_update_locked is gone or was changed"
        in check(rich_folder).problems
    )


def test_a_guard_that_was_weakened_is_named(rich_folder: Path) -> None:
    with bare(rich_folder) as connection:
        name = "tr_addendum_update"
        connection.execute(f"DROP TRIGGER {name}")
        connection.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON addendum WHEN 0 BEGIN SELECT 1; END")
    assert any(name in problem for problem in check(rich_folder).problems)


def with_media(folder: Path, statement: str, *values: Any) -> tuple[str, ...]:
    with bare(folder) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM media.sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _sql in guards:
            connection.execute(f"DROP TRIGGER media.{name}")
        connection.execute(statement, values)
        for _name, sql in guards:
            connection.execute(sql.replace("CREATE TRIGGER ", "CREATE TRIGGER media."))
    return check(folder).problems


def test_kept_bytes_that_were_changed_are_named(rich_folder: Path) -> None:
    problems = with_media(
        rich_folder, "UPDATE media_file SET content = ? WHERE mime = 'application/pdf'", b"%PDF"
    )
    (problem,) = problems
    assert problem.startswith("Stored bytes ")
    assert problem.endswith(" were changed.")


def test_kept_bytes_that_are_gone_are_named(rich_folder: Path) -> None:
    problems = with_media(rich_folder, "DELETE FROM media_file WHERE mime = 'application/pdf'")
    (problem,) = problems
    assert problem.startswith("The bytes of document ")
    assert problem.endswith(" are missing.")


def test_a_dangling_reference_is_named(rich_folder: Path) -> None:
    problems = tampered(rich_folder, "DELETE FROM patient")
    assert any("refers to a missing row of patient" in problem for problem in problems)


def test_every_write_of_a_long_day_is_in_the_audit(rich_folder: Path) -> None:
    """The records as they stand are what the audit says, to the last column."""
    clock = Clock()
    clock.pass_by(days=3)
    opened = open_again(rich_folder, clock)
    signed(opened, clock, register(opened, "Bea"))
    opened.clinic.change_clinic(follow_up_hours=(48,), cooling_off_h=24)
    opened.close()
    assert check(rich_folder).problems == ()
    with bare(rich_folder) as connection:
        stored = [json.loads(row[0]) for row in connection.execute("SELECT changes FROM audit_event")]
    assert all(
        change["before"] is not None or change["after"] is not None for each in stored for change in each
    )
