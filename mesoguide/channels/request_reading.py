"""Reads requests with limits: a large body is refused before it is received."""

from __future__ import annotations

from sanic.exceptions import InvalidUsage, PayloadTooLarge
from sanic.request import Request

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.client_addresses import client_address
from mesoguide.channels.visitor_messages import LARGEST_BODY

JSON_TYPE = "application/json"
_BEARER = "bearer "


async def read_json_body(request: Request) -> bytes:
    """Return the body of a request that carries JSON.

    Raises:
        ApiError: it carries something else, or more than 4096 bytes.
    """
    media_type = str(request.headers.getone("content-type", "")).partition(";")[0]
    if media_type.strip().lower() != JSON_TYPE:
        raise ApiError("unsupported_media_type")
    limit_body(request)
    return await _received(request)


def limit_body(request: Request) -> None:
    """Let the server receive no more than a small body, also when nobody reads it.

    Raises:
        ApiError: the request says itself that its body is larger.
    """
    # Sanic lifts its limit for handlers that read the body themselves, as all of ours do.
    request.stream.request_max_size = LARGEST_BODY
    length = str(request.headers.getone("content-length", "0"))
    if length.isdecimal() and int(length) <= LARGEST_BODY:
        return
    # Where this request ends and another one begins cannot be known without reading it all.
    request.stream.keep_alive = False
    request.stream.request_body = None
    raise ApiError("too_large" if length.isdecimal() else "bad_request")


def bearer_token(request: Request) -> str:
    """Return the session token of a request.

    Raises:
        ApiError: there is none.
    """
    header = str(request.headers.getone("authorization", ""))
    if not header.lower().startswith(_BEARER) or not header[len(_BEARER) :].strip():
        raise ApiError("session_missing")
    return header[len(_BEARER) :].strip()


def address_of(request: Request, *, trusted_proxies: int) -> str:
    """Return the address to count a request for."""
    forwarded = ",".join(request.headers.getall("x-forwarded-for", []))
    return client_address(request.ip, forwarded, trusted_proxies=trusted_proxies)


async def _received(request: Request) -> bytes:
    received = bytearray()
    try:
        while chunk := await request.stream.read():
            received += chunk
            if len(received) > LARGEST_BODY:
                raise PayloadTooLarge("")
    except PayloadTooLarge:
        request.stream.keep_alive = False
        raise ApiError("too_large") from None
    except InvalidUsage:
        raise ApiError("bad_request") from None
    return bytes(received)
