"""On PostgreSQL: a patient sees their own course, and nobody else does."""

from test_patient_plan_lookup import *  # noqa: F403 - the same behaviours on another database

from tests.integration.postgresql.record_database import clinic_url, reused_database  # noqa: F401
