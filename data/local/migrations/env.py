"""Run by the migration library: every step on the connection that `data.local.database` has open."""

from alembic import context

from data.local import work_tables  # noqa: F401  # its tables are Base's too
from data.local.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
