"""The format of `vault.json`: one database key, wrapped once per person by what only that person knows.

    {"format": 1, "key_id": …, "sha256": …, "wraps": [{"kind": "passphrase", "practitioner_id": …,
     "kdf": "argon2id-v19", "time_cost": …, "memory_kib": …, "parallelism": …,
     "salt": …, "nonce": …, "wrapped_key": …}]}

A wrapping is AES-256-GCM under a key that Argon2id (RFC 9106) makes of the passphrase. Its associated data binds
the format, the kind, the practitioner's id and the key's id, so that no wrapping can be given to somebody else or
moved from another clinic; cost and salt are bound because another value derives another key.

`sha256` runs over everything else. It protects nothing from an attacker, who can renew it: it tells a damaged file
from a wrong passphrase, so that nobody is sent searching for a passphrase that was right.
"""

import hashlib
import hmac
import json
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum, unique
from typing import Any, Self

from argon2.exceptions import HashingError
from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mnlog.errors import ClinicUnavailableError

FORMAT = 1
KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16
_KDF = f"argon2id-v{ARGON2_VERSION}"
_MIB = 1024
_MAX_WRAPS = 64
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


@unique
class WrapKind(StrEnum):
    """What a wrapping is opened by. RECOVERY is read and kept, so that adding it needs no new format."""

    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one try of a passphrase costs, to us and to a thief.

    Attributes:
        time_cost: rounds over the memory, 1 to 64.
        memory_kib: memory in KiB, at most 2 GiB.
        parallelism: lanes, 1 to 16; the memory holds at least 8 KiB for each.

    Raises:
        ValueError: outside these bounds, or when memory times rounds is beyond 16 GiB (some ten seconds), so that
            a file somebody tampered with can neither hang the program nor eat the computer's memory.
    """

    time_cost: int
    memory_kib: int
    parallelism: int

    FLOOR_KIB = 64 * _MIB
    """Never less by default: the smaller of the two choices that RFC 9106 section 4 recommends."""
    USUAL_KIB = 256 * _MIB
    """About half a second on a desktop of 2026, measured 374 to 669 ms on two cores with 3 rounds in 4 lanes."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrap:
    """The key, wrapped for one person."""

    kind: WrapKind
    practitioner_id: str
    cost: KdfCost
    salt: bytes
    nonce: bytes
    wrapped_key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultFile:
    """What `vault.json` says. `key_id` tells keys apart and says nothing about them."""

    key_id: str
    wraps: tuple[Wrap, ...]


def key_id_of(key: bytes) -> str:
    """A name for a key, which a random 256-bit key can afford to have in public."""
    return hmac.new(key, b"MNLog key id", hashlib.sha256).hexdigest()[:32]


def wrap_key(key: bytes, practitioner_id: str, passphrase: str, cost: KdfCost) -> Wrap:
    """Wraps the key by a passphrase, under a salt and a nonce that are never used again.

    Raises:
        ValueError: when the id is not one; a name has no place in this file.
        ClinicUnavailableError: when memory is short.
    """
    if not _ID.fullmatch(practitioner_id):
        raise ValueError("a practitioner's id is letters, digits and hyphens")
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    bound = _associated(WrapKind.PASSPHRASE, practitioner_id, key_id_of(key))
    wrapped = AESGCM(_derived(passphrase, salt, cost)).encrypt(nonce, key, bound)
    return Wrap(
        kind=WrapKind.PASSPHRASE,
        practitioner_id=practitioner_id,
        cost=cost,
        salt=salt,
        nonce=nonce,
        wrapped_key=wrapped,
    )


def unwrap_key(wrap: Wrap, key_id: str, passphrase: str) -> bytes | None:
    """The key, or None when this passphrase does not fit or anything in the wrapping was changed.

    Raises:
        ClinicUnavailableError: when memory is short.
    """
    bound = _associated(wrap.kind, wrap.practitioner_id, key_id)
    try:
        key = AESGCM(_derived(passphrase, wrap.salt, wrap.cost)).decrypt(wrap.nonce, wrap.wrapped_key, bound)
    except InvalidTag:
        return None
    return key if hmac.compare_digest(key_id_of(key), key_id) else None


def vault_bytes(vault: VaultFile) -> bytes:
    """The file's content."""
    wraps = [
        {
            "kind": wrap.kind.value,
            "practitioner_id": wrap.practitioner_id,
            "kdf": _KDF,
            **asdict(wrap.cost),
            "salt": wrap.salt.hex(),
            "nonce": wrap.nonce.hex(),
            "wrapped_key": wrap.wrapped_key.hex(),
        }
        for wrap in vault.wraps
    ]
    content = {"format": FORMAT, "key_id": vault.key_id, "wraps": wraps}
    return (json.dumps({**content, "sha256": _checksum(content)}, indent=1, sort_keys=True) + "\n").encode()


def vault_from_bytes(data: bytes) -> VaultFile:
    """Reads the file's content, trusting none of it.

    Raises:
        ClinicUnavailableError: when it is damaged, or made by a newer MNLog.
    """
    try:
        content = _as_object(json.loads(data))
        if _as_whole(content.get("format")) > FORMAT:
            raise ClinicUnavailableError(
                "This clinic was last opened by a newer MNLog. It was left as it is.",
                "Open it with that version, or update MNLog on this computer.",
            )
        return _vault(content)
    except (ValueError, RecursionError) as error:  # bytes that are not UTF-8 and bad JSON are ValueErrors too
        raise ClinicUnavailableError(
            "The clinic's key file, vault.json, is damaged. The records themselves were not touched.",
            "Put back vault.json from a backup of this folder; do not delete anything.",
        ) from error


def _vault(content: Mapping[str, Any]) -> VaultFile:
    _expect(set(content) == {"format", "key_id", "wraps", "sha256"}, "fields")
    signed = {name: value for name, value in content.items() if name != "sha256"}
    _expect(content["sha256"] == _checksum(signed), "checksum")
    _expect(content["format"] == FORMAT, "format")
    rows = content["wraps"]
    _expect(isinstance(rows, list) and 1 <= len(rows) <= _MAX_WRAPS, "number of wraps")
    wraps = tuple(_wrap(_as_object(row)) for row in rows)
    _expect(len({(wrap.kind, wrap.practitioner_id) for wrap in wraps}) == len(wraps), "two wraps of one person")
    return VaultFile(key_id=_as_bytes(content["key_id"], 16).hex(), wraps=wraps)


def _wrap(row: Mapping[str, Any]) -> Wrap:
    fields = {"kind", "practitioner_id", "kdf", "salt", "nonce", "wrapped_key"}
    costs = ("time_cost", "memory_kib", "parallelism")
    _expect(set(row) == {*fields, *costs} and row["kdf"] == _KDF, "fields of a wrap")
    owner = row["practitioner_id"]
    _expect(isinstance(owner, str) and _ID.fullmatch(owner) is not None, "practitioner_id")
    return Wrap(
        kind=WrapKind(row["kind"]),
        practitioner_id=owner,
        cost=KdfCost(*(_as_whole(row[name]) for name in costs)),
        salt=_as_bytes(row["salt"], _SALT_BYTES),
        nonce=_as_bytes(row["nonce"], _NONCE_BYTES),
        wrapped_key=_as_bytes(row["wrapped_key"], KEY_BYTES + _TAG_BYTES),
    )


def _derived(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
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


def _associated(kind: WrapKind, practitioner_id: str, key_id: str) -> bytes:
    return json.dumps(["MNLog vault", FORMAT, kind.value, practitioner_id, key_id]).encode()


def _checksum(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _expect(is_so: bool, what: str) -> None:
    if not is_so:
        raise ValueError(what)


def _as_object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _as_whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("not a whole number")
    return value


def _as_bytes(value: object, length: int) -> bytes:
    data = bytes.fromhex(value) if isinstance(value, str) else b""
    _expect(len(data) == length, "length")
    return data


def _machine_kib() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf; MNLog's floor there is 4 GiB anyway
        return 8 * KdfCost.USUAL_KIB
