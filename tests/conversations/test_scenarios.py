"""Plays every scenario file through a running server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.running_bot import RunningBot
from tests.conversations.scenario import Scenario, load_scenarios

FOLDER = Path(__file__).parent


def ids(scenario: Scenario) -> str:
    return str(scenario.path.relative_to(FOLDER).with_suffix(""))


@pytest.mark.parametrize("scenario", load_scenarios(FOLDER), ids=ids)
def test_conversation_goes_as_written(scenario: Scenario, bot: RunningBot) -> None:
    bot.conversation().play(scenario)
