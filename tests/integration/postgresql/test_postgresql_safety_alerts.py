"""On PostgreSQL: each worrying message is an alert of its own until somebody acknowledges it."""

from test_safety_alerts import *  # noqa: F403 - the same behaviours on another database

from tests.integration.postgresql.record_database import clinic_url, reused_database  # noqa: F401
