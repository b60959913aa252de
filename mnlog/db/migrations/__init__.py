"""One chain of migrations for new and old databases, run by Alembic over the open, encrypted connection."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from mnlog.db.migrations import triggers_0001


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def known_revisions() -> set[str]:
    """Every revision this program can migrate from."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def head_revision() -> str:
    """The newest revision of the chain."""
    (head,) = ScriptDirectory.from_config(_config()).get_heads()
    return head


def guards() -> tuple[str, ...]:
    """The CREATE TRIGGER statements that hold at the newest revision, as SQLite keeps them."""
    return tuple(statement.replace("TRIGGER media.", "TRIGGER ") for statement in triggers_0001.statements())


def upgrade(engine: Engine) -> None:
    """Brings a database to the newest revision, all or nothing."""
    config = _config()
    with engine.execution_options(mnlog_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
