"""Entering a patient, or correcting what was entered."""

from dataclasses import fields, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from mnlog.domain.records import Patient
from mnlog.services.patients import PatientDraft
from mnlog.ui.forms import ChoiceField, DateField, Field, TextField
from mnlog.ui.labels import LANGUAGES, ROMAN, language
from mnlog.ui.page import Context
from mnlog.ui.panels.duplicates import DuplicateList
from mnlog.ui.panels.form_sheet import FormSheet
from mnlog.ui.widgets.basics import label
from mnlog.ui.widgets.segmented import Segmented

_ADULT_YEARS = 18
_UNKNOWN = "0"


class PatientForm(FormSheet):
    """The form for a patient. Likely duplicates appear while one types; they are shown, never refused.

    Signals:
        saved(Patient): the patient was entered or corrected.
        opened(str): a person wants to see a likely duplicate, by id.
        submitted, closed: as `FormSheet`.
    """

    saved = Signal(object)
    opened = Signal(str)

    def __init__(self, context: Context, patient: Patient | None = None) -> None:
        """`patient` is who is corrected; without one a new patient is entered."""
        super().__init__("", "")
        self._context = context
        self._patient = patient
        self._duplicates = DuplicateList()
        self._make_fields()
        self._lay_out()
        self._show(_draft_of(patient))
        for field in self._fields.values():
            field.changed.connect(self._edited)
        self._duplicates.opened.connect(self.opened)
        self.submitted.connect(self._save)
        self._name_form()

    @property
    def is_dirty(self) -> bool:
        """Whether anything was typed that is not saved."""
        unread = self._birth.value() is None and bool(self._birth.error())
        return unread or self._draft() != _draft_of(self._patient)

    def refresh(self, patient: Patient) -> None:
        """Takes over what was changed elsewhere, except where something else has been typed here."""
        typed, before, now = self._draft(), _draft_of(self._patient), _draft_of(patient)
        kept = {
            each.name: getattr(typed, each.name)
            for each in fields(PatientDraft)
            if getattr(typed, each.name) != getattr(before, each.name)
        }
        self._patient = patient
        if self._draft() != replace(now, **kept):
            self._show(replace(now, **kept))

    def start(self) -> None:
        """Puts the cursor where one begins."""
        self.scroll_to_top()
        self._given.setFocus()

    def clear(self) -> None:
        """Forgets what was typed."""
        self._show(_draft_of(self._patient))
        self._edited()

    def _make_fields(self) -> None:
        self._given = TextField(self.tr("Given name"), limit=120)
        self._family = TextField(self.tr("Family name"), limit=120)
        self._former = TextField(self.tr("Former name"), limit=120)
        self._birth = DateField(self.tr("Birth date"), self.tr("Like 2 Jun 1992"))
        self._phone = TextField(self.tr("Phone"), limit=60)
        self._email = TextField(self.tr("E-mail"), limit=200)
        self._address = TextField(self.tr("Address"), multiline=True)
        spoken = [(code, language(code)) for code in LANGUAGES]
        self._language = ChoiceField(self.tr("Language of the papers"), spoken)
        types = [(str(number), ROMAN[number]) for number in range(1, 7)]
        self._types = Segmented([(_UNKNOWN, "–"), *types], self.tr("Fitzpatrick phototype"))
        self._types.set_stretched(True)
        self._types.button_of(_UNKNOWN).setAccessibleName(self.tr("Not known"))
        self._types.button_of(_UNKNOWN).setToolTip(self.tr("Not known"))
        self._phototype = Field(self.tr("Fitzpatrick phototype"), self._types)
        self._types.chosen.connect(lambda _type: self._phototype.changed.emit())
        self._type_words = label("", "secondary", wrap=True)
        self._guardian = TextField(
            self.tr("Parent or guardian"), self.tr("Signs the consent of a patient under 18."), limit=200
        )
        self._note = TextField(self.tr("Note"), multiline=True)

    def _lay_out(self) -> None:
        names = QHBoxLayout()
        names.setSpacing(12)
        for name, field in (("given_name", self._given), ("family_name", self._family)):
            self.keep_field(name, field)
            names.addWidget(field, 1)
        self.body.addLayout(names)
        self.add_field("birth_date", self._birth)
        self.body.addWidget(self._duplicates)
        self.add_field("guardian_name", self._guardian)
        self.add_field("phone", self._phone)
        skin = QVBoxLayout()
        skin.setSpacing(6)
        self.keep_field("phototype", self._phototype)
        skin.addWidget(self._phototype)
        skin.addWidget(self._type_words)
        self.body.addLayout(skin)
        self.add_field("language", self._language)
        self.add_field("former_name", self._former)
        self.add_field("email", self._email)
        self.add_field("address", self._address)
        self.add_field("note", self._note)
        self.body.addStretch(1)

    def _name_form(self) -> None:
        if self._patient is None:
            self.set_title(self.tr("New patient"), self.tr("Enter patient"))
        else:
            self.set_title(self.tr("Edit patient"), self.tr("Save changes"))

    def _draft(self) -> PatientDraft:
        kind = int(self._types.value() or _UNKNOWN)
        return PatientDraft(
            given_name=self._given.value(),
            family_name=self._family.value(),
            former_name=self._former.value(),
            birth_date=self._birth.value(),
            phone=self._phone.value(),
            email=self._email.value(),
            address=self._address.value(),
            language=self._language.value() or "en",
            phototype=kind or None,
            guardian_name=self._guardian.value(),
            note=self._note.value(),
            record_number=self._patient.record_number if self._patient else "",
        )

    def _show(self, draft: PatientDraft) -> None:
        self._given.set_value(draft.given_name)
        self._family.set_value(draft.family_name)
        self._former.set_value(draft.former_name)
        self._birth.set_value(draft.birth_date)
        self._phone.set_value(draft.phone)
        self._email.set_value(draft.email)
        self._address.set_value(draft.address)
        if draft.language not in LANGUAGES:
            spoken = [(code, language(code)) for code in (*LANGUAGES, draft.language)]
            self._language.set_options(spoken)
        self._language.set_value(draft.language)
        self._types.set_value(str(draft.phototype or _UNKNOWN))
        self._guardian.set_value(draft.guardian_name)
        self._note.set_value(draft.note)
        self._show_what_follows(draft)

    def _edited(self) -> None:
        draft = self._draft()
        self._show_what_follows(draft)
        if draft.birth_date is not None and draft.birth_date > self._today():
            self._birth.set_error(self.tr("This birth date lies in the future. Check day, month and year."))
        self._look_for_duplicates(draft)

    def _show_what_follows(self, draft: PatientDraft) -> None:
        scale = self._context.clinic.resources.vocabulary.scales["fitzpatrick"]
        words = scale.label_of(draft.phototype) if draft.phototype else self.tr("Not known yet")
        self._type_words.setText(words)
        young = draft.birth_date is not None and 0 <= _years(draft.birth_date, self._today()) < _ADULT_YEARS
        self._guardian.setVisible(young or bool(draft.guardian_name))

    def _look_for_duplicates(self, draft: PatientDraft) -> None:
        found: tuple[Patient, ...] = ()
        clinic = self._context.clinic
        if draft.given_name or draft.family_name:
            found = clinic.patients.likely_duplicates(draft.given_name, draft.family_name, draft.birth_date)
        own = self._patient.id if self._patient else ""
        others = [patient for patient in found if patient.id != own]
        self._duplicates.show_patients(others, clinic.clinic.clinic().locale)
        if others:
            self.order_focus()  # new rows stand at the end until they are put in their place

    def _today(self) -> date:
        return self._context.clinic.desk.now().date()

    def _save(self) -> None:
        # A date that could not be read would be saved as no date at all.
        if self.stands_wrong():
            return
        draft, patient = self._draft(), self._patient
        verbs = self._context.clinic.patients
        done = self._context.operations.run(
            (lambda: verbs.register(draft)) if patient is None else (lambda: verbs.change(patient, draft)),
            refused=self.refuse,
        )
        if done is None:
            return
        if patient is not None:
            self._patient = done
        self.clear()
        self.saved.emit(done)


def _draft_of(patient: Patient | None) -> PatientDraft:
    if patient is None:
        return PatientDraft(given_name="", family_name="")
    return PatientDraft(**{each.name: getattr(patient, each.name) for each in fields(PatientDraft)})


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
