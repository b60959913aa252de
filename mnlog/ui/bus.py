"""Where pages meet: news of writes, words for the person at the screen, and the way to another page."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from mnlog.domain.terms import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A place in the program: the page's name, and the patient or session it shows."""

    page: str
    patient_id: str | None = None
    session_id: str | None = None
    step: Step | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Words for the banner. `tone` is "good", "warn" or "danger"."""

    tone: str
    text: str
    hint: str = ""


class Bus(QObject):
    """The one place where pages meet; they never import each other.

    Signals:
        changed (Changes): a write was made; whoever shows what it touched reads again.
        said (Message): words for the banner.
        toasted (str, object): a short word at the foot; the object is a callable that undoes, or None.
        routed (Route): somebody wants to see a place.
    """

    changed = Signal(object)
    said = Signal(object)
    toasted = Signal(str, object)
    routed = Signal(object)
