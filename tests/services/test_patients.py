"""Entering patients, finding them, and what stays in sight with them."""

from datetime import date

import pytest

from mnlog.domain.terms import AlertKind, SubstanceClass
from mnlog.errors import ConflictError, RuleViolation
from mnlog.services.opening import OpenClinic
from mnlog.services.patients import PatientDraft, next_record_number
from tests.services.factories import Clock, begin, register


def test_record_numbers_count_up(clinic: OpenClinic) -> None:
    assert register(clinic).record_number == "MN-00001"
    assert register(clinic, "Bea", record_number="MN-00217").record_number == "MN-00217"
    assert register(clinic, "Cleo", record_number="OLD-9").record_number == "OLD-9"
    assert register(clinic, "Dora").record_number == "MN-00218"
    assert next_record_number(("X-1", "MN-", "MN-7b"), "MN-") == "MN-00001"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"given": " ", "family": ""}, "given_name"),
        ({"birth_date": date(2026, 11, 22)}, "birth_date"),
        ({"birth_date": date(1890, 1, 1)}, "birth_date"),
        ({"record_number": "MN-00001"}, "record_number"),
        ({"phototype": 7}, "phototype"),
        ({"phototype": 0}, "phototype"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    clinic: OpenClinic, fields: dict[str, object], field: str
) -> None:
    register(clinic)
    with pytest.raises(RuleViolation) as refused:
        register(clinic, **{"given": "Bea", **fields})  # type: ignore[arg-type]
    assert refused.value.field == field
    assert clinic.patients.count() == 1


def test_one_name_is_enough(clinic: OpenClinic) -> None:
    assert register(clinic, "Sukarno", "").name == "Sukarno"


def test_a_correction_keeps_the_number_and_is_not_written_over_another(clinic: OpenClinic) -> None:
    patient = register(clinic)
    draft = PatientDraft(given_name="Amara", family_name="Reyes-Ortiz", former_name="Reyes")
    changed = clinic.patients.change(patient, draft).result
    assert (changed.record_number, changed.family_name) == ("MN-00001", "Reyes-Ortiz")
    with pytest.raises(ConflictError):
        clinic.patients.change(patient, PatientDraft(given_name="Amara", family_name="Nobody"))
    assert clinic.patients.find("ortiz") == (changed,)


class TestFinding:
    """By any part of what is known."""

    @pytest.fixture(autouse=True)
    def people(self, clinic: OpenClinic) -> None:
        born = date(1992, 6, 2)
        register(clinic, "Łucja", "Müller", former_name="O’Brien", phone="+44 7700 900 123", birth_date=born)
        register(clinic, "Ana María", "Reyes", birth_date=date(1988, 12, 31))
        register(clinic, "José", "100%_Percent", birth_date=None)

    @pytest.mark.parametrize(
        ("typed", "given"),
        [
            ("luc", ["Łucja"]),
            ("MULLER lucja", ["Łucja"]),
            ("brien", ["Łucja"]),
            ("7700 900", ["Łucja"]),
            ("+44-7700", ["Łucja"]),
            ("447700900123", ["Łucja"]),
            ("31.12.1988", ["Ana María"]),
            ("1988-12-31", ["Ana María"]),
            ("maria rey", ["Ana María"]),
            ("jose", ["José"]),
            ("100%_", ["José"]),
            ("%", ["José"]),
            ("MN-00002", ["Ana María"]),
            ("nobody", []),
            ("maria muller", []),
        ],
    )
    def test_found(self, clinic: OpenClinic, typed: str, given: list[str]) -> None:
        assert [patient.given_name for patient in clinic.patients.find(typed)] == given

    def test_nothing_typed_shows_the_newest_first(self, clinic: OpenClinic) -> None:
        assert [patient.given_name for patient in clinic.patients.find("")] == ["José", "Ana María", "Łucja"]
        assert clinic.patients.count() == 3

    def test_likely_duplicates_are_shown(self, clinic: OpenClinic) -> None:
        born = date(1992, 6, 2)
        assert len(clinic.patients.likely_duplicates("lucja", "MULLER", born)) == 1
        assert len(clinic.patients.likely_duplicates("Jose", "100%_Percent", born)) == 1  # birth date unknown
        assert clinic.patients.likely_duplicates("Lucja", "Muller", date(1960, 1, 1)) == ()
        assert clinic.patients.likely_duplicates("Lucja", "Mull", born) == ()


class TestAlerts:
    """In sight until they end, in the record for good."""

    def test_an_allergys_class_is_read_from_its_words(self, clinic: OpenClinic, clock: Clock) -> None:
        patient = register(clinic)
        alert = clinic.patients.add_alert(patient.id, AlertKind.ALLERGY, " EMLA cream ").result
        assert (alert.text, alert.substance) == ("EMLA cream", SubstanceClass.AMIDE_ANAESTHETIC)
        note = clinic.patients.add_alert(patient.id, AlertKind.NOTE, "asks for lidocaine").result
        assert note.substance is None
        assert set(clinic.patients.file_of(patient.id).alerts) == {alert, note}
        session = begin(clinic, patient)
        assert set(clinic.sessions.chart(session.id).alerts) == {alert, note}
        ended = clinic.patients.end_alert(alert).result
        clock.pass_by(days=1)
        assert clinic.patients.end_alert(ended).result == ended
        assert clinic.patients.file_of(patient.id).alerts == (note,)

    def test_words_are_needed(self, clinic: OpenClinic) -> None:
        with pytest.raises(RuleViolation) as refused:
            clinic.patients.add_alert(register(clinic).id, AlertKind.NOTE, " ")
        assert refused.value.field == "text"
