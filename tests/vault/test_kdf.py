from collections.abc import Callable

import pytest
from argon2.exceptions import HashingError

from mnlog.errors import ClinicUnavailableError
from mnlog.vault import kdf
from mnlog.vault.kdf import KdfCost, derived_key

GIB = 1024 * 1024


@pytest.mark.parametrize(
    ("machine_gib", "memory_mib"), [(32, 256), (4, 256), (2, 256), (1, 128), (0.5, 64), (0.125, 64)]
)
def test_the_default_takes_an_eighth_of_a_small_memory_and_never_less_than_the_floor(
    machine_gib: float, memory_mib: int
) -> None:
    assert KdfCost.default(int(machine_gib * GIB)) == KdfCost(3, memory_mib * 1024, 4)


def test_the_default_fits_this_computer() -> None:
    assert KdfCost.FLOOR_KIB <= KdfCost.default().memory_kib <= KdfCost.USUAL_KIB


def test_without_a_way_to_ask_the_memory_the_default_is_the_usual_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr("os.sysconf", raising=False)
    assert KdfCost.default().memory_kib == KdfCost.USUAL_KIB


@pytest.mark.parametrize(
    "make",
    [
        lambda: KdfCost(0, 8, 1),
        lambda: KdfCost(65, 8, 1),
        lambda: KdfCost(1, 7, 1),
        lambda: KdfCost(1, 15, 2),
        lambda: KdfCost(1, 2 * GIB + 1, 1),
        lambda: KdfCost(1, 1024, 17),
        lambda: KdfCost(1, 1024, 0),
        lambda: KdfCost(64, 2 * GIB, 4),
    ],
)
def test_a_cost_that_would_hang_the_program_is_refused(make: Callable[[], KdfCost]) -> None:
    with pytest.raises(ValueError, match="outside the bounds"):
        make()


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def short(*_: object) -> bytes:
        raise HashingError("Memory allocation error")

    monkeypatch.setattr(kdf, "hash_secret_raw", short)
    with pytest.raises(ClinicUnavailableError, match="too little free memory"):
        derived_key("four words of mine", bytes(16), KdfCost(1, 8, 1))


def test_the_key_is_what_argon2id_gives_for_these_numbers() -> None:
    """A changed parameter, order or encoding would shut every clinic; this holds them."""
    assert derived_key("four words of mine", bytes(range(16)), KdfCost(2, 64, 2)).hex() == (
        "e5ae61ccf5610a290db37791ba41e46e5a6cde0c03d9ea784cb5ab67e3372308"
    )
