"""Consent: given item by item, confirmed on the day, withdrawn at any time."""

from dataclasses import dataclass, replace
from typing import Any

from mnlog.db.charts import chart_of
from mnlog.domain.consent_facts import consent_facts
from mnlog.domain.records import Consent, OpenConsent, Patient, Stroke, TreatmentSession
from mnlog.domain.terms import ConsentMethod, Region, SignerRole
from mnlog.domain.units import DEPTH_LIMIT_UM
from mnlog.domain.wording import ConsentText, Wording, consent_text, words_as_signed
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved, new_id
from mnlog.services.drafts import demand_same_patient, require_draft


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDraft:
    """What the consent step holds when it is signed."""

    regions: tuple[Region, ...]
    max_depth_um: int | None
    agreed_items: tuple[str, ...]
    method: ConsentMethod
    signer_name: str
    signer_role: SignerRole = SignerRole.PATIENT
    interpreter_name: str = ""
    photo_record: bool = False
    photo_teaching: bool = False
    photo_publication: bool = False
    strokes: tuple[Stroke, ...] = ()
    practitioner_strokes: tuple[Stroke, ...] = ()


class ConsentService:
    """Verbs about consent."""

    def __init__(self, desk: Desk, wording: Wording) -> None:
        self._desk = desk
        self._wording = wording

    def text_for(self, session_id: str, regions: tuple[Region, ...], max_depth_um: int | None) -> ConsentText:
        """The exact words for this treatment, as shown and as printed."""
        with self._desk.reading() as reader:
            chart = chart_of(reader, session_id)
        facts = consent_facts(chart, self._desk.vocabulary, regions=regions, max_depth_um=max_depth_um)
        return consent_text(self._wording, facts)

    def text_signed(self, session_id: str) -> ConsentText | None:
        """The words the session's consent was given to; None when the clinic's wording is another now."""
        with self._desk.reading() as reader:
            return words_as_signed(self._wording, chart_of(reader, session_id), self._desk.vocabulary)

    def candidate(self, session_id: str) -> Consent | None:
        """The patient's newest consent that still stands and could carry this session."""
        with self._desk.reading() as reader:
            session = reader.require(TreatmentSession, session_id)
            consents = reader.find(Consent, order_by=("-signed_at",), patient_id=session.patient_id)
        standing = [
            consent
            for consent in consents
            if consent.withdrawn_at is None and consent.course_id == session.course_id
        ]
        return standing[0] if standing else None

    def prepare(self, session_id: str, **fields: Any) -> Saved[OpenConsent]:
        """Keeps what was ticked, typed or drawn before the signature; `fields` are those of `OpenConsent`.

        Raises:
            RuleViolation: for a depth that no device reaches.
        """
        _check_depth(fields.get("max_depth_um"))
        with self._desk.writing("consent.prepare") as work:
            session = require_draft(work, session_id)
            found = work.find(OpenConsent, session_id=session_id)
            if not found:
                patient = work.require(Patient, session.patient_id)
                prepared = OpenConsent(id=new_id(), session_id=session_id, signer_name=patient.name)
                return Saved(work.add(replace(prepared, **fields)), work.commit())
            changed = work.change(found[0], **fields)
            return Saved(changed, work.commit())

    def sign_prepared(self, session_id: str) -> Saved[Consent]:
        """Signs what was prepared.

        Raises:
            RuleViolation: when an item, a region, a name or a signature is missing.
        """
        with self._desk.reading() as reader:
            found = reader.find(OpenConsent, session_id=session_id)
        if not found:
            raise RuleViolation("Nothing was agreed to yet.", "Go through the items with the patient.")
        return self.sign(
            session_id, ConsentDraft(**{name: getattr(found[0], name) for name in ConsentDraft.__slots__})
        )

    def sign(self, session_id: str, draft: ConsentDraft) -> Saved[Consent]:
        """Keeps the patient's agreement with the hash of the words that were agreed to.

        Raises:
            RuleViolation: when an item, a region, a name or a signature is missing.
        """
        text = self.text_for(session_id, draft.regions, draft.max_depth_um)
        self._check(draft, text)
        with self._desk.writing("consent.sign") as work:
            session = require_draft(work, session_id)
            now = self._desk.now()
            consent = work.add(
                Consent(
                    id=new_id(),
                    patient_id=session.patient_id,
                    session_id=session_id,
                    course_id=session.course_id,
                    concern_id=session.concern_id,
                    wording_version=self._wording.version,
                    language=self._wording.language,
                    text_hash=text.text_hash,
                    practitioner_id=self._desk.practitioner_id,
                    signed_at=now,
                    **{name: getattr(draft, name) for name in ConsentDraft.__slots__},
                )
            )
            for prepared in work.find(OpenConsent, session_id=session_id):
                work.remove(prepared)
            work.change(session, consent_id=consent.id, consent_confirmed_at=now)
            return Saved(consent, work.commit())

    def confirm(self, session_id: str, consent: Consent) -> Saved[TreatmentSession]:
        """The patient says today that an earlier consent still holds.

        Raises:
            RuleViolation: when it was withdrawn, or is another patient's.
        """
        with self._desk.writing("consent.confirm") as work:
            session = require_draft(work, session_id)
            demand_same_patient(session, consent.patient_id)
            if work.require(Consent, consent.id).withdrawn_at is not None:
                raise RuleViolation("This consent was withdrawn.", "Ask for a new one.")
            changed = work.change(session, consent_id=consent.id, consent_confirmed_at=self._desk.now())
            return Saved(changed, work.commit())

    def withdraw(self, consent: Consent, reason: str) -> Saved[Consent]:
        """Notes that the patient withdrew; what was done before stays in the record.

        Raises:
            RuleViolation: when it was withdrawn before; that stands as it was noted.
        """
        with self._desk.writing("consent.withdraw") as work:
            if work.require(Consent, consent.id).withdrawn_at is not None:
                raise RuleViolation("This consent was withdrawn already.")
            changed = work.change(consent, withdrawn_at=self._desk.now(), withdrawal_reason=reason.strip())
            return Saved(changed, work.commit())

    def _check(self, draft: ConsentDraft, text: ConsentText) -> None:
        _check_depth(draft.max_depth_um)
        if not draft.regions:
            raise RuleViolation("Choose where the patient agrees to be treated.", field="regions")
        required = {item.id: item for item in text.items if item.required}
        open_items = [item for item_id, item in required.items() if item_id not in draft.agreed_items]
        if open_items:
            count = len(open_items)
            raise RuleViolation(
                f"{count} of the items {'is' if count == 1 else 'are'} not agreed to yet.",
                "Go through them with the patient.",
                field="items",
            )
        if not draft.signer_name.strip():
            raise RuleViolation("Write the name of who signs.", field="signer_name")
        if draft.method is ConsentMethod.SCREEN and not draft.strokes:
            raise RuleViolation(
                "The patient has not signed yet.", "Sign here, or on paper.", field="signature"
            )


def _check_depth(max_depth_um: int | None) -> None:
    if max_depth_um is not None and not 0 < max_depth_um <= DEPTH_LIMIT_UM:
        raise RuleViolation("No device reaches this depth.", field="max_depth_um")
