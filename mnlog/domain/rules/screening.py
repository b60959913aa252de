"""What the screening answers mean: findings, what is still to be asked, what changed since last time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mnlog.domain.records import Patient, ScreeningAnswer
from mnlog.domain.terms import Answer, Severity
from mnlog.domain.vocabulary import ScreeningQuestion

AGE_QUESTIONS = {"age_under_18": 18, "age_under_22": 22}
"""Questions about age, and the age they ask about. US clearances of devices are for 22 years and older."""
PIGMENT_RISK_PHOTOTYPE = 4
"""From Fitzpatrick IV on, post-inflammatory hyperpigmentation is more likely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A positive or unsure answer, or what follows from the patient's data.

    Attributes:
        question_id: the question, or the id of an automatic finding such as "age_under_18".
        answer_id: the stored answer, for an override; None when automatic.
        numbing_only: it speaks against the cream, not against the needle.
    """

    question_id: str
    name: str
    severity: Severity
    reason: str
    details: str = ""
    is_unsure: bool = False
    numbing_only: bool = False
    answer_id: str | None = None
    override_reason: str = ""

    @property
    def holds_back(self) -> bool:
        """True when it keeps the session from being signed without a reason."""
        return self.severity is Severity.ABSOLUTE and not self.numbing_only and not self.override_reason


def findings(
    answers: Iterable[ScreeningAnswer], questions: Mapping[str, ScreeningQuestion]
) -> tuple[Finding, ...]:
    """Positive and unsure answers, the weightiest first."""
    found = [
        Finding(
            question_id=answer.question_id,
            name=questions[answer.question_id].name,
            severity=questions[answer.question_id].severity,
            reason=questions[answer.question_id].reason,
            details=answer.details,
            is_unsure=answer.answer is Answer.UNSURE,
            numbing_only=questions[answer.question_id].absolute_for_numbing_only,
            answer_id=answer.id,
            override_reason=answer.override_reason,
        )
        for answer in answers
        if answer.answer in (Answer.YES, Answer.UNSURE)
    ]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def answers_by_age(patient: Patient, day: date) -> dict[str, Answer]:
    """What the birth date answers by itself: question id to answer; nothing when it is unknown."""
    age = patient.age_on(day)
    if age is None:
        return {}
    return {key: Answer.YES if age < limit else Answer.NO for key, limit in AGE_QUESTIONS.items()}


def patient_findings(patient: Patient) -> tuple[Finding, ...]:
    """What follows from the phototype: a reminder, decided by people."""
    if patient.phototype is None or patient.phototype < PIGMENT_RISK_PHOTOTYPE:
        return ()
    return (
        Finding(
            question_id="phototype_pigment",
            name="Fitzpatrick IV to VI",
            severity=Severity.RELATIVE,
            reason="More prone to dark patches after inflammation; redness may be under-read.",
        ),
    )


def unanswered(
    answers: Iterable[ScreeningAnswer], questions: Mapping[str, ScreeningQuestion]
) -> tuple[ScreeningQuestion, ...]:
    """Questions that want a yes or no and have none yet."""
    answered = {answer.question_id for answer in answers if answer.answer is not None}
    return tuple(
        question for question in questions.values() if not question.text_only and question.id not in answered
    )


def changed_since(
    earlier: Iterable[ScreeningAnswer], now: Iterable[ScreeningAnswer]
) -> dict[str, tuple[Answer | None, Answer | None]]:
    """Questions answered differently than before: id to (then, now)."""
    then = {answer.question_id: answer.answer for answer in earlier}
    return {
        answer.question_id: (then.get(answer.question_id), answer.answer)
        for answer in now
        if answer.question_id in then and then[answer.question_id] is not answer.answer
    }
