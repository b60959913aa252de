"""`make screens`: a picture of every page and dialog, light and dark, in two sizes, with the demo data."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from mnlog.demo.clinic import DEMO_PASSPHRASE, ZONE, demo_clinic
from mnlog.demo.clock import DemoClock
from mnlog.demo.stage import Stage, application, load_resources, needs_no_display, set_stage
from mnlog.domain.records import Patient
from mnlog.domain.terms import DeviceKind, DocumentKind, Side, Step
from mnlog.services.clinic import PractitionerDraft
from mnlog.services.opening import ClinicDraft, OpenClinic, Resources, open_clinic, set_up_clinic
from mnlog.ui import labels
from mnlog.ui.bus import Route

SIZES = (QSize(1366, 768), QSize(1920, 1080))
THEMES = ("light", "dark")
AFTERNOON = datetime(2026, 11, 21, 14, 42, tzinfo=ZONE)
"""Pictures are of one fixed day, so that two runs can be compared."""
PAGES_SETTLE = 20


def take_pictures(output: Path) -> int:
    """Writes `output/THEME-WIDTHxHEIGHT/NAME.png` for every page."""
    needs_no_display()
    app = application()
    resources = load_resources()
    shutil.rmtree(output, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="mnlog-screens-") as made:
        _make(Path(made), resources)
        for theme in THEMES:
            for size in SIZES:
                folder = output / f"{theme}-{size.width()}x{size.height()}"
                _one_look(app, Path(made), resources, folder, theme, size)
                print(f"{folder}: {len(list(folder.iterdir()))} pictures")
    return 0


def _make(folder: Path, resources: Resources) -> None:
    demo_clinic(folder / "full", resources, now=AFTERNOON).close()
    set_up_clinic(
        folder / "empty",
        resources,
        ClinicDraft(name="Rowan Skin Clinic", time_zone=ZONE.key),
        PractitionerDraft(name="J. Okafor", initials="JO", qualification="RN", pin="2580"),
        DEMO_PASSPHRASE,
    ).close()


def _one_look(
    app: QApplication, made: Path, resources: Resources, output: Path, theme: str, size: QSize
) -> None:
    def staged(clinic: OpenClinic | None, folder: Path) -> Stage:
        return set_stage(app, clinic, size, folder=folder, theme=theme)

    for stage, scene in before_a_clinic(staged, made / "nothing-here", made / "full"):
        stage.picture(output / f"{scene}.png")
    with tempfile.TemporaryDirectory(prefix="mnlog-screens-") as copied:
        for name, scenes in (("empty", empty_scenes), ("full", _full_scenes)):
            folder = Path(copied) / name
            shutil.copytree(made / name, folder)
            clock = DemoClock(AFTERNOON)
            clinic = open_clinic(folder, resources, DEMO_PASSPHRASE, clock=clock)
            stage = staged(clinic, folder)
            try:
                for scene in scenes(stage, clinic, clock):
                    stage.hands.settle()
                    stage.picture(output / f"{scene}.png")
            finally:
                stage.program.close()


def before_a_clinic(
    staged: Callable[[OpenClinic | None, Path], Stage], nothing: Path, full: Path
) -> Iterator[tuple[Stage, str]]:
    """Welcome and set-up of a folder that is not there, and the door of one that is."""
    stage = staged(None, nothing)
    yield stage, "01-welcome"
    stage.program.show_set_up()
    stage.hands.settle()
    for number, fill in enumerate((_fill_clinic, _fill_practitioner, _fill_secrets), 1):
        yield stage, f"02-set-up-{number}"
        fill(stage)
        if number < 3:
            stage.hands.tap("Next")
    yield stage, "02-set-up-4-filled"
    stage.program.close()
    stage = staged(None, full)
    yield stage, "03-sign-in"
    stage.program.close()


def _fill_clinic(stage: Stage) -> None:
    stage.hands.type("Rowan Skin Clinic", into="Name of the clinic (required)")


def _fill_practitioner(stage: Stage) -> None:
    stage.hands.type("J. Okafor", into="Your name (required)")


def _fill_secrets(stage: Stage) -> None:
    stage.hands.type("short", into="Passphrase (required)")


def empty_scenes(stage: Stage, _clinic: OpenClinic, _clock: DemoClock) -> Iterator[str]:
    """A clinic on its first day."""
    for page in ("today", "patients", "stock"):
        _go(stage, Route(page=page))
        yield f"10-empty-{page}"


def _full_scenes(stage: Stage, clinic: OpenClinic, clock: DemoClock) -> Iterator[str]:
    for scenes in FULL_SCENES:
        yield from scenes(stage, clinic, clock)


def _anywhere(stage: Stage, _clinic: OpenClinic, _clock: DemoClock) -> Iterator[str]:
    _go(stage, Route(page="today"))
    stage.hands.press(Qt.Key.Key_F1)
    yield "70-shortcuts"
    stage.hands.press(Qt.Key.Key_Escape)
    stage.hands.tap("Lock")
    yield "71-lock"


def _lists(stage: Stage, clinic: OpenClinic, _clock: DemoClock) -> Iterator[str]:
    amara = _amara(clinic)
    _go(stage, Route(page="today"))
    yield "20-today"
    _go(stage, Route(page="patients"))
    yield "21-patients"
    stage.hands.tap("New patient")
    yield "22-patients-new"
    stage.hands.press(Qt.Key.Key_Escape)
    for number, words in enumerate(("Amara", "الحداد", "Fernández"), 1):
        patient = clinic.patients.find(words)[0]
        _go(stage, Route(page="patient", patient_id=patient.id))
        yield f"23-patient-{number}"
    _go(stage, Route(page="patient", patient_id=amara.id))
    _go(stage, Route(page="stock"))
    yield "24-stock"
    stage.hands.tap("New lot")
    yield "25-stock-lot"
    stage.hands.press(Qt.Key.Key_Escape)
    _go(stage, Route(page="settings"))
    yield "26-settings"


def _session(stage: Stage, clinic: OpenClinic, clock: DemoClock) -> Iterator[str]:
    hands, amara = stage.hands, _amara(clinic)
    session = clinic.sessions.start(amara.id).result
    _go(stage, Route(page="session", session_id=session.id))
    yield "30-session-screening"
    hands.tap("No change since last time")
    hands.tap("No to all the rest")
    yield "31-session-screening-done"
    hands.tap("Consent")
    yield "32-session-consent"
    hands.tap("Patient confirms it today")
    hands.tap("Numbing")
    yield "33-session-numbing"
    hands.tap("Lidocaine 5 %")
    hands.tap("Put on now")
    clock.advance(minutes=12.6)
    hands.tap("Covered with film")
    yield "34-session-numbing-on"
    clock.advance(minutes=22)
    hands.tap("Taken off now")
    hands.tap("Needling")
    yield "35-session-needling"
    hands.tap("Same as 24 Oct")
    held = next(stock for stock in clinic.stock.lots() if stock.lot.lot_number == "24F118")
    hands.tap(labels.lot_text(held, clock.moment.date(), "en_GB"))
    hands.tap_zone("cheek", Side.LEFT)
    yield "36-session-needling-set"
    hands.tap("Left side of the face")
    yield "36-session-needling-side"
    hands.tap("Body, from the front")
    yield "36-session-needling-body"
    hands.tap("Elsewhere")
    yield "37-session-elsewhere"
    hands.tap("Reactions")
    hands.tap("2", of="Redness")
    yield "38-session-reactions"
    hands.tap("Aftercare and sign")
    yield "39-session-sign"
    yield from _roller_session(stage, clinic)
    last = clinic.patients.file_of(amara.id).sessions[1].session
    _go(stage, Route(page="session", session_id=last.id))
    yield "42-session-signed"


def _roller_session(stage: Stage, clinic: OpenClinic) -> Iterator[str]:
    """A new patient with an allergy to an amide, needled with a roller."""
    priya = clinic.patients.find("Priya")[0]
    session = clinic.sessions.start(priya.id).result
    chosen = clinic.numbing.choose(session.id, "emla").result
    del chosen
    _go(stage, Route(page="session", session_id=session.id, step=Step.NUMBING))
    yield "40-session-allergy"
    clinic.needling.choose_kind(session.id, DeviceKind.ROLLER)
    lot = next(held for held in clinic.stock.lots() if held.lot.needle_length_um == 1000)
    clinic.needling.open_unit(session.id, lot.lot.id)
    clinic.needling.add_zones(
        session.id, [("cheek", Side.LEFT), ("cheek", Side.RIGHT), ("neck", Side.MIDLINE)]
    )
    _go(stage, Route(page="session", session_id=session.id, step=Step.NEEDLING))
    stage.hands.tap_zone("cheek", Side.RIGHT)
    yield "41-session-roller"


def _papers(stage: Stage, clinic: OpenClinic, _clock: DemoClock) -> Iterator[str]:
    from mnlog.ui.dialogs.paper_preview import PaperPreview

    last = clinic.patients.file_of(_amara(clinic).id).sessions[1].session
    _go(stage, Route(page="session", session_id=last.id))
    for number, kind in enumerate(DocumentKind):
        stage.hands.tap(labels.words(kind))
        (preview,) = [p for p in stage.program.window.findChildren(PaperPreview) if p.isVisible()]
        stage.hands.wait_until(lambda preview=preview: bool(preview.pdf()))  # type: ignore[misc]
        for _ in range(PAGES_SETTLE):  # pages are drawn beside the window
            stage.hands.settle()
        yield f"6{number}-paper-{kind.value}"
        stage.hands.press(Qt.Key.Key_Escape)


def _amara(clinic: OpenClinic) -> Patient:
    return clinic.patients.find("Amara Reyes")[0]


def _go(stage: Stage, route: Route) -> None:
    workspace = stage.program.workspace
    if workspace is not None:
        workspace.go(route)
    stage.program.window.setFocus()  # no ring of focus from the page before


Scenes = Callable[[Stage, OpenClinic, DemoClock], Iterator[str]]

FULL_SCENES: tuple[Scenes, ...] = (_lists, _session, _papers, _anywhere)
"""All there is to see of a clinic at work; each part can be gone through by itself."""
