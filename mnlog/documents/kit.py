"""What every document is made with: fonts and figures, read once."""

from functools import cached_property
from pathlib import Path

from mnlog.documents.fonts import FontBook
from mnlog.documents.script import is_rtl_language
from mnlog.documents.typeset import Typesetter
from mnlog.domain.charts import SessionChart
from mnlog.domain.maps import BodyMap, load_map, map_names
from mnlog.domain.wording import Wording


class PaperKit:
    """Fonts and body maps, made once. Later the disk is touched for a new script's font alone."""

    def __init__(self, resources: Path) -> None:
        """Reads the text font.

        Args:
            resources: folder with `fonts` and `maps`.

        Raises:
            UserFacingError: when the text font is missing.
        """
        self._maps = resources / "maps"
        self.book = FontBook(resources / "fonts")

    @cached_property
    def views(self) -> tuple[BodyMap, ...]:
        """All views of the body, the face from the front before the others."""
        return tuple(load_map(self._maps, name) for name in map_names(self._maps))

    def typesetter(self, chart: SessionChart, wording: Wording) -> Typesetter:
        """A typesetter in the wording's direction; the patient's language decides how Han letters look."""
        japanese = chart.patient.language.lower().startswith("ja")
        return Typesetter(self.book, rtl=is_rtl_language(wording.language), japanese=japanese)
