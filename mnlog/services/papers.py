"""Making the three papers from the record, and keeping each as it was given."""

import hashlib
from typing import TYPE_CHECKING

from mnlog.db.charts import chart_of
from mnlog.db.media import keep_bytes, kept_bytes
from mnlog.domain.charts import SessionChart
from mnlog.domain.records import Document, TreatmentSession
from mnlog.domain.terms import DocumentKind
from mnlog.domain.wording import Wording
from mnlog.services.desk import Desk, Saved, new_id

if TYPE_CHECKING:
    from pathlib import Path

    from mnlog.documents.kit import PaperKit

PDF = "application/pdf"


class PaperService:
    """Verbs about papers. ReportLab is imported when the first one is made."""

    def __init__(self, desk: Desk, wording: Wording, resources: "Path") -> None:
        self._desk = desk
        self._wording = wording
        self._resources = resources
        self._kit: PaperKit | None = None

    def render(self, session_id: str, kind: DocumentKind, *, blank: bool = False) -> bytes:
        """The paper as PDF bytes, made from the record as it stands.

        Args:
            blank: a consent form with boxes and lines for ink.
        """
        with self._desk.reading() as reader:
            chart = chart_of(reader, session_id)
            media_id = chart.clinic.logo_media_id
            logo = kept_bytes(reader, media_id) if media_id else None
        return self._drawn(chart, kind, logo, blank=blank)

    def give(self, session_id: str, kind: DocumentKind, pdf: bytes) -> Saved[Document]:
        """Keeps the exact bytes that were printed or saved, with their hash."""
        from mnlog.documents.counting import page_count

        now = self._desk.now()
        media_id = keep_bytes(self._desk.database, pdf, mime=PDF, at=now)
        with self._desk.writing("document.give") as work:
            session = work.require(TreatmentSession, session_id)
            document = work.add(
                Document(
                    id=new_id(),
                    patient_id=session.patient_id,
                    session_id=session_id,
                    practitioner_id=self._desk.practitioner_id,
                    kind=kind,
                    wording_version=self._wording.version,
                    language=self._wording.language,
                    sha256=hashlib.sha256(pdf).hexdigest(),
                    media_id=media_id,
                    page_count=page_count(pdf),
                    created_at=now,
                )
            )
            return Saved(document, work.commit())

    def kept(self, document: Document) -> bytes | None:
        """The bytes of a paper as it was given; None when they are gone."""
        with self._desk.reading() as reader:
            return kept_bytes(reader, document.media_id)

    def _drawn(self, chart: SessionChart, kind: DocumentKind, logo: bytes | None, *, blank: bool) -> bytes:
        from mnlog.documents.aftercare import aftercare_pdf
        from mnlog.documents.consent import consent_pdf
        from mnlog.documents.kit import PaperKit
        from mnlog.documents.session_record import session_record_pdf

        if self._kit is None:
            self._kit = PaperKit(self._resources)
        kit, vocabulary, wording = self._kit, self._desk.vocabulary, self._wording
        if kind is DocumentKind.AFTERCARE:
            return aftercare_pdf(kit, chart, vocabulary, wording, logo=logo)
        if kind is DocumentKind.CONSENT:
            return consent_pdf(kit, chart, vocabulary, wording, logo=logo, blank=blank)
        return session_record_pdf(kit, chart, vocabulary, wording, logo=logo)
