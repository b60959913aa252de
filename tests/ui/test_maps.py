"""The maps' files: what they name, and that their zones can be told apart and written on."""

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath, QTransform
from PySide6.QtWidgets import QApplication

from mnlog.domain.maps import BodyMap, label_spot, load_map, outline, parse_map, segments, zone_paths
from mnlog.domain.terms import Side
from mnlog.paths import resource_dir
from mnlog.ui.theme import Theme, load_fonts
from mnlog.ui.widgets.map_figure import MapFigure, label_box, painter_path

MAPS = sorted(path.stem for path in (resource_dir() / "maps").glob("*.svg"))
PAIRED = ("temple", "periorbital", "cheek", "jawline")
MIDLINE = ("forehead", "glabella", "nose", "upper_lip", "chin", "neck")


@pytest.fixture(params=MAPS)
def body_map(request: pytest.FixtureRequest) -> BodyMap:
    return load_map(resource_dir() / "maps", request.param)


def _area(path: QPainterPath) -> float:
    total = 0.0
    for polygon in path.toSubpathPolygons():
        points = [polygon.at(at) for at in range(polygon.size())]
        shifted = [*points[1:], points[0]]
        total += abs(sum(a.x() * b.y() - b.x() * a.y() for a, b in zip(points, shifted, strict=True))) / 2
    return total


def test_zones_lie_inside_the_view_box_and_do_not_overlap(body_map: BodyMap) -> None:
    paths = {key: painter_path(data) for key, data in body_map.zones.items()}
    for key, path in paths.items():
        assert QRectF(*body_map.view_box).contains(path.boundingRect()), key
        assert path.elementAt(0).isMoveTo()
    for (one, path), (other, second) in combinations(paths.items(), 2):
        assert _area(path.intersected(second)) < 0.5, (one, other)


def test_zones_are_large_enough_to_tap(body_map: BodyMap) -> None:
    for key, data in body_map.zones.items():
        box = painter_path(data).boundingRect()
        assert min(box.width(), box.height()) >= 22, key
        assert max(box.width(), box.height()) >= 38, key


@pytest.mark.parametrize("scale", [0.8, 1.15, 2.0])
@pytest.mark.parametrize("text_scale", [1.0, 1.5])
def test_figures_lie_inside_their_zones(
    body_map: BodyMap, scale: float, text_scale: float, qapp: QApplication
) -> None:
    load_fonts()
    figure = MapFigure(body_map)
    transform = QTransform.fromScale(scale, scale)
    for key, path in figure.paths.items():
        box = label_box(figure.spot(key), transform, Theme.light(text_scale), 1500)
        if box is None:
            assert scale < 1, f"{key} has no room for its figure"
        else:
            assert transform.map(path).contains(box[0]), key


def test_front_of_the_face_has_the_zones_and_the_patients_own_sides() -> None:
    face = load_map(resource_dir() / "maps", "face-front")
    expected = {(zone, Side.MIDLINE) for zone in MIDLINE}
    expected |= {(zone, side) for zone in PAIRED for side in (Side.LEFT, Side.RIGHT)}
    assert set(face.zones) == expected
    middle = face.view_box[0] + face.view_box[2] / 2
    for zone in PAIRED:
        left = painter_path(face.zones[zone, "left"]).boundingRect()
        right = painter_path(face.zones[zone, "right"]).boundingRect()
        assert left.left() > middle > right.right(), "the patient's left is on the viewer's right"
        assert left.top() == right.top()
        assert left.width() == pytest.approx(right.width())
    assert zone_paths(resource_dir() / "maps", "face-front") == face.zones


def test_jawline_has_room_for_a_figure_of_full_size(qapp: QApplication) -> None:
    load_fonts()
    figure = MapFigure.load("face-front")
    box = label_box(figure.spot(("jawline", "left")), QTransform.fromScale(1.15, 1.15), Theme.light(), 1000)
    assert box is not None
    assert box[1].pixelSize() >= 13


def test_label_spot_of_a_box_is_its_middle() -> None:
    spot = label_spot("M0,0 L60,0 L60,20 L0,20 Z", 3.0)
    assert (spot.x, spot.y) == pytest.approx((30, 10), abs=1)
    assert 8 <= spot.half_height <= 10
    assert 27 <= spot.half_width <= 30


def test_outline_follows_lines_and_curves() -> None:
    points = outline("M0,0 L10,0 Q10,10 0,10 Z", grain=1)
    assert points[0] == (0, 0)
    assert points[-1] == (0, 0)
    assert (10, 0) in points
    assert all(-0.01 <= x <= 10.01 and -0.01 <= y <= 10.01 for x, y in points)


@pytest.mark.parametrize("data", ["M0,0 l10,0 Z", "M0,0 A5,5 0 0 0 9,9 Z", "M0,0 C1,1 2,2 Z", "5,5 L1,1"])
def test_path_data_that_maps_do_not_use_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="path data"):
        list(segments(data))


@pytest.mark.parametrize("zone", ["cheek:left", "zone:cheek", "zone:cheek:up", "zone::left"])
def test_zone_without_a_proper_name_is_refused(zone: str) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="zones">'
        f'<path id="{zone}" d="M0,0 L9,9 L0,9 Z"/></g></svg>'
    )
    with pytest.raises(ValueError, match="does not name"):
        parse_map("test", svg)


def test_every_class_of_the_figures_has_a_colour_in_both_themes(qapp: QApplication) -> None:
    for map_id in MAPS:
        figure = MapFigure.load(map_id)
        for theme in (Theme.light(), Theme.dark()):
            under, over = figure.layers(theme)
            assert under.isValid()
            assert over.isValid()
        assert figure.layers(Theme.light())[0] is not figure.layers(Theme.dark())[0]
