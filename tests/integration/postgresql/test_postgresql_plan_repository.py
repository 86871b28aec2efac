"""On PostgreSQL: finding plans in the clinic's words."""

from test_plan_repository import *  # noqa: F403 - the same behaviours on another database
