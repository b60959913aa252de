"""Patients found, entered and looked after: real taps and keys, and what then stands in the database."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mnlog.domain.records import Patient
from mnlog.domain.terms import AlertKind, SessionState, Side, SubstanceClass
from mnlog.services.opening import OpenClinic
from mnlog.services.patients import PatientDraft
from mnlog.ui.bus import Route
from mnlog.ui.page import Context
from mnlog.ui.pages.patient import PatientPage
from mnlog.ui.pages.patients import PatientsPage
from mnlog.ui.panels.alerts_card import AlertForm
from mnlog.ui.panels.duplicates import DuplicateList
from mnlog.ui.panels.patient_form import PatientForm
from mnlog.ui.panels.patient_table import PatientTable
from mnlog.ui.panels.session_list import SessionList
from mnlog.ui.widgets.patient_header import PatientHeader
from mnlog.ui.widgets.search_field import SearchField
from tests.ui.clinic_fixture import Heard, SteppingClock, add_device_and_lot, add_patient, signed_session
from tests.ui.hands_on import child, click_row, cursor, field, input_of, press, show_page, type_in

pytest_plugins = ["tests.ui.clinic_plugin"]


@pytest.fixture
def patients(qtbot: QtBot, context: Context) -> PatientsPage:
    page = PatientsPage(context)
    show_page(qtbot, page)
    return page


def everyone(clinic: OpenClinic) -> tuple[Patient, ...]:
    return clinic.patients.find("")


def begin(qtbot: QtBot, page: PatientsPage) -> PatientForm:
    press(qtbot, page, "New patient")
    form = child(page, PatientForm)
    qtbot.waitUntil(lambda: form.isVisible() and form.width() >= 400)
    return form


def open_file(qtbot: QtBot, context: Context, patient: Patient) -> PatientPage:
    page = PatientPage(context)
    page.open_route(Route(page="patient", patient_id=patient.id))
    show_page(qtbot, page)
    return page


def names_shown(page: PatientsPage) -> list[str]:
    model = child(page, PatientTable).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


# ------------------------------------------------------------------------------------------------ entering


def test_a_patient_is_entered(qtbot: QtBot, patients: PatientsPage, clinic: OpenClinic, heard: Heard) -> None:
    form = begin(qtbot, patients)
    assert input_of(form, "given_name").hasFocus()
    type_in(qtbot, form, "given_name", "Amara")
    type_in(qtbot, form, "family_name", "Reyes")
    type_in(qtbot, form, "birth_date", "2/6/1992")
    type_in(qtbot, form, "phone", "+44 7700 900214")
    press(qtbot, form, "IV")
    type_in(qtbot, form, "note", "Prefers mornings")
    press(qtbot, form, "Enter patient")
    (entered,) = everyone(clinic)
    assert (entered.name, entered.birth_date, entered.record_number) == (
        "Amara Reyes",
        date(1992, 6, 2),
        "MN-00001",
    )
    assert (entered.phone, entered.phototype, entered.note) == ("+44 7700 900214", 4, "Prefers mornings")
    assert heard.routes[-1] == Route(page="patient", patient_id=entered.id)
    assert "MN-00001" in heard.toasts[-1][0]
    assert field(form, "given_name").value() == ""  # type: ignore[attr-defined]


def test_enter_saves_and_a_name_is_enough(qtbot: QtBot, patients: PatientsPage, clinic: OpenClinic) -> None:
    form = begin(qtbot, patients)
    composed = QInputMethodEvent()
    composed.setCommitString("小明")
    QApplication.sendEvent(input_of(form, "given_name"), composed)
    qtbot.keyClick(input_of(form, "given_name"), Qt.Key.Key_Return)
    assert [patient.name for patient in everyone(clinic)] == ["小明"]


def test_a_birth_date_in_the_future_is_refused_beside_it_and_the_rest_is_kept(
    qtbot: QtBot, patients: PatientsPage, clinic: OpenClinic
) -> None:
    form = begin(qtbot, patients)
    type_in(qtbot, form, "given_name", "Amara")
    type_in(qtbot, form, "birth_date", "2 Jun 2030")
    assert "future" in field(form, "birth_date").error()
    press(qtbot, form, "Enter patient")
    assert everyone(clinic) == ()
    assert input_of(form, "birth_date").hasFocus()
    assert input_of(form, "given_name").property("text") == "Amara"
    type_in(qtbot, form, "birth_date", "2 Jun 1992")
    press(qtbot, form, "Enter patient")
    assert [patient.birth_date for patient in everyone(clinic)] == [date(1992, 6, 2)]


def test_a_date_that_cannot_be_read_is_not_saved_as_none(
    qtbot: QtBot, patients: PatientsPage, clinic: OpenClinic
) -> None:
    form = begin(qtbot, patients)
    type_in(qtbot, form, "given_name", "Amara")
    type_in(qtbot, form, "birth_date", "31/02/1990")
    press(qtbot, form, "Enter patient")
    assert everyone(clinic) == ()
    assert "February 1990 has no day 31" in field(form, "birth_date").error()


def test_without_a_name_the_refusal_stands_beside_the_name(
    qtbot: QtBot, patients: PatientsPage, clinic: OpenClinic, heard: Heard
) -> None:
    form = begin(qtbot, patients)
    type_in(qtbot, form, "phone", "0044")
    press(qtbot, form, "Enter patient")
    assert field(form, "given_name").error() == "A patient needs a name."
    assert heard.messages == []
    assert everyone(clinic) == ()


def test_a_likely_duplicate_is_shown_while_typing_and_never_refused(
    qtbot: QtBot, patients: PatientsPage, clinic: OpenClinic, heard: Heard
) -> None:
    first = add_patient(clinic)
    form = begin(qtbot, patients)
    type_in(qtbot, form, "given_name", "amara")
    type_in(qtbot, form, "family_name", "REYES")
    found = child(form, DuplicateList)
    assert found.isVisible()
    assert [patient.id for patient in found.patients()] == [first.id]
    press(qtbot, found, "Open")
    assert heard.routes[-1] == Route(page="patient", patient_id=first.id)
    type_in(qtbot, form, "birth_date", "2/6/1992")
    assert found.isVisible()
    press(qtbot, form, "Enter patient")
    assert len(everyone(clinic)) == 2


def test_what_was_typed_waits_behind_escape_and_another_page(qtbot: QtBot, patients: PatientsPage) -> None:
    form = begin(qtbot, patients)
    qtbot.keyClicks(input_of(form, "given_name"), "Ama")
    qtbot.keyClick(input_of(form, "given_name"), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not form.isVisible())
    patients.hide()
    patients.show()
    begin(qtbot, patients)
    assert input_of(form, "given_name").property("text") == "Ama"


def test_tab_goes_as_one_reads_and_ends_on_the_button(
    qtbot: QtBot, patients: PatientsPage, clinic: OpenClinic
) -> None:
    add_patient(clinic)
    form = begin(qtbot, patients)
    visited = []
    for _ in range(30):
        here = cursor(patients)
        visited.append(here.accessibleName())
        if here is form.save:
            break
        if here is input_of(form, "given_name"):
            qtbot.keyClicks(here, "Amara")
        if here is input_of(form, "family_name"):
            qtbot.keyClicks(here, "Reyes")
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    assert visited == [
        "Given name",
        "Family name",
        "Birth date",
        "Open Amara Reyes, MN-00001, 2 June 1992",
        "Phone",
        "Not known",
        "Language of the papers",
        "Former name",
        "E-mail",
        "Address",
        "Note",
        "Enter patient",
    ]


def test_a_guardian_is_asked_for_under_18(qtbot: QtBot, patients: PatientsPage) -> None:
    form = begin(qtbot, patients)
    guardian = field(form, "guardian_name")
    assert not guardian.isVisible()
    type_in(qtbot, form, "birth_date", "22 Nov 2008")
    assert guardian.isVisible()
    type_in(qtbot, form, "birth_date", "21 Nov 2008")
    assert not guardian.isVisible()


# ----------------------------------------------------------------------------------------------- searching


def test_the_search_filters_and_keys_open(qtbot: QtBot, patients: PatientsPage, clinic: OpenClinic) -> None:
    for given, family in (("Amara", "Reyes"), ("Noor", "Haddad"), ("Ned", "Hadley")):
        add_patient(clinic, given, family)
    patients.mark_stale()
    heard: list[Route] = []
    patients.context.bus.routed.connect(heard.append)
    search = child(patients, SearchField)
    patients.focus_search()
    qtbot.keyClicks(search.edit, "had")
    assert names_shown(patients) == ["Noor Haddad", "Ned Hadley"]
    qtbot.keyClick(search.edit, Qt.Key.Key_Down)
    qtbot.keyClick(search.edit, Qt.Key.Key_Return)
    (ned,) = clinic.patients.find("hadley")
    assert heard == [Route(page="patient", patient_id=ned.id)]


def test_a_tap_opens_and_a_letter_on_the_list_goes_to_the_search(
    qtbot: QtBot, patients: PatientsPage, clinic: OpenClinic, heard: Heard
) -> None:
    amara = add_patient(clinic)
    patients.mark_stale()
    table = child(patients, PatientTable)
    click_row(qtbot, table, 0)
    assert heard.routes == [Route(page="patient", patient_id=amara.id)]
    qtbot.keyClicks(table, "x")
    assert child(patients, SearchField).text() == "x"
    assert child(patients, SearchField).edit.hasFocus()
    shown = [label.text() for label in patients.findChildren(QLabel) if label.isVisible()]
    assert "Nobody is found by “x”." in shown


def test_an_empty_clinic_says_what_to_do_first(qtbot: QtBot, patients: PatientsPage) -> None:
    shown = [label.text() for label in patients.findChildren(QLabel) if label.isVisible()]
    assert "No patients yet. Enter the first one." in shown


def test_long_arabic_and_chinese_names_and_markup_stand_as_they_are(
    qtbot: QtBot, context: Context, clinic: OpenClinic
) -> None:
    names = ["<b>Bold</b> O'Neil", "فاطمة الزهراء", "欧阳小明", "Maximiliana-Konstantina " * 3]
    for name in names:
        patient = clinic.patients.register(PatientDraft(given_name=name, family_name="")).result
        page = open_file(qtbot, context, patient)
        header = child(page, PatientHeader)
        (title,) = [each for each in header.findChildren(QLabel) if each.property("role") == "patient"]
        assert title.accessibleName() == name.strip()
        assert title.textFormat() == Qt.TextFormat.PlainText
        assert page.minimumSizeHint().width() <= 1278


# ------------------------------------------------------------------------------------------- a patient's file


def test_a_patient_is_corrected(qtbot: QtBot, context: Context, clinic: OpenClinic) -> None:
    patient = add_patient(clinic)
    page = open_file(qtbot, context, patient)
    press(qtbot, page, "Edit")
    form = child(page, PatientForm)
    type_in(qtbot, form, "family_name", "Reyes-Okoro")
    # Meanwhile the session page notes another phototype: neither is lost.
    changed = clinic.patients.change(
        patient,
        PatientDraft(
            given_name="Amara", family_name="Reyes", birth_date=patient.birth_date, phototype=5, language="es"
        ),
    )
    context.bus.changed.emit(changed.changes)
    press(qtbot, form, "Save changes")
    (stored,) = everyone(clinic)
    assert (stored.family_name, stored.phototype, stored.birth_date) == ("Reyes-Okoro", 5, date(1992, 6, 2))
    assert not form.isVisible()


def test_a_half_written_edit_waits_while_another_patient_is_seen(
    qtbot: QtBot, context: Context, clinic: OpenClinic
) -> None:
    amara, noor = add_patient(clinic), add_patient(clinic, "Noor", "Haddad")
    page = open_file(qtbot, context, amara)
    press(qtbot, page, "Edit")
    type_in(qtbot, child(page, PatientForm), "phone", "12345")
    page.open_route(Route(page="patient", patient_id=noor.id))
    assert not any(form.isVisible() for form in page.findChildren(PatientForm))
    page.open_route(Route(page="patient", patient_id=amara.id))
    (form,) = [form for form in page.findChildren(PatientForm) if form.isVisible()]
    assert input_of(form, "phone").property("text") == "12345"


def test_an_allergy_to_prilocaine_counts_as_an_amide_and_ending_it_can_be_undone(
    qtbot: QtBot, context: Context, clinic: OpenClinic, heard: Heard
) -> None:
    patient = add_patient(clinic)
    page = open_file(qtbot, context, patient)
    press(qtbot, page, "Add an alert")
    form = child(page, AlertForm)
    press(qtbot, form, "Allergy")
    form.start()
    qtbot.keyClicks(cursor(page), "Prilocaine rash")
    press(qtbot, form, "Add alert")
    (alert,) = clinic.patients.file_of(patient.id).alerts
    assert (alert.kind, alert.substance) == (AlertKind.ALLERGY, SubstanceClass.AMIDE_ANAESTHETIC)
    assert "Allergy: Prilocaine rash" in child(page, PatientHeader).chip_texts()
    press(qtbot, page, "End this alert: Allergy: Prilocaine rash")
    assert clinic.patients.file_of(patient.id).alerts == ()
    text, undo = heard.toasts[-1]
    assert "Prilocaine" in text
    assert callable(undo)
    undo()
    (again,) = clinic.patients.file_of(patient.id).alerts
    assert again.substance is SubstanceClass.AMIDE_ANAESTHETIC


def test_an_alert_begun_for_one_patient_is_not_given_to_the_next(
    qtbot: QtBot, context: Context, clinic: OpenClinic
) -> None:
    amara, noor = add_patient(clinic), add_patient(clinic, "Noor", "Haddad")
    page = open_file(qtbot, context, amara)
    press(qtbot, page, "Add an alert")
    qtbot.keyClicks(cursor(page), "latex")
    page.open_route(Route(page="patient", patient_id=noor.id))
    assert not child(page, AlertForm).isVisible()
    page.open_route(Route(page="patient", patient_id=amara.id))
    form = child(page, AlertForm)
    press(qtbot, form, "Add alert")
    assert [alert.text for alert in clinic.patients.file_of(amara.id).alerts] == ["latex"]
    assert clinic.patients.file_of(noor.id).alerts == ()


def test_a_new_session_is_started_and_taken_up_again(
    qtbot: QtBot, context: Context, clinic: OpenClinic, heard: Heard
) -> None:
    patient = add_patient(clinic)
    page = open_file(qtbot, context, patient)
    press(qtbot, page, "New session")
    (draft,) = clinic.sessions.drafts()
    assert heard.routes == [Route(page="session", session_id=draft.session.id)]
    press(qtbot, page, "Continue session")
    assert [each.session.id for each in clinic.sessions.drafts()] == [draft.session.id]
    assert heard.routes[-1].session_id == draft.session.id


def test_signed_sessions_are_listed_and_opened_by_keys_and_by_tap(
    qtbot: QtBot, context: Context, clinic: OpenClinic, clock: SteppingClock, heard: Heard
) -> None:
    patient = add_patient(clinic)
    _device, lot = add_device_and_lot(clinic)
    first = signed_session(clinic, clock, patient, lot)
    clock.go(minutes=60 * 24 * 28)
    second = signed_session(clinic, clock, patient, lot, zones=(("chest", Side.MIDLINE, 1000),), reactions=())
    page = open_file(qtbot, context, patient)
    sessions = child(page, SessionList)
    spoken = [str(sessions.model().index(row, 0).data()) for row in range(2)]
    assert "Pen 1.00 mm, 1 zone" in spoken[0]
    assert "Nothing seen" in spoken[0]
    assert "Pen 0.80 to 1.50 mm, 2 zones" in spoken[1]
    assert "35 min lidocaine 4 % · lot 24F118 · pain 3/10" in spoken[1]
    assert "Redness 2" in spoken[1]
    assert "Signed J. Okafor" in spoken[1]
    qtbot.keyClick(page, Qt.Key.Key_Down)
    qtbot.keyClick(sessions, Qt.Key.Key_Down)
    qtbot.keyClick(sessions, Qt.Key.Key_Return)
    click_row(qtbot, sessions, 0)
    assert [route.session_id for route in heard.routes] == [first.id, second.id]
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "2 of 6 sessions, every 3 to 6 weeks" in shown


def test_a_consent_is_withdrawn_with_its_reason(
    qtbot: QtBot, context: Context, clinic: OpenClinic, clock: SteppingClock
) -> None:
    patient = add_patient(clinic)
    _device, lot = add_device_and_lot(clinic)
    signed = signed_session(clinic, clock, patient, lot)
    assert signed.state is SessionState.SIGNED
    page = open_file(qtbot, context, patient)
    press(qtbot, page, "Withdraw the consent of 21 Nov 2026")
    qtbot.keyClicks(cursor(page), "Moves abroad")
    press(qtbot, page, "Withdraw consent")
    (consent,) = clinic.patients.file_of(patient.id).consents
    assert consent.withdrawn_at is not None
    assert consent.withdrawal_reason == "Moves abroad"
