"""A known patient's next session, from Today to the signature, counted tap by tap."""

from mnlog.app import Program
from mnlog.demo.clinic import DEMO_PIN
from mnlog.demo.clock import DemoClock
from mnlog.demo.hands import Hands
from mnlog.demo.journey import repeat_session
from mnlog.domain.terms import Answer, DeviceKind, SessionState
from mnlog.services.opening import OpenClinic

MOST_TAPS = 20


def lot_chip(clinic: OpenClinic, number: str) -> str:
    """The start of a lot's chip is its number; the rest counts what is left."""
    held = next(stock for stock in clinic.stock.lots() if stock.lot.lot_number == number)
    return f"{number} · 6-needle cartridge · expires 11 Mar 2027 · {held.left} left"


def test_at_most_twenty_taps_and_the_pin(
    program: Program, hands: Hands, clinic: OpenClinic, clock: DemoClock
) -> None:
    amara = clinic.patients.find("Amara Reyes")[0]
    before = clinic.patients.file_of(amara.id).sessions

    repeat_session(
        hands,
        patient="Amara Reyes",
        last_time="24 Oct",
        lot=lot_chip(clinic, "24F118"),
        pin=DEMO_PIN,
        pause=lambda minutes: clock.advance(minutes=minutes),
    )

    sessions = clinic.patients.file_of(amara.id).sessions
    chart = clinic.sessions.chart(sessions[0].session.id)
    assert len(sessions) == len(before) + 1
    assert chart.session.state is SessionState.SIGNED
    assert hands.taps <= MOST_TAPS
    assert hands.letters == len(DEMO_PIN)


def test_what_was_tapped_is_in_the_record(
    program: Program, hands: Hands, clinic: OpenClinic, clock: DemoClock
) -> None:
    amara = clinic.patients.find("Amara Reyes")[0]
    last = clinic.sessions.chart(clinic.patients.file_of(amara.id).sessions[0].session.id)

    repeat_session(
        hands,
        patient="Amara Reyes",
        last_time="24 Oct",
        lot=lot_chip(clinic, "24F118"),
        pin=DEMO_PIN,
        pause=lambda minutes: clock.advance(minutes=minutes),
    )

    chart = clinic.sessions.chart(clinic.patients.file_of(amara.id).sessions[0].session.id)
    assert {(z.zone_id, z.side, z.depth_um) for z in chart.zones} == {
        (z.zone_id, z.side, z.depth_um) for z in last.zones
    }
    assert all(zone.end_point is None for zone in chart.zones)
    assert chart.session.device_kind is DeviceKind.PEN
    assert [opened.lot.lot_number for opened in chart.units] == ["24F118"]
    assert chart.units[0].unit.id != last.units[0].unit.id
    (numbing,) = chart.numbings
    assert numbing.on_at is not None
    assert numbing.off_at is not None
    assert (numbing.off_at - numbing.on_at).total_seconds() == 35 * 60
    assert [(r.reaction_id, r.grade) for r in chart.reactions] == [("erythema", 2)]
    assert all(a.answer is not Answer.UNSURE for a in chart.answers)
    assert chart.session.consent_id == last.session.consent_id
    assert chart.session.consent_confirmed_at is not None
    assert [f.after_h for f in chart.follow_ups] == [24, 48, 72]
