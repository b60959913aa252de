"""SQLite-only checks of both files: every page's seal, the structure, and every reference."""

from sqlalchemy import text

from mnlog.db.database import Reader
from mnlog.db.schema import MEDIA

FILES = {"main": "clinic.db", MEDIA: "media.db"}


def file_problems(reader: Reader, *, most: int = 20) -> list[str]:
    """Sentences about pages that were changed, broken structure and dangling references; empty when sound.

    SQLCipher seals each page with an HMAC, so that one flipped byte is found wherever it lies.
    """
    found: list[str] = []
    for name, file in FILES.items():
        connection = reader.connection
        found += [
            f"{file}: {row[0]}" for row in connection.execute(text(f"PRAGMA {name}.cipher_integrity_check"))
        ]
        answers = [row[0] for row in connection.execute(text(f"PRAGMA {name}.integrity_check({most})"))]
        found += [f"{file}: {answer}" for answer in answers if answer != "ok"]
    for row in reader.connection.execute(text("PRAGMA foreign_key_check")):
        found.append(f"clinic.db: {row[0]} refers to a missing row of {row[2]}")
    return found[:most]
