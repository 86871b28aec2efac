"""Plays every scenario file through running servers, on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.running_bot import RunningBot
from tests.conversations.scenario import Scenario, load_scenarios

FOLDER = Path(__file__).parent
SCENARIOS = load_scenarios(FOLDER)
#: What the issue of the conversation asks for.
FEWEST_SCENARIOS = 90


def ids(scenario: Scenario) -> str:
    return str(scenario.path.relative_to(FOLDER).with_suffix(""))


@pytest.mark.parametrize("scenario", [s for s in SCENARIOS if not s.needs_own_bot], ids=ids)
def test_conversation_goes_as_written(scenario: Scenario, bot: RunningBot) -> None:
    bot.play(scenario)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=ids)
def test_conversation_goes_as_written_on_postgresql(
    scenario: Scenario, postgres_bot: RunningBot
) -> None:
    postgres_bot.play(scenario)


def test_there_are_enough_scenarios() -> None:
    assert len(SCENARIOS) >= FEWEST_SCENARIOS
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)
