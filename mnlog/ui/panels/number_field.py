"""A whole number that is typed."""

from mnlog.ui.forms import TextField


class NumberField(TextField):
    """A whole number between two bounds. What is none stays as it was typed, with the reason beneath.

    Signals:
        changed, finished: as `TextField`.
    """

    def __init__(self, title: str, minimum: int, maximum: int, hint: str = "") -> None:
        super().__init__(title, hint, limit=9)
        self._minimum, self._maximum = minimum, maximum

    def number(self) -> int | None:
        """The number; None when nothing is typed, or no number that can be (then `error` says why)."""
        text = self.value()
        if not text:
            return None
        if not (text.isdecimal() and text.isascii()):
            self.set_error(self.tr("Write a whole number."))
            return None
        number = int(text)
        if not self._minimum <= number <= self._maximum:
            words = self.tr("Write a number from {least} to {most}.")
            self.set_error(words.format(least=self._minimum, most=self._maximum))
            return None
        return number

    def set_number(self, number: int | None) -> None:
        """Shows a number without a signal."""
        self.set_value("" if number is None else str(number))
