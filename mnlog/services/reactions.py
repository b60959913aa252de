"""What was seen and felt: at the end of the session, and on later days."""

from mnlog.db.database import UnitOfWork
from mnlog.domain.records import FollowUp, Observation, Reaction, TreatmentSession
from mnlog.domain.terms import ObservationKind, SessionState, Side
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved, new_id
from mnlog.services.drafts import require_draft

PAIN_WORST = 10


class ReactionService:
    """Verbs about reactions and observations."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def none_seen(self, session_id: str) -> Saved[Observation]:
        """Takes down that nothing was seen; an entry of its own.

        Raises:
            RuleViolation: when a reaction stands in the session.
        """
        with self._desk.writing("reactions.none_seen") as work:
            observation = self._end_observation(work, session_id)
            if work.find(Reaction, observation_id=observation.id):
                raise RuleViolation("A reaction is entered already.", "Remove it first if none was seen.")
            changed = work.change(observation, none_seen=True)
            return Saved(changed, work.commit())

    def set_pain(self, session_id: str, pain_nrs: int) -> Saved[Observation]:
        """Notes the worst pain of the session, 0 none to 10 worst (numeric rating scale, LOINC 72514-3).

        Raises:
            RuleViolation: for a number beyond the scale.
        """
        _check_pain(pain_nrs)
        with self._desk.writing("reactions.set_pain") as work:
            changed = work.change(self._end_observation(work, session_id), pain_nrs=pain_nrs)
            return Saved(changed, work.commit())

    def write_note(self, session_id: str, note: str) -> Saved[Observation]:
        """Keeps words about what was seen."""
        with self._desk.writing("reactions.write_note") as work:
            changed = work.change(self._end_observation(work, session_id), note=note)
            return Saved(changed, work.commit())

    def record(
        self,
        session_id: str,
        reaction_id: str,
        grade: int,
        *,
        zone_id: str | None = None,
        side: Side | None = None,
    ) -> Saved[Reaction]:
        """Notes a reaction with its grade at the end of a draft session; graded again, it is corrected."""
        with self._desk.writing("reactions.record") as work:
            observation = self._end_observation(work, session_id)
            work.change(observation, none_seen=False)
            reaction = self._graded(work, observation, reaction_id, grade, zone_id, side)
            return Saved(reaction, work.commit())

    def remove(self, reaction_id: str) -> Saved[Reaction]:
        """Takes a reaction out of the draft."""
        with self._desk.writing("reactions.remove") as work:
            reaction = work.require(Reaction, reaction_id)
            require_draft(work, reaction.session_id)
            work.remove(reaction)
            return Saved(reaction, work.commit())

    def record_follow_up(
        self, follow_up_id: str, *, grades: dict[str, int], note: str = "", pain_nrs: int | None = None
    ) -> Saved[Observation]:
        """Notes a call: what was seen, graded, or that nothing was.

        Args:
            grades: grade by reaction id; empty when nothing was seen.

        Raises:
            RuleViolation: when this call is written down already, the session is not signed, or for a pain
            beyond
                the scale.
        """
        _check_pain(pain_nrs)
        with self._desk.writing("reactions.record_follow_up") as work:
            follow_up = work.require(FollowUp, follow_up_id)
            if follow_up.done_at is not None:
                raise RuleViolation("This call is written down already.", "Say more in an addendum.")
            session = work.require(TreatmentSession, follow_up.session_id)
            if session.state is not SessionState.SIGNED:
                raise RuleViolation("The session is not signed yet.", "Sign it first.")
            now = self._desk.now()
            observation = work.add(
                Observation(
                    id=new_id(),
                    session_id=session.id,
                    patient_id=session.patient_id,
                    practitioner_id=self._desk.practitioner_id,
                    kind=ObservationKind.FOLLOW_UP,
                    seen_at=now,
                    entered_at=now,
                    none_seen=not grades,
                    pain_nrs=pain_nrs,
                    note=note.strip(),
                )
            )
            for reaction_id, grade in grades.items():
                self._graded(work, observation, reaction_id, grade, None, None)
            work.change(follow_up, observation_id=observation.id, done_at=now)
            return Saved(observation, work.commit())

    def _end_observation(self, work: UnitOfWork, session_id: str) -> Observation:
        session = require_draft(work, session_id)
        found = work.find(Observation, session_id=session_id, kind=ObservationKind.END_OF_SESSION.value)
        if found:
            return found[0]
        now = self._desk.now()
        return work.add(
            Observation(
                id=new_id(),
                session_id=session_id,
                patient_id=session.patient_id,
                practitioner_id=self._desk.practitioner_id,
                kind=ObservationKind.END_OF_SESSION,
                seen_at=now,
                entered_at=now,
            )
        )

    def _graded(
        self,
        work: UnitOfWork,
        observation: Observation,
        reaction_id: str,
        grade: int,
        zone_id: str | None,
        side: Side | None,
    ) -> Reaction:
        vocabulary = self._desk.vocabulary
        scale = vocabulary.scales[vocabulary.reactions[reaction_id].scale_id]
        label = scale.label_of(grade)
        for reaction in work.find(Reaction, observation_id=observation.id, reaction_id=reaction_id):
            if (reaction.zone_id, reaction.side) == (zone_id, side):
                return work.change(reaction, grade=grade, grade_label=label)
        return work.add(
            Reaction(
                id=new_id(),
                session_id=observation.session_id,
                observation_id=observation.id,
                reaction_id=reaction_id,
                scale_id=scale.id,
                grade=grade,
                grade_label=label,
                zone_id=zone_id,
                side=side,
                seen_at=self._desk.now(),
            )
        )


def _check_pain(pain_nrs: int | None) -> None:
    if pain_nrs is not None and not 0 <= pain_nrs <= PAIN_WORST:
        raise RuleViolation(f"Pain goes from 0 to {PAIN_WORST}.", field="pain")
