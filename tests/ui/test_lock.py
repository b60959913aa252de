"""The lock: what it hides, who gets past it, and when it comes by itself."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mnlog.app import Program
from mnlog.ui.bus import Message, Route
from mnlog.ui.dialogs.shortcut_sheet import ShortcutSheet
from mnlog.ui.lock import IdleWatch, LockScreen
from mnlog.ui.numbing_watch import NumbingWatch
from tests.ui.clinic_fixture import PASSPHRASE, PIN, SteppingClock
from tests.ui.shell_hands import clinic_of, fill, space, words_in_sight

pytest_plugins = ["tests.ui.clinic_plugin", "tests.ui.shell_plugin"]


def lock(program: Program) -> LockScreen:
    assert program.keeper is not None
    program.keeper.lock()
    QApplication.processEvents()
    shown = program.window.shown()
    assert isinstance(shown, LockScreen)
    return shown


def test_the_lock_covers_everything_and_the_pin_brings_back(qtbot: QtBot, running: Program) -> None:
    space(running).go(Route(page="patients"))
    space(running).show_shortcuts()
    qtbot.keyClick(running.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    screen = running.window.shown()
    assert isinstance(screen, LockScreen)
    assert not space(running).isVisible()
    assert not [sheet for sheet in running.window.findChildren(ShortcutSheet) if sheet.isVisible()]
    assert "Amara" not in words_in_sight(running.window)
    qtbot.keyClicks(screen.pad, PIN)
    qtbot.keyClick(screen.pad, Qt.Key.Key_Return)
    assert running.window.shown() is space(running)
    assert space(running).route() == Route(page="patients")


def test_keys_of_the_work_space_sleep_behind_the_lock(qtbot: QtBot, running: Program) -> None:
    screen = lock(running)
    qtbot.keyClick(screen, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert space(running).route() == Route(page="today")
    assert running.window.shown() is screen


def test_after_five_wrong_pins_only_the_passphrase_helps(
    qtbot: QtBot, running: Program, clock: SteppingClock
) -> None:
    screen = lock(running)
    for left in (4, 3, 2, 1, 0):
        screen.pad.entered.emit("0000")
        clock.now += timedelta(minutes=2)
        if left:
            assert f"{left} tr" in screen.pad.accessibleDescription()
            while not screen.pad.key("1").isEnabled():
                screen.count_down()
    assert screen.asks_for_passphrase()
    assert not screen.pad.isVisible()
    fill(qtbot, screen.passphrase, "somebody else entirely")
    screen.open_button.click()
    qtbot.waitUntil(lambda: bool(screen.passphrase.error()))
    assert not screen.open_button.isEnabled()
    assert screen.open_button.text() == "Wait 1 s"
    qtbot.waitUntil(screen.open_button.isEnabled)
    screen.passphrase.clear()
    fill(qtbot, screen.passphrase, PASSPHRASE)
    screen.open_button.click()
    qtbot.waitUntil(lambda: not running.window.is_covered)
    again = lock(running)
    assert not again.asks_for_passphrase()


def test_it_locks_itself_when_nobody_touches_it(qtbot: QtBot, running: Program) -> None:
    at = [0.0]
    watch = IdleWatch(running.window, clock=lambda: at[0])
    watch.set_limit(10)
    at[0] = 599.0
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    handle = running.window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_F9)
    at[0] = 1198.0
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    at[0] = 1200.0
    with qtbot.waitSignal(watch.idle):
        watch.look()
    watch.set_limit(0)
    at[0] = 1e6
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()


def test_a_numbing_calls_behind_the_lock_without_a_name(running: Program, clock: SteppingClock) -> None:
    clinic, bus = clinic_of(running), space(running)._context.bus
    said: list[Message] = []
    bus.said.connect(said.append)
    session = clinic.sessions.start(clinic.patients.find("")[0].id).result
    numbing = clinic.numbing.choose(session.id, "lidocaine_5").result
    bus.changed.emit(clinic.numbing.put_on(numbing.id).changes)
    watch = running.findChild(NumbingWatch)
    assert watch is not None
    watch.look()
    assert said == []
    screen = lock(running)
    shortest_s = clinic.resources.vocabulary.numbing_products["lidocaine_5"].contact_min_s
    clock.go(minutes=shortest_s // 60)
    watch.look()
    watch.look()
    (message,) = said
    assert (message.tone, message.text) == ("good", "Amara Reyes: The numbing is ready.")
    assert "The numbing is ready" in words_in_sight(screen)
    assert "Amara" not in words_in_sight(running.window)
    bus.changed.emit(clinic.numbing.take_off(numbing.id).changes)
    assert not watch._timer.isActive()


def test_the_clinics_own_wait_is_followed(running: Program) -> None:
    assert running.keeper is not None
    assert running.keeper.idle_watch._limit_s == 600
    changes = clinic_of(running).clinic.change_clinic(idle_lock_min=3, name="Quay Skin").changes
    space(running)._context.bus.changed.emit(changes)
    assert running.keeper.idle_watch._limit_s == 180
    assert running.window.windowTitle() == "MNLog · Quay Skin"
