import pytest

from mnlog.vault.pins import hash_pin, pin_fits


def test_only_the_pin_fits_its_hash() -> None:
    pin_hash = hash_pin("48207")
    assert pin_fits(pin_hash, "48207")
    assert not any(pin_fits(pin_hash, wrong) for wrong in ("48208", "4820", "482070", "", "48207 "))


def test_the_hash_is_argon2id_and_never_the_same_twice() -> None:
    first, second = hash_pin("48207"), hash_pin("48207")
    assert first != second
    assert first.startswith("$argon2id$v=19$m=32768,t=2,p=1$")
    assert "48207" not in first


@pytest.mark.parametrize(
    "stored", ["", "48207", "$2b$12$something.else", "$argon2id$v=19$m=32768,t=2,p=1$c2FsdA$"]
)
def test_a_stored_value_that_is_no_hash_is_not_taken_for_a_wrong_pin(stored: str) -> None:
    with pytest.raises(ValueError, match="hash is damaged"):
        pin_fits(stored, "48207")
