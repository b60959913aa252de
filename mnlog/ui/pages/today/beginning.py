"""What Today says while there is nothing yet: what to do first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.ui.widgets.basics import Button, Card, Chip, IconLabel, button, label


class EmptyRoomCard(Card):
    """Nobody is in the room.

    Signals:
        action_triggered: a patient is to be chosen.
    """

    action_triggered = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(IconLabel("user", 28))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(self.tr("Nobody is in the room"), "strong"))
        hint = self.tr("Choose a patient to begin a session, or take one up that was left open.")
        words.addWidget(label(hint, "secondary", wrap=True))
        row.addLayout(words, 1)
        self.choose_button = button(self.tr("Choose a patient"))
        self.choose_button.clicked.connect(self.action_triggered)
        row.addWidget(self.choose_button)
        self.body.addLayout(row)


class BeginningCard(Card):
    """The first things a new clinic needs, ticked as they are there.

    Signals:
        stock_asked: devices and lots are to be entered.
        patient_asked: a patient is to be entered.
    """

    stock_asked = Signal()
    patient_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.set_title(self.tr("Two things before the first session"))
        self.stock_button = button(self.tr("Open Stock"))
        self.patient_button = button(self.tr("Open Patients"))
        self.stock_button.clicked.connect(self.stock_asked)
        self.patient_button.clicked.connect(self.patient_asked)
        self._stock_done = Chip(self.tr("Done"), "good", "check")
        self._patient_done = Chip(self.tr("Done"), "good", "check")
        self.body.addWidget(
            _line(
                "package",
                self.tr("Your device and what came in its box"),
                self.tr("The pen or roller, and the lot of its cartridges: every session names them."),
                self.stock_button,
                self._stock_done,
            )
        )
        self.body.addWidget(
            _line(
                "user",
                self.tr("Your first patient"),
                self.tr("A name is enough to begin. A session starts from the patient's page."),
                self.patient_button,
                self._patient_done,
            )
        )

    def show_done(self, *, patient: bool, stock: bool) -> None:
        """Ticks what is there."""
        for done, chip, made in (
            (stock, self._stock_done, self.stock_button),
            (patient, self._patient_done, self.patient_button),
        ):
            chip.setVisible(done)
            made.setVisible(not done)


def _line(icon: str, text: str, hint: str, action: Button, done: Chip) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 4, 0, 4)
    row.setSpacing(16)
    row.addWidget(IconLabel(icon, 28))
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(label(text, "strong"))
    words.addWidget(label(hint, "secondary", wrap=True))
    row.addLayout(words, 1)
    row.addWidget(done)
    row.addWidget(action)
    return line
