"""The guided set-up: clinic, practitioner, secrets. What was typed stays, however often one goes back."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget

from mnlog.errors import RuleViolation, UserFacingError
from mnlog.ui.forms import Field
from mnlog.ui.front import FrontPage, Progress
from mnlog.ui.pages.set_up.answers import SetUpAnswers
from mnlog.ui.pages.set_up.clinic_step import ClinicStep
from mnlog.ui.pages.set_up.practitioner_step import PractitionerStep
from mnlog.ui.pages.set_up.secrets_step import SecretsStep
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.basics import Chip, ElidedLabel, button, label

WIDTH = 720


class SetUpPage(FrontPage):
    """Three calm steps on one card.

    Signals:
        finished (SetUpAnswers): everything was asked; the clinic is to be made.
        cancelled: back from the first step.
        folder_asked: the clinic is to lie somewhere else.
    """

    finished = Signal(object)
    cancelled = Signal()
    folder_asked = Signal()

    def __init__(self, theme: ThemeSource, folder: Path) -> None:
        super().__init__(theme, WIDTH)
        self.clinic = ClinicStep()
        self.practitioner = PractitionerStep()
        self.secrets = SecretsStep(lambda: (self.clinic.name.value(), self.practitioner.name.value()))
        self._all: tuple[ClinicStep | PractitionerStep | SecretsStep, ...] = (
            self.clinic,
            self.practitioner,
            self.secrets,
        )
        self.next_button = button("", "primary")
        self.back_button = button(self.tr("Back"), tall=True)
        self.progress = Progress()
        self._change = button(self.tr("Change…"), "link")
        self._title = label("", "title")
        self._where = Chip("", "accent")
        self._steps = QStackedWidget()
        self._folder = ElidedLabel("", "secondary")
        self._is_busy = False
        self._build_card()
        self.show_folder(folder)
        self.next_button.clicked.connect(self.go_on)
        self.back_button.clicked.connect(self.go_back)
        self.setFocusProxy(self._steps)
        self._go_to(0)

    def step(self) -> int:
        """The step that is shown, from 0."""
        return self._steps.currentIndex()

    def go_on(self) -> None:
        """To the next step, unless something is wrong on this one; from the last one, the clinic is made."""
        if self._is_busy:
            return
        self.clear_message()
        problem = self._all[self.step()].first_problem()
        if problem is not None:
            problem.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.step() < len(self._all) - 1:
            self._go_to(self.step() + 1)
        else:
            self._finish()

    def go_back(self) -> None:
        """To the step before; from the first one, away from here."""
        if self.step() == 0:
            self.cancelled.emit()
        else:
            self._go_to(self.step() - 1)

    def start(self) -> None:
        """The clinic is being made."""
        self.progress.start(self.tr("Making the encrypted clinic. This takes a few seconds."))
        self._set_busy(True)

    def show_error(self, problem: UserFacingError) -> None:
        """Says what kept the clinic from being made: beside its field when it is about one."""
        self.progress.stop()
        self._set_busy(False)
        field = self._field_of(problem)
        if field is None:
            self.banner.show_error(problem)
        else:
            field.set_error(f"{problem.text} {problem.hint}".strip())
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_folder(self, folder: Path) -> None:
        """Says where the clinic will lie."""
        self._folder.set_text(self.tr("Kept in {folder}").format(folder=folder))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.window().focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
            else:
                self.go_on()
        elif event.key() == Qt.Key.Key_Escape and not self._is_busy:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        practitioner = {**self.practitioner.answers(), "pin": self.secrets.pin.value()}
        self.finished.emit(
            SetUpAnswers(
                clinic=self.clinic.answers(),
                practitioner=practitioner,
                passphrase=self.secrets.passphrase.value(),
                paper_size=self.clinic.paper_size(),
            )
        )

    def _field_of(self, problem: UserFacingError) -> Field | None:
        if not isinstance(problem, RuleViolation):
            return None
        for number, step in enumerate(self._all):
            field = step.field_named(problem.field)
            if field is not None:
                self._go_to(number)
                return field
        return None

    def _build_card(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._where)
        self.card.body.addLayout(head)
        for step in self._all:
            self._steps.addWidget(step)
        self.card.body.addWidget(self._steps)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.back_button)
        row.addWidget(self.progress, 1)
        row.addWidget(self.next_button)
        self.card.body.addLayout(row)
        self._change.setAccessibleName(self.tr("Change where the clinic is kept"))
        self._change.clicked.connect(self.folder_asked)
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 0, 0, 0)
        foot.addWidget(self._folder, 1)
        foot.addWidget(self._change)
        self.foot.addLayout(foot)

    def _go_to(self, number: int) -> None:
        titles = (self.tr("Your clinic"), self.tr("You"), self.tr("Passphrase and PIN"))
        last = len(titles) - 1
        self._steps.setCurrentIndex(number)
        self._title.setText(titles[number])
        self._where.set_text(self.tr("{step} of {all}").format(step=number + 1, all=len(titles)))
        self.next_button.set_text(self.tr("Make the clinic") if number == last else self.tr("Next"))
        self.setFocusProxy(self._all[number])
        self._all[number].setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        for part in (*self._all, self.next_button, self.back_button, self._change):
            part.setEnabled(not busy)
