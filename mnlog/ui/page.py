"""What every page is: it shows records, calls services, and reads again when somebody wrote."""

from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from mnlog.domain.changes import Changes
from mnlog.services.opening import OpenClinic
from mnlog.settings import Settings
from mnlog.ui.bus import Bus, Route
from mnlog.ui.operations import Operations
from mnlog.ui.tasks import Tasks
from mnlog.ui.theme import ThemeSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a page is given: the open clinic, the way to news and words, the look, work beside the window."""

    clinic: OpenClinic
    bus: Bus
    operations: Operations
    tasks: Tasks
    theme: ThemeSource
    settings: Settings


class Page(QWidget):
    """Base of all pages. A hidden page waits with reading until it is shown.

    Subclasses override `refresh`, and `concerns` when not every write touches them.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._is_stale = True
        context.bus.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Reads again and shows what there is."""

    def concerns(self, changes: Changes) -> bool:
        """Whether a write touches what this page shows."""
        del changes
        return True

    def open_route(self, route: Route) -> None:
        """Shows the patient or session of a route."""
        del route
        self.mark_stale()

    def mark_stale(self) -> None:
        """Reads again now if it is in sight, else when it is next shown."""
        self._is_stale = True
        if self.isVisible():
            self._read()

    def go(self, page: str, *, patient_id: str | None = None, session_id: str | None = None) -> None:
        """Asks for another page."""
        self.context.bus.routed.emit(Route(page=page, patient_id=patient_id, session_id=session_id))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._read()

    def _on_changed(self, changes: Changes) -> None:
        if self.concerns(changes):
            self.mark_stale()

    def _read(self) -> None:
        self._is_stale = False
        self.refresh()
