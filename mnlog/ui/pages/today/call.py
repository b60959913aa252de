"""Noting a follow-up call, beneath its row: what the patient sees and feels, graded, or nothing at all."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.charts import DueFollowUp
from mnlog.domain.records import Reaction
from mnlog.domain.vocabulary import ReactionType, Scale, Vocabulary
from mnlog.errors import RuleViolation
from mnlog.ui.forms import TextField
from mnlog.ui.widgets.basics import Button, IconLabel, button, label
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented

NOTHING = "nothing_seen"


class GradeRow(QWidget):
    """The grades of one reaction that was chosen, with what makes it a reason to be seen.

    Signals:
        graded: a person chose a grade.
    """

    graded = Signal()

    def __init__(self, reaction: ReactionType, scale: Scale) -> None:
        super().__init__()
        self._scale = scale
        self.grades = Segmented(
            [(str(grade.value), str(grade.value)) for grade in scale.grades], reaction.name
        )
        self._words = label("", "secondary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(label(reaction.name.partition(" (")[0], "strong"), 1)
        top.addWidget(self.grades)
        column.addLayout(top)
        column.addWidget(self._words)
        if reaction.red_flag:
            column.addWidget(_flag(reaction))
        self.grades.chosen.connect(self._chosen)
        if len(scale.grades) == 1:
            self.grades.set_value(str(scale.grades[0].value))
            self.grades.hide()
        self._show()

    def grade(self) -> int | None:
        """The chosen grade."""
        value = self.grades.value()
        return None if value is None else int(value)

    def _chosen(self) -> None:
        self._show()
        self.graded.emit()

    def _show(self) -> None:
        grade = self.grade()
        grades = self._scale.grades
        if grade is not None:
            self._words.setText(self._scale.label_of(grade))
        else:
            self._words.setText(f"{grades[0].value} {grades[0].label}, {grades[-1].value} {grades[-1].label}")
        self._words.setVisible(len(grades) > 1)


def _flag(reaction: ReactionType) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(6)
    line.addWidget(IconLabel("alert-triangle", 14), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(reaction.red_flag, "secondary", wrap=True), 1)
    return row


class CallPanel(QFrame):
    """What is asked in a call. It keeps what was entered until it is saved or put away.

    Signals:
        saved (dict, str): grade by reaction id (empty: nothing was seen), and the note.
        cancelled: it is to be put away.
    """

    saved = Signal(dict, str)
    cancelled = Signal()

    def __init__(self, due: DueFollowUp, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._rows: dict[str, GradeRow] = {}
        self._first, self._more = offered_reactions(due, vocabulary)
        self.chips = ChoiceChips(
            self._options(self._first), self.tr("What the patient sees and feels"), multi=True
        )
        self.chips.chosen.connect(self._toggle)
        self.more_button: Button = button(self.tr("More reactions"), "link")
        self.more_button.clicked.connect(self._show_more)
        self.note = TextField(self.tr("Note"), limit=500)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self.save_button = button(self.tr("Save the call"), "primary")
        self.save_button.clicked.connect(self._save)
        self._grades = QVBoxLayout()
        self._grades.setSpacing(14)
        self._build(due)

    def refused(self, problem: RuleViolation) -> bool:
        """Shows why it was not saved."""
        self._say(f"{problem.text} {problem.hint}".strip())
        return True

    def row_of(self, reaction_id: str) -> GradeRow:
        """The grades of a reaction that was chosen."""
        return self._rows[reaction_id]

    def _options(self, reactions: Sequence[ReactionType]) -> list[tuple[str, str]]:
        return [(NOTHING, self.tr("Nothing seen"))] + [
            (each.id, each.name.partition(" (")[0]) for each in reactions
        ]

    def _build(self, due: DueFollowUp) -> None:
        patient = due.summary.patient
        column = QVBoxLayout(self)
        column.setContentsMargins(78, 4, 20, 20)
        column.setSpacing(14)
        if patient.phone:
            call = QHBoxLayout()
            call.setSpacing(8)
            call.addWidget(IconLabel("phone", 16))
            number = label(patient.phone, "strong")
            number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            call.addWidget(number, 1)
            column.addLayout(call)
        column.addWidget(self.chips)
        if self._more:
            column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._grades)
        column.addWidget(self.note)
        column.addWidget(self._error)
        cancel = button(self.tr("Cancel"), "quiet")
        cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save_button)
        column.addLayout(row)

    def _toggle(self, chosen: str) -> None:
        self._say("")
        wanted = set(self.chips.values())
        if chosen == NOTHING and NOTHING in wanted:
            wanted = {NOTHING}
        elif chosen != NOTHING:
            wanted.discard(NOTHING)
        self.chips.set_values(wanted)
        for reaction_id in list(self._rows):
            if reaction_id not in wanted:
                row = self._rows.pop(reaction_id)
                self._grades.removeWidget(row)
                row.hide()
                row.deleteLater()
        for reaction_id in self.chips.values():
            if reaction_id != NOTHING and reaction_id not in self._rows:
                self._add_row(reaction_id)

    def _add_row(self, reaction_id: str) -> None:
        reaction = self._vocabulary.reactions[reaction_id]
        row = GradeRow(reaction, self._vocabulary.scales[reaction.scale_id])
        row.graded.connect(lambda: self._say(""))
        self._rows[reaction_id] = row
        self._grades.addWidget(row)

    def _show_more(self) -> None:
        chosen = self.chips.values()
        self.chips.set_options(self._options([*self._first, *self._more]))
        self.chips.set_values(chosen)
        self.more_button.hide()

    def _save(self) -> None:
        if not self.chips.values():
            self._say(self.tr("Choose what the patient sees and feels, or “Nothing seen”."))
            return
        found = {reaction_id: row.grade() for reaction_id, row in self._rows.items()}
        grades = {each: grade for each, grade in found.items() if grade is not None}
        ungraded = [each for each in found if each not in grades]
        if ungraded:
            name = self._vocabulary.reactions[ungraded[0]].name.partition(" (")[0]
            self._say(self.tr("Choose a grade for: {name}.").format(name=name))
            return
        self.saved.emit(grades, self.note.value())

    def _say(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))


def offered_reactions(
    due: DueFollowUp, vocabulary: Vocabulary
) -> tuple[list[ReactionType], list[ReactionType]]:
    """What is offered at once, what was seen before in front; and the rest."""
    seen = dict.fromkeys(each.reaction_id for each in due.summary.reactions)
    common = {each.id: None for each in vocabulary.reactions.values() if each.common}
    first = [vocabulary.reactions[each] for each in {**seen, **common}]
    rest = [each for each in vocabulary.reactions.values() if each not in first]
    return first, rest


def last_seen(due: DueFollowUp) -> tuple[Reaction, ...]:
    """What was seen when somebody last looked: in the last call, else at the end of the session."""
    reactions = due.summary.reactions
    newest = max(reactions, key=lambda each: each.seen_at, default=None)
    return tuple(each for each in reactions if newest and each.observation_id == newest.observation_id)
