"""Responses with the headers that keep browsers and caches from doing more than they should."""

from __future__ import annotations

import json
from typing import Any

from sanic.response import HTTPResponse

JSON_TYPE = "application/json"
NDJSON_TYPE = "application/x-ndjson"

#: On everything. A JSON answer is never a page, and nothing may frame it.
SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def json_response(
    body: Any, *, status: int = 200, headers: dict[str, str] | None = None
) -> HTTPResponse:
    """Return a JSON response."""
    return HTTPResponse(json.dumps(body), status=status, headers=headers, content_type=JSON_TYPE)


def empty_response(*, status: int = 204, headers: dict[str, str] | None = None) -> HTTPResponse:
    """Return a response without a body."""
    return HTTPResponse(status=status, headers=headers)


def encoded_line(line: dict[str, Any]) -> bytes:
    """Return a line of NDJSON."""
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", errors="replace") + b"\n"


def complete_headers(response: HTTPResponse, more: dict[str, str]) -> None:
    """Add the headers of every response, where it has no own."""
    for name, value in {**SECURITY_HEADERS, **more}.items():
        if name == "vary" and "vary" in response.headers:
            response.headers["vary"] = f"{response.headers['vary']}, {value}"
        else:
            response.headers.setdefault(name, value)
