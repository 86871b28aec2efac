"""What every response says to browsers and caches, and what it does not say of us."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mesoguide.channels.responses import SECURITY_HEADERS
from tests.channels.widget_client import WidgetClient
from tests.security.site import DELETION, MESSENGER, Site, request_of

#: Requests of every kind: pages, files, the interface, refusals, failures of the server itself.
ANYTHING: list[tuple[str, str, Any]] = [
    ("GET", "/", None),
    ("GET", "/favicon.ico", None),
    ("GET", "/health", None),
    ("GET", "/ready", None),
    ("GET", "/nothing", None),
    ("POST", "/", {}),
    ("TRACE", "/", None),
    ("FETCH", "/nothing", None),
    ("GET", "demo", None),
    ("GET", "demo/strict", None),
    ("GET", "widget.js", None),
    ("GET", "config", None),
    ("POST", "session", {}),
    ("POST", "session", b"{"),
    ("GET", "history", None),
    ("DELETE", "conversation", None),
    ("OPTIONS", "messages", None),
    ("GET", MESSENGER, None),
    ("POST", MESSENGER, {}),
    ("PUT", MESSENGER, {}),
    ("POST", DELETION, {}),
    ("GET", f"{DELETION}/7K4P-2QX9", None),
]
#: Names and numbers by which somebody would look for a known fault.
TELLTALE = re.compile(
    rb"sanic|rasa|python|uvloop|httptools|3\.6\.21|21\.12|traceback|site-packages|\.py\b", re.I
)
PAGES = {"/", "demo", "demo/strict", "widget.js"}


@pytest.mark.parametrize(("method", "path", "body"), ANYTHING)
def test_response_is_kept_from_being_misused(
    visitor: WidgetClient, method: str, path: str, body: Any
) -> None:
    headers = visitor.request(method, path, body, content_type="application/json").headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "cross-origin-resource-policy" in headers


@pytest.mark.parametrize(("method", "path", "body"), ANYTHING)
def test_response_tells_nothing_of_the_software(
    visitor: WidgetClient, method: str, path: str, body: Any
) -> None:
    answer = visitor.request(method, path, body, content_type="application/json")
    said = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())

    assert not {"server", "x-powered-by", "via"} & set(answer.headers)
    assert not TELLTALE.search(said.encode())
    if path not in PAGES:
        assert not TELLTALE.search(answer.body), answer.body


@pytest.mark.parametrize(("method", "path", "body"), ANYTHING)
def test_nothing_sets_a_cookie(visitor: WidgetClient, method: str, path: str, body: Any) -> None:
    assert "set-cookie" not in visitor.request(method, path, body, cookie="a=b").headers


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "session", {}),
        ("GET", "history", None),
        ("POST", "messages", {"id": "a-message-id-1", "text": "hello"}),
        ("DELETE", "conversation", None),
    ],
)
def test_conversation_is_in_no_cache(
    visitor: WidgetClient, method: str, path: str, body: Any
) -> None:
    visitor.begin()
    answer = visitor.request(method, path, body)

    assert answer.status < 300
    assert answer.headers["cache-control"] == "no-store"


BROKEN = {
    "no version": b"GET /\r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n",
    "address": b"GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n",
    "bytes in the address": b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    "no colon": b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    "blank before the colon": b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    "folded": b"GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
    "line break in a value": b"GET / HTTP/1.1\r\nHost: x\nX-Other: y\r\n\r\n",
    "zero byte": b"GET / HTTP/1.1\r\nHost: x\x00y\r\n\r\n",
    "expectation": request_of("POST", "/", {"expect": "a-pony", "content-length": "1"}, b"a"),
}
LENGTHS = ["x", "-1", "+5", "5_0", "0x5", "1e1", "5, 5", "", "\u0665", "9" * 30]


@pytest.mark.parametrize("name", BROKEN)
def test_broken_request_gets_a_plain_refusal(site: Site, name: str) -> None:
    reply = site.send_raw(BROKEN[name])

    assert reply.status in (400, 417)
    assert reply.headers["connection"] == "close"
    assert SECURITY_HEADERS.items() <= reply.headers.items()
    assert not TELLTALE.search(reply.body)


@pytest.mark.parametrize("length", LENGTHS)
def test_length_that_is_no_number_is_refused(site: Site, length: str) -> None:
    reply = site.send_raw(
        request_of("POST", MESSENGER, {"host": "x", "content-length": length}, b"hello")
    )

    assert (reply.status, reply.headers["connection"]) == (400, "close")
    # Sanic alone is frozen for ever by "-1", and serves nobody any more.
    assert site.visitor().request("GET", "health").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: identity\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: \x0bchunked\r\n",
        b"Transfer-Encoding: \xc2\xa0chunked\r\n",
        b"Content-Length: \xe2\x80\x835\r\n",
    ],
    ids=["two", "both", "coded", "identity", "twice", "tab", "no-break blank", "wide blank"],
)
def test_request_whose_end_is_uncertain_is_refused(site: Site, headers: bytes) -> None:
    # A proxy and the server that disagree on it let one visitor write into another's request.
    smuggled = b"GET /webhooks/widget/health HTTP/1.1\r\nHost: x\r\n\r\n"
    reply = site.send_raw(
        b"POST /webhooks/widget/session HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n" + smuggled
    )

    assert (reply.status, reply.headers["connection"]) == (400, "close")


def test_log_says_nothing_of_broken_requests(site: Site) -> None:
    for broken in BROKEN.values():
        site.send_raw(broken)

    assert "connection_task" not in site.logs()
    assert "a-pony" not in site.logs()
