"""The clinic's devices: which there are, and which are still in use."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.records import Device
from mnlog.ui.labels import words
from mnlog.ui.page import Context
from mnlog.ui.panels.device_words import device_reach
from mnlog.ui.panels.rows import Rows
from mnlog.ui.widgets.basics import Card, Chip, button, hline, label


class DevicesCard(Card):
    """A row for each device; a retired one can be brought back.

    Signals: none; it writes by itself and the bus tells.

    Attributes:
        add: the button that asks for the form of a new device.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.set_title(self.tr("Devices"))
        self._context = context
        self.add = button(self.tr("Add"), "link", "plus")
        self.add.setAccessibleName(self.tr("Add a device"))
        self.header.addWidget(self.add)
        self._none = label(
            self.tr("No device yet. Add the pen or roller you treat with; a session needs one."),
            "muted",
            wrap=True,
        )
        self._rows = Rows(spacing=10)
        self.body.addWidget(self._none)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def show_devices(self, devices: Sequence[Device]) -> None:
        """Shows all devices, those in use first."""
        self._none.setVisible(not devices)
        ordered = sorted(devices, key=lambda device: not device.is_active)
        made: list[QWidget] = []
        for device in ordered:
            if made:
                made.append(hline())
            made.append(self._row(device))
        self._rows.replace(made)

    def _row(self, device: Device) -> QWidget:
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(label(device.name, "strong", wrap=True))
        facts = [words(device.kind)]
        if device.serial_number:
            facts.append(self.tr("serial {number}").format(number=device.serial_number))
        text.addWidget(label(" · ".join(facts), "secondary", wrap=True))
        text.addWidget(label(device_reach(device), "secondary", wrap=True))
        inside.addLayout(text, 1)
        if not device.is_active:
            inside.addWidget(Chip(self.tr("Retired")), 0, Qt.AlignmentFlag.AlignVCenter)
        asked = self.tr("Retire") if device.is_active else self.tr("Bring back")
        change = button(asked, "quiet")
        change.setAccessibleName(f"{asked}: {device.name}")
        change.clicked.connect(partial(self._turn, device))
        inside.addWidget(change, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _turn(self, device: Device, _checked: bool = False) -> None:
        verbs, operations = self._context.clinic.stock, self._context.operations
        wanted = not device.is_active
        done = operations.run(lambda: verbs.retire_device(device, is_active=wanted))
        if done is None:
            return

        def turn_back() -> None:
            operations.run(lambda: verbs.retire_device(done, is_active=not wanted))

        said = self.tr("{device} is in use again") if wanted else self.tr("{device} is retired")
        self._context.bus.toasted.emit(said.format(device=device.name), turn_back)
