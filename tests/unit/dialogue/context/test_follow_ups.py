"""What a message follows up is read from its words and from what was said before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mesoguide.dialogue.context.follow_ups import as_meant
from mesoguide.dialogue.context.unknown_uses import names_other_use
from mesoguide.dialogue.gibberish import is_gibberish
from mesoguide.dialogue.own_data.data_questions import (
    asks_if_deleted,
    asks_who_reads,
    wants_all_deleted,
)
from mesoguide.dialogue.rules import load_rules
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import Entity, UnderstoodMessage
from mesoguide.ops.settings import load_settings

RULES = load_rules(load_settings().project_root)


def understood(
    text: str, intent: str = "out_of_scope", *, concern: str = "", act: str = "none"
) -> UnderstoodMessage:
    entities = (Entity("concern", concern, 0, 1),) if concern else ()
    return UnderstoodMessage(text, intent, 0.7, (intent,), act, "", entities)


def meant(message: UnderstoodMessage, **before: Any) -> str:
    return as_meant(TurnState(message, **{"is_first": False, **before}), RULES).message.intent


@pytest.mark.parametrize("text", ["who can see it?", "who reads my messages", "do you sell it"])
def test_who_reads_it_is_about_what_is_stored(text: str) -> None:
    assert asks_who_reads(text)
    assert meant(understood(text, "ask_practitioner")) == "ask_privacy"


@pytest.mark.parametrize("text", ["who can see me today?", "who gives the shots?"])
def test_who_gives_the_shots_is_not(text: str) -> None:
    assert not asks_who_reads(text)


def test_gone_is_about_data_only_where_data_was_spoken_of() -> None:
    assert asks_if_deleted("did you delete it?", was_spoken_of=False)
    assert asks_if_deleted("is it really gone?")
    assert not asks_if_deleted("is it really gone?", was_spoken_of=False)


def test_tell_me_about_a_concern_gives_an_overview_and_no_call() -> None:
    about = understood("tell me about cellulite", "request_human", concern="cellulite")
    assert meant(about) == "ask_uses"


def test_someone_to_tell_me_about_it_is_a_wish_for_a_call() -> None:
    text = "can someone call me to tell me about cellulite"
    assert meant(understood(text, "request_human", concern="cellulite")) == "request_human"


def test_the_hair_one_again_brings_it_back() -> None:
    text = "hmm tell me about the hair one again"
    message = understood(text, "ask_plan_details", concern="hair_loss", act="again")
    assert meant(message) == "ask_clarification"


def test_too_long_and_anything_else_are_about_the_answer_before() -> None:
    after = {"last_reply": "utter_answer_cost", "topic": "cost"}
    assert meant(understood("too long", "goodbye"), **after) == "ask_clarification"
    assert meant(understood("anything else?", "inform"), **after) == "ask_cost"
    assert meant(understood("too long", "goodbye"), last_reply="utter_greet") == "goodbye"


def test_a_call_with_all_details_is_a_wish_for_a_call() -> None:
    text = "callback please, 07700 900 164 Lucy, after the school run"
    assert meant(understood(text)) == "request_human"


def test_to_read_it_again_changes_nothing() -> None:
    state = TurnState(understood("who can see it?", "ask_practitioner"), is_first=False)
    once = as_meant(state, RULES)
    assert as_meant(once, RULES) == once


@pytest.mark.parametrize("text", ["asdfgh jkl", "blorp", "????", "lkjhgf poiuy"])
def test_letters_that_are_no_words_are_gibberish(text: str) -> None:
    assert is_gibberish(understood(text))


@pytest.mark.parametrize("text", ["banana", "Margaret", "celulite", "call 07700 900123"])
def test_words_names_and_numbers_are_not(text: str) -> None:
    assert not is_gibberish(understood(text))


def test_what_was_understood_is_no_gibberish() -> None:
    assert not is_gibberish(replace(understood("xyzzy"), intent="greet"))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("can it treat back pain", True),
        ("does it work for migraine", True),
        ("does it work for men", False),
        ("does it really work", False),
        ("can it help with that", False),
    ],
)
def test_a_use_with_another_name_is_not_what_was_spoken_of(text: str, other: bool) -> None:
    assert names_other_use(understood(text, "ask_uses")) is other


@pytest.mark.parametrize(
    "text", ["u rly did?", "did you really?", "so its all gone now?", "is it done?", "really?"]
)
def test_a_doubt_right_after_a_deletion_is_about_it(text: str) -> None:
    assert asks_if_deleted(text)
    assert not asks_if_deleted(text, was_spoken_of=False)


def test_does_it_work_is_never_about_a_deletion() -> None:
    assert not asks_if_deleted("does it really work?")


@pytest.mark.parametrize("text", ["same for my mother, 67 years?", "what about my mum she is 70"])
def test_somebody_with_an_age_asks_who_can_have_it(text: str) -> None:
    state = as_meant(TurnState(understood(text, "inform"), is_first=False), RULES)

    assert state.message.intent == "ask_eligibility"
    assert state.message.mentioned("condition") == ["age"]


def test_to_forget_one_concern_for_another_begins_with_the_other() -> None:
    message = understood("ok forget hair. lines on my face", "inform", concern="wrinkles")
    message = replace(message, denied=(("concern", "hair_loss"),))

    assert meant(message, topic="side_effects") == "ask_uses"


def test_never_mind_before_a_question_calls_the_form_off() -> None:
    asked = understood("nvm. how much is it", "ask_cost")

    in_form = as_meant(TurnState(asked, active_form="callback_form"), RULES).message
    assert (in_form.act, in_form.intent) == ("cancel", "ask_cost")
    assert as_meant(TurnState(asked, active_form="symptom_form"), RULES).message.act == "none"
    assert as_meant(TurnState(asked), RULES).message.act == "none"


def test_more_than_the_plainest_words_is_not_told_again() -> None:
    wants_more = understood("more details", "ask_clarification", act="unhelpful")
    before = {"topic": "origin", "last_reply": "utter_answer_origin"}

    assert meant(wants_more, **before) == "ask_origin"
    assert meant(wants_more, **before, last_was_simple=True) == "ask_clarification"


def test_a_thing_alone_is_information() -> None:
    botox = replace(understood("botox"), entities=(Entity("alternative", "botox", 0, 5),))

    assert meant(botox) == "inform"


def test_reading_a_message_twice_changes_nothing() -> None:
    messages = [
        understood("no I asked about pain", "deny", act="unhelpful"),
        understood("same for my mum, 70?", "inform"),
        understood("nvm. how much is it", "ask_cost"),
        understood("the second one"),
    ]
    for message in messages:
        once = as_meant(
            TurnState(message, active_form=None, listed_plans=("A-1", "B-2"), is_first=False), RULES
        )
        assert as_meant(once, RULES).message.intent == once.message.intent
        assert as_meant(once, RULES).message.act == once.message.act


def test_the_age_may_stand_before_the_person() -> None:
    assert meant(understood("and for my 80 year old gran?", "inform")) == "ask_eligibility"


def test_an_insult_that_was_not_understood_is_feedback() -> None:
    assert meant(understood("you are an idiot")) == "give_feedback"
    assert meant(understood("you are an angel")) == "out_of_scope"


def test_going_on_is_more_of_the_answer_unless_a_form_was_left() -> None:
    go_on = understood("go on", "affirm", act="resume")
    before = {"topic": "origin", "last_reply": "utter_answer_origin"}

    assert meant(go_on, **before) == "ask_origin"
    assert meant(go_on, **before, stopped_form="callback_form") == "affirm"


@pytest.mark.parametrize(
    ("confidence", "wanted"), [(0.6, "ask_results_onset"), (0.9, "ask_privacy")]
)
def test_a_named_concern_speaks_for_a_question_on_the_treatment(
    confidence: float, wanted: str
) -> None:
    message = replace(
        understood("when does she see it for her hair", "ask_privacy", concern="hair_loss"),
        confidence=confidence,
        runner_up="ask_results_onset",
        runner_up_confidence=0.3,
    )
    assert meant(message) == wanted
    assert meant(replace(message, entities=())) == "ask_privacy"


@pytest.mark.parametrize("text", ["wipe it all and don't ring", "please delete this whole chat"])
def test_everything_is_to_be_deleted(text: str) -> None:
    assert wants_all_deleted(text)


@pytest.mark.parametrize(
    "text", ["forget it", "delete that number, it's old", "don't delete everything", "scrap it all"]
)
def test_one_detail_or_a_request_is_not_everything(text: str) -> None:
    assert not wants_all_deleted(text)


def test_after_is_after_the_birth_where_pregnancy_was_spoken_of() -> None:
    text = "so no. and afterwards?"
    last = "utter_answer_eligibility_pregnancy"
    state = TurnState(understood(text, "ask_aftercare"), is_first=False, last_reply=last)

    found = as_meant(state, RULES).message

    assert (found.intent, found.mentioned("condition")) == ("ask_eligibility", ["breastfeeding"])
    assert meant(understood(text, "ask_aftercare")) == "ask_aftercare"


@pytest.mark.parametrize(
    "text",
    ["what would you choose for me", "pick one for me then", "which plan is best for my mum"],
)
def test_a_choice_for_somebody_is_advice(text: str) -> None:
    assert meant(understood(text)) == "ask_medical_advice"
