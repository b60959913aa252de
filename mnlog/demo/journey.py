"""The main job, done at the chair by tapping: a session of a known patient, and the first of a new one."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from mnlog.demo.hands import Hands
from mnlog.domain.terms import Side

Moment = Callable[[str], None]
"""Called with the name of what was just done: to take a picture, to look into the database."""
Pause = Callable[[float], None]
"""Lets minutes pass: the skin grows numb, the needling takes its time."""


def ignore(_name: str) -> None:
    """Looks at nothing."""


def repeat_session(
    hands: Hands,
    *,
    patient: str,
    last_time: str,
    lot: str,
    pin: str,
    pause: Pause,
    moment: Moment = ignore,
) -> None:
    """A session of a known patient, from Today to the signature.

    Args:
        patient: the name in the list of patients.
        last_time: the day on the button "Same as ...".
        lot: the text of the lot's chip.
        pin: typed at the end.
    """
    hands.tap("Patients")
    hands.tap_row(patient)
    moment("patient")
    hands.tap("New session")
    hands.tap("No change since last time")
    hands.tap("No to all the rest")
    moment("screening")
    hands.tap("Consent")
    hands.tap("Patient confirms it today")
    moment("consent")
    hands.tap("Numbing")
    hands.tap("Lidocaine 5 %")
    hands.tap("Put on now")
    pause(21.5)
    moment("numbing")
    pause(13.5)
    hands.tap("Taken off now")
    hands.tap("Needling")
    hands.tap(f"Same as {last_time}")
    hands.tap(lot)
    pause(24)
    moment("needling")
    hands.tap("Finished now")
    hands.tap("Reactions")
    hands.tap("2", of="Redness")
    moment("reactions")
    hands.tap("Aftercare and sign")
    moment("sign")
    sign(hands, pin)
    moment("signed")


def sign(hands: Hands, pin: str) -> None:
    """Types the PIN and presses Enter."""
    hands.find("PIN").setFocus()
    hands.type(pin)
    hands.press(Qt.Key.Key_Return)


def needle_cheeks(hands: Hands, *, lot: str) -> None:
    """Opens a unit and sets both cheeks to one step above the least, on a pen."""
    hands.tap(lot)
    hands.tap_zone("cheek", Side.LEFT)
    for _ in range(3):
        hands.tap("Deeper")
