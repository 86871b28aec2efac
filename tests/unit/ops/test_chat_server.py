"""Rasa's command line runs with our limit on how long an action may take."""

from __future__ import annotations

import sys
import types
import warnings

import pytest
import rasa
import rasa.core.actions.action as rasa_actions
import rasa.core.agent as rasa_agent
import rasa.core.processor as rasa_processor
import rasa.core.run as rasa_run
import rasa.server as rasa_server
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

from mesoguide.ops import chat_server, json_logs
from tests.unit.rasa_patches.kept_rasa import keep_rasa


class ActionEndpoint:
    """Stands at the network's edge and records how Rasa calls the action server."""

    def __init__(self) -> None:
        self.timeouts: list[object] = []
        self.kwargs: dict[str, object] = {}
        self.url = "http://127.0.0.1:5055/webhook"

    async def request(self, **options: object) -> dict[str, list[object]]:
        self.timeouts.append(options["timeout"])
        return {"events": [], "responses": []}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Runs `main` with a command line in place of Rasa's that only notes its call."""
    keep_rasa(monkeypatch)
    calls: list[str] = []
    rasa_main = types.ModuleType("rasa.__main__")
    monkeypatch.setattr(rasa_main, "main", lambda: calls.append("rasa"), raising=False)
    monkeypatch.setitem(sys.modules, "rasa.__main__", rasa_main)
    monkeypatch.setattr(rasa, "__main__", rasa_main, raising=False)
    monkeypatch.setattr(rasa_agent, "MessageProcessor", rasa_agent.MessageProcessor)
    monkeypatch.setattr(rasa_processor, "DaskGraphRunner", rasa_processor.DaskGraphRunner)
    # The logs of the tests themselves stay as they are.
    for name in ("configure", "take_over_hooks"):
        monkeypatch.setattr(json_logs, name, lambda *_, **__: None)
    monkeypatch.setattr(
        rasa_actions, "DEFAULT_REQUEST_TIMEOUT", rasa_actions.DEFAULT_REQUEST_TIMEOUT
    )
    for name in ("add_root_route", "configure_cors"):
        monkeypatch.setattr(rasa_server, name, getattr(rasa_server, name))
    monkeypatch.delenv("SANIC_REQUEST_MAX_SIZE", raising=False)
    with warnings.catch_warnings():
        chat_server.main()
    return calls


def test_rasa_takes_over(started: list[str]) -> None:
    assert started == ["rasa"]


async def test_action_that_hangs_is_given_up_soon(started: list[str]) -> None:
    endpoint = ActionEndpoint()
    action = rasa_actions.RemoteAction("action_greet", endpoint)

    await action.run(
        CollectingOutputChannel(),
        TemplatedNaturalLanguageGenerator({}),
        DialogueStateTracker("visitor", []),
        Domain.empty(),
    )

    assert endpoint.timeouts == [chat_server.ACTION_TIMEOUT_SECONDS]


@pytest.fixture
def app(started: list[str], monkeypatch: pytest.MonkeyPatch) -> Sanic:
    """Rasa's server without any channel."""
    # Else a process may have only one server of a name.
    monkeypatch.setattr(Sanic, "test_mode", True)
    return rasa_run.configure_app(enable_api=False, cors="*")


def test_bare_address_is_ours_and_not_rasas(app: Sanic) -> None:
    assert {f"/{route.path}": route.handler.__name__ for route in app.router.routes} == {
        "/": "start_page",
        "/favicon.ico": "no_icon",
        "/health": "health",
        "/ready": "ready",
    }


def test_preflights_are_left_to_the_channels(app: Sanic) -> None:
    assert not hasattr(app.ctx, "sanic_cors")


def test_server_takes_no_huge_requests(app: Sanic) -> None:
    assert app.config.REQUEST_MAX_SIZE == chat_server.LARGEST_REQUEST
