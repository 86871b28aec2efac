"""On PostgreSQL: importing a file again and again, beside what the clinic changes by hand."""

from test_plan_import import *  # noqa: F403 - the same behaviours on another database
