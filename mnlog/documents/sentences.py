"""Sentences with values that stand out, filled in without any markup to escape."""

from collections.abc import Mapping

from mnlog.documents.typeset import Rich, Span, rich
from mnlog.domain.wording import PLACEHOLDER


def filled_rich(template: str, values: "Mapping[str, str | Rich]") -> Rich:
    """A template as spans, each value in its own weight.

    Raises:
        KeyError: when a value is missing.
    """
    spans: list[Span] = []
    position = 0
    for match in PLACEHOLDER.finditer(template):
        if match.start() > position:
            spans.append(Span(template[position : match.start()]))
        spans.extend(rich(values[match[1]]))
        position = match.end()
    if position < len(template):
        spans.append(Span(template[position:]))
    return tuple(spans)
