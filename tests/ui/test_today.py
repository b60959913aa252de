"""Today: who is in the room and how long, whom to call, what was signed, what needs attention."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mnlog.domain.terms import AlertKind, DocumentKind
from mnlog.services.opening import OpenClinic
from mnlog.services.stock import LotDraft
from mnlog.ui.bus import Route
from mnlog.ui.page import Context
from mnlog.ui.pages.today import TodayPage
from mnlog.ui.pages.today.room import RoomCard
from mnlog.ui.widgets.basics import Chip
from tests.ui.clinic_fixture import Heard, SteppingClock, add_device_and_lot, add_patient, signed_session
from tests.ui.hands_on import show_page

pytest_plugins = ["tests.ui.clinic_plugin"]


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> Iterator[TodayPage]:
    made = TodayPage(context)
    show_page(qtbot, made)
    yield made
    made.hide()


def words_of(widget: TodayPage | RoomCard) -> list[str]:
    """What stands on it and can be seen."""
    QApplication.processEvents()  # what was just added comes into sight
    seen = [each for each in widget.findChildren(QLabel) if each.isVisible()]
    shown = [each.accessibleName() or each.text() for each in seen]
    return [text for text in shown if text]


def call_due(clinic: OpenClinic, clock: SteppingClock) -> str:
    """A session of yesterday whose first call is overdue; returns the follow-up's id."""
    _device, lot = add_device_and_lot(clinic)
    signed_session(clinic, clock, add_patient(clinic), lot)
    clock.go(minutes=25 * 60)
    return clinic.sessions.follow_ups_due()[0].follow_up.id


def test_a_new_clinic_is_told_what_comes_first(page: TodayPage, heard: Heard, clinic: OpenClinic) -> None:
    assert page.beginning.isVisible()
    assert not page.empty_room.isVisible()
    page.beginning.stock_button.click()
    page.beginning.patient_button.click()
    assert heard.routes == [Route(page="stock"), Route(page="patients")]
    add_device_and_lot(clinic)
    add_patient(clinic)
    page.mark_stale()
    assert not page.beginning.isVisible()
    assert page.empty_room.isVisible()


def test_a_draft_is_in_the_room_with_its_clock(
    page: TodayPage, context: Context, clinic: OpenClinic, clock: SteppingClock
) -> None:
    patient = add_patient(clinic)
    clinic.patients.add_alert(patient.id, AlertKind.ALLERGY, "latex")
    session = clinic.sessions.start(patient.id).result
    numbing = clinic.numbing.choose(session.id, "lidocaine_5").result
    product = clinic.resources.vocabulary.numbing_products["lidocaine_5"]
    context.bus.changed.emit(clinic.numbing.put_on(numbing.id).changes)
    (card,) = page.cards
    assert card.ring.phase() == "running"
    clock.go(minutes=11)
    page.tick()
    assert card.ring.clock_text() == "11:00"
    assert {"Amara Reyes", "Fitzpatrick IV", "Allergy: latex", "Numbing"} <= set(words_of(card))
    assert any(words.startswith(f"{product.name} on since 14:42") for words in words_of(card))
    clock.go(minutes=product.contact_min_s // 60)
    page.tick()
    assert page.cards == [card], "a minute that passes makes nothing anew"
    assert card.ring.phase() == "ready"
    assert card.step_chip.text() == "Numbing is ready"
    context.bus.changed.emit(clinic.numbing.take_off(numbing.id).changes)
    (card,) = page.cards
    assert card.ring.caption() == "done"
    assert card.step_chip.text() == "Screening"


def test_the_clocks_run_only_while_they_are_in_sight(qtbot: QtBot, page: TodayPage) -> None:
    assert page._ticker.isActive()
    page.hide()
    assert not page._ticker.isActive()
    with qtbot.waitExposed(page):
        page.show()
    assert page._ticker.isActive()


def test_open_leads_to_the_session(
    page: TodayPage, context: Context, clinic: OpenClinic, heard: Heard
) -> None:
    started = clinic.sessions.start(add_patient(clinic).id)
    context.bus.changed.emit(started.changes)
    page.cards[0].open_button.click()
    assert heard.routes == [Route(page="session", session_id=started.result.id)]


def test_a_call_is_noted_by_taps(
    qtbot: QtBot, page: TodayPage, clinic: OpenClinic, clock: SteppingClock, heard: Heard
) -> None:
    follow_up_id = call_due(clinic, clock)
    page.mark_stale()
    assert "1 to follow up" in " ".join(words_of(page))
    qtbot.mouseClick(page.follow_ups.rows[follow_up_id], Qt.MouseButton.LeftButton)
    panel = page.follow_ups.panel
    assert panel is not None
    panel.save_button.click()
    assert any("Choose what the patient sees" in words for words in words_of(page))
    panel.chips.button_of("nothing_seen").click()
    panel.chips.button_of("erythema").click()
    assert panel.chips.values() == ("erythema",)
    panel.save_button.click()
    assert any("Choose a grade for: Redness" in words for words in words_of(page))
    panel.row_of("erythema").grades.button_of("1").click()
    panel.note.setFocus()
    note = panel.note.focusProxy()
    assert note is not None
    qtbot.keyClicks(note, "Much paler")
    panel.save_button.click()
    chart = clinic.sessions.chart(clinic.sessions.chart(_session_of(clinic)).session.id)
    (done,) = [each for each in chart.follow_ups if each.done_at is not None]
    (seen,) = [each for each in chart.observations if each.id == done.observation_id]
    assert (seen.note, seen.none_seen) == ("Much paler", False)
    graded = {each.reaction_id: each.grade for each in chart.reactions if each.observation_id == seen.id}
    assert graded == {"erythema": 1}
    assert follow_up_id not in page.follow_ups.rows
    assert "48 h call · Redness 1 in the last call, 22 Nov" in words_of(page)
    assert heard.toasts == [("Call noted", None)]


def test_nothing_seen_is_an_entry_of_its_own(
    page: TodayPage, clinic: OpenClinic, clock: SteppingClock
) -> None:
    follow_up_id = call_due(clinic, clock)
    page.mark_stale()
    page.follow_ups.rows[follow_up_id].click()
    panel = page.follow_ups.panel
    assert panel is not None
    panel.chips.button_of("oedema").click()
    panel.chips.button_of("nothing_seen").click()
    assert panel.chips.values() == ("nothing_seen",)
    panel.save_button.click()
    observations = clinic.sessions.chart(_session_of(clinic)).observations
    assert [each.none_seen for each in observations] == [False, True]


def test_what_is_being_entered_stays_when_somebody_else_writes(
    page: TodayPage, context: Context, clinic: OpenClinic, clock: SteppingClock
) -> None:
    follow_up_id = call_due(clinic, clock)
    page.mark_stale()
    page.follow_ups.rows[follow_up_id].click()
    panel = page.follow_ups.panel
    assert panel is not None
    panel.chips.button_of("bruising").click()
    lot = clinic.stock.lots()[0].lot
    signed_session(clinic, clock, add_patient(clinic, "Noor", "Haddad"), lot)
    context.bus.changed.emit(clinic.clinic.change_clinic(phone="020 7946 0001").changes)
    assert len(page.follow_ups.rows) == 2
    assert page.follow_ups.panel is panel
    assert panel.isVisibleTo(page)
    assert panel.chips.values() == ("bruising",)


def test_rare_reactions_are_offered_on_request(
    page: TodayPage, clinic: OpenClinic, clock: SteppingClock
) -> None:
    follow_up_id = call_due(clinic, clock)
    page.mark_stale()
    page.follow_ups.rows[follow_up_id].click()
    panel = page.follow_ups.panel
    assert panel is not None
    panel.chips.button_of("erythema").click()
    panel.more_button.click()
    for reaction_id in clinic.resources.vocabulary.reactions:
        assert panel.chips.button_of(reaction_id).isEnabled()
    assert panel.chips.values() == ("erythema",)


def test_only_the_next_of_a_sessions_later_calls_is_shown(
    page: TodayPage, clinic: OpenClinic, clock: SteppingClock
) -> None:
    _device, lot = add_device_and_lot(clinic)
    signed_session(clinic, clock, add_patient(clinic), lot)
    page.mark_stale()
    assert len(page.follow_ups.rows) == 1
    clock.go(minutes=49 * 60)
    page.mark_stale()
    assert len(page.follow_ups.rows) == 2


def test_signed_today_says_what_was_done_and_handed_out(
    page: TodayPage, context: Context, clinic: OpenClinic, clock: SteppingClock, heard: Heard
) -> None:
    _device, lot = add_device_and_lot(clinic)
    session = signed_session(clinic, clock, add_patient(clinic), lot)
    page.mark_stale()
    assert "Pen 0.80 to 1.50 mm · 14:42 to 15:42 · Forehead · Cheek, left" in words_of(page)
    chips = {chip.text() for chip in page.signed.findChildren(Chip)}
    assert chips == {"No aftercare yet"}
    pdf = clinic.papers.render(session.id, DocumentKind.AFTERCARE)
    context.bus.changed.emit(clinic.papers.give(session.id, DocumentKind.AFTERCARE, pdf).changes)
    assert "Aftercare given" in words_of(page)
    heard.routes.clear()
    page.signed.opened.emit(session.id)
    assert heard.routes == [Route(page="session", session_id=session.id)]


def test_lots_that_end_and_drafts_left_open_need_attention(
    page: TodayPage, clinic: OpenClinic, clock: SteppingClock
) -> None:
    device, _lot = add_device_and_lot(clinic)
    assert not page.attention.isVisible()
    clinic.stock.add_lot(
        LotDraft(
            device_id=device.id,
            product="12-needle",
            lot_number="24D090",
            received_count=4,
            expires_on=date(2026, 11, 30),
        )
    )
    clinic.sessions.start(add_patient(clinic, "Priya", "Wren").id)
    page.mark_stale()
    assert len(page.cards) == 1
    clock.go(minutes=60 * 24 + 1)
    page.mark_stale()
    assert page.attention.isVisible()
    assert not page.cards
    assert "Lot 24D090: 4 left, expires 30 Nov" in words_of(page)
    assert any("sign or discard it" in words for words in words_of(page))


def test_a_search_is_handed_on(qtbot: QtBot, page: TodayPage) -> None:
    page.search.setFocus()
    qtbot.keyClicks(page.search.edit, "rey")
    with qtbot.waitSignal(page.search_asked) as asked:
        qtbot.keyClick(page.search.edit, Qt.Key.Key_Return)
    assert asked.args == ["rey"]
    assert page.search.text() == ""


def _session_of(clinic: OpenClinic) -> str:
    (patient,) = clinic.patients.find("")
    return clinic.patients.file_of(patient.id).sessions[0].session.id
