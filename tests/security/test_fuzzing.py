"""Whatever is sent to the public addresses, nothing breaks, nothing leaks, nothing is logged.

Random requests against the running servers, byte by byte where a client library would not let them
through. `test_openapi.py` of the channels sends what is described; this sends what is not.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.security.site import DELETION, MESSENGER, WIDGET, Reply, Site, request_of

#: Cases of each kind; together they take some 20 s.
RAW_HEADS = 250
WIDGET_BODIES = 250
DELIVERIES = 200
BROKEN_DELIVERIES = 100
SIGNED_REQUESTS = 100
TOKENS = 150

#: Stands in everything that is sent, and nowhere else.
MARK = "zq9mark"

#: Seconds. An incomplete request waits for its rest; nobody waits for that here.
IMPATIENCE = 1.0
INTERNAL = re.compile(
    rb"traceback|site-packages|/mesoguide/|sanic|sqlite|sqlalchemy|psycopg|keyerror|typeerror|"
    rb"valueerror|attributeerror|0x[0-9a-f]{8}|line \d+, in|3\.6\.21",
    re.IGNORECASE,
)
UNAVAILABLE = 503


def cases(number: int) -> settings:
    """Return how a property is tried: so many cases, the same ones each time."""
    return settings(
        max_examples=number,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


def mostly(usual: st.SearchStrategy[Any], rare: st.SearchStrategy[Any]) -> Any:
    """Draw the rare kind in about one of eight cases, so that most get past the first gate."""
    return st.integers(0, 7).flatmap(lambda number: usual if number else rare)


PATHS = [
    "/",
    *(f"{WIDGET}{name}" for name in ("config", "session", "messages", "history", "feedback")),
    *(f"{WIDGET}{name}" for name in ("conversation", "health", "openapi.json", "demo", "x")),
    MESSENGER,
    DELETION,
    "/webhooks/rest/webhook",
    "/model",
    "/ready",
]
METHODS = [*("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"), "CONNECT", "X"]
NAMES = [
    *("authorization", "content-type", "origin", "cookie", "host", "x-forwarded-for", "range"),
    *("x-hub-signature-256", "x-hub-signature", "accept-encoding", "if-none-match", "expect"),
    *("connection", "upgrade", "content-encoding", "x-http-method-override", "forwarded"),
]
WORDS = [
    *("", "x", "Bearer ", "Bearer a.b.c", "application/json", "text/plain; charset=utf-7"),
    *("https://evil.example", "null", "sha256=", "sha256=" + "0" * 64, "close", "websocket"),
    *("100-continue", "gzip", "h2c", "bytes=0-9999999", "../../etc/passwd", "%00", "${jndi:x}"),
    *("' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "\u202e\u0000\ud800".strip("\ud800")),
]


def judged(site: Site, reply: Reply) -> None:
    """Hold what is true of every reply, and that the servers live."""
    event(f"status {reply.status}")  # told by --hypothesis-show-statistics
    if reply.status is not None:
        assert reply.status < 500 or reply.status == UNAVAILABLE, (reply.status, reply.body)
        assert not INTERNAL.search(reply.body), reply.body
        assert "set-cookie" not in reply.headers
        assert reply.headers["x-content-type-options"] == "nosniff"
    assert site.chat.is_running()


@pytest.fixture(scope="module", autouse=True)
def unharmed(site: Site) -> Iterator[None]:
    """After all cases the servers still answer, and their logs hold nothing of what was sent."""
    yield
    assert site.is_well()
    assert site.visitor().say("does it hurt?").messages
    logs = site.logs()
    assert MARK not in logs
    assert "connection_task" not in logs
    assert '"level": "critical"' not in logs


# ---- Requests of any form ----

printable = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
anything = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


header_text = mostly(st.one_of(st.sampled_from(WORDS), printable), anything).map(
    lambda text: f"{text}{MARK}"
)
headers = st.dictionaries(st.sampled_from(NAMES), header_text, max_size=5)
quoted = header_text.map(quote)
targets = mostly(
    st.one_of(
        st.sampled_from(PATHS),
        st.builds("{}?{}={}".format, st.sampled_from(PATHS), st.sampled_from(NAMES), quoted),
        st.builds("{}/{}".format, st.sampled_from(PATHS), quoted),
    ),
    header_text,
)


@cases(RAW_HEADS)
@given(
    method=mostly(st.sampled_from(METHODS), header_text),
    target=targets,
    given_headers=headers,
    body=st.binary(max_size=200),
)
def test_any_request(
    site: Site, method: str, target: str, given_headers: dict[str, str], body: bytes
) -> None:
    sent = {"x-forwarded-for": site.new_address(), **given_headers}
    request = request_of(method, target, sent, body and body + MARK.encode())

    judged(site, site.send_raw(request, timeout=IMPATIENCE))


# ---- Bodies for the website's chat ----

KEYS = [
    *("id", "text", "payload", "answer_id", "helpful", "reason", "sender", "metadata", "token"),
    *("input_channel", "message", "__proto__", "title", "session_id", "conversation_id"),
]
text_values = st.one_of(
    st.sampled_from([*WORDS, "/restart", "/ask_uses", '/inform{"concern": "x"}', "1.000000"]),
    st.text(max_size=60),
).map(lambda text: f"{text}{MARK}")
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), text_values, st.just("a-good-id-1")
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from(KEYS), values, max_size=6)
json_bodies = st.one_of(objects, values).map(lambda value: json.dumps(value).encode())
message_ids = st.text("abcXYZ019-_", min_size=8, max_size=20)
messages = st.fixed_dictionaries({"id": message_ids, "text": text_values})
choices = st.fixed_dictionaries({"id": message_ids, "payload": text_values.map("/{}".format)})
votes = st.fixed_dictionaries(
    {"answer_id": st.sampled_from(["1.000000", "1795367025.752710", MARK]), "helpful": scalars},
    optional={"reason": scalars},
)
#: With the path that they are for, which takes them.
taken = st.one_of(
    st.tuples(st.just("messages"), st.one_of(messages, messages, choices)),
    st.tuples(st.just("feedback"), votes),
).map(lambda kind: (kind[0], json.dumps(kind[1]).encode()))
bodies = st.one_of(
    json_bodies,
    st.binary(max_size=300),
    # Cut off, or said twice.
    st.builds(lambda body, end: body[:end], json_bodies, st.integers(0, 60)),
    json_bodies.map(lambda body: body * 2),
)


@cases(WIDGET_BODIES)
@given(
    kind=st.one_of(taken, st.tuples(st.sampled_from(["session", "messages", "feedback"]), bodies))
)
def test_any_body_for_the_websites_chat(site: Site, kind: tuple[str, bytes]) -> None:
    path, body = kind
    visitor = site.visitor()
    sent = {
        **visitor.headers,
        "host": "x",
        "content-type": "application/json",
        "authorization": f"Bearer {visitor.begin()}",
    }

    judged(site, site.send_raw(request_of("POST", f"{WIDGET}{path}", sent, body)))


@cases(TOKENS)
@given(
    kind=mostly(
        st.sampled_from(
            [
                ("POST", "messages"),
                ("GET", "history"),
                ("HEAD", "history"),
                ("DELETE", "conversation"),
                ("POST", "feedback"),
            ]
        ),
        st.tuples(st.sampled_from(METHODS[:8]), st.sampled_from(["messages", "history"])),
    ),
    token=st.one_of(
        text_values,
        st.lists(st.text("AZaz09-_=", max_size=30), max_size=5).map(".".join),
        st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()),
    ),
)
def test_any_token_opens_nothing(site: Site, kind: tuple[str, str], token: str) -> None:
    method, path = kind
    sent = {"x-forwarded-for": site.new_address(), "authorization": f"Bearer {token}"}
    sent["content-type"] = "application/json"
    reply = site.send_raw(request_of(method, f"{WIDGET}{path}", sent, b"{}"), timeout=IMPATIENCE)

    judged(site, reply)
    assert reply.status in (None, 204, 400, 401, 405)
    assert reply.status != 204 or method == "OPTIONS"


# ---- Deliveries and wishes of deletion, as Meta signs them ----

META_KEYS = [
    *("object", "entry", "messaging", "standby", "changes", "sender", "recipient", "id", "time"),
    *("timestamp", "message", "mid", "text", "attachments", "quick_reply", "payload", "postback"),
    *("title", "referral", "type", "optin", "is_echo", "is_deleted", "message_edit", "num_edit"),
    *("policy_enforcement", "action", "reason", "pass_thread_control", "new_owner_app_id"),
]
meta_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    text_values,
    st.sampled_from(["page", "10000001", "OPEN_THREAD", 1_795_000_000_000]),
)
meta_values = st.recursive(
    meta_scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(META_KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)
people = st.fixed_dictionaries({"id": st.sampled_from(["10000001", "10000002", MARK])})
events = st.builds(
    lambda event, extra: {**event, **extra},
    st.fixed_dictionaries({"sender": people}),
    st.dictionaries(st.sampled_from(META_KEYS), meta_values, max_size=4),
)
deliveries = st.one_of(
    meta_values,
    st.fixed_dictionaries(
        {
            "object": st.just("page"),
            "entry": st.lists(
                st.dictionaries(
                    st.sampled_from(["messaging", "standby"]), st.lists(events, max_size=3)
                ),
                max_size=2,
            ),
        }
    ),
)


@cases(DELIVERIES)
@given(delivery=deliveries)
def test_any_signed_delivery(site: Site, delivery: Any) -> None:
    reply = site.deliver(json.dumps(delivery).encode())

    judged(site, reply)
    assert reply.status == 200


@cases(BROKEN_DELIVERIES)
@given(
    body=st.one_of(st.binary(max_size=300), json_bodies),
    signed=st.booleans(),
    header=st.one_of(st.none(), header_text),
)
def test_any_other_delivery(site: Site, body: bytes, signed: bool, header: str | None) -> None:
    more = {} if header is None else {"x-hub-signature-256": header}
    reply = site.deliver(body, signed=signed and header is None, **more)

    judged(site, reply)
    assert reply.status in ((200, 400) if signed and header is None else (400, 403))


@cases(SIGNED_REQUESTS)
@given(
    payload=st.one_of(
        st.binary(max_size=100),
        meta_values.map(lambda value: json.dumps(value).encode()),
        st.fixed_dictionaries(
            {
                "algorithm": mostly(st.just("HMAC-SHA256"), st.sampled_from(["none", "x"])),
                "user_id": mostly(st.sampled_from(["10000001", 7, MARK]), meta_scalars),
            }
        ).map(lambda value: json.dumps(value).encode()),
    ),
    signed=mostly(st.just(value=True), st.just(value=False)),
    host=mostly(st.just("clinic.example"), header_text),
)
def test_any_wish_of_deletion(site: Site, payload: bytes, signed: bool, host: str) -> None:
    encoded = base64.urlsafe_b64encode(payload).rstrip(b"=")
    secret = str(site.settings.messenger_app_secret) if signed else MARK
    digest = hmac.new(secret.encode(), encoded, hashlib.sha256).digest()
    form = b"signed_request=" + base64.urlsafe_b64encode(digest).rstrip(b"=") + b"." + encoded

    judged(site, site.send_raw(request_of("POST", DELETION, {"host": host}, form)))
