"""The maps of face and body: which zone lies where, as outlines. Screen and paper draw the same shapes.

A map is an SVG file. Its zones are paths in the group `zones`, with ids like `zone:cheek:left`; the sides are
the patient's own. The groups `under` and `over` hold the figure below and above the zones. Path data holds
absolute M, L, C, Q and Z only. Lengths are units of the map's view box.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, hypot, inf
from pathlib import Path
from xml.etree import ElementTree as ET

from mnlog.domain.terms import Side

Point = tuple[float, float]
ZoneKey = tuple[str, str]
"""Zone id and the stored value of its side."""

_ORDER = (
    "face-front",
    "face-left",
    "face-right",
    "scalp",
    "neck-chest",
    "body-front",
    "body-back",
    "hands",
)
_SVG = "{http://www.w3.org/2000/svg}"
_TOKEN = re.compile(r"[MLCQZ]|-?\d+(?:\.\d+)?")
_ARGUMENTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}
_GRAIN = 2.0
_ENOUGH = 8.0
_GRID = 11


@dataclass(frozen=True, slots=True)
class Segment:
    """One command of a path with its points: M and L one, Q two, C three, Z none."""

    command: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class LabelSpot:
    """The roomiest place for a figure: its middle, and half the width and height that fit inside the zone."""

    x: float
    y: float
    half_width: float
    half_height: float


@dataclass(frozen=True, slots=True)
class BodyMap:
    """One view of the body.

    Attributes:
        id: name of its file without the ending, as "face-front".
        title: what it shows, in English.
        view_box: left, top, width, height.
        zones: path data by zone and side.
        under: SVG elements of the figure below the zones, as text.
        over: SVG elements above them.
    """

    id: str
    title: str
    view_box: tuple[float, float, float, float]
    zones: Mapping[ZoneKey, str]
    under: str
    over: str


def parse_map(map_id: str, svg: str) -> BodyMap:
    """Reads a map.

    Raises:
        ValueError: when a zone's id or path is not in the form described above.
    """
    root = ET.fromstring(svg)  # noqa: S314  (a file of the program's own)
    left, top, width, height = (float(part) for part in root.attrib["viewBox"].split())
    zones: dict[ZoneKey, str] = {}
    for path in root.iterfind(f"{_SVG}g[@id='zones']/{_SVG}path"):
        kind, zone_id, side = [*path.attrib["id"].split(":"), "", ""][:3]
        if kind != "zone" or not zone_id or side not in set(Side) or (zone_id, side) in zones:
            raise ValueError(f"map {map_id}: {path.attrib['id']!r} does not name a zone and side of its own")
        zones[zone_id, side] = path.attrib["d"]
    return BodyMap(
        id=map_id,
        title=root.findtext(f"{_SVG}title", "").strip(),
        view_box=(left, top, width, height),
        zones=zones,
        under=_group(root, "under"),
        over=_group(root, "over"),
    )


def load_map(folder: Path, map_id: str) -> BodyMap:
    """Reads the map `<map_id>.svg` of a folder.

    Raises:
        FileNotFoundError: when there is no such map.
        ValueError: when it cannot be understood.
    """
    return parse_map(map_id, (folder / f"{map_id}.svg").read_text(encoding="utf-8"))


def map_names(folder: Path) -> list[str]:
    """Names of a folder's maps: the usual one first, and of two that show as much the one that is clearer."""
    found = {path.stem for path in folder.glob("*.svg")}
    return [name for name in _ORDER if name in found] + sorted(found.difference(_ORDER))


def zone_paths(folder: Path, map_id: str) -> Mapping[ZoneKey, str]:
    """SVG path data by zone and side, for whoever needs the outlines alone."""
    return load_map(folder, map_id).zones


def _group(root: ET.Element, name: str) -> str:
    group = root.find(f"{_SVG}g[@id='{name}']")
    if group is None:
        return ""
    for each in group.iter():
        each.tag = each.tag.removeprefix(_SVG)
    return "".join(ET.tostring(each, encoding="unicode") for each in group)


def segments(path: str) -> Iterator[Segment]:
    """Takes path data apart.

    Raises:
        ValueError: when it holds anything but absolute M, L, C, Q and Z.
    """
    tokens = _TOKEN.findall(path)
    if "".join(tokens) != re.sub(r"[\s,]+", "", path):
        raise ValueError(f"path data {path[:40]!r} holds a command that maps do not use")
    at = 0
    while at < len(tokens):
        command, count = tokens[at], 2 * _ARGUMENTS.get(tokens[at], -1)
        values = tokens[at + 1 : at + 1 + max(count, 0)]
        if len(values) != count or not _ARGUMENTS.keys().isdisjoint(values):
            raise ValueError(f"path data {path[:40]!r} is cut short or not absolute")
        numbers = [float(each) for each in values]
        yield Segment(command, tuple(zip(numbers[::2], numbers[1::2], strict=True)))
        at += 1 + count


def outline(path: str, grain: float = _GRAIN) -> list[Point]:
    """Points along a path, no further apart than about `grain`."""
    points: list[Point] = []
    for segment in segments(path):
        if segment.command == "M":
            points.append(segment.points[0])
            continue
        corners = (points[-1], *(segment.points or points[:1]))
        length = sum(hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(corners))
        steps = max(1, ceil(length / grain))
        points.extend(_bezier(corners, step / steps) for step in range(1, steps + 1))
    return points


def _bezier(corners: tuple[Point, ...], share: float) -> Point:
    """De Casteljau's construction; two corners make a straight line."""
    while len(corners) > 1:
        corners = tuple(
            (ax + (bx - ax) * share, ay + (by - ay) * share) for (ax, ay), (bx, by) in pairwise(corners)
        )
    return corners[0]


@lru_cache(maxsize=512)
def label_spot(path: str, aspect: float = 3.0) -> LabelSpot:
    """Finds where a box `aspect` times as wide as high has most room in a zone.

    Beyond the room a figure needs, what is nearer to the zone's middle is better. The box shrinks by half the
    outline's grain, so that it stays inside between two points of the outline.
    """
    points, coarse = outline(path), outline(path, _GRAIN * 3)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    heart = (sum(xs) / len(xs), sum(ys) / len(ys))
    middle, best, score = heart, 0.0, -inf
    step = ((max(xs) - min(xs)) / (_GRID + 1), (max(ys) - min(ys)) / (_GRID + 1))
    grid: Iterable[Point] = [
        (min(xs) + step[0] * column, min(ys) + step[1] * row)
        for column in range(1, _GRID + 1)
        for row in range(1, _GRID + 1)
    ]
    for turn in range(6):
        for spot in grid:
            room = _room(points if turn else coarse, spot, aspect)
            worth = min(room, _ENOUGH) - 0.05 * hypot(spot[0] - heart[0], spot[1] - heart[1])
            if worth > score:
                best, middle, score = room, spot, worth
        score = score if turn else -inf
        step = (step[0] / 2, step[1] / 2)
        grid = [(middle[0] + step[0] * i, middle[1] + step[1] * j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return LabelSpot(*middle, max(0.0, best * aspect - _GRAIN / 2), max(0.0, best - _GRAIN / 2))


def _room(points: list[Point], spot: Point, aspect: float) -> float:
    """Half the height of the largest box around a spot; negative outside the outline."""
    x, y = spot
    room = min(max(abs(px - x) / aspect, abs(py - y)) for px, py in points)
    return room if _contains(points, spot) else -room


def _contains(points: list[Point], spot: Point) -> bool:
    x, y = spot
    inside = False
    for (ax, ay), (bx, by) in pairwise((*points, points[0])):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside
