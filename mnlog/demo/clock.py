"""A clock for filling a clinic with a past: it stands still until it is moved."""

from datetime import datetime, timedelta


class DemoClock:
    """Says the time it was set to. The demo clinic alone uses it; the program runs on the computer's own."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """The time it stands at."""
        return self.moment

    def advance(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Moves the clock on."""
        self.moment += timedelta(minutes=minutes, seconds=seconds)
