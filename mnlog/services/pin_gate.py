"""The PIN: works only while the key is in memory, only by count, and slower each time."""

from mnlog.db.database import Database
from mnlog.domain.records import Practitioner
from mnlog.domain.rules.secrets import PIN_TRIES, Tries
from mnlog.errors import WrongSecretError
from mnlog.services.desk import Clock, system_clock
from mnlog.vault.pins import pin_fits


class PinGate:
    """Counts wrong PINs of every practitioner until the passphrase is typed again."""

    def __init__(self, database: Database, *, clock: Clock = system_clock) -> None:
        self._database = database
        self._clock = clock
        self._tries: dict[str, Tries] = {}

    def check(self, practitioner_id: str, pin: str) -> None:
        """Lets the right PIN pass.

        Raises:
            WrongSecretError: for a wrong PIN, a try too soon, or when five were wrong and the passphrase is
            needed.
        """
        now = self._clock()
        tries = self._tries.get(practitioner_id, Tries())
        if tries.pin_is_spent:
            raise self._spent()
        if not tries.may_try(now):
            wait_s = tries.wait_s(now)
            raise WrongSecretError(
                f"Wait {wait_s} s before the next try.", "Nothing was lost.", wait_s=wait_s
            )
        with self._database.reading() as reader:
            pin_hash = reader.require(Practitioner, practitioner_id).pin_hash
        if pin_fits(pin_hash, pin):
            self._tries[practitioner_id] = Tries()
            return
        tries = self._tries[practitioner_id] = tries.after_failure(now)
        if tries.pin_is_spent:
            raise self._spent()
        left = PIN_TRIES - tries.failed
        raise WrongSecretError(
            "This PIN is not right.",
            f"{left} {'try' if left == 1 else 'tries'} left before the passphrase is asked for.",
            wait_s=tries.wait_s(now),
        )

    def is_spent(self, practitioner_id: str) -> bool:
        """True when only the passphrase helps."""
        return self._tries.get(practitioner_id, Tries()).pin_is_spent

    def forgive(self, practitioner_id: str) -> None:
        """The passphrase was right: the PIN may be tried again."""
        self._tries[practitioner_id] = Tries()

    def _spent(self) -> WrongSecretError:
        return WrongSecretError(
            f"The PIN was wrong {PIN_TRIES} times.", "Lock the program and come back with the passphrase."
        )
