"""What a turn reads of a long conversation leaves it as the whole of it would."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)

from mesoguide.tracking.compaction import (
    REPLIES_KEPT,
    TURNS_AT_MOST,
    TURNS_KEPT,
    compact,
    latest_session,
    still_holding,
)
from tests.integration.tracking.random_conversations import (
    TURNS,
    TURNS_WITH_STARTS,
    Turn,
    all_events,
    last_turns,
    state,
    tracker,
)

KEPT = 3
LIMITS = {"turns_kept": KEPT, "turns_at_most": 6}
THOROUGHLY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(events: list[Event]) -> list[Event]:
    found = compact(events, **LIMITS)
    return latest_session(events) if found is None else [*found.older, *found.recent]


@given(turns=TURNS)
@THOROUGHLY
def test_state_is_that_of_the_whole_conversation(turns: list[Turn]) -> None:
    events = all_events(turns)

    assert state(tracker(read(events))) == state(tracker(events))


@given(turns=TURNS_WITH_STARTS)
@THOROUGHLY
def test_sessions_and_what_was_taken_back_change_nothing(turns: list[Turn]) -> None:
    session = latest_session(all_events(turns))

    assert state(tracker(read(session))) == state(tracker(session))


@given(turns=TURNS, more=TURNS)
@THOROUGHLY
def test_it_may_be_compacted_again_and_again(turns: list[Turn], more: list[Turn]) -> None:
    events = all_events([*turns, *more])
    early = all_events(turns)
    again = read([*read(events[: len(early)]), *events[len(early) :]])

    assert state(tracker(again)) == state(tracker(events))


@given(turns=TURNS)
@THOROUGHLY
def test_latest_turns_are_as_they_were(turns: list[Turn]) -> None:
    session = latest_session(all_events(turns))

    assert last_turns(read(session), KEPT) == last_turns(session, KEPT)


@given(turns=TURNS)
@THOROUGHLY
def test_policies_see_the_latest_turns_as_they_were(turns: list[Turn]) -> None:
    events = all_events(turns)

    applied, whole = tracker(read(events)).applied_events(), tracker(events).applied_events()

    assert last_turns(applied, 1) == last_turns(whole, 1)


@given(turns=TURNS, extra=st.integers(0, 200))
@settings(max_examples=50, deadline=None)
def test_what_is_read_does_not_grow_with_the_conversation(turns: list[Turn], extra: int) -> None:
    repeated = [turns[number % len(turns)] for number in range(len(turns) + extra)]

    # Three slots, two loops and no loop, nine replies, two rejections, the start, a pause and the
    # message of a loop, then six turns of at most nine events and a session's start.
    assert len(read(all_events(repeated))) <= 19 + 6 * 9 + 3


def user(text: str) -> UserUttered:
    return UserUttered(text, {"name": "greet"})


def bot(name: str, plan: str = "") -> BotUttered:
    return BotUttered("x", metadata={"utter_action": name, "plan_code": plan})


LISTEN = ActionExecuted("action_listen")


def kept(*events: Event) -> list[Any]:
    """What is told apart of the events that still hold."""
    found = still_holding([SessionStarted(), *events])[1:]
    return [getattr(e, "value", None) or getattr(e, "text", None) or e.type_name for e in found]


def test_last_value_of_a_slot_is_kept() -> None:
    assert kept(SlotSet("topic", "a"), SlotSet("topic", "b")) == ["b"]


def test_each_reply_is_kept_once_for_each_plan() -> None:
    said = (bot("utter_plan_cost", "A"), bot("utter_plan_cost", "B"), bot("utter_plan_cost", "A"))

    found = still_holding([SessionStarted(), *said])

    assert [event.metadata["plan_code"] for event in found[1:]] == ["B", "A"]


def test_so_many_different_replies_are_kept_the_latest() -> None:
    said = [bot(f"utter_{number}") for number in range(REPLIES_KEPT + 5)]

    found = still_holding([SessionStarted(), *said, bot("utter_0")])

    names = [event.metadata["utter_action"] for event in found[1:]]
    assert len(names) == REPLIES_KEPT
    assert (names[0], names[-1]) == ("utter_6", "utter_0")


def test_message_that_began_the_running_form_is_kept() -> None:
    assert kept(user("call me"), LISTEN, ActiveLoop("callback_form"), user("Anna")) == [
        "call me",
        "active_loop",
    ]


def test_messages_and_actions_are_left_out() -> None:
    assert kept(user("hello"), ActionExecuted("utter_greet"), LISTEN) == []


def test_short_session_is_read_whole() -> None:
    events = all_events([[]] * TURNS_AT_MOST)

    assert compact(events) is None
    assert compact([*events, *all_events([[]])[3:]]) is not None


def test_latest_turns_begin_at_the_listening_before_a_message() -> None:
    found = compact(all_events([[]] * (TURNS_AT_MOST + 1)))

    assert found is not None
    assert isinstance(found.recent[0], ActionExecuted)
    assert found.recent[0].action_name == "action_listen"
    assert sum(isinstance(event, UserUttered) for event in found.recent) == TURNS_KEPT


@pytest.mark.parametrize("turns_ago", [1, KEPT])
def test_nothing_is_left_out_while_it_may_be_taken_back(turns_ago: int) -> None:
    turns: list[Turn] = [[]] * 10
    turns[-turns_ago] = [("undo",)]

    assert compact(all_events(turns), **LIMITS) is None
