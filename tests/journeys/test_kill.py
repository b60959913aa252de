"""The program is killed at random instants of logging a session; what was tapped before is there.

`MNLOG_KILLS` says how often; the gate kills ten times.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mnlog.demo.clinic import DEMO_PASSPHRASE
from mnlog.domain.charts import SessionChart
from mnlog.services.opening import Resources, open_clinic
from mnlog.services.safekeeping import check_clinic

KILLS = int(os.environ.get("MNLOG_KILLS", "10"))
LOGGER = Path(__file__).with_name("logging_until_killed.py")
Facts = dict[str, set[object]]
Line = tuple[str, str, object]


def log_until_killed(folder: Path, seed: int) -> list[Line]:
    """Runs the program, kills it, and returns what it said until then."""
    chance = random.Random(seed)
    said = chance.randrange(2, 60)
    wait_s = chance.random() * 0.05
    process = subprocess.Popen(
        [sys.executable, str(LOGGER), str(folder), str(seed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if len(lines) == said:
            # Some moment after a line, wherever the program is by then.
            threading.Timer(wait_s, process.send_signal, (signal.SIGKILL,)).start()
    status = process.wait()
    assert status == -signal.SIGKILL, process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    return [tuple(json.loads(line)) for line in lines]


def possible(known: Facts, said: list[Line]) -> Facts:
    """What each thing may be now: what was done last, or tried since; None when it may not be there."""
    facts = {what: set(values) for what, values in known.items()}
    for kind, what, value in said:
        if kind == "try":
            facts.setdefault(what, {None}).add(value)
        elif kind == "done":
            facts[what] = {value}
    return facts


def standing(chart: SessionChart) -> dict[str, object]:
    """The same things as the record has them."""
    end = chart.end_observation
    found: dict[str, object] = {f"answer:{a.question_id}": str(a.answer) for a in chart.answers}
    found |= {f"depth:{zone.zone_id}": zone.depth_um for zone in chart.zones}
    for reaction in chart.reactions:
        if reaction.reaction_id == "erythema":
            found["redness"] = reaction.grade
    if end is not None:
        found |= {"pain": end.pain_nrs, "note": end.note}
    return found


def read_draft(folder: Path, resources: Resources) -> SessionChart:
    """Opens the clinic again and reads what stands there; nothing when the session was not begun yet."""
    clinic = open_clinic(folder, resources, DEMO_PASSPHRASE)
    try:
        patient = clinic.patients.find("Amara Reyes")[0]
        return clinic.sessions.chart(clinic.sessions.start(patient.id).result.id)
    finally:
        clinic.close()


@pytest.mark.timeout(60 + 30 * KILLS)
def test_nothing_tapped_is_lost(clinic_folder: Path, resources: Resources) -> None:
    known: Facts = {}
    for seed in range(KILLS):
        facts = possible(known, log_until_killed(clinic_folder, seed))
        assert check_clinic(clinic_folder, DEMO_PASSPHRASE).problems == ()
        found = standing(read_draft(clinic_folder, resources))
        for what, values in facts.items():
            assert found.get(what) in values, f"kill {seed}: {what}"
        known = {what: {found.get(what)} for what in facts}
