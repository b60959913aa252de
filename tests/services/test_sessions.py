"""Starting, counting, repeating and giving up sessions."""

from dataclasses import fields
from typing import Any

import pytest

from mnlog.domain.records import Course
from mnlog.domain.terms import SessionState, Side, Step
from mnlog.errors import ConflictError, LockedRecordError, RuleViolation
from mnlog.services.opening import OpenClinic
from tests.services.factories import (
    PIN,
    Clock,
    agree,
    begin,
    device,
    lot,
    needle,
    numb,
    ready,
    register,
    rows,
    screen,
    signed,
    verbs,
    vocabulary,
)


class TestStarting:
    """One draft for one patient."""

    def test_starting_twice_takes_the_draft_up_again(self, clinic: OpenClinic) -> None:
        patient = register(clinic)
        first = clinic.sessions.start(patient.id)
        second = clinic.sessions.start(patient.id)
        assert second.result == first.result
        assert not second.changes.kinds
        assert verbs(clinic).count("session.start") == 1

    def test_a_draft_opens_at_its_step_again(self, clinic: OpenClinic) -> None:
        session = begin(clinic, register(clinic))
        clinic.sessions.go_to(session.id, Step.NEEDLING)
        assert clinic.sessions.chart(session.id).session.step is Step.NEEDLING

    def test_a_new_session_takes_what_the_clinic_does(self, clinic: OpenClinic) -> None:
        clinic.clinic.change_clinic(follow_up_hours=(72, 24, 24), interval_min_days=28, interval_max_days=42)
        patient = register(clinic, phototype=3)
        session = clinic.sessions.start(patient.id).result
        assert (session.follow_up_hours, session.next_interval_days) == ((24, 72), 28)
        assert (session.phototype, session.rules_version) == (3, vocabulary().version)

    def test_nobody_is_started_for_nobody(self, clinic: OpenClinic) -> None:
        with pytest.raises(ConflictError, match="no longer there"):
            clinic.sessions.start("nobody")


class TestCourse:
    """The series a session belongs to."""

    def test_sessions_are_counted_within_it(self, clinic: OpenClinic, clock: Clock) -> None:
        patient = register(clinic)
        numbers = []
        for _ in range(3):
            visit = signed(clinic, clock, patient)
            clock.pass_by(days=28)
            numbers.append(clinic.sessions.chart(visit.session_id).number)
        other = clinic.sessions.start(patient.id).result
        clinic.sessions.choose_concern(other.id, "fine_lines")
        assert numbers == [1, 2, 3]
        assert clinic.sessions.chart(other.id).number == 1
        listed = clinic.patients.file_of(patient.id).sessions
        assert [summary.number for summary in listed] == [1, 3, 2, 1]

    def test_a_discarded_session_is_not_counted(self, clinic: OpenClinic, clock: Clock) -> None:
        patient = register(clinic)
        given_up = begin(clinic, patient)
        clinic.sessions.discard(given_up.id, "came on the wrong day")
        clock.pass_by(days=1)
        visit = signed(clinic, clock, patient)
        assert clinic.sessions.chart(visit.session_id).number == 1
        assert [each.session.id for each in clinic.patients.file_of(patient.id).sessions] == [
            visit.session_id
        ]

    def test_the_next_session_goes_on_with_it(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        clock.pass_by(days=28)
        session = clinic.sessions.start(visit.patient.id).result
        first = clinic.sessions.chart(visit.session_id).session
        assert (session.course_id, session.concern_id) == (first.course_id, "acne_scars")

    def test_a_concern_tapped_by_mistake_leaves_no_course(self, clinic: OpenClinic) -> None:
        patient = register(clinic)
        session = begin(clinic, patient, "fine_lines")
        clinic.sessions.choose_concern(session.id, "acne_scars")
        clinic.sessions.choose_concern(session.id, "fine_lines")
        (course,) = clinic.patients.file_of(patient.id).courses
        assert course.concern_id == "fine_lines"

    def test_a_course_with_sessions_stays(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        session = clinic.sessions.start(visit.patient.id).result
        clinic.sessions.choose_concern(session.id, "fine_lines")
        assert len(clinic.patients.file_of(visit.patient.id).courses) == 2

    def test_planned_sessions_can_be_said(self, clinic: OpenClinic) -> None:
        session = begin(clinic, register(clinic))
        clinic.sessions.choose_concern(session.id, "acne_scars", planned_sessions=6)
        course = clinic.sessions.chart(session.id).course
        assert isinstance(course, Course)
        assert course.planned_sessions == 6
        with pytest.raises(RuleViolation):
            clinic.sessions.choose_concern(session.id, "acne_scars", planned_sessions=0)

    def test_too_soon_is_said(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        course = clinic.sessions.chart(visit.session_id).course
        assert course is not None
        clock.pass_by(days=course.interval_min_days - 1)
        session = clinic.sessions.start(visit.patient.id).result
        chart = clinic.sessions.chart(session.id)
        check = clinic.sessions.interval(chart, clinic.sessions.previous_chart(chart))
        assert check is not None
        assert check.is_too_soon
        assert check.days == course.interval_min_days - 1
        assert clinic.sessions.interval(chart, None) is None


class TestSameAsLastTime:
    """Settings, never what belongs to its day."""

    def test_settings_are_copied_and_nothing_else(self, clinic: OpenClinic, clock: Clock) -> None:
        first = signed(clinic, clock)
        clock.pass_by(days=28)
        session = clinic.sessions.start(first.patient.id).result
        previous = clinic.sessions.previous_chart(clinic.sessions.chart(session.id))
        assert previous is not None
        clinic.sessions.take_over(session.id, previous)
        chart = clinic.sessions.chart(session.id)
        then = {zone.side: zone for zone in previous.zones}
        assert {zone.side for zone in chart.zones} == set(then)
        for zone in chart.zones:
            earlier = then[zone.side]
            assert (zone.depth_um, zone.passes, zone.speed) == (1500, 3, 2)
            assert (zone.end_point, zone.id != earlier.id, zone.version) == (None, True, 1)
        (numbing,), (topical,) = chart.numbings, chart.topicals
        assert (numbing.product_id, numbing.strength) == ("lidocaine_5", previous.numbings[0].strength)
        assert (numbing.on_at, numbing.off_at, numbing.lot_number, numbing.expires_on) == (
            None,
            None,
            "",
            None,
        )
        assert topical.product_id == previous.topicals[0].product_id
        assert (topical.lot_number, topical.expires_on) == ("", None)
        assert chart.device == previous.device
        assert not any((chart.units, chart.answers, chart.reactions, chart.observations))
        assert chart.consent is None
        assert chart.session.needling_started_at is chart.session.needling_ended_at is None
        assert (chart.session.screened_at, chart.session.note) == (None, "")
        assert chart.session.copied_from_id == first.session_id
        assert chart.session.copied_text == "pen, 2 zones 1.50 mm, Lidocaine 5 %, " + topical.name

    def test_twice_is_once(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        session = clinic.sessions.start(visit.patient.id).result
        source = clinic.sessions.chart(visit.session_id)
        clinic.sessions.take_over(session.id, source)
        once = clinic.sessions.chart(session.id)
        clinic.sessions.take_over(session.id, source)
        assert clinic.sessions.chart(session.id) == once

    def test_what_was_set_today_stands(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        session = clinic.sessions.start(visit.patient.id).result
        (zone,) = clinic.needling.add_zones(session.id, [("cheek", Side.LEFT)]).result
        clinic.needling.set_depth([zone.id], 700)
        clinic.numbing.none_used(session.id)
        clinic.sessions.take_over(session.id, clinic.sessions.chart(visit.session_id))
        chart = clinic.sessions.chart(session.id)
        assert {each.side: each.depth_um for each in chart.zones} == {Side.LEFT: 700, Side.RIGHT: 1500}
        assert (chart.numbings, chart.session.no_numbing) == ((), True)

    def test_a_retired_device_is_not_chosen_again(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        clinic.stock.retire_device(device(clinic))
        session = clinic.sessions.start(visit.patient.id).result
        clinic.sessions.take_over(session.id, clinic.sessions.chart(visit.session_id))
        taken = clinic.sessions.chart(session.id).session
        assert (taken.device_kind, taken.device_id) == ("pen", None)

    def test_a_roller_in_hand_is_not_called_a_pen(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        session = clinic.sessions.start(visit.patient.id).result
        head = lot(clinic, "medical_roller", "R1", needle_length_um=500)
        clinic.needling.open_unit(session.id, head.id)
        clinic.sessions.take_over(session.id, clinic.sessions.chart(visit.session_id))
        chart = clinic.sessions.chart(session.id)
        assert (chart.session.device_kind, chart.session.device_id) == ("roller", head.device_id)
        assert {(zone.depth_um, zone.speed) for zone in chart.zones} == {(500, None)}

    def test_what_the_device_of_today_cannot_do_falls_away(self, clinic: OpenClinic, clock: Clock) -> None:
        patient = register(clinic)
        session = begin(clinic, patient)
        screen(clinic, session.id)
        agree(clinic, session.id, max_depth_um=2500)
        numb(clinic, clock, session.id)
        deep = lot(clinic, "dermapen_4", "D1")
        needle(clinic, session.id, deep, 2500)
        clinic.reactions.none_seen(session.id)
        clinic.signing.sign(session.id, PIN)
        clinic.stock.retire_device(device(clinic, "dermapen_4"))
        again = clinic.sessions.start(patient.id).result
        clinic.needling.choose_device(again.id, device(clinic, "exceed").id)
        clinic.sessions.take_over(again.id, clinic.sessions.chart(session.id))
        assert {zone.depth_um for zone in clinic.sessions.chart(again.id).zones} == {None}

    def test_another_patients_settings_are_refused(self, clinic: OpenClinic, clock: Clock) -> None:
        other = signed(clinic, clock)
        session = begin(clinic, register(clinic, "Bea"))
        with pytest.raises(RuleViolation, match="another patient"):
            clinic.sessions.take_over(session.id, clinic.sessions.chart(other.session_id))
        assert clinic.sessions.chart(session.id).zones == ()

    def test_last_time_is_of_the_same_course_where_there_is_one(
        self, clinic: OpenClinic, clock: Clock
    ) -> None:
        first = signed(clinic, clock)
        clock.pass_by(days=30)
        session = clinic.sessions.start(first.patient.id).result
        clinic.sessions.choose_concern(session.id, "fine_lines")
        chart = clinic.sessions.chart(session.id)
        previous = clinic.sessions.previous_chart(chart)
        assert previous is not None
        assert previous.session.id == first.session_id  # of another course, but the only one
        assert clinic.sessions.previous_chart(clinic.sessions.chart(first.session_id)) is None


class TestTwoPatientsAtOnce:
    """Two drafts, two chairs, one program."""

    def test_they_never_mix(self, clinic: OpenClinic, clock: Clock) -> None:
        amara, bea = register(clinic, "Amara"), register(clinic, "Bea")
        one, two = begin(clinic, amara), begin(clinic, bea, "fine_lines")
        pen = lot(clinic)
        for session in (one, two):
            screen(clinic, session.id)
        agree(clinic, one.id)
        agree(clinic, two.id, signer_name="Bea Reyes", max_depth_um=1000)
        first, second = (clinic.numbing.choose(each.id, "emla").result for each in (one, two))
        clinic.numbing.put_on(first.id)
        clinic.numbing.put_on(second.id)
        clock.pass_by(minutes=60)
        clinic.numbing.take_off(second.id)
        zones = {each.id: needle(clinic, each.id, pen, 1000) for each in (one, two)}
        clinic.needling.set_depth([zones[one.id][0].id], 1500)
        clinic.reactions.record(one.id, "erythema", 3)
        clinic.reactions.none_seen(two.id)
        charts = [clinic.sessions.chart(each.id) for each in (one, two)]
        for chart, patient in zip(charts, (amara, bea), strict=True):
            assert chart.patient.id == patient.id
            assert chart.consent is not None
            assert chart.consent.patient_id == patient.id
            assert {unit.unit.patient_id for unit in chart.units} == {patient.id}
            under: list[Any] = [
                *chart.answers,
                *chart.numbings,
                *chart.zones,
                *chart.observations,
                *chart.reactions,
            ]
            assert {record.session_id for record in under} == {chart.session.id}
        assert charts[0].numbings[0].off_at is None
        assert charts[1].numbings[0].off_at is not None
        assert {zone.depth_um for zone in charts[1].zones} == {1000}
        assert [summary.session.id for summary in clinic.sessions.drafts()] == [one.id, two.id]

    def test_zones_of_both_in_one_tap_stay_where_they_are(self, clinic: OpenClinic) -> None:
        one, two = begin(clinic, register(clinic)), begin(clinic, register(clinic, "Bea"))
        places = [("cheek", Side.LEFT)]
        zones = [clinic.needling.add_zones(each.id, places).result[0] for each in (one, two)]
        clinic.needling.set_depth([zone.id for zone in zones], 800)
        for session in (one, two):
            (zone,) = clinic.sessions.chart(session.id).zones
            assert (zone.session_id, zone.depth_um) == (session.id, 800)


class TestDiscarding:
    """Given up, but not gone."""

    def test_it_needs_a_reason_and_stays_in_the_audit(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        with pytest.raises(RuleViolation) as refused:
            clinic.sessions.discard(visit.session_id, " ")
        assert refused.value.field == "reason"
        before = rows(clinic.folder.path, "SELECT count(*) FROM audit_event")[0][0]
        given_up = clinic.sessions.discard(visit.session_id, "wrong patient").result
        assert (given_up.state, given_up.discard_reason) == (SessionState.DISCARDED, "wrong patient")
        assert clinic.sessions.drafts() == ()
        stored = rows(
            clinic.folder.path,
            "SELECT verb FROM audit_event WHERE session_id = ? ORDER BY seq",
            visit.session_id,
        )
        assert stored[0] == ("session.start",)
        assert stored[-1] == ("session.discard",)
        assert rows(clinic.folder.path, "SELECT count(*) FROM audit_event")[0][0] == before + 1
        assert len(clinic.sessions.chart(visit.session_id).zones) == 2

    def test_nothing_can_be_done_with_it(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = ready(clinic, clock)
        clinic.sessions.discard(visit.session_id, "wrong patient")
        for write in (
            lambda: clinic.signing.sign(visit.session_id, PIN),
            lambda: clinic.sessions.write_note(visit.session_id, "x"),
            lambda: clinic.sessions.discard(visit.session_id, "again"),
            lambda: clinic.screening.set_phototype(visit.session_id, 2),
        ):
            with pytest.raises(LockedRecordError, match="was discarded"):
                write()

    def test_the_next_start_is_a_new_session(self, clinic: OpenClinic) -> None:
        patient = register(clinic)
        session = begin(clinic, patient)
        clinic.sessions.discard(session.id, "wrong day")
        assert clinic.sessions.start(patient.id).result.id != session.id

    def test_a_signed_session_is_not_discarded(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        with pytest.raises(LockedRecordError, match="signed"):
            clinic.sessions.discard(visit.session_id, "x")


def test_plans_lie_ahead(clinic: OpenClinic) -> None:
    session = begin(clinic, register(clinic))
    assert clinic.sessions.plan_next(session.id, None).result.next_interval_days is None
    assert clinic.sessions.plan_follow_ups(session.id, (72, 24, 24)).result.follow_up_hours == (24, 72)
    with pytest.raises(RuleViolation, match="ahead"):
        clinic.sessions.plan_next(session.id, 0)
    with pytest.raises(RuleViolation, match="ahead"):
        clinic.sessions.plan_follow_ups(session.id, (0, 24))


def test_lists_of_the_day(clinic: OpenClinic, clock: Clock) -> None:
    visit = signed(clinic, clock)
    (summary,) = clinic.sessions.signed_today()
    assert (summary.session.id, summary.lot_numbers, summary.pain_nrs) == (visit.session_id, ("24F118",), 3)
    assert summary.patient == visit.patient
    assert len(summary.zones) == 2
    assert clinic.sessions.drafts() == ()
    clock.set(2026, 11, 21, 23, 59)
    assert clinic.sessions.signed_today() == (summary,)
    clock.set(2026, 11, 22, 0, 1)
    assert clinic.sessions.signed_today() == ()


def test_a_patients_file_has_everything(clinic: OpenClinic, clock: Clock) -> None:
    visit = signed(clinic, clock)
    file = clinic.patients.file_of(visit.patient.id)
    assert (len(file.sessions), len(file.consents), len(file.courses)) == (1, 1, 1)
    (summary,) = file.sessions
    chart = clinic.sessions.chart(visit.session_id)
    for field in fields(summary):
        if field.name in ("zones", "numbings", "reactions", "alerts"):
            assert set(getattr(summary, field.name)) == set(getattr(chart, field.name))
