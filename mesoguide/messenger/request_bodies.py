"""Reads the body of a request from Meta, with a limit."""

from __future__ import annotations

from sanic.exceptions import InvalidUsage, PayloadTooLarge
from sanic.request import Request

#: Bytes. Meta puts up to 1,000 events into a delivery ("Webhooks", batching); an event with the
#: longest text, each letter of it escaped, has about 13 kB, an ordinary one half a kilobyte.
LARGEST_DELIVERY = 4_000_000
#: Bytes; a signed request has about 300.
LARGEST_FORM = 10_000


async def read_body(request: Request, largest: int) -> bytes | None:
    """Return a body as it came; None when it is too large or broken off.

    Args:
        request: the request, of a route with ``stream=True``.
        largest: bytes.
    """
    # Sanic's own limit is for the other channels.
    request.stream.request_max_size = largest
    length = str(request.headers.getone("content-length", "0"))
    if length.isdecimal() and int(length) > largest:
        _refuse(request)
        return None
    received = bytearray()
    try:
        while chunk := await request.stream.read():
            received += chunk
            if len(received) > largest:
                _refuse(request)
                return None
    except (PayloadTooLarge, InvalidUsage):
        _refuse(request)
        return None
    return bytes(received)


def _refuse(request: Request) -> None:
    # Where this request ends and another one begins cannot be known without reading it all.
    request.stream.keep_alive = False
    request.stream.request_body = None
