"""On PostgreSQL: a question without an answer is kept once, and counted."""

from test_unanswered_questions import *  # noqa: F403 - the same behaviours on another database

from tests.integration.postgresql.record_database import clinic_url, reused_database  # noqa: F401
