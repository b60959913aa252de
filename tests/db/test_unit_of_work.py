"""One write: all of it or nothing, never over somebody else's, and always with its audit event."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mnlog.db.database import Database, UnitOfWork
from mnlog.db.lists import audit_events
from mnlog.db.opening import open_databases
from mnlog.domain.records import AuditEvent, Patient, TreatmentSession, ZoneTreatment
from mnlog.domain.rules.audit_chain import FIRST_HASH, event_hash, first_break
from mnlog.domain.terms import Side
from mnlog.errors import ConflictError, LockedRecordError
from mnlog.services.opening import OpenClinic
from mnlog.vault.keys import unlock
from tests.services.factories import LONDON, PASSPHRASE, Clock, begin, ready, register, rows, signed


@pytest.fixture
def second(clinic: OpenClinic, folder: Path) -> Iterator[Database]:
    """The same files, open once more."""
    key = unlock(folder, PASSPHRASE).key
    database = open_databases(folder / "clinic.db", folder / "media.db", key)
    yield database
    database.close()


def events(clinic: OpenClinic) -> list[AuditEvent]:
    with clinic.desk.reading() as reader:
        return list(audit_events(reader))


def test_nothing_is_kept_without_a_commit(clinic: OpenClinic) -> None:
    patient = register(clinic)
    before = events(clinic)
    with clinic.desk.writing("test") as work:
        work.change(patient, family_name="Nobody")
    assert clinic.patients.file_of(patient.id).patient == patient
    assert events(clinic) == before


def marry_and(work: UnitOfWork, patient: Patient, then: Callable[[], object]) -> None:
    work.change(patient, family_name="Nobody")
    then()
    work.commit()


def test_an_error_on_the_way_takes_everything_back(clinic: OpenClinic) -> None:
    patient = register(clinic)
    before = events(clinic)
    with pytest.raises(KeyError), clinic.desk.writing("test") as work:
        marry_and(work, patient, lambda: vars(work)["nothing of the kind"])
    assert clinic.patients.file_of(patient.id).patient == patient
    assert events(clinic) == before
    register(clinic, "Next")  # and the next write goes through


def test_an_error_of_the_database_takes_everything_back(clinic: OpenClinic, clock: Clock) -> None:
    visit = signed(clinic, clock)
    stored = clinic.sessions.chart(visit.session_id)
    before = events(clinic)
    with pytest.raises(LockedRecordError), clinic.desk.writing("test") as work:
        marry_and(work, stored.patient, lambda: work.change(stored.session, note="later"))
    assert clinic.patients.file_of(visit.patient.id).patient.family_name == "Reyes"
    assert events(clinic) == before
    register(clinic, "Next")


def test_a_write_leaves_one_event_with_before_and_after(clinic: OpenClinic) -> None:
    patient = register(clinic)
    known = len(events(clinic))
    with clinic.desk.writing("patient.marry") as work:
        work.change(patient, family_name="Reyes-Ortiz", former_name="Reyes", phone=patient.phone)
        changes = work.commit()
    (event,) = events(clinic)[known:]
    assert (event.verb, event.patient_id, event.session_id) == ("patient.marry", patient.id, None)
    assert event.practitioner_id == clinic.desk.practitioner_id
    (change,) = json.loads(event.changes)
    assert (change["table"], change["id"]) == ("patient", patient.id)
    assert change["before"] == {
        "family_name": "Reyes", "former_name": "", "version": 1,
        "search_text": change["before"]["search_text"],
    }  # fmt: skip
    assert change["after"]["family_name"] == "Reyes-Ortiz"
    assert "reyes-ortiz" in change["after"]["search_text"]
    assert change["after"]["version"] == 2
    assert changes.touches(Patient)
    assert not changes.touches(TreatmentSession)
    assert changes.patient_id == patient.id


def test_a_new_record_has_no_before_and_a_removed_one_no_after(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic))
    (zone,) = clinic.needling.add_zones(session.id, [("forehead", Side.MIDLINE)]).result
    clinic.needling.remove_zones([zone.id])
    added, removed = (json.loads(event.changes)[0] for event in events(clinic)[-2:])
    assert added["before"] is None
    assert removed["after"] is None
    assert added["after"] == removed["before"]
    assert added["after"]["zone_id"] == "forehead"


def test_changing_nothing_leaves_no_event_and_no_version(clinic: OpenClinic) -> None:
    patient = register(clinic)
    before = events(clinic)
    with clinic.desk.writing("test") as work:
        assert work.change(patient, family_name="Reyes") is patient
        changes = work.commit()
    assert events(clinic) == before
    assert not changes.kinds


def test_the_two_halves_of_a_night_are_two_times(clinic: OpenClinic, clock: Clock) -> None:
    visit = ready(clinic, clock)
    first, second = (datetime(2026, 10, 25, 1, 30, fold=fold, tzinfo=LONDON) for fold in (0, 1))
    for moment in (first, second):
        with clinic.desk.writing("test") as work:
            session = work.require(TreatmentSession, visit.session_id)
            work.change(session, screened_at=moment)
            work.commit()
    stored = clinic.sessions.chart(visit.session_id).session.screened_at
    assert stored is not None
    assert stored.utcoffset() == second.utcoffset() != first.utcoffset()


def test_the_chain_is_whole_and_begins_with_nothing(clinic: OpenClinic, clock: Clock) -> None:
    signed(clinic, clock)
    chain = events(clinic)
    assert first_break(chain) is None
    assert chain[0].previous_hash == FIRST_HASH
    assert [event.seq for event in chain] == list(range(1, len(chain) + 1))
    assert all(event.hash == event_hash(event) for event in chain)


def test_a_record_changed_elsewhere_is_not_overwritten(clinic: OpenClinic, second: Database) -> None:
    patient = register(clinic)
    at = clinic.desk.now()
    with second.writing("elsewhere", at=at, practitioner_id=None) as work:
        work.change(work.require(Patient, patient.id), phone="0123")
        work.commit()
    before = events(clinic)
    with pytest.raises(ConflictError, match="nothing was overwritten"), clinic.desk.writing("test") as work:
        work.change(patient, family_name="Nobody")
    stored = clinic.patients.file_of(patient.id).patient
    assert (stored.phone, stored.family_name) == ("0123", "Reyes")
    assert events(clinic) == before


def test_a_record_changed_elsewhere_is_not_removed(clinic: OpenClinic, second: Database) -> None:
    session = begin(clinic, register(clinic))
    (zone,) = clinic.needling.add_zones(session.id, [("forehead", Side.MIDLINE)]).result
    with second.writing("elsewhere", at=clinic.desk.now(), practitioner_id=None) as work:
        work.change(work.require(ZoneTreatment, zone.id), depth_um=500)
        work.commit()
    with pytest.raises(ConflictError), clinic.desk.writing("test") as work:
        work.remove(zone)
    assert clinic.sessions.chart(session.id).zones[0].depth_um == 500


def test_a_record_removed_elsewhere_is_said_to_be_gone(clinic: OpenClinic, second: Database) -> None:
    session = begin(clinic, register(clinic))
    (zone,) = clinic.needling.add_zones(session.id, [("forehead", Side.MIDLINE)]).result
    with second.writing("elsewhere", at=clinic.desk.now(), practitioner_id=None) as work:
        work.remove(zone)
        work.commit()
    with pytest.raises(ConflictError, match="no longer there"):
        clinic.needling.set_depth([zone.id], 500)


def test_two_writers_make_one_chain(clinic: OpenClinic, second: Database) -> None:
    for number in range(6):
        writer = clinic.database if number % 2 else second
        with writer.writing("test", at=clinic.desk.now(), practitioner_id=None) as work:
            work.add(Patient(id=f"p{number}", record_number=f"N{number}", given_name="A", family_name="B",
                             created_at=clinic.desk.now()))  # fmt: skip
            work.commit()
    assert first_break(events(clinic)) is None
    assert clinic.patients.count() == 6


def test_a_reader_sees_one_moment(clinic: OpenClinic, second: Database) -> None:
    patient = register(clinic)
    with clinic.desk.reading() as reader:
        assert reader.require(Patient, patient.id).phone == ""
        with second.writing("elsewhere", at=clinic.desk.now(), practitioner_id=None) as work:
            work.change(patient, phone="0123")
            work.commit()
        assert reader.require(Patient, patient.id).phone == ""
        assert reader.find(Patient)[0].phone == ""
        assert reader.find_in(Patient, "id", [patient.id])[patient.id][0].phone == ""
    assert clinic.patients.file_of(patient.id).patient.phone == "0123"


def test_a_reader_inside_a_write_sees_what_was_written(clinic: OpenClinic) -> None:
    patient = register(clinic)
    with clinic.desk.writing("test") as work:
        work.change(patient, phone="0123")
        assert work.find(Patient, phone="0123")
        work.commit()


def test_a_write_inside_a_write_is_a_bug_and_says_so(clinic: OpenClinic) -> None:
    with (
        pytest.raises(Exception, match="already initialized") as refused,
        clinic.desk.writing("outer"),
        clinic.desk.writing("inner"),
    ):
        pass
    assert type(refused.value).__name__ == "InvalidRequestError"
    register(clinic)


def test_a_table_without_a_version_is_not_written_by_name(folder: Path) -> None:
    """Every table but the bytes and the audit counts its changes."""
    tables = [
        name for (name,) in rows(folder, "SELECT name FROM sqlite_master WHERE type = 'table'")
        if name not in ("alembic_version", "audit_event")
    ]  # fmt: skip
    for table in tables:
        columns: set[Any] = {row[1] for row in rows(folder, f"PRAGMA table_info({table})")}
        assert {"id", "version"} <= columns, table
