"""Today: who is in the room, whom to call, what was signed, what needs attention."""

from mnlog.ui.pages.today.page import TodayPage

__all__ = ["TodayPage"]
