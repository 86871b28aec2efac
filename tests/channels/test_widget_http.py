"""The rules of the interface: origins, bodies, methods, headers, tokens."""

from __future__ import annotations

import http.client
import json
import re
import socket
import uuid
from typing import Any
from urllib.parse import urljoin

import pytest

from tests.channels.conftest import CLINIC_SITE, WidgetBot
from tests.channels.widget_client import BASE, Answer, WidgetClient

EVIL = "https://evil.example"
ID = "3f2b8c1e-1111-4222-8333-444455556666"
WITH_SESSION = [
    ("POST", "messages"),
    ("GET", "history"),
    ("DELETE", "conversation"),
    ("POST", "feedback"),
]
API = [("GET", "config"), ("POST", "session"), *WITH_SESSION]


def body_of(method: str) -> Any:
    return {} if method == "POST" else None


def is_error(answer: Answer, status: int, code: str) -> bool:
    """Tell whether it is this error, as JSON with a sentence and no more."""
    told: dict[str, str] = answer.json
    return (
        (answer.status, told["code"]) == (status, code)
        and set(told) == {"code", "message"}
        and told["message"].endswith(".")
        and answer.headers["content-type"] == "application/json"
    )


# ---- Origins ----


@pytest.mark.parametrize(("method", "path"), API)
def test_other_website_is_refused(visitor: WidgetClient, method: str, path: str) -> None:
    visitor.begin()
    answer = visitor.request(method, path, body_of(method), origin=EVIL)

    assert is_error(answer, 403, "origin_not_allowed")
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["null", "http://www.clinic.example", f"{CLINIC_SITE}.evil.example"]
)
def test_look_alike_website_is_refused(visitor: WidgetClient, origin: str) -> None:
    assert visitor.request("POST", "session", {}, origin=origin).code == "origin_not_allowed"


def test_other_website_does_nothing_even_without_a_preflight(
    bot: WidgetBot, visitor: WidgetClient
) -> None:
    visitor.begin()
    before = bot.stored_rows("events")
    body = json.dumps({"id": ID, "text": "hello"}).encode()
    answer = visitor.request("POST", "messages", body, origin=EVIL, content_type="text/plain")

    assert answer.code == "origin_not_allowed"
    assert bot.stored_rows("events") == before


@pytest.mark.parametrize(("method", "path"), API)
def test_clinics_website_may_read_answers_and_errors(
    visitor: WidgetClient, method: str, path: str
) -> None:
    answer = visitor.request(method, path, body_of(method), origin=CLINIC_SITE)

    assert answer.headers["access-control-allow-origin"] == CLINIC_SITE
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


def test_clinics_website_may_read_a_streamed_answer(bot: WidgetBot) -> None:
    answer = bot.visitor(origin=CLINIC_SITE).say("hello")

    assert answer.messages
    assert answer.headers["access-control-allow-origin"] == CLINIC_SITE


@pytest.mark.parametrize(("method", "path"), API)
def test_preflight_of_the_clinics_website_is_granted(
    visitor: WidgetClient, method: str, path: str
) -> None:
    asked = {"access_control_request_method": method}
    answer = visitor.request("OPTIONS", path, origin=CLINIC_SITE, **asked)

    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] == CLINIC_SITE
    assert method in answer.headers["access-control-allow-methods"].split(", ")
    assert answer.headers["access-control-allow-headers"] == "Authorization, Content-Type"


@pytest.mark.parametrize(("method", "path"), API)
def test_preflight_of_another_website_is_refused(
    visitor: WidgetClient, method: str, path: str
) -> None:
    asked = {"access_control_request_method": method}
    answer = visitor.request("OPTIONS", path, origin=EVIL, **asked)

    assert answer.status == 403
    assert not any(name.startswith("access-control") for name in answer.headers)


def test_without_a_list_the_bots_own_pages_are_served(tight_bot: WidgetBot) -> None:
    own = f"http://127.0.0.1:{tight_bot.settings.port}"
    visitor = tight_bot.visitor_from_elsewhere()

    assert visitor.request("GET", "config", origin=own).status == 200
    assert visitor.request("GET", "config", origin=CLINIC_SITE).code == "origin_not_allowed"


# ---- Tokens ----


@pytest.mark.parametrize(("method", "path"), WITH_SESSION)
@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "session_missing"),
        ("", "session_missing"),
        ("Bearer", "session_missing"),
        ("Bearer  ", "session_missing"),
        ("Basic abc", "session_missing"),
        ("Bearer nonsense", "session_unknown"),
        ("Bearer a.b.c", "session_unknown"),
    ],
)
def test_without_a_session_nothing_is_told(
    visitor: WidgetClient, method: str, path: str, header: str | None, code: str
) -> None:
    headers = {} if header is None else {"authorization": header}
    answer = visitor.request(method, path, body_of(method), **headers)

    assert is_error(answer, 401, code)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_token_in_the_address_is_not_taken(visitor: WidgetClient) -> None:
    token = visitor.begin()
    visitor.token = ""

    assert visitor.request("GET", f"history?token={token}").code == "session_missing"


def test_token_of_another_installation_is_unknown(bot: WidgetBot, tight_bot: WidgetBot) -> None:
    stranger = bot.visitor()
    stranger.token = tight_bot.visitor_from_elsewhere().begin()

    assert stranger.request("GET", "history").code == "session_unknown"


# ---- Bodies ----


@pytest.mark.parametrize("path", ["session", "messages", "feedback"])
@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"]
)
def test_only_json_is_taken(visitor: WidgetClient, path: str, media_type: str) -> None:
    visitor.begin()
    answer = visitor.request("POST", path, b"{}", content_type=media_type)

    assert is_error(answer, 415, "unsupported_media_type")


def test_charset_behind_the_media_type_does_no_harm(visitor: WidgetClient) -> None:
    media_type = "Application/JSON; charset=utf-8"

    assert visitor.request("POST", "session", b"{}", content_type=media_type).status == 201


@pytest.mark.parametrize("path", ["session", "messages", "feedback"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 4000])
def test_what_is_no_object_is_refused(visitor: WidgetClient, path: str, body: bytes) -> None:
    visitor.begin()
    answer = visitor.request("POST", path, body, content_type="application/json")

    assert is_error(answer, 400, "bad_request")


def padded(size: int) -> bytes:
    """Return a message of so many bytes."""
    start = json.dumps({"id": ID, "text": "hello", "padding": ""}).encode()
    return start[:-2] + b"x" * (size - len(start)) + b'"}'


def test_body_of_4096_bytes_is_taken(visitor: WidgetClient) -> None:
    visitor.begin()
    answer = visitor.request("POST", "messages", padded(4096), content_type="application/json")

    assert answer.messages


def test_body_of_4097_bytes_is_refused(visitor: WidgetClient) -> None:
    visitor.begin()
    answer = visitor.request("POST", "messages", padded(4097), content_type="application/json")

    assert is_error(answer, 413, "too_large")


def raw(bot: WidgetBot, head: str, body: bytes = b"") -> tuple[int, str]:
    """Send bytes as they are; return the status and the code of the error."""
    with socket.create_connection(("127.0.0.1", bot.settings.port), timeout=20) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode() + body)
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response.status, json.loads(response.read())["code"]


@pytest.mark.parametrize("method", ["POST", "GET", "OPTIONS"])
def test_large_body_is_refused_before_it_is_sent(bot: WidgetBot, method: str) -> None:
    head = (
        f"{method} /webhooks/widget/session HTTP/1.1\nHost: x\nContent-Type: application/json\n"
        "Content-Length: 50000000\n\n"
    )

    assert raw(bot, head) == (413, "too_large")


def test_large_body_without_a_length_is_refused_while_it_comes(bot: WidgetBot) -> None:
    token = bot.visitor().begin()
    head = (
        "POST /webhooks/widget/messages HTTP/1.1\nHost: x\nContent-Type: application/json\n"
        f"Authorization: Bearer {token}\nTransfer-Encoding: chunked\n\n"
    )
    chunk = b"800\r\n" + b" " * 0x800 + b"\r\n"

    assert raw(bot, head, chunk * 3) == (413, "too_large")


def test_negative_length_is_refused(bot: WidgetBot) -> None:
    head = "POST /webhooks/widget/session HTTP/1.1\nHost: x\nContent-Length: -5\n\n"

    assert raw(bot, head) == (400, "bad_request")


# ---- Messages ----


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"text": ""}, 422, "message_empty"),
        ({"text": " \n\t"}, 422, "message_empty"),
        ({"text": "x" * 1001}, 422, "message_too_long"),
        ({}, 400, "bad_request"),
        ({"text": "a", "payload": "/b"}, 400, "bad_request"),
        ({"text": ["a"]}, 400, "bad_request"),
        ({"text": "a", "id": "x"}, 400, "bad_request"),
        ({"payload": "ask_uses"}, 403, "payload_not_offered"),
    ],
    ids=["empty", "blank", "long", "neither", "both", "list", "id", "no-slash"],
)
def test_bad_message_is_refused_with_its_reason(
    visitor: WidgetClient, fields: dict[str, Any], status: int, code: str
) -> None:
    visitor.begin()
    answer = visitor.request("POST", "messages", {"id": str(uuid.uuid4()), **fields})

    assert is_error(answer, status, code)


def test_message_of_a_thousand_characters_is_answered(visitor: WidgetClient) -> None:
    assert visitor.say("does it hurt? " * 71 + "really").messages


# ---- Paths and methods ----


@pytest.mark.parametrize("path", ["nothing", "messages/1", "none.js", "x/y.js", "%2e", ""])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_unknown_path_is_not_found(visitor: WidgetClient, method: str, path: str) -> None:
    assert is_error(visitor.request(method, path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "messages", "POST, OPTIONS"),
        ("PUT", "messages", "POST, OPTIONS"),
        ("POST", "history", "GET, HEAD, OPTIONS"),
        ("PATCH", "conversation", "DELETE, OPTIONS"),
        ("DELETE", "session", "POST, OPTIONS"),
        ("TRACE", "session", "POST, OPTIONS"),
        ("FETCH", "config", "GET, HEAD, OPTIONS"),
        ("POST", "health", "GET, HEAD, OPTIONS"),
    ],
)
def test_other_method_is_refused_with_those_that_work(
    visitor: WidgetClient, method: str, path: str, allowed: str
) -> None:
    answer = visitor.request(method, path)

    assert is_error(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == allowed


def test_head_has_the_headers_and_no_body(visitor: WidgetClient) -> None:
    answer = visitor.request("HEAD", "config")

    assert (answer.status, answer.body) == (200, b"")


def test_rest_channel_is_closed(visitor: WidgetClient) -> None:
    body = {"sender": "me", "message": "hello"}

    assert visitor.request("POST", "/webhooks/rest/webhook", body).status == 404


def test_api_of_rasa_is_closed(visitor: WidgetClient) -> None:
    for path in ("/status", "/version", "/model/parse", "/conversations/x/tracker"):
        assert visitor.request("GET", path).status == 404


# ---- Headers ----


@pytest.mark.parametrize(("method", "path"), [*API, ("GET", "nothing"), ("OPTIONS", "session")])
def test_every_answer_is_kept_from_being_misused(
    visitor: WidgetClient, method: str, path: str
) -> None:
    headers = visitor.request(method, path, body_of(method)).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == ("public, max-age=300" if path == "config" else "no-store")


# ---- Files ----


def test_element_may_be_embedded_by_any_website(visitor: WidgetClient) -> None:
    answer = visitor.request("GET", "widget.js", origin=EVIL)

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=300"


def test_element_comes_packed_to_whoever_takes_that(visitor: WidgetClient) -> None:
    plain = visitor.request("GET", "widget.js")
    packed = visitor.request("GET", "widget.js", accept_encoding="br, gzip;q=0.9")
    refused = visitor.request("GET", "widget.js", accept_encoding="gzip;q=0")

    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body)
    assert "content-encoding" not in refused.headers
    assert "Accept-Encoding" in packed.headers["vary"]


def test_known_element_is_not_sent_again(visitor: WidgetClient) -> None:
    tag = visitor.request("GET", "widget.js").headers["etag"]
    answer = visitor.request("GET", "widget.js", if_none_match=f"W/{tag}")

    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize("path", ["demo", "demo/strict"])
def test_page_lets_in_nothing_from_elsewhere(visitor: WidgetClient, path: str) -> None:
    answer = visitor.request("GET", path)
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    sources = {name: value for name, value in policy.items() if "trusted-types" not in name}
    assert set(sources.values()) == {"'none'", "'self'"}


def test_strict_page_allows_only_what_the_element_needs(visitor: WidgetClient) -> None:
    policy = visitor.request("GET", "demo/strict").headers["content-security-policy"]

    assert "img-src" not in policy
    assert "font-src" not in policy


@pytest.mark.parametrize("page", ["demo", "demo/strict"])
def test_everything_that_a_page_refers_to_is_served(visitor: WidgetClient, page: str) -> None:
    html = visitor.request("GET", page).body.decode()
    named = re.findall(r'<(?:link|script)[^>]+(?:href|src)="([^"]+)"', html)

    assert named
    for each in named:
        assert visitor.request("GET", urljoin(BASE + page, each)).status == 200


@pytest.mark.parametrize(
    "path", ["../widget.py", "%2e%2e/widget.py", "..%2fwidget.py", "demo.html", "static/demo.css"]
)
def test_nothing_else_of_the_folder_is_served(visitor: WidgetClient, path: str) -> None:
    assert visitor.request("GET", path).status == 404
