"""What the widget reads from the tracker database, on both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.conversation_access import Admission, ConversationAccess
from mesoguide.channels.session_tokens import LIFETIME
from mesoguide.channels.stored_conversations import ENDED, StoredConversations
from mesoguide.channels.visitor_messages import VisitorMessage
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.exceptions import ClinicDataUnavailable
from tests.channels.conversation_rows import Writer

ME, OTHER = "widget-me", "widget-other"
SUGGESTIONS = {"/ask_definition": "What is it?"}
NOW = 1_800_000_000.0


@pytest.fixture(params=["sqlite", "postgresql"])
def sessions(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url = server.url(server.create_database())
    engine = create_engine_for(url, timeout_seconds=3.0)
    yield session_factory(engine)
    engine.dispose()


@pytest.fixture
def events(sessions: sessionmaker[Session]) -> Writer:
    return Writer(sessions)


@pytest.fixture
def access(sessions: sessionmaker[Session], events: Writer) -> Iterator[ConversationAccess]:
    opened = ConversationAccess(
        sessions, suggestions=SUGGESTIONS, timeout_seconds=3.0, clock=lambda: NOW
    )
    yield opened
    opened.close()


def message(text: str, message_id: str = "id-00001") -> VisitorMessage:
    return VisitorMessage(message_id, text)


async def refusal(access: ConversationAccess, said: VisitorMessage, conversation: str = ME) -> str:
    with pytest.raises(ApiError) as error:
        await access.admit(conversation, said)
    return error.value.code


# ---- Has it been answered already? ----


async def test_first_message_is_new(access: ConversationAccess) -> None:
    assert await access.admit(ME, message("hello")) == Admission()


async def test_answered_message_comes_with_its_whole_turn(
    access: ConversationAccess, events: Writer
) -> None:
    events.user(ME, "id-00001", "hello")
    events.action(ME, "utter_greet")
    events.bot(ME, "Hello.")
    events.bot(ME, "How can I help?")
    events.user(ME, "id-00002", "bye")
    events.bot(ME, "Goodbye.")

    turn = (await access.admit(ME, message("hello"))).stored_turn

    assert [event["text"] for event in turn] == ["hello", "Hello.", "How can I help?"]


async def test_messages_of_others_in_between_do_not_belong_to_the_turn(
    access: ConversationAccess, events: Writer
) -> None:
    events.user(ME, "id-00001", "hello")
    events.user(OTHER, "id-00009", "secret")
    events.bot(OTHER, "Their answer.")
    events.bot(ME, "Hello.")

    turn = (await access.admit(ME, message("hello"))).stored_turn

    assert [event["text"] for event in turn] == ["hello", "Hello."]


async def test_message_is_looked_for_among_the_latest_two_hundred(
    access: ConversationAccess, events: Writer
) -> None:
    for number in range(202):
        events.user(ME, f"id-{number:05}", "hello")

    too_old = await access.admit(ME, VisitorMessage("id-00001", "hello"))
    among_them = await access.admit(ME, VisitorMessage("id-00002", "hello"))

    assert too_old.stored_turn == ()
    assert among_them.stored_turn[0]["message_id"] == "id-00002"


async def test_same_id_in_another_conversation_is_new(
    access: ConversationAccess, events: Writer
) -> None:
    events.user(OTHER, "id-00001", "hello")

    assert await access.admit(ME, message("hello")) == Admission()


async def test_same_id_with_other_words_is_refused(
    access: ConversationAccess, events: Writer
) -> None:
    events.user(ME, "id-00001", "hello")

    assert await refusal(access, message("goodbye")) == "message_id_taken"


async def test_id_that_somebody_quotes_is_not_taken_for_one(
    access: ConversationAccess, events: Writer
) -> None:
    events.user(ME, "id-00002", 'I was given "id-00001"')

    assert await access.admit(ME, message("hello")) == Admission()


@pytest.mark.parametrize("wild", ["id_00001", "________"])
async def test_underscore_in_an_id_stands_for_itself(
    access: ConversationAccess, events: Writer, wild: str
) -> None:
    events.user(ME, "id-00001", "hello")

    assert await access.admit(ME, message("hello", wild)) == Admission()


# ---- Was it offered? ----


async def test_payload_of_a_button_is_admitted_with_its_title(
    access: ConversationAccess, events: Writer
) -> None:
    events.bot(ME, "Choose.", "/ask_uses")

    admission = await access.admit(ME, message("/ask_uses"))

    assert admission.title == "title of /ask_uses"


@pytest.mark.parametrize(
    "payload",
    ['/ask_frequency{"concern": "hair_loss"}', "/say\\this", "/50%_off", "/caf\u00e9", "/a'b"],
)
async def test_payload_with_special_characters_is_found(
    access: ConversationAccess, events: Writer, payload: str
) -> None:
    events.bot(ME, "Choose.", payload)

    assert (await access.admit(ME, message(payload))).title


async def test_suggestion_of_the_configuration_is_offered_to_all(
    access: ConversationAccess,
) -> None:
    assert (await access.admit(ME, message("/ask_definition"))).title == "What is it?"


@pytest.mark.parametrize("payload", ["/restart", "/ask", "/ask_use", "/ASK_USES", "/%", "/"])
async def test_payload_that_was_not_offered_is_refused(
    access: ConversationAccess, events: Writer, payload: str
) -> None:
    events.bot(ME, "Choose, or say /restart.", "/ask_uses")

    assert await refusal(access, message(payload)) == "payload_not_offered"


async def test_what_others_were_offered_is_refused(
    access: ConversationAccess, events: Writer
) -> None:
    events.bot(OTHER, "Choose.", "/ask_uses")

    assert await refusal(access, message("/ask_uses")) == "payload_not_offered"


async def test_what_the_visitor_typed_was_not_offered(
    access: ConversationAccess, events: Writer
) -> None:
    events.user(ME, "id-00002", '"payload": "/restart"')

    assert await refusal(access, message("/restart")) == "payload_not_offered"


# ---- The history ----


async def test_history_has_both_sides_in_order_and_nothing_else(
    access: ConversationAccess, events: Writer
) -> None:
    events.user(ME, "id-00001", "hello")
    events.action(ME, "utter_greet")
    events.bot(ME, "Hello.")
    events.bot(OTHER, "Their answer.")

    assert [event["text"] for event in await access.history(ME)] == ["hello", "Hello."]


async def test_history_has_the_newest_two_hundred(
    access: ConversationAccess, events: Writer
) -> None:
    for number in range(205):
        events.bot(ME, f"message {number}")

    texts = [event["text"] for event in await access.history(ME)]

    assert len(texts) == 200
    assert (texts[0], texts[-1]) == ("message 5", "message 204")


async def test_both_sides_are_counted(access: ConversationAccess, events: Writer) -> None:
    events.user(ME, "id-00001", "hello")
    events.action(ME, "utter_greet")
    events.bot(ME, "Hello.")

    assert await access.count_messages(ME) == 2


# ---- An answer by its id ----


async def test_answer_is_found_by_its_id_with_its_question(
    access: ConversationAccess, events: Writer
) -> None:
    events.user(ME, "id-00001", "does it hurt?")
    first = events.bot(ME, "It can.", utter_action="utter_a", metadata={"claims": ["c1"]})
    events.bot(ME, "More.", utter_action="utter_b", metadata={"claims": ["c2", "c1"]})
    events.user(ME, "id-00002", "bye")

    answer = await access.answer(ME, f"{first:.6f}")

    assert answer.question == "does it hurt?"
    assert answer.responses == ("utter_a", "utter_b")
    assert answer.claims == ("c1", "c2")


async def test_second_message_of_an_answer_is_no_answer(
    access: ConversationAccess, events: Writer
) -> None:
    events.user(ME, "id-00001", "does it hurt?")
    events.bot(ME, "It can.")
    second = events.bot(ME, "More.")

    with pytest.raises(ApiError, match="not_found"):
        await access.answer(ME, f"{second:.6f}")


async def test_answer_of_another_conversation_is_not_found(
    access: ConversationAccess, events: Writer
) -> None:
    events.user(OTHER, "id-00001", "does it hurt?")
    theirs = events.bot(OTHER, "It can.")

    with pytest.raises(ApiError, match="not_found"):
        await access.answer(ME, f"{theirs:.6f}")


# ---- The dead ----


@pytest.mark.parametrize("what", ["admit", "history", "count", "answer"])
async def test_ended_conversation_is_unknown_to_everything(
    access: ConversationAccess, what: str
) -> None:
    await access.end(ME)

    with pytest.raises(ApiError, match="session_unknown"):
        await {
            "admit": lambda: access.admit(ME, message("hello")),
            "history": lambda: access.history(ME),
            "count": lambda: access.count_messages(ME),
            "answer": lambda: access.answer(ME, "1.000000"),
        }[what]()


async def test_other_conversations_live_on(access: ConversationAccess) -> None:
    await access.end(ME)

    assert await access.admit(OTHER, message("hello")) == Admission()


async def test_ending_twice_is_no_fault(access: ConversationAccess) -> None:
    await access.end(ME)
    await access.end(ME)

    assert await refusal(access, message("hello")) == "session_unknown"


async def test_end_holds_in_another_process(
    access: ConversationAccess, sessions: sessionmaker[Session]
) -> None:
    await access.end(ME)
    other = ConversationAccess(sessions, suggestions={}, timeout_seconds=3.0)

    assert await refusal(other, message("hello")) == "session_unknown"


async def test_id_itself_is_not_kept(
    access: ConversationAccess, sessions: sessionmaker[Session]
) -> None:
    await access.end(ME)

    with sessions() as session:
        assert ME not in str(session.execute(select(ENDED)).all())


def test_the_dead_are_forgotten_once_no_token_can_be_alive(
    sessions: sessionmaker[Session], events: Writer
) -> None:
    ENDED.create(sessions.kw["bind"])
    later = NOW + LIFETIME.total_seconds() + 2 * 86_400
    with sessions.begin() as session:
        StoredConversations(session).end(ME, at=NOW)
        StoredConversations(session).end(OTHER, at=later)
        left = session.execute(select(func.count()).select_from(ENDED)).scalar_one()

    assert left == 1


# ---- Faults ----


async def test_missing_events_are_a_fault_of_the_database(
    access: ConversationAccess, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        session.execute(text("ALTER TABLE events RENAME TO away"))

    with pytest.raises(ClinicDataUnavailable):
        await access.admit(ME, message("hello"))


async def test_broken_event_is_a_fault_that_quotes_nothing(
    access: ConversationAccess, events: Writer, sessions: sessionmaker[Session]
) -> None:
    events.user(ME, "id-00001", "hello")
    with sessions.begin() as session:
        session.execute(text("UPDATE events SET data = 'a secret'"))

    with pytest.raises(ClinicDataUnavailable) as fault:
        await access.history(ME)

    assert "secret" not in str(fault.value)
