"""What was seen at the end of a session; "none seen" is an entry of its own."""

import pytest

from mnlog.domain.records import TreatmentSession
from mnlog.domain.terms import Side
from mnlog.errors import LockedRecordError, RuleViolation
from mnlog.services.opening import OpenClinic
from tests.services.factories import Clock, begin, register, signed, vocabulary


@pytest.fixture
def session(clinic: OpenClinic) -> TreatmentSession:
    return begin(clinic, register(clinic))


def test_a_grade_keeps_the_words_of_its_scale(clinic: OpenClinic, session: TreatmentSession) -> None:
    row = vocabulary().reactions["erythema"]
    reaction = clinic.reactions.record(session.id, "erythema", 2).result
    scale = vocabulary().scales[row.scale_id]
    assert (reaction.scale_id, reaction.grade_label) == (scale.id, scale.label_of(2))


def test_graded_again_it_is_corrected(clinic: OpenClinic, session: TreatmentSession) -> None:
    first = clinic.reactions.record(session.id, "erythema", 2).result
    again = clinic.reactions.record(session.id, "erythema", 1).result
    assert (again.id, again.grade) == (first.id, 1)
    elsewhere = clinic.reactions.record(session.id, "erythema", 3, zone_id="cheek", side=Side.LEFT).result
    assert elsewhere.id != first.id
    assert len(clinic.sessions.chart(session.id).reactions) == 2


def test_none_seen_and_something_seen_do_not_stand_together(
    clinic: OpenClinic, session: TreatmentSession
) -> None:
    assert clinic.reactions.none_seen(session.id).result.none_seen
    reaction = clinic.reactions.record(session.id, "erythema", 1).result
    end = clinic.sessions.chart(session.id).end_observation
    assert end is not None
    assert not end.none_seen
    with pytest.raises(RuleViolation, match="entered already"):
        clinic.reactions.none_seen(session.id)
    clinic.reactions.remove(reaction.id)
    assert clinic.reactions.none_seen(session.id).result.none_seen


def test_there_is_one_look_at_the_end(clinic: OpenClinic, session: TreatmentSession) -> None:
    clinic.reactions.set_pain(session.id, 7)
    clinic.reactions.write_note(session.id, "cried a little")
    clinic.reactions.record(session.id, "erythema", 1)
    (end,) = clinic.sessions.chart(session.id).observations
    assert (end.pain_nrs, end.note) == (7, "cried a little")


@pytest.mark.parametrize("pain", [-1, 11])
def test_pain_beyond_the_scale(clinic: OpenClinic, session: TreatmentSession, pain: int) -> None:
    with pytest.raises(RuleViolation, match="0 to 10") as refused:
        clinic.reactions.set_pain(session.id, pain)
    assert refused.value.field == "pain"


def test_after_the_signature_nothing_changes(clinic: OpenClinic, clock: Clock) -> None:
    visit = signed(clinic, clock)
    (reaction,) = clinic.sessions.chart(visit.session_id).reactions
    for write in (
        lambda: clinic.reactions.none_seen(visit.session_id),
        lambda: clinic.reactions.set_pain(visit.session_id, 1),
        lambda: clinic.reactions.write_note(visit.session_id, "x"),
        lambda: clinic.reactions.record(visit.session_id, "erythema", 0),
        lambda: clinic.reactions.remove(reaction.id),
    ):
        with pytest.raises(LockedRecordError):
            write()
    assert clinic.sessions.chart(visit.session_id).reactions == (reaction,)
