"""Whatever the dialogue looks up in the past, it finds the same in what a turn reads."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from actions.contact_forms import EARLIER_MESSAGES
from actions.conversation import TURNS_BACK, said_by_turn
from actions.earlier_session import form_left_open
from actions.feedback import last_exchange
from actions.plans import spoken_of
from actions.repair import OFFER_PERSON_AT, misses_in_a_row
from actions.turn import PLAN_CODE, Turn
from mesoguide.content.yaml_files import read_yaml
from mesoguide.dialogue.turn_state import turn_state
from mesoguide.ops.settings import PROJECT_ROOT
from mesoguide.tracking import compaction
from mesoguide.tracking.compaction import TURNS_AT_MOST, TURNS_KEPT, compact
from tests.integration.tracking.random_conversations import (
    REPLIES,
    TURNS_OF_OURS,
    all_events,
    written,
)
from tests.integration.tracking.random_conversations import Turn as RandomTurn

Events = list[dict[str, Any]]


def as_turn(events: Events) -> Any:
    """The part of a turn that looks back."""
    return SimpleNamespace(events=events)


LOOKS = {
    "the state of the turn": lambda events: turn_state(reversed(events)),
    "the form that was left open": form_left_open,
    "replies of earlier turns": lambda events: list(said_by_turn(events, TURNS_BACK)),
    "plans that were shown": lambda events: spoken_of(as_turn(events)),
    "what was said before": lambda events: [
        Turn.was_said(as_turn(events), reply, **{PLAN_CODE: plan})
        for reply in REPLIES
        for plan in (None, "HAIR-01", "FACE-01")
    ],
    "misses up to the offer of a person": lambda events: min(
        misses_in_a_row(events), OFFER_PERSON_AT + 1
    ),
    "earlier messages": lambda events: [
        event["text"] for event in events if event["event"] == "user"
    ][-EARLIER_MESSAGES:],
    "last value of a slot": lambda events: next(
        (e["value"] for e in reversed(events) if e["event"] == "slot"), None
    ),
}


@pytest.mark.parametrize("look", LOOKS)
@given(turns=TURNS_OF_OURS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_looking_back_finds_the_same(look: str, turns: list[RandomTurn]) -> None:
    long = [turns[number % len(turns)] for number in range(TURNS_AT_MOST + len(turns))]
    events = all_events(long)
    found = compact(events)
    assert found is not None
    read = written([*found.older, *found.recent])

    assert LOOKS[look](read) == LOOKS[look](written(events))


@pytest.mark.parametrize("answered_turns_ago", range(1, TURNS_KEPT - 1))
def test_exchange_that_a_vote_is_about_is_found(answered_turns_ago: int) -> None:
    turns: list[RandomTurn] = [[] for _ in range(TURNS_AT_MOST + 5)]
    turns[-1 - answered_turns_ago] = [("bot", "utter_greet", None)]
    events = all_events(turns)
    found = compact(events)
    assert found is not None

    assert last_exchange(written([*found.older, *found.recent])) == last_exchange(written(events))


def test_enough_turns_are_kept_for_every_look_back() -> None:
    policies = read_yaml(PROJECT_ROOT / "config.yml")["policies"]
    histories = [policy["max_history"] for policy in policies if policy.get("max_history")]

    assert max(EARLIER_MESSAGES, TURNS_BACK + 2, OFFER_PERSON_AT + 1, *histories) <= TURNS_KEPT


def test_value_that_names_plans_is_the_one_that_actions_set() -> None:
    assert compaction._PLAN_CODE == PLAN_CODE
