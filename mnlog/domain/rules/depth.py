"""Depths: what the device can do, and what is usual for a zone and a concern.

No authoritative zone-by-zone chart exists; ranges are soft, editable, and shown with their source. What the
device cannot do is refused; what is unusual is only said.
"""

from dataclasses import dataclass
from enum import StrEnum, unique

from mnlog.domain.records import Device
from mnlog.domain.units import depth_text
from mnlog.domain.vocabulary import Concern, Zone

NARROWEST_UM = 250
"""Where zone and concern share less than this, a range would say one figure; the zone's own stands then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypicalRange:
    """The usual depths, in micrometres, with the keys of their sources."""

    min_um: int
    max_um: int
    sources: tuple[str, ...]
    is_unsourced: bool

    @property
    def source_text(self) -> str:
        """The keys as stored with a zone: "DRP, MBA"."""
        return ", ".join(self.sources)


@unique
class DepthPosition(StrEnum):
    """A depth against the typical range."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


def typical_range(zone: Zone, concern: Concern | None) -> TypicalRange:
    """What zone and concern have in common; the zone's own range where they hardly meet."""
    if concern is not None:
        low, high = max(zone.min_um, concern.min_um), min(zone.max_um, concern.max_um)
        if high - low >= NARROWEST_UM:
            sources = tuple(dict.fromkeys(zone.sources + concern.sources))
            return TypicalRange(
                min_um=low,
                max_um=high,
                sources=sources,
                is_unsourced=zone.is_unsourced and concern.is_unsourced,
            )
    return TypicalRange(
        min_um=zone.min_um, max_um=zone.max_um, sources=zone.sources, is_unsourced=zone.is_unsourced
    )


def depth_position(depth_um: int, min_um: int, max_um: int) -> DepthPosition:
    """Where a depth lies against a range."""
    if depth_um < min_um:
        return DepthPosition.BELOW
    return DepthPosition.ABOVE if depth_um > max_um else DepthPosition.WITHIN


def device_refusal(depth_um: int, device: Device, needle_length_um: int | None) -> str:
    """Why a device cannot needle at a depth; empty when it can.

    Args:
        needle_length_um: the roller head's length; None for a pen.
    """
    if needle_length_um is not None and depth_um != needle_length_um:
        return f"{device.name} has needles of {depth_text(needle_length_um)} mm and no other depth."
    if depth_um <= 0 or not device.depth_min_um <= depth_um <= device.depth_max_um:
        reach = f"{depth_text(device.depth_min_um)} to {depth_text(device.depth_max_um)} mm"
        return f"{device.name} reaches {reach}, so {depth_text(depth_um)} mm was not taken."
    return ""


def snapped_to_step(depth_um: int, device: Device) -> int:
    """The nearest depth the device's dial can show; the shallower one when two are equally near."""
    step = device.depth_step_um
    if step <= 0:
        return depth_um
    steps = (depth_um - device.depth_min_um + (step - 1) // 2) // step
    return min(device.depth_max_um, max(device.depth_min_um, device.depth_min_um + steps * step))
