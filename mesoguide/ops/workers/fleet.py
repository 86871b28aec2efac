"""All servers of `mesoguide run --workers N`: started, kept, replaced and stopped together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from mesoguide.ops.servers import STOP_TIMEOUT_SECONDS, Server
from mesoguide.ops.settings import Settings
from mesoguide.ops.workers.generation import Generation, MakeGeneration, ports
from mesoguide.ops.workers.proxy import Proxy

_LOOK_EVERY_SECONDS = 0.1


class Fleet:
    """A generation of servers and the proxy before it; during an update, two generations."""

    def __init__(self, settings: Settings, proxy: Proxy, make: MakeGeneration) -> None:
        """Makes the first generation; nothing is started yet."""
        self._settings = settings
        self._make = make
        self.proxy = proxy
        self.current = make(1)
        #: That which replaces the current one, or is being stopped after it was replaced.
        self.other: Generation | None = None

    @property
    def servers(self) -> Sequence[Server]:
        """Those that are to run."""
        return (*self.current.servers, self.proxy.server)

    def make_next(self) -> Generation:
        """Make the generation that replaces the current one."""
        self.other = self._make(self.current.number + 1)
        return self.other

    def start(self, settings: Settings) -> None:
        """Start the servers; the proxy comes when they are up."""
        self.proxy.direct(ports(self.current.chat), [self.current.action_group])
        self.current.start(settings)

    def wait_until_up(self, progress: Callable[[float], None]) -> None:
        """Wait until all servers answer, then open the proxy.

        Raises:
            ServerFailed: one of them ends or does not answer in time.
        """
        for server in self.current.servers:
            server.wait_until_up(progress)
        self.proxy.server.start(self._settings)
        self.proxy.server.wait_until_up(progress)

    def stop(self) -> None:
        """Stop everything: the proxy when all answers are out, then chat servers, then actions."""
        generations = [each for each in (self.current, self.other) if each is not None]
        stop_together([self.proxy.server])
        stop_together([server for each in generations for server in each.chat])
        stop_together([server for each in generations for server in each.actions])


def stop_together(servers: Sequence[Server]) -> None:
    """Ask servers to stop, wait for all of them at once, and end those that take too long."""
    for _ in stopping(servers):
        time.sleep(_LOOK_EVERY_SECONDS)


def stopping(servers: Sequence[Server]) -> Iterator[None]:
    """Stop servers as :func:`stop_together` does; yields whenever there is to be waited."""
    for server in servers:
        server.ask_to_stop()
    give_up = time.monotonic() + STOP_TIMEOUT_SECONDS
    while any(server.is_running() for server in servers) and time.monotonic() < give_up:
        yield
    for server in servers:
        if server.is_running():
            server.kill()
        server.process = None
