"""A visitor talks to a real bot through the widget's interface."""

from __future__ import annotations

import uuid

from tests.channels.conftest import WidgetBot
from tests.channels.widget_client import WidgetClient

ORIGIN = "who invented mesotherapy?"
FREQUENCY = "How many sessions for hair loss?"
SECRET = "my ferret Bartholomew ate the zanzibarquux, does mesotherapy hurt?"  # noqa: S105


def test_health_is_told_to_anybody(visitor: WidgetClient) -> None:
    assert visitor.request("GET", "health").json == {"status": "ok"}


def test_bare_address_leads_to_the_chat(visitor: WidgetClient) -> None:
    answer = visitor.request("GET", "/")

    assert (answer.status, answer.headers["location"]) == (302, "/webhooks/widget/demo")


def test_browser_that_asks_for_an_icon_meets_no_error(visitor: WidgetClient) -> None:
    assert visitor.request("GET", "/favicon.ico").status == 204


def test_configuration_needs_no_session(visitor: WidgetClient) -> None:
    answer = visitor.request("GET", "config?lang=en-GB")

    assert answer.status == 200
    assert answer.json["limits"] == {"message_characters": 1000}
    assert answer.headers["cache-control"] == "public, max-age=300"


def test_session_is_a_token_with_its_end(visitor: WidgetClient) -> None:
    answer = visitor.request("POST", "session", {})

    assert answer.status == 201
    assert set(answer.json) == {"token", "expires_at"}
    assert answer.json["expires_at"].endswith("Z")


def test_session_alone_stores_nothing(bot: WidgetBot, visitor: WidgetClient) -> None:
    before = bot.stored_rows("events")
    visitor.begin()
    visitor.history()

    assert bot.stored_rows("events") == before


def test_question_is_answered_from_the_reviewed_content(visitor: WidgetClient) -> None:
    (message,) = visitor.say(ORIGIN).answers

    assert "Pistor" in message["text"]
    assert message["sources"]
    assert message["answer_id"]
    assert message["urgent"] is False
    assert all(set(button) == {"title", "payload"} for button in message["buttons"])


def test_answer_is_streamed_as_lines_of_json(visitor: WidgetClient) -> None:
    answer = visitor.say(ORIGIN)

    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.body.endswith(b'{"type":"end"}\n')


def test_answer_about_a_plan_names_the_plans_sources(visitor: WidgetClient) -> None:
    message = visitor.say(FREQUENCY).answers[0]

    assert "3 to 4" in message["text"]
    assert message["sources"]


def test_whole_plan_comes_with_a_card(visitor: WidgetClient) -> None:
    messages = visitor.say("Tell me all about the plan for hair loss").messages

    (card,) = [message["plan"] for message in messages if message["plan"]]
    assert ["Visits", "3 to 4"] in card["rows"]
    # Nobody has approved the demo's plans, and the card says so before any number.
    assert card["rows"][0][0] == "Please note"


def test_emergency_is_marked_as_urgent(visitor: WidgetClient) -> None:
    message = visitor.say("my throat is swelling and I cannot breathe").messages[0]

    assert message["urgent"] is True
    assert message["answer_id"] is None
    assert "999" in message["text"]


def test_button_that_was_offered_can_be_pressed(visitor: WidgetClient) -> None:
    button = visitor.say(ORIGIN).messages[-1]["buttons"][0]

    assert visitor.choose(button["payload"]).messages


def test_suggestion_can_be_pressed_before_anything_was_said(visitor: WidgetClient) -> None:
    suggestion = visitor.request("GET", "config").json["suggestions"][0]

    assert visitor.choose(suggestion["payload"]).messages


def test_typed_text_may_be_an_offered_payload_too(visitor: WidgetClient) -> None:
    payload = visitor.say(ORIGIN).messages[-1]["buttons"][0]["payload"]

    assert visitor.say(payload).messages


def test_payload_that_was_not_offered_is_refused(visitor: WidgetClient) -> None:
    for refused in (visitor.choose("/ask_cost"), visitor.say("/restart"), visitor.say(" /x")):
        assert (refused.status, refused.code) == (403, "payload_not_offered")


def test_refused_payload_changes_nothing(visitor: WidgetClient) -> None:
    visitor.say(ORIGIN)
    before = visitor.history()
    visitor.choose('/inform{"concern": "cellulite"}')

    assert visitor.history() == before


# ---- The history ----


def test_history_is_what_was_said(visitor: WidgetClient) -> None:
    messages = visitor.say(ORIGIN).messages + visitor.say(FREQUENCY).messages

    history = visitor.history()

    assert [entry["text"] for entry in history if entry["from"] == "visitor"] == [
        *(ORIGIN, FREQUENCY)
    ]
    said = [entry for entry in history if entry["from"] == "bot"]
    without = {"from", "time", "type"}
    assert [{k: v for k, v in entry.items() if k not in without} for entry in said] == [
        {k: v for k, v in message.items() if k not in without} for message in messages
    ]


def test_history_shows_a_choice_by_its_title(visitor: WidgetClient) -> None:
    button = visitor.say(ORIGIN).messages[-1]["buttons"][0]
    visitor.choose(button["payload"])

    assert [e["text"] for e in visitor.history() if e["from"] == "visitor"][1] == button["title"]


def test_history_of_a_new_session_is_empty(visitor: WidgetClient) -> None:
    visitor.begin()

    assert visitor.history() == []


# ---- The same message again ----


def test_same_message_again_has_the_same_answer(visitor: WidgetClient) -> None:
    message_id = str(uuid.uuid4())
    first = visitor.say(ORIGIN, message_id)

    assert visitor.say(ORIGIN, message_id).lines == first.lines


def test_same_message_again_is_no_second_turn(bot: WidgetBot, visitor: WidgetClient) -> None:
    message_id = str(uuid.uuid4())
    visitor.say(ORIGIN, message_id)
    before = visitor.history(), bot.stored_rows("events")
    visitor.say(ORIGIN, message_id)

    assert (visitor.history(), bot.stored_rows("events")) == before


def test_old_message_again_has_its_own_answer(visitor: WidgetClient) -> None:
    message_id = str(uuid.uuid4())
    first = visitor.say(ORIGIN, message_id)
    visitor.say(FREQUENCY)

    assert visitor.say(ORIGIN, message_id).lines == first.lines


def test_id_of_another_message_is_refused(visitor: WidgetClient) -> None:
    message_id = str(uuid.uuid4())
    visitor.say(ORIGIN, message_id)
    refused = visitor.say(FREQUENCY, message_id)

    assert (refused.status, refused.code) == (409, "message_id_taken")


def test_same_id_in_two_conversations_is_two_messages(bot: WidgetBot) -> None:
    message_id = str(uuid.uuid4())
    one, other = bot.visitor(), bot.visitor()

    assert (
        one.say(ORIGIN, message_id).messages[0]["id"]
        != (other.say(ORIGIN, message_id).messages[0]["id"])
    )


# ---- Votes ----


def test_vote_is_kept_with_its_answer(bot: WidgetBot, visitor: WidgetClient) -> None:
    answer_id = visitor.say(ORIGIN).answers[0]["answer_id"]
    vote = {"answer_id": answer_id, "helpful": False, "reason": "Too short"}

    assert visitor.request("POST", "feedback", vote).status == 204
    kept = f"answer_id = '{answer_id}' AND NOT helpful AND reason = 'Too short'"
    assert bot.stored_rows("feedback", f"{kept} AND question = '{ORIGIN}'") == 1
    assert bot.stored_rows("feedback", f"{kept} AND responses LIKE '%utter_answer_origin%'") == 1


def test_second_vote_replaces_the_first(bot: WidgetBot, visitor: WidgetClient) -> None:
    answer_id = visitor.say(ORIGIN).answers[0]["answer_id"]
    for helpful in (False, True):
        visitor.request("POST", "feedback", {"answer_id": answer_id, "helpful": helpful})

    assert bot.stored_rows("feedback", f"answer_id = '{answer_id}'") == 1
    assert bot.stored_rows("feedback", f"answer_id = '{answer_id}' AND helpful") == 1


def test_question_whose_answer_did_not_help_waits_for_staff_once(
    bot: WidgetBot, visitor: WidgetClient
) -> None:
    answer_id = visitor.say("who came up with this idea?").answers[0]["answer_id"]
    for reason in ("", "Too short"):
        vote = {"answer_id": answer_id, "helpful": False, **({"reason": reason} if reason else {})}
        visitor.request("POST", "feedback", vote)

    waiting = "question = 'who came up with this idea?' AND reason = 'unhelpful'"
    assert bot.stored_rows("unanswered_questions", f"{waiting} AND times_asked = 1") == 1


def test_helpful_answer_leaves_staff_nothing_to_do(bot: WidgetBot, visitor: WidgetClient) -> None:
    answer_id = visitor.say("whose invention was it?").answers[0]["answer_id"]
    visitor.request("POST", "feedback", {"answer_id": answer_id, "helpful": True})

    assert bot.stored_rows("unanswered_questions", "question = 'whose invention was it?'") == 0


def test_vote_on_no_answer_is_not_found(visitor: WidgetClient) -> None:
    visitor.say(ORIGIN)
    vote = {"answer_id": "1795367025.752710", "helpful": True}

    assert visitor.request("POST", "feedback", vote).status == 404


# ---- Deleting ----


def test_deletion_gives_a_receipt_and_says_what_is_gone(visitor: WidgetClient) -> None:
    answer_id = visitor.say(ORIGIN).answers[0]["answer_id"]
    visitor.request("POST", "feedback", {"answer_id": answer_id, "helpful": True})
    messages = len(visitor.history())

    answer = visitor.request("DELETE", "conversation")

    assert answer.status == 200
    assert answer.json["removed"] == {"messages": messages, "feedback": 1}
    assert len(answer.json["receipt"]) == 9


def test_deletion_leaves_no_row(bot: WidgetBot, visitor: WidgetClient) -> None:
    before = bot.stored_rows("events")
    visitor.say(SECRET)
    visitor.request("DELETE", "conversation")

    assert bot.stored_rows("events") == before


def test_deleted_conversation_never_works_again(visitor: WidgetClient) -> None:
    visitor.say(ORIGIN)
    visitor.request("DELETE", "conversation")

    for answer in (
        visitor.say(ORIGIN),
        visitor.request("GET", "history"),
        visitor.request("DELETE", "conversation"),
        visitor.request("POST", "feedback", {"answer_id": "1.000000", "helpful": True}),
    ):
        assert (answer.status, answer.code) == (401, "session_unknown")


def test_session_without_messages_can_be_deleted(visitor: WidgetClient) -> None:
    visitor.begin()
    answer = visitor.request("DELETE", "conversation")

    assert answer.json["removed"] == {"messages": 0}
    assert visitor.request("GET", "history").code == "session_unknown"


def test_deletion_asked_of_the_bot_itself_leaves_nothing_and_the_session_goes_on(
    bot: WidgetBot, visitor: WidgetClient
) -> None:
    before = bot.stored_rows("events")
    visitor.say(SECRET)
    visitor.say("delete my data")
    assert "Receipt" in str(visitor.choose("/affirm").messages)

    assert bot.stored_rows("events") == before
    assert visitor.history() == []
    assert visitor.say(ORIGIN).answers


def test_others_keep_their_conversations(bot: WidgetBot) -> None:
    one, other = bot.visitor(), bot.visitor()
    one.say(ORIGIN)
    other.say(ORIGIN)
    before = other.history()
    one.request("DELETE", "conversation")

    assert other.history() == before


# ---- Between conversations ----


def test_visitor_sees_nothing_of_another(bot: WidgetBot) -> None:
    one, other = bot.visitor(), bot.visitor()
    answer_id = one.say(SECRET).messages[0]["answer_id"] or "1.000000"
    other.say("hello")

    assert "zanzibarquux" not in str(other.history())
    vote = {"answer_id": answer_id, "helpful": True}
    assert other.request("POST", "feedback", vote).status == 404


def test_what_another_was_offered_cannot_be_pressed(bot: WidgetBot) -> None:
    one, other = bot.visitor(), bot.visitor()
    payload = one.say(FREQUENCY).messages[-1]["buttons"][0]["payload"]
    suggested = {s["payload"] for s in one.request("GET", "config").json["suggestions"]}
    assert payload not in suggested
    other.begin()

    assert other.choose(payload).code == "payload_not_offered"


def test_context_of_another_is_not_used(bot: WidgetBot) -> None:
    one, other = bot.visitor(), bot.visitor()
    plan = "For hair loss, the plan has"
    assert plan in str(one.say(FREQUENCY).messages)

    assert plan not in str(other.say("how many visits does it take?").messages)


def test_no_log_holds_what_a_visitor_wrote(bot: WidgetBot, visitor: WidgetClient) -> None:
    answer_id = visitor.say(SECRET).messages[0]["answer_id"] or "1.000000"
    visitor.say("/zanzibarquux")
    vote = {"answer_id": answer_id, "helpful": False, "reason": "zanzibarquux"}
    visitor.request("POST", "feedback", vote)
    visitor.request("POST", "messages", b'{"zanzibarquux')
    visitor.request("GET", "zanzibarquux")

    assert "zanzibarquux" not in bot.log()


def test_control_characters_and_direction_marks_are_not_kept(visitor: WidgetClient) -> None:
    visitor.say("does\x00 it\x07 \u202ehurt\u202c?")

    assert visitor.history()[0]["text"] == "does  it  hurt?"


def test_metadata_of_the_browser_is_not_taken(bot: WidgetBot, visitor: WidgetClient) -> None:
    visitor.begin()
    body = {
        "id": str(uuid.uuid4()),
        "text": "hello",
        "metadata": {"smuggled": "zwibbleface"},
        "sender": "default",
        "input_channel": "rest",
    }
    assert visitor.request("POST", "messages", body).messages

    assert bot.stored_rows("events", "data LIKE '%zwibbleface%'") == 0
    assert bot.stored_rows("events", "sender_id = 'default'") == 0
