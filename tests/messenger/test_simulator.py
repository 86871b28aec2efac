"""The simulator keeps Meta's rules, remembers, fails on request and delivers as Meta does."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from mesoguide.messenger.graph_api import GraphApi, GraphApiError
from mesoguide.messenger.simulator import GraphSimulator, meta_errors, webhook_events
from mesoguide.ops.settings import load_settings

PERSON = "24681357902468"
WAIT_SECONDS = 5.0


class Webhook:
    """A webhook that records, and acknowledges when it is told to."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.signatures: list[str | None] = []
        self.statuses: list[int] = []
        self.verify_token = "simulated-verify-token"  # noqa: S105 - opens nothing
        self._came = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.url = ""

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(WAIT_SECONDS)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(WAIT_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait_for(self, count: int) -> list[dict[str, Any]]:
        with self._came:
            assert self._came.wait_for(lambda: len(self.bodies) >= count, WAIT_SECONDS)
            return list(self.bodies)

    def events(self, count: int) -> list[dict[str, Any]]:
        bodies = self.wait_for(count)
        return [event for body in bodies for entry in body["entry"] for event in entry["messaging"]]

    async def _open(self) -> None:
        app = web.Application()
        app.router.add_post("/webhook", self._take)
        app.router.add_get("/webhook", self._verify)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/webhook"

    async def _take(self, request: web.Request) -> web.Response:
        content = await request.read()
        with self._came:
            self.bodies.append(json.loads(content))
            self.signatures.append(request.headers.get("X-Hub-Signature-256"))
            self._came.notify_all()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def _verify(self, request: web.Request) -> web.Response:
        if request.query.get("hub.verify_token") != self.verify_token:
            return web.Response(status=403)
        return web.Response(text=request.query["hub.challenge"])


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    running = Webhook()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def graph(webhook: Webhook) -> Iterator[GraphSimulator]:
    with GraphSimulator(webhook_url=webhook.url, echoes=False) as running:
        yield running


async def send(graph: GraphSimulator, text: str = "Hello.", metadata: str = "row-1") -> str:
    async with GraphApi.from_settings(
        load_settings(graph.environment()), timeout_seconds=2.0
    ) as api:
        return await api.send_message(PERSON, {"text": text}, metadata=metadata)


def call(graph: GraphSimulator, path: str, values: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Makes a call as curl would, and returns its status and answer."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{graph.url}{path}",
        data=json.dumps(values).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


# ---- As a Graph API ----


async def test_what_was_taken_survives_a_restart(graph: GraphSimulator) -> None:
    await send(graph, metadata="1")
    port = graph.port

    graph.restart()
    await send(graph, metadata="2")

    assert graph.port == port
    assert [each.metadata for each in graph.received(PERSON)] == ["1", "2"]


async def test_what_was_taken_survives_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "graph.json"
    with GraphSimulator(state_file=file) as first:
        await send(first)

    assert [each.text for each in GraphSimulator(state_file=file).received(PERSON)] == ["Hello."]


def test_error_has_the_form_of_meta(graph: GraphSimulator) -> None:
    status, answer = call(graph, "/v25.0/me/messages", {"access_token": "wrong"})

    assert status == 401
    assert set(answer) == {"error"}
    assert set(answer["error"]) == {"message", "type", "code", "fbtrace_id"}
    assert (answer["error"]["code"], answer["error"]["type"]) == (190, "OAuthException")


@pytest.mark.parametrize("path", ["/v25.0/me/nothing", "/v25.0/1/messages", "/v25.0/"])
def test_unknown_address_is_refused_as_meta_does(graph: GraphSimulator, path: str) -> None:
    status, answer = call(graph, path, {})

    assert (status, answer["error"]["code"]) == (400, 2500)


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": None},
        {"recipient": {"id": 24681357902468}},
        {"recipient": {"id": "somebody"}},
        {"recipient": {"id": PERSON, "phone_number": "1"}},
        {"messaging_type": None},
        {"messaging_type": "MESSAGE_TAG"},
        {"message": None},
        {"message": {"text": "x" * 2001}},
        {"sender_action": "typing_on"},
        {"notification": "x"},
    ],
    ids=lambda change: str(change)[:30],
)
def test_call_that_is_not_as_documented_is_refused(
    graph: GraphSimulator, change: dict[str, Any]
) -> None:
    values: dict[str, Any] = {
        "recipient": {"id": PERSON},
        "messaging_type": "RESPONSE",
        "message": {"text": "Hello."},
        **change,
    }

    status, answer = call(graph, "/v25.0/me/messages", {**values, **credentials(graph)})

    assert (status, answer["error"]["code"]) == (400, 100)
    assert graph.received() == []


def test_sender_action_that_does_not_exist_is_refused(graph: GraphSimulator) -> None:
    values = {"recipient": {"id": PERSON}, "sender_action": "dance", **credentials(graph)}

    assert call(graph, "/v25.0/me/messages", values)[0] == 400


def test_token_in_an_address_is_counted(graph: GraphSimulator) -> None:
    token = credentials(graph)["access_token"]

    call(graph, f"/v25.0/me/messages?access_token={token}", {})

    assert graph.tokens_in_addresses == 1


async def test_people_who_did_not_write_cannot_be_written_to(webhook: Webhook) -> None:
    with GraphSimulator(webhook_url=webhook.url, window=True) as graph:
        with pytest.raises(GraphApiError) as refused:
            await send(graph)
        graph.deliver(webhook_events.text(PERSON, "hello"))

        await send(graph)

    assert refused.value.subcode == meta_errors.NO_SUCH_PERSON.subcode


async def test_messages_a_second_can_be_limited(graph: GraphSimulator) -> None:
    graph.faults.calls_per_second = 1
    await send(graph)

    with pytest.raises(GraphApiError) as refused:
        await send(graph)

    assert refused.value.kind == "rate_limited"


async def test_profile_takes_ten_calls_in_ten_minutes(graph: GraphSimulator) -> None:
    async with GraphApi.from_settings(load_settings(graph.environment())) as api:
        for _ in range(10):
            await api.get_profile(["greeting"])
        with pytest.raises(GraphApiError) as refused:
            await api.get_profile(["greeting"])

    assert refused.value.kind == "rate_limited"


async def test_fault_is_used_up_and_can_be_taken_back(graph: GraphSimulator) -> None:
    graph.faults.fail_next(5)
    with pytest.raises(GraphApiError):
        await send(graph)

    graph.faults.clear()
    await send(graph)

    assert len(graph.received(PERSON)) == 1


async def test_waiting_for_a_message_says_how_many_came(graph: GraphSimulator) -> None:
    await send(graph)

    assert len(graph.wait_for(PERSON, 1)) == 1
    with pytest.raises(TimeoutError, match=r"^1 of 2 messages came"):
        graph.wait_for(PERSON, 2, timeout_seconds=0.05)


# ---- As the sender of webhooks ----


def test_delivery_is_signed_over_its_bytes(graph: GraphSimulator, webhook: Webhook) -> None:
    body = webhook_events.body(webhook_events.text(PERSON, "does it hurt?"))

    answer = graph.deliver_body(body)

    secret = graph.environment()["MESSENGER_APP_SECRET"]
    assert (answer.status, answer.taken) == (200, True)
    assert webhook.signatures == [webhook_events.signature(body, secret)]
    assert webhook.bodies == [json.loads(body)]


def test_signature_can_be_wrong_or_missing(graph: GraphSimulator, webhook: Webhook) -> None:
    body = webhook_events.body(webhook_events.read(PERSON))

    graph.deliver_body(body, signature="sha256=0")
    graph.deliver_body(body, signed=False)

    assert webhook.signatures == ["sha256=0", None]


def test_delivery_is_repeated_until_it_is_taken(graph: GraphSimulator, webhook: Webhook) -> None:
    webhook.statuses = [500, 503]

    answer = graph.deliver_until_taken(webhook_events.text(PERSON, "hello", mid="m_1"))

    assert answer.taken
    assert [event["message"]["mid"] for event in webhook.events(3)] == ["m_1"] * 3


def test_webhook_that_is_away_is_no_crash(graph: GraphSimulator) -> None:
    graph.webhook_url = "http://127.0.0.1:9/webhook"

    assert graph.deliver(webhook_events.read(PERSON)).status == 0


def test_first_call_brings_the_challenge_back(graph: GraphSimulator) -> None:
    assert graph.verify_webhook() == "1158201444"
    assert graph.verify_webhook(verify_token="another") is None  # noqa: S106


async def test_page_hears_of_its_own_message(graph: GraphSimulator, webhook: Webhook) -> None:
    graph.echoes = True

    message_id = await send(graph, "Hello.", metadata="row-7")

    (event,) = webhook.events(1)
    assert event["sender"] == {"id": webhook_events.PAGE_ID}
    assert event["recipient"] == {"id": PERSON}
    assert event["message"] == {
        "mid": message_id,
        "is_echo": True,
        "app_id": webhook_events.APP_ID,
        "metadata": "row-7",
        "text": "Hello.",
    }


async def test_page_hears_of_a_message_whose_answer_got_lost(
    graph: GraphSimulator, webhook: Webhook
) -> None:
    graph.echoes = True
    graph.faults.lose_answers(1)

    with pytest.raises(GraphApiError):
        await send(graph, metadata="row-8")

    (event,) = webhook.events(1)
    assert event["message"]["metadata"] == "row-8"


async def test_page_hears_nothing_of_a_message_that_got_lost(
    graph: GraphSimulator, webhook: Webhook
) -> None:
    graph.echoes = True
    graph.faults.lose_requests(1)
    with pytest.raises(GraphApiError):
        await send(graph, metadata="lost")

    await send(graph, metadata="taken")

    assert [event["message"]["metadata"] for event in webhook.events(1)] == ["taken"]


async def test_page_hears_that_its_message_was_read(
    graph: GraphSimulator, webhook: Webhook
) -> None:
    graph.receipts = True

    message_id = await send(graph)

    delivered, read = webhook.events(1)
    assert delivered["delivery"]["mids"] == [message_id]
    assert "watermark" in read["read"]


def credentials(graph: GraphSimulator) -> dict[str, str]:
    """Returns token and proof, worked out apart from the code under test."""
    environment = graph.environment()
    token, secret = environment["MESSENGER_PAGE_TOKEN"], environment["MESSENGER_APP_SECRET"]
    proof = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    return {"access_token": token, "appsecret_proof": proof}
