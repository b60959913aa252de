"""Alembic's entry: runs over the connection that `upgrade` hands in; there is no other way to run it."""

from alembic import context

from mnlog.db.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_schemas=True,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
