"""Charts to print: one realistic session, and ways to change it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from math import cos, sin
from typing import Any

from mnlog.domain.charts import OpenedUnit, SessionChart
from mnlog.domain.records import (
    Addendum,
    Consent,
    Course,
    FollowUp,
    Numbing,
    Observation,
    PatientAlert,
    Reaction,
    ScreeningAnswer,
    Stroke,
    Topical,
    TreatmentSession,
    Unit,
    ZoneTreatment,
)
from mnlog.domain.terms import (
    AlertKind,
    Answer,
    ConsentMethod,
    DeviceKind,
    EndPoint,
    ObservationKind,
    Region,
    SessionState,
    Side,
    SubstanceClass,
    TopicalTiming,
)
from mnlog.domain.wording import consent_facts, consent_text
from tests.documents.clinic import (
    AMARA,
    CLINIC,
    COURSE,
    END,
    JUDITH,
    LOT,
    PATIENT,
    PEN,
    SESSION,
    START,
    english,
    vocabulary,
)


def zone(
    zone_id: str, side: Side = Side.MIDLINE, depth_um: int | None = 500, **changes: Any
) -> ZoneTreatment:
    """A treated zone, with the range the vocabulary gives."""
    row = vocabulary().zones[zone_id]
    return ZoneTreatment(
        id=f"zone-{zone_id}-{side}",
        session_id=SESSION,
        zone_id=zone_id,
        side=side,
        **{
            "depth_um": depth_um,
            "passes": 3,
            "speed": 4,
            "end_point": EndPoint.UNIFORM_ERYTHEMA,
            "typical_min_um": row.min_um,
            "typical_max_um": row.max_um,
            "typical_source": "DRP",
            **changes,
        },
    )


FACE = (
    zone("forehead", depth_um=750),
    zone("cheek", Side.LEFT, 1500, end_point=EndPoint.PINPOINT_BLEEDING),
    zone("cheek", Side.RIGHT, 1500, end_point=EndPoint.PINPOINT_BLEEDING),
    zone("nose", depth_um=500),
    zone("chin", depth_um=1000),
    zone("jawline", Side.LEFT, 1000),
    zone("jawline", Side.RIGHT, 1000),
    zone("upper_lip", depth_um=1000),
)


def signature() -> tuple[Stroke, ...]:
    """Two lines drawn on a pad: loops that drift along, and a flourish below them."""
    loops = tuple(
        (
            0.08 + 0.0055 * n + 0.03 * cos(n * 0.42),
            0.46 + (0.26 - 0.0018 * n) * sin(n * 0.42),
            14 * n,
            0.35 + 0.3 * abs(sin(n * 0.21)),
        )
        for n in range(100)
    )
    flourish = tuple(
        (0.12 + 0.03 * n, 0.86 - 0.006 * n + 0.02 * sin(n), 1600 + 15 * n, 0.5) for n in range(22)
    )
    return loops, flourish


def consent(chart: SessionChart | None = None, **changes: Any) -> Consent:
    """A consent to the words that a chart gives; its hash is theirs."""
    facts = consent_facts(chart or unsigned(), vocabulary(), regions=(Region.FACE,), max_depth_um=1500)
    text = consent_text(english(), facts)
    given: dict[str, Any] = {
        "id": "consent-1",
        "patient_id": PATIENT,
        "session_id": SESSION,
        "course_id": COURSE,
        "wording_version": text.version,
        "language": "en",
        "text_hash": text.text_hash,
        "regions": (Region.FACE,),
        "max_depth_um": 1500,
        "agreed_items": tuple(item.id for item in text.items),
        "photo_record": True,
        "photo_teaching": True,
        "method": ConsentMethod.SCREEN,
        "signer_name": "Amara Reyes",
        "strokes": signature(),
        "practitioner_strokes": signature()[:1],
        "practitioner_id": JUDITH.id,
        "signed_at": START - timedelta(minutes=2),
    }
    return Consent(**{**given, **changes})


def unsigned() -> SessionChart:
    """The session as it is before anybody agreed to anything."""
    return SessionChart(
        session=TreatmentSession(
            id=SESSION,
            patient_id=PATIENT,
            practitioner_id=JUDITH.id,
            course_id=COURSE,
            concern_id="acne_scars",
            started_at=START,
            rules_version="2026.1",
            phototype=4,
            device_kind=DeviceKind.PEN,
            device_id=PEN.id,
        ),
        patient=AMARA,
        clinic=CLINIC,
        practitioner=JUDITH,
        number=3,
        course=Course(
            id=COURSE,
            patient_id=PATIENT,
            concern_id="acne_scars",
            planned_sessions=6,
            interval_min_days=21,
            interval_max_days=42,
            started_at=START - timedelta(days=60),
        ),
        alerts=alerts(),
        numbings=(numbing(),),
        device=PEN,
        topicals=(serum(),),
        practitioners={JUDITH.id: JUDITH},
    )


def alerts() -> tuple[PatientAlert, ...]:
    """A latex allergy and a preventive medicine."""
    noted = START - timedelta(days=60)
    return (
        PatientAlert(
            id="alert-1",
            patient_id=PATIENT,
            kind=AlertKind.ALLERGY,
            text="latex",
            substance=SubstanceClass.LATEX,
            noted_at=noted,
        ),
        PatientAlert(
            id="alert-2",
            patient_id=PATIENT,
            kind=AlertKind.PROPHYLAXIS,
            text="aciclovir 400 mg twice a day",
            noted_at=noted,
        ),
    )


def numbing() -> Numbing:
    """LMX4, on for 35 minutes."""
    return Numbing(
        id="numbing-1",
        session_id=SESSION,
        product_id="lmx4",
        strength="lidocaine 4 %",
        lot_number="LX2209",
        expires_on=date(2027, 2, 28),
        amount_mg=5000,
        area_cm2=300,
        is_occluded=True,
        on_at=START + timedelta(minutes=5),
        off_at=START + timedelta(minutes=40),
    )


def serum(product_id: str = "hyaluronic_acid", name: str = "Hyaluronic acid") -> Topical:
    """A serum applied after the needling."""
    return Topical(
        id=f"topical-{product_id}",
        session_id=SESSION,
        product_id=product_id,
        name=name,
        lot_number="HA-7731",
        expires_on=date(2027, 9, 30),
        timing=TopicalTiming.AFTER,
    )


def answers() -> tuple[ScreeningAnswer, ...]:
    """Every question answered no, but for two that need attention and one in words."""
    given = []
    for question in vocabulary().questions.values():
        answer = Answer.NO
        extra: dict[str, Any] = {}
        if question.id == "hsv_history":
            answer, extra = Answer.YES, {"details": "Last cold sore two years ago; takes aciclovir."}
        if question.id == "recent_tan":
            answer, extra = Answer.UNSURE, {"details": "Garden on Sunday."}
        if question.id == "keloid_history":
            answer = Answer.YES
            extra = {
                "details": "One raised scar on the shoulder, 2009.",
                "override_reason": "Small test spot on the jaw healed flat; patient informed.",
                "override_by_id": JUDITH.id,
                "override_at": START + timedelta(minutes=3),
            }
        given.append(
            ScreeningAnswer(
                id=f"answer-{question.id}",
                session_id=SESSION,
                question_id=question.id,
                answer=None if question.text_only else answer,
                answered_at=START + timedelta(minutes=1),
                **({"details": "Vitamin D."} if question.id == "supplements" else extra),
            )
        )
    return tuple(given)


def observations() -> tuple[tuple[Observation, ...], tuple[Reaction, ...]]:
    """Redness and swelling at the end, almost nothing after 48 hours."""
    end = Observation(
        id="seen-1",
        session_id=SESSION,
        patient_id=PATIENT,
        practitioner_id=JUDITH.id,
        kind=ObservationKind.END_OF_SESSION,
        seen_at=END,
        entered_at=END,
        pain_nrs=3,
        note="Even redness, calm.",
    )
    later = replace(
        end,
        id="seen-2",
        kind=ObservationKind.FOLLOW_UP,
        seen_at=END + timedelta(hours=48),
        entered_at=END + timedelta(hours=49),
        pain_nrs=0,
        none_seen=True,
        note="By phone.",
    )
    redness = Reaction(
        id="reaction-1",
        session_id=SESSION,
        observation_id="seen-1",
        reaction_id="erythema",
        scale_id="cea",
        grade=3,
        grade_label="moderate",
        seen_at=END,
    )
    swelling = replace(
        redness,
        id="reaction-2",
        reaction_id="oedema",
        scale_id="oedema",
        grade=1,
        grade_label="trace",
        zone_id="cheek",
        side=Side.LEFT,
        note="near the eye",
    )
    return (end, later), (redness, swelling)


def signed(**changes: Any) -> SessionChart:
    """A signed session with all that can be logged."""
    chart = unsigned()
    seen, reactions = observations()
    session = replace(
        chart.session,
        state=SessionState.SIGNED,
        needling_started_at=START + timedelta(minutes=42),
        needling_ended_at=END,
        screened_at=START + timedelta(minutes=3),
        consent_id="consent-1",
        next_interval_days=28,
        note="Skin calmer than last time.",
        signed_at=END + timedelta(minutes=6),
        signed_by_id=JUDITH.id,
        content_hash="3f9ac41e0b77d2586a1c90ee4d23b8f7" * 2,
    )
    unit = Unit(
        id="unit-1",
        lot_id=LOT.id,
        patient_id=PATIENT,
        session_id=SESSION,
        opened_by_id=JUDITH.id,
        opened_at=START + timedelta(minutes=41),
    )
    complete = replace(
        chart,
        session=session,
        answers=answers(),
        consent=consent(chart),
        units=(OpenedUnit(unit=unit, lot=LOT),),
        zones=FACE,
        observations=seen,
        reactions=reactions,
        follow_ups=follow_ups(END),
        addenda=(
            Addendum(
                id="addendum-1",
                session_id=SESSION,
                practitioner_id=JUDITH.id,
                text="Patient called: slight flaking on the chin, advised to keep moisturising.",
                event_at=END + timedelta(days=3),
                entered_at=END + timedelta(days=3, hours=1),
            ),
        ),
    )
    return replace(complete, **changes)


def follow_ups(ended_at: datetime) -> tuple[FollowUp, ...]:
    """Calls at 48 and 72 hours."""
    return tuple(
        FollowUp(
            id=f"follow-up-{hours}",
            session_id=SESSION,
            patient_id=PATIENT,
            due_at=ended_at + timedelta(hours=hours),
            after_h=hours,
        )
        for hours in (48, 72)
    )


def named(given_name: str, family_name: str, language: str = "en") -> SessionChart:
    """The signed session, of a patient with another name."""
    chart = signed()
    patient = replace(chart.patient, given_name=given_name, family_name=family_name, language=language)
    return replace(chart, patient=patient)


def ended(ended_at: datetime, **clinic: Any) -> SessionChart:
    """The signed session, ended at another time."""
    chart = signed()
    session = replace(
        chart.session,
        started_at=ended_at - timedelta(minutes=70),
        needling_ended_at=ended_at,
        signed_at=ended_at + timedelta(minutes=6),
    )
    return replace(
        chart, session=session, clinic=replace(chart.clinic, **clinic), follow_ups=follow_ups(ended_at)
    )
