"""What the keyboard can do anywhere: one table, bound by the workspace and shown on its sheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing the keyboard does.

    Attributes:
        id: names its handler.
        title: what it does, as on the sheet.
        group: the heading it stands under.
        keys: what is bound.
        also: a key that is only shown, because it is given to whoever has the focus first.
        page: the page it opens; empty when it does something else.
    """

    id: str
    title: str
    group: str
    keys: tuple[str, ...]
    also: tuple[str, ...] = ()
    page: str = ""


PLACES, WORK, PROGRAM = "Places", "Work", "Program"

ACTIONS: tuple[Action, ...] = (
    Action(id="today", title="Today", group=PLACES, keys=("Ctrl+1",), page="today"),
    Action(id="patients", title="Patients", group=PLACES, keys=("Ctrl+2",), page="patients"),
    Action(id="stock", title="Stock", group=PLACES, keys=("Ctrl+3",), page="stock"),
    Action(id="settings", title="Settings", group=PLACES, keys=("Ctrl+,",), page="settings"),
    Action(id="back", title="Back to the page before", group=PLACES, keys=("Alt+Left",), also=("Esc",)),
    Action(id="search", title="Find a patient", group=WORK, keys=("Ctrl+K",)),
    Action(id="new_session", title="New session: choose the patient", group=WORK, keys=("Ctrl+N",)),
    Action(id="lock", title="Lock", group=PROGRAM, keys=("Ctrl+L",)),
    Action(id="full_screen", title="Full screen, and back", group=PROGRAM, keys=("F11",)),
    Action(id="shortcuts", title="This sheet", group=PROGRAM, keys=("F1", "?")),
    Action(id="quit", title="Close MNLog", group=PROGRAM, keys=("Ctrl+Q",)),
)


def words(text: str) -> str:
    """A title or group of the table in the program's language."""
    return QCoreApplication.translate("actions", text)


def key_text(keys: str) -> str:
    """A key as people of this computer know it: "Ctrl+K", or "⌘K" on a Mac."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def bind(host: QWidget, handlers: Mapping[str, Callable[[], object]]) -> tuple[QShortcut, ...]:
    """Binds every action of the table to its handler, for as long as `host` is in sight.

    Raises:
        KeyError: when an action has no handler.
    """
    bound = []
    for action in ACTIONS:
        for keys in action.keys:
            shortcut = QShortcut(QKeySequence(keys), host)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(handlers[action.id])
            bound.append(shortcut)
    return tuple(bound)
