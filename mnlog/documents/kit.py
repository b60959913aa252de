"""What every document is made with: fonts and figures, read once."""

import xml.etree.ElementTree as ElementTree
from functools import cached_property
from pathlib import Path

from mnlog.documents.figure import BodyView, FigurePart
from mnlog.documents.fonts import FontBook
from mnlog.domain.terms import Side


class PaperKit:
    """Fonts and body maps. Made once; afterwards no document touches the disk for more than a new script's font."""

    def __init__(self, resources: Path) -> None:
        """Args:
        resources: folder with `fonts` and `maps`.

        Raises:
            UserFacingError: when the text font is missing.
        """
        self._resources = resources
        self.book = FontBook(resources / "fonts")

    @cached_property
    def views(self) -> tuple[BodyView, ...]:
        """All views of the body, the face first."""
        return tuple(_view(path) for path in sorted((self._resources / "maps").glob("*.svg")))


def _view(path: Path) -> BodyView:
    root = ElementTree.parse(path).getroot()
    ns = "{http://www.w3.org/2000/svg}"
    parts = {"under": [], "over": []}
    zones = {}
    for group in root.findall(f"{ns}g"):
        for each in group:
            if each.tag == f"{ns}circle":
                cx, cy, r = (float(each.get(k)) for k in ("cx", "cy", "r"))
                d = f"M{cx-r},{cy} a{r},{r} 0 1 0 {2*r},0 a{r},{r} 0 1 0 {-2*r},0 Z"
            else:
                d = each.get("d")
            if group.get("id") == "zones":
                _, zone, side = each.get("id").split(":")
                zones[zone, Side(side)] = d
            else:
                parts[group.get("id")].append(FigurePart(each.get("class"), d))
    box = tuple(float(n) for n in root.get("viewBox").split())
    return BodyView(path.stem, box, zones, tuple(parts["under"]), tuple(parts["over"]))
