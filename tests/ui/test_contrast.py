"""Every colour of text that the style sheet sets, on the ground it stands on: WCAG AA by day and by night."""

import re
from collections.abc import Iterator

import pytest

from mnlog.paths import resource_dir
from mnlog.ui.theme import Theme, contrast

THEMES = [Theme.light(), Theme.dark()]
AA_TEXT, AA_SHAPE = 4.5, 3.0

Rules = dict[str, dict[str, str]]

STATES = (
    "QPushButton:pressed",
    'QPushButton[kind="primary"]:hover',
    'QPushButton[kind="primary"]:disabled',
    'QPushButton[kind="danger"]',
    "SegmentButton:checked",
    "SegmentButton:checked:disabled",
    "ChoiceChip:hover",
    'ChoiceChip[tone="warn"]:checked',
    'Chip[tone="danger"] QLabel',
    'Banner[tone="warn"] QLabel[role="strong"]',
    'Toast QPushButton[kind="link"]',
    "QMenu::item:selected",
)
"""Some that must be among those compared, lest the reading of the sheet goes blind."""

SHAPES = (
    ("accent", "card"),  # handle of the slider, ring of the numbing clock, frame of the step one is in
    ("accent", "accent_soft"),
    ("muted", "card"),  # frame of a tick, ghost of last session's depth
    ("muted", "paper"),
    ("good", "card"),
    ("warn", "card"),
    ("danger", "card"),
    ("danger", "paper"),
    ("toast_action", "toast"),
    ("rail_badge", "rail"),
)
"""What says something without words, on what it is drawn on."""


def rules() -> Rules:
    """Tokens of colour and background by selector; `transparent` is no ground of one's own."""
    text = (resource_dir() / "theme" / "app.qss").read_text(encoding="utf-8")
    found: Rules = {}
    for heads, body in re.findall(r"([^{}]+)\{([^}]*)\}", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)):
        tokens = dict(re.findall(r"(?<![\w-])(color|background):\s*@([a-z_]+)\s*;", body))
        if "background: transparent" in body:
            tokens["background"] = ""
        for head in heads.split(","):
            found.setdefault(" ".join(head.split()), {}).update(tokens)
    return found


def ancestors(selector: str) -> Iterator[str]:
    """The same control at rest, then of any kind, then what it stands in."""
    yield selector
    while ":" in selector.rpartition("]")[2].replace("::", ""):
        selector = selector[: selector.rindex(":")].rstrip(":")
        yield selector
    plain = re.sub(r"\[[^\]]*\]$", "", selector)
    while plain != selector:
        selector, plain = plain, re.sub(r"\[[^\]]*\]$", "", plain)
        yield selector
    if selector in ("SegmentButton", "ChoiceChip"):
        yield "QPushButton"
    if " " in selector:
        yield from ancestors(selector[: selector.rindex(" ")])


def pairs(sheet: Rules) -> dict[str, tuple[str, str]]:
    """Text and ground by selector, where the sheet says both."""
    made = {}
    for selector in sheet:
        chain = list(ancestors(selector))
        ink = next((sheet[each]["color"] for each in chain if "color" in sheet.get(each, {})), "")
        ground = next(
            (sheet[each]["background"] for each in chain if sheet.get(each, {}).get("background")), ""
        )
        if ink and ground:
            made[selector] = ink, ground
    return made


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_of_the_style_sheet_is_legible_on_its_ground(theme: Theme) -> None:
    faint = {
        selector: (ink, ground, round(ratio, 2))
        for selector, (ink, ground) in pairs(rules()).items()
        if (ratio := contrast(theme.color(ink), theme.color(ground))) < AA_TEXT
    }
    assert not faint


@pytest.mark.parametrize("selector", STATES)
def test_the_sheet_is_read_in_all_its_states(selector: str) -> None:
    assert selector in pairs(rules())


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_that_say_something_stand_out(theme: Theme, shape: str, ground: str) -> None:
    assert contrast(theme.color(shape), theme.color(ground)) >= AA_SHAPE
