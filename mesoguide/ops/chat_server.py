"""The chat server: Rasa's command line with the limits that we need.

``python -m mesoguide.ops.chat_server run ...`` takes what ``rasa`` takes. Rasa waits five minutes
for an action; a visitor who waits that long has left, and the conversation is locked meanwhile.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from mesoguide import rasa_patches
from mesoguide.ops import json_logs
from mesoguide.ops.json_logs import JsonFormatter
from mesoguide.ops.readiness import chat_readiness
from mesoguide.ops.server_setup import set_up
from mesoguide.ops.settings import load_settings
from mesoguide.rasa_patches import no_tensorflow

#: An action answers or gives up within the database timeout (3 s, at most twice); more is a fault.
ACTION_TIMEOUT_SECONDS = 8

#: Bytes. Sanic takes 100 MB; the longest message by any channel is a small part of this.
LARGEST_REQUEST = 1_000_000

#: New connections that may wait to be taken. Rasa lets 100; the next one tries again in a second.
WAITING_CONNECTIONS = 1_024

#: Threads within one multiplication. The matrices are small: a second thread spends more time
#: waiting than it saves (docs/decisions/cost-of-a-turn.md has the figures).
NUMBER_THREADS = "1"

#: Where people who open the bare address are sent.
START_PAGE = "/webhooks/widget/demo"


def main() -> None:
    """Set the limits, then hand over to Rasa."""
    os.environ.setdefault("SANIC_REQUEST_MAX_SIZE", str(LARGEST_REQUEST))
    for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(library, NUMBER_THREADS)
    os.environ.setdefault("SANIC_BACKLOG", str(WAITING_CONNECTIONS))
    logs = JsonFormatter("chat")
    json_logs.configure(logs)
    json_logs.take_over_hooks()
    no_tensorflow.apply()
    import rasa.__main__ as rasa_command
    import rasa.core.actions.action as rasa_actions
    import rasa.core.agent as rasa_agent
    import rasa.core.processor as rasa_processor
    import rasa.server as rasa_server

    from mesoguide.ops.graph_runner import SequentialGraphRunner
    from mesoguide.ops.observed_processor import ObservedProcessor

    rasa_patches.apply()
    rasa_actions.DEFAULT_REQUEST_TIMEOUT = ACTION_TIMEOUT_SECONDS
    rasa_agent.MessageProcessor = ObservedProcessor
    rasa_processor.DaskGraphRunner = SequentialGraphRunner
    rasa_server.add_root_route = partial(prepare_app, logs=logs)
    rasa_server.configure_cors = leave_cors_to_channels
    # The last that Rasa does before it starts anything.
    rasa_command.configure_structlog = partial(configure_logs, logs)
    rasa_command.main()


def configure_logs(logs: JsonFormatter, *_: object) -> None:
    """Put our logs in place of what Rasa has set up."""
    json_logs.configure(logs)
    json_logs.configure_structlog()


def prepare_app(app: Any, *, logs: JsonFormatter) -> None:
    """Add what our server has besides its channels."""
    from mesoguide.ops.connection_limits import limit_connections
    from mesoguide.ops.observed_processor import IN_PROGRESS
    from mesoguide.ops.request_failures import answer_failures

    settings = load_settings()
    add_start_page(app)
    limit_connections(app)
    answer_failures(app)
    set_up(
        app,
        settings,
        server="chat",
        logs=logs,
        readiness=chat_readiness(settings),
        wait_until_idle=IN_PROGRESS.wait_until_idle,
    )


def add_start_page(app: Any) -> None:
    """Send whoever opens the bare address to the chat; Rasa's page would tell its version."""
    from sanic.response import empty, redirect

    async def start_page(request: Any) -> Any:
        return redirect(START_PAGE)

    async def no_icon(request: Any) -> Any:
        # Browsers ask for it by themselves, and tell people of an error if it is not found.
        return empty(headers={"cache-control": "public, max-age=86400"})

    app.add_route(start_page, "/", methods=["GET", "HEAD"])
    app.add_route(no_icon, "/favicon.ico", methods=["GET", "HEAD"])


def leave_cors_to_channels(app: Any, cors_origins: Any = None) -> None:
    """Do nothing: Rasa's CORS would answer every preflight before the channel that is asked."""


if __name__ == "__main__":
    main()
