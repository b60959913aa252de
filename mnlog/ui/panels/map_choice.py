"""Which view of the body shows a session best."""

from collections.abc import Collection

from mnlog.domain.maps import ZoneKey, map_names
from mnlog.paths import resource_dir
from mnlog.ui.widgets.map_figure import MapFigure


class MapChoice:
    """The views of the body, each read when it is first needed and shared by all that show it.

    Attributes:
        names: the views, the usual one first.
    """

    def __init__(self) -> None:
        self._figures: dict[str, MapFigure] = {}
        self.names = tuple(map_names(resource_dir() / "maps"))

    def best_for(self, zones: Collection[ZoneKey]) -> MapFigure:
        """The view on which most of these zones lie; the face when none is better."""
        best, most = self.figure(self.names[0]), -1
        for name in self.names:
            figure = self.figure(name)
            if (shown := sum(zone in figure.paths for zone in zones)) > most:
                best, most = figure, shown
            if most == len(zones):
                break
        return best

    def figure(self, name: str) -> MapFigure:
        """A view by its name.

        Raises:
            FileNotFoundError: when there is no such view.
        """
        if name not in self._figures:
            self._figures[name] = MapFigure.load(name)
        return self._figures[name]
