"""After a red flag nothing goes on until the person says that they are safe."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.unit.actions.rehearsal import Conversation, names


@pytest.fixture
def alerts(own_file: Path) -> Any:
    def read() -> list[str]:
        with closing(sqlite3.connect(own_file)) as connection:
            return [row[0] for row in connection.execute("SELECT kind FROM safety_alerts")]

    return read


async def test_an_emergency_alerts_staff(own_visitor: Conversation, alerts: Any) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")

    assert alerts() == ["emergency"]


async def test_a_crisis_alerts_staff(own_visitor: Conversation, alerts: Any) -> None:
    replies = await own_visitor.says("express_crisis", "I want to end it")

    assert names(replies) == ["utter_crisis"]
    assert alerts() == ["crisis"]


async def test_an_emergency_stops_a_form(own_visitor: Conversation) -> None:
    await own_visitor.says("request_human", "call me")
    await own_visitor.says("report_emergency", "my tongue is swelling")

    assert own_visitor.tracker.active_loop_name is None


@pytest.mark.parametrize("intent", ["ask_cost", "thank", "affirm", "inform", "greet"])
async def test_anything_else_asks_whether_they_are_safe(
    own_visitor: Conversation, intent: str
) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")

    assert names(await own_visitor.says(intent, "so")) == ["utter_safety_check"]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("I'm safe now", "none"),
        ("we are fine", "none"),
        ("it has all passed", "safe"),
        ("false alarm", "none"),
    ],
)
async def test_saying_that_one_is_safe_goes_on(
    own_visitor: Conversation, text: str, act: str
) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")
    safe = await own_visitor.types(text, act=act)
    later = await own_visitor.says("ask_origin", "who invented it?")

    assert names(safe) == ["utter_safe_now"]
    assert names(later) == ["utter_answer_origin"]


async def test_the_button_says_that_one_is_safe(own_visitor: Conversation) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")

    assert names(await own_visitor.presses("/affirm")) == ["utter_safe_now"]


@pytest.mark.parametrize(
    "text", ["I'm not safe", "I am not ok", "I'm fine but he's not safe", "he says it's fine"]
)
async def test_words_of_safety_that_are_denied_do_not_count(
    own_visitor: Conversation, text: str
) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")

    assert names(await own_visitor.types(text)) != ["utter_safe_now"]


async def test_yes_counts_once_it_was_asked(own_visitor: Conversation) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")
    await own_visitor.says("ask_cost", "what does it cost?")

    assert names(await own_visitor.says("affirm", "yes")) == ["utter_safe_now"]


async def test_no_gets_help_again(own_visitor: Conversation) -> None:
    await own_visitor.says("express_crisis", "I want to end it")
    await own_visitor.says("ask_cost", "what does it cost?")

    assert names(await own_visitor.says("deny", "no")) == ["utter_still_unsafe_crisis"]


async def test_a_second_alarm_is_answered_as_one(own_visitor: Conversation) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")
    replies = await own_visitor.says("express_crisis", "I want to end it")

    assert names(replies) == ["utter_crisis"]


async def test_the_form_is_offered_once_they_are_safe_and_goes_on_at_yes(
    own_visitor: Conversation,
) -> None:
    await own_visitor.says("request_human", "call me")
    await own_visitor.types("Anna Smith")
    await own_visitor.says("report_emergency", "my tongue is swelling")
    safe = await own_visitor.presses("/affirm")
    yes = await own_visitor.presses("/affirm")

    assert names(safe) == ["utter_safe_now", "utter_offer_to_go_on"]
    assert "your call-back request" in safe[-1].text
    assert names(yes) == ["utter_form_resumed", "utter_ask_contact"]


async def test_the_form_that_sorts_a_symptom_is_not_offered_again(
    own_visitor: Conversation,
) -> None:
    await own_visitor.says("report_symptom", "something is wrong with my skin")
    await own_visitor.says("report_emergency", "my tongue is swelling")

    assert names(await own_visitor.presses("/affirm")) == ["utter_safe_now"]


async def test_who_says_that_help_is_coming_is_not_asked_again(own_visitor: Conversation) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")
    replies = await own_visitor.types("ok we rang 111, they are sending someone")

    assert names(replies) == ["utter_help_comes"]
    assert names(await own_visitor.says("ask_cost", "how much is it?")) == ["utter_safety_check"]


async def test_who_denies_to_mean_harm_is_asked_and_not_warned(own_visitor: Conversation) -> None:
    await own_visitor.says("express_crisis", "I can't go on with this hair")
    replies = await own_visitor.types("I'm not going to hurt myself", intent="express_crisis")

    assert names(replies) == ["utter_safety_check_crisis"]


async def test_to_ask_whether_it_is_safe_is_no_all_clear(own_visitor: Conversation) -> None:
    await own_visitor.says("express_crisis", "I want to end it")
    replies = await own_visitor.types("just tell me if it is safe", intent="ask_side_effects")

    assert names(replies) == ["utter_safety_check_crisis"]


async def test_help_is_given_although_the_alert_cannot_be_stored(
    own_visitor: Conversation, sql: Any
) -> None:
    sql("DROP TABLE safety_alerts")

    assert names(await own_visitor.says("report_emergency", "I collapsed")) == ["utter_emergency"]


class TestSymptoms:
    async def test_what_and_since_when_are_asked_at_most(self, own_visitor: Conversation) -> None:
        first = await own_visitor.says("report_symptom", "something is wrong with my skin")
        second = await own_visitor.types("a little bruise")
        last = await own_visitor.types("since yesterday")

        assert names(first) == ["utter_ask_symptom_what"]
        assert names(second) == ["utter_ask_symptom_since"]
        assert names(last) == ["utter_symptom_usual"]

    async def test_what_was_said_is_not_asked_for(self, own_visitor: Conversation) -> None:
        replies = await own_visitor.says("report_symptom", "a little bruise since yesterday")

        assert names(replies) == ["utter_symptom_usual"]

    async def test_what_stays_open_counts_as_the_more_urgent(
        self, own_visitor: Conversation
    ) -> None:
        await own_visitor.says("report_symptom", "a little bruise")

        assert names(await own_visitor.types("no idea")) == ["utter_symptom_today"]

    async def test_an_urgent_sign_is_answered_without_a_question(
        self, own_visitor: Conversation, alerts: Any
    ) -> None:
        replies = await own_visitor.says("report_symptom", "it's sore and I have a fever")

        assert names(replies) == ["utter_symptom_urgent"]
        assert alerts() == ["urgent_symptom"]

    async def test_a_question_in_the_middle_is_answered(self, own_visitor: Conversation) -> None:
        await own_visitor.says("report_symptom", "a little bruise")
        replies = await own_visitor.types("who invented it?", intent="ask_origin")

        assert names(replies) == ["utter_answer_origin", "utter_ask_symptom_since"]

    async def test_a_milder_sign_does_not_take_urgent_advice_back(
        self, own_visitor: Conversation, alerts: Any
    ) -> None:
        await own_visitor.says("report_symptom", "it's sore and I have a fever")
        replies = await own_visitor.says("report_symptom", "I still have a fever since yesterday")

        assert names(replies) == ["utter_advice_stands", "utter_symptom_urgent"]
        assert alerts() == ["urgent_symptom"]

    @pytest.mark.parametrize(
        ("text", "intent", "expected"),
        [
            ("it's warm and bigger now", "out_of_scope", "utter_symptom_today"),
            ("now I have a fever as well", "inform", "utter_symptom_urgent"),
            ("not hot, not sore", "deny", "utter_symptom_usual"),
            ("should I worry?", "ask_medical_advice", "utter_symptom_usual"),
            ("will it go away by itself", "ask_results_duration", "utter_symptom_usual"),
        ],
    )
    async def test_what_is_said_next_is_judged_with_what_was_told(
        self, own_visitor: Conversation, text: str, intent: str, expected: str
    ) -> None:
        await own_visitor.says("report_symptom", "a little bruise since yesterday")
        replies = await own_visitor.types(text, intent=intent)

        assert names(replies)[-1] == expected

    async def test_a_question_of_another_kind_is_not_about_the_symptom(
        self, own_visitor: Conversation
    ) -> None:
        await own_visitor.says("report_symptom", "a little bruise since yesterday")
        replies = await own_visitor.types("can I put cream on a bruise?", intent="ask_aftercare")

        assert names(replies) == ["utter_answer_aftercare"]

    @pytest.mark.parametrize(
        ("symptom", "expected"),
        [
            ("it's sore and I have a fever", "utter_do_not_wait_urgent"),
            ("there is pus since yesterday", "utter_do_not_wait_today"),
        ],
    )
    async def test_a_call_asked_for_afterwards_is_nothing_to_wait_for(
        self, own_visitor: Conversation, symptom: str, expected: str
    ) -> None:
        await own_visitor.says("report_symptom", symptom)
        replies = await own_visitor.says("request_human", "call me")

        assert names(replies)[0] == expected

    async def test_a_bruise_does_not_stand_before_a_call(self, own_visitor: Conversation) -> None:
        await own_visitor.says("report_symptom", "a little bruise since yesterday")
        replies = await own_visitor.says("request_human", "call me")

        assert names(replies)[0] == "utter_callback_start"

    async def test_the_symptom_is_closed_once_somebody_is_safe(
        self, own_visitor: Conversation
    ) -> None:
        await own_visitor.says("report_symptom", "it's sore and I have a fever")
        await own_visitor.says("report_emergency", "my tongue is swelling")
        await own_visitor.presses("/affirm")
        replies = await own_visitor.says("request_human", "call me")

        assert names(replies)[0] == "utter_callback_start"


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("my neighbour is a nurse, she is with me", "utter_help_here"),
        ("can it wait until tomorrow?", "utter_hold_no_wait"),
        ("it's probably nothing", "utter_hold_no_wait"),
        ("can i put ice on it", "utter_hold_medicine"),
        ("ok going hospital thx", "utter_going_to_help"),
        ("can i take an antihistamine", "utter_hold_medicine"),
        ("are you a real person?", "utter_hold_who_is_there"),
        ("what if it comes back?", "utter_hold_comes_back"),
        ("a bit better", "utter_hold_better"),
    ],
)
async def test_what_cannot_wait_is_answered_and_the_hold_stays(
    own_visitor: Conversation, text: str, reply: str
) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")

    assert names(await own_visitor.types(text, act="safe")) == [reply]
    assert names(await own_visitor.says("ask_cost", "how much is it?")) == ["utter_safety_check"]


@pytest.mark.parametrize(
    "text",
    [
        *("the ambulance is here", "paramedics have taken over", "she is in hospital now"),
        *("the doctor saw him, all fine", "he is awake and the crew is with him"),
    ],
)
async def test_professionals_who_have_taken_over_end_the_hold(
    own_visitor: Conversation, text: str
) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")

    released = names(await own_visitor.types(text))

    assert released[0] in ("utter_in_care", "utter_safe_now")
    assert "utter_safety_check" not in names(await own_visitor.says("ask_cost", "how much is it?"))


async def test_who_is_told_of_an_emergency_that_is_over_is_the_clinic(
    own_visitor: Conversation,
) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")
    await own_visitor.types("the paramedics are with me")

    told = await own_visitor.says("ask_sources", "who should I inform at your clinic?")

    assert names(told) == ["utter_tell_the_clinic"]


async def test_an_example_frees_the_chat_with_the_number_kept(own_visitor: Conversation) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")

    freed = await own_visitor.types("that was a test")

    assert names(freed) == ["utter_no_emergency"]
    assert "999" in freed[0].text
