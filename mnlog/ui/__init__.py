"""Shows records and calls services; never sees a database session."""

import ctypes
import sys


def _lend_references() -> None:
    """Lends the constants more references than a process can use up.

    PySide6 6.12 returns `None`, `True`, `False` and `NotImplemented` without counting a reference. That is
    right from Python 3.12 on, where they live for ever (PEP 683). In Python 3.11 each call that returns one
    costs it a reference: some thousand signals or repaints free it, and the process ends with the words
    "deallocating None".
    """
    if sys.version_info < (3, 12):
        for constant in (None, True, False, NotImplemented):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


_lend_references()
