"""The PIN, which brings somebody back after the idle lock and signs a session.

A PIN protects nothing on a stolen disk: it lies in the encrypted database, works only while the key is in
memory, and is limited by count (`mnlog.domain.rules.secrets`). The hash is there so that whoever may read the
database does not learn a number that its owner uses elsewhere too.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
"""About 50 ms on a desktop of 2026: not felt at the chair, and ten thousand PINs still take some minutes."""


def hash_pin(pin: str) -> str:
    """Makes what is stored instead of the PIN, with its salt and cost inside."""
    return _HASHER.hash(pin)


def pin_fits(pin_hash: str, pin: str) -> bool:
    """True when this is the PIN.

    Raises:
        ValueError: when the stored hash is not one, which is no wrong PIN and counts as no try.
    """
    try:
        return _HASHER.verify(pin_hash, pin)
    except VerifyMismatchError:
        return False
    except (InvalidHashError, VerificationError) as error:
        raise ValueError("the stored PIN hash is damaged") from error
