"""What the steps of a session show: the chart, last time's, and what is still missing."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from mnlog.domain.charts import SessionChart
from mnlog.domain.moments import time_between
from mnlog.domain.rules.course import IntervalCheck
from mnlog.domain.rules.numbing import NumbingPhase, numbing_clock
from mnlog.domain.rules.screening import findings
from mnlog.domain.rules.signing import Missing
from mnlog.domain.terms import ConsentMethod, Severity, Step
from mnlog.domain.units import whole_minutes
from mnlog.domain.vocabulary import Vocabulary
from mnlog.ui import labels
from mnlog.ui.page import Context
from mnlog.ui.typing import TypedSave


@dataclass(frozen=True, slots=True, kw_only=True)
class Chair:
    """One session as the steps see it.

    Attributes:
        previous: the patient's last signed session, for ghosts and "same as last time".
        interval: how long ago that was.
    """

    chart: SessionChart
    previous: SessionChart | None
    missing: tuple[Missing, ...]
    interval: IntervalCheck | None
    now: datetime

    def lacks(self, step: Step) -> bool:
        """True when something of this step keeps the session from being signed."""
        return any(item.step is step for item in self.missing)


class StepView(QWidget):
    """Base of the six steps. It shows a chair; what it changes comes back as a new one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.clinic = context.clinic
        self.operations = context.operations
        self.vocabulary = context.clinic.resources.vocabulary
        self.chair: Chair | None = None
        self._typed: list[TypedSave] = []

    @property
    def session_id(self) -> str:
        """The session in hand."""
        assert self.chair is not None  # noqa: S101 a step is only reached with a session in it
        return self.chair.chart.session.id

    def show_chair(self, chair: Chair) -> None:
        """Shows a session, or the same one after a change."""
        self.chair = chair
        self.refresh()

    def refresh(self) -> None:
        """Shows the chair."""

    def flush(self) -> None:
        """Saves letters that are still waiting."""
        for typed in self._typed:
            typed.flush()


def _tr(text: str) -> str:
    return QCoreApplication.translate("session", text)


def step_state(step: Step, chair: Chair, vocabulary: Vocabulary) -> tuple[str, str]:
    """State ("todo", "done", "attention") and subtitle of a step's tile."""
    text = {
        Step.SCREENING: _screening,
        Step.CONSENT: _consent,
        Step.NUMBING: _numbing,
        Step.NEEDLING: _needling,
        Step.REACTIONS: _reactions,
        Step.SIGN: _sign,
    }[step](chair, vocabulary)
    if step is Step.SIGN:
        return ("todo" if chair.chart.is_draft else "done"), text
    if not chair.lacks(step):
        return "done", text
    return ("attention" if _is_begun(step, chair) else "todo"), text


def _is_begun(step: Step, chair: Chair) -> bool:
    chart = chair.chart
    return {
        Step.SCREENING: bool(chart.answers),
        Step.CONSENT: chart.consent is not None or chart.open_consent is not None,
        Step.NUMBING: bool(chart.numbings),
        Step.NEEDLING: bool(chart.zones or chart.units or chart.device),
        Step.REACTIONS: chart.end_observation is not None,
        Step.SIGN: False,
    }[step]


def _screening(chair: Chair, vocabulary: Vocabulary) -> str:
    found = findings(chair.chart.answers, vocabulary.questions)
    held = [finding for finding in found if finding.severity is Severity.ABSOLUTE]
    if held:
        return held[0].name
    if found:
        return _tr("{count} to keep in mind").format(count=len(found))
    return _tr("Not finished") if chair.lacks(Step.SCREENING) else _tr("No contraindication")


def _consent(chair: Chair, vocabulary: Vocabulary) -> str:
    del vocabulary
    consent = chair.chart.consent
    if consent is None:
        return _tr("Not given")
    if consent.withdrawn_at is not None:
        return _tr("Withdrawn")
    if chair.lacks(Step.CONSENT):
        return _tr("Does not cover this yet")
    if consent.session_id != chair.chart.session.id:
        day = labels.short_date(consent.signed_at.date(), chair.chart.clinic.locale)
        return _tr("Confirmed, from {day}").format(day=day)
    moment = labels.clock_time(consent.signed_at, chair.chart.clinic.locale)
    word = _tr("On paper {time}") if consent.method is ConsentMethod.PAPER else _tr("Signed {time}")
    return word.format(time=moment)


def _numbing(chair: Chair, vocabulary: Vocabulary) -> str:
    chart = chair.chart
    if not chart.numbings:
        return _tr("None used") if chart.session.no_numbing else _tr("Not decided")
    numbing = chart.numbings[0]
    product = vocabulary.numbing_products[numbing.product_id]
    clock = numbing_clock(numbing, product, chair.now)
    if clock.phase is NumbingPhase.NOT_ON:
        return _tr("{product}, not on yet").format(product=product.name)
    if clock.phase is NumbingPhase.OFF and numbing.on_at and numbing.off_at:
        minutes = whole_minutes(time_between(numbing.on_at, numbing.off_at))
        return _tr("{minutes} min · {product}").format(minutes=minutes, product=product.name)
    return _tr("On · {product}").format(product=product.name)


def _needling(chair: Chair, vocabulary: Vocabulary) -> str:
    del vocabulary
    count = len(chair.chart.zones)
    if not count:
        return _tr("No zones yet")
    return _tr("1 zone") if count == 1 else _tr("{count} zones").format(count=count)


def _reactions(chair: Chair, vocabulary: Vocabulary) -> str:
    chart, end = chair.chart, chair.chart.end_observation
    seen = [reaction for reaction in chart.reactions if end is not None and reaction.observation_id == end.id]
    if seen:
        names = [vocabulary.reactions[reaction.reaction_id].name for reaction in seen]
        return ", ".join(dict.fromkeys(names))
    return _tr("None seen") if end is not None and end.none_seen else _tr("None recorded")


def _sign(chair: Chair, vocabulary: Vocabulary) -> str:
    del vocabulary
    session = chair.chart.session
    if session.signed_at is not None:
        moment = labels.clock_time(session.signed_at, chair.chart.clinic.locale)
        return _tr("Signed {time}").format(time=moment)
    count = len(chair.missing)
    return _tr("{count} missing").format(count=count) if count else _tr("Ready to sign")
