"""Logs a session through the real windows without end, and says each thing before and after it is tapped.

Run as `python logging_until_killed.py FOLDER SEED`. Whoever started it reads the lines and kills it.
"""

import json
import random
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from mnlog.app import Program, StartOptions, make_application
from mnlog.demo.clinic import DEMO_PASSPHRASE
from mnlog.demo.hands import Hands, NotInReachError
from mnlog.domain.charts import SessionChart
from mnlog.domain.terms import Side
from mnlog.settings import Settings

WORDS = ("skin", "calm", "warm", "even", "dry", "soft", "pink", "quiet", "cool")
QUESTIONS = ("active_hsv", "sunburn_area", "pregnancy", "bleeding_disorder", "metal_allergy")


def say(kind: str, what: str, value: object) -> None:
    print(json.dumps([kind, what, value]), flush=True)


class Logger:
    """Taps at random among what changes the draft."""

    def __init__(self, program: Program, hands: Hands, seed: int) -> None:
        assert program.clinic is not None
        self._clinic = program.clinic
        self._hands = hands
        self._chance = random.Random(seed)

    def run(self) -> None:
        self._hands.tap("Patients")
        self._hands.tap_row("Amara Reyes")
        begun = any(s.patient.given_name == "Amara" for s in self._clinic.sessions.drafts())
        self._hands.tap("Continue session" if begun else "New session")
        while True:
            self._chance.choice((self._answer, self._depth, self._pain, self._redness, self._note))()

    def _tap(self, what: str, value: object, name: str, *, of: str = "") -> None:
        say("try", what, value)
        self._hands.tap(name, of=of)
        say("done", what, value)

    def _answer(self) -> None:
        self._hands.tap("1 Screening")
        question = self._clinic.resources.vocabulary.questions[self._chance.choice(QUESTIONS)]
        value = self._chance.choice(("no", "yes", "unsure"))
        words = {"no": "No", "yes": "Yes", "unsure": "Not sure"}[value]
        self._tap(f"answer:{question.id}", value, words, of=question.name)

    def _depth(self) -> None:
        self._hands.tap("4 Needling")
        draft = self._draft()
        if not draft.zones:
            self._hands.tap("Pen")
            self._hands.tap("Same as 24 Oct")
            return
        zone = self._chance.choice(sorted({z.zone_id for z in draft.zones}))
        self._take(zone, next(z.side for z in draft.zones if z.zone_id == zone))
        now = next(z.depth_um or 0 for z in self._draft().zones if z.zone_id == zone)
        deeper = now < 1000
        value = now + 100 if deeper else now - 100
        self._tap(f"depth:{zone}", value, "Deeper" if deeper else "Less deep")

    def _take(self, zone: str, side: Side) -> None:
        """Takes a zone in hand; a tap on one that is in hand already lets it go."""
        self._hands.tap_zone(zone, side)
        try:
            self._hands.find("Needle depth")
        except NotInReachError:
            self._hands.tap_zone(zone, side)

    def _pain(self) -> None:
        self._hands.tap("5 Reactions")
        value = self._chance.randrange(11)
        self._tap("pain", value, str(value), of="Pain, 0 none to 10 worst")

    def _redness(self) -> None:
        self._hands.tap("5 Reactions")
        value = self._chance.randrange(5)
        self._tap("redness", value, str(value), of="Redness")

    def _note(self) -> None:
        self._hands.tap("5 Reactions")
        text = " ".join(self._chance.choices(WORDS, k=3))
        say("try", "note", text)
        self._hands.rewrite(text, into="What was seen, said or done")
        self._hands.tap("1 Screening")
        say("done", "note", text)

    def _draft(self) -> SessionChart:
        patient = self._clinic.patients.find("Amara Reyes")[0]
        return self._clinic.sessions.chart(self._clinic.sessions.start(patient.id).result.id)


def main() -> None:
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    program = Program(
        make_application(), StartOptions(data_dir=folder), Settings.load(folder.parent / "s.json")
    )
    program.start()
    hands = Hands(program.window)
    hands.type(DEMO_PASSPHRASE, into="Passphrase")
    hands.press(Qt.Key.Key_Return)
    hands.wait_until(lambda: program.workspace is not None)
    say("open", "", None)
    Logger(program, hands, seed).run()


if __name__ == "__main__":
    main()
