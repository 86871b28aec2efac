"""The action server has every action, and keeps conversations to itself when it fails."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic

from actions.conversation import ActionGreet
from actions.turn import Turn
from mesoguide.content.project import read_yaml
from mesoguide.ops import action_server
from mesoguide.ops.action_token import HEADER, action_token, header_value
from mesoguide.ops.settings import PROJECT_ROOT, load_settings

PATIENT_TEXT = "my secret rash"
CALL = {
    "next_action": "action_greet",
    "version": "3.6.21",
    "domain": {"responses": {"utter_greet": [{"text": "Hello."}]}},
    "tracker": {
        "sender_id": "visitor",
        "slots": {},
        "latest_message": {"text": PATIENT_TEXT, "intent": {"name": "greet"}, "entities": []},
        "events": [{"event": "user", "text": PATIENT_TEXT}],
    },
}

Ask = Callable[..., Any]


@pytest.fixture
async def ask(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ask]:
    """Sends requests to the running application; gives back status, text and headers."""
    monkeypatch.setattr(Sanic, "test_mode", True)  # several applications of one name
    monkeypatch.setenv("MESOGUIDE_SECRET_KEY", "f3a91c07d2be4865a07e19c3b8d4526f")
    token = {HEADER: header_value(action_token(load_settings()))}
    server = await action_server.build_app().create_server(
        action_server.HOST, 0, return_asyncio_server=True, access_log=False
    )
    await server.startup()
    port = server.server.sockets[0].getsockname()[1]
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=token) as session:

        async def request(method: str, path: str, **options: Any) -> tuple[int, str, Any]:
            async with session.request(method, path, **options) as answer:
                return answer.status, await answer.text(), answer.headers

        yield request
    server.close()
    await server.wait_closed()


async def test_health_is_told(ask: Ask) -> None:
    assert (await ask("GET", "/health"))[0] == 200


async def test_every_action_of_the_domain_is_listed(ask: Ask) -> None:
    _, text, _ = await ask("GET", "/actions")

    listed = [entry["name"] for entry in json.loads(text)]
    assert sorted(listed) == sorted(read_yaml(PROJECT_ROOT / "domain.yml")["actions"])


async def test_action_is_run(ask: Ask) -> None:
    status, text, _ = await ask("POST", "/webhook", json=CALL)

    assert status == 200
    assert [message["response"] for message in json.loads(text)["responses"]] == ["utter_greet"]


async def test_replies_need_not_be_sent_with_the_call(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look(self: ActionGreet, turn: Turn) -> list[object]:
        found.append(turn.has_response("utter_emergency"))
        return []

    found: list[bool] = []
    monkeypatch.setattr(ActionGreet, "answer", look)

    await ask("POST", "/webhook", json={k: v for k, v in CALL.items() if k != "domain"})

    assert found == [True]


def test_replies_are_those_that_rasa_would_send() -> None:
    ours = read_yaml(PROJECT_ROOT / "domain.yml")["responses"]

    theirs = Domain.load(str(PROJECT_ROOT / "domain.yml")).as_dict()["responses"]

    assert ours == theirs


def test_rasa_is_told_not_to_send_the_domain() -> None:
    endpoints = read_yaml(PROJECT_ROOT / "endpoints.yml")
    action = RemoteAction("action_greet", EndpointConfig.from_dict(endpoints["action_endpoint"]))

    call = action._action_call_format(DialogueStateTracker("me", []), Domain.empty())

    assert "domain" not in call


async def test_fault_in_an_action_is_an_apology(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(self: ActionGreet, turn: Turn) -> list[object]:
        raise RuntimeError(PATIENT_TEXT)

    monkeypatch.setattr(ActionGreet, "answer", broken)

    status, text, _ = await ask("POST", "/webhook", json=CALL)

    assert status == 200
    assert "utter_service_problem" in text
    assert PATIENT_TEXT not in text


BROKEN_CALL = {"next_action": "action_greet", "sender_id": PATIENT_TEXT}


async def test_fault_of_the_server_returns_its_class_and_nothing_else(ask: Ask) -> None:
    status, text, _ = await ask("POST", "/webhook", json=BROKEN_CALL)

    assert (status, json.loads(text)) == (500, {"error": "KeyError"})


async def test_fault_of_the_server_is_logged_without_the_conversation(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await ask("POST", "/webhook", json=BROKEN_CALL)

    assert "/webhook failed: KeyError" in caplog.text
    assert PATIENT_TEXT not in caplog.text


async def test_body_that_is_no_json_is_not_sent_back(ask: Ask) -> None:
    _, text, _ = await ask("POST", "/webhook", data=PATIENT_TEXT)

    assert list(json.loads(text)) == ["error"]
    assert PATIENT_TEXT not in text


async def test_unknown_action_is_named_to_the_chat_server(ask: Ask) -> None:
    status, text, _ = await ask("POST", "/webhook", json={**CALL, "next_action": "action_x"})

    assert (status, json.loads(text)["action_name"]) == (404, "action_x")


async def test_web_pages_of_others_are_not_let_in(ask: Ask) -> None:
    _, _, headers = await ask("GET", "/health", headers={"Origin": "https://example.org"})

    assert "Access-Control-Allow-Origin" not in headers


def test_server_listens_on_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(Sanic, "test_mode", True)
    monkeypatch.setattr(Sanic, "run", lambda self, *args, **options: asked.append(args))
    monkeypatch.setattr("sys.argv", ["action_server", "--port", "6066"])

    action_server.main()

    assert asked == [("127.0.0.1", 6066)]
