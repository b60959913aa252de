"""Device, unit, zones and depths: what the device cannot do is refused, what is usual is only said."""

from datetime import date

import pytest

from mnlog.domain.records import Device, TreatmentSession
from mnlog.domain.rules.signing import MissingCode
from mnlog.domain.terms import DeviceKind, EndPoint, Side, TopicalTiming, UnitState
from mnlog.errors import ConflictError, LockedRecordError, RuleViolation
from mnlog.services.opening import OpenClinic
from tests.services.factories import Clock, begin, device, lot, needle, ready, register, signed, vocabulary

CHEEKS = [("cheek", Side.LEFT), ("cheek", Side.RIGHT)]


@pytest.fixture
def session(clinic: OpenClinic) -> TreatmentSession:
    return begin(clinic, register(clinic))


def depths(clinic: OpenClinic, session_id: str) -> list[int | None]:
    return [zone.depth_um for zone in clinic.sessions.chart(session_id).zones]


def missing(clinic: OpenClinic, session_id: str) -> dict[MissingCode, tuple[str, ...]]:
    return {each.code: each.about for each in clinic.signing.missing(session_id)}


class TestDepth:
    """A pen has its range, a roller its needles."""

    def test_beyond_the_device_nothing_is_taken(self, clinic: OpenClinic, session: TreatmentSession) -> None:
        zones = needle(clinic, session.id, lot(clinic), 1500)
        for depth_um in (1501, 2500, -1):
            with pytest.raises(RuleViolation, match=r"reaches 0.00 to 1.50 mm") as refused:
                clinic.needling.set_depth([zone.id for zone in zones], depth_um)
            assert refused.value.field == "depth"
        assert depths(clinic, session.id) == [1500, 1500]

    def test_without_a_device_only_the_absurd_is_refused(
        self, clinic: OpenClinic, session: TreatmentSession
    ) -> None:
        (zone, _other) = clinic.needling.add_zones(session.id, CHEEKS).result
        clinic.needling.set_depth([zone.id], 3000)
        for depth_um in (0, 5001):
            with pytest.raises(RuleViolation, match="No device reaches"):
                clinic.needling.set_depth([zone.id], depth_um)

    def test_one_zone_that_is_refused_leaves_the_others_alone(
        self, clinic: OpenClinic, session: TreatmentSession
    ) -> None:
        zones = needle(clinic, session.id, lot(clinic), 1000)
        with pytest.raises(ConflictError):
            clinic.needling.set_depth([zones[0].id, "gone"], 500)
        assert depths(clinic, session.id) == [1000, 1000]

    def test_a_zone_keeps_the_range_it_was_judged_by(
        self, clinic: OpenClinic, session: TreatmentSession
    ) -> None:
        (zone, _other) = clinic.needling.add_zones(session.id, CHEEKS).result
        row, concern = vocabulary().zones["cheek"], vocabulary().concerns["acne_scars"]
        assert zone.typical_min_um == max(row.min_um, concern.min_um)
        assert zone.typical_max_um == min(row.max_um, concern.max_um)
        assert zone.typical_source
        clinic.sessions.choose_concern(session.id, "fine_lines")
        judged = clinic.sessions.chart(session.id).zones[0]
        assert judged.typical_max_um == min(row.max_um, vocabulary().concerns["fine_lines"].max_um)

    def test_a_device_that_reaches_less_lets_a_depth_fall_away(
        self, clinic: OpenClinic, session: TreatmentSession
    ) -> None:
        zones = clinic.needling.add_zones(session.id, CHEEKS).result
        clinic.needling.set_depth([zones[0].id], 2000)
        clinic.needling.set_depth([zones[1].id], 1200)
        clinic.needling.set_speed([zone.id for zone in zones], 6)
        clinic.needling.choose_device(session.id, device(clinic, "exceed").id)
        kept = {zone.side: zone for zone in clinic.sessions.chart(session.id).zones}
        assert [kept[zone.side].depth_um for zone in zones] == [None, 1200]
        assert {zone.speed for zone in kept.values()} == {None}
        assert missing(clinic, session.id)[MissingCode.DEPTH] == ("cheek",)


class TestRoller:
    """Fixed needles, no speed."""

    @pytest.fixture(autouse=True)
    def roller(self, clinic: OpenClinic) -> Device:
        return device(clinic, "medical_roller")

    def test_its_length_becomes_the_depth_of_every_zone(
        self, clinic: OpenClinic, session: TreatmentSession
    ) -> None:
        head = lot(clinic, "medical_roller", "R1", needle_length_um=500)
        zones = clinic.needling.add_zones(session.id, CHEEKS).result
        clinic.needling.set_depth([zones[0].id], 1500)
        clinic.needling.open_unit(session.id, head.id)
        assert depths(clinic, session.id) == [500, 500]
        (later,) = clinic.needling.add_zones(session.id, [("forehead", Side.MIDLINE)]).result
        assert later.depth_um == 500
        with pytest.raises(RuleViolation, match=r"needles of 0.50 mm and no other depth"):
            clinic.needling.set_depth([later.id], 1000)

    def test_it_has_no_speed(self, clinic: OpenClinic, session: TreatmentSession) -> None:
        (zone, other) = clinic.needling.add_zones(session.id, CHEEKS).result
        clinic.needling.set_speed([zone.id, other.id], 3)
        clinic.needling.choose_kind(session.id, DeviceKind.ROLLER)
        assert {zone.speed for zone in clinic.sessions.chart(session.id).zones} == {None}
        with pytest.raises(RuleViolation, match="has no speed"):
            clinic.needling.set_speed([zone.id], 3)

    def test_the_only_one_of_its_kind_is_chosen_by_itself(
        self, clinic: OpenClinic, session: TreatmentSession, roller: Device
    ) -> None:
        assert clinic.needling.choose_kind(session.id, DeviceKind.ROLLER).result.device_id == roller.id
        device(clinic, "home_roller")
        clinic.needling.choose_kind(session.id, DeviceKind.PEN)
        assert clinic.needling.choose_kind(session.id, DeviceKind.ROLLER).result.device_id is None


class TestUnit:
    """What is opened, and for whom."""

    def test_an_expired_lot_is_refused_with_its_date(
        self, clinic: OpenClinic, session: TreatmentSession
    ) -> None:
        old = lot(clinic, expires_on=date(2026, 11, 20))
        with pytest.raises(RuleViolation, match=r"Lot 24F118 expired on 20 Nov 2026, so no unit was opened"):
            clinic.needling.open_unit(session.id, old.id)
        assert clinic.sessions.chart(session.id).units == ()

    def test_a_lot_serves_up_to_and_on_its_last_day(
        self, clinic: OpenClinic, session: TreatmentSession
    ) -> None:
        clinic.needling.open_unit(session.id, lot(clinic, expires_on=date(2026, 11, 21)).id)
        clinic.needling.open_unit(session.id, lot(clinic, number="N", expires_on=None).id)
        assert len(clinic.sessions.chart(session.id).units) == 2

    def test_an_empty_lot_is_refused(self, clinic: OpenClinic, session: TreatmentSession) -> None:
        last = lot(clinic, received_count=1)
        unit = clinic.needling.open_unit(session.id, last.id).result
        with pytest.raises(RuleViolation, match="Nothing is left of lot 24F118"):
            clinic.needling.open_unit(session.id, last.id)
        assert clinic.stock.lots_for(last.device_id) == ()
        clinic.needling.return_unit(unit.id)
        assert clinic.stock.lots_for(last.device_id)[0].left == 1

    def test_another_device_waits_until_the_unit_is_returned(
        self, clinic: OpenClinic, session: TreatmentSession
    ) -> None:
        unit = clinic.needling.open_unit(session.id, lot(clinic).id).result
        roller, head = (
            device(clinic, "medical_roller"),
            lot(clinic, "medical_roller", "R1", needle_length_um=500),
        )
        for write in (
            lambda: clinic.needling.choose_device(session.id, roller.id),
            lambda: clinic.needling.choose_kind(session.id, DeviceKind.ROLLER),
            lambda: clinic.needling.open_unit(session.id, head.id),
        ):
            with pytest.raises(RuleViolation, match=r"other device|another device"):
                write()
        clinic.needling.return_unit(unit.id)
        clinic.needling.open_unit(session.id, head.id)
        chart = clinic.sessions.chart(session.id)
        assert (chart.session.device_id, chart.session.device_kind) == (roller.id, DeviceKind.ROLLER)

    def test_it_belongs_to_this_patient(self, clinic: OpenClinic, session: TreatmentSession) -> None:
        unit = clinic.needling.open_unit(session.id, lot(clinic).id).result
        assert (unit.patient_id, unit.session_id) == (session.patient_id, session.id)
        assert unit.opened_by_id == clinic.desk.practitioner_id

    def test_it_goes_into_the_bin_once_even_after_signing(self, clinic: OpenClinic, clock: Clock) -> None:
        visit = signed(clinic, clock)
        (opened,) = clinic.sessions.chart(visit.session_id).units
        disposed = clinic.needling.dispose_unit(opened.unit.id).result
        assert disposed.state is UnitState.DISPOSED
        clock.pass_by(hours=1)
        assert clinic.needling.dispose_unit(opened.unit.id).result == disposed
        with pytest.raises(LockedRecordError):
            clinic.needling.return_unit(opened.unit.id)


class TestZones:
    """Drawn, taken away and put back."""

    def test_a_zone_is_there_once(self, clinic: OpenClinic, session: TreatmentSession) -> None:
        assert len(clinic.needling.add_zones(session.id, CHEEKS).result) == 2
        assert clinic.needling.add_zones(session.id, CHEEKS).result == ()
        assert len(clinic.needling.add_zones(session.id, CHEEKS[:1], site_text=" scar ").result) == 1

    def test_undo_brings_back_what_was_removed(self, clinic: OpenClinic, session: TreatmentSession) -> None:
        needle(clinic, session.id, lot(clinic))
        before = clinic.sessions.chart(session.id).zones
        removed = clinic.needling.remove_zones([zone.id for zone in before]).result
        assert clinic.sessions.chart(session.id).zones == ()
        clinic.needling.put_zones_back(removed)
        assert clinic.sessions.chart(session.id).zones == before
        clinic.needling.set_passes([zone.id for zone in before], 4)

    def test_undo_does_not_fall_over_a_zone_drawn_anew(
        self, clinic: OpenClinic, session: TreatmentSession
    ) -> None:
        zones = clinic.needling.add_zones(session.id, CHEEKS).result
        removed = clinic.needling.remove_zones([zone.id for zone in zones]).result
        (again,) = clinic.needling.add_zones(session.id, CHEEKS[:1]).result
        clinic.needling.put_zones_back(removed)
        assert {zone.id for zone in clinic.sessions.chart(session.id).zones} == {again.id, zones[1].id}

    @pytest.mark.parametrize("passes", [0, 100])
    def test_passes_that_cannot_be(self, clinic: OpenClinic, session: TreatmentSession, passes: int) -> None:
        zones = clinic.needling.add_zones(session.id, CHEEKS).result
        with pytest.raises(RuleViolation, match="1 to 99"):
            clinic.needling.set_passes([zones[0].id], passes)

    @pytest.mark.parametrize("speed", [0, 5, 100])
    def test_a_speed_the_pen_does_not_have(
        self, clinic: OpenClinic, session: TreatmentSession, speed: int
    ) -> None:
        zones = needle(clinic, session.id, lot(clinic))
        with pytest.raises(RuleViolation, match="has speeds 1 to 4"):
            clinic.needling.set_speed([zones[0].id], speed)

    def test_left_and_right_are_set_together_in_one_write(
        self, clinic: OpenClinic, session: TreatmentSession
    ) -> None:
        zones = clinic.needling.add_zones(session.id, CHEEKS).result
        ids = [zone.id for zone in zones]
        clinic.needling.set_depth(ids, 1000)
        clinic.needling.set_end_point(ids, EndPoint.PINPOINT_BLEEDING)
        assert depths(clinic, session.id) == [1000, 1000]
        assert {zone.end_point for zone in clinic.sessions.chart(session.id).zones} == {
            EndPoint.PINPOINT_BLEEDING
        }


class TestTimes:
    """Needling begins when there is something to needle and something to needle with."""

    def test_planning_zones_is_not_needling(
        self, clinic: OpenClinic, clock: Clock, session: TreatmentSession
    ) -> None:
        clinic.needling.add_zones(session.id, CHEEKS)
        assert clinic.sessions.chart(session.id).session.needling_started_at is None
        clock.pass_by(minutes=10)
        unit = clinic.needling.open_unit(session.id, lot(clinic).id).result
        started = clinic.sessions.chart(session.id).session.needling_started_at
        assert started is not None
        assert started >= unit.opened_at
        clock.pass_by(minutes=1)
        clinic.needling.add_zones(session.id, [("forehead", Side.MIDLINE)])
        assert clinic.sessions.chart(session.id).session.needling_started_at == started
        clinic.needling.return_unit(unit.id)
        assert clinic.sessions.chart(session.id).session.needling_started_at is None

    def test_a_zone_after_the_end_is_no_error(
        self, clinic: OpenClinic, clock: Clock, session: TreatmentSession
    ) -> None:
        clinic.needling.finish(session.id)
        clock.pass_by(minutes=1)
        clinic.needling.open_unit(session.id, lot(clinic).id)
        clinic.needling.add_zones(session.id, CHEEKS)
        finished = clinic.needling.finish(session.id).result
        assert finished.needling_started_at is not None
        assert finished.needling_ended_at is not None
        assert finished.needling_started_at <= finished.needling_ended_at


def test_topicals_are_kept_with_lot_and_timing(clinic: OpenClinic, session: TreatmentSession) -> None:
    product = next(iter(vocabulary().topicals.values()))
    topical = clinic.needling.add_topical(session.id, product.id, expires_on=date(2027, 1, 1)).result
    clinic.needling.set_topical_lot(topical.id, " HA-7 ")
    clinic.needling.set_topical_timing(topical.id, TopicalTiming.DURING)
    (stored,) = clinic.sessions.chart(session.id).topicals
    assert (stored.name, stored.lot_number, stored.timing) == (product.name, "HA-7", TopicalTiming.DURING)
    clinic.needling.remove_topical(topical.id)
    assert clinic.sessions.chart(session.id).topicals == ()


def test_after_the_signature_nothing_changes(clinic: OpenClinic, clock: Clock) -> None:
    visit = ready(clinic, clock)
    before = clinic.sessions.chart(visit.session_id)
    clinic.signing.sign(visit.session_id, "2580")
    ids, topical = [zone.id for zone in before.zones], before.topicals[0].id
    pen = before.session.device_id or ""
    for write in (
        lambda: clinic.needling.set_depth(ids, 500),
        lambda: clinic.needling.set_passes(ids, 1),
        lambda: clinic.needling.set_speed(ids, 1),
        lambda: clinic.needling.set_end_point(ids, EndPoint.NONE),
        lambda: clinic.needling.remove_zones(ids),
        lambda: clinic.needling.put_zones_back(before.zones),
        lambda: clinic.needling.add_zones(visit.session_id, [("forehead", Side.MIDLINE)]),
        lambda: clinic.needling.choose_kind(visit.session_id, DeviceKind.ROLLER),
        lambda: clinic.needling.choose_device(visit.session_id, pen),
        lambda: clinic.needling.open_unit(visit.session_id, visit.lot.id),
        lambda: clinic.needling.finish(visit.session_id),
        lambda: clinic.needling.add_topical(visit.session_id, before.topicals[0].product_id),
        lambda: clinic.needling.set_topical_lot(topical, "X"),
        lambda: clinic.needling.set_topical_timing(topical, TopicalTiming.BEFORE),
        lambda: clinic.needling.remove_topical(topical),
    ):
        with pytest.raises(LockedRecordError):
            write()
    after = clinic.sessions.chart(visit.session_id)
    assert (after.zones, after.topicals, after.units) == (before.zones, before.topicals, before.units)
