"""What stands in the window while a clinic is open: rail, pages, messages, and the way from page to page."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mnlog.ui.actions import ACTIONS, bind, key_text
from mnlog.ui.bus import Message, Route
from mnlog.ui.dialogs.overlay import HOST
from mnlog.ui.dialogs.shortcut_sheet import ShortcutSheet
from mnlog.ui.page import Context, Page
from mnlog.ui.widgets.banner import Banner, Toast
from mnlog.ui.widgets.basics import label
from mnlog.ui.widgets.rail import Rail, RailItem
from mnlog.ui.widgets.search_field import SearchField

PageFactory = Callable[[Context], Page]

HOME = "today"
LOCK = "lock"
SECTION_OF: Mapping[str, str] = {"patient": "patients", "session": "today"}
"""The place on the rail that a page belongs to, where it has none of its own."""
_REMEMBERED = 50


class Workspace(QWidget):
    """Rail at the edge, one page beside it. A page is made when it is first asked for.

    Signals:
        lock_asked: somebody wants the screen locked.
        appearance_changed: light, dark or the text's size was chosen anew.
        route_shown (Route): a place is shown now.
    """

    lock_asked = Signal()
    appearance_changed = Signal()
    route_shown = Signal(object)

    def __init__(self, context: Context, pages: Mapping[str, PageFactory], notice: str = "") -> None:
        super().__init__()
        self.setObjectName(HOST)
        self._context, self._factories = context, pages
        self._pages: dict[str, Page] = {}
        self._route = Route(page=HOME)
        self._trail: list[Route] = []
        self._undo: Callable[[], object] | None = None
        self._rail = self._make_rail()
        self._stack = QStackedWidget()
        self._banner = Banner()
        self._build(notice)
        self._toast = Toast(self._stack)
        self._toast.undone.connect(self._undo_last)
        self._shortcuts = bind(self, self._handlers())
        context.bus.routed.connect(self.go)
        context.bus.said.connect(self._say)
        context.bus.toasted.connect(self._show_toast)
        self._show(self._route)

    def go(self, route: Route) -> None:
        """Shows a place and remembers the one before."""
        if route != self._route:
            self._trail = [*self._trail, self._route][-_REMEMBERED:]
        self._show(route)

    def go_back(self) -> None:
        """Shows the place before; from the first one, Today."""
        route = self._trail.pop() if self._trail else Route(page=HOME)
        self._show(route)

    def route(self) -> Route:
        """What is shown."""
        return self._route

    def page(self, name: str) -> Page:
        """A page by its name; made now when nobody has seen it yet."""
        if name not in self._pages:
            made = self._factories[name](self._context)
            self._pages[name] = made
            self._stack.addWidget(made)
            for name_of_signal, answer in (
                ("appearance_changed", self.appearance_changed),
                ("search_asked", self.open_patient_search),
            ):
                asked = getattr(made, name_of_signal, None)
                if isinstance(asked, SignalInstance):
                    asked.connect(answer)
        return self._pages[name]

    def open_patient_search(self, words: str = "") -> None:
        """Goes to the list of patients, ready to type; `words` are typed already."""
        self.go(Route(page="patients"))
        search = self.page("patients").findChild(SearchField)
        if search is not None:
            if words:
                search.set_text(words)
            search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            search.edit.selectAll()

    def show_shortcuts(self) -> None:
        """Shows the sheet of keys, unless it is there."""
        if not any(sheet.isVisible() for sheet in self.findChildren(ShortcutSheet)):
            ShortcutSheet(self._context.theme, self).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Not a shortcut: whoever has the focus is asked first whether Esc means something to it.
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _show(self, route: Route) -> None:
        page = self.page(route.page)
        self._route = route
        self._banner.clear()
        self._stack.setCurrentWidget(page)
        page.open_route(route)
        self._rail.set_current(SECTION_OF.get(route.page, route.page))
        self.route_shown.emit(route)

    def _make_rail(self) -> Rail:
        top = [
            RailItem("today", self.tr("Today"), "calendar"),
            RailItem("patients", self.tr("Patients"), "user"),
            RailItem("stock", self.tr("Stock"), "package"),
        ]
        bottom = [
            RailItem("settings", self.tr("Settings"), "settings"),
            RailItem(LOCK, self.tr("Lock"), "lock"),
        ]
        rail = Rail(self._context.theme, top, bottom)
        for action in ACTIONS:
            with suppress(KeyError):  # most actions have no place on the rail
                rail.button_of(action.id).setToolTip(key_text(action.keys[0]))
        rail.selected.connect(self._selected)
        return rail

    def _build(self, notice: str) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if notice:
            column.addWidget(_notice(notice))
        margin = QHBoxLayout()
        margin.setContentsMargins(24, 0, 24, 0)
        margin.addWidget(self._banner)
        column.addLayout(margin)
        column.addWidget(self._stack, 1)
        row.addLayout(column, 1)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        pages: dict[str, Callable[[], object]] = {
            action.id: partial(self.go, Route(page=action.page)) for action in ACTIONS if action.page
        }
        return {
            **pages,
            "back": self.go_back,
            "search": self.open_patient_search,
            "new_session": self.open_patient_search,
            "lock": self.lock_asked.emit,
            "full_screen": self._toggle_full_screen,
            "shortcuts": self.show_shortcuts,
            "quit": lambda: self.window().close(),
        }

    def _selected(self, place: str) -> None:
        if place == LOCK:
            self.lock_asked.emit()
        else:
            self.go(Route(page=place))

    def _toggle_full_screen(self) -> None:
        window = self.window()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _say(self, message: Message) -> None:
        self._banner.show_message(message.tone, message.text, message.hint)

    def _show_toast(self, text: str, undo: Callable[[], object] | None) -> None:
        self._undo = undo
        self._toast.show_message(text, undo=undo is not None)

    def _undo_last(self) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()


def _notice(text: str) -> QFrame:
    strip = QFrame()
    strip.setProperty("kind", "bar")
    row = QHBoxLayout(strip)
    row.setContentsMargins(24, 6, 24, 6)
    row.addWidget(label(text, "secondary"), 1)
    return strip
