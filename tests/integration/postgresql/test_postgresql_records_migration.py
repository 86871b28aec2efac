"""On PostgreSQL: the tables of records come and go beside plans that are there already."""

from test_records_migration import *  # noqa: F403 - the same behaviours on another database
