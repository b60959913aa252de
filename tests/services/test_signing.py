"""The signature: what it needs, what it locks, and what may still be said after it."""

import pytest

from mnlog.domain.rules.signing import MissingCode
from mnlog.domain.terms import SessionState
from mnlog.services.opening import OpenClinic
from tests.services.factories import PIN, Clock, ready


def test_a_complete_session_lacks_nothing_and_is_signed(clinic: OpenClinic, clock: Clock) -> None:
    visit = ready(clinic, clock)
    assert clinic.signing.missing(visit.session_id) == ()
    assert clinic.signing.sign(visit.session_id, PIN).result.state is SessionState.SIGNED
