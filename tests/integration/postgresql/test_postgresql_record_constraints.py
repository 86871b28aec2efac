"""On PostgreSQL: the database refuses records that the code assumes cannot be there."""

from test_record_constraints import *  # noqa: F403 - the same behaviours on another database

from tests.integration.postgresql.record_database import clinic_url, reused_database  # noqa: F401
