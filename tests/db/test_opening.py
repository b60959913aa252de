"""Opening what is there: up to date, of a newer program, with a part missing, or half made."""

import hashlib
import shutil
from pathlib import Path

import pytest

from mnlog.db.opening import create_databases, open_databases
from mnlog.errors import ClinicUnavailableError, RuleViolation, WrongSecretError
from mnlog.services.clinic import PractitionerDraft
from mnlog.services.opening import (
    ClinicDraft,
    OpenClinic,
    folder_status,
    passphrase_fits,
    set_up_clinic,
)
from mnlog.services.safekeeping import check_clinic
from mnlog.vault.folder import FolderStatus
from mnlog.vault.keys import unlock
from tests.services.factories import (
    CHEAP,
    PASSPHRASE,
    PIN,
    Clock,
    bare,
    open_again,
    register,
    resources,
    set_up,
)


def prints(folder: Path) -> dict[str, str]:
    """A fingerprint of every file."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file()
    }


def test_what_was_entered_is_there_the_next_day(clinic: OpenClinic, folder: Path) -> None:
    patient = register(clinic)
    clinic.close()
    again = open_again(folder)
    assert again.patients.find("amara") == (patient,)
    again.close()


def test_a_closed_clinic_is_three_files_and_nothing_beside(rich_folder: Path) -> None:
    open_again(rich_folder).close()
    assert {path.name for path in rich_folder.iterdir()} == {"clinic.db", "media.db", "vault.json", ".lock"}


def test_a_clinic_of_a_newer_program_is_left_untouched(rich_folder: Path) -> None:
    with bare(rich_folder) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = prints(rich_folder)
    with pytest.raises(ClinicUnavailableError, match="newer MNLog, so it was left untouched"):
        open_again(rich_folder)
    assert prints(rich_folder) == before
    report = check_clinic(rich_folder, PASSPHRASE)
    assert report.problems[0].startswith("This clinic was last used with a newer MNLog")
    assert prints(rich_folder) == before


def test_a_newer_program_that_was_killed_keeps_its_log(rich_folder: Path) -> None:
    newer = rich_folder.with_name("killed")
    with bare(rich_folder) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        shutil.copytree(rich_folder, newer)
    before = prints(newer)
    assert before["clinic.db-wal"]
    with pytest.raises(ClinicUnavailableError, match="newer MNLog"):
        open_again(newer)
    after = prints(newer)
    assert {name: after[name] for name in ("clinic.db", "clinic.db-wal", "media.db", "vault.json")} == {
        name: before[name] for name in ("clinic.db", "clinic.db-wal", "media.db", "vault.json")
    }


@pytest.mark.parametrize("name", ["clinic.db", "media.db"])
def test_a_missing_file_is_named_and_not_made_anew(rich_folder: Path, name: str) -> None:
    (rich_folder / name).unlink()
    with pytest.raises(ClinicUnavailableError, match=f"{name} is missing") as refused:
        open_again(rich_folder)
    assert "backup" in refused.value.hint
    assert not (rich_folder / name).exists()
    assert check_clinic(rich_folder, PASSPHRASE).problems[0].startswith(f"{name} is missing")


@pytest.mark.parametrize("name", ["clinic.db", "media.db"])
def test_a_file_of_something_else_is_left_as_it_is(rich_folder: Path, name: str) -> None:
    (rich_folder / name).write_bytes(b"SQLite format 3\0" + bytes(5000))
    before = prints(rich_folder)
    with pytest.raises(ClinicUnavailableError, match="damaged or not MNLog's"):
        open_again(rich_folder)
    assert prints(rich_folder) == before


def test_an_empty_file_is_no_clinic(rich_folder: Path) -> None:
    (rich_folder / "clinic.db").write_bytes(b"")
    with pytest.raises(ClinicUnavailableError, match="never finished being made"):
        open_again(rich_folder)
    assert (rich_folder / "clinic.db").read_bytes() == b""


def test_databases_are_never_made_over_others(rich_folder: Path) -> None:
    before = prints(rich_folder)
    with pytest.raises(ClinicUnavailableError, match="already a clinic"):
        create_databases(rich_folder / "clinic.db", rich_folder / "media.db", bytes(32))
    with pytest.raises(ClinicUnavailableError, match="a clinic in this folder already"):
        set_up(rich_folder, Clock())
    assert prints(rich_folder) == before


def test_read_only_takes_no_write(rich_folder: Path) -> None:
    key = unlock(rich_folder, PASSPHRASE).key
    before = prints(rich_folder)
    database = open_databases(rich_folder / "clinic.db", rich_folder / "media.db", key, read_only=True)
    clock = Clock()
    with (
        pytest.raises(Exception, match="cannot be written") as refused,
        database.writing("test", at=clock(), practitioner_id=None) as work,
    ):
        work.connection.exec_driver_sql("DELETE FROM patient_alert")
    assert type(refused.value).__name__ == "UserFacingError"
    database.close()
    assert prints(rich_folder) == before


class TestSetUpThatWasKilled:
    """Until all of a clinic is there, none of it is; and the next try finds room."""

    def killed(self, template: Path, folder: Path, *there: str) -> Path:
        """A folder as a kill leaves it: a key, and what was made so far."""
        shutil.copytree(template, folder)
        making = folder / ".setup"
        making.mkdir()
        for name in ("media.db", "clinic.db"):
            if name not in there:
                (folder / name).rename(making / name)
        return folder

    @pytest.mark.parametrize("there", [(), ("media.db",)])
    def test_it_can_be_done_again(self, template: Path, tmp_path: Path, there: tuple[str, ...]) -> None:
        folder = self.killed(template, tmp_path / "clinic", *there)
        assert folder_status(folder) is FolderStatus.UNFINISHED
        made = set_up(folder, Clock())
        register(made)
        made.close()
        again = open_again(folder)
        assert again.patients.count() == 1
        again.close()
        assert not (folder / ".setup").exists()

    def test_a_key_alone_is_replaced(self, template: Path, tmp_path: Path) -> None:
        folder = tmp_path / "clinic"
        folder.mkdir()
        shutil.copy(template / "vault.json", folder)
        set_up(folder, Clock()).close()
        assert folder_status(folder) is FolderStatus.CLINIC

    def test_with_everything_in_place_it_is_a_clinic(self, template: Path, tmp_path: Path) -> None:
        folder = self.killed(template, tmp_path / "clinic", "media.db", "clinic.db")
        assert folder_status(folder) is FolderStatus.CLINIC
        open_again(folder).close()

    def test_another_program_setting_up_keeps_its_key(self, template: Path, tmp_path: Path) -> None:
        folder = self.killed(template, tmp_path / "clinic")
        other = open_again(shutil.copytree(template, tmp_path / "other"))
        other.close()
        from mnlog.vault.folder import ClinicFolder

        with (
            ClinicFolder(folder).hold(),
            pytest.raises(ClinicUnavailableError, match="already open in another"),
        ):
            set_up(folder, Clock())
        assert (folder / "vault.json").read_bytes() == (template / "vault.json").read_bytes()

    def test_half_of_a_clinic_in_use_is_not_overwritten(self, rich_folder: Path) -> None:
        (rich_folder / "clinic.db").unlink()
        (rich_folder / "vault.json").unlink()
        before = prints(rich_folder)
        with pytest.raises(ClinicUnavailableError, match="part of a clinic"):
            set_up(rich_folder, Clock())
        assert {name: prints(rich_folder)[name] for name in before} == before


class TestSetUpThatIsRefused:
    """What is refused leaves nothing behind and says which field it is."""

    @pytest.mark.parametrize(
        ("clinic", "person", "passphrase", "field"),
        [
            ({"name": " "}, {}, PASSPHRASE, "clinic_name"),
            ({"time_zone": "Europe/Atlantis"}, {}, PASSPHRASE, "time_zone"),
            ({}, {"name": ""}, PASSPHRASE, "name"),
            ({}, {"pin": "12"}, PASSPHRASE, "pin"),
            ({}, {"pin": "1234"}, PASSPHRASE, "pin"),
            ({}, {}, "short", "passphrase"),
            ({}, {}, "rowan rowan rowan", "passphrase"),
        ],
    )
    def test_field(
        self, tmp_path: Path, clinic: dict[str, str], person: dict[str, str], passphrase: str, field: str
    ) -> None:
        with pytest.raises(RuleViolation) as refused:
            set_up_clinic(
                tmp_path / "clinic",
                resources(),
                ClinicDraft(**{"name": "Rowan", **clinic}),  # type: ignore[arg-type]
                PractitionerDraft(**{"name": "J. Okafor", "initials": "JO", "pin": PIN, **person}),
                passphrase,
                cost=CHEAP,
            )
        assert refused.value.field == field
        assert not (tmp_path / "clinic").exists()


def test_a_wrong_passphrase_opens_nothing(rich_folder: Path) -> None:
    with pytest.raises(WrongSecretError):
        check_clinic(rich_folder, "wrong violet otter lamp")
    person = unlock(rich_folder, PASSPHRASE).practitioner_id
    assert passphrase_fits(rich_folder, PASSPHRASE, person)
    assert not passphrase_fits(rich_folder, PASSPHRASE, "somebody-else")


def test_a_stored_time_zone_that_is_none_keeps_nobody_waiting_for_the_folder(rich_folder: Path) -> None:
    with bare(rich_folder) as connection:
        connection.execute("UPDATE clinic SET time_zone = 'Europe/Atlantis'")
    for _ in range(2):  # the second try would find the folder still held
        with pytest.raises(RuleViolation, match="Atlantis"):
            open_again(rich_folder)
