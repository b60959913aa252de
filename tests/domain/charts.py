"""A signed session in memory, to reason about without a database."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from mnlog.domain.charts import OpenedUnit, SessionChart
from mnlog.domain.records import (
    Clinic,
    Consent,
    Device,
    Lot,
    Numbing,
    Observation,
    Patient,
    Practitioner,
    Reaction,
    ScreeningAnswer,
    Topical,
    TreatmentSession,
    Unit,
    ZoneTreatment,
)
from mnlog.domain.terms import (
    Answer,
    ConsentMethod,
    DeviceKind,
    EndPoint,
    ObservationKind,
    Region,
    Side,
)
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.vocabulary_file import load_vocabulary
from tests.tree import ROOT

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 21, 15, 10, tzinfo=LONDON)
SESSION = "session"


@cache
def vocabulary() -> Vocabulary:
    """The delivered vocabulary."""
    return load_vocabulary(ROOT / "resources/vocabulary")


def ago(**span: float) -> datetime:
    """A time before now."""
    return NOW - timedelta(**span)


PEN = Device(
    id="pen", model_id="exceed", kind=DeviceKind.PEN, name="Exceed", depth_min_um=0, depth_max_um=1500,
    depth_step_um=100, speeds=4,
)  # fmt: skip
LOT = Lot(
    id="lot", device_id="pen", product="tip", lot_number="24F118", expires_on=date(2027, 3, 1),
    received_count=10, received_at=ago(days=30),
)  # fmt: skip
CONSENT = Consent(
    id="consent", patient_id="patient", session_id=SESSION, course_id="course", wording_version="1",
    language="en", text_hash="0" * 64, regions=(Region.FACE,), max_depth_um=1500, agreed_items=("risks",),
    method=ConsentMethod.SCREEN, signer_name="Amara Reyes", strokes=(((0.1, 0.2, 0, 0.5),),),
    practitioner_id="judith", signed_at=ago(minutes=60),
)  # fmt: skip
NUMBING = Numbing(
    id="numbing", session_id=SESSION, product_id="lidocaine_5", on_at=ago(minutes=50), off_at=ago(minutes=20)
)
ZONE = ZoneTreatment(
    id="zone", session_id=SESSION, zone_id="cheek", side=Side.LEFT, depth_um=1500, passes=3, speed=2,
    end_point=EndPoint.UNIFORM_ERYTHEMA,
)  # fmt: skip
END = Observation(
    id="end", session_id=SESSION, patient_id="patient", practitioner_id="judith",
    kind=ObservationKind.END_OF_SESSION, seen_at=NOW, entered_at=NOW, pain_nrs=3,
)  # fmt: skip


def chart(**changes: Any) -> SessionChart:
    """A session that lacks nothing; `changes` replace parts of the chart."""
    session = TreatmentSession(
        id=SESSION, patient_id="patient", practitioner_id="judith", course_id="course",
        concern_id="acne_scars", started_at=ago(minutes=70), needling_started_at=ago(minutes=18),
        rules_version="1", device_id="pen", device_kind=DeviceKind.PEN, consent_id="consent",
    )  # fmt: skip
    answers = tuple(
        ScreeningAnswer(
            id=f"answer-{row.id}", session_id=SESSION, question_id=row.id, answer=Answer.NO, answered_at=NOW
        )
        for row in vocabulary().questions.values()
        if not row.text_only
    )
    whole = SessionChart(
        session=session,
        patient=Patient(
            id="patient", record_number="MN-1", given_name="Amara", family_name="Reyes",
            created_at=ago(days=60)
        ),
        clinic=Clinic(id="clinic", name="Rowan", time_zone="Europe/London"),
        practitioner=Practitioner(id="judith", name="J. Okafor", initials="JO", pin_hash=""),
        number=1,
        answers=answers,
        consent=CONSENT,
        numbings=(NUMBING,),
        device=PEN,
        units=(
            OpenedUnit(
                unit=Unit(
                    id="unit", lot_id="lot", patient_id="patient", session_id=SESSION, opened_by_id="judith",
                    opened_at=ago(minutes=18),
                ),
                lot=LOT,
            ),
        ),
        zones=(ZONE, replace(ZONE, id="zone-2", side=Side.RIGHT)),
        topicals=(Topical(id="topical", session_id=SESSION, product_id="hyaluronic_acid", name="HA"),),
        observations=(END,),
        reactions=(
            Reaction(
                id="reaction", session_id=SESSION, observation_id="end", reaction_id="erythema",
                scale_id="cea", grade=2, seen_at=NOW,
            ),
        ),
    )  # fmt: skip
    return replace(whole, **changes)
