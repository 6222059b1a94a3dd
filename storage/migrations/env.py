"""Run by Alembic, always over the connection that Database.migrate holds."""  # noqa: INP001  (a script)

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
)
with context.begin_transaction():
    context.run_migrations()
