"""The one point of care that a question is about picks its own answer."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.context.care_aspects import care_points, with_care_point
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import UnderstoodMessage


def asked(text: str, intent: str, **before: str) -> TurnState:
    message = UnderstoodMessage(text, intent, 0.9, (intent,), "none", "", ())
    return with_care_point(TurnState(message, is_first=not before, **before))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("can I go to the gym the day after", "exercise"),
        ("when may i swim again", "heat"),
        ("is a sunbed ok afterwards", "sun"),
        ("make up the next morning?", "make_up"),
        ("when can I wash my hair", "washing"),
        ("glass of wine that night?", "alcohol"),
    ],
)
def test_question_of_care_is_answered_for_its_point(text: str, point: str) -> None:
    assert asked(text, "ask_aftercare").message.mentioned("detail") == [point]


def test_return_to_sport_is_a_question_of_care() -> None:
    meant = asked("how soon can I be back at football", "ask_recovery").message

    assert (meant.intent, meant.mentioned("detail")) == ("ask_aftercare", ["exercise"])


def test_several_points_get_the_whole_answer() -> None:
    assert not asked("gym and sauna after?", "ask_aftercare").message.entities


def test_bare_word_leans_on_the_answer_before_it() -> None:
    before = {"topic": "aftercare", "last_reply": "utter_answer_aftercare"}

    assert asked("alcohol", "ask_ingredients", **before).message.intent == "ask_aftercare"
    assert asked("alcohol", "ask_ingredients").message.intent == "ask_ingredients"


def test_bare_word_in_a_form_answers_the_form() -> None:
    before = {"topic": "aftercare", "last_reply": "utter_answer_aftercare"}
    meant = asked("gym", "out_of_scope", active_form="callback_form", **before).message

    assert meant.intent == "out_of_scope"


def test_drink_before_a_visit_is_a_point_of_preparation() -> None:
    meant = asked("can i drink wine the night before", "ask_preparation").message

    assert (meant.intent, meant.mentioned("detail")) == ("ask_preparation", ["alcohol"])


def test_reading_again_changes_nothing() -> None:
    once = asked("can I go to the gym", "ask_aftercare")

    assert with_care_point(once) == once


@pytest.mark.parametrize("text", ["drink of water after?", "run me through it", "what is in it"])
def test_other_words_name_no_point(text: str) -> None:
    assert care_points(text) == ()
