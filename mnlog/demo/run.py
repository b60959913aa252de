"""`make demo`: the main job without a person, in the real windows, with papers and a picture of each step."""

import shutil
from datetime import timedelta
from itertools import count
from pathlib import Path

from PySide6.QtCore import QSize

from mnlog.demo.clinic import DEMO_PASSPHRASE, DEMO_PIN, ZONE, demo_clinic
from mnlog.demo.clock import DemoClock
from mnlog.demo.journey import repeat_session
from mnlog.demo.stage import application, load_resources, needs_no_display, set_stage
from mnlog.domain.terms import DocumentKind
from mnlog.services.desk import system_clock
from mnlog.services.opening import OpenClinic
from mnlog.services.safekeeping import check_clinic
from mnlog.ui import labels

PATIENT = "Amara Reyes"
LOT = "24F118"
SIZE = QSize(1440, 900)
VISIT = timedelta(minutes=64)
"""The session begins so long ago that it ends now."""
PAPERS = {
    DocumentKind.CONSENT: "consent.pdf",
    DocumentKind.AFTERCARE: "aftercare.pdf",
    DocumentKind.SESSION_RECORD: "session-record.pdf",
}


def run_demo(output: Path) -> int:
    """Leaves the clinic's folder, three papers and the pictures in `output`.

    Returns:
        The exit status: 0 when everything was done and the clinic is whole.
    """
    needs_no_display()
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    folder = output / "clinic"
    now = system_clock().astimezone(ZONE)
    print("Filling the demo clinic ...")
    clock = DemoClock(now - VISIT)
    clinic = demo_clinic(folder, load_resources(), now=clock.moment, clock=clock)
    print(f"Logging a session for {PATIENT} in the real windows ...")
    taps = _log_session(clinic, clock, output)
    report = check_clinic(folder, DEMO_PASSPHRASE)
    for line in (*report.lines, *report.problems):
        print(f"  {line}")
    _say_where(output, taps)
    return 0 if report.is_sound else 1


def _log_session(clinic: OpenClinic, clock: DemoClock, output: Path) -> int:
    stage = set_stage(application(), clinic, SIZE, folder=clinic.folder.path)
    numbers = count(1)
    try:
        stage.picture(output / f"{next(numbers):02d}-today.png")
        repeat_session(
            stage.hands,
            patient=PATIENT,
            last_time=_last_time(clinic),
            lot=_lot_chip(clinic),
            pin=DEMO_PIN,
            pause=lambda minutes: clock.advance(minutes=minutes),
            moment=lambda name: stage.picture(output / f"{next(numbers):02d}-{name}.png"),
        )
        taps = stage.hands.taps
        session = clinic.sessions.signed_today()[0].session
        for kind, name in PAPERS.items():
            pdf = clinic.papers.render(session.id, kind)
            clinic.papers.give(session.id, kind, pdf)
            (output / name).write_bytes(pdf)
    finally:
        stage.program.close()
    return taps


def _last_time(clinic: OpenClinic) -> str:
    patient = clinic.patients.find(PATIENT)[0]
    last = clinic.patients.file_of(patient.id).sessions[0].session
    return labels.short_date(last.started_at.date(), clinic.clinic.clinic().locale, year=False)


def _lot_chip(clinic: OpenClinic) -> str:
    held = next(stock for stock in clinic.stock.lots() if stock.lot.lot_number == LOT)
    return labels.lot_text(held, clinic.desk.now().date(), clinic.clinic.clinic().locale)


def _say_where(output: Path, taps: int) -> None:
    print(f"Signed after {taps} taps and the PIN. In {output}:")
    for path in sorted(output.iterdir()):
        print(f"  {path.name}")
    print("To look around in this clinic:")
    print(f"  .venv/bin/mnlog --demo --data-dir {output}/clinic")
    print(f"  passphrase: {DEMO_PASSPHRASE}")
    print(f"  PIN: {DEMO_PIN}")
