"""PostgreSQL and Redis of one's own, which can be killed and started again where they were."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pgserver
import psutil
import psycopg2
from pgserver import pg_ctl

from tests.redis_server import RedisServer

#: Seconds for a start after a crash, which reads the write-ahead log; tried again until then.
START_SECONDS = 60.0
_TRY_EVERY_SECONDS = 0.5

#: Several chat and action servers with their pools, and whoever looks on.
_CONNECTIONS = 200

#: The log of writes is written anew when it has grown so far, so that it fits on a small disk.
_LARGEST_LOG = "64MB"


class Postgres:
    """One PostgreSQL server that waits for the disk, as a clinic's does."""

    def __init__(self, folder: Path) -> None:
        """Makes the server and starts it.

        Args:
            folder: for its data; must be open to other users, since it does not run as root.
        """
        self._server = pgserver.get_server(folder / "data", cleanup_mode="stop")
        self.url = str(self._server.get_uri())
        self._execute(f"ALTER SYSTEM SET max_connections = {_CONNECTIONS}")
        self._execute(f"ALTER SYSTEM SET max_wal_size = '{_LARGEST_LOG}'")
        self.crash()
        self.start()

    def create_database(self, name: str) -> str:
        """Make a database and return its address."""
        self._execute(f"CREATE DATABASE {name}")
        return self.url.replace("/postgres?", f"/{name}?")

    def crash(self) -> None:
        """End it at once, as a power cut would: nothing is written any more."""
        with suppress(subprocess.CalledProcessError):
            pg_ctl(["-w", "-m", "immediate", "stop"], **self._where)

    def start(self) -> None:
        """Start it where it was, and wait until it takes connections.

        Raises:
            TimeoutError: it does not come back.
        """
        give_up = time.monotonic() + START_SECONDS
        while True:
            with suppress(subprocess.SubprocessError):
                self._server.ensure_postgres_running()
            if self.answers():
                return
            if time.monotonic() > give_up:
                raise TimeoutError(f"PostgreSQL is not back after {START_SECONDS:.0f} s")
            time.sleep(_TRY_EVERY_SECONDS)

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Stop all its processes in the middle of what they do, and let them go on."""
        postmaster = psutil.Process(self._server.get_pid())
        processes = [postmaster, *postmaster.children()]
        try:
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.suspend()
            yield
        finally:
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    def answers(self) -> bool:
        """Tell whether it takes connections."""
        try:
            psycopg2.connect(self.url, connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """End it for good."""
        self._server.cleanup()

    @property
    def _where(self) -> dict[str, object]:
        return {"pgdata": self._server.pgdata, "user": self._server.system_user}

    def _execute(self, statement: str) -> None:
        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()


@contextmanager
def running_postgres(folder: Path) -> Iterator[Postgres]:
    """Run a server for as long as the block lasts."""
    server = Postgres(folder)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisServer]:
    """Run a server, which keeps nothing on the disk, for as long as the block lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    server = RedisServer(str(folder), free_port())
    server.start()
    try:
        yield server
    finally:
        server.kill()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
