"""A turn is read as of the visitor's message, also in the middle of it."""

from __future__ import annotations

from typing import Any

from mesoguide.dialogue.turn_state import turn_state


def user(text: str = "hi", **parse_data: Any) -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": parse_data}


def bot(name: str, **metadata: Any) -> dict[str, Any]:
    return {"event": "bot", "metadata": {"utter_action": name, "metadata": metadata}}


def action(name: str) -> dict[str, Any]:
    return {"event": "action", "name": name}


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


def form(name: str | None) -> dict[str, Any]:
    return {"event": "active_loop", "name": name}


START = {"event": "session_started"}


def test_nothing_was_said_yet() -> None:
    assert turn_state(reversed([START, action("action_listen")])) is None


def test_first_message_is_the_first() -> None:
    state = turn_state(reversed([START, user()]))

    assert state
    assert state.is_first


def test_message_of_a_later_session_is_not_the_first() -> None:
    state = turn_state(reversed([START, user(), bot("utter_greet"), START, user()]))

    assert state
    assert not state.is_first


def test_what_an_action_changes_is_seen_in_the_next_turn_only() -> None:
    events = [
        *(START, user(), action("callback_form"), form("callback_form")),
        *(slot("requested_slot", "contact"), slot("safety_hold", None)),
    ]

    during = turn_state(reversed(events))
    after = turn_state(reversed([*events, action("action_listen"), user()]))

    assert during
    assert during.active_form is None
    assert during.done == ("callback_form",)
    assert after
    assert (after.active_form, after.requested_slot) == ("callback_form", "contact")
    assert after.done == ()


def test_a_form_that_ended_is_not_running() -> None:
    state = turn_state(reversed([START, form("callback_form"), form(None), user()]))

    assert state
    assert state.active_form is None


def test_an_earlier_session_leaves_nothing() -> None:
    offered = bot("utter_x", if_yes="y")
    before = [START, slot("safety_hold", "crisis"), form("callback_form"), offered]

    state = turn_state(reversed([*before, START, user()]))

    assert state
    assert (state.safety_hold, state.active_form, state.if_yes) == (None, None, None)


def test_topic_is_the_one_before_the_message() -> None:
    events = [START, slot("topic", "frequency"), user("and cellulite?"), slot("topic", "uses")]

    state = turn_state(reversed(events))

    assert state
    assert state.topic == "frequency"


def test_yes_and_no_mean_what_the_last_reply_offers() -> None:
    events = [START, bot("utter_offer_person", if_yes="request_human", if_no="deny"), user("yes")]

    state = turn_state(reversed(events))

    assert state
    assert (state.last_reply, state.if_yes) == ("utter_offer_person", "request_human")
    assert state.if_no == "deny"


def test_an_offer_lapses_with_the_next_reply() -> None:
    events = [bot("utter_offer_person", if_yes="request_human"), bot("utter_thank"), user("yes")]

    state = turn_state(reversed([START, *events]))

    assert state
    assert state.if_yes is None


def test_red_flag_overrides_the_questions_of_the_message() -> None:
    parsed = {"intent": {"name": "report_emergency"}, "questions": ["ask_cost", "ask_uses"]}

    state = turn_state(reversed([START, user("x", **parsed)]))

    assert state
    assert state.message.questions == ("report_emergency",)


def test_it_is_counted_how_long_ago_advice_on_a_symptom_was_given() -> None:
    events = [START, user(), bot("utter_symptom_usual"), slot("symptom_what", ["mild"]), user()]
    state = turn_state(reversed([*events, bot("utter_answer_origin"), user()]))

    assert state
    assert state.symptom_what == ("mild",)
    assert state.turns_since_symptom == 2
