"""Each verb of a practitioner is one transaction, one audit event, and says what it touched."""

import inspect
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mnlog.domain.changes import Changes
from mnlog.domain.terms import (
    AlertKind,
    Answer,
    DeviceKind,
    DocumentKind,
    EndPoint,
    Region,
    Side,
    Step,
    TopicalTiming,
)
from mnlog.services.clinic import PractitionerDraft
from mnlog.services.desk import Saved
from mnlog.services.numbing import NumbingDetails
from mnlog.services.opening import OpenClinic
from mnlog.services.patients import PatientDraft
from mnlog.services.safekeeping import check_database
from mnlog.services.stock import LotDraft
from tests.services.factories import (
    PIN,
    SHEET,
    STROKES,
    Clock,
    Visit,
    begin,
    consent_draft,
    device,
    open_again,
    ready,
    register,
    rows,
    signed,
    vocabulary,
)

SERVICES = (
    "clinic", "patients", "stock", "sessions", "screening", "consents", "numbing", "needling", "reactions",
    "signing", "papers",
)  # fmt: skip


class Desk(SimpleNamespace):
    """A clinic with a complete draft, a signed session and a fresh draft of another patient."""

    clinic: OpenClinic
    clock: Clock
    draft: Visit
    signed: Visit
    fresh: Any


@pytest.fixture(scope="module")
def busy(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder of that clinic, closed, and who is in it. Not to be written in."""
    folder, clock = tmp_path_factory.mktemp("clinics") / "busy", Clock()
    clinic = open_again(shutil.copytree(template, folder), clock)
    first = signed(clinic, clock)
    clock.pass_by(days=28)
    inside = {
        "signed": first,
        "draft": ready(clinic, clock, register(clinic, "Bea")),
        "fresh": begin(clinic, register(clinic, "Cleo")),
        "now": clock.now,
    }
    clinic.close()
    return folder, inside


@pytest.fixture
def at(busy: tuple[Path, dict[str, Any]], tmp_path: Path) -> Iterator[Desk]:
    folder, inside = busy
    clock = Clock(inside["now"])
    clinic = open_again(shutil.copytree(folder, tmp_path / "clinic"), clock)
    yield Desk(clinic=clinic, clock=clock, **inside)
    clinic.close()


def chart(at: Desk) -> Any:
    return at.clinic.sessions.chart(at.draft.session_id)


def agreed(at: Desk) -> Any:
    return consent_draft(at.clinic, at.fresh.id, (Region.FACE,), 1500)


def prepared(at: Desk) -> str:
    items = at.clinic.consents.text_for(at.fresh.id, (Region.FACE,), 1500).items
    at.clinic.consents.prepare(
        at.fresh.id, regions=(Region.FACE,), max_depth_um=1500, strokes=STROKES,
        agreed_items=tuple(item.id for item in items),
    )  # fmt: skip
    return str(at.fresh.id)


def on(at: Desk) -> str:
    numbing = at.clinic.numbing.choose(at.fresh.id, "emla").result
    at.clinic.numbing.put_on(numbing.id)
    return numbing.id


def next_visit(at: Desk) -> Any:
    return at.clinic.sessions.start(at.signed.patient.id).result.id


def last_time(at: Desk) -> Any:
    return at.clinic.sessions.chart(at.signed.session_id)


def zone_ids(at: Desk) -> list[str]:
    return [zone.id for zone in chart(at).zones]


def consent_of(at: Desk) -> Any:
    return chart(at).consent


def call(at: Desk) -> str:
    return str(last_time(at).follow_ups[0].id)


def new_visit_consent(at: Desk) -> tuple[str, Any]:
    session_id = next_visit(at)
    return session_id, at.clinic.consents.candidate(session_id)


def removed_zones(at: Desk) -> Any:
    return at.clinic.needling.remove_zones(zone_ids(at)).result


def yes(at: Desk) -> str:
    return at.clinic.screening.answer(at.fresh.id, "keloid_history", Answer.YES).result.id


def alert(at: Desk) -> Any:
    return at.clinic.patients.add_alert(at.fresh.patient_id, AlertKind.NOTE, "x").result


def new_topical(at: Desk) -> str:
    return at.clinic.needling.add_topical(at.fresh.id, next(iter(vocabulary().topicals))).result.id


def corrected(at: Desk) -> Any:
    moment = at.clock.now - timedelta(minutes=40)
    return partial(at.clinic.numbing.correct_times, on_at=moment, off_at=moment + timedelta(minutes=20))


VERBS: dict[str, Callable[[Desk], Callable[[], Saved[Any]]]] = {
    "clinic.change_clinic": lambda at: partial(at.clinic.clinic.change_clinic, name="Elm"),
    "clinic.set_logo": lambda at: partial(at.clinic.clinic.set_logo, b"logo"),
    "clinic.change_practitioner": lambda at: partial(
        at.clinic.clinic.change_practitioner,
        at.clinic.clinic.practitioner(),
        PractitionerDraft(name="Judith Okafor", initials="JO"),
    ),
    "patients.register": lambda at: partial(
        at.clinic.patients.register, PatientDraft(given_name="D", family_name="E")
    ),
    "patients.change": lambda at: partial(
        at.clinic.patients.change, at.signed.patient, PatientDraft(given_name="Amara", family_name="Ortiz")
    ),
    "patients.add_alert": lambda at: partial(
        at.clinic.patients.add_alert, at.fresh.patient_id, AlertKind.ALLERGY, "latex"
    ),
    "patients.end_alert": lambda at: partial(at.clinic.patients.end_alert, alert(at)),
    "stock.add_device": lambda at: partial(at.clinic.stock.add_device, "dermapen_4", serial_number="7"),
    "stock.retire_device": lambda at: partial(at.clinic.stock.retire_device, device(at.clinic)),
    "stock.add_lot": lambda at: partial(
        at.clinic.stock.add_lot,
        LotDraft(device_id=device(at.clinic).id, product="tip", lot_number="N1", received_count=5),
    ),
    "stock.correct_count": lambda at: partial(at.clinic.stock.correct_count, at.draft.lot, 7),
    "sessions.start": lambda at: partial(at.clinic.sessions.start, register(at.clinic, "Dora").id),
    "sessions.go_to": lambda at: partial(at.clinic.sessions.go_to, at.fresh.id, Step.NEEDLING),
    "sessions.choose_concern": lambda at: partial(
        at.clinic.sessions.choose_concern, at.draft.session_id, "fine_lines"
    ),
    "sessions.plan_next": lambda at: partial(at.clinic.sessions.plan_next, at.fresh.id, 30),
    "sessions.plan_follow_ups": lambda at: partial(at.clinic.sessions.plan_follow_ups, at.fresh.id, (36,)),
    "sessions.write_note": lambda at: partial(at.clinic.sessions.write_note, at.fresh.id, "calm"),
    "sessions.discard": lambda at: partial(at.clinic.sessions.discard, at.fresh.id, "left"),
    "sessions.take_over": lambda at: partial(at.clinic.sessions.take_over, next_visit(at), last_time(at)),
    "screening.answer": lambda at: partial(at.clinic.screening.answer, at.fresh.id, "pregnancy", Answer.NO),
    "screening.answer_rest_with_no": lambda at: partial(
        at.clinic.screening.answer_rest_with_no, at.fresh.id, tuple(vocabulary().questions)
    ),
    "screening.no_change_since": lambda at: partial(
        at.clinic.screening.no_change_since, next_visit(at), last_time(at)
    ),
    "screening.confirm_today": lambda at: partial(at.clinic.screening.confirm_today, at.fresh.id),
    "screening.override": lambda at: partial(at.clinic.screening.override, at.fresh.id, yes(at), "small"),
    "screening.set_phototype": lambda at: partial(at.clinic.screening.set_phototype, at.fresh.id, 3),
    "consents.prepare": lambda at: partial(at.clinic.consents.prepare, at.fresh.id, photo_record=True),
    "consents.sign": lambda at: partial(at.clinic.consents.sign, at.fresh.id, agreed(at)),
    "consents.sign_prepared": lambda at: partial(at.clinic.consents.sign_prepared, prepared(at)),
    "consents.confirm": lambda at: partial(at.clinic.consents.confirm, *new_visit_consent(at)),
    "consents.withdraw": lambda at: partial(at.clinic.consents.withdraw, consent_of(at), "no more"),
    "numbing.choose": lambda at: partial(at.clinic.numbing.choose, at.fresh.id, "emla"),
    "numbing.none_used": lambda at: partial(at.clinic.numbing.none_used, at.fresh.id),
    "numbing.describe": lambda at: partial(
        at.clinic.numbing.describe, chart(at).numbings[0].id, NumbingDetails(amount_mg=2000)
    ),
    "numbing.put_on": lambda at: partial(
        at.clinic.numbing.put_on, at.clinic.numbing.choose(at.fresh.id, "emla").result.id
    ),
    "numbing.take_off": lambda at: partial(at.clinic.numbing.take_off, on(at)),
    "numbing.correct_times": lambda at: partial(corrected(at), chart(at).numbings[0].id),
    "numbing.override_allergy": lambda at: partial(
        at.clinic.numbing.override_allergy, chart(at).numbings[0].id, "tested"
    ),
    "numbing.remove": lambda at: partial(at.clinic.numbing.remove, chart(at).numbings[0].id),
    "needling.choose_kind": lambda at: partial(at.clinic.needling.choose_kind, at.fresh.id, DeviceKind.PEN),
    "needling.choose_device": lambda at: partial(
        at.clinic.needling.choose_device, at.fresh.id, device(at.clinic).id
    ),
    "needling.open_unit": lambda at: partial(at.clinic.needling.open_unit, at.fresh.id, at.draft.lot.id),
    "needling.return_unit": lambda at: partial(at.clinic.needling.return_unit, chart(at).units[0].unit.id),
    "needling.dispose_unit": lambda at: partial(
        at.clinic.needling.dispose_unit, last_time(at).units[0].unit.id
    ),
    "needling.add_zones": lambda at: partial(
        at.clinic.needling.add_zones,
        at.draft.session_id,
        [("forehead", Side.MIDLINE), ("nose", Side.MIDLINE)],
    ),
    "needling.remove_zones": lambda at: partial(at.clinic.needling.remove_zones, zone_ids(at)),
    "needling.put_zones_back": lambda at: partial(at.clinic.needling.put_zones_back, removed_zones(at)),
    "needling.set_depth": lambda at: partial(at.clinic.needling.set_depth, zone_ids(at), 800),
    "needling.set_passes": lambda at: partial(at.clinic.needling.set_passes, zone_ids(at), 5),
    "needling.set_speed": lambda at: partial(at.clinic.needling.set_speed, zone_ids(at), 1),
    "needling.set_end_point": lambda at: partial(
        at.clinic.needling.set_end_point, zone_ids(at), EndPoint.PINPOINT_BLEEDING
    ),
    "needling.finish": lambda at: partial(at.clinic.needling.finish, at.fresh.id),
    "needling.add_topical": lambda at: partial(
        at.clinic.needling.add_topical, at.fresh.id, next(iter(vocabulary().topicals))
    ),
    "needling.set_topical_timing": lambda at: partial(
        at.clinic.needling.set_topical_timing, new_topical(at), TopicalTiming.BEFORE
    ),
    "needling.set_topical_lot": lambda at: partial(at.clinic.needling.set_topical_lot, new_topical(at), "Q"),
    "needling.remove_topical": lambda at: partial(at.clinic.needling.remove_topical, new_topical(at)),
    "reactions.none_seen": lambda at: partial(at.clinic.reactions.none_seen, at.fresh.id),
    "reactions.set_pain": lambda at: partial(at.clinic.reactions.set_pain, at.fresh.id, 4),
    "reactions.write_note": lambda at: partial(at.clinic.reactions.write_note, at.fresh.id, "calm"),
    "reactions.record": lambda at: partial(at.clinic.reactions.record, at.fresh.id, "erythema", 2),
    "reactions.remove": lambda at: partial(at.clinic.reactions.remove, chart(at).reactions[0].id),
    "reactions.record_follow_up": lambda at: partial(
        at.clinic.reactions.record_follow_up, call(at), grades={"erythema": 1}
    ),
    "signing.sign": lambda at: partial(at.clinic.signing.sign, at.draft.session_id, PIN),
    "signing.add_addendum": lambda at: partial(
        at.clinic.signing.add_addendum, at.signed.session_id, "She rang."
    ),
    "papers.give": lambda at: partial(
        at.clinic.papers.give, at.signed.session_id, DocumentKind.AFTERCARE, SHEET
    ),
}
"""How each verb is made to write: what has to be there is made first, and what is given back writes."""

WITHOUT_PATIENT = ("clinic", "stock")


def verbs_of(clinic: OpenClinic) -> set[str]:
    """Every public method that says it writes."""
    return {
        f"{name}.{verb}"
        for name in SERVICES
        for verb, method in inspect.getmembers(getattr(clinic, name), inspect.ismethod)
        if not verb.startswith("_") and "Saved[" in str(inspect.signature(method).return_annotation)
    }


def test_every_verb_is_in_the_table(clinic: OpenClinic) -> None:
    assert verbs_of(clinic) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_leaves_exactly_one_event(at: Desk, verb: str) -> None:
    write = VERBS[verb](at)
    path = at.clinic.folder.path
    (before,) = rows(path, "SELECT count(*) FROM audit_event")[0]
    saved = write()
    new = rows(
        path, "SELECT verb, patient_id, session_id, changes, at FROM audit_event WHERE seq > ?", before
    )
    assert len(new) == 1
    stored_verb, patient_id, session_id, changes, _moment = new[0]
    assert "." in stored_verb
    touched = json.loads(changes)
    assert touched
    assert isinstance(saved, Saved)
    assert isinstance(saved.changes, Changes)
    assert len(saved.changes.kinds) == len({change["table"] for change in touched})
    assert (saved.changes.patient_id, saved.changes.session_id) == (patient_id, session_id)
    if verb.partition(".")[0] not in WITHOUT_PATIENT:
        assert patient_id


def test_no_two_verbs_go_by_one_name(at: Desk) -> None:
    names: dict[str, str] = {}
    for verb in ("needling.set_depth", "needling.set_passes", "numbing.put_on", "numbing.correct_times"):
        VERBS[verb](at)()
        (stored,) = rows(at.clinic.folder.path, "SELECT verb FROM audit_event ORDER BY seq DESC LIMIT 1")[0]
        assert stored not in names, f"{verb} and {names.get(stored)}"
        names[stored] = verb


@pytest.mark.parametrize("verb", VERBS)
def test_the_clinic_is_whole_after_each_verb(at: Desk, verb: str) -> None:
    VERBS[verb](at)()
    assert check_database(at.clinic.database).problems == ()
