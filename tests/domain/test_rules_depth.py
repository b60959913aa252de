"""What a device can do, and what is usual."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnlog.domain.records import Device
from mnlog.domain.rules.depth import (
    DepthPosition,
    depth_position,
    device_refusal,
    snapped_to_step,
    typical_range,
)
from mnlog.domain.terms import DeviceKind
from mnlog.domain.units import DEPTH_LIMIT_UM
from tests.domain.charts import PEN, vocabulary

ROLLER = replace(
    PEN, kind=DeviceKind.ROLLER, name="Roller", depth_min_um=500, depth_max_um=2000, depth_step_um=0, speeds=0
)
ZONES, CONCERNS = vocabulary().zones, vocabulary().concerns


@pytest.mark.parametrize("zone", ZONES.values(), ids=lambda zone: zone.id)
def test_a_typical_range_is_one_for_every_concern(zone: object) -> None:
    row = ZONES[zone.id]  # type: ignore[attr-defined]
    for concern in (None, *CONCERNS.values()):
        typical = typical_range(row, concern)
        assert 0 < typical.min_um <= typical.max_um <= DEPTH_LIMIT_UM
        assert row.min_um <= typical.min_um
        assert typical.max_um <= row.max_um
        assert typical.source_text
        assert typical.is_unsourced is all(source == "GK" for source in typical.sources)


def test_a_zone_and_a_concern_that_do_not_meet_leave_the_zones_own() -> None:
    zone = replace(ZONES["periorbital"], min_um=200, max_um=500)
    concern = replace(CONCERNS["acne_scars"], min_um=1000, max_um=2500)
    typical = typical_range(zone, concern)
    assert (typical.min_um, typical.max_um, typical.sources) == (200, 500, zone.sources)


@pytest.mark.parametrize(
    ("depth_um", "position"),
    [(499, DepthPosition.BELOW), (500, DepthPosition.WITHIN), (1000, DepthPosition.WITHIN), (1001,
    DepthPosition.ABOVE)],
)  # fmt: skip
def test_position(depth_um: int, position: DepthPosition) -> None:
    assert depth_position(depth_um, 500, 1000) is position


@pytest.mark.parametrize(
    ("device", "depth_um", "length_um", "refusal"),
    [
        (PEN, 1500, None, ""),
        (PEN, 100, None, ""),
        (PEN, 1501, None, "Exceed reaches 0.00 to 1.50 mm, so 1.501 mm was not taken."),
        (PEN, 0, None, "Exceed reaches 0.00 to 1.50 mm, so 0.00 mm was not taken."),
        (ROLLER, 1000, 1000, ""),
        (ROLLER, 1500, 1000, "Roller has needles of 1.00 mm and no other depth."),
        (ROLLER, 400, None, "Roller reaches 0.50 to 2.00 mm, so 0.40 mm was not taken."),
    ],
)
def test_refusal(device: Device, depth_um: int, length_um: int | None, refusal: str) -> None:
    assert device_refusal(depth_um, device, length_um) == refusal


@given(
    depth_um=st.integers(-1000, 9000),
    low=st.integers(0, 500),
    steps=st.integers(1, 30),
    step=st.integers(1, 300),
)
def test_a_snapped_depth_is_on_the_dial_and_the_nearest(
    depth_um: int, low: int, steps: int, step: int
) -> None:
    pen = replace(PEN, depth_min_um=low, depth_max_um=low + steps * step, depth_step_um=step)
    snapped = snapped_to_step(depth_um, pen)
    dial = range(low, pen.depth_max_um + 1, step)
    assert snapped in dial
    assert abs(snapped - depth_um) == min(abs(each - depth_um) for each in dial)


def test_halfway_is_the_shallower_one_and_no_dial_changes_nothing() -> None:
    assert snapped_to_step(250, PEN) == 200
    assert snapped_to_step(1234, ROLLER) == 1234
