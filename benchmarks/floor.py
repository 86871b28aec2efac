"""The floor: a Sanic server that encodes the message and says it back.

    python -m benchmarks.floor --port 23000

It takes and gives what Rasa's REST channel does. No chatbot with this encoder, in this web server,
can be quicker.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from mesoguide.ops.chat_server import NUMBER_THREADS

ENCODER = Path(__file__).resolve().parents[1] / "models" / "encoder"
PATH = "/webhooks/rest/webhook"


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(library, NUMBER_THREADS)
    app().run("127.0.0.1", options.port, access_log=False, motd=False)


def app() -> Any:
    """Return the web application."""
    from sanic import Sanic
    from sanic.request import Request
    from sanic.response import HTTPResponse, json

    from mesoguide.nlp.sentence_encoder import SentenceEncoder

    encoder = SentenceEncoder.load(ENCODER, cache_size=0)
    server = Sanic("floor", configure_logging=False)

    @server.get("/")
    async def health(request: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @server.post(PATH)
    async def echo(request: Request) -> HTTPResponse:
        message = request.json
        encoder.encode([message["message"]])
        return json([{"recipient_id": message["sender"], "text": message["message"]}])

    return server


if __name__ == "__main__":
    main()
