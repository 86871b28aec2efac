"""What people on Messenger get: every kind of event through the running server."""

from __future__ import annotations

import pytest

from mesoguide.messenger.simulator import webhook_events
from mesoguide.messenger.simulator.webhook_events import Event
from tests.messenger.messenger_bot import MessengerBot, Person, texts

GENERAL_ONLY = "general information only"
COMPUTER = "computer program"
POINTER = "Please do not send plan codes"
TEXT_ONLY = "I can only read text"


def test_first_answer_says_that_this_is_general_information_by_a_computer(person: Person) -> None:
    said = texts(person.write("who invented mesotherapy?"))
    assert COMPUTER in said
    assert GENERAL_ONLY in said


def test_second_answer_does_not_say_it_again(person: Person) -> None:
    person.write("who invented mesotherapy?")
    assert GENERAL_ONLY not in texts(person.write("does it hurt?"))


def test_get_started_greets(person: Person) -> None:
    person.do(webhook_events.get_started(person.psid, "/greet", ref="poster"))
    assert person.replies() == ["utter_greet"]


def test_emergency_is_answered_first_and_the_notice_later(person: Person) -> None:
    first = person.write("my throat is swelling and I cannot breathe")
    assert "999" in first[0].text
    assert GENERAL_ONLY not in texts(first)
    assert GENERAL_ONLY in texts(person.press("I am safe now", "/affirm"))


def test_quick_reply_that_was_offered_is_taken_as_such(known_person: Person) -> None:
    options = known_person.write("does it hurt?")[-1].buttons
    title, payload = options[0]
    known_person.do(webhook_events.quick_reply(known_person.psid, title, payload))
    asked = [
        event for event in known_person.bot.events(known_person.psid) if event["event"] == "user"
    ]
    assert asked[-1]["text"] == payload
    assert asked[-1]["metadata"]["title"] == title


def test_payload_that_nobody_offered_is_taken_for_its_title(known_person: Person) -> None:
    known_person.press("Does it hurt?", "/request_data_deletion_now")
    asked = [
        event for event in known_person.bot.events(known_person.psid) if event["event"] == "user"
    ]
    assert asked[-1]["text"] == "Does it hurt?"


def test_postback_without_a_payload_is_taken_for_its_title(known_person: Person) -> None:
    assert known_person.press("Who invented mesotherapy?", None)
    assert known_person.replies()[-1] == "utter_answer_origin"


@pytest.mark.parametrize("words", ["/restart", " /session_start", "//restart", '/affirm{"x": 1}'])
def test_typed_command_is_ordinary_text(words: str, known_person: Person) -> None:
    assert known_person.write(words)
    events = known_person.bot.events(known_person.psid)
    assert not any(event["event"] == "restart" for event in events)
    assert not [e for e in events if e["event"] == "user"][-1]["text"].startswith("/")


@pytest.mark.parametrize(
    "event",
    [
        *(("image", lambda psid: webhook_events.attachment(psid, "image")),),
        *(("voice", lambda psid: webhook_events.attachment(psid, "audio")),),
        *(("video", lambda psid: webhook_events.attachment(psid, "video")),),
        *(("file", lambda psid: webhook_events.attachment(psid, "file")),),
        *(("new sticker", lambda psid: webhook_events.attachment(psid, "sticker")),),
        *(("share", lambda psid: webhook_events.attachment(psid, "fallback")),),
        *(("template", lambda psid: webhook_events.attachment(psid, "template")),),
        *(("made up", lambda psid: webhook_events.attachment(psid, "hologram")),),
        *(("sticker", webhook_events.sticker),),
        *(("location", webhook_events.location),),
        *(("no text", lambda psid: webhook_events.text(psid, "")),),
        *(("invisible", lambda psid: webhook_events.text(psid, "\u200e\u202e \x07")),),
        *(("slash", lambda psid: webhook_events.text(psid, "/")),),
    ],
    ids=lambda event: event[0],
)
def test_what_holds_no_words_gets_one_kind_sentence(
    event: tuple[str, object], known_person: Person
) -> None:
    answer = known_person.do(event[1](known_person.psid))  # type: ignore[operator]
    assert len(answer) == 1
    assert TEXT_ONLY in answer[0].text


def test_several_pictures_at_once_get_the_sentence_once(known_person: Person) -> None:
    pictures = [webhook_events.attachment(known_person.psid, "image") for _ in range(5)]
    assert len(known_person.do(*pictures)) == 1


def test_a_link_with_words_is_read(known_person: Person) -> None:
    event = webhook_events.attachment(known_person.psid, "fallback")
    event["message"]["text"] = "does it hurt? https://example.org/a"
    assert TEXT_ONLY not in texts(known_person.do(event))


def quiet_events(psid: str) -> dict[str, Event]:
    return {
        "delivery": webhook_events.delivered(psid, "m_1"),
        "read": webhook_events.read(psid),
        "reaction": webhook_events.reaction(psid, "m_1"),
        "unsend of nothing": webhook_events.unsend(psid, "m_none"),
        "account linking": {"sender": {"id": psid}, "account_linking": {"status": "linked"}},
        "app roles": {"recipient": {"id": "1"}, "app_roles": {"1": ["primary_receiver"]}},
        "marketing opt-in": {
            "sender": {"id": psid},
            "optin": {"type": "notification_messages", "payload": "x"},
        },
        "made up": {"sender": {"id": psid}, "teleportation": {"to": "moon"}},
        "nobody": {"message": {"mid": "m_x", "text": "hello"}},
        "nothing": {},
    }


def test_events_that_are_no_message_get_no_answer(known_person: Person) -> None:
    body = webhook_events.body(*quiet_events(known_person.psid).values())
    assert known_person.bot.graph.deliver_body(body).status == 200
    assert known_person.new() == []


def test_unknown_event_is_logged_by_its_type_alone(known_person: Person) -> None:
    known_person.do({"sender": {"id": known_person.psid}, "levitation": {"words": "zanzibarquux"}})
    assert "zanzibarquux" not in known_person.bot.log()


def test_link_to_the_page_greets_again(known_person: Person) -> None:
    assert known_person.do(webhook_events.referral(known_person.psid, "poster"))


def test_warning_of_meta_reaches_staff(messenger_bot: MessengerBot) -> None:
    messenger_bot.graph.deliver(webhook_events.policy_enforcement("warning", "Too many messages."))
    rows = messenger_bot.rows("SELECT text FROM messenger_events WHERE kind = 'policy'")
    assert ("warning: Too many messages.",) in [tuple(row) for row in rows]
    assert "Meta took action on the page: warning" in messenger_bot.log()


# ---- Personal details ----

DETAILS = {
    "phone": ("call me on 07700 900123 about the price", "900123"),
    "email": ("write to quillobert@example.org please", "quillobert"),
    "birth": ("I was born on 3 May 1980, am I too old?", "3 May"),
    "reference": ("my code is MG-7K4P-2QX9, how many visits?", "2QX9"),
}


@pytest.mark.parametrize(("words", "telltale"), DETAILS.values(), ids=list(DETAILS))
def test_personal_detail_gets_the_pointer_and_is_stored_nowhere(
    words: str, telltale: str, known_person: Person
) -> None:
    said = texts(known_person.write(words))
    assert "website" in said
    assert telltale not in known_person.bot.everything_stored()
    assert telltale not in known_person.bot.log()


def test_emergency_beside_a_phone_number_is_answered_first(known_person: Person) -> None:
    answer = known_person.write("my throat is swelling, call me on 07700 900123")
    assert "Call 999" in answer[0].text
    assert POINTER in answer[-1].text


def test_my_plan_points_to_the_website(known_person: Person) -> None:
    known_person.press("x", None)
    known_person.write("I want to see my own plan")
    assert known_person.replies()[-1] == "utter_my_plan_not_here"


def test_call_back_points_to_the_website(known_person: Person) -> None:
    known_person.press("Talk to a person", "/request_human")
    assert known_person.replies()[-1] == "utter_form_not_here"


# ---- Messages that are taken back, edited and deleted ----


def test_message_that_was_taken_back_loses_its_words(known_person: Person) -> None:
    known_person.write("my ferret Bartholomew bit me, does it hurt?", mid="m_ferret")
    assert known_person.do(webhook_events.unsend(known_person.psid, "m_ferret")) == []
    assert "Bartholomew" not in known_person.bot.everything_stored()


def test_edited_message_is_answered_anew_and_loses_its_old_words(known_person: Person) -> None:
    known_person.write("zanzibarquux, does it hurt?", mid="m_edited")
    answer = known_person.do(
        webhook_events.edit(known_person.psid, "m_edited", "who invented mesotherapy?")
    )
    assert answer
    assert known_person.replies()[-1] == "utter_answer_origin"
    assert "zanzibarquux" not in known_person.bot.everything_stored()


def test_edit_of_an_edit_can_be_taken_back(known_person: Person) -> None:
    psid = known_person.psid
    known_person.write("first zanzibarone", mid="m_twice")
    known_person.do(webhook_events.edit(psid, "m_twice", "second zanzibartwo does it hurt"))
    known_person.do(webhook_events.unsend(psid, "m_twice"))
    assert "zanzibar" not in known_person.bot.everything_stored()


def test_deletion_in_the_chat_removes_everything_and_says_so(known_person: Person) -> None:
    bot, psid = known_person.bot, known_person.psid
    known_person.write("delete my data")
    assert "Receipt" in texts(known_person.write("yes"))
    bot.settle(psid)
    assert bot.events(psid) == []
    for table in ("messenger_people", "messenger_events", "messenger_replies"):
        mine = bot.rows(
            f"SELECT id FROM {table} WHERE conversation_id = :id",  # noqa: S608 - ours
            id=bot.conversation_id(psid),
        )
        assert mine == [], table


def test_old_message_delivered_again_after_a_deletion_stays_unanswered(
    known_person: Person,
) -> None:
    known_person.write("does it hurt?", mid="m_before_deletion")
    known_person.write("delete my data")
    known_person.write("yes")
    assert known_person.write("does it hurt?", mid="m_before_deletion") == []
    assert known_person.bot.events(known_person.psid) == []


# ---- A process that died ----


def test_turn_that_was_stored_and_not_said_is_said_and_not_taken_again(
    known_person: Person,
) -> None:
    bot, mine = known_person.bot, known_person.bot.conversation_id(known_person.psid)
    said = texts(known_person.write("does it hurt?"))
    stored = bot.events(known_person.psid)
    # As it is when a process dies between the end of the turn and the outbox.
    bot.change(
        "UPDATE messenger_events SET status = 'pending', text = 'does it hurt?' "
        "WHERE id = (SELECT max(id) FROM messenger_events WHERE conversation_id = :id)",
        id=mine,
    )
    assert texts(known_person.new()) == said
    assert bot.events(known_person.psid) == stored


# ---- Staff take over ----


def staff_wrote(psid: str, mid: str = "m_staff") -> Event:
    return webhook_events.echo(
        psid, {"text": "Hello, it is Ana."}, mid=f"{mid}_{psid}", app_id=263902037430900
    )


def test_bot_is_silent_after_staff_have_written(known_person: Person) -> None:
    known_person.do(staff_wrote(known_person.psid))
    assert known_person.write("does it hurt?") == []


def test_emergency_is_answered_even_after_staff_have_written(known_person: Person) -> None:
    known_person.do(staff_wrote(known_person.psid))
    known_person.write("does it hurt?")
    assert "Call 999" in texts(known_person.write("my throat is swelling and I cannot breathe"))


def test_own_echo_does_not_silence_the_bot(known_person: Person) -> None:
    known_person.write("does it hurt?")
    assert known_person.write("who invented mesotherapy?")


def test_bot_says_that_it_is_a_computer_when_it_takes_over_again(known_person: Person) -> None:
    psid = known_person.psid
    known_person.do(staff_wrote(psid))
    known_person.write("thank you Ana")
    known_person.do(
        {
            "sender": {"id": psid},
            "recipient": {"id": webhook_events.PAGE_ID},
            "timestamp": webhook_events.text(psid, "")["timestamp"],
            "pass_thread_control": {"new_owner_app_id": str(webhook_events.APP_ID)},
        }
    )
    answer = known_person.write("does it hurt?")
    assert "computer program again" in answer[0].text


def test_bot_answers_again_when_the_pause_is_over(known_person: Person) -> None:
    bot = known_person.bot
    known_person.do(staff_wrote(known_person.psid))
    bot.change(
        "UPDATE messenger_people SET paused_until = '2026-01-01 00:00:00' WHERE psid = :psid",
        psid=known_person.psid,
    )
    assert "computer program again" in known_person.write("does it hurt?")[0].text


def test_conversation_that_was_taken_away_is_left_alone(known_person: Person) -> None:
    taken = {
        "sender": {"id": known_person.psid},
        "recipient": {"id": webhook_events.PAGE_ID},
        "take_thread_control": {"previous_owner_app_id": str(webhook_events.APP_ID)},
    }
    known_person.do(taken)
    assert known_person.write("does it hurt?") == []


def test_message_to_somebody_else_is_left_alone(known_person: Person) -> None:
    bot, psid = known_person.bot, known_person.psid
    body = webhook_events.body(standby=[webhook_events.text(psid, "does it hurt?")])
    assert bot.graph.deliver_body(body).status == 200
    assert known_person.new() == []
