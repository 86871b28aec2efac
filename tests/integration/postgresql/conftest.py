"""A real PostgreSQL: one server for the run, a database of its own for each test."""

from __future__ import annotations

import os

# Read by SQLAlchemy when it is imported: without it legacy calls warn of nothing.
os.environ.setdefault("SQLALCHEMY_WARN_20", "1")

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg2
import pytest

# The behaviours are written once, for SQLite; they and their fixtures are shared from there.
sys.path.insert(0, str(Path(__file__).parents[1] / "sqlite"))

pytest.register_assert_rewrite(
    "test_plan_repository",
    "test_plan_import",
    "test_plan_approval",
    "test_plan_catalogue",
    "test_schema_migrations",
    "test_database_constraints",
)

from clinic_fixtures import *  # noqa: F403, E402 - fixtures that all databases share

from mesoguide.clinic import schema  # noqa: E402 - the variable above comes first
from tests.postgres import PostgresServer  # noqa: E402


@pytest.fixture(scope="session")
def migrated_database(postgres_server: PostgresServer) -> str:
    name = postgres_server.create_database()
    schema.upgrade(postgres_server.url(name))
    return name


@pytest.fixture
def empty_url(postgres_server: PostgresServer) -> str:
    """A database without tables."""
    return postgres_server.url(postgres_server.create_database())


@pytest.fixture
def clinic_url(postgres_server: PostgresServer, migrated_database: str) -> str:
    """A database with tables and no plans."""
    return postgres_server.url(postgres_server.create_database(template=migrated_database))


@pytest.fixture
def stuck() -> Callable[[str], AbstractContextManager[None]]:
    """Keeps everybody else from reading a database."""

    @contextmanager
    def lock(url: str) -> Iterator[None]:
        connection = psycopg2.connect(url)
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE plans IN ACCESS EXCLUSIVE MODE")
        try:
            yield
        finally:
            connection.close()

    return lock
