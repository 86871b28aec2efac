"""A real PostgreSQL for tests: one server, databases on demand."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pgserver
import psycopg2

_numbers = itertools.count(1)


class PostgresServer:
    """Makes databases on one server."""

    def __init__(self, admin_url: str) -> None:
        self._admin_url = admin_url

    def forget_durability(self) -> None:
        """Skips waiting for the disk, which tests have no use for."""
        self._execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")

    def create_database(self, *, template: str = "template1") -> str:
        """Makes a database and gives its name back."""
        name = f"clinic_{next(_numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def url(self, database: str) -> str:
        """The address of a database."""
        return self._admin_url.replace("/postgres?", f"/{database}?")

    def _execute(self, *statements: str) -> None:
        connection = psycopg2.connect(self._admin_url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Run a server for as long as the block lasts."""
    # Not pytest's own folder: the server runs as another user, who may not look into that.
    with tempfile.TemporaryDirectory(prefix="mesoguide-pg-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        postgres = PostgresServer(server.get_uri())
        postgres.forget_durability()
        yield postgres
        server.cleanup()
