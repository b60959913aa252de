"""What a signature covers, the chain of the audit, copying, intervals, folding."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnlog.domain.charts import SessionChart
from mnlog.domain.moments import time_between
from mnlog.domain.records import AuditEvent, Course, Observation, Record
from mnlog.domain.rules.audit_chain import FIRST_HASH, canonical_json, event_hash, first_break
from mnlog.domain.rules.content import content_hash
from mnlog.domain.rules.copying import copy_plan, copy_text
from mnlog.domain.rules.course import call_hours, interval_check, sessions_left
from mnlog.domain.rules.folding import folded
from mnlog.domain.terms import ObservationKind, Side, UnitState
from mnlog.errors import RuleViolation
from tests.domain.charts import CONSENT, END, LONDON, NOW, PEN, ZONE, chart, vocabulary


def other(value: Any) -> Any:
    """A value of the same kind that is not this one."""
    if isinstance(value, bool) or value is None:
        return "X" if value is None else not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        return (*value, "X")
    if hasattr(value, "tzinfo"):
        return value + timedelta(seconds=1)
    return f"{value}X"


NOT_COVERED: dict[str, set[str]] = {
    "session": {"version", "step", "content_hash", "discarded_at", "discard_reason"},
    "consent": {"version", "withdrawn_at", "withdrawal_reason"},
    "unit": {"version", "state", "disposed_at"},
}
"""What is changed after the signature, rightly or by signing itself."""

PARTS: dict[str, tuple[Callable[[SessionChart], Record], Callable[[SessionChart, Any], SessionChart]]] = {
    "session": (lambda whole: whole.session, lambda whole, part: replace(whole, session=part)),
    "consent": (lambda whole: CONSENT, lambda whole, part: replace(whole, consent=part)),
    "answer": (
        lambda whole: whole.answers[3],
        lambda whole, part: replace(whole, answers=(*whole.answers[:3], part, *whole.answers[4:])),
    ),
    "numbing": (lambda whole: whole.numbings[0], lambda whole, part: replace(whole, numbings=(part,))),
    "zone": (lambda whole: whole.zones[0], lambda whole, part: replace(whole, zones=(part, whole.zones[1]))),
    "topical": (lambda whole: whole.topicals[0], lambda whole, part: replace(whole, topicals=(part,))),
    "observation": (
        lambda whole: whole.observations[0],
        lambda whole, part: replace(whole, observations=(part,)),
    ),
    "reaction": (lambda whole: whole.reactions[0], lambda whole, part: replace(whole, reactions=(part,))),
    "unit": (
        lambda whole: whole.units[0].unit,
        lambda whole, part: replace(whole, units=(replace(whole.units[0], unit=part),)),
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_any_field_that_changes_breaks_the_signature(name: str) -> None:
    whole = chart()
    signed = content_hash(whole)
    take, put = PARTS[name]
    part = take(whole)
    for field in fields(part):
        changed = put(whole, replace(part, **{field.name: other(getattr(part, field.name))}))
        is_covered = field.name not in NOT_COVERED.get(name, set())
        if name in ("observation", "reaction") and field.name in ("kind", "id", "observation_id"):
            is_covered = True
        assert (content_hash(changed) != signed) is is_covered, f"{name}.{field.name}"


def test_taking_away_or_adding_breaks_the_signature() -> None:
    whole = chart()
    signed = content_hash(whole)
    for name in ("answers", "numbings", "zones", "topicals", "reactions", "observations", "units"):
        without: Any = {name: ()}
        assert content_hash(replace(whole, **without)) != signed
    assert content_hash(replace(whole, consent=None)) != signed
    assert content_hash(replace(whole, zones=(*whole.zones, replace(ZONE, id="z", zone_id="nose")))) != signed


def test_order_and_what_comes_later_do_not() -> None:
    whole = chart()
    later = Observation(
        id="later", session_id="session", patient_id="patient", practitioner_id="judith",
        kind=ObservationKind.FOLLOW_UP, seen_at=NOW, entered_at=NOW,
    )  # fmt: skip
    (unit,) = whole.units
    grown = replace(
        whole,
        zones=whole.zones[::-1],
        answers=whole.answers[::-1],
        observations=(END, later),
        reactions=(*whole.reactions, replace(whole.reactions[0], id="r", observation_id="later")),
        units=(replace(unit, unit=replace(unit.unit, state=UnitState.DISPOSED, disposed_at=NOW, version=2)),),
        consent=replace(CONSENT, withdrawn_at=NOW, withdrawal_reason="x", version=2),
        patient=replace(whole.patient, family_name="Ortiz"),
    )
    assert content_hash(grown) == content_hash(whole)


def events(count: int) -> list[AuditEvent]:
    chain: list[AuditEvent] = []
    for seq in range(1, count + 1):
        plain = AuditEvent(
            seq=seq, at=NOW, practitioner_id="judith", verb="session.go_to", patient_id=None, session_id="s",
            changes=canonical_json([{"table": "t", "after": {"é": seq}}]),
            previous_hash=chain[-1].hash if chain else FIRST_HASH, hash="",
        )  # fmt: skip
        chain.append(replace(plain, hash=event_hash(plain)))
    return chain


class TestChain:
    """Each hash covers the event and the one before."""

    def test_a_whole_chain_has_no_break(self) -> None:
        assert first_break(events(5)) is None
        assert first_break([]) is None

    @given(st.integers(0, 4), st.sampled_from([f.name for f in fields(AuditEvent) if f.name != "hash"]))
    def test_any_change_is_found_where_it_is(self, index: int, name: str) -> None:
        chain = events(5)
        chain[index] = replace(chain[index], **{name: other(getattr(chain[index], name))})
        found = first_break(chain)
        assert found is not None
        assert str(index + 1) in found

    @given(st.integers(0, 3))
    def test_a_missing_event_is_named(self, index: int) -> None:
        chain = events(5)
        del chain[index]
        assert (
            first_break(chain)
            == f"Audit event {index + 1} is missing; event {index + 2} stands in its place."
        )

    @given(st.integers(0, 3))
    def test_events_do_not_change_places(self, index: int) -> None:
        chain = events(5)
        chain[index], chain[index + 1] = chain[index + 1], chain[index]
        assert first_break(chain) is not None

    def test_a_hash_renewed_by_hand_breaks_the_next(self) -> None:
        chain = events(5)
        forged = replace(chain[2], verb="nothing.happened")
        chain[2] = replace(forged, hash=event_hash(forged))
        assert first_break(chain) == "Audit event 4 does not follow event 3."

    def test_one_value_has_one_text(self) -> None:
        assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


class TestCopying:
    """Settings, never what belongs to its day."""

    def test_what_is_copied(self) -> None:
        plan = copy_plan(chart(), available_device_ids=frozenset({"pen"}))
        assert plan.device_id == PEN.id
        assert [(zone.depth_um, zone.passes, zone.speed, zone.end_point) for zone in plan.zones] == [
            (1500, 3, 2, None)
        ] * 2
        (numbing,) = plan.numbings
        assert (numbing.on_at, numbing.off_at, numbing.lot_number, numbing.override_reason) == (
            None,
            None,
            "",
            "",
        )
        assert copy_plan(chart(), available_device_ids=frozenset()).device_id is None

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({}, "pen, 2 zones 1.50 mm, Lidocaine 5 %, HA"),
            ({"zones": (ZONE, replace(ZONE, side=Side.RIGHT, depth_um=500))}, "pen, 2 zones 0.50 to 1.50 mm, "
             "Lidocaine 5 %, HA"),
            ({"zones": (ZONE,), "numbings": (), "topicals": ()}, "pen, 1 zone 1.50 mm"),
            ({"zones": (), "numbings": (), "topicals": ()}, "pen"),
        ],
    )  # fmt: skip
    def test_it_is_said_in_words(self, changes: dict[str, Any], words: str) -> None:
        plan = copy_plan(chart(**changes), available_device_ids=frozenset())
        assert copy_text(plan, vocabulary()) == words


class TestCourse:
    """When the next session is due."""

    @pytest.mark.parametrize(("days", "too_soon"), [(20, True), (21, False), (22, False), (0, True)])
    def test_interval(self, days: int, too_soon: bool) -> None:
        last = date(2026, 10, 31)
        check = interval_check(last, last + timedelta(days=days), 21)
        assert (check.days, check.is_too_soon, check.earliest) == (days, too_soon, date(2026, 11, 21))

    def test_sessions_left(self) -> None:
        course = Course(id="c", patient_id="p", concern_id="x", planned_sessions=3, interval_min_days=21,
                        interval_max_days=42, started_at=NOW)  # fmt: skip
        assert [sessions_left(course, done) for done in (0, 3, 4)] == [3, 0, 0]
        assert sessions_left(replace(course, planned_sessions=None), 1) is None

    def test_call_hours(self) -> None:
        assert call_hours((72, 24, 24)) == (24, 72)
        assert call_hours(()) == ()
        with pytest.raises(RuleViolation):
            call_hours((-1,))


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Müller  ŁUKASZ", "muller lukasz"),
        ("Strauß", "strauss"),
        ("Søren Ærø", "soren aero"),
        ("İpek Işık", "ipek isik"),
        ("Þóra", "thora"),
        ("Đặng", "dang"),
        ("Ǿre", "ore"),
        ("ＡＭＡＲＡ", "amara"),
        ("O\u2019Brien", "o\u2019brien"),
        ("محمّد", "محمد"),
    ],
)
def test_folding(written: str, typed: str) -> None:
    assert folded(written) == typed


@given(st.text())
def test_folding_once_is_enough(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert once == once.strip()


def test_time_between_is_the_stopwatchs() -> None:
    before = NOW.replace(2026, 10, 25, 1, 50)
    after = NOW.replace(2026, 10, 25, 1, 20, fold=1)
    assert before.tzinfo is after.tzinfo is LONDON
    assert time_between(before, after) == timedelta(minutes=30)
    assert time_between(after, before) == timedelta(minutes=-30)
    spring = NOW.replace(2026, 3, 29, 0, 30), NOW.replace(2026, 3, 29, 2, 30)
    assert time_between(*spring) == timedelta(hours=1)
