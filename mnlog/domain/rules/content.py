"""What a signature covers, as one hash: change anything under a signed session and it no longer fits."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from mnlog.domain.charts import SessionChart
from mnlog.domain.moments import moment_text
from mnlog.domain.records import Record
from mnlog.domain.rules.audit_chain import canonical_json

_NOT_OF_THE_SESSION = {"version", "step", "content_hash", "discarded_at", "discard_reason"}
_LATER_ON_CONSENT = {"version", "withdrawn_at", "withdrawal_reason"}
_LATER_ON_UNIT = {"version", "state", "disposed_at"}


def content_hash(chart: SessionChart) -> str:
    """SHA-256 over the session and everything under it that was there when it was signed, hexadecimal.

    Follow-ups, later observations and addenda come after the signature and are no part of it.
    """
    end = chart.end_observation
    end_id = end.id if end else None
    covered = {
        "session": _plain(chart.session, _NOT_OF_THE_SESSION),
        "answers": _all(chart.answers),
        "consent": _plain(chart.consent, _LATER_ON_CONSENT) if chart.consent else None,
        "numbings": _all(chart.numbings),
        "units": _all((opened.unit for opened in chart.units), _LATER_ON_UNIT),
        "zones": _all(chart.zones),
        "topicals": _all(chart.topicals),
        "observation": _plain(end, set()) if end else None,
        "reactions": _all(r for r in chart.reactions if r.observation_id == end_id),
    }
    return hashlib.sha256(canonical_json(covered).encode()).hexdigest()


def _all(records: Iterable[Record], left_out: Iterable[str] = ()) -> list[dict[str, object]]:
    return sorted((_plain(record, left_out) for record in records), key=lambda plain: str(plain["id"]))


def _plain(record: Record, left_out: Iterable[str]) -> dict[str, object]:
    skipped = set(left_out)
    return {name: _primitive(value) for name, value in asdict(record).items() if name not in skipped}


def _primitive(value: object) -> object:
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date) else value
