"""Entering a device: its kind, its model, which one of them it is."""

from PySide6.QtCore import Signal

from mnlog.domain.records import Device
from mnlog.domain.terms import DeviceKind
from mnlog.domain.units import depth_text
from mnlog.domain.vocabulary import DeviceModel
from mnlog.ui.forms import ChoiceField, Field, TextField
from mnlog.ui.labels import options
from mnlog.ui.page import Context
from mnlog.ui.panels.device_words import reach_text
from mnlog.ui.panels.form_sheet import FormSheet
from mnlog.ui.widgets.basics import label
from mnlog.ui.widgets.segmented import Segmented


class DeviceForm(FormSheet):
    """The form for a new device. What the model reaches is shown before it is entered.

    Signals:
        saved(Device): the device was entered.
        submitted, closed: as `FormSheet`.
    """

    saved = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(self.tr("New device"), self.tr("Add device"))
        self._context = context
        self._models = context.clinic.resources.vocabulary.device_models
        self._kind = Segmented(options(DeviceKind), self.tr("Kind of device"))
        self._kind.set_stretched(True)
        self._kind.set_value(DeviceKind.PEN.value)
        kind = Field(self.tr("Kind of device"), self._kind)
        self._model = ChoiceField(self.tr("Model"), required=True)
        self._facts = label("", "secondary", wrap=True)
        self._name = TextField(
            self.tr("Name"), self.tr("As you call it; the model's name when empty."), limit=80
        )
        self._serial = TextField(self.tr("Serial number"), limit=80)
        self.add_field("kind", kind)
        self.add_field("model_id", self._model)
        self.body.addWidget(self._facts)
        self.add_field("name", self._name)
        self.add_field("serial_number", self._serial)
        self.body.addStretch(1)
        self._kind.chosen.connect(lambda _kind: self._offer_models())
        self._model.changed.connect(self._explain)
        self.submitted.connect(self._save)
        self._offer_models()

    def start(self) -> None:
        """Puts the cursor where one begins."""
        self.scroll_to_top()
        self._model.setFocus()

    def clear(self) -> None:
        """Forgets what was entered."""
        self._model.set_value(None)
        self._name.set_value("")
        self._serial.set_value("")
        self._explain()

    def _offer_models(self) -> None:
        kind = self._kind.value()
        self._model.set_options(
            [(row.id, row.name) for row in self._models.values() if row.kind.value == kind]
        )
        self._explain()

    def _explain(self) -> None:
        row = self._chosen()
        self._facts.setVisible(row is not None)
        if row is not None:
            self._facts.setText("\n\n".join(self._facts_of(row)))

    def _chosen(self) -> DeviceModel | None:
        model_id = self._model.value()
        return None if model_id is None else self._models[model_id]

    def _facts_of(self, row: DeviceModel) -> list[str]:
        if row.needle_lengths_um:
            lengths = ", ".join(depth_text(each) for each in row.needle_lengths_um)
            facts = [self.tr("Heads of {lengths} mm").format(lengths=lengths)]
        else:
            facts = [reach_text(row.depth_min_um, row.depth_max_um, row.depth_step_um, row.speeds)]
        if row.needle_count is not None:
            facts[0] = self.tr("{reach}, {n} needles").format(reach=facts[0], n=row.needle_count)
        if row.on_label_text:
            facts.append(self.tr("Cleared for: {use}").format(use=row.on_label_text))
        if row.conflict:
            facts.append(self.tr("Check it: {conflict}").format(conflict=row.conflict))
        return facts

    def _save(self) -> None:
        model_id = self._model.value()
        if model_id is None:
            self._model.set_error(self.tr("Choose the model."))
            self.show_field(self._model)
            return
        name, serial, verbs = self._name.value(), self._serial.value(), self._context.clinic.stock
        done: Device | None = self._context.operations.run(
            lambda: verbs.add_device(model_id, name=name, serial_number=serial), refused=self.refuse
        )
        if done is not None:
            self.clear()
            self.saved.emit(done)
