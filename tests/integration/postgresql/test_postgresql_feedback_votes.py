"""On PostgreSQL: a vote is kept against the answer that was shown."""

from test_feedback_votes import *  # noqa: F403 - the same behaviours on another database

from tests.integration.postgresql.record_database import clinic_url, reused_database  # noqa: F401
