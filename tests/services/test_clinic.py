"""The clinic's own data and who works there."""

from zoneinfo import ZoneInfo

import pytest

from mnlog.errors import RuleViolation
from mnlog.services.clinic import LOGO_LIMIT_BYTES, PractitionerDraft
from mnlog.services.opening import OpenClinic
from tests.services.factories import PIN, Clock, open_again, register


def test_it_is_as_it_was_set_up(clinic: OpenClinic) -> None:
    stored = clinic.clinic.clinic()
    assert (stored.name, stored.time_zone, stored.follow_up_hours) == (
        "Rowan Skin Clinic", "Europe/London", (24, 48, 72),
    )  # fmt: skip
    (person,) = clinic.clinic.practitioners()
    assert clinic.clinic.practitioner() == person
    assert person.signature_name == "J. Okafor, RN"
    assert clinic.clinic.pin_is_right(PIN)
    assert not clinic.clinic.pin_is_right("0852")
    assert PIN not in person.pin_hash


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"time_zone": ""}, "time_zone"),
        ({"time_zone": "Europe"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"follow_up_hours": (0,)}, "follow_up_hours"),
        ({"cooling_off_h": -1}, "cooling_off_h"),
        ({"idle_lock_min": -1}, "idle_lock_min"),
        ({"consent_valid_days": 0}, "consent_valid_days"),
        ({"interval_min_days": 90}, "interval_min_days"),
        ({"interval_min_days": 0}, "interval_min_days"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    clinic: OpenClinic, fields: dict[str, object], field: str
) -> None:
    before = clinic.clinic.clinic()
    with pytest.raises(RuleViolation) as refused:
        clinic.clinic.change_clinic(**fields)
    assert refused.value.field == field
    assert clinic.clinic.clinic() == before


def test_new_times_are_in_the_new_zone_and_old_ones_in_theirs(clinic: OpenClinic) -> None:
    before = register(clinic)
    clinic.clinic.change_clinic(time_zone="America/New_York")
    after = register(clinic, "Bea")
    stored = {patient.id: patient.created_at for patient in clinic.patients.find("")}
    assert stored[before.id].tzinfo == ZoneInfo("Europe/London")
    assert stored[after.id].tzinfo == ZoneInfo("America/New_York")
    clinic.close()
    again = open_again(clinic.folder.path, Clock())
    assert again.desk.time_zone == ZoneInfo("America/New_York")
    again.close()


def test_a_logo_is_kept_and_taken_away(clinic: OpenClinic) -> None:
    assert clinic.clinic.logo() is None
    first = clinic.clinic.set_logo(b"a picture").result
    assert clinic.clinic.logo() == b"a picture"
    assert clinic.clinic.set_logo(b"a picture").result == first
    clinic.clinic.set_logo(None)
    assert clinic.clinic.logo() is None
    with pytest.raises(RuleViolation, match="4 MB"):
        clinic.clinic.set_logo(bytes(LOGO_LIMIT_BYTES + 1))


class TestPractitioner:
    """Who signs."""

    def test_a_correction_leaves_the_pin(self, clinic: OpenClinic) -> None:
        person = clinic.clinic.practitioner()
        draft = PractitionerDraft(name=" Judith Ann Okafor ", initials="", qualification="MD")
        changed = clinic.clinic.change_practitioner(person, draft).result
        assert (changed.name, changed.initials) == ("Judith Ann Okafor", "JAO")
        assert changed.signature_name == "Judith Ann Okafor, MD"
        assert clinic.clinic.pin_is_right(PIN)

    def test_a_new_pin_takes_the_place_of_the_old(self, clinic: OpenClinic) -> None:
        person = clinic.clinic.practitioner()
        clinic.clinic.change_practitioner(
            person, PractitionerDraft(name="J. Okafor", initials="JO", pin="7391")
        )
        assert clinic.clinic.pin_is_right("7391")
        assert not clinic.clinic.pin_is_right(PIN)

    @pytest.mark.parametrize(
        ("name", "pin", "field"), [("", "", "name"), ("J", "1111", "pin"), ("J", "12a4", "pin")]
    )
    def test_what_cannot_be(self, clinic: OpenClinic, name: str, pin: str, field: str) -> None:
        person = clinic.clinic.practitioner()
        with pytest.raises(RuleViolation) as refused:
            clinic.clinic.change_practitioner(person, PractitionerDraft(name=name, initials="", pin=pin))
        assert refused.value.field == field
        assert clinic.clinic.practitioner() == person
