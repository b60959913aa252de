"""Proving that a clinic is whole: files, audit chain, records, signatures, kept bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mnlog.db.charts import chart_of
from mnlog.db.database import Database, Reader
from mnlog.db.faults import faults_explained
from mnlog.db.integrity import file_problems, guard_problems, record_problems
from mnlog.db.lists import audit_events
from mnlog.db.mapping import UnknownStoredValueError
from mnlog.db.media import media_ids, media_with_other_content
from mnlog.db.opening import open_databases
from mnlog.domain.records import Document, TreatmentSession
from mnlog.domain.rules.audit_chain import first_break
from mnlog.domain.rules.content import content_hash
from mnlog.domain.terms import SessionState
from mnlog.errors import UserFacingError
from mnlog.vault.folder import ClinicFolder
from mnlog.vault.keys import unlock

_Look = Callable[[Reader], tuple[str, list[str]]]
"""Looks at one thing: says what it looked at, and what is wrong with it."""


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
    """Checks a clinic without changing it; another MNLog may have it open.

    Raises:
        WrongSecretError: when the passphrase opens nothing.
        ClinicUnavailableError: when there is no clinic, or its key file cannot be read.
    """
    folder = ClinicFolder(path)
    key = unlock(path, passphrase).key
    try:
        database = open_databases(folder.clinic_db, folder.media_db, key, read_only=True, check=False)
    except UserFacingError as problem:
        return CheckReport(lines=(), problems=(_sentence(problem),))
    try:
        return check_database(database)
    finally:
        database.close()


def check_database(database: Database) -> CheckReport:
    """Checks an open clinic: files first, then what they hold."""
    lines: list[str] = []
    problems: list[str] = []
    for look in (_files, _guards, _audit, _records, _signatures, _documents):
        line, found = _looked(database, look)
        lines.append(line)
        problems += found
    return CheckReport(lines=tuple(line for line in lines if line), problems=tuple(dict.fromkeys(problems)))


def _looked(database: Database, look: _Look) -> tuple[str, list[str]]:
    """What a look found. Damage may show itself as any error there is, and a check must not fall over it."""
    try:
        with faults_explained(), database.reading() as reader:
            return look(reader)
    except UserFacingError as problem:
        return "", [_sentence(problem)]
    except UnknownStoredValueError as problem:
        return "", [str(problem)]
    except Exception as problem:  # noqa: BLE001
        return "", [f"Something stored cannot be read ({type(problem).__name__})."]


def _sentence(problem: UserFacingError) -> str:
    return f"{problem.text} {problem.hint}".strip()


def _files(reader: Reader) -> tuple[str, list[str]]:
    line = "clinic.db and media.db: every page, the structure and every reference were read."
    return line, file_problems(reader)


def _guards(reader: Reader) -> tuple[str, list[str]]:
    return "Guards of what was signed: all compared.", guard_problems(reader)


def _audit(reader: Reader) -> tuple[str, list[str]]:
    events = tuple(audit_events(reader))
    broken = first_break(events)
    newest = events[-1].hash[:16] if events else "none"
    return f"Audit: {len(events)} events, newest {newest}.", [broken] if broken else []


def _records(reader: Reader) -> tuple[str, list[str]]:
    return "Records: all compared with what the audit last wrote.", record_problems(reader)


def _signatures(reader: Reader) -> tuple[str, list[str]]:
    signed = reader.find(TreatmentSession, state=SessionState.SIGNED.value, order_by=("started_at",))
    problems = [
        f"Signed session {session.id} no longer fits its signature."
        for session in signed
        if content_hash(chart_of(reader, session.id)) != session.content_hash
    ]
    return f"Signed sessions: {len(signed)} compared with their signatures.", problems


def _documents(reader: Reader) -> tuple[str, list[str]]:
    changed, stored = media_with_other_content(reader), media_ids(reader)
    documents = reader.find(Document)
    problems = [f"Stored bytes {media_id[:16]} were changed." for media_id in sorted(changed)]
    for document in documents:
        if document.sha256 != document.media_id:
            problems.append(f"Document {document.id} does not name the bytes it was given with.")
        if document.media_id not in stored:
            problems.append(f"The bytes of document {document.id} are missing.")
    return f"Papers as given: {len(documents)} compared with their hashes.", problems
