"""Where lines end, in any script."""

import pytest

from mnlog.documents.script import clean, in_visual_order, isolated, shaped
from mnlog.documents.sentences import filled_rich
from mnlog.documents.style import BODY, Style, Weight
from mnlog.documents.typeset import Line, Span, Typesetter, joined, strong, value
from tests.documents.clinic import kit


def setter(**settings: bool) -> Typesetter:
    return Typesetter(kit().book, **settings)


def said(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(each.run.text for each in line.runs) for line in lines]


def test_lines_end_at_spaces_and_fit() -> None:
    lines = setter().lines("Keep the skin moist with a plain cream, morning and night.", BODY, 120)
    assert all(line.width <= 120 for line in lines)
    assert " ".join(said(lines)) == "Keep the skin moist with a plain cream, morning and night."


def test_a_word_wider_than_the_line_is_broken_between_letters() -> None:
    lines = setter().lines("a " + "W" * 200 + " b", BODY, 100)
    assert all(line.width <= 100 for line in lines)
    assert "".join(said(lines)).count("W") == 200


def test_han_text_breaks_anywhere_but_before_its_punctuation() -> None:
    text = "微针会在皮肤上留下细小的通道，皮肤因此会自我更新。" * 4
    for width in range(60, 160, 7):
        lines = said(setter().lines(text, BODY, width))
        assert "".join(lines) == text
        assert all(line[0] not in "，。" for line in lines)


def test_no_break_before_a_digit_after_a_hyphen() -> None:
    lines = said(setter().lines("between 24-48 hours", BODY, 62))
    assert any("24-48" in line for line in lines)


def test_what_is_cut_off_ends_in_an_ellipsis() -> None:
    lines = setter().lines("one two three four five six seven eight nine ten", BODY, 60, max_lines=2)
    assert len(lines) == 2
    assert said(lines)[1].endswith("…")
    assert lines[1].width <= 60


def test_line_ends_in_the_text_are_kept() -> None:
    assert said(setter().lines("one\r\ntwo\n\nthree", BODY, 300)) == ["one", "two", "", "three"]


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("a\tb", "a b"),
        ("e\u0301", "é"),
        ("x\u202ey", "xy"),
        ("a\x00b\x07", "ab"),
        ("\udc80", "□"),
        ("a\u2028b", "a\nb"),
    ],
)
def test_text_is_cleaned_before_it_is_set(typed: str, set_as: str) -> None:
    assert clean(typed) == set_as


def test_arabic_letters_are_joined_and_turned() -> None:
    glyphs = in_visual_order([shaped("سلام 12")], True)
    assert "".join(each.text for each in glyphs) == "12 ﻡﻼﺳ"


def test_spans_keep_their_colour_when_a_line_is_turned() -> None:
    text = (Span("שלום "), Span("עולם", Weight.BOLD, "#A5281F"))
    runs = setter(rtl=True).lines(text, BODY, 300)[0].runs
    assert [(each.run.text, each.colour) for each in runs if each.colour == "#A5281F"] == [
        ("םלוע", "#A5281F")
    ]
    assert runs[0].colour == "#A5281F"


def test_a_value_is_isolated_only_where_directions_meet() -> None:
    assert isolated("Ann", False) == "Ann"
    assert isolated("שרה", False) != "שרה"
    assert isolated("01904 555", True) != "01904 555"


def test_groups_of_a_telephone_number_keep_their_order_in_arabic() -> None:
    text = filled_rich("اتصلي على {phone} الآن", {"phone": value("01904 555 0114")})
    assert said(setter(rtl=True).lines(text, BODY, 300)) == ["ﻥﻵﺍ 01904 555 0114 ﻰﻠﻋ ﻲﻠﺼﺗﺍ"]


def test_no_invisible_mark_is_drawn() -> None:
    for text in (value("שרה (2)"), value("Ann")):
        for rtl in (False, True):
            shown = "".join(said(setter(rtl=rtl).lines(text, BODY, 300)))
            assert not any(character in shown for character in "\u200e\u200f\u202a\u202b\u202c")


def test_figures_of_a_column_are_equally_wide() -> None:
    style = Style(tabular=True)
    widths = {round(setter().width(figure, style), 6) for figure in ("0.50", "1.11", "2.25", "1.00")}
    assert len(widths) == 1


def test_a_family_without_a_bold_is_thickened() -> None:
    runs = kit().book.runs("李 Ann", Weight.BOLD)
    assert [(run.text, run.thickened) for run in runs] == [("李", True), (" Ann", False)]


def test_joined_leaves_out_what_is_empty() -> None:
    assert "".join(span.text for span in joined(["a", "", (), strong("b")], " · ")) == "a · b"
