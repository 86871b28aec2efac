"""Plays every scenario that Messenger offers through the clinic's page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversations.messenger_driver import offered_on_messenger, play_all
from tests.conversations.scenario import Scenario, load_scenarios
from tests.messenger.conftest import running_bot

FOLDER = Path(__file__).parent
SCENARIOS = [scenario for scenario in load_scenarios(FOLDER) if offered_on_messenger(scenario)]
#: Most of all scenarios; the others are about forms and plans of one's own.
FEWEST_SCENARIOS = 60

Played = dict[str, AssertionError | None]


@pytest.fixture(scope="module")
def played(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """What is wrong with each scenario: all are played at once, since people do not wait."""
    with running_bot(tmp_path_factory.mktemp("messenger-scenarios"), model) as bot:
        yield play_all(bot, SCENARIOS)


def ids(scenario: Scenario) -> str:
    return str(scenario.path.relative_to(FOLDER).with_suffix(""))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=ids)
def test_conversation_goes_as_written_on_messenger(scenario: Scenario, played: Played) -> None:
    fault = played[scenario.name]
    if fault is not None:
        raise fault


def test_most_scenarios_are_played_on_messenger() -> None:
    assert len(SCENARIOS) >= FEWEST_SCENARIOS
