"""Which view of the body shows a session best."""

from collections.abc import Collection

from mnlog.domain.maps import ZoneKey
from mnlog.paths import resource_dir
from mnlog.ui.widgets.map_figure import MapFigure

_USUAL = "face-front"


class MapChoice:
    """The views of the body, each read when it is first needed and shared by all that show it."""

    def __init__(self) -> None:
        self._figures: dict[str, MapFigure] = {}
        names = sorted(path.stem for path in (resource_dir() / "maps").glob("*.svg"))
        self._names = [name for name in names if name != _USUAL]

    def best_for(self, zones: Collection[ZoneKey]) -> MapFigure:
        """The view on which most of these zones lie; the face when none is better."""
        best = self._figure(_USUAL)
        most = self._shown(best, zones)
        for name in self._names:
            if most == len(zones):
                break
            figure = self._figure(name)
            if (shown := self._shown(figure, zones)) > most:
                best, most = figure, shown
        return best

    def _figure(self, name: str) -> MapFigure:
        if name not in self._figures:
            self._figures[name] = MapFigure.load(name)
        return self._figures[name]

    @staticmethod
    def _shown(figure: MapFigure, zones: Collection[ZoneKey]) -> int:
        return sum(zone in figure.paths for zone in zones)
