"""Depths and amounts survive being typed and shown, and slips of the finger are refused."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnlog.domain.units import (
    DEPTH_LIMIT_UM,
    amount_mg_from_text,
    amount_text,
    depth_text,
    depth_um_from_text,
    whole_minutes,
)


@pytest.mark.parametrize(
    ("text", "depth_um"),
    [
        ("1.5", 1500),
        ("1,5", 1500),
        (".5", 500),
        (",25", 250),
        ("2", 2000),
        ("0", 0),
        ("0.125", 125),
        ("1.5 mm", 1500),
        (" 1.5mm ", 1500),
        ("1.5 MM", 1500),
        ("1500 µm", 1500),  # micro sign
        ("1500 μm", 1500),  # Greek mu, what other keyboards give
        ("1500um", 1500),
        ("250 UM", 250),
        ("٣", 3000),  # Arabic digits mean what they say
        ("5", DEPTH_LIMIT_UM),
    ],
)
def test_a_depth_is_read_as_people_type_it(text: str, depth_um: int) -> None:
    assert depth_um_from_text(text) == depth_um


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        ",",
        "mm",
        "abc",
        "1.2.3",
        "-1",
        "+1",
        "1.2345",
        "1500",
        "1.5 µm",
        "1 g",
        "5.001",
        "1 5",
        "1e1",
        "1.5\n0.5",
    ],
)
def test_what_is_no_depth_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not|is deeper"):
        depth_um_from_text(text)


@pytest.mark.parametrize(
    ("text", "amount_mg"), [("2", 2000), ("2,5 g", 2500), ("2500 mg", 2500), ("0.5G", 500), ("30", 30_000)]
)
def test_an_amount_is_read_in_grams_or_milligrams(text: str, amount_mg: int) -> None:
    assert amount_mg_from_text(text) == amount_mg


@pytest.mark.parametrize("text", ["", "g", "2.5 mg", "2 mm", "two", "-2"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        amount_mg_from_text(text)


@pytest.mark.parametrize(
    ("depth_um", "shown"),
    [(0, "0.00"), (250, "0.25"), (1500, "1.50"), (2000, "2.00"), (1234, "1.234"), (50, "0.05")],
)
def test_a_depth_has_two_decimals_and_a_third_when_it_says_something(depth_um: int, shown: str) -> None:
    assert depth_text(depth_um) == shown


@pytest.mark.parametrize(
    ("amount_mg", "shown"),
    [(0, "0"), (2500, "2.5"), (2000, "2"), (10_000, "10"), (1, "0.001"), (1200, "1.2")],
)
def test_an_amount_has_no_needless_zeros(amount_mg: int, shown: str) -> None:
    assert amount_text(amount_mg) == shown


@given(st.integers(0, DEPTH_LIMIT_UM), st.sampled_from(["", " mm", "mm"]), st.booleans())
def test_a_shown_depth_reads_back_as_itself(depth_um: int, unit: str, with_comma: bool) -> None:
    shown = depth_text(depth_um).replace(".", "," if with_comma else ".")
    assert depth_um_from_text(shown + unit) == depth_um


@given(st.integers(0, DEPTH_LIMIT_UM))
def test_micrometres_read_back_as_themselves(depth_um: int) -> None:
    assert depth_um_from_text(f"{depth_um} µm") == depth_um


@given(st.integers(DEPTH_LIMIT_UM + 1, 999_999_999))
def test_a_depth_beyond_any_device_is_refused(depth_um: int) -> None:
    with pytest.raises(ValueError, match="deeper than any"):
        depth_um_from_text(depth_text(depth_um))


@given(st.integers(0, 999_999_999), st.sampled_from(["", " g"]))
def test_a_shown_amount_reads_back_as_itself(amount_mg: int, unit: str) -> None:
    assert amount_mg_from_text(amount_text(amount_mg) + unit) == amount_mg


@given(st.text())
def test_any_text_is_a_depth_within_the_limit_or_refused(text: str) -> None:
    try:
        depth_um = depth_um_from_text(text)
    except ValueError as error:
        depth_um, said = 0, str(error)
    else:
        said = repr(text)
    assert repr(text) in said
    assert 0 <= depth_um <= DEPTH_LIMIT_UM


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 0), (59.999, 0), (60, 1), (119, 1), (1800, 30), (90_000, 1500), (-1, -1)]
)
def test_a_minute_counts_when_it_is_over(seconds: float, minutes: int) -> None:
    assert whole_minutes(timedelta(seconds=seconds)) == minutes
