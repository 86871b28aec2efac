"""One database that is emptied for each test, which is much quicker than making one each time.

For tests that leave no work behind. After a test that changed the tables a new one is made.
"""

from __future__ import annotations

import psycopg2
import pytest

from tests.postgres import PostgresServer

_COLUMNS = """
SELECT string_agg(table_name || '.' || column_name, ',' ORDER BY table_name, column_name)
FROM information_schema.columns WHERE table_schema = 'public'
"""
_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_TABLES = """
SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables
WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""


class ReusedDatabase:
    """Hands out the same database as long as it has the tables that it began with."""

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server = server
        self._template = template
        self._url = ""
        self._columns: object = None

    def empty(self) -> str:
        """Gives the address of a database without rows."""
        if self._url:
            self._ask(_OTHERS)
            self._ask("DROP TABLE IF EXISTS events")
            tables = self._ask(_TABLES)
            self._ask(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        if not self._url or self._ask(_COLUMNS) != self._columns:
            self._url = self._server.url(self._server.create_database(template=self._template))
            self._columns = self._ask(_COLUMNS)
        return self._url

    def _ask(self, statement: str) -> object:
        connection = psycopg2.connect(self._url)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                row = cursor.fetchone() if cursor.description else None
                return None if row is None else row[0]
        finally:
            connection.close()


@pytest.fixture(scope="session")
def reused_database(postgres_server: PostgresServer, migrated_database: str) -> ReusedDatabase:
    return ReusedDatabase(postgres_server, migrated_database)


@pytest.fixture
def clinic_url(reused_database: ReusedDatabase) -> str:
    """A database with tables and no rows."""
    return reused_database.empty()
