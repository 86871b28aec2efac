"""On PostgreSQL: deleting a conversation takes everything that hangs on it, and nothing else."""

from test_conversation_deletion import *  # noqa: F403 - the same behaviours on another database

from tests.integration.postgresql.record_database import clinic_url, reused_database  # noqa: F401
