"""What a try of a passphrase costs, and the key that Argon2id makes of it (RFC 9106)."""

import os
import unicodedata
from dataclasses import dataclass
from typing import Self

from argon2.exceptions import HashingError
from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw

from mnlog.errors import ClinicUnavailableError

KDF = f"argon2id-v{ARGON2_VERSION}"
KEY_BYTES = 32
_MIB = 1024


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one try of a passphrase costs, to us and to a thief.

    Attributes:
        time_cost: rounds over the memory, 1 to 64.
        memory_kib: memory in KiB, at most 2 GiB.
        parallelism: lanes, 1 to 16; the memory holds at least 8 KiB for each.

    Raises:
        ValueError: outside these bounds, or when memory times rounds is beyond 16 GiB (some ten seconds), so
            that a file somebody tampered with can neither hang the program nor eat the computer's memory.
    """

    time_cost: int
    memory_kib: int
    parallelism: int

    FLOOR_KIB = 64 * _MIB
    """Never less by default: the smaller of the two choices that RFC 9106 section 4 recommends."""
    USUAL_KIB = 256 * _MIB
    """About half a second: 374 to 669 ms measured on two cores, with 3 rounds in 4 lanes."""

    def __post_init__(self) -> None:
        is_sane = (
            1 <= self.time_cost <= 64
            and 1 <= self.parallelism <= 16
            and 8 * self.parallelism <= self.memory_kib <= 2048 * _MIB
            and self.time_cost * self.memory_kib <= 16 * 1024 * _MIB
        )
        if not is_sane:
            raise ValueError(f"{self} is outside the bounds")

    @classmethod
    def default(cls, machine_kib: int | None = None) -> Self:
        """The usual cost; on a computer with little memory an eighth of it, but never below the floor.

        Args:
            machine_kib: the computer's memory in KiB; asked from the system when not given.
        """
        memory = _machine_kib() if machine_kib is None else machine_kib
        return cls(3, max(cls.FLOOR_KIB, min(cls.USUAL_KIB, memory // 8)), 4)


def derived_key(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """Makes a 32-byte key of a passphrase; takes the time and memory that `cost` says.

    Raises:
        ClinicUnavailableError: when memory is short.
    """
    # NFKC: one keyboard sends "é" as one character, another as two, and both mean the same passphrase.
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(
            secret, salt, cost.time_cost, cost.memory_kib, cost.parallelism, KEY_BYTES, Type.ID
        )
    except HashingError as error:
        raise ClinicUnavailableError(
            "This computer has too little free memory to check the passphrase. Nothing was changed.",
            "Close other programs, then try again.",
        ) from error


def _machine_kib() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf, and needs 4 GiB itself
        return 8 * KdfCost.USUAL_KIB
