"""Two or three words are read by the answer before them, and only by that."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.context.short_questions import short_question
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import Entity, UnderstoodMessage


def after(
    topic: str, reply: str, text: str, intent: str = "out_of_scope", *entities: Entity
) -> TurnState:
    message = UnderstoodMessage(text, intent, 0.5, (intent,), "none", "", entities)
    return TurnState(message, is_first=False, topic=topic, last_reply=reply)


def meaning(state: TurnState) -> str | None:
    meant = short_question(state)
    return meant.intent if meant else None


@pytest.mark.parametrize(
    "text", ["and pilates?", "what about a steam room", "rowing", "my nails?", "or hill walking"]
)
def test_thing_to_do_after_aftercare_is_about_aftercare(text: str) -> None:
    assert meaning(after("aftercare", "utter_plan_aftercare", text)) == "ask_aftercare"
    assert meaning(after("cost", "utter_plan_cost", text)) is None


def test_thing_to_eat_after_preparation_is_about_preparation() -> None:
    state = after("preparation", "utter_answer_preparation", "and coffee?", "inform")

    assert meaning(state) == "ask_preparation"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("and the price?", "out_of_scope"),
        ("and where is the gym?", "ask_cost"),
        ("my son plays in a band and they are loud", "out_of_scope"),
        ("I like football", "out_of_scope"),
    ],
    ids=["a subject", "another question", "a story", "no question"],
)
def test_what_is_no_thing_to_do_is_left_alone(text: str, intent: str) -> None:
    assert meaning(after("aftercare", "utter_answer_aftercare", text, intent)) is None


@pytest.mark.parametrize("text", ["both?", "the two together", "what about both at once"])
def test_both_after_another_treatment_is_having_it_as_well(text: str) -> None:
    state = after("comparison", "utter_answer_comparison_laser", text, "inform")

    meant = short_question(state)

    assert meant is not None
    assert meant.intent == "ask_combination"
    assert meant.mentioned("alternative") == ["laser"]


def test_both_after_the_price_is_not_about_another_treatment() -> None:
    assert meaning(after("cost", "utter_answer_cost", "both?", "inform")) is None


def test_against_the_lotion_compares() -> None:
    medicine = Entity("medication", "minoxidil", 7, 16)
    state = after("uses", "utter_answer_uses_hair_loss", "versus minoxidil", "x", medicine)
    asked = after(
        "uses", "utter_answer_uses_hair_loss", "versus minoxidil", "ask_hair_medication", medicine
    )

    assert meaning(asked) == "ask_comparison"
    assert meaning(state) is None


def test_question_in_a_word_after_what_it_is_for() -> None:
    concern = Entity("concern", "pigmentation", 0, 8)

    assert (
        meaning(after("uses", "", "freckles, how many visits", "inform", concern))
        == "ask_frequency"
    )
    assert meaning(after("uses", "", "freckles, and pain", "inform", concern)) is None


def test_the_other_one_is_the_other_treatment_that_was_named() -> None:
    message = UnderstoodMessage(
        "no the other one i mean", "inform", 0.5, ("inform",), "correct", "", ()
    )
    state = TurnState(
        message,
        is_first=False,
        topic="results_duration",
        last_reply="utter_answer_results_duration",
        other_care="transplant",
    )
    meant = short_question(state)

    assert meant is not None
    assert (meant.intent, meant.mentioned("alternative")) == ("ask_comparison", ["transplant"])
