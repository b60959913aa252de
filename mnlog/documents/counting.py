"""How many pages one of our own documents has."""

import re

_PAGES = re.compile(rb"/Count (\d+)[^>]*/Type /Pages")
"""Bookmarks are counted in the same words, but not of the same type."""


def page_count(pdf: bytes) -> int:
    """Pages of a PDF that this package made; ReportLab writes their number in one plain place.

    Raises:
        ValueError: when the bytes are not such a PDF.
    """
    found = _PAGES.search(pdf)
    if found is None:
        raise ValueError("these bytes are no document of ours")
    return int(found[1])
