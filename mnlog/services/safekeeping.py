"""Proving that a clinic is whole: files, audit chain, signatures, kept bytes."""

from dataclasses import dataclass
from pathlib import Path

from mnlog.db.charts import chart_of
from mnlog.db.database import Database, Reader
from mnlog.db.faults import faults_explained
from mnlog.db.integrity import file_problems
from mnlog.db.lists import audit_events
from mnlog.db.media import media_with_other_content
from mnlog.db.opening import open_databases
from mnlog.domain.records import Document, TreatmentSession
from mnlog.domain.rules.audit_chain import first_break
from mnlog.domain.rules.content import content_hash
from mnlog.domain.terms import SessionState
from mnlog.errors import UserFacingError
from mnlog.vault.folder import ClinicFolder
from mnlog.vault.keys import unlock


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check found. Holds no patient data.

    Attributes:
        lines: what was looked at, in plain sentences.
        problems: what is wrong; empty when the clinic is whole.
    """

    lines: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


def check_clinic(path: Path, passphrase: str) -> CheckReport:
    """Checks a clinic without changing it.

    Raises:
        WrongSecretError: when the passphrase opens nothing.
        ClinicUnavailableError: when there is no clinic, or its key file cannot be read.
    """
    folder = ClinicFolder(path)
    key = unlock(path, passphrase).key
    try:
        database = open_databases(folder.clinic_db, folder.media_db, key, read_only=True)
    except UserFacingError as problem:
        return CheckReport(lines=(), problems=(f"{problem.text} {problem.hint}".strip(),))
    try:
        return check_database(database)
    finally:
        database.close()


def check_database(database: Database) -> CheckReport:
    """Checks an open clinic: files first, then the chain, the signatures and the kept bytes."""
    lines: list[str] = []
    problems: list[str] = []
    try:
        with faults_explained(), database.reading() as reader:
            problems += file_problems(reader)
            lines.append("clinic.db and media.db: every page, the structure and every reference were read.")
            for look in (_audit, _signatures, _documents):
                line, found = look(reader)
                lines.append(line)
                problems += found
    except UserFacingError as problem:
        problems.append(f"{problem.text} {problem.hint}".strip())
    return CheckReport(lines=tuple(lines), problems=tuple(problems))


def _audit(reader: Reader) -> tuple[str, list[str]]:
    events = tuple(audit_events(reader))
    broken = first_break(events)
    newest = events[-1].hash[:16] if events else "none"
    return f"Audit: {len(events)} events, newest {newest}.", [broken] if broken else []


def _signatures(reader: Reader) -> tuple[str, list[str]]:
    signed = reader.find(TreatmentSession, state=SessionState.SIGNED.value, order_by=("started_at",))
    problems = [
        f"Signed session {session.id} no longer fits its signature."
        for session in signed
        if content_hash(chart_of(reader, session.id)) != session.content_hash
    ]
    return f"Signed sessions: {len(signed)} compared with their signatures.", problems


def _documents(reader: Reader) -> tuple[str, list[str]]:
    changed = set(media_with_other_content(reader))
    documents = reader.find(Document)
    problems = [f"Stored bytes {media_id[:16]} were changed." for media_id in sorted(changed)]
    problems += [
        f"Document {document.id} does not name the bytes it was given with."
        for document in documents
        if document.sha256 != document.media_id
    ]
    return f"Papers as given: {len(documents)} compared with their hashes.", problems
