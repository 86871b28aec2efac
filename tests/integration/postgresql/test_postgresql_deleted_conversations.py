"""On PostgreSQL: a conversation that was deleted within a turn stays deleted."""

from __future__ import annotations

import pytest

from tests.postgres import PostgresServer
from tests.unit.ops.test_deleted_conversations import *  # noqa: F403 - the same behaviours


@pytest.fixture(params=["one database", "two databases"])
def addresses(request: pytest.FixtureRequest, postgres_server: PostgresServer) -> tuple[str, str]:
    """Where the clinic's data and where conversations are kept."""
    clinic = postgres_server.url(postgres_server.create_database())
    if request.param == "one database":
        return clinic, clinic
    return clinic, postgres_server.url(postgres_server.create_database())
