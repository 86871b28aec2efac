"""On PostgreSQL: what actions keep, in time or with one named failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg2
import pytest
from test_conversation_records import *  # noqa: F403 - the same behaviours on another database

TABLES = (
    "callback_requests, feedback, unanswered_questions, unanswered_asks, safety_alerts, "
    "plan_attempts, patient_plans"
)


@pytest.fixture
def stuck() -> Callable[[str], AbstractContextManager[None]]:
    """Keeps everybody else from every table of records."""

    @contextmanager
    def lock(url: str) -> Iterator[None]:
        connection = psycopg2.connect(url)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {TABLES} IN ACCESS EXCLUSIVE MODE")
        try:
            yield
        finally:
            connection.close()

    return lock
