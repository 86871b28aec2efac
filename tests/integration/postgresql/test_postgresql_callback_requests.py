"""On PostgreSQL: a request for a call or a visit is kept once, with everything that staff need."""

from test_callback_requests import *  # noqa: F403 - the same behaviours on another database

from tests.integration.postgresql.record_database import clinic_url, reused_database  # noqa: F401
