"""On PostgreSQL: what staff see when they delete conversations."""

from test_purge_commands import *  # noqa: F403 - the same behaviours on another database

from tests.integration.postgresql.record_database import clinic_url, reused_database  # noqa: F401
