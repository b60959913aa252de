from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnlog.domain.rules.secrets import (
    MAX_WAIT_S,
    PIN_TRIES,
    Tries,
    check_passphrase,
    check_pin,
    wait_after_failures,
)

NOW = datetime(2026, 3, 9, 14, 2, tzinfo=UTC)
NAMES = ("Jane Okafor", "The Skin Room", "Lee Ng")


@pytest.mark.parametrize(
    "text",
    [
        "violet ladder under rain",
        "k7!wQz_m4#",
        "кот пьёт молоко",
        "كلمة سر طويلة",
        "asleep beneath the lamp",  # holds "lee", which is too short a part to be a name
        "zwölf Boxkämpfer",
    ],
)
def test_a_good_passphrase_has_no_problem(text: str) -> None:
    assert check_passphrase(text, NAMES) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "too short"),
        ("ninechar5", "too short"),
        ("   violet   ", "too short"),
        ("aaaaaaaaaaaaaaa", "too few characters"),
        ("abababababab", "too few characters"),
        ("Password 1234", "first that anybody"),
        ("QWERTYUIOP", "first that anybody"),
        ("1234567890", "first that anybody"),
        ("9876543210", "first that anybody"),
        ("abcdefghijklm", "first that anybody"),
        ("Microneedling", "first that anybody"),
        ("\uff50assword1234", "first that anybody"),
        ("my OKAFOR passphrase", "contains the name"),
        ("j a n e lives here", "contains the name"),
        ("the skin room is open", "contains the name"),
        ("leeng-leeng-leeng!", "contains the name"),
    ],
)
def test_a_weak_passphrase_is_told_why(text: str, says: str) -> None:
    problems = check_passphrase(text, NAMES)
    assert any(says in problem for problem in problems), problems
    assert all(problem.endswith(".") for problem in problems)


def test_every_problem_is_listed_at_once() -> None:
    assert len(check_passphrase("aaaa", ["aaaa"])) == 3


def test_an_accent_typed_as_two_characters_counts_as_one() -> None:
    assert check_passphrase("e\u0301a\u0300u\u0302o\u0308i\u0308") != []


def test_no_problem_repeats_what_was_typed() -> None:
    assert not any("okafor" in problem.lower() for problem in check_passphrase("jane okafor", NAMES))


@given(st.text(max_size=40), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_gets_an_answer(text: str, names: list[str]) -> None:
    assert all(problem.endswith(".") for problem in check_passphrase(text, names))
    assert all(problem.endswith(".") for problem in check_pin(text))


@pytest.mark.parametrize("pin", ["4820", "13579", "90210", "12344321", "2468", "1235"])
def test_a_good_pin_has_no_problem(pin: str) -> None:
    assert check_pin(pin) == []


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", " 4820", "٤٨٢٠", "²³²³", "-482", "4820\n"])
def test_a_pin_is_four_to_eight_digits(pin: str) -> None:
    assert check_pin(pin) == ["A PIN has 4 to 8 digits and nothing else."]


@pytest.mark.parametrize(
    "pin", ["0000", "1111", "99999999", "1234", "0123", "3456789", "4321", "87654321", "7890", "0987", "3210"]
)
def test_the_first_pins_anybody_would_try_are_refused(pin: str) -> None:
    assert len(check_pin(pin)) == 1


def test_each_wrong_try_waits_longer_up_to_a_minute() -> None:
    assert [wait_after_failures(n) for n in range(10)] == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_after_failures(10**9) == MAX_WAIT_S
    assert wait_after_failures(-1) == 0


def test_nobody_waits_before_the_first_wrong_try() -> None:
    assert Tries().may_try(NOW)
    assert not Tries().pin_is_spent


def test_a_wrong_try_makes_the_next_one_wait() -> None:
    tries = Tries().after_failure(NOW).after_failure(NOW).after_failure(NOW)
    assert tries == Tries(3, NOW)
    assert [tries.wait_s(NOW + timedelta(seconds=s)) for s in (0, 0.5, 1, 3, 3.9, 4, 99)] == [
        4,
        4,
        3,
        1,
        1,
        0,
        0,
    ]
    assert not tries.may_try(NOW + timedelta(seconds=3.9))
    assert tries.may_try(NOW + timedelta(seconds=4))


def test_a_clock_set_back_locks_nobody_out_and_forgives_no_try() -> None:
    tries = Tries(4, NOW)
    assert tries.may_try(NOW - timedelta(days=365))
    assert tries.after_failure(NOW - timedelta(days=365)).pin_is_spent


def test_after_five_wrong_tries_only_the_passphrase_helps() -> None:
    tries = Tries()
    for failed in range(PIN_TRIES):
        assert not tries.pin_is_spent, failed
        tries = tries.after_failure(NOW)
    assert tries.pin_is_spent
    assert tries.after_failure(NOW).pin_is_spent
