"""What can be undone in a draft, per session and for as long as the program runs."""

from PySide6.QtCore import QCoreApplication, QObject, Signal

from mnlog.domain.changes import Changes
from mnlog.services.undoing import is_undoable
from mnlog.ui.page import Context

DEEPEST = 200
WORDS = {
    "screening.answer": "answer",
    "screening.answer_rest": "no to the rest",
    "screening.no_change": "no change since last time",
    "screening.override": "reason for going on",
    "screening.set_phototype": "phototype",
    "screening.confirm_today": "asked again today",
    "session.choose_concern": "concern",
    "session.plan_next": "next session",
    "session.plan_follow_ups": "calls",
    "session.write_note": "note",
    "session.take_over": "same as last time",
    "session.set_depth": "depth",
    "session.set_passes": "passes",
    "session.set_speed": "speed",
    "session.set_end_point": "end-point",
    "consent.prepare": "consent",
    "numbing.choose": "numbing",
    "numbing.none_used": "no numbing",
    "numbing.describe": "numbing",
    "numbing.put_on": "put on",
    "numbing.take_off": "taken off",
    "numbing.correct_times": "numbing times",
    "numbing.override_allergy": "reason in spite of the allergy",
    "numbing.remove": "numbing removed",
    "needling.choose_kind": "device type",
    "needling.choose_device": "device",
    "needling.open_unit": "unit opened",
    "needling.return_unit": "unit returned",
    "needling.add_zones": "zones",
    "needling.remove_zones": "zones removed",
    "needling.put_zones_back": "zones",
    "needling.finish": "end of needling",
    "needling.add_topical": "product on the skin",
    "needling.set_topical_timing": "product on the skin",
    "needling.set_topical_lot": "product on the skin",
    "needling.remove_topical": "product on the skin",
    "reactions.none_seen": "none seen",
    "reactions.set_pain": "pain",
    "reactions.write_note": "note on reactions",
    "reactions.record": "reaction",
    "reactions.remove": "reaction removed",
}


def words_for(verb: str) -> str:
    """What was taken back or done again, in a word or two."""
    return QCoreApplication.translate("undo", WORDS[verb])


class UndoStacks(QObject):
    """Listens to every write of a session and remembers how to take it back.

    Signals:
        changed: what can be undone or redone is something else now.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._done: dict[str, list[int]] = {}
        self._undone: dict[str, list[int]] = {}
        self._is_taking_back = False
        context.bus.changed.connect(self._note)

    def can_undo(self, session_id: str) -> bool:
        """Whether something can be taken back."""
        return bool(self._done.get(session_id))

    def can_redo(self, session_id: str) -> bool:
        """Whether something that was taken back can be done again."""
        return bool(self._undone.get(session_id))

    def undo(self, session_id: str) -> str | None:
        """Takes the last write back.

        Returns:
            The verb that was taken back; None when there was nothing or it could not be.
        """
        return self._move(session_id, self._done, self._undone)

    def redo(self, session_id: str) -> str | None:
        """Does again what was taken back last.

        Returns:
            The verb that was done again; None when there was nothing or it could not be.
        """
        return self._move(session_id, self._undone, self._done)

    def _move(
        self, session_id: str, source: dict[str, list[int]], target: dict[str, list[int]]
    ) -> str | None:
        waiting = source.get(session_id)
        if not waiting:
            return None
        seq = waiting.pop()
        self._is_taking_back = True
        written: list[Changes] = []
        self._context.bus.changed.connect(written.append)
        try:
            verb = self._context.operations.run(lambda: self._context.clinic.undoing.take_back(seq))
        finally:
            self._context.bus.changed.disconnect(written.append)
            self._is_taking_back = False
        if verb is None:
            source[session_id] = []  # what lies below no longer fits either
        target.setdefault(session_id, []).extend(
            changes.event_seq for changes in written if changes.event_seq is not None
        )
        self.changed.emit()
        return verb

    def _note(self, changes: Changes) -> None:
        if self._is_taking_back or changes.session_id is None or changes.event_seq is None:
            return
        if not is_undoable(changes.verb):
            return
        done = self._done.setdefault(changes.session_id, [])
        done.append(changes.event_seq)
        del done[:-DEEPEST]
        self._undone.pop(changes.session_id, None)
        self.changed.emit()
