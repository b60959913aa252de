"""Consent: for these regions, this depth, this course, and still today."""

from dataclasses import replace

import pytest

from mnlog.domain.rules.consent import ConsentGap
from mnlog.domain.rules.signing import MissingCode
from mnlog.domain.terms import ConsentMethod, Region, Side
from mnlog.errors import LockedRecordError, RuleViolation
from mnlog.services.opening import OpenClinic
from tests.services.factories import (
    STROKES,
    Clock,
    agree,
    begin,
    consent_draft,
    ready,
    register,
    resources,
    signed,
)


def gaps(clinic: OpenClinic, session_id: str) -> list[ConsentGap]:
    return [each.consent.gap for each in clinic.signing.missing(session_id) if each.consent is not None]


def test_a_consent_keeps_the_words_that_were_agreed_to(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic))
    text = clinic.consents.text_for(session.id, (Region.FACE,), 1500)
    consent = agree(clinic, session.id, photo_record=True, practitioner_strokes=STROKES)
    stored = clinic.sessions.chart(session.id).consent
    assert stored == consent
    assert (stored.text_hash, stored.wording_version) == (text.text_hash, resources().wording.version)
    assert (stored.strokes, stored.practitioner_strokes) == (STROKES, STROKES)
    assert (stored.photo_record, stored.photo_teaching, stored.photo_publication) == (True, False, False)
    assert gaps(clinic, session.id) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"regions": ()}, "regions"),
        ({"agreed_items": ()}, "items"),
        ({"signer_name": " "}, "signer_name"),
        ({"strokes": ()}, "signature"),
        ({"max_depth_um": 0}, "max_depth_um"),
        ({"max_depth_um": 9000}, "max_depth_um"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    clinic: OpenClinic, fields: dict[str, object], field: str
) -> None:
    session = begin(clinic, register(clinic))
    draft = replace(consent_draft(clinic, session.id, (Region.FACE,), 1500), **fields)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation) as refused:
        clinic.consents.sign(session.id, draft)
    assert refused.value.field == field
    assert clinic.sessions.chart(session.id).consent is None


def test_on_paper_no_signature_is_drawn(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic))
    assert agree(clinic, session.id, method=ConsentMethod.PAPER, strokes=()).strokes == ()


def test_what_is_ticked_before_the_signature_is_kept_and_then_signed(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic))
    with pytest.raises(RuleViolation, match="Nothing was agreed"):
        clinic.consents.sign_prepared(session.id)
    clinic.consents.prepare(session.id, regions=(Region.FACE, Region.NECK))
    clinic.consents.prepare(session.id, max_depth_um=1000)
    with pytest.raises(RuleViolation, match="not agreed to yet"):
        clinic.consents.sign_prepared(session.id)
    prepared = clinic.sessions.chart(session.id).open_consent
    assert prepared is not None
    assert (prepared.regions, prepared.max_depth_um) == ((Region.FACE, Region.NECK), 1000)
    assert prepared.signer_name == "Amara Reyes"
    items = clinic.consents.text_for(session.id, prepared.regions, 1000).items
    clinic.consents.prepare(session.id, agreed_items=tuple(item.id for item in items), strokes=STROKES)
    consent = clinic.consents.sign_prepared(session.id).result
    chart = clinic.sessions.chart(session.id)
    assert (chart.consent, chart.open_consent) == (consent, None)
    assert (consent.regions, consent.max_depth_um) == ((Region.FACE, Region.NECK), 1000)


class TestWhatItCovers:
    """A consent is for regions, a depth, a course and a time."""

    def test_none_given(self, clinic: OpenClinic) -> None:
        session = begin(clinic, register(clinic))
        assert gaps(clinic, session.id) == [ConsentGap.NONE_GIVEN]

    def test_a_region_nobody_agreed_to(self, clinic: OpenClinic) -> None:
        session = begin(clinic, register(clinic))
        agree(clinic, session.id, (Region.FACE,))
        clinic.needling.add_zones(session.id, [("cheek", Side.LEFT), ("neck", Side.MIDLINE)])
        (problem,) = [each.consent for each in clinic.signing.missing(session.id) if each.consent]
        assert (problem.gap, problem.region) == (ConsentGap.REGION, Region.NECK)

    def test_deeper_than_agreed(self, clinic: OpenClinic) -> None:
        session = begin(clinic, register(clinic))
        agree(clinic, session.id, max_depth_um=1000)
        (zone,) = clinic.needling.add_zones(session.id, [("cheek", Side.LEFT)]).result
        clinic.needling.set_depth([zone.id], 1000)
        assert gaps(clinic, session.id) == []
        clinic.needling.set_depth([zone.id], 1100)
        (problem,) = [each.consent for each in clinic.signing.missing(session.id) if each.consent]
        assert (problem.gap, problem.depth_um) == (ConsentGap.DEPTH, 1000)

    def test_withdrawn(self, clinic: OpenClinic) -> None:
        session = begin(clinic, register(clinic))
        consent = agree(clinic, session.id)
        withdrawn = clinic.consents.withdraw(consent, " changed her mind ").result
        assert withdrawn.withdrawal_reason == "changed her mind"
        assert gaps(clinic, session.id) == [ConsentGap.WITHDRAWN]
        with pytest.raises(RuleViolation, match="withdrawn already"):
            clinic.consents.withdraw(withdrawn, "again")
        with pytest.raises(RuleViolation, match="was withdrawn"):
            clinic.consents.confirm(session.id, consent)

    def test_outdated(self, clinic: OpenClinic, clock: Clock) -> None:
        session = begin(clinic, register(clinic))
        agree(clinic, session.id)
        clock.pass_by(days=364)
        assert gaps(clinic, session.id) == []
        clock.pass_by(days=2)
        assert gaps(clinic, session.id) == [ConsentGap.OUTDATED]

    def test_for_another_course(self, clinic: OpenClinic) -> None:
        session = begin(clinic, register(clinic), "acne_scars")
        agree(clinic, session.id)
        clinic.sessions.choose_concern(session.id, "fine_lines")
        assert gaps(clinic, session.id) == [ConsentGap.OTHER_COURSE]

    def test_of_last_time_until_it_is_confirmed_today(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        clock.pass_by(days=28)
        session = clinic.sessions.start(visit.patient.id).result
        assert gaps(clinic, session.id) == [ConsentGap.NONE_GIVEN]
        candidate = clinic.consents.candidate(session.id)
        assert candidate is not None
        confirmed = clinic.consents.confirm(session.id, candidate).result
        assert confirmed.consent_confirmed_at is not None
        assert gaps(clinic, session.id) == []

    def test_relied_on_but_not_confirmed(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        session = clinic.sessions.start(visit.patient.id).result
        candidate = clinic.consents.candidate(session.id)
        assert candidate is not None
        with clinic.desk.writing("test") as work:
            stored = work.require(type(session), session.id)
            work.change(stored, consent_id=candidate.id)
            work.commit()
        assert gaps(clinic, session.id) == [ConsentGap.NOT_CONFIRMED_TODAY]

    def test_before_the_time_to_think_has_passed(self, clinic: OpenClinic, clock: Clock) -> None:
        clinic.clinic.change_clinic(cooling_off_h=24)
        visit = ready(clinic, clock)
        assert gaps(clinic, visit.session_id) == [ConsentGap.COOLING_OFF]

    def test_after_the_time_to_think_has_passed(self, clinic: OpenClinic, clock: Clock) -> None:
        clinic.clinic.change_clinic(cooling_off_h=24)
        session = begin(clinic, register(clinic))
        agree(clinic, session.id)
        clock.pass_by(hours=25)
        clinic.needling.add_zones(session.id, [("cheek", Side.LEFT)])
        assert gaps(clinic, session.id) == []

    def test_zones_planned_before_the_consent_need_no_time_to_think(
        self, clinic: OpenClinic, clock: Clock
    ) -> None:
        session = begin(clinic, register(clinic))
        clinic.needling.add_zones(session.id, [("cheek", Side.LEFT)])
        clock.pass_by(minutes=5)
        agree(clinic, session.id)
        assert gaps(clinic, session.id) == []


def test_a_candidate_is_standing_and_of_this_course(clinic: OpenClinic, clock: Clock) -> None:
    visit = signed(clinic, clock)
    session = clinic.sessions.start(visit.patient.id).result
    candidate = clinic.consents.candidate(session.id)
    assert candidate is not None
    clinic.sessions.choose_concern(session.id, "fine_lines")
    assert clinic.consents.candidate(session.id) is None
    clinic.sessions.choose_concern(session.id, "acne_scars")
    clinic.consents.withdraw(candidate, "")
    assert clinic.consents.candidate(session.id) is None


def test_the_newest_consent_is_the_candidate(clinic: OpenClinic, clock: Clock) -> None:
    session = begin(clinic, register(clinic))
    agree(clinic, session.id, max_depth_um=500)
    clock.pass_by(minutes=1)
    second = agree(clinic, session.id, max_depth_um=1000)
    assert clinic.consents.candidate(session.id) == second


def test_another_patients_consent_carries_nothing(clinic: OpenClinic, clock: Clock) -> None:
    other = signed(clinic, clock)
    consent = clinic.sessions.chart(other.session_id).consent
    assert consent is not None
    session = begin(clinic, register(clinic, "Bea"))
    with pytest.raises(RuleViolation, match="another patient"):
        clinic.consents.confirm(session.id, consent)
    assert clinic.sessions.chart(session.id).consent is None


def test_withdrawing_after_the_signature_leaves_the_session_as_it_was(
    clinic: OpenClinic, clock: Clock
) -> None:
    visit = signed(clinic, clock)
    before = clinic.sessions.chart(visit.session_id)
    assert before.consent is not None
    clinic.consents.withdraw(before.consent, "no more")
    after = clinic.sessions.chart(visit.session_id)
    assert after.session == before.session
    assert after.consent is not None
    assert after.consent.withdrawn_at is not None
    with pytest.raises(LockedRecordError):
        agree(clinic, visit.session_id)


def test_missing_code_of_a_gap_is_consent(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic))
    assert [each.code for each in clinic.signing.missing(session.id) if each.consent] == [MissingCode.CONSENT]
