"""What a passphrase and a PIN must be like, and how often one may be tried.

Length is what makes a passphrase strong, so nothing is asked about digits or capitals (NIST SP 800-63B-4,
section 3.1.1.2). The short list of refused ones is ours.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Self

MIN_PASSPHRASE_CHARS = 10
PIN_DIGITS = range(4, 9)
PIN_TRIES = 5
"""After so many wrong PINs in a row the passphrase is asked for (design, section 8)."""
MAX_WAIT_S = 60

_MIN_DIFFERENT_CHARS = 4
_MIN_NAME_CHARS = 4
"""Shorter parts of a name are parts of too many words: "Lee" is in "asleep"."""
_TRIVIAL = frozenset(
    """
    12345678910 123456789a 1q2w3e4r5t 1qaz2wsx3edc abcd123456 abc1234567 1234567890qwerty
    qwertyuiop qwertzuiop azertyuiop qwerty1234 qwerty12345 qwerty123456 qwertyuiop123 asdfghjkl1 asdfghjkl123
    password01 password12 password123 password1234 password12345 password123456 password2024 password2025
    password2026 password2027 passwordpassword mypassword mypassword1 passphrase passphrase1 mypassphrase
    iloveyou12 iloveyou123 iloveyouiloveyou letmein123 letmeinletmein welcome123 welcome1234 welcomewelcome
    admin12345 admin123456 administrator changeme123 changemechangeme trustno1trustno1
    correcthorsebatterystaple
    microneedling microneedle microneedling1 microneedling123 dermaroller dermapen123 dermatology aesthetics
    skinclinic beautyclinic clinic1234 clinic12345 mnlogmnlog mnlog12345
    """.split()  # noqa: SIM905 - a list of sixty quoted words is harder to read
)


def check_passphrase(text: str, names: Iterable[str] = ()) -> list[str]:
    """Looks for what makes a passphrase easy to guess.

    Args:
        text: as typed; upper and lower case, spaces and the way an accent was typed make no difference here.
        names: names that a thief would try first: the clinic's and the practitioners'.

    Returns:
        One sentence per problem; empty when there is none.
    """
    guess = _plain(text)
    problems = []
    if len(unicodedata.normalize("NFKC", text).strip()) < MIN_PASSPHRASE_CHARS:
        problems.append(
            f"It is too short: use {MIN_PASSPHRASE_CHARS} characters or more, such as four words."
        )
    if len(set(guess)) < _MIN_DIFFERENT_CHARS:
        problems.append(f"It repeats too few characters: use at least {_MIN_DIFFERENT_CHARS} different ones.")
    if guess in _TRIVIAL or _is_run(guess):
        problems.append("It is one of the first that anybody would try.")
    if any(part in guess for name in names for part in _guessable_parts(name)):
        problems.append("It contains the name of the clinic or of a practitioner.")
    return problems


def check_pin(text: str) -> list[str]:
    """Looks for what makes a PIN unusable, or the first that somebody would try.

    Returns:
        One sentence per problem; empty when there is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) in PIN_DIGITS):
        return [f"A PIN has {PIN_DIGITS[0]} to {PIN_DIGITS[-1]} digits and nothing else."]
    if len(set(text)) == 1:
        return ["A PIN cannot be one digit repeated."]
    if _is_run(text):
        return ["A PIN cannot be digits that count up or down."]
    return []


def wait_after_failures(failed: int) -> int:
    """Seconds to wait after so many wrong tries in a row: 0, 1, 2, 4, 8, 16, 32, then 60."""
    if failed <= 0:
        return 0
    return min(MAX_WAIT_S, 1 << min(failed - 1, 6))


@dataclass(frozen=True, slots=True)
class Tries:
    """The wrong tries of one person since the last right one.

    Attributes:
        failed: how many.
        last_failed_at: when the last one was, as an aware datetime; None when there was none.
    """

    failed: int = 0
    last_failed_at: datetime | None = None

    def wait_s(self, now: datetime) -> int:
        """Seconds until the next try is taken, rounded up; 0 when it may be taken now.

        A clock that was set back makes nobody wait: the count protects the PIN, and a wait until the
        clock caught up could last for days.
        """
        if self.last_failed_at is None or now < self.last_failed_at:
            return 0
        left = wait_after_failures(self.failed) - (now - self.last_failed_at).total_seconds()
        return max(0, -int(-left // 1))

    def may_try(self, now: datetime) -> bool:
        """True when the wait after the last wrong try is over."""
        return self.wait_s(now) == 0

    def after_failure(self, now: datetime) -> Self:
        """One more wrong try. After a right one, start with a new `Tries()`."""
        return replace(self, failed=self.failed + 1, last_failed_at=now)

    @property
    def pin_is_spent(self) -> bool:
        """True when only the passphrase helps now."""
        return self.failed >= PIN_TRIES


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _guessable_parts(name: str) -> set[str]:
    words = [_plain(word) for word in name.split()]
    return {part for part in (*words, "".join(words)) if len(part) >= _MIN_NAME_CHARS}


def _is_run(text: str) -> bool:
    """True for "3456", "8765" and "bcdef"; "7890" counts on past the nine, as on a keyboard."""
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    if text.isascii() and text.isdigit():
        steps = {1 if step == -9 else -1 if step == 9 else step for step in steps}
    return steps in ({1}, {-1})
