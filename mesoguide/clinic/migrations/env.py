"""Run by Alembic; the connection, its lock and its transaction come from `clinic.schema`."""

from __future__ import annotations

from alembic import context

from mesoguide.clinic.models import Base
from mesoguide.exceptions import MigrationFailed


def run_migrations() -> None:
    """Runs the migrations on the connection that `clinic.schema` has opened."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        raise MigrationFailed("run migrations with `mesoguide db upgrade`, not with alembic")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # Conversations may live in the same database; their tables are not ours to touch.
        include_name=lambda name, kind, parents: kind != "table" or name in Base.metadata.tables,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


run_migrations()
