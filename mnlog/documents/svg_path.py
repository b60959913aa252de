"""Reads the path data of an SVG into moves, lines and cubic curves, which is all that a PDF knows."""

import math
import re
from collections.abc import Iterator
from functools import lru_cache

Step = tuple[str, tuple[float, ...]]
"""("M", (x, y)), ("L", (x, y)), ("C", (x1, y1, x2, y2, x, y)) or ("Z", ()), all absolute."""

_TOKEN = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


@lru_cache(maxsize=512)
def steps(data: str) -> tuple[Step, ...]:
    """Path data as absolute steps.

    Raises:
        ValueError: when the data begins with a number or a command lacks some.
    """
    return tuple(_Walk().steps(data))


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; repeated numbers repeat the command."""
    command, numbers = "", []
    for match in _TOKEN.finditer(data):
        if match[1]:
            if numbers:
                raise ValueError(f"path command {command} lacks numbers")
            command = match[1]
            if command in "Zz":
                yield command, []
            continue
        if command in ("", "Z", "z"):
            raise ValueError("path data has a number without a command")
        numbers.append(float(match[2]))
        if len(numbers) == _ARGUMENTS[command.upper()]:
            yield command, numbers
            numbers = []
            # Further pairs after a move are lines (SVG 1.1, section 8.3.2).
            command = {"M": "L", "m": "l"}.get(command, command)
    if numbers:
        raise ValueError(f"path command {command} lacks numbers")


class _Walk:
    """Where the pen is, and what smooth curves need to know of the curve before."""

    def __init__(self) -> None:
        self.x = self.y = self.start_x = self.start_y = 0.0
        self._cubic: tuple[float, float] | None = None
        self._quadratic: tuple[float, float] | None = None

    def steps(self, data: str) -> Iterator[Step]:
        for command, numbers in _commands(data):
            absolute = self._absolute(command, numbers)
            kind = command.upper()
            cubic, quadratic = self._cubic, self._quadratic
            self._cubic = self._quadratic = None
            yield from self._step(kind, absolute, cubic, quadratic)

    def _absolute(self, command: str, numbers: list[float]) -> list[float]:
        if command.isupper():
            return numbers
        if command == "h":
            return [numbers[0] + self.x]
        if command == "v":
            return [numbers[0] + self.y]
        if command == "a":
            return [*numbers[:5], numbers[5] + self.x, numbers[6] + self.y]
        return [number + (self.y if place % 2 else self.x) for place, number in enumerate(numbers)]

    def _step(
        self, kind: str, n: list[float], cubic: tuple[float, float] | None, quadratic: tuple[float, float] | None
    ) -> Iterator[Step]:
        if kind == "Z":
            self.x, self.y = self.start_x, self.start_y
            yield "Z", ()
        elif kind in "MLHV":
            yield self._line(kind, n)
        elif kind in "CS":
            first = n[:2] if kind == "C" else self._reflected(cubic)
            second, end = n[-4:-2], n[-2:]
            self._cubic = (second[0], second[1])
            yield self._curve(*first, *second, *end)
        elif kind in "QT":
            middle = n[:2] if kind == "Q" else self._reflected(quadratic)
            self._quadratic = (middle[0], middle[1])
            yield self._quadratic_curve(middle[0], middle[1], n[-2], n[-1])
        else:
            yield from self._arc(*n)

    def _line(self, kind: str, n: list[float]) -> Step:
        x = n[0] if kind != "V" else self.x
        y = n[-1] if kind != "H" else self.y
        self.x, self.y = x, y
        if kind == "M":
            self.start_x, self.start_y = x, y
        return ("M" if kind == "M" else "L"), (x, y)

    def _reflected(self, control: tuple[float, float] | None) -> list[float]:
        if control is None:
            return [self.x, self.y]
        return [2 * self.x - control[0], 2 * self.y - control[1]]

    def _curve(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> Step:
        self.x, self.y = x, y
        return "C", (x1, y1, x2, y2, x, y)

    def _quadratic_curve(self, cx: float, cy: float, x: float, y: float) -> Step:
        x1, y1 = self.x + 2 / 3 * (cx - self.x), self.y + 2 / 3 * (cy - self.y)
        return self._curve(x1, y1, x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y), x, y)

    def _arc(self, rx: float, ry: float, turn: float, large: float, sweep: float, x: float, y: float) -> Iterator[Step]:
        """An elliptical arc as cubic curves (SVG 1.1, appendix F.6)."""
        rx, ry = abs(rx), abs(ry)
        if not rx or not ry or (x, y) == (self.x, self.y):
            yield self._line("L", [x, y])
            return
        phi = math.radians(turn)
        cos, sin = math.cos(phi), math.sin(phi)
        half_x, half_y = (self.x - x) / 2, (self.y - y) / 2
        px, py = cos * half_x + sin * half_y, -sin * half_x + cos * half_y
        grow = math.sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
        rx, ry = rx * grow, ry * grow
        over = (rx * ry) ** 2 - (rx * py) ** 2 - (ry * px) ** 2
        under = (rx * py) ** 2 + (ry * px) ** 2
        factor = math.sqrt(max(0.0, over / under)) * (-1 if bool(large) == bool(sweep) else 1)
        cx, cy = factor * rx * py / ry, -factor * ry * px / rx
        start = math.atan2((py - cy) / ry, (px - cx) / rx)
        extent = math.atan2((-py - cy) / ry, (-px - cx) / rx) - start
        if sweep and extent < 0:
            extent += 2 * math.pi
        elif not sweep and extent > 0:
            extent -= 2 * math.pi
        centre = (cos * cx - sin * cy + (self.x + x) / 2, sin * cx + cos * cy + (self.y + y) / 2)
        yield from self._arc_curves(centre, (rx, ry), (cos, sin), start, extent)

    def _arc_curves(
        self,
        centre: tuple[float, float],
        radii: tuple[float, float],
        turned: tuple[float, float],
        start: float,
        extent: float,
    ) -> Iterator[Step]:
        count = max(1, math.ceil(abs(extent) / (math.pi / 2)))
        part = extent / count
        reach = 4 / 3 * math.tan(part / 4)

        def place(angle: float, along: float) -> tuple[float, float]:
            ex = radii[0] * (math.cos(angle) - along * math.sin(angle))
            ey = radii[1] * (math.sin(angle) + along * math.cos(angle))
            return centre[0] + turned[0] * ex - turned[1] * ey, centre[1] + turned[1] * ex + turned[0] * ey

        for number in range(count):
            first, last = start + number * part, start + (number + 1) * part
            yield self._curve(*place(first, reach), *place(last, -reach), *place(last, 0.0))
