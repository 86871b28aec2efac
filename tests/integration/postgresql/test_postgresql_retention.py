"""On PostgreSQL: old conversations go, young ones stay, and it says what it did."""

from test_retention import *  # noqa: F403 - the same behaviours on another database

from tests.integration.postgresql.record_database import clinic_url, reused_database  # noqa: F401
