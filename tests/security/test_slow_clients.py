"""Who sends slowly, or nothing, is cut in time, and keeps nobody else waiting."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import psutil
import pytest

from mesoguide.ops import connection_limits
from mesoguide.ops.connection_limits import BODY_SECONDS, HEAD_SECONDS, MOST_CONNECTIONS
from mesoguide.ops.strict_http import LARGE_BODY, MOST_LARGE_BODIES
from tests.security.site import MESSENGER, WIDGET, Site, is_closed_within, read_reply, request_of

#: Sanic looks at the clock every half of its shortest limit; the rest is for a loaded machine.
SLACK_SECONDS = HEAD_SECONDS / 2 + 4
#: An answer takes 35 ms on a free machine.
SOON_SECONDS = 3.0
HOST = {"host": "x"}
SMALL = {**HOST, "content-type": "application/json"}


@dataclass
class Outcome:
    """What came of a slow client."""

    status: int | None
    seconds: float


def trickle(site: Site, start: bytes, *, step: bytes = b"a", limit: float) -> Outcome:
    """Send a beginning and then a byte a second, until the server has had enough."""
    began = time.monotonic()
    with site.connect() as connection:
        connection.sendall(start)
        connection.settimeout(1.0)
        while time.monotonic() - began < limit:
            try:
                if step:
                    connection.sendall(step)
                if connection.recv(1, socket.MSG_PEEK):
                    status = read_reply(connection).status
                    if is_closed_within(connection, limit - (time.monotonic() - began)):
                        return Outcome(status, time.monotonic() - began)
                return Outcome(None, time.monotonic() - began)
            except TimeoutError:
                continue
            except ConnectionError:
                return Outcome(None, time.monotonic() - began)
    return Outcome(None, limit)


SLOW: dict[str, tuple[Callable[[], bytes], bytes, float, int | None]] = {
    "nothing at all": (lambda: b"", b"", HEAD_SECONDS, None),
    "half a head, then nothing": (
        lambda: b"GET / HTTP/1.1\r\nHost: x\r\n",
        b"",
        HEAD_SECONDS,
        408,
    ),
    "a head byte by byte": (
        lambda: b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"a",
        HEAD_SECONDS,
        408,
    ),
    "a body byte by byte": (
        lambda: request_of("POST", f"{WIDGET}session", {**SMALL, "content-length": "4000"}),
        b" ",
        BODY_SECONDS,
        408,
    ),
    "a body in tiny chunks": (
        lambda: request_of("POST", f"{WIDGET}session", {**SMALL, "transfer-encoding": "chunked"}),
        b"1\r\n \r\n",
        BODY_SECONDS,
        408,
    ),
    "a delivery byte by byte": (
        lambda: request_of("POST", MESSENGER, {**HOST, "content-length": "60000"}),
        b" ",
        BODY_SECONDS,
        408,
    ),
    "a body that nobody reads": (
        lambda: request_of("GET", f"{WIDGET}health", {**HOST, "content-length": "4000"}),
        b" ",
        BODY_SECONDS,
        200,
    ),
    "a body for no route": (
        lambda: request_of("POST", "/nothing", {**HOST, "content-length": "4000"}),
        b" ",
        BODY_SECONDS,
        404,
    ),
}


@pytest.fixture(scope="module")
def outcomes(site: Site) -> dict[str, Outcome]:
    """What came of all slow clients, who come at once, since each one takes its time."""
    with ThreadPoolExecutor(len(SLOW)) as pool:
        running = {
            name: pool.submit(trickle, site, start(), step=step, limit=seconds + SLACK_SECONDS)
            for name, (start, step, seconds, _) in SLOW.items()
        }
        return {name: each.result() for name, each in running.items()}


@pytest.mark.parametrize("name", SLOW)
def test_slow_client_is_cut(outcomes: dict[str, Outcome], name: str) -> None:
    _, _, seconds, status = SLOW[name]

    assert outcomes[name].seconds < seconds + SLACK_SECONDS
    assert outcomes[name].status == status


def test_slow_clients_do_not_fill_the_log(site: Site, outcomes: dict[str, Outcome]) -> None:
    assert "connection_task" not in site.logs()
    assert "RequestTimeout" not in site.logs()


@pytest.fixture
def crowd() -> Iterator[ExitStack]:
    """Holds connections for a test."""
    connection_limits.raised_handle_limit()
    with ExitStack() as stack:
        yield stack


def seconds_to_answer(site: Site) -> float:
    """Have a new visitor ask something; return how long it took."""
    began = time.monotonic()
    assert site.visitor().say("does it hurt?").messages
    return time.monotonic() - began


def test_visitor_is_answered_beside_two_hundred_idle_connections(
    site: Site, crowd: ExitStack
) -> None:
    for _ in range(200):
        crowd.enter_context(site.connect())

    assert seconds_to_answer(site) < SOON_SECONDS


def test_visitor_is_answered_beside_more_connections_than_the_server_takes(
    site: Site, crowd: ExitStack
) -> None:
    for number in range(MOST_CONNECTIONS + 100):
        connection = crowd.enter_context(site.connect())
        # Idle ones, ones in the middle of a head, and ones in the middle of a body.
        connection.sendall(
            (
                b"",
                b"GET / HTTP/1.1\r\nX-Half: ",
                request_of("POST", f"{WIDGET}session", {**SMALL, "content-length": "10"}),
            )[number % 3]
        )

    assert seconds_to_answer(site) < SOON_SECONDS
    assert open_connections(site) <= MOST_CONNECTIONS


def test_conversation_goes_on_while_others_push_in(site: Site, crowd: ExitStack) -> None:
    token = site.visitor().begin()
    body = json.dumps({"id": "in-the-middle-1", "text": "does it hurt?"}).encode()
    headers = {**SMALL, "authorization": f"Bearer {token}"}
    asking = crowd.enter_context(site.connect())
    asking.sendall(request_of("POST", f"{WIDGET}messages", headers, body))
    for _ in range(MOST_CONNECTIONS + 50):
        crowd.enter_context(site.connect())

    reply = read_reply(asking)

    assert reply.status == 200
    assert reply.body.endswith(b'{"type":"end"}\n')


def open_connections(site: Site) -> int:
    """Count the connections that the chat server holds."""
    assert site.chat.process is not None
    held = psutil.Process(site.chat.process.pid).net_connections(kind="inet")
    mine = site.settings.port
    return sum(each.status == psutil.CONN_ESTABLISHED and each.laddr.port == mine for each in held)


def test_few_large_bodies_are_received_at_once(site: Site, crowd: ExitStack) -> None:
    large = request_of("POST", MESSENGER, {**HOST, "content-length": str(LARGE_BODY + 1)})
    for _ in range(MOST_LARGE_BODIES):
        crowd.enter_context(site.connect()).sendall(large)
    time.sleep(0.5)
    refused = crowd.enter_context(site.connect())
    refused.sendall(large)
    reply = read_reply(refused)

    assert reply.status == 503
    assert int(reply.headers["retry-after"]) > 0
    # An ordinary delivery is taken all the same.
    assert site.deliver(b'{"object": "page", "entry": []}').status == 200


def test_room_for_large_bodies_is_given_back(site: Site) -> None:
    padding = b" " * LARGE_BODY
    for _ in range(MOST_LARGE_BODIES + 4):
        assert site.deliver(b'{"object": "page", "entry": []}' + padding).status == 200
