"""Third step: the passphrase that locks the records, and the PIN for the day's work."""

from collections.abc import Callable

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from mnlog.domain.rules.secrets import PIN_DIGITS, check_passphrase, check_pin
from mnlog.ui.forms import Field, SecretField
from mnlog.ui.widgets.basics import hline, label


class SecretsStep(QWidget):
    """Asks for passphrase and PIN, each twice, and says while one types what is wrong.

    Signals:
        none.
    """

    def __init__(self, names: Callable[[], tuple[str, ...]]) -> None:
        """`names` gives those that a thief would try first: the clinic's and the practitioner's."""
        super().__init__()
        self._names = names
        self.passphrase = SecretField(self.tr("Passphrase"), required=True)
        self.passphrase_again = SecretField(self.tr("Passphrase again"), required=True)
        self.pin = SecretField(self.tr("PIN"), self.tr("4 to 8 digits"), required=True)
        self.pin_again = SecretField(self.tr("PIN again"), required=True)
        self.verdict = label("", "secondary", wrap=True)
        for each in (self.pin, self.pin_again):
            _digits_only(each)
        self.passphrase.changed.connect(self._judge)
        self._build()
        self._judge()
        self.setFocusProxy(self.passphrase)

    def first_problem(self) -> Field | None:
        """Says beside each field what is wrong with it; returns the first of them."""
        found: list[Field] = []
        for field, problem in self._problems():
            field.set_error(problem)
            if problem:
                found.append(field)
        self.verdict.setVisible(not self.passphrase.error())
        return found[0] if found else None

    def field_named(self, name: str) -> Field | None:
        """The field that a service's refusal is about."""
        return {"passphrase": self.passphrase, "pin": self.pin}.get(name)

    def _problems(self) -> list[tuple[SecretField, str]]:
        weak = check_passphrase(self.passphrase.value(), self._names())
        unusable = check_pin(self.pin.value())
        return [
            (self.passphrase, "\n".join(weak)),
            (self.passphrase_again, self._difference(self.passphrase, self.passphrase_again)),
            (self.pin, unusable[0] if unusable else ""),
            (self.pin_again, self._difference(self.pin, self.pin_again)),
        ]

    def _difference(self, one: SecretField, other: SecretField) -> str:
        return "" if one.value() == other.value() else self.tr("These two differ.")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        why = self.tr(
            "The passphrase encrypts every record and is typed when MNLog starts. Four or five words that "
            "mean nothing together are strong and easy to remember. Nobody can recover it: without it the "
            "records stay closed for good, so write it down and lock it away."
        )
        column.addWidget(label(why, "muted", wrap=True))
        column.addLayout(_pair(self.passphrase, self.passphrase_again))
        column.addWidget(self.verdict)
        column.addWidget(hline())
        brief = self.tr("The PIN brings you back when the screen locked itself, and signs a session.")
        column.addWidget(label(brief, "muted", wrap=True))
        column.addLayout(_pair(self.pin, self.pin_again))
        column.addStretch(1)

    def _judge(self) -> None:
        typed = self.passphrase.value()
        problems = check_passphrase(typed, self._names()) if typed else []
        if problems:
            words = "\n".join(f"•  {problem}" for problem in problems)
        elif typed:
            words = self.tr("✓  Long enough, and not among the first that anybody would try.")
        else:
            words = self.tr("10 characters or more; longer is stronger.")
        self.verdict.setText(words)
        self.verdict.show()
        self.verdict.setAccessibleName(words)


def _pair(left: Field, right: Field) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.addWidget(left, 0, 0)
    grid.addWidget(right, 0, 1)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _digits_only(field: SecretField) -> None:
    line = field.focusProxy()
    if isinstance(line, QLineEdit):
        pattern = QRegularExpression(f"[0-9]{{0,{PIN_DIGITS[-1]}}}")
        line.setValidator(QRegularExpressionValidator(pattern, line))
