"""A known patient's next session without a mouse: Tab, arrows, Space, Enter and the shortcuts."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mnlog.app import Program
from mnlog.demo.clinic import DEMO_PIN
from mnlog.demo.clock import DemoClock
from mnlog.domain.terms import SessionState
from mnlog.services.opening import OpenClinic
from tests.journeys.reach import GROUPS, TABS_AT_MOST, ancestor, description, name

OPTIONS_AT_MOST = 20
KEYS = Qt.Key
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Keyboard:
    """Keys pressed where the focus is, and nothing else."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        window.activateWindow()

    def focus(self) -> QWidget:
        QApplication.processEvents()
        return QApplication.focusWidget() or self.window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus(), text)
        QApplication.processEvents()

    def tab_to(self, wanted: str, of: str = "", *, back: bool = False) -> None:
        """Presses Tab until the focus is on what has this name, or on the group it is an option of."""
        met = []
        for _ in range(TABS_AT_MOST):
            if self.is_on(wanted, of) or self.steps_to(wanted, of):
                break
            self.press(KEYS.Key_Backtab if back else KEYS.Key_Tab, SHIFT if back else Qt.KeyboardModifier(0))
            met.append(name(self.focus()))
        else:
            raise AssertionError(f"the Tab key does not come to {wanted!r}, only to {sorted(set(met))}")
        for _ in range(self.steps_to(wanted, of)):
            self.press(KEYS.Key_Right)
        assert self.is_on(wanted, of), f"the arrows do not come to {wanted!r}"

    def push(self, wanted: str, of: str = "", *, key: Qt.Key = KEYS.Key_Space, back: bool = False) -> None:
        """Goes to a control and presses it; an option that the arrows chose on the way is left as it is."""
        self.tab_to(wanted, of, back=back)
        self.press(key)

    def is_on(self, wanted: str, of: str) -> bool:
        at = self.focus()
        return name(at) == wanted and of in ("", description(at))

    def steps_to(self, wanted: str, of: str) -> int:
        """How many arrows to the right lead to an option of the group with the focus; 0 when none do."""
        group = ancestor(self.focus(), GROUPS)
        options = (
            [] if group is None else [name(each) for each in group.children() if isinstance(each, QWidget)]
        )
        if group is None or wanted not in options or of not in ("", name(group)):
            return 0
        return options.index(wanted) - options.index(name(self.focus()))


def test_the_whole_session(program: Program, clinic: OpenClinic, clock: DemoClock) -> None:
    amara = clinic.patients.find("Amara Reyes")[0]
    before = clinic.patients.file_of(amara.id).sessions
    keys = Keyboard(program.window)

    open_session(keys)
    screen_and_numb(keys, clock)
    needle(keys, clock)
    keys.press(KEYS.Key_5, ALT)
    keys.tab_to("2", of="Redness")
    keys.press(KEYS.Key_6, ALT)
    keys.tab_to("PIN")
    keys.type(DEMO_PIN)
    keys.press(KEYS.Key_Return)

    sessions = clinic.patients.file_of(amara.id).sessions
    chart = clinic.sessions.chart(sessions[0].session.id)
    assert len(sessions) == len(before) + 1
    assert chart.session.state is SessionState.SIGNED
    assert [opened.lot.lot_number for opened in chart.units] == ["24F118"]
    assert [(reaction.reaction_id, reaction.grade) for reaction in chart.reactions] == [("erythema", 2)]
    assert chart.zones


def open_session(keys: Keyboard) -> None:
    keys.press(KEYS.Key_K, CTRL)
    keys.type("Amara")
    keys.press(KEYS.Key_Return)
    keys.push("New session", key=KEYS.Key_Return)


def screen_and_numb(keys: Keyboard, clock: DemoClock) -> None:
    keys.push("No change since last time")
    keys.push("No to all the rest")
    keys.press(KEYS.Key_2, ALT)
    keys.push("Patient confirms it today")
    keys.press(KEYS.Key_3, ALT)
    keys.push("Lidocaine 5 %")
    keys.push("Put on now", back=True)
    clock.advance(minutes=35)
    keys.push("Taken off now")


def needle(keys: Keyboard, clock: DemoClock) -> None:
    keys.press(KEYS.Key_4, ALT)
    keys.push("Same as 24 Oct")
    keys.push(lot_chip(keys, "24F118"))
    clock.advance(minutes=24)
    keys.push("Finished now")


def lot_chip(keys: Keyboard, number: str) -> str:
    names = (each.accessibleName() for each in keys.window.findChildren(QWidget) if each.isVisible())
    return next(each for each in names if each.startswith(number))
