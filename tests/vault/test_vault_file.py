import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mnlog.errors import ClinicUnavailableError, RuleViolation, WrongSecretError
from mnlog.vault import wraps
from mnlog.vault.folder import ClinicFolder
from mnlog.vault.keys import (
    KdfCost,
    add_passphrase,
    change_passphrase,
    create_vault,
    practitioner_ids,
    remove_passphrase,
    unlock,
)

JANE, OMAR = "0b6f-jane", "1c7f-omar"
WORDS, OTHER_WORDS = "violet ladder under rain", "seven quiet copper kettles"


@pytest.fixture
def folder(tmp_path: Path, cheap: KdfCost) -> Path:
    path = tmp_path / "clinic"
    create_vault(path, JANE, WORDS, cheap)
    return path


@pytest.fixture
def vault_json(folder: Path) -> Path:
    return folder / "vault.json"


def test_a_file_cut_off_anywhere_is_damaged_and_left_as_it_is(folder: Path, vault_json: Path) -> None:
    whole = vault_json.read_bytes()
    for length in range(len(whole.rstrip())):
        vault_json.write_bytes(whole[:length])
        with pytest.raises(ClinicUnavailableError, match=r"vault\.json, is damaged.*not touched"):
            unlock(folder, WORDS)
        assert vault_json.read_bytes() == whole[:length]
    vault_json.write_bytes(whole)
    assert unlock(folder, WORDS).practitioner_id == JANE


def test_a_flipped_bit_in_any_byte_is_seen(folder: Path, vault_json: Path) -> None:
    whole = bytearray(vault_json.read_bytes())
    for place, byte in enumerate(whole):
        if bytes([byte]).isspace():  # how the file is laid out says nothing
            continue
        whole[place] = byte ^ 1
        vault_json.write_bytes(whole)
        with pytest.raises(ClinicUnavailableError):
            unlock(folder, WORDS)
        whole[place] = byte
    vault_json.write_bytes(whole)
    assert unlock(folder, WORDS).practitioner_id == JANE


def _forge(vault_json: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Changes the file as somebody would who knows how it is made: with a checksum that fits."""
    content = json.loads(vault_json.read_text())
    change(content)
    content.pop("sha256", None)
    content["sha256"] = wraps._checksum(content)
    vault_json.write_text(json.dumps(content))


def _other_hex(text: str) -> str:
    return f"{int(text[:2], 16) ^ 1:02x}{text[2:]}"


@pytest.mark.parametrize("field", ["salt", "nonce", "wrapped_key"])
def test_forged_bytes_open_nothing(folder: Path, vault_json: Path, field: str) -> None:
    _forge(vault_json, lambda file: file["wraps"][0].update({field: _other_hex(file["wraps"][0][field])}))
    with pytest.raises(WrongSecretError):
        unlock(folder, WORDS)


@pytest.mark.parametrize(
    "change",
    [
        {"practitioner_id": OMAR},
        {"time_cost": 2},
        {"memory_kib": 9},
        {"memory_kib": 16, "parallelism": 2},
        {"kind": "recovery"},
    ],
)
def test_a_wrapping_cannot_be_given_to_somebody_else_or_made_cheaper(
    folder: Path, vault_json: Path, change: dict[str, object]
) -> None:
    _forge(vault_json, lambda file: file["wraps"][0].update(change))
    with pytest.raises(WrongSecretError):
        unlock(folder, WORDS)


def test_the_kind_is_bound_too(folder: Path) -> None:
    vault = ClinicFolder(folder).read_vault()
    forged = replace(vault.wraps[0], kind=wraps.WrapKind.RECOVERY)
    assert wraps.unwrap_key(forged, vault.key_id, WORDS) is None


def test_a_wrapping_cannot_be_moved_to_another_clinic(folder: Path, tmp_path: Path, cheap: KdfCost) -> None:
    create_vault(tmp_path / "other", OMAR, OTHER_WORDS, cheap)
    (stranger,) = json.loads((tmp_path / "other/vault.json").read_text())["wraps"]
    _forge(folder / "vault.json", lambda file: file["wraps"].append(stranger))
    with pytest.raises(WrongSecretError):
        unlock(folder, OTHER_WORDS)
    assert unlock(folder, WORDS).practitioner_id == JANE


def test_a_forged_key_id_opens_nothing(folder: Path, vault_json: Path) -> None:
    _forge(vault_json, lambda file: file.update(key_id=_other_hex(file["key_id"])))
    with pytest.raises(WrongSecretError):
        unlock(folder, WORDS)


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 2 * 1024 * 1024 + 1},
        {"memory_kib": 10**18},
        {"time_cost": 65},
        {"time_cost": 0},
        {"time_cost": True},
        {"time_cost": 1.0},
        {"time_cost": "1"},
        {"parallelism": 0},
        {"parallelism": 17, "memory_kib": 1024},
        {"time_cost": 64, "memory_kib": 2 * 1024 * 1024},
        {"kdf": "scrypt"},
        {"kind": "fingerprint"},
        {"kind": ["passphrase"]},
        {"practitioner_id": ""},
        {"practitioner_id": "Jane Okafor"},
        {"practitioner_id": None},
        {"salt": ""},
        {"salt": "zz" * 16},
        {"nonce": "00" * 11},
        {"wrapped_key": None},
        {"note": "not ours"},
    ],
)
def test_numbers_and_words_that_cannot_be_are_refused_before_any_work(
    folder: Path, vault_json: Path, change: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(*_: object) -> bytes:
        raise AssertionError("derived a key of a file that cannot be")

    monkeypatch.setattr(wraps, "derived_key", work)
    _forge(vault_json, lambda file: file["wraps"][0].update(change))
    before = vault_json.read_bytes()
    with pytest.raises(ClinicUnavailableError, match="is damaged"):
        unlock(folder, WORDS)
    assert vault_json.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.update(wraps=[]),
        lambda file: file.update(wraps={}),
        lambda file: file.update(wraps=[1]),
        lambda file: file.update(wraps=file["wraps"] * 2),
        lambda file: file.update(wraps=[{**file["wraps"][0], "practitioner_id": f"p{n}"} for n in range(65)]),
        lambda file: file.update(key_id="00"),
        lambda file: file.update(format=0),
        lambda file: file.update(format="1"),
        lambda file: file.pop("format"),
        lambda file: file.pop("key_id"),
        lambda file: file.update(clinic="The Skin Room"),
    ],
)
def test_a_file_of_another_shape_is_damaged(
    folder: Path, vault_json: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    _forge(vault_json, change)
    with pytest.raises(ClinicUnavailableError, match="is damaged"):
        unlock(folder, WORDS)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"null", b"[]", b"7", b"[" * 100_000, b'{"format": 1' + b"0" * 5000, b" " * 300_000],
)
def test_what_was_never_a_key_file_is_damaged(folder: Path, vault_json: Path, data: bytes) -> None:
    vault_json.write_bytes(data)
    with pytest.raises(ClinicUnavailableError, match="is damaged"):
        unlock(folder, WORDS)
    assert vault_json.read_bytes() == data


def test_a_newer_format_is_not_touched_whatever_it_holds(
    folder: Path, vault_json: Path, cheap: KdfCost
) -> None:
    vault_json.write_text('{"format": 2, "keys": "somewhere else"}')
    for use in (
        lambda: unlock(folder, WORDS),
        lambda: add_passphrase(folder, bytes(32), OMAR, OTHER_WORDS, cheap),
        lambda: change_passphrase(folder, JANE, WORDS, OTHER_WORDS, cheap),
        lambda: remove_passphrase(folder, JANE),
    ):
        with pytest.raises(ClinicUnavailableError, match=r"newer MNLog.*left as it is.*update MNLog"):
            use()
    assert vault_json.read_text() == '{"format": 2, "keys": "somewhere else"}'


def test_a_recovery_wrapping_is_kept_and_never_taken_for_a_person(
    folder: Path, vault_json: Path, cheap: KdfCost
) -> None:
    key = unlock(folder, WORDS).key
    add_passphrase(folder, key, OMAR, OTHER_WORDS, cheap)
    _forge(vault_json, lambda file: file["wraps"][1].update(kind="recovery"))
    change_passphrase(folder, JANE, WORDS, "a new one for the door", cheap)
    kinds = [wrap.kind for wrap in ClinicFolder(folder).read_vault().wraps]
    assert kinds == [wraps.WrapKind.PASSPHRASE, wraps.WrapKind.RECOVERY]
    assert practitioner_ids(folder) == (JANE,)
    with pytest.raises(RuleViolation, match="only passphrase"):
        remove_passphrase(folder, JANE)


def test_a_file_written_by_the_first_release_still_opens(tmp_path: Path) -> None:
    """The format is a promise: what follows was written once and is never written again."""
    (tmp_path / "vault.json").write_text(FIRST_RELEASE)
    unlocked = unlock(tmp_path, WORDS)
    assert unlocked.practitioner_id == JANE
    assert unlocked.key.hex() == FIRST_RELEASE_KEY


FIRST_RELEASE_KEY = "793bcb841bc03b0f96821ec2ffb52c53836705493d83984363b9aa9bae33dc66"
FIRST_RELEASE = """\
{
 "format": 1,
 "key_id": "c8089ff8ce5657f2f76d43882ffb2d0b",
 "sha256": "34b2f6edee48cf67bc7c0d9a2a7bfdbeafd373f08ab2355d58772a513a8e6095",
 "wraps": [
  {
   "kdf": "argon2id-v19",
   "kind": "passphrase",
   "memory_kib": 8,
   "nonce": "1ac4c69d983995f5790437e0",
   "parallelism": 1,
   "practitioner_id": "0b6f-jane",
   "salt": "d3d093a06180bc1752ccee8b13e6a256",
   "time_cost": 1,
   "wrapped_key": "5f208b391f74576118b01bee39516c6b4efcef63bb2e53bdf9b044a3fc4f09c571a9e40a684ab02839041629f92a5780"
  }
 ]
}
"""  # noqa: E501
