"""From a bare computer to a signed session and its papers, by tapping and typing alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mnlog.app import Program, StartOptions
from mnlog.demo.hands import Hands
from mnlog.demo.journey import sign
from mnlog.domain.terms import ConsentMethod, DocumentKind, Region, SessionState, Side
from mnlog.services.opening import OpenClinic, Resources, open_clinic
from mnlog.services.safekeeping import check_clinic
from mnlog.settings import MOTION, Settings
from mnlog.vault.kdf import KdfCost

PASSPHRASE = "copper meadow lantern six"
PIN = "3907"
LINE = [(0.1, 0.6), (0.2, 0.3), (0.3, 0.7), (0.5, 0.4), (0.7, 0.6), (0.9, 0.5)]


@pytest.fixture
def bare(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    """The program on a computer where no clinic was ever made."""
    settings = Settings.load(tmp_path / "settings.json")
    settings.set(MOTION, False)
    program = Program(qapp, StartOptions(data_dir=tmp_path / "clinic"), settings, cost=KdfCost(1, 8, 1))
    program.start()
    yield program
    program.close()


def set_up(hands: Hands) -> None:
    hands.tap("Set up your clinic")
    hands.wait_until(lambda: hands.sees("Name of the clinic (required)"))
    hands.type("Rowan Skin Clinic", into="Name of the clinic (required)")
    hands.type("01904 555 0114", into="Phone")
    hands.type("07700 900 555", into="Out of hours")
    hands.type("999", into="Emergency number")
    hands.tap("Next")
    hands.type("Jo Okafor", into="Your name (required)")
    hands.type("RN", into="Qualification")
    hands.tap("Next")
    hands.type(PASSPHRASE, into="Passphrase (required)")
    hands.type(PASSPHRASE, into="Passphrase again (required)")
    hands.type(PIN, into="PIN (required)")
    hands.type(PIN, into="PIN again (required)")
    hands.tap("Make the clinic")


def fill_stock(hands: Hands, clinic: OpenClinic) -> None:
    hands.tap("Stock")
    hands.tap("Add device")
    hands.choose("dermapen_4", into="Model (required)")
    hands.tap("Add device", nth=1)
    assert [device.model_id for device in clinic.stock.devices()] == ["dermapen_4"]
    hands.tap("New lot")
    hands.type("DP-2291", into="Lot number (required)")
    hands.type("31 Dec 2029", into="Expires on")
    hands.type("10", into="How many came in the box")
    hands.tap("Add lot")


def log_session(hands: Hands, clinic: OpenClinic) -> str:
    hands.choose("acne_scars", into="Concern")
    hands.tap("III", of="Fitzpatrick phototype")
    hands.tap("No to all the rest")
    hands.tap("Consent")
    hands.tap("2.0", of="Up to, in mm")
    session_id = clinic.sessions.drafts()[0].session.id
    text = clinic.consents.text_for(session_id, (Region.FACE,), 2000)
    for item in text.items:
        hands.tap(item.text)
    hands.draw("Patient's signature", LINE)
    hands.draw("Practitioner's signature", LINE)
    hands.tap("Keep this consent")
    hands.tap("Numbing")
    hands.tap("No numbing")
    hands.tap("Needling")
    hands.tap("Pen")
    hands.tap_starting("DP-2291")
    hands.tap_zone("cheek", Side.LEFT)
    for _ in range(3):
        hands.tap("Deeper")
    hands.tap("More", of="Passes")
    hands.tap("Finished now")
    hands.tap("Reactions")
    hands.tap("None seen")
    hands.tap("2", of="Pain, 0 none to 10 worst")
    hands.tap("Aftercare and sign")
    sign(hands, PIN)
    return session_id


def test_from_the_first_start_to_three_papers(bare: Program, tmp_path: Path, resources: Resources) -> None:
    hands = Hands(bare.window)
    set_up(hands)
    hands.wait_until(lambda: bare.clinic is not None and bare.workspace is not None)
    clinic = bare.clinic
    assert clinic is not None
    fill_stock(hands, clinic)

    hands.tap("Patients")
    hands.tap("New patient")
    hands.type("Mei", into="Given name")
    hands.type("Tanaka", into="Family name")
    hands.type("14 Mar 1990", into="Birth date")
    hands.tap("Enter patient")
    patient = clinic.patients.find("Tanaka")[0]
    hands.tap("New session")

    session_id = log_session(hands, clinic)

    chart = clinic.sessions.chart(session_id)
    assert chart.session.state is SessionState.SIGNED
    assert chart.patient.id == patient.id
    assert chart.consent is not None
    assert chart.consent.method is ConsentMethod.SCREEN
    assert len(chart.consent.strokes[0]) >= len(LINE) - 1
    assert {zone.side for zone in chart.zones} == {Side.LEFT, Side.RIGHT}
    for kind in DocumentKind:
        assert clinic.papers.render(session_id, kind).startswith(b"%PDF")
    bare.close()

    assert check_clinic(tmp_path / "clinic", PASSPHRASE).problems == ()
    again = open_clinic(tmp_path / "clinic", resources, PASSPHRASE)
    try:
        assert again.sessions.chart(session_id).session.state is SessionState.SIGNED
    finally:
        again.close()


def test_the_clinic_opens_again_by_its_passphrase(bare: Program, tmp_path: Path) -> None:
    hands = Hands(bare.window)
    set_up(hands)
    hands.wait_until(lambda: bare.workspace is not None)
    assert bare.clinic is not None
    assert bare.clinic.clinic.clinic().out_of_hours_phone == "07700 900 555"
    assert bare.clinic.clinic.practitioner().signature_name == "Jo Okafor, RN"
    hands.tap("Lock")
    hands.type(PIN)
    hands.press(Qt.Key.Key_Return)
    hands.wait_until(lambda: hands.sees("Today"))
