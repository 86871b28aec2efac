"""The action server: rasa-sdk's application, closed to the network and silent about patients.

``python -m mesoguide.ops.action_server --port 5055``. rasa-sdk's own start-up listens on every
interface, answers any web page (CORS ``*``), and on a fault sends the whole conversation back.
"""

from __future__ import annotations

import argparse
import logging

from rasa_sdk.endpoint import create_app
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

logger = logging.getLogger(__name__)

#: The chat server runs on the same machine.
HOST = "127.0.0.1"


def build_app() -> Sanic:
    """Create the Sanic application with every action of the ``actions`` package."""
    app = create_app("actions", cors_origins=[])

    @app.exception(Exception)
    async def report(request: Request, exception: Exception) -> HTTPResponse:
        """Log the kind of fault; the conversation is neither logged nor sent back."""
        logger.error("%s failed: %s", request.path, type(exception).__name__)
        return json({"error": type(exception).__name__}, status=500)

    return app


def main() -> None:
    """Serve until the process is told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5055)
    options = parser.parse_args()
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    build_app().run(HOST, options.port, workers=1, access_log=False)


if __name__ == "__main__":
    main()
