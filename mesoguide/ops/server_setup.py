"""What both servers have: logs, figures, readiness, an end that waits for what is going on."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from mesoguide.ops import metrics
from mesoguide.ops.json_logs import JsonFormatter
from mesoguide.ops.readiness import Readiness
from mesoguide.ops.settings import Settings

logger = logging.getLogger(__name__)

#: Seconds that requests in progress have after a server was told to stop. An action has 8 s, and a
#: turn with several of them is rare; the supervisor and systemd wait longer than this.
DRAIN_SECONDS = 20.0


def set_up(
    app: Any,
    settings: Settings,
    *,
    server: str,
    logs: JsonFormatter,
    readiness: Readiness,
    wait_until_idle: Callable[[float], Awaitable[bool]] | None = None,
) -> None:
    """Prepare a Sanic application.

    Args:
        app: the application.
        settings: where the databases are.
        server: its name in logs and figures: "chat" or "actions".
        logs: told once patients can write.
        readiness: answers ``/ready``.
        wait_until_idle: waits for work that hangs on no connection any more; False when it gave up.
    """
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = DRAIN_SECONDS
    metrics.watch_databases(settings.tracker_database_url, settings.database_url)
    metrics.count_responses_of(app, server)
    metrics.RATE_LIMITED.labels(server)
    readiness.add_to(app)

    async def started(*_: object) -> None:
        logs.serving = True
        logger.info("the %s server takes requests", server)

    async def stopping(*_: object) -> None:
        logger.info("the %s server stops: it takes no more requests", server)

    async def stopped(*_: object) -> None:
        # Sanic has waited for open connections; a visitor may have hung up in the middle.
        if wait_until_idle is not None and not await wait_until_idle(DRAIN_SECONDS):
            logger.error("the %s server stops in the middle of a message", server)
        logger.info("the %s server has stopped", server)

    app.register_listener(started, "after_server_start")
    app.register_listener(stopping, "before_server_stop")
    app.register_listener(stopped, "after_server_stop")
