"""The format of `vault.json`: one database key, wrapped once per person by what only that person knows.

    {"format": 1, "key_id": …, "sha256": …, "wraps": [{"kind": "passphrase", "practitioner_id": …,
     "kdf": "argon2id-v19", "time_cost": …, "memory_kib": …, "parallelism": …,
     "salt": …, "nonce": …, "wrapped_key": …}]}

A wrapping is AES-256-GCM under a key that Argon2id (RFC 9106) makes of the passphrase. Its associated data
binds the format, the kind, the practitioner's id and the key's id: no wrapping can be given to somebody
else or moved from another clinic; cost and salt are bound because another value derives another key.

`sha256` runs over everything else. It protects nothing from an attacker, who can renew it: it tells a damaged
file from a wrong passphrase, so that nobody is sent searching for a passphrase that was right.
"""

import hashlib
import hmac
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum, unique
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mnlog.errors import ClinicUnavailableError
from mnlog.vault.kdf import KDF, KEY_BYTES, KdfCost, derived_key

FORMAT = 1
_SALT_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16
_MAX_WRAPS = 64
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


class DamagedVaultError(ClinicUnavailableError):
    """The file is not what was written."""


class NewerVaultError(ClinicUnavailableError):
    """The file was made by a newer MNLog. It is not damaged, only not ours to read."""


@unique
class WrapKind(StrEnum):
    """What a wrapping is opened by. RECOVERY is read and kept, so that adding it needs no new format."""

    PASSPHRASE = "passphrase"  # noqa: S105 - the word, not one
    RECOVERY = "recovery"


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
    wrapped = AESGCM(derived_key(passphrase, salt, cost)).encrypt(nonce, key, bound)
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
        key = AESGCM(derived_key(passphrase, wrap.salt, wrap.cost)).decrypt(
            wrap.nonce, wrap.wrapped_key, bound
        )
    except InvalidTag:
        return None
    return key if hmac.compare_digest(key_id_of(key), key_id) else None


def vault_bytes(vault: VaultFile) -> bytes:
    """The file's content."""
    wraps = [
        {
            "kind": wrap.kind.value,
            "practitioner_id": wrap.practitioner_id,
            "kdf": KDF,
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
        DamagedVaultError: when it is not what was written.
        NewerVaultError: when a newer MNLog made it.
    """
    try:
        content = _as_object(json.loads(data))
        if _as_whole(content.get("format")) > FORMAT:
            raise NewerVaultError(
                "This clinic was last opened by a newer MNLog. It was left as it is.",
                "Open it with that version, or update MNLog on this computer.",
            )
        return _vault(content)
    except (ValueError, RecursionError) as error:  # bytes that are not UTF-8 and bad JSON are ValueErrors too
        raise DamagedVaultError(
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
    owners = {(wrap.kind, wrap.practitioner_id) for wrap in wraps}
    _expect(len(owners) == len(wraps), "two wraps of one person")
    return VaultFile(key_id=_as_bytes(content["key_id"], 16).hex(), wraps=wraps)


def _wrap(row: Mapping[str, Any]) -> Wrap:
    fields = {"kind", "practitioner_id", "kdf", "salt", "nonce", "wrapped_key"}
    costs = ("time_cost", "memory_kib", "parallelism")
    _expect(set(row) == {*fields, *costs} and row["kdf"] == KDF, "fields of a wrap")
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
        raise ValueError("not an object")  # noqa: TRY004 - the file is wrong, not the call
    return value


def _as_whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("not a whole number")  # noqa: TRY004 - the file is wrong, not the call
    return value


def _as_bytes(value: object, length: int) -> bytes:
    data = bytes.fromhex(value) if isinstance(value, str) else b""
    _expect(len(data) == length, "length")
    return data
