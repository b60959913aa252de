import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mnlog.vault.kdf import KdfCost


@pytest.fixture
def cheap() -> KdfCost:
    """The smallest cost there is: these tests are about fitting and not fitting, never about strength."""
    return KdfCost(1, 8, 1)


@pytest.fixture
def powerless(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of somebody who is not the administrator, whom alone permission bits stop."""
    if os.name == "nt":
        pytest.skip("permission bits do not stop anybody on Windows")
    nobody = 65534
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid() != 0:
            yield folder
            folder.chmod(0o700)
            return
        os.chown(folder, nobody, nobody)
        monkeypatch.setattr(tempfile, "tempdir", name)
        os.seteuid(nobody)
        try:
            yield folder
        finally:
            os.seteuid(0)
