"""On PostgreSQL: the database refuses what the code assumes cannot be there."""

from test_database_constraints import *  # noqa: F403 - the same behaviours on another database
