"""What a device can do, in words."""

from PySide6.QtCore import QCoreApplication

from mnlog.domain.records import Device
from mnlog.domain.terms import DeviceKind
from mnlog.domain.units import depth_text
from mnlog.ui.labels import counted


def _tr(text: str) -> str:
    return QCoreApplication.translate("device_words", text)


def reach_text(least_um: int, most_um: int, step_um: int, speeds: int) -> str:
    """As in "0.25 to 2.50 mm in steps of 0.25 mm, 4 speeds"."""
    least, most = depth_text(least_um), depth_text(most_um)
    text = (
        f"{least} mm" if least_um == most_um else _tr("{least} to {most} mm").format(least=least, most=most)
    )
    if step_um:
        text = _tr("{reach} in steps of {step} mm").format(reach=text, step=depth_text(step_um))
    return f"{text}, {counted(speeds, _tr('1 speed'), _tr('{n} speeds'))}" if speeds else text


def device_reach(device: Device) -> str:
    """What a device of the clinic reaches; a roller or stamp goes by its heads."""
    if device.kind is DeviceKind.PEN:
        return reach_text(device.depth_min_um, device.depth_max_um, device.depth_step_um, device.speeds)
    return _tr("Heads of {reach}").format(reach=reach_text(device.depth_min_um, device.depth_max_um, 0, 0))
