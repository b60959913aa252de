import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mnlog.errors import ClinicUnavailableError, RuleViolation, WrongSecretError
from mnlog.vault import wraps
from mnlog.vault.folder import ClinicFolder
from mnlog.vault.keys import (
    KdfCost,
    VaultKey,
    add_passphrase,
    change_passphrase,
    create_vault,
    has_vault,
    practitioner_ids,
    remove_passphrase,
    unlock,
)

JANE, OMAR, LIN = "0b6f-jane", "1c7f-omar", "2d8f-lin"
WORDS, OTHER_WORDS = "violet ladder under rain", "seven quiet copper kettles"

KILLED_WHILE_CHANGING = """
import os, signal, sys
from pathlib import Path
from mnlog.vault.keys import KdfCost, change_passphrase
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
change_passphrase(Path(sys.argv[1]), sys.argv[2], sys.argv[3], "never to be seen", KdfCost(1, 8, 1))
"""


@pytest.fixture
def folder(tmp_path: Path, cheap: KdfCost) -> Path:
    path = tmp_path / "clinic"
    create_vault(path, JANE, WORDS, cheap)
    return path


@pytest.fixture
def vault_json(folder: Path) -> Path:
    return folder / "vault.json"


def test_the_passphrase_opens_what_it_was_given(tmp_path: Path, cheap: KdfCost) -> None:
    key = create_vault(tmp_path / "clinic", JANE, WORDS, cheap)
    unlocked = unlock(tmp_path / "clinic", WORDS)
    assert unlocked.key == key
    assert len(key) == 32
    assert unlocked.practitioner_id == JANE


def test_every_clinic_has_a_key_of_its_own(tmp_path: Path, cheap: KdfCost) -> None:
    keys = {bytes(create_vault(tmp_path / str(n), JANE, WORDS, cheap)) for n in range(5)}
    assert len(keys) == 5


def test_a_wrong_passphrase_opens_nothing(folder: Path) -> None:
    for wrong in ("", WORDS.upper(), WORDS + " ", OTHER_WORDS):
        with pytest.raises(WrongSecretError, match="does not open the clinic"):
            unlock(folder, wrong)


@pytest.mark.skipif(os.name == "nt", reason="no permission bits")
def test_folder_and_key_file_are_their_owners_alone(folder: Path, vault_json: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700
    assert vault_json.stat().st_mode & 0o777 == 0o600


def test_nothing_secret_stands_in_the_file(folder: Path, vault_json: Path) -> None:
    key = unlock(folder, WORDS).key
    text = vault_json.read_text()
    assert key.hex() not in text
    assert not any(word in text for word in WORDS.split())
    assert set(json.loads(text)) == {"format", "key_id", "sha256", "wraps"}


def test_the_key_does_not_show_itself(folder: Path) -> None:
    unlocked = unlock(folder, WORDS)
    for shown in (
        f"{unlocked}",
        f"{unlocked!r}",
        f"{unlocked.key}",
        f"{unlocked.key!r}",
        str([unlocked.key]),
    ):
        assert unlocked.key.hex() not in shown
        assert repr(bytes(unlocked.key)) not in shown


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("caf\u00e9 au lait \u00e0 midi", "cafe\u0301 au lait a\u0300 midi"),
        ("\uff51uiet copper kettle", "quiet copper kettle"),
        (
            "\u1112\u1161\u11ab\u1100\u116e\u11a8 \ubc14\ub2e4 \uc0b0 \ub098\ubb34",
            "\ud55c\uad6d \ubc14\ub2e4 \uc0b0 \ub098\ubb34",
        ),
    ],
)
def test_how_an_accent_was_typed_makes_no_difference(
    tmp_path: Path, cheap: KdfCost, first: str, second: str
) -> None:
    assert first != second
    key = create_vault(tmp_path / "clinic", JANE, first, cheap)
    assert unlock(tmp_path / "clinic", second).key == key


@pytest.mark.parametrize(
    "passphrase", ["كلمة سر طويلة جدا", "密码很长很长很长很长", "🌧 ladder 🌧 violet", "lone \ud800 half"]
)
def test_any_script_can_be_a_passphrase(tmp_path: Path, cheap: KdfCost, passphrase: str) -> None:
    key = create_vault(tmp_path / "clinic", JANE, passphrase, cheap)
    assert unlock(tmp_path / "clinic", passphrase).key == key


@pytest.mark.parametrize("empty", ["", "   ", "\u3000"])
def test_an_empty_passphrase_is_refused_before_anything_is_written(
    tmp_path: Path, cheap: KdfCost, empty: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        create_vault(tmp_path / "clinic", JANE, empty, cheap)
    assert refused.value.field == "passphrase"
    assert not has_vault(tmp_path / "clinic")


def test_a_name_cannot_stand_in_for_an_id(tmp_path: Path, cheap: KdfCost) -> None:
    with pytest.raises(ValueError, match="id is letters"):
        create_vault(tmp_path / "clinic", "Jane Okafor", WORDS, cheap)
    assert not has_vault(tmp_path / "clinic")


@pytest.mark.parametrize("name", ["vault.json", "clinic.db"])
def test_a_clinic_that_is_there_is_never_made_anew(tmp_path: Path, cheap: KdfCost, name: str) -> None:
    (tmp_path / name).write_bytes(b"was here before")
    with pytest.raises(ClinicUnavailableError, match="a clinic in this folder already"):
        create_vault(tmp_path, JANE, WORDS, cheap)
    assert (tmp_path / name).read_bytes() == b"was here before"


def test_each_practitioner_opens_it_with_their_own(folder: Path, cheap: KdfCost) -> None:
    key = unlock(folder, WORDS).key
    add_passphrase(folder, key, OMAR, OTHER_WORDS, cheap)
    assert practitioner_ids(folder) == (JANE, OMAR)
    assert unlock(folder, WORDS).practitioner_id == JANE
    assert unlock(folder, OTHER_WORDS).practitioner_id == OMAR
    assert unlock(folder, OTHER_WORDS).key == key


def test_the_hint_decides_who_is_tried_first_and_nothing_else(
    folder: Path, cheap: KdfCost, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_passphrase(folder, unlock(folder, WORDS).key, OMAR, OTHER_WORDS, cheap)
    tried: list[str] = []
    unwrap = wraps.unwrap_key

    def noted(wrap: wraps.Wrap, key_id: str, passphrase: str) -> bytes | None:
        tried.append(wrap.practitioner_id)
        return unwrap(wrap, key_id, passphrase)

    monkeypatch.setattr("mnlog.vault.keys.unwrap_key", noted)
    assert unlock(folder, OTHER_WORDS, first=OMAR).practitioner_id == OMAR
    assert tried == [OMAR]
    assert unlock(folder, WORDS, first=OMAR).practitioner_id == JANE
    assert unlock(folder, WORDS, first=LIN).practitioner_id == JANE


def test_two_people_cannot_share_a_passphrase(folder: Path, cheap: KdfCost) -> None:
    key = unlock(folder, WORDS).key
    add_passphrase(folder, key, OMAR, OTHER_WORDS, cheap)
    with pytest.raises(RuleViolation, match="cannot be used in this clinic"):
        add_passphrase(folder, key, LIN, WORDS, cheap)
    with pytest.raises(RuleViolation, match="cannot be used in this clinic"):
        change_passphrase(folder, OMAR, OTHER_WORDS, WORDS, cheap)
    assert unlock(folder, OTHER_WORDS).practitioner_id == OMAR


def test_adding_never_replaces(folder: Path, cheap: KdfCost) -> None:
    with pytest.raises(RuleViolation, match="has a passphrase already"):
        add_passphrase(folder, unlock(folder, WORDS).key, JANE, OTHER_WORDS, cheap)
    assert unlock(folder, WORDS).practitioner_id == JANE


def test_another_clinics_key_is_not_wrapped(folder: Path, vault_json: Path, cheap: KdfCost) -> None:
    before = vault_json.read_bytes()
    with pytest.raises(ClinicUnavailableError, match="not the one the clinic was opened with"):
        add_passphrase(folder, VaultKey(bytes(32)), OMAR, OTHER_WORDS, cheap)
    assert vault_json.read_bytes() == before


def test_a_changed_passphrase_opens_the_same_key(folder: Path, vault_json: Path, cheap: KdfCost) -> None:
    key = unlock(folder, WORDS).key
    add_passphrase(folder, key, OMAR, OTHER_WORDS, cheap)
    change_passphrase(folder, JANE, WORDS, "a new one for the door", cheap)
    assert unlock(folder, "a new one for the door").key == key
    assert unlock(folder, OTHER_WORDS).key == key
    assert practitioner_ids(folder) == (JANE, OMAR)
    with pytest.raises(WrongSecretError):
        unlock(folder, WORDS)
    assert os.name == "nt" or vault_json.stat().st_mode & 0o777 == 0o600


def test_a_passphrase_changes_only_by_its_owners_old_one(
    folder: Path, vault_json: Path, cheap: KdfCost
) -> None:
    add_passphrase(folder, unlock(folder, WORDS).key, OMAR, OTHER_WORDS, cheap)
    before = vault_json.read_bytes()
    for who, old in ((JANE, OTHER_WORDS), (OMAR, WORDS), (LIN, WORDS)):
        with pytest.raises(WrongSecretError):
            change_passphrase(folder, who, old, "a new one for the door", cheap)
    with pytest.raises(RuleViolation, match="empty"):
        change_passphrase(folder, JANE, WORDS, " ", cheap)
    assert vault_json.read_bytes() == before


def test_the_same_passphrase_again_renews_salt_nonce_and_cost(folder: Path) -> None:
    (before,) = ClinicFolder(folder).read_vault().wraps
    change_passphrase(folder, JANE, WORDS, WORDS, KdfCost(2, 16, 1))
    (after,) = ClinicFolder(folder).read_vault().wraps
    assert after.cost == KdfCost(2, 16, 1)
    assert before.salt != after.salt
    assert before.nonce != after.nonce
    assert unlock(folder, WORDS).practitioner_id == JANE


def test_a_removed_passphrase_opens_nothing_and_the_last_one_stays(folder: Path, cheap: KdfCost) -> None:
    add_passphrase(folder, unlock(folder, WORDS).key, OMAR, OTHER_WORDS, cheap)
    remove_passphrase(folder, JANE)
    remove_passphrase(folder, LIN)
    with pytest.raises(WrongSecretError):
        unlock(folder, WORDS)
    with pytest.raises(RuleViolation, match="only passphrase"):
        remove_passphrase(folder, OMAR)
    assert unlock(folder, OTHER_WORDS).practitioner_id == OMAR


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_kill_while_changing_leaves_the_old_passphrase_working(folder: Path, vault_json: Path) -> None:
    before = vault_json.read_bytes()
    command = [sys.executable, "-c", KILLED_WHILE_CHANGING, str(folder), JANE, WORDS]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert vault_json.read_bytes() == before
    assert unlock(folder, WORDS).practitioner_id == JANE
    assert len(list(folder.glob(".vault.json.*.new"))) == 1
    ClinicFolder(folder).hold().release()
    assert not list(folder.glob(".vault.json.*.new"))


def test_a_missing_key_file_is_told_from_a_folder_without_a_clinic(folder: Path, vault_json: Path) -> None:
    vault_json.unlink()
    with pytest.raises(ClinicUnavailableError, match="There is no clinic"):
        unlock(folder, WORDS)
    (folder / "clinic.db").write_bytes(b"records")
    with pytest.raises(ClinicUnavailableError, match=r"vault\.json, is missing.*not touched"):
        unlock(folder, WORDS)
    with pytest.raises(ClinicUnavailableError, match="There is no clinic"):
        unlock(folder / "nowhere", WORDS)
