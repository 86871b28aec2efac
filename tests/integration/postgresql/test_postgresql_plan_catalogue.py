"""On PostgreSQL: plain answers or one named failure in time, whatever the database does."""

from test_plan_catalogue import *  # noqa: F403 - the same behaviours on another database
