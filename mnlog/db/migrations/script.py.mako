"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = "${up_revision}"
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies it. A rebuilt table loses its triggers: make them again here."""
    ${upgrades if upgrades else "pass"}
