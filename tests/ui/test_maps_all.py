"""All maps together, asked by reflection: every zone of the vocabulary can be found, hit and told apart."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from itertools import product

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from mnlog.domain.maps import BodyMap, load_map, map_names, segments
from mnlog.domain.terms import Side
from mnlog.domain.vocabulary_file import load_vocabulary
from mnlog.paths import resource_dir
from mnlog.ui.panels.map_choice import MapChoice
from mnlog.ui.theme import ThemeSource
from mnlog.ui.widgets.map_figure import MapFigure, painter_path
from mnlog.ui.widgets.zone_map import ZoneMap

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

FOLDER = resource_dir() / "maps"
NAMES = map_names(FOLDER)
CARD_PX = 420
NARROW_PX = {"face-front": 22}
"""The face as a whole leaves less for the upper lip and the eyes; the sides show them larger."""
LEFT_ON_THE_RIGHT = {"face-front", "neck-chest", "body-front"}
LEFT_ON_THE_LEFT = {"body-back", "hands", "scalp"}
ONE_SIDE = {"face-left": Side.LEFT, "face-right": Side.RIGHT}
CLASSES = {"skin", "shade", "base", "hair", "line", "brow", "eye", "iris", "lip", "mouth"}

Show = Callable[[QWidget], None]


@cache
def the_map(name: str) -> BodyMap:
    return load_map(FOLDER, name)


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def zone_map(name: str, theme: ThemeSource, show: Show) -> ZoneMap:
    made = ZoneMap(theme, MapFigure.load(name))
    made.setFixedSize(CARD_PX, CARD_PX)
    show(made)
    return made


def test_every_zone_is_on_a_map_with_each_of_its_sides() -> None:
    zones = load_vocabulary(resource_dir() / "vocabulary").zones.values()
    wanted = {(zone.id, side.value) for zone in zones for side in zone.sides if zone.id != "custom_site"}
    assert {key for each in NAMES for key in the_map(each).zones} == wanted


def test_every_zone_is_hit_where_its_figure_stands(zone_map: ZoneMap) -> None:
    for key in zone_map.zones():
        assert zone_map.zone_at(zone_map.label_point(*key)) == key


def test_every_zone_is_large_enough_for_a_fingertip(zone_map: ZoneMap, name: str) -> None:
    figure = MapFigure.load(name)
    scale = figure.transform(zone_map._rect()).m11()
    for key, path in figure.paths.items():
        box = path.boundingRect()
        assert min(box.width(), box.height()) * scale >= NARROW_PX.get(name, 28), key
        assert max(box.width(), box.height()) * scale >= (34 if name in NARROW_PX else 40), key


def test_no_point_lies_in_two_zones(name: str) -> None:
    body_map = the_map(name)
    paths = {key: painter_path(data) for key, data in body_map.zones.items()}
    left, top, width, height = body_map.view_box
    for x, y in product(range(0, round(width), 2), range(0, round(height), 2)):
        at = QPointF(left + x, top + y)
        there = [key for key, path in paths.items() if path.contains(at)]
        assert len(there) < 2, (at, there)


def test_sides_are_the_patients_own(name: str) -> None:
    body_map = the_map(name)
    middle = body_map.view_box[0] + body_map.view_box[2] / 2
    for (zone, side), data in body_map.zones.items():
        centre = painter_path(data).boundingRect().center().x()
        if side == Side.MIDLINE:
            assert name in ONE_SIDE or abs(centre - middle) < 2, zone
        elif name in ONE_SIDE:
            assert side == ONE_SIDE[name], zone
        else:
            assert name in LEFT_ON_THE_RIGHT | LEFT_ON_THE_LEFT
            assert (centre > middle) == ((side == Side.LEFT) == (name in LEFT_ON_THE_RIGHT)), (zone, side)


def test_the_two_sides_of_the_face_are_mirror_pictures() -> None:
    left, right = the_map("face-left"), the_map("face-right")
    swapped = {(zone, "right" if side == "left" else side) for zone, side in left.zones}
    assert swapped == set(right.zones)
    axis = left.view_box[0] * 2 + left.view_box[2]
    for zone, side in left.zones:
        one = painter_path(left.zones[zone, side]).boundingRect()
        other = painter_path(right.zones[zone, "right" if side == "left" else side]).boundingRect()
        assert one.center().x() + other.center().x() == pytest.approx(axis, abs=0.5)


def test_paths_and_colours_are_those_that_screen_and_paper_know(name: str) -> None:
    body_map = the_map(name)
    for layer in (body_map.under, body_map.over):
        for element in ET.fromstring(f"<g>{layer}</g>"):
            assert element.get("class") in CLASSES
            assert not {"transform", "fill", "stroke", "style"}.intersection(element.keys())
            if element.tag == "path":
                assert list(segments(element.attrib["d"]))
            else:
                assert element.tag in ("circle", "ellipse")
    for data in body_map.zones.values():
        commands = [segment.command for segment in segments(data)]
        assert (commands[0], commands[-1], commands.count("M")) == ("M", "Z", 1)
    assert body_map.title


def test_a_press_just_beside_a_narrow_zone_still_means_it(theme: ThemeSource, show: Show) -> None:
    made = ZoneMap(theme, MapFigure.load("body-front"))
    made.setFixedSize(CARD_PX, CARD_PX)
    show(made)
    figure = MapFigure.load("body-front")
    box = figure.transform(made._rect()).mapRect(figure.paths["forearm", "left"].boundingRect())
    inside = made.label_point("forearm", "left")
    edge = next(x for x in range(round(inside.x()), 999) if not _is_inside(figure, made, x, inside.y()))
    assert edge < box.right()
    assert made.zone_at(QPointF(edge + 4, inside.y())) == ("forearm", "left")
    assert made.zone_at(QPointF(edge + 12, inside.y())) is None


def _is_inside(figure: MapFigure, zone_map: ZoneMap, x: float, y: float) -> bool:
    inverse, _ = figure.transform(zone_map._rect()).inverted()
    return figure.paths["forearm", "left"].contains(inverse.map(QPointF(x, y)))


def test_the_view_that_shows_most_is_chosen() -> None:
    maps = MapChoice()
    assert maps.names == tuple(NAMES)
    assert maps.best_for(()).map.id == "face-front"
    assert maps.best_for([("neck", "midline")]).map.id == "face-front"
    assert maps.best_for([("thigh", "left"), ("knee", "left")]).map.id == "body-front"
    assert maps.best_for([("thigh", "left"), ("buttock", "left")]).map.id == "body-back"
    assert maps.best_for([("scalp", "midline")]).map.id == "scalp"
    assert maps.best_for([("hands", "right")]).map.id == "hands"


def test_every_zone_shows_its_depth_in_both_themes(
    theme: ThemeSource, zone_map: ZoneMap, name: str, qapp: QApplication
) -> None:
    zone_map.set_state(dict.fromkeys(zone_map.zones(), 1000))
    figure = MapFigure.load(name)
    for look in ("light", "dark"):
        theme.apply(qapp, look)
        picture, colour = zone_map.grab().toImage(), theme.current.depth_color(1000)
        for key, path in figure.paths.items():
            box = figure.transform(zone_map._rect()).mapRect(path.boundingRect()).toRect()
            seen: set[QColor] = {
                picture.pixelColor(x, y).rgb()  # type: ignore[misc]
                for x, y in product(range(box.left(), box.right(), 2), range(box.top(), box.bottom(), 2))
            }
            assert colour.rgb() in seen, key
    theme.apply(qapp, "light")
