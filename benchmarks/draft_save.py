"""One change of a draft with its audit event, durable on disk, beside the same rows by the bare driver."""

import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from benchmarks.row import Row
from mnlog.demo.clinic import DEMO_PASSPHRASE, demo_clinic
from mnlog.demo.stage import load_resources
from mnlog.domain.terms import Side
from mnlog.services.opening import OpenClinic
from mnlog.vault.kdf import KdfCost
from mnlog.vault.keys import unlock

BAR = 2.0
ROUNDS = 400
WARM_UP = 40
DEPTHS_UM = (900, 1000)


def rows() -> list[Row]:
    """The measured row."""
    with tempfile.TemporaryDirectory(prefix="mnlog-bench-") as made:
        folder = Path(made) / "clinic"
        clinic = demo_clinic(folder, load_resources(), cost=KdfCost(1, 8, 1))
        zone_id = _zone_of_a_draft(clinic)
        floor = _Floor(folder, unlock(folder, DEMO_PASSPHRASE).key, zone_id)
        try:
            ours_s, floor_s = _measured(clinic, floor, zone_id)
        finally:
            floor.close()
            clinic.close()
    return [
        Row(
            name="one durable save of a draft",
            value=ours_s * 1000,
            unit="ms",
            floor=floor_s * 1000,
            bar=BAR,
        )
    ]


def _zone_of_a_draft(clinic: OpenClinic) -> str:
    patient = clinic.patients.find("Grace")[0]
    session_id = clinic.sessions.start(patient.id).result.id
    (zone,) = clinic.needling.add_zones(session_id, [("forehead", Side.MIDLINE)]).result
    return zone.id


def _measured(clinic: OpenClinic, floor: "_Floor", zone_id: str) -> tuple[float, float]:
    ours: list[float] = []
    bare: list[float] = []
    for turn in range(ROUNDS + WARM_UP):
        depth_um = DEPTHS_UM[turn % 2]
        start = perf_counter()
        clinic.needling.set_depth([zone_id], depth_um)
        ours.append(perf_counter() - start)
        bare.append(floor.save(depth_um))
    return median(ours[WARM_UP:]), median(bare[WARM_UP:])


class _Floor:
    """The same two rows in a copy of the database, indexes and triggers included, in one durable commit."""

    def __init__(self, folder: Path, key: bytes, zone_id: str) -> None:
        source = self._opened(folder / "clinic.db", key)
        self._connection = self._opened(folder / "floor.db", key)
        source.backup(self._connection)
        self._row_id = zone_id
        self._event = list(
            source.execute("SELECT * FROM audit_event WHERE verb = 'session.set_depth' LIMIT 1").fetchone()
        )
        self._seq = self._connection.execute("SELECT max(seq) FROM audit_event").fetchone()[0]
        source.close()

    def save(self, depth_um: int) -> float:
        """Seconds for one commit."""
        self._seq += 1
        event = [self._seq, *self._event[1:-1], f"{self._seq:064d}"]
        start = perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(
            "UPDATE zone_treatment SET depth_um = ?, version = version + 1 WHERE id = ?",
            (depth_um, self._row_id),
        )
        self._connection.execute(f"INSERT INTO audit_event VALUES ({', '.join('?' * len(event))})", event)
        self._connection.execute("COMMIT")
        return perf_counter() - start

    def close(self) -> None:
        """Lets the file go."""
        self._connection.close()

    def _opened(self, path: Path, key: bytes) -> Any:
        connection = sqlcipher.connect(str(path), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
