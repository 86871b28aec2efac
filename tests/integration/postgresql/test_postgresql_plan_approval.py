"""On PostgreSQL: a plan becomes the clinic's own when somebody puts a name to it."""

from test_plan_approval import *  # noqa: F403 - the same behaviours on another database
