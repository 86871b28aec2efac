"""Which servers run, in a file: for administrators, for tests, and for `mesoguide reload`."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from mesoguide.exceptions import ServerFailed
from mesoguide.ops.servers import Server
from mesoguide.ops.settings import Settings

logger = logging.getLogger(__name__)

FILE = "servers.json"


@dataclass(frozen=True)
class ListedServer:
    """One server as the file has it.

    Attributes:
        name: unique among those that run, such as "chat server 1".
        role: "chat", "actions" or "proxy".
        pid: its process; 0 while it is being started again.
        port: where it listens.
    """

    name: str
    role: str
    pid: int
    port: int


class ServerList:
    """Writes the file anew whenever something in it changes; whoever reads it sees all or none."""

    def __init__(self, settings: Settings) -> None:
        self._path = settings.var_dir / FILE
        self._written: list[ListedServer] | None = None
        self._failing = False

    def write(self, servers: Iterable[Server]) -> None:
        """Write the servers, if anything has changed since the last time that it could be done."""
        listed = [_listed(server) for server in servers]
        if listed == self._written:
            return
        draft = self._path.with_suffix(".new")
        text = json.dumps([asdict(each) for each in listed], indent=1)
        try:
            draft.write_text(text, encoding="utf-8")
            draft.replace(self._path)
        except OSError as error:
            # The servers matter more than their list; the next call tries again.
            if not self._failing:
                logger.error("the list of servers cannot be written: %s", error)
            self._failing = True
            return
        self._written, self._failing = listed, False

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Leave no file when the block ends, nor one of an earlier process when it begins."""
        self._path.unlink(missing_ok=True)
        try:
            yield
        finally:
            self._path.unlink(missing_ok=True)


def read_server_list(settings: Settings) -> Sequence[ListedServer]:
    """Return what the file of a folder says; nothing when there is none.

    Raises:
        ServerFailed: it cannot be read.
    """
    path = settings.var_dir / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    try:
        return [ListedServer(**each) for each in json.loads(text)]
    except (ValueError, TypeError) as error:
        raise ServerFailed(
            f"{path} is not what `mesoguide run` writes there. Restart `mesoguide run`"
        ) from error


def _listed(server: Server) -> ListedServer:
    process = server.process
    pid = process.pid if process is not None and server.is_running() else 0
    return ListedServer(server.name, server.role, pid, server.port)
