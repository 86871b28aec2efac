"""Serves the built element, the demo pages and what these need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from sanic.request import Request
from sanic.response import HTTPResponse

from mesoguide.channels.static_files import StaticFile, static_file

#: A clinic's visitors have a new release of the element after this time.
ELEMENT_CACHE = "public, max-age=300"
PAGE_CACHE = "no-cache"

_PAGE_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
#: What the element needs and nothing else: no image, no font, no inline style or script.
_STRICT_POLICY = {
    **{name: _PAGE_POLICY[name] for name in _PAGE_POLICY.keys() - {"img-src", "font-src"}},
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}

DEMO_PAGE = "demo.html"
STRICT_PAGE = "strict.html"
ELEMENT = "widget.js"


async def element(request: Request) -> HTTPResponse:
    """Serve the element; any website may embed it, also as a module."""
    headers = {
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "cache-control": ELEMENT_CACHE,
    }
    return _sent(request, static_file(ELEMENT), headers)


async def demo_page(request: Request) -> HTTPResponse:
    """Serve the page of an invented clinic."""
    return _sent(request, static_file(DEMO_PAGE), _page_headers(_PAGE_POLICY))


async def strict_page(request: Request) -> HTTPResponse:
    """Serve the page that allows nothing but what the element needs."""
    return _sent(request, static_file(STRICT_PAGE), _page_headers(_STRICT_POLICY))


def file_of_page(name: str) -> Callable[[Request], Awaitable[HTTPResponse]]:
    """Return what serves a style sheet, script or picture of the pages."""

    async def serve(request: Request) -> HTTPResponse:
        return _sent(request, static_file(name), {"cache-control": PAGE_CACHE})

    return serve


def _page_headers(policy: Mapping[str, str]) -> dict[str, str]:
    written = "; ".join(f"{name} {value}" for name, value in policy.items())
    return {
        "content-security-policy": written,
        "referrer-policy": "same-origin",
        # Search engines have no business with an invented clinic.
        "x-robots-tag": "noindex",
        "cache-control": PAGE_CACHE,
    }


def _sent(request: Request, file: StaticFile, headers: Mapping[str, str]) -> HTTPResponse:
    packed = file.compressed is not None and _takes_gzip(request)
    tag = f'"{file.tag}{"-gzip" if packed else ""}"'
    sent = {**headers, "etag": tag, "vary": "Accept-Encoding"}
    known = request.headers.get("if-none-match", "")
    if tag in (each.strip().removeprefix("W/") for each in known.split(",")):
        return HTTPResponse(status=304, headers=sent)
    if packed:
        sent["content-encoding"] = "gzip"
    body = file.compressed if packed else file.content
    return HTTPResponse(body, headers=sent, content_type=file.content_type)


def _takes_gzip(request: Request) -> bool:
    encodings = request.headers.get("accept-encoding", "").lower().split(",")
    return any(
        name.strip() == "gzip" and quality.replace(" ", "") not in ("q=0", "q=0.0")
        for name, _, quality in (encoding.partition(";") for encoding in encodings)
    )
