"""What a single vocabulary row must hold to beyond its keys: figures in order, depths a device can reach."""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, NoReturn

from mnlog.domain import vocabulary as rows
from mnlog.domain.terms import DeviceKind, Side
from mnlog.domain.units import DEPTH_LIMIT_UM

_TRUST = "ABCS-"
_ID = re.compile(r"[A-Za-z0-9_]+")
_RISING: Mapping[type[Any], tuple[tuple[str, ...], ...]] = {
    rows.Zone: (("min_um", "typical_um", "max_um"),),
    rows.Concern: (
        ("min_um", "max_um"),
        ("sessions_min", "sessions_max"),
        ("interval_min_days", "interval_max_days"),
    ),
    rows.DeviceModel: (("depth_min_um", "depth_max_um"),),
    rows.NumbingProduct: (("contact_min_s", "contact_max_s"),),
    rows.ReactionType: (("expected_from_h", "expected_to_h"),),
    rows.CareWindow: (("from_h", "strict_to_h", "extended_to_h"),),
}
"""Keys whose figures must not fall, by row type; a figure that is not known is left out."""


class Refused(ValueError):
    """A row cannot stand.

    Attributes:
        problem: what is wrong, without the place.
        key: the key it concerns; empty when it concerns the whole row.
        item: which table of the key's list, counted from 0.
    """

    def __init__(self, problem: str, key: str = "", item: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.key = key
        self.item = item


def refuse(problem: str, key: str = "") -> NoReturn:
    """Raises `Refused`; a function, so that it fits into an expression."""
    raise Refused(problem, key)


def check_row(row: Any) -> None:
    """Looks at one row for itself; what it refers to is not known here.

    Raises:
        Refused: when a figure, an id or a combination of keys cannot be.
    """
    if not _ID.fullmatch(row.id):
        refuse(f"id: {row.id!r} may hold letters, digits and _ alone", "id")
    for keys in _RISING.get(type(row), ()):
        known = [(key, getattr(row, key)) for key in keys if getattr(row, key) is not None]
        for (lower_key, lower), (key, value) in pairwise(known):
            if lower > value:
                refuse(f"{key} {value} is below {lower_key} {lower}", key)
    check = _CHECKS.get(type(row))
    if check is not None:
        check(row)


def _check_source(row: rows.Source) -> None:
    if row.trust not in _TRUST:
        refuse(f"trust: {row.trust!r} is none of {', '.join(_TRUST)}", "trust")


def _check_depth(row: rows.Zone | rows.Concern) -> None:
    if row.max_um > DEPTH_LIMIT_UM:
        refuse(f"max_um {row.max_um} is deeper than any device reaches; depths are micrometres", "max_um")


def _check_zone(row: rows.Zone) -> None:
    _check_depth(row)
    if set(row.sides) not in ({Side.LEFT, Side.RIGHT}, {Side.MIDLINE}):
        refuse("sides: either left and right, or midline", "sides")


def _check_device(row: rows.DeviceModel) -> None:
    if row.depth_max_um > DEPTH_LIMIT_UM:
        refuse(f"depth_max_um {row.depth_max_um} is deeper than any device reaches", "depth_max_um")
    is_pen = row.kind is DeviceKind.PEN
    if is_pen == bool(row.needle_lengths_um):
        refuse("needle_lengths_um: a roller or stamp has them, a pen has none", "needle_lengths_um")
    if is_pen != bool(row.depth_step_um):
        refuse("depth_step_um: a pen has a step, a roller or stamp has 0", "depth_step_um")
    if row.speeds and not row.kind.has_speed:
        refuse(f"speeds: a {row.kind} has none", "speeds")
    if any(not row.depth_min_um <= length <= row.depth_max_um for length in row.needle_lengths_um):
        refuse("needle_lengths_um: one is outside of depth_min_um to depth_max_um", "needle_lengths_um")


def _check_scale(row: rows.Scale) -> None:
    values = [grade.value for grade in row.grades]
    for item, (lower, value) in enumerate(pairwise(values), 1):
        if lower >= value:
            raise Refused(f"grades: {value} does not follow on {lower}", "grades", item)


def _check_reaction(row: rows.ReactionType) -> None:
    if (row.expected_from_h is None) != (row.expected_to_h is None):
        key = "expected_to_h" if row.expected_from_h is None else "expected_from_h"
        refuse("expected_from_h and expected_to_h stand together or not at all", key)


_CHECKS: Mapping[type[Any], Callable[[Any], None]] = {
    rows.Source: _check_source,
    rows.Zone: _check_zone,
    rows.Concern: _check_depth,
    rows.DeviceModel: _check_device,
    rows.Scale: _check_scale,
    rows.ReactionType: _check_reaction,
}
