"""Step 1: the questions, what has changed since last time, and what weighs against needling today."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.records import ScreeningAnswer
from mnlog.domain.rules.screening import Finding, changed_since, findings, patient_findings, unanswered
from mnlog.domain.rules.signing import MissingCode
from mnlog.domain.terms import Answer, Severity
from mnlog.domain.vocabulary import ScreeningQuestion
from mnlog.ui import labels
from mnlog.ui.forms import ChoiceField, TextField
from mnlog.ui.operations import beside
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair, StepView
from mnlog.ui.typing import TypedSave
from mnlog.ui.widgets.basics import Card, Chip, button, hline, label
from mnlog.ui.widgets.filling import clear
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.segmented import Segmented

GROUPS = {
    "skin_today": "Skin today",
    "health": "Health",
    "medicines": "Medicines and supplements",
    "history": "History",
    "treatments": "Earlier treatments",
    "circumstances": "Circumstances",
}
PHOTOTYPES = (("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV"), ("5", "V"), ("6", "VI"))


def group_text(group: str) -> str:
    """The heading of a group of questions."""
    return QCoreApplication.translate("session", GROUPS.get(group, group))


class QuestionRow(QWidget):
    """One question with its answer; details open beneath a "yes" or "unsure"."""

    def __init__(self, view: "ScreeningView", question: ScreeningQuestion) -> None:
        super().__init__()
        self._view, self._question = view, question
        self._answer: ScreeningAnswer | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(16)
        words = label(question.question, "text", wrap=True)
        top.addWidget(words, 1)
        self.choice = Segmented([(answer.value, labels.words(answer)) for answer in Answer], question.name)
        self.choice.chosen.connect(self._chosen)
        if question.text_only:
            self.choice.hide()
        top.addWidget(self.choice)
        column.addLayout(top)
        self.details = TextField(question.name if question.text_only else self.tr("Details"))
        self._typed = TypedSave(self.details, self._describe)
        view.watch(self._typed)
        column.addWidget(self.details)
        self.details.setVisible(question.text_only)

    def show_answer(self, answer: ScreeningAnswer | None) -> None:
        """Shows what was answered."""
        self._answer = answer
        given = answer.answer if answer else None
        self.choice.set_value(given.value if given else None)
        self._typed.show(answer.details if answer else "")
        self.details.setVisible(self._question.text_only or given in (Answer.YES, Answer.UNSURE))

    def _chosen(self, value: str) -> None:
        self._view.answer(self._question.id, Answer(value))

    def _describe(self, text: str) -> None:
        self._view.describe(self._question.id, text)


class FindingRow(QFrame):
    """A finding with its weight, and the way past it."""

    def __init__(self, view: "ScreeningView", finding: Finding) -> None:
        super().__init__()
        self._view, self._finding = view, finding
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(label(finding.name, "strong", wrap=True), 1)
        tone = "danger" if finding.severity is Severity.ABSOLUTE else "warn"
        top.addWidget(Chip(labels.words(finding.severity), tone))
        column.addLayout(top)
        reason = finding.details or finding.reason
        column.addWidget(label(reason, "secondary", wrap=True))
        if finding.override_reason:
            text = self.tr("Going on: {reason}").format(reason=finding.override_reason)
            column.addWidget(label(text, "secondary", wrap=True))
        elif finding.holds_back and finding.answer_id is not None:
            self.reason = TextField(self.tr("Reason for going on all the same"))
            column.addWidget(self.reason)
            go_on = button(self.tr("Go on with this reason"))
            go_on.clicked.connect(self._override)
            column.addWidget(go_on)
        column.addWidget(hline())

    def _override(self) -> None:
        assert self._finding.answer_id is not None  # noqa: S101 the button is only made with one
        self._view.override(self._finding.answer_id, self.reason)


class ScreeningView(StepView):
    """The screening of a session."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: dict[str, QuestionRow] = {}
        self._findings_shown: tuple[Finding, ...] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(scrollable(self._build_questions()), 5)
        row.addWidget(scrollable(self._build_side()), 3)

    def watch(self, typed: TypedSave) -> None:
        """Has letters of a row saved before the step is left."""
        self._typed.append(typed)

    def answer(self, question_id: str, answer: Answer) -> None:
        """Takes an answer down."""
        self.operations.run(lambda: self.clinic.screening.answer(self.session_id, question_id, answer))

    def describe(self, question_id: str, text: str) -> None:
        """Takes the details of an answer down."""
        self.operations.run(lambda: self.clinic.screening.answer(self.session_id, question_id, details=text))

    def override(self, answer_id: str, field: TextField) -> None:
        """Goes on in spite of a finding."""
        self.operations.run(
            lambda: self.clinic.screening.override(self.session_id, answer_id, field.value()),
            refused=beside(field),
        )

    def refresh(self) -> None:
        chair = self.chair
        if chair is None:
            return
        by_question = {answer.question_id: answer for answer in chair.chart.answers}
        for question_id, row in self._rows.items():
            row.show_answer(by_question.get(question_id))
        self._show_again(chair)
        self._show_open(chair)
        self._show_last_time(chair)
        self._show_reason(chair)
        self._show_findings(chair)

    def _build_questions(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        groups: dict[str, list[ScreeningQuestion]] = {}
        for question in self.vocabulary.questions.values():
            groups.setdefault(question.group, []).append(question)
        for group, questions in groups.items():
            column.addWidget(self._group_card(group, questions))
        column.addStretch(1)
        return held

    def _group_card(self, group: str, questions: Sequence[ScreeningQuestion]) -> Card:
        card = Card(group_text(group))
        asked = tuple(question.id for question in questions if not question.text_only)
        if asked:
            none_of_these = button(self.tr("No to the rest"), icon="check")
            none_of_these.setAccessibleName(
                self.tr("No to the rest of {group}").format(group=group_text(group))
            )
            none_of_these.setProperty("group", group)
            none_of_these.clicked.connect(lambda: self._no_to(asked))
            card.header.addWidget(none_of_these)
        for index, question in enumerate(questions):
            if index:
                card.body.addWidget(hline())
            row = QuestionRow(self, question)
            self._rows[question.id] = row
            card.body.addWidget(row)
        return card

    def _build_again(self) -> Card:
        card = Card(self.tr("Answered on another day"))
        self._again_text = label("", "secondary", wrap=True)
        self.asked_again = button(self.tr("Asked again today, all still stands"), "primary", "check")
        self.asked_again.clicked.connect(
            lambda: self.operations.run(lambda: self.clinic.screening.confirm_today(self.session_id))
        )
        card.body.addWidget(self._again_text)
        card.body.addWidget(self.asked_again)
        return card

    def _show_again(self, chair: Chair) -> None:
        screened_at = chair.chart.session.screened_at
        is_old = any(item.code is MissingCode.SCREENING_NOT_TODAY for item in chair.missing)
        self._again.setVisible(is_old)
        if is_old and screened_at is not None:
            day = labels.day_and_time(screened_at, chair.chart.clinic.locale)
            self._again_text.setText(self.tr("The screening was answered {day}.").format(day=day))

    def _build_side(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self._again = self._build_again()
        column.addWidget(self._again)
        self._last_time = Card(self.tr("Since last time"))
        self._last_text = label("", "secondary", wrap=True)
        self.no_change = button(self.tr("No change since last time"), "primary", "check")
        self.no_change.clicked.connect(self._no_change)
        self._changed_text = label("", "text", wrap=True)
        for part in (self._last_text, self.no_change, self._changed_text):
            self._last_time.body.addWidget(part)
        column.addWidget(self._last_time)
        self._progress = Card(self.tr("Still to ask"))
        self._open_text = label("", "secondary", wrap=True)
        self.rest = button(self.tr("No to all the rest"), icon="check")
        self.rest.clicked.connect(lambda: self._no_to(tuple(self.vocabulary.questions)))
        self._progress.body.addWidget(self._open_text)
        self._progress.body.addWidget(self.rest)
        column.addWidget(self._progress)
        column.addWidget(self._build_reason())
        self._findings = Card(self.tr("Keep in mind"))
        column.addWidget(self._findings)
        column.addStretch(1)
        return held

    def _build_reason(self) -> Card:
        card = Card(self.tr("Why today"))
        concerns = [(concern.id, concern.name) for concern in self.vocabulary.concerns.values()]
        self.concern = ChoiceField(self.tr("Concern"), concerns)
        self.concern.chosen.connect(self._choose_concern)
        self._interval = label("", "secondary", wrap=True)
        self.phototype = Segmented(PHOTOTYPES, self.tr("Fitzpatrick phototype"))
        self.phototype.chosen.connect(self._choose_phototype)
        self._phototype_text = label("", "secondary", wrap=True)
        card.body.addWidget(self.concern)
        card.body.addWidget(self._interval)
        card.body.addWidget(label(self.tr("Fitzpatrick phototype"), "small"))
        card.body.addWidget(self.phototype)
        card.body.addWidget(self._phototype_text)
        return card

    def _show_open(self, chair: Chair) -> None:
        still_open = unanswered(chair.chart.answers, self.vocabulary.questions)
        self._progress.setVisible(bool(still_open))
        names = ", ".join(question.name for question in still_open[:4])
        more = len(still_open) - 4
        text = self.tr("{names} and {count} more").format(names=names, count=more) if more > 0 else names
        self._open_text.setText(text)

    def _show_last_time(self, chair: Chair) -> None:
        previous = chair.previous
        self._last_time.setVisible(previous is not None)
        if previous is None:
            return
        confirmed = chair.chart.session.history_confirmed_at
        day = labels.short_date(previous.session.started_at.date(), chair.chart.clinic.locale)
        if confirmed is None:
            text = self.tr(
                "Ask about health, medicines and history since {day}. What shows on the skin is asked anew."
            )
            self._last_text.setText(text.format(day=day))
        else:
            time = labels.clock_time(confirmed, chair.chart.clinic.locale)
            self._last_text.setText(self.tr("Taken over from {day} at {time}.").format(day=day, time=time))
        self.no_change.setVisible(confirmed is None)
        changed = changed_since(previous.answers, chair.chart.answers)
        lines = [
            f"{self.vocabulary.questions[key].name}: {_was(then)} → {labels.words(now)}"
            for key, (then, now) in changed.items()
            if key in self.vocabulary.questions and now is not None
        ]
        self._changed_text.setText("\n".join(lines))
        self._changed_text.setVisible(bool(lines))

    def _show_reason(self, chair: Chair) -> None:
        chart = chair.chart
        self.concern.set_value(chart.session.concern_id)
        interval = chair.interval
        self._interval.setVisible(interval is not None)
        if interval is not None:
            text = self.tr("Last session {days} days ago.").format(days=interval.days)
            if interval.is_too_soon:
                day = labels.short_date(interval.earliest, chart.clinic.locale)
                text += " " + self.tr("Sooner than planned: from {day}.").format(day=day)
            self._interval.setText(text)
        phototype = chart.session.phototype
        self.phototype.set_value(str(phototype) if phototype else None)
        scale = self.vocabulary.scales["fitzpatrick"]
        self._phototype_text.setText(scale.label_of(phototype) if phototype else "")
        self._phototype_text.setVisible(phototype is not None)

    def _show_findings(self, chair: Chair) -> None:
        chart = chair.chart
        shown = (
            *findings(chart.answers, self.vocabulary.questions),
            *patient_findings(chart.patient),
        )
        self._findings.setVisible(bool(shown))
        if shown == self._findings_shown:
            return  # a reason that is being typed stays
        self._findings_shown = shown
        clear(self._findings)
        for finding in shown:
            self._findings.body.addWidget(FindingRow(self, finding))

    def _no_to(self, question_ids: tuple[str, ...]) -> None:
        self.operations.run(lambda: self.clinic.screening.answer_rest_with_no(self.session_id, question_ids))

    def _no_change(self) -> None:
        previous = self.chair.previous if self.chair else None
        if previous is not None:
            self.operations.run(lambda: self.clinic.screening.no_change_since(self.session_id, previous))

    def _choose_concern(self, concern_id: str) -> None:
        self.operations.run(lambda: self.clinic.sessions.choose_concern(self.session_id, concern_id))

    def _choose_phototype(self, value: str) -> None:
        self.operations.run(lambda: self.clinic.screening.set_phototype(self.session_id, int(value)))


def _was(answer: Answer | None) -> str:
    return labels.words(answer) if answer is not None else "–"
