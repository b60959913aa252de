"""The session at the chair."""

from mnlog.ui.pages.session.page import SessionPage

__all__ = ["SessionPage"]
