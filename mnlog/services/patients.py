"""Entering patients, finding them, and what must stay in sight with them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from mnlog.db.charts import clinic_of, open_alerts
from mnlog.db.database import UnitOfWork
from mnlog.db.lists import (
    find_patients,
    last_record_numbers,
    likely_duplicates,
    patient_count,
    patient_sessions,
)
from mnlog.domain.charts import PatientFile
from mnlog.domain.records import Consent, Course, Patient, PatientAlert
from mnlog.domain.rules.numbing import substance_named_in
from mnlog.domain.terms import AlertKind
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved, new_id
from mnlog.services.screening import PHOTOTYPES

OLDEST_YEARS = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientDraft:
    """What the form holds. An empty `record_number` asks for the next one."""

    given_name: str
    family_name: str
    former_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    language: str = "en"
    phototype: int | None = None
    guardian_name: str = ""
    note: str = ""
    record_number: str = ""


class PatientService:
    """Verbs about patients."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, words: str) -> tuple[Patient, ...]:
        """Patients by any part of a name, former name, record number, phone or birth date."""
        with self._desk.reading() as reader:
            return find_patients(reader, words)

    def count(self) -> int:
        """How many patients the clinic has."""
        with self._desk.reading() as reader:
            return patient_count(reader)

    def likely_duplicates(self, given: str, family: str, born: date | None) -> tuple[Patient, ...]:
        """Patients who may be the same person: shown, never refused."""
        with self._desk.reading() as reader:
            return likely_duplicates(reader, given, family, born)

    def file_of(self, patient_id: str) -> PatientFile:
        """The patient with alerts, courses, consents and sessions, newest first."""
        with self._desk.reading() as reader:
            return PatientFile(
                patient=reader.require(Patient, patient_id),
                alerts=open_alerts(reader, patient_id),
                courses=reader.find(Course, order_by=("-started_at",), patient_id=patient_id),
                consents=reader.find(Consent, order_by=("-signed_at",), patient_id=patient_id),
                sessions=patient_sessions(reader, patient_id),
            )

    def register(self, draft: PatientDraft) -> Saved[Patient]:
        """Enters a new patient.

        Raises:
            RuleViolation: for a missing name, an impossible birth date or a record number in use.
        """
        with self._desk.writing("patient.register") as work:
            patient = work.add(
                Patient(
                    id=new_id(),
                    created_at=self._desk.now(),
                    **self._checked(draft, work, keeping=None),
                )
            )
            return Saved(patient, work.commit())

    def change(self, patient: Patient, draft: PatientDraft) -> Saved[Patient]:
        """Corrects a patient's data.

        Raises:
            RuleViolation: as `register`.
            ConflictError: when the patient was changed elsewhere meanwhile.
        """
        with self._desk.writing("patient.change") as work:
            changed = work.change(patient, **self._checked(draft, work, keeping=patient))
            return Saved(changed, work.commit())

    def add_alert(self, patient_id: str, kind: AlertKind, text: str) -> Saved[PatientAlert]:
        """Puts something in sight; an allergy's class is read from its words.

        Raises:
            RuleViolation: when nothing was written.
        """
        if not text.strip():
            raise RuleViolation("Write what this is about.", field="text")
        with self._desk.writing("patient.add_alert") as work:
            alert = work.add(
                PatientAlert(
                    id=new_id(),
                    patient_id=patient_id,
                    kind=kind,
                    text=text.strip(),
                    substance=substance_named_in(text) if kind is AlertKind.ALLERGY else None,
                    noted_at=self._desk.now(),
                )
            )
            return Saved(alert, work.commit())

    def end_alert(self, alert: PatientAlert) -> Saved[PatientAlert]:
        """Takes an alert out of sight; it stays in the record with its end."""
        with self._desk.writing("patient.end_alert") as work:
            ended = alert if alert.ended_at else work.change(alert, ended_at=self._desk.now())
            return Saved(ended, work.commit())

    def _checked(self, draft: PatientDraft, work: UnitOfWork, *, keeping: Patient | None) -> dict[str, Any]:
        today = self._desk.now().date()
        given, family = draft.given_name.strip(), draft.family_name.strip()
        if not given and not family:
            raise RuleViolation("A patient needs a name.", field="given_name")
        born = draft.birth_date
        if born is not None and born > today:
            raise RuleViolation(
                "This birth date lies in the future.", "Check day, month and year.", field="birth_date"
            )
        if born is not None and today.year - born.year > OLDEST_YEARS:
            raise RuleViolation(
                f"This birth date lies more than {OLDEST_YEARS} years back.",
                "Check the year.",
                field="birth_date",
            )
        if draft.phototype is not None and draft.phototype not in PHOTOTYPES:
            raise RuleViolation("A phototype is I to VI.", field="phototype")
        numbers = last_record_numbers(work)
        number = draft.record_number.strip() or (keeping.record_number if keeping else "")
        if not number:
            number = next_record_number(numbers, clinic_of(work).record_prefix)
        elif number in numbers and (keeping is None or number != keeping.record_number):
            raise RuleViolation(
                f"Record number {number} belongs to another patient.",
                "Choose another.",
                field="record_number",
            )
        return {
            "record_number": number,
            "given_name": given,
            "family_name": family,
            "former_name": draft.former_name.strip(),
            "birth_date": born,
            "phone": draft.phone.strip(),
            "email": draft.email.strip(),
            "address": draft.address.strip(),
            "language": draft.language,
            "phototype": draft.phototype,
            "guardian_name": draft.guardian_name.strip(),
            "note": draft.note.strip(),
        }


def next_record_number(numbers: tuple[str, ...], prefix: str) -> str:
    """One more than the highest number with this prefix, five digits wide: "MN-00218"."""
    used = [int(number.removeprefix(prefix)) for number in numbers if number.removeprefix(prefix).isdigit()]
    return f"{prefix}{max(used, default=0) + 1:05d}"
