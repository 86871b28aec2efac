"""Rasa's command line runs with our limit on how long an action may take."""

from __future__ import annotations

import sys
import types
import warnings

import pytest
import rasa.core.actions.action as rasa_actions
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from mesoguide.ops import chat_server


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
    calls: list[str] = []
    rasa_main = types.ModuleType("rasa.__main__")
    monkeypatch.setattr(rasa_main, "main", lambda: calls.append("rasa"), raising=False)
    monkeypatch.setitem(sys.modules, "rasa.__main__", rasa_main)
    monkeypatch.setattr(
        rasa_actions, "DEFAULT_REQUEST_TIMEOUT", rasa_actions.DEFAULT_REQUEST_TIMEOUT
    )
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
