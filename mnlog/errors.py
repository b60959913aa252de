"""The two kinds of error MNLog knows.

    UserFacingError            the world or the user: says what happened and what to do
        RuleViolation          an entry that cannot be, said beside the field it was made in
        ConflictError          somebody else changed the same record meanwhile
        LockedRecordError      a signed record was about to be changed
        WrongSecretError       passphrase or PIN did not fit
        ClinicUnavailableError the clinic's folder or database cannot be opened

Anything else that is raised is a bug of ours and makes a report that holds no patient data.
"""


class UserFacingError(Exception):
    """Something went wrong that the person at the screen can understand and act on.

    Attributes:
        text: one sentence that says what happened and what is safe.
        hint: one sentence that says what to do now; may be empty.
    """

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(f"{text} {hint}".strip())
        self.text = text
        self.hint = hint


class RuleViolation(UserFacingError):
    """An entry was refused.

    Attributes:
        field: name of the field the message belongs beside; empty when it concerns the whole form.
    """

    def __init__(self, text: str, hint: str = "", *, field: str = "") -> None:
        super().__init__(text, hint)
        self.field = field


class ConflictError(UserFacingError):
    """The record was changed elsewhere since it was read; nothing was overwritten."""


class LockedRecordError(UserFacingError):
    """A signed session cannot change; what comes later is an addendum."""


class WrongSecretError(UserFacingError):
    """The passphrase or PIN did not fit.

    Attributes:
        wait_s: seconds before the next try is taken.
    """

    def __init__(self, text: str, hint: str = "", *, wait_s: int = 0) -> None:
        super().__init__(text, hint)
        self.wait_s = wait_s


class ClinicUnavailableError(UserFacingError):
    """The clinic's folder or database cannot be opened, and was left as it is."""
