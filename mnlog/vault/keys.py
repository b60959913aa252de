"""Who can open a clinic: one random 256-bit key for its databases, wrapped for each practitioner.

The key never changes, so changing a passphrase is quick and touches no record. It follows that a passphrase
that was taken away still opens copies of the folder made before: `remove_passphrase` keeps somebody out of
this folder, not out of an old backup they carried off.

Whoever changes `vault.json` holds the folder's lock (`ClinicFolder.hold`); these functions do not take it.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from mnlog.errors import ClinicUnavailableError, RuleViolation, WrongSecretError
from mnlog.vault.folder import ClinicFolder
from mnlog.vault.kdf import KEY_BYTES, KdfCost
from mnlog.vault.wraps import VaultFile, Wrap, WrapKind, key_id_of, unwrap_key, wrap_key

__all__ = [
    "KdfCost",
    "Unlocked",
    "VaultKey",
    "add_passphrase",
    "change_passphrase",
    "create_vault",
    "has_vault",
    "practitioner_ids",
    "remove_passphrase",
    "unlock",
]


class VaultKey(bytes):
    """The key of the clinic's databases, 32 bytes, which does not show itself in a log or a report."""

    def __repr__(self) -> str:
        return "VaultKey(…)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An opened vault: the key, and whose passphrase it was."""

    key: VaultKey = field(repr=False)
    practitioner_id: str


def has_vault(folder: Path) -> bool:
    """True when the folder has a key file, readable or not."""
    return os.path.lexists(ClinicFolder(folder).vault_json)


def create_vault(
    folder: Path, practitioner_id: str, passphrase: str, cost: KdfCost | None = None
) -> VaultKey:
    """Makes a clinic's key and wraps it for its first practitioner; makes the folder when it is not there.

    Args:
        folder: the clinic's folder.
        practitioner_id: whose passphrase it is; a UUID, never a name.
        passphrase: as typed; `check_passphrase` has judged it before.
        cost: what a try costs; `KdfCost.default()` unless given.

    Raises:
        ClinicUnavailableError: when the folder cannot be written, or there is a clinic in it already,
            whose key would be lost.
        RuleViolation: when the passphrase is empty.
    """
    clinic = ClinicFolder(folder)
    clinic.prepare()
    if has_vault(folder) or os.path.lexists(clinic.clinic_db):
        raise ClinicUnavailableError(
            "There is a clinic in this folder already. It was left as it is.",
            "Open that clinic, or choose an empty folder.",
        )
    key = VaultKey(os.urandom(KEY_BYTES))
    wrap = _new_wrap(key, practitioner_id, passphrase, cost)
    clinic.write_vault(VaultFile(key_id=key_id_of(key), wraps=(wrap,)))
    return key


def unlock(folder: Path, passphrase: str, *, first: str = "") -> Unlocked:
    """Finds whose passphrase this is, and the key with it. Each wrapping tried takes one derivation.

    Args:
        folder: the clinic's folder.
        passphrase: as typed.
        first: the practitioner whose wrapping is tried first, such as who was here last; a hint, to be quick.

    Raises:
        WrongSecretError: when it opens none of them.
        ClinicUnavailableError: when the key file is missing, damaged or newer than this program.
    """
    vault = ClinicFolder(folder).read_vault()
    in_order = sorted(_by_passphrase(vault), key=lambda wrap: wrap.practitioner_id != first)
    found = _opened(in_order, vault.key_id, passphrase)
    if found is None:
        raise _wrong()
    return found


def practitioner_ids(folder: Path) -> tuple[str, ...]:
    """Who has a passphrase, in the order they were given one.

    Raises:
        ClinicUnavailableError: when the key file is missing, damaged or newer than this program.
    """
    return tuple(wrap.practitioner_id for wrap in _by_passphrase(ClinicFolder(folder).read_vault()))


def add_passphrase(
    folder: Path, key: bytes, practitioner_id: str, passphrase: str, cost: KdfCost | None = None
) -> None:
    """Wraps the key for one more practitioner.

    Raises:
        RuleViolation: when the practitioner has a passphrase, or somebody else has this one: a passphrase
            says who is there, so two people cannot share it.
        ClinicUnavailableError: when the key file cannot be read or written, or belongs to another key.
    """
    clinic = ClinicFolder(folder)
    vault = clinic.read_vault()
    if key_id_of(key) != vault.key_id:
        raise ClinicUnavailableError(
            "The key file in this folder is not the one the clinic was opened with. It was left as it is.",
            "Close MNLog, put back the clinic's own vault.json from a backup, and open the clinic again.",
        )
    if any(wrap.practitioner_id == practitioner_id for wrap in _by_passphrase(vault)):
        raise RuleViolation(
            "This practitioner has a passphrase already. It was left as it is.",
            "Change it with the old one, or remove it first.",
            field="passphrase",
        )
    _refuse_if_taken(_by_passphrase(vault), vault.key_id, passphrase)
    wrap = _new_wrap(key, practitioner_id, passphrase, cost)
    clinic.write_vault(replace(vault, wraps=(*vault.wraps, wrap)))


def change_passphrase(
    folder: Path, practitioner_id: str, old: str, new: str, cost: KdfCost | None = None
) -> None:
    """Gives a practitioner another passphrase for the same key.

    With `old` equal to `new` it renews the wrapping, for instance after the default cost has risen.

    Raises:
        WrongSecretError: when `old` does not fit or the practitioner has none.
        RuleViolation: when somebody else has the new one, or it is empty.
        ClinicUnavailableError: when the key file cannot be read or written.
    """
    clinic = ClinicFolder(folder)
    vault = clinic.read_vault()
    own, others = _parted(vault, practitioner_id)
    found = _opened(own, vault.key_id, old)
    if found is None:
        raise _wrong()
    _refuse_if_taken(others, vault.key_id, new)
    wrap = _new_wrap(found.key, practitioner_id, new, cost)
    clinic.write_vault(replace(vault, wraps=tuple(wrap if each in own else each for each in vault.wraps)))


def remove_passphrase(folder: Path, practitioner_id: str) -> None:
    """Takes a practitioner's passphrase away. Without one to remove, nothing happens.

    Raises:
        RuleViolation: when it is the last one, without which nobody could open the clinic again.
        ClinicUnavailableError: when the key file cannot be read or written.
    """
    clinic = ClinicFolder(folder)
    vault = clinic.read_vault()
    own, others = _parted(vault, practitioner_id)
    if own and not others:
        raise RuleViolation(
            "This is the only passphrase that opens the clinic. It was left as it is.",
            "Give another practitioner a passphrase first.",
        )
    if own:
        clinic.write_vault(replace(vault, wraps=tuple(each for each in vault.wraps if each not in own)))


def _by_passphrase(vault: VaultFile) -> list[Wrap]:
    return [wrap for wrap in vault.wraps if wrap.kind is WrapKind.PASSPHRASE]


def _parted(vault: VaultFile, practitioner_id: str) -> tuple[list[Wrap], list[Wrap]]:
    wraps = _by_passphrase(vault)
    own = [wrap for wrap in wraps if wrap.practitioner_id == practitioner_id]
    return own, [wrap for wrap in wraps if wrap not in own]


def _opened(wraps: Iterable[Wrap], key_id: str, passphrase: str) -> Unlocked | None:
    for wrap in wraps:
        if (key := unwrap_key(wrap, key_id, passphrase)) is not None:
            return Unlocked(VaultKey(key), wrap.practitioner_id)
    return None


def _new_wrap(key: bytes, practitioner_id: str, passphrase: str, cost: KdfCost | None) -> Wrap:
    if not passphrase.strip():
        raise RuleViolation("A passphrase cannot be empty. Nothing was changed.", field="passphrase")
    return wrap_key(key, practitioner_id, passphrase, cost or KdfCost.default())


def _refuse_if_taken(wraps: Iterable[Wrap], key_id: str, passphrase: str) -> None:
    if _opened(wraps, key_id, passphrase) is not None:
        raise RuleViolation(
            "This passphrase cannot be used in this clinic. Nothing was changed.",
            "Choose a different one; each practitioner needs one of their own.",
            field="passphrase",
        )


def _wrong() -> WrongSecretError:
    return WrongSecretError(
        "This passphrase does not open the clinic. Nothing was changed.",
        "Check Caps Lock and the keyboard's language, then type it again.",
    )
