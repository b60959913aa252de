"""Step 5: what was seen at the end, graded by the scales; "none seen" is an entry of its own."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.records import Reaction
from mnlog.domain.terms import Side
from mnlog.domain.vocabulary import ReactionType
from mnlog.ui import labels
from mnlog.ui.forms import TextField
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair, StepView
from mnlog.ui.typing import TypedSave
from mnlog.ui.widgets.basics import Card, button, hline, icon_button, label
from mnlog.ui.widgets.filling import clear
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented

EVERYWHERE = "everywhere"
PAIN_WORST = 10
PAIN_SCALE = "pain_nrs"


class ReactionRow(QWidget):
    """One reaction with the grades of its scale; the grade's words stand beneath."""

    def __init__(self, view: "ReactionsView", reaction: ReactionType) -> None:
        super().__init__()
        self._scale = view.vocabulary.scales[reaction.scale_id]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(reaction.name, "strong", wrap=True))
        self._words = label("", "secondary", wrap=True)
        words.addWidget(self._words)
        top.addLayout(words, 1)
        is_single = len(self._scale.grades) == 1
        self.grades = Segmented(
            [(str(g.value), g.label.capitalize() if is_single else str(g.value)) for g in self._scale.grades],
            reaction.name,
        )
        for grade in self._scale.grades:
            self.grades.button_of(str(grade.value)).setToolTip(grade.label)
        self.grades.chosen.connect(lambda value: view.record(reaction.id, int(value)))
        top.addWidget(self.grades)
        column.addLayout(top)

    def show_grade(self, grade: int | None) -> None:
        """Shows the grade for the zone in hand."""
        known = {each.value: each.label for each in self._scale.grades}
        self.grades.set_value(str(grade) if grade in known else None)
        is_single = len(known) == 1
        self._words.setText(known.get(grade, "") if grade is not None else " to ".join(self._ends()))
        self._words.setVisible(not is_single)

    def _ends(self) -> tuple[str, str]:
        grades = self._scale.grades
        return f"{grades[0].value} {grades[0].label}", f"{grades[-1].value} {grades[-1].label}"


class ReactionsView(StepView):
    """What was seen and felt at the end of a session."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: dict[str, ReactionRow] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(scrollable(self._build_seen()), 7)
        row.addWidget(scrollable(self._build_side()), 6)

    def record(self, reaction_id: str, grade: int) -> None:
        """Notes a grade for the zone in hand."""
        zone_id, side = self._place()
        self.operations.run(
            lambda: self.clinic.reactions.record(
                self.session_id, reaction_id, grade, zone_id=zone_id, side=side
            )
        )

    def refresh(self) -> None:
        chair = self.chair
        if chair is None:
            return
        end = chair.chart.end_observation
        seen = [r for r in chair.chart.reactions if end is not None and r.observation_id == end.id]
        self._show_places(chair)
        here = {r.reaction_id: r.grade for r in seen if (r.zone_id, r.side) == self._place()}
        for reaction_id, row in self._rows.items():
            row.show_grade(here.get(reaction_id))
        is_none = end is not None and end.none_seen and not seen
        self.none.setVisible(not seen)
        self.none.set_text(self.tr("None seen: recorded") if is_none else self.tr("None seen"))
        self.none.setEnabled(not is_none)
        self.pain.set_value(str(end.pain_nrs) if end is not None and end.pain_nrs is not None else None)
        self._note_typed.show(end.note if end is not None else "")
        self._show_recorded(seen)

    def _build_seen(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        first = Card(self.tr("What is seen now"))
        self.none = button(self.tr("None seen"), "primary", "check")
        self.none.clicked.connect(
            lambda: self.operations.run(lambda: self.clinic.reactions.none_seen(self.session_id))
        )
        first.header.addWidget(self.none)
        self.places = ChoiceChips([(EVERYWHERE, self.tr("All that was treated"))], self.tr("Where"))
        self.places.set_value(EVERYWHERE)
        self.places.chosen.connect(lambda _value: self.refresh())
        first.body.addWidget(self.places)
        # Pain has a card of its own, on the numeric rating scale.
        graded = [r for r in self.vocabulary.reactions.values() if r.scale_id != PAIN_SCALE]
        common = [reaction for reaction in graded if reaction.common]
        rare = [reaction for reaction in graded if not reaction.common]
        self._add_rows(first, common)
        column.addWidget(first)
        more = Card(self.tr("Seldom"))
        self.more = button(self.tr("Show"), icon="chevron-down")
        self.more.setAccessibleName(self.tr("Show seldom reactions"))
        more.header.addWidget(self.more)
        self._rare = QWidget()
        inner = QVBoxLayout(self._rare)
        inner.setContentsMargins(0, 0, 0, 0)
        holder = Card()
        holder.setProperty("kind", "plain")
        self._add_rows(holder, rare)
        inner.addWidget(holder)
        self._rare.hide()
        self.more.clicked.connect(self._toggle_rare)
        more.body.addWidget(self._rare)
        column.addWidget(more)
        column.addStretch(1)
        return held

    def _add_rows(self, card: Card, reactions: list[ReactionType]) -> None:
        for index, reaction in enumerate(reactions):
            if index:
                card.body.addWidget(hline())
            row = ReactionRow(self, reaction)
            self._rows[reaction.id] = row
            card.body.addWidget(row)

    def _build_side(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        pain = Card(self.tr("Pain at its worst"))
        numbers = [(str(value), str(value)) for value in range(PAIN_WORST + 1)]
        self.pain = Segmented(numbers, self.tr("Pain, 0 none to 10 worst"))
        self.pain.setProperty("compact", True)
        self.pain.set_stretched(True)
        self.pain.chosen.connect(
            lambda value: self.operations.run(
                lambda: self.clinic.reactions.set_pain(self.session_id, int(value))
            )
        )
        pain.body.addWidget(self.pain)
        pain.body.addWidget(label(self.tr("0 none, 10 worst imaginable"), "secondary"))
        column.addWidget(pain)
        self._recorded = Card(self.tr("Recorded"))
        column.addWidget(self._recorded)
        words = Card(self.tr("In words"))
        self.note = TextField(self.tr("What was seen, said or done"), multiline=True, limit=4000)
        self._note_typed = TypedSave(
            self.note,
            lambda text: self.operations.run(lambda: self.clinic.reactions.write_note(self.session_id, text)),
        )
        self._typed.append(self._note_typed)
        words.body.addWidget(self.note)
        column.addWidget(words)
        column.addStretch(1)
        return held

    def _show_places(self, chair: Chair) -> None:
        places = [(EVERYWHERE, self.tr("All that was treated"))]
        order = list(self.vocabulary.zones)
        for zone in sorted(chair.chart.zones, key=lambda each: (order.index(each.zone_id), each.side.value)):
            key = f"{zone.zone_id}:{zone.side.value}"
            places.append((key, labels.zone_name(zone.zone_id, zone.side, self.vocabulary, zone.site_text)))
        chosen = self.places.value()
        self.places.set_options(list(dict(places).items()))
        self.places.set_value(chosen if chosen in dict(places) else EVERYWHERE)
        self.places.setVisible(len(places) > 1)

    def _show_recorded(self, seen: list[Reaction]) -> None:
        clear(self._recorded)
        self._recorded.setVisible(bool(seen))
        for reaction in seen:
            held = QWidget()
            row = QHBoxLayout(held)
            row.setContentsMargins(0, 0, 0, 0)
            text = f"{labels.reaction_text(reaction, self.vocabulary)} · {reaction.grade_label}"
            row.addWidget(label(text, "text", wrap=True), 1)
            remove = icon_button("x", self.tr("Remove {reaction}").format(reaction=text))
            remove.clicked.connect(
                lambda _checked=False, reaction_id=reaction.id: self.operations.run(
                    lambda: self.clinic.reactions.remove(reaction_id)
                )
            )
            row.addWidget(remove)
            self._recorded.body.addWidget(held)

    def _place(self) -> tuple[str | None, Side | None]:
        value = self.places.value()
        if value in (None, EVERYWHERE):
            return None, None
        zone_id, _, side = str(value).partition(":")
        return zone_id, Side(side)

    def _toggle_rare(self) -> None:
        is_shown = self._rare.isHidden()
        self._rare.setVisible(is_shown)
        self.more.set_text(self.tr("Hide") if is_shown else self.tr("Show"))
