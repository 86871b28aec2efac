"""The action server: rasa-sdk's application, closed to the network and silent about patients.

``python -m mesoguide.ops.action_server --port 5055``. rasa-sdk's own start-up listens on every
interface, answers any web page (CORS ``*``), and on a fault sends the whole conversation back.
"""

from __future__ import annotations

import argparse
import logging

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from mesoguide.content.project import Project
from mesoguide.ops import json_logs
from mesoguide.ops.action_token import HEADER, action_token, is_token
from mesoguide.ops.connection_limits import MOST_CONNECTIONS, limit_connections
from mesoguide.ops.json_logs import JsonFormatter
from mesoguide.ops.large_blocks import give_back_large_blocks
from mesoguide.ops.readiness import action_readiness
from mesoguide.ops.server_setup import set_up
from mesoguide.ops.settings import Settings, load_settings

logger = logging.getLogger(__name__)

#: The chat server runs on the same machine.
HOST = "127.0.0.1"

#: Where rasa-sdk takes calls.
WEBHOOK = "/webhook"

#: What supervisors and load balancers ask, without the token.
OPEN = frozenset({"/health", "/ready"})

#: Bytes. Sanic takes 100 MB; a call with a conversation of 300 turns has less than one.
LARGEST_CALL = 16_000_000


def build_app(logs: JsonFormatter | None = None) -> Sanic:
    """Create the Sanic application with every action of the ``actions`` package.

    Args:
        logs: told once patients can write.
    """
    # Warns while it is imported, so logs have to be there before.
    from rasa_sdk.endpoint import create_app

    app = create_app("actions", cors_origins=[])
    app.config.REQUEST_MAX_SIZE = LARGEST_CALL
    settings = load_settings()
    # Every call has a conversation in it, which may be long.
    limit_connections(app, large_bodies=MOST_CONNECTIONS)
    require_token(app, settings)
    read_domain_once(app, settings)
    set_up(
        app,
        settings,
        server="actions",
        logs=logs or JsonFormatter("actions"),
        readiness=action_readiness(settings),
    )

    @app.exception(Exception)
    async def report(request: Request, exception: Exception) -> HTTPResponse:
        """Log the kind of fault; the conversation is neither logged nor sent back."""
        name = type(exception).__name__
        # Our logs write where it was raised, and no value and no word of it.
        logger.error("%s failed: %s", request.path, name, exc_info=exception)
        return json({"error": type(exception).__name__}, status=500)

    return app


def require_token(app: Sanic, settings: Settings) -> None:
    """Answer nobody but the chat server; see :mod:`mesoguide.ops.action_token`."""
    token = action_token(settings)

    @app.on_request
    async def check(request: Request) -> HTTPResponse | None:
        if request.path in OPEN or is_token(request.headers.getone(HEADER, ""), token):
            return None
        return json({"error": "token"}, status=401)


def read_domain_once(app: Sanic, settings: Settings) -> None:
    """Give every action the replies of ``domain.yml``, which Rasa need not send each time.

    endpoints.yml asks Rasa to leave the domain out (``enable_selective_domain``): 245 kB, and
    the same at every call.
    """
    domain = {"responses": Project(settings.project_root).domain["responses"]}

    @app.on_request
    async def add_domain(request: Request) -> None:
        if request.path == WEBHOOK and isinstance(request.json, dict):
            request.json.setdefault("domain", domain)


def main() -> None:
    """Serve until the process is told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5055)
    options = parser.parse_args()
    give_back_large_blocks()
    json_logs.configure(logs := JsonFormatter("actions"))
    json_logs.take_over_hooks()
    build_app(logs).run(HOST, options.port, workers=1, access_log=False)


if __name__ == "__main__":
    main()
