"""The three papers, kept as they were given."""

import hashlib

import pytest

from mnlog.domain.terms import DocumentKind
from mnlog.services.opening import OpenClinic
from mnlog.services.safekeeping import check_database
from tests.services.factories import SHEET, Clock, ready, resources, signed


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_paper_is_made_and_kept_to_the_byte(clinic: OpenClinic, clock: Clock, kind: DocumentKind) -> None:
    visit = signed(clinic, clock)
    pdf = clinic.papers.render(visit.session_id, kind)
    assert pdf.startswith(b"%PDF")
    document = clinic.papers.give(visit.session_id, kind, pdf).result
    assert document.sha256 == document.media_id == hashlib.sha256(pdf).hexdigest()
    assert (document.kind, document.patient_id) == (kind, visit.patient.id)
    assert document.wording_version == resources().wording.version
    assert document.page_count >= 1
    assert clinic.papers.kept(document) == pdf
    assert clinic.sessions.chart(visit.session_id).documents == (document,)
    assert check_database(clinic.database).problems == ()


def test_what_changes_later_leaves_the_given_paper_as_it_was(clinic: OpenClinic, clock: Clock) -> None:
    visit = signed(clinic, clock)
    first = clinic.papers.give(visit.session_id, DocumentKind.AFTERCARE, SHEET).result
    clinic.clinic.change_clinic(name="Elm Clinic")
    again = clinic.papers.give(visit.session_id, DocumentKind.AFTERCARE, SHEET).result
    assert again.id != first.id
    assert again.media_id == first.media_id
    assert clinic.papers.kept(first) == SHEET
    assert [each.id for each in clinic.sessions.chart(visit.session_id).documents] == [again.id, first.id]
    (summary,) = clinic.sessions.signed_today()
    assert summary.document_count == 2


def test_a_consent_is_printed_blank_before_it_is_signed(clinic: OpenClinic, clock: Clock) -> None:
    visit = ready(clinic, clock)
    assert clinic.papers.render(visit.session_id, DocumentKind.CONSENT, blank=True).startswith(b"%PDF")
