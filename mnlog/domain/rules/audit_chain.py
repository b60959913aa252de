"""The chain of audit events: each hash covers the event and the hash before it."""

import hashlib
import json
from collections.abc import Iterable

from mnlog.domain.moments import moment_text
from mnlog.domain.records import AuditEvent

FIRST_HASH = "0" * 64
"""What the first event follows."""


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_COVERED = json.JSONEncoder(ensure_ascii=False)


def canonical_json(value: object) -> str:
    """One text for one value: sorted keys, no spaces, letters as they are."""
    return _CANONICAL.encode(value)


def event_hash(event: AuditEvent) -> str:
    """SHA-256 over every field of the event but its own hash, in hexadecimal."""
    covered = (
        event.previous_hash,
        event.seq,
        moment_text(event.at),
        event.practitioner_id,
        event.verb,
        event.patient_id,
        event.session_id,
        event.changes,
    )
    return hashlib.sha256(_COVERED.encode(covered).encode()).hexdigest()


def first_break(events: Iterable[AuditEvent]) -> str | None:
    """Walks the chain in order.

    Returns:
        A sentence that names the first event that was changed, is missing or stands out of order; None when
        whole.
    """
    previous_hash, expected_seq = FIRST_HASH, 1
    for event in events:
        if event.seq != expected_seq:
            return f"Audit event {expected_seq} is missing; event {event.seq} stands in its place."
        if event.previous_hash != previous_hash:
            return f"Audit event {event.seq} does not follow event {event.seq - 1}."
        if event_hash(event) != event.hash:
            return f"Audit event {event.seq} ({event.verb}) was changed after it was written."
        previous_hash, expected_seq = event.hash, event.seq + 1
    return None
