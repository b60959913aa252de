"""Fields that are saved one by one, as each is left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from mnlog.ui.forms import ChoiceField, Field, TextField
from mnlog.ui.panels.number_field import NumberField
from mnlog.ui.typing import TypedSave
from mnlog.ui.widgets.basics import Chip
from mnlog.ui.widgets.segmented import Segmented

_NOTE_MS = 2_500
Save = Callable[[str, Any], bool]
"""Saves a value under a name; False when it was refused, and said beside its field."""


class SavedNote(Chip):
    """A quiet word that something was saved; it goes by itself."""

    def __init__(self) -> None:
        super().__init__("", "good", "check")
        self.set_text(self.tr("Saved"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NOTE_MS)
        self._timer.timeout.connect(self.hide)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def flash(self) -> None:
        """Says it again."""
        self.show()
        self._timer.start()


class SavedFields(QObject):
    """Keeps fields in step with a record: a value that differs is saved, a refused one stays with its reason.

    Signals:
        saved: a value was saved.
    """

    saved = Signal()

    def __init__(self, save: Save, parent: QObject) -> None:
        super().__init__(parent)
        self._save = save
        self._fields: dict[str, Field] = {}
        self._segments: dict[str, Segmented] = {}
        self._blocks: dict[str, TypedSave] = {}
        self._stored: dict[str, Any] = {}

    def watch_line(self, name: str, field: TextField) -> TextField:
        """A line of text, saved when it is left."""
        self._keep(name, field)
        field.finished.connect(lambda: self._changed(name, field.value()))
        return field

    def watch_block(self, name: str, field: TextField) -> TextField:
        """Several lines, saved while one pauses."""
        self._keep(name, field)
        self._blocks[name] = TypedSave(field, lambda text: self._changed(name, text))
        return field

    def watch_number(self, name: str, field: NumberField) -> NumberField:
        """A whole number, saved when it is left."""
        self._keep(name, field)
        field.finished.connect(lambda: self._number_left(name, field))
        return field

    def watch_choice(self, name: str, field: ChoiceField) -> ChoiceField:
        """One of a list, saved at once."""
        self._keep(name, field)
        field.chosen.connect(lambda value: self._changed(name, value))
        return field

    def watch_segments(self, name: str, field: Segmented) -> Segmented:
        """One of a few, saved at once."""
        self._segments[name] = field
        field.chosen.connect(lambda value: self._changed(name, value))
        return field

    def field(self, name: str) -> Field | None:
        """The field of a name, for a refusal to stand beside."""
        return self._fields.get(name)

    def retry(self, name: str) -> None:
        """Saves what was refused before; nothing happens when nothing was."""
        field = self._fields[name]
        if isinstance(field, NumberField) and field.error():
            field.clear_error()
            self._number_left(name, field)

    def show(self, values: dict[str, Any]) -> None:
        """Shows what is stored. What is being typed, or was refused, stays as it is."""
        self._stored = dict(values)
        for name, field in self._fields.items():
            if name in self._blocks:
                self._blocks[name].show(values[name])
            elif not field.error() and not self._is_being_typed(field):
                self._show_one(field, values[name])
        for name, segments in self._segments.items():
            segments.set_value(values[name])

    def _keep(self, name: str, field: Field) -> None:
        self._fields[name] = field
        field.setObjectName(name)

    def _is_being_typed(self, field: Field) -> bool:
        focused = QApplication.focusWidget()
        return isinstance(field, TextField) and focused is not None and field.isAncestorOf(focused)

    def _show_one(self, field: Field, value: Any) -> None:
        if isinstance(field, NumberField):
            field.set_number(value)
        elif isinstance(field, TextField | ChoiceField):
            field.set_value(value)

    def _number_left(self, name: str, field: NumberField) -> None:
        number = field.number()
        if number is not None:
            self._changed(name, number)
        elif not field.error():
            field.set_number(self._stored.get(name))  # an emptied number says nothing: what is stored holds

    def _changed(self, name: str, value: Any) -> bool:
        if self._stored.get(name) == value:
            return True
        done = self._save(name, value)
        if done:
            self.saved.emit()
        return done
