"""The lock: by hand, or by itself after a while without a touch. What stood there goes on, unseen."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mnlog.domain.changes import Changes
from mnlog.domain.records import Clinic, Practitioner
from mnlog.domain.rules.secrets import wait_after_failures
from mnlog.errors import UserFacingError, WrongSecretError
from mnlog.services.opening import passphrase_fits
from mnlog.ui.forms import SecretField
from mnlog.ui.front import FrontPage, Progress
from mnlog.ui.main_window import MainWindow
from mnlog.ui.page import Context
from mnlog.ui.widgets.basics import button, label
from mnlog.ui.widgets.pin_pad import PinPad
from mnlog.ui.widgets.segmented import ChoiceChips

WIDTH = 420
_SECOND_MS = 1000
_S_PER_MIN = 60
_TOUCHES = {
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.KeyPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletMove,
    QEvent.Type.TabletPress,
}


class IdleWatch(QObject):
    """Notices that nobody has touched the program for a while.

    It listens at the windows, not at the application, where every paint and timer passes too.

    Signals:
        idle: the time is over. Said once, until somebody touches something.
    """

    idle = Signal()

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._touched_s = clock()
        self._limit_s = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._listen)

    def set_limit(self, minutes: int) -> None:
        """After so many minutes; 0 never."""
        self._limit_s = minutes * _S_PER_MIN
        self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched_s = self._clock()
        if self._limit_s and not self._timer.isActive():
            self._timer.start(self._limit_s * _SECOND_MS)

    def look(self) -> None:
        """Says that the time is over, or waits for the rest of it."""
        if not self._limit_s:
            return
        left_s = self._limit_s - (self._clock() - self._touched_s)
        if left_s <= 0:
            self.idle.emit()
        else:
            self._timer.start(round(left_s * _SECOND_MS) + 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return super().eventFilter(watched, event)

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)


class LockScreen(FrontPage):
    """Asks for the PIN, and after too many wrong ones for the passphrase. Shows no patient.

    Signals:
        unlocked: the right person is back.
    """

    unlocked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, WIDTH)
        self._context, self._clinic = context, context.clinic
        self._who = self._clinic.clinic.practitioner()
        self._wait_s = self._failed = 0
        self._said = ""
        self.pad = PinPad()
        self.passphrase = SecretField(self.tr("Passphrase"))
        self.open_button = button(self.tr("Unlock"), "primary")
        self.progress = Progress()
        self._hello = label("", "title")
        self._call = label("", "strong", wrap=True)
        self._call.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._call.hide()
        self._by_pin, self._by_passphrase = QWidget(), QWidget()
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self.count_down)
        self._build_card(context.clinic.clinic.clinic())
        self.pad.entered.connect(self._try_pin)
        self.passphrase.submitted.connect(self._try_passphrase)
        self.open_button.clicked.connect(self._try_passphrase)
        self._show_who(self._who)

    def show_call(self, text: str) -> None:
        """A clock behind the lock calls; whose it is stays behind the lock."""
        self._call.setText(text)
        self._call.show()

    def asks_for_passphrase(self) -> bool:
        """True when the PIN is spent."""
        return not self._by_passphrase.isHidden()

    def count_down(self) -> None:
        """One second of the wait is over."""
        self._wait_s = max(0, self._wait_s - 1)
        if self._wait_s == 0:
            self._timer.stop()
            self.pad.set_waiting(None)
            self.pad.show_error(self._said)
            self.pad.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._show_wait()

    def _build_card(self, clinic: Clinic) -> None:
        body = self.card.body
        self._hello.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(self._hello)
        note = label(self.tr("Locked. Drafts are saved and clocks run on."), "secondary", wrap=True)
        note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(note)
        body.addWidget(self._call)
        people = [each for each in self._clinic.clinic.practitioners() if each.is_active]
        if len(people) > 1:
            body.addWidget(self._make_choice(people))
        pin = QVBoxLayout(self._by_pin)
        pin.setContentsMargins(0, 8, 0, 0)
        pin.addWidget(self.pad)
        phrase = QVBoxLayout(self._by_passphrase)
        phrase.setContentsMargins(0, 8, 0, 0)
        phrase.setSpacing(12)
        words = self.tr("The PIN was wrong too often. The passphrase opens MNLog again.")
        phrase.addWidget(label(words, wrap=True))
        for part in (self.passphrase, self.open_button, self.progress):
            phrase.addWidget(part)
        body.addWidget(self._by_pin)
        body.addWidget(self._by_passphrase)
        place = label(clinic.name, "secondary")
        place.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.foot.addWidget(place)

    def _make_choice(self, people: list[Practitioner]) -> ChoiceChips:
        by_id = {each.id: each for each in people}
        chips = ChoiceChips([(each.id, each.name) for each in people], self.tr("Who is there"))
        chips.set_value(self._who.id)
        chips.chosen.connect(lambda chosen: self._show_who(by_id[chosen]))
        return chips

    def _show_who(self, who: Practitioner) -> None:
        self._who = who
        self._hello.setText(who.name)
        is_spent = self._clinic.pin_gate.is_spent(who.id)
        self._by_pin.setVisible(not is_spent)
        self._by_passphrase.setVisible(is_spent)
        target: QWidget = self.passphrase if is_spent else self.pad
        self.setFocusProxy(target)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try_pin(self, pin: str) -> None:
        try:
            self._clinic.pin_gate.check(self._who.id, pin)
        except WrongSecretError as problem:
            self._said = f"{problem.text} {problem.hint}".strip()
            if self._clinic.pin_gate.is_spent(self._who.id):
                self._show_who(self._who)
                return
            self.pad.show_error(self._said)
            self._wait_s = problem.wait_s
            if self._wait_s:
                self._show_wait()
                self._timer.start()
        except UserFacingError as problem:
            self.banner.show_error(problem)
        else:
            self._let_in()

    def _show_wait(self) -> None:
        words = self.tr("{said} Wait {seconds} s.")
        self.pad.set_waiting(words.format(said=self._said, seconds=self._wait_s))

    def _try_passphrase(self) -> None:
        typed = self.passphrase.value()
        if not typed.strip() or not self.open_button.isEnabled():
            return
        self.open_button.setEnabled(False)
        self.progress.start(self.tr("Checking the passphrase. This takes a moment by design."))
        path, who = self._clinic.folder.path, self._who.id
        self._context.tasks.run(
            lambda: passphrase_fits(path, typed, who),
            done=self._passphrase_checked,
            failed=self._passphrase_failed,
        )

    def _passphrase_checked(self, fits: bool) -> None:
        if fits:
            self._clinic.pin_gate.forgive(self._who.id)
            self._let_in()
        else:
            self._passphrase_failed(WrongSecretError(self.tr("This passphrase is somebody else's.")))

    def _passphrase_failed(self, problem: UserFacingError) -> None:
        self.progress.stop()
        if not isinstance(problem, WrongSecretError):
            self.open_button.setEnabled(True)
            self.banner.show_error(problem)
            return
        self._failed += 1
        wait_s = wait_after_failures(self._failed)
        self.passphrase.set_error(f"{problem.text} {problem.hint}".strip())
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open_button.set_text(self.tr("Wait {seconds} s").format(seconds=wait_s))
        QTimer.singleShot(wait_s * _SECOND_MS, self, self._allow_passphrase)

    def _allow_passphrase(self) -> None:
        self.open_button.set_text(self.tr("Unlock"))
        self.open_button.setEnabled(True)

    def _let_in(self) -> None:
        self._timer.stop()
        self.passphrase.clear()
        if self._clinic.desk.practitioner_id != self._who.id:
            self._clinic.desk.practitioner_id = self._who.id
            self._context.bus.changed.emit(Changes(kinds=frozenset({Practitioner.__name__})))
        self.unlocked.emit()


class Keeper(QObject):
    """Locks the window and lets the right person in again."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        super().__init__(window)
        self._window, self._context = window, context
        self.idle_watch = IdleWatch(self)
        self.idle_watch.idle.connect(self.lock)
        self.follow_clinic(context.clinic.clinic.clinic())

    def follow_clinic(self, clinic: Clinic) -> None:
        """The clinic's data changed: its name, or how long it waits."""
        self._window.name_clinic(clinic.name)
        self.idle_watch.set_limit(clinic.idle_lock_min)

    def lock(self) -> LockScreen | None:
        """Covers everything; nothing happens when it is covered."""
        if self._window.is_covered:
            return None
        # What is open beside the window asks for a file or a printer; nothing is lost when it is asked again.
        while (dialog := QApplication.activeModalWidget()) is not None and dialog.close():
            pass
        screen = LockScreen(self._context)
        screen.unlocked.connect(self._unlock)
        self._window.cover(screen)
        return screen

    def pass_on(self, text: str) -> None:
        """A clock calls; on the lock it is said without a name."""
        screen = self._window.shown()
        if isinstance(screen, LockScreen):
            screen.show_call(text)

    def _unlock(self) -> None:
        self._window.uncover()
        self.idle_watch.touch()
