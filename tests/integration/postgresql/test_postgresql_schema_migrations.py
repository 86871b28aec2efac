"""On PostgreSQL: the tables, made and changed by migrations, forward and back."""

from test_schema_migrations import *  # noqa: F403 - the same behaviours on another database
