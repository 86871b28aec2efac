"""What the chat server says to requests that no channel answers: JSON, and nothing from inside.

Sanic's own pages repeat the address that was asked for, and its log has it with a trace.
"""

from __future__ import annotations

import logging

from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from mesoguide.channels.responses import complete_headers, json_response

logger = logging.getLogger(__name__)

#: HTTP status to a code for programs and a sentence for people.
SENTENCES: dict[int, tuple[str, str]] = {
    400: ("bad_request", "The server could not read this request."),
    404: ("not_found", "There is nothing here."),
    405: ("method_not_allowed", "This cannot be done here."),
    408: ("too_slow", "This request took too long to arrive."),
    413: ("too_large", "This is too large to be sent at once."),
    417: ("bad_request", "The server could not read this request."),
    500: ("fault", "Something went wrong on our side. Please try again later."),
    503: ("unavailable", "The server has too much to do. Please try again in a moment."),
}

#: Seconds after which whoever was refused for want of room may try again.
RETRY_AFTER_SECONDS = 5

_FAULT = 500
_UNAVAILABLE = 503


def answer_failures(app: Sanic) -> None:
    """Have an application answer every failure so, and complete the headers of every response."""

    async def complete(request: Request, response: HTTPResponse) -> None:
        complete_headers(response, {})

    app.error_handler.add(Exception, answer_failure)
    app.register_middleware(complete, "response")


async def answer_failure(request: Request, error: Exception) -> HTTPResponse:
    """Return the answer to a request that failed."""
    status = error.status_code if isinstance(error, SanicException) else _FAULT
    if status not in SENTENCES:
        status = _FAULT
    if status == _FAULT:
        # Neither its words nor the address: they may quote what was sent.
        logger.error("a request failed: %s", type(error).__name__, exc_info=error)
    code, sentence = SENTENCES[status]
    headers = dict(getattr(error, "headers", {}))
    if status == _UNAVAILABLE:
        headers["retry-after"] = str(RETRY_AFTER_SECONDS)
    return json_response({"code": code, "message": sentence}, status=status, headers=headers)
