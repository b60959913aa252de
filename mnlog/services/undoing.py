"""Undo and redo of what was done in a draft. Taking back is a write like any other, and in the audit."""

from mnlog.db.undoing import take_back, verb_of
from mnlog.errors import RuleViolation
from mnlog.services.desk import Desk, Saved
from mnlog.services.drafts import require_draft

UNDO = "undo "
UNDOABLE = frozenset(
    [
        "screening.answer",
        "screening.answer_rest",
        "screening.no_change",
        "screening.override",
        "screening.set_phototype",
        "screening.confirm_today",
        "session.choose_concern",
        "session.plan_next",
        "session.plan_follow_ups",
        "session.write_note",
        "session.take_over",
        "session.set_depth",
        "session.set_passes",
        "session.set_speed",
        "session.set_end_point",
        "consent.prepare",
        "numbing.choose",
        "numbing.none_used",
        "numbing.describe",
        "numbing.put_on",
        "numbing.take_off",
        "numbing.correct_times",
        "numbing.override_allergy",
        "numbing.remove",
        "needling.choose_kind",
        "needling.choose_device",
        "needling.open_unit",
        "needling.return_unit",
        "needling.add_zones",
        "needling.remove_zones",
        "needling.put_zones_back",
        "needling.finish",
        "needling.add_topical",
        "needling.set_topical_timing",
        "needling.set_topical_lot",
        "needling.remove_topical",
        "reactions.none_seen",
        "reactions.set_pain",
        "reactions.write_note",
        "reactions.record",
        "reactions.remove",
    ]
)
"""What can be taken back. A signature, a consent that was given, and a discarded draft cannot."""


def is_undoable(verb: str) -> bool:
    """Whether a write can be taken back; taking back can be taken back too, which is redo."""
    return verb.removeprefix(UNDO) in UNDOABLE


class UndoService:
    """Takes single writes of a draft back."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def take_back(self, event_seq: int) -> Saved[str]:
        """Takes one write back.

        Args:
            event_seq: the number of its audit event.

        Returns:
            The verb that was taken back.

        Raises:
            ConflictError: when what it touched was changed since.
            LockedRecordError: when the session is no longer a draft.
            RuleViolation: when it cannot be taken back.
        """
        with self._desk.reading() as reader:
            verb, session_id = verb_of(reader, event_seq)
        if not is_undoable(verb) or session_id is None:
            raise RuleViolation("This cannot be taken back.")
        name = verb.removeprefix(UNDO) if verb.startswith(UNDO) else UNDO + verb
        with self._desk.writing(name) as work:
            require_draft(work, session_id)
            take_back(work, event_seq)
            return Saved(verb.removeprefix(UNDO), work.commit())
