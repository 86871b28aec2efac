"""On PostgreSQL: staff add, change, unlock and remove patients' courses."""

from test_patient_plan_desk import *  # noqa: F403 - the same behaviours on another database

from tests.integration.postgresql.record_database import clinic_url, reused_database  # noqa: F401
