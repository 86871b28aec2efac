"""Replaces running servers by new ones, with a new model and new content, without losing a turn.

New servers start beside the old ones, and take the messages once all of them are ready; the old
ones finish what they have begun. If anything goes wrong before that, the old ones stay.
"""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterator

from mesoguide.exceptions import MesoGuideError, ReloadFailed
from mesoguide.ops import metrics_server
from mesoguide.ops.notices.failure_watch import ready_probe
from mesoguide.ops.servers import START_TIMEOUT_SECONDS
from mesoguide.ops.settings import Settings
from mesoguide.ops.supervisor import Supervisor
from mesoguide.ops.workers.fleet import Fleet, stopping
from mesoguide.ops.workers.generation import Generation, ports
from mesoguide.ops.workers.nginx_configuration import DRAIN_SECONDS
from mesoguide.ops.workers.reload_status import ReloadState, ReloadStatus

logger = logging.getLogger(__name__)

#: Asks `mesoguide run` for an update. Not the usual HUP: a terminal that is closed sends that, and
#: then everything has to end.
RELOAD_SIGNAL = signal.SIGUSR2

#: Seconds that nginx has to start processes with a new configuration; it takes a tenth of one.
_SWITCH_SECONDS = 15.0
#: Seconds beyond nginx's own limit on answers in progress.
_DRAIN_MARGIN_SECONDS = 10.0
#: Seconds between looks at a server that is not ready yet; each look asks its databases.
_READY_EVERY_SECONDS = 1.0


class RollingUpdates:
    """Runs updates one at a time, a step at each look, so that servers are watched meanwhile."""

    def __init__(
        self,
        settings: Settings,
        fleet: Fleet,
        supervisor: Supervisor,
        *,
        tell: Callable[[str], None],
        failed: Callable[[str], None],
    ) -> None:
        """Waits for a request.

        Args:
            settings: what the servers are started with.
            fleet: the servers.
            supervisor: watches them.
            tell: tells the person who started them how it goes.
            failed: told why an update failed.
        """
        self._settings = settings
        self._fleet = fleet
        self._supervisor = supervisor
        self._tell = tell
        self._failed = failed
        self._status = ReloadStatus(settings)
        self._requested = False
        self._steps: Iterator[None] | None = None

    def request(self, *_: object) -> None:
        """Ask for an update; the handler of a signal."""
        self._requested = True

    def look(self) -> None:
        """Go on with an update until it has to wait for something."""
        if self._steps is None and self._requested:
            self._requested = False
            self._steps = self._update()
        if self._steps is not None:
            try:
                next(self._steps)
            except StopIteration:
                self._steps = None

    def _update(self) -> Iterator[None]:
        self._status.write(ReloadState.RUNNING, "new servers start")
        self._tell("Replacing the servers by new ones ...")
        try:
            yield from self._replace()
        except (MesoGuideError, OSError) as error:
            yield from self._give_up(str(error))
            return
        metrics_server.forget_dead(self._settings.metrics_dir)
        self._tell("All servers are replaced.")
        logger.info("all servers are replaced: generation %d", self._fleet.current.number)
        self._status.write(ReloadState.DONE, "all servers are replaced")

    def _replace(self) -> Iterator[None]:
        fleet = self._fleet
        # Whoever stops the fleet from now on stops both.
        old, new = fleet.current, fleet.make_next()
        new.start(self._settings)
        yield from self._until_they_answer(new)
        # Their calls for actions go through the proxy, so it has to know them first.
        yield from self._direct(old, old, new)
        yield from self._until_ready(new)
        yield from self._direct(new, old, new)
        fleet.current, fleet.other = new, old
        self._supervisor.keep(fleet.servers)
        yield from stopping(old.chat)
        yield from stopping(old.actions)
        fleet.other = None
        yield from self._forget_others()

    def _until_they_answer(self, new: Generation) -> Iterator[None]:
        give_up = time.monotonic() + START_TIMEOUT_SECONDS
        for server in new.servers:
            while not server.answers():
                if not server.is_running():
                    raise ReloadFailed(
                        f"the new {server.name} stopped while starting: {server.last_words()}"
                    )
                if time.monotonic() > give_up:
                    raise ReloadFailed(f"the new {server.name} gave no answer: {server.log_path}")
                yield

    def _until_ready(self, new: Generation) -> Iterator[None]:
        give_up = time.monotonic() + _SWITCH_SECONDS
        for server in new.chat:
            probe = ready_probe(f"http://127.0.0.1:{server.port}/ready")
            while missing := sorted(part for part, works in probe().items() if not works):
                if time.monotonic() > give_up:
                    raise ReloadFailed(f"the new {server.name} misses: {', '.join(missing)}")
                yield from _pause(_READY_EVERY_SECONDS)

    def _direct(self, chat: Generation, *actions: Generation) -> Iterator[None]:
        """Have the proxy ask some servers, and wait until nothing goes to others any more."""
        proxy = self._fleet.proxy
        proxy.direct(ports(chat.chat), [each.action_group for each in actions])
        before = proxy.reload()
        give_up = time.monotonic() + _SWITCH_SECONDS
        while not proxy.processes() - before:
            if time.monotonic() > give_up:
                raise ReloadFailed(f"nginx did not change over: {proxy.server.last_words()}")
            yield
        give_up = time.monotonic() + DRAIN_SECONDS + _DRAIN_MARGIN_SECONDS
        while proxy.processes() & before and time.monotonic() < give_up:
            yield

    def _forget_others(self) -> Iterator[None]:
        """Have the proxy know the servers alone that are there; if it does not, it harms nobody."""
        current = self._fleet.current
        try:
            yield from self._direct(current, current)
        except (MesoGuideError, OSError) as error:
            logger.error("the proxy still knows servers that are gone: %s", type(error).__name__)

    def _give_up(self, reason: str) -> Iterator[None]:
        """Keep the servers that take messages now, and stop the others."""
        fleet = self._fleet
        if fleet.other is not None:
            yield from stopping(fleet.other.chat)
            yield from stopping(fleet.other.actions)
            fleet.other = None
        yield from self._forget_others()
        self._tell(f"The servers were not replaced: {reason}")
        logger.error("the servers were not replaced")
        self._failed(reason)
        self._status.write(ReloadState.FAILED, reason)


def _pause(seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield
