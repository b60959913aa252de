"""The tokens, the style sheet made of them, fonts and icons."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mnlog.paths import resource_dir
from mnlog.ui.theme import (
    DEPTH_STOPS_UM,
    FAMILY,
    SCRIPT_FAMILIES,
    SIZES,
    TOKENS,
    Theme,
    ThemeSource,
    contrast,
    load_fonts,
    load_script_fonts,
    tinted_pixmap,
)

THEMES = [Theme.light(), Theme.dark()]
GROUNDS = ("paper", "card", "soft", "accent_soft", "warn_soft", "danger_soft", "good_soft")
TEXT_ON_ANY_GROUND = ("ink", "muted", "accent", "warn", "danger", "good")
PAIRS = (
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_danger", "danger"),
    ("on_good", "good"),
    ("on_warn", "warn"),
    ("rail_text", "rail"),
    ("rail_text", "rail_on"),
    ("rail_bright", "rail_on"),
    ("rail_logo_text", "rail_logo"),
    ("rail_badge_text", "rail_badge"),
    ("toast_text", "toast"),
    ("toast_action", "toast"),
    ("muted", "zone_empty"),
)
FOCUS_RINGS = (("accent", "paper"), ("accent", "card"), ("on_accent", "accent"), ("rail_focus", "rail_on"))


def _lightness(color: QColor) -> float:
    return contrast(color, QColor("#000000"))


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("text", TEXT_ON_ANY_GROUND)
def test_text_is_legible_on_every_ground(theme: Theme, text: str) -> None:
    ratios = {ground: contrast(theme.color(text), theme.color(ground)) for ground in GROUNDS}
    assert min(ratios.values()) >= 4.5, ratios


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_legible_on_its_own_ground(theme: Theme, text: str, ground: str) -> None:
    assert contrast(theme.color(text), theme.color(ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("ring", "ground"), FOCUS_RINGS)
def test_focus_is_visible(theme: Theme, ring: str, ground: str) -> None:
    assert contrast(theme.color(ring), theme.color(ground)) >= 3.0


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_figures_are_legible_on_every_depth(theme: Theme) -> None:
    for depth_um in range(50, 3500, 25):
        ratio = contrast(theme.depth_text_color(depth_um), theme.depth_color(depth_um))
        assert ratio >= 4.5, depth_um


def test_depth_colours_fall_in_lightness_by_day_and_rise_by_night() -> None:
    depths = range(DEPTH_STOPS_UM[0], DEPTH_STOPS_UM[-1] + 1, 50)
    by_day = [_lightness(Theme.light().depth_color(depth)) for depth in depths]
    by_night = [_lightness(Theme.dark().depth_color(depth)) for depth in depths]
    assert all(a > b for a, b in pairwise(by_day))
    assert all(a < b for a, b in pairwise(by_night))


def test_depth_colours_stand_at_their_stops_and_stay_at_the_ends() -> None:
    theme = Theme.light()
    for number, depth_um in enumerate(DEPTH_STOPS_UM, 1):
        assert theme.depth_color(depth_um) == theme.color(f"depth_{number}")
    assert theme.depth_color(0) == theme.color("depth_1")
    assert theme.depth_color(5000) == theme.color("depth_6")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_stylesheet_is_filled_in(theme: Theme, scale: float) -> None:
    sheet = theme.stylesheet(scale)
    assert "@" not in sheet
    assert f"font-size: {round(SIZES['title'] * scale)}px" in sheet
    assert theme.color("accent").name().upper() in sheet


def test_round_shapes_stay_round_at_every_scale() -> None:
    """Qt draws square corners when a radius is more than half of the box."""
    for percent in range(100, 201, 5):
        sheet = Theme.light(percent / 100).stylesheet()
        avatar = re.search(r'role="avatar"\] \{(.*?)\}', sheet, re.DOTALL)
        assert avatar is not None
        side = int(re.findall(r"min-width: (\d+)px", avatar[1])[0])
        assert int(re.findall(r"border-radius: (\d+)px", avatar[1])[0]) * 2 <= side


def test_every_token_is_a_colour() -> None:
    for light, dark in TOKENS.values():
        assert QColor(light).isValid()
        assert QColor(dark).isValid()


def test_pictures_of_the_stylesheet_have_the_colours_of_their_theme() -> None:
    for theme in THEMES:
        for name, token in (("check", "on_accent"), ("chevron", "muted")):
            text = (resource_dir() / "theme" / f"{name}-{theme.name}.svg").read_text(encoding="utf-8")
            assert QColor(ET.fromstring(text).attrib["stroke"]) == theme.color(token)


def test_applying_a_theme_reaches_the_application_and_tells_the_painters(
    qapp: QApplication, qtbot: QtBot
) -> None:
    load_fonts()
    source = ThemeSource()
    with qtbot.waitSignal(source.changed):
        source.apply(qapp, "dark", 1.5)
    assert source.current.is_dark
    assert qapp.font().family() == FAMILY
    assert qapp.font().pixelSize() == 21
    shown = QLabel("x")
    qtbot.addWidget(shown)
    shown.setProperty("role", "title")
    shown.ensurePolished()
    assert shown.font().pixelSize() == 39
    assert shown.font().weight() == QFont.Weight.Bold
    source.apply(qapp, "light", 1.0)


def test_interface_font_has_its_weights_and_even_figures(qapp: QApplication) -> None:
    load_fonts()
    assert {"Regular", "Medium", "SemiBold", "Bold"} <= set(QFontDatabase.styles(FAMILY))
    even = QFontMetricsF(Theme.light().font(20, QFont.Weight.Bold, tabular=True))
    assert even.horizontalAdvance("111") == even.horizontalAdvance("888")


@pytest.mark.parametrize(
    "text", ["Łukasz Żółć", "Søren", "Đorđević", "Ngữ", "Юлия Їжак", "Ωμέγα", "½ µm × −"]
)
def test_interface_font_writes_european_names(text: str) -> None:
    font = QRawFont(str(resource_dir() / "fonts" / "inter" / "Inter-Regular.ttf"), 14)
    assert all(font.supportsCharacter(ord(letter)) for letter in text if letter != " ")


def test_script_fonts_write_the_other_names(qapp: QApplication) -> None:
    load_script_fonts()
    assert set(SCRIPT_FAMILIES) <= set(QFontDatabase.families())
    fonts = {path.parent.name: path for path in (resource_dir() / "fonts").glob("noto-*/*-Regular.ttf")}
    for folder, text in {
        "noto-sans-arabic": "نورحدادپ",
        "noto-sans-hebrew": "נועה",
        "noto-sans-sc": "李伟說",
        "noto-sans-jp": "ひろしカ",
    }.items():
        font = QRawFont(str(fonts[folder]), 14)
        assert all(font.supportsCharacter(ord(letter)) for letter in text), folder


def test_each_font_family_has_its_licence() -> None:
    for folder in (resource_dir() / "fonts").iterdir():
        assert "SIL Open Font License" in (folder / "OFL.txt").read_text(encoding="utf-8")
        assert list(folder.glob("*.ttf"))


def test_icons_take_the_colour_they_are_given(qapp: QApplication) -> None:
    names = sorted(path.stem for path in (resource_dir() / "icons").glob("*.svg"))
    assert "calendar" in names
    for name in names:
        picture = tinted_pixmap(name, QColor("#ff0000"), 24).toImage()
        solid = [
            picture.pixelColor(x, y)
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() > 250
        ]
        assert solid, name
        assert all(color.name() == "#ff0000" for color in solid), name
    assert not Theme.light().icon("calendar", "accent").isNull()
    with pytest.raises(FileNotFoundError):
        Theme.light().icon("no-such-icon")
