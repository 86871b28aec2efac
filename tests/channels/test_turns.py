"""A turn always ends, is honest about failing, and runs on without its visitor.

Here the bot is a script, because a real one cannot be told to break. The lock store and the
database are real; test_widget_* talk to a real bot.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from mesoguide.channels import turns as turns_module
from mesoguide.channels.answer_rendering import AnswerRendering
from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.conversation_access import ConversationAccess
from mesoguide.channels.turns import Turn, Turns
from mesoguide.channels.visitor_messages import VisitorMessage
from mesoguide.channels.widget_configuration import WidgetConfiguration
from mesoguide.channels.widget_texts import load_widget_texts
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.content.ledger import load_ledger
from mesoguide.ops.settings import PROJECT_ROOT
from mesoguide.tracking.local_locks import LocalLockStore
from tests.channels.conversation_rows import Writer

ME = "widget-me"
SECRET = "zanzibarquux"  # noqa: S105 - what a visitor wrote, looked for in logs
HELLO = VisitorMessage("id-00001", "hello")
CONTENT = PROJECT_ROOT / "content"
TEXTS = load_widget_texts(CONTENT / "widget.yml")
CONFIGURATION = WidgetConfiguration(TEXTS, load_clinic_facts(CONTENT / "clinic.yml"))
TOO_SLOW = {"type": "error", "code": "too_slow"}

Script = Callable[[UserMessage], Awaitable[None]]


class ScriptedAgent:
    """Stands for Rasa's agent: does what a test says with a message."""

    def __init__(self, script: Script, *, ready: bool = True) -> None:
        self.lock_store = LocalLockStore()
        self.processor = self
        self.messages: list[UserMessage] = []
        self._script = script
        self._ready = ready

    def is_ready(self) -> bool:
        return self._ready

    async def handle_message(self, message: UserMessage) -> None:
        self.messages.append(message)
        await self._script(message)


class BrokenLockStore(LocalLockStore):
    """A lock store that is away, as Redis may be."""

    def save_lock(self, lock: Any) -> None:
        raise ConnectionError


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Any]:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'c.db'}", timeout_seconds=3.0)
    yield session_factory(engine)
    engine.dispose()


@pytest.fixture
def events(conversations: Any) -> Writer:
    return Writer(conversations)


@pytest.fixture
def turns(conversations: Any, events: Writer) -> Iterator[Turns]:
    access = ConversationAccess(conversations, suggestions={}, timeout_seconds=3.0)
    plans = PlanCatalogue(conversations)
    rendering = AnswerRendering(load_ledger(CONTENT / "claims.yml"), plans, TEXTS.card)
    yield Turns(access, rendering, CONFIGURATION)
    access.close()
    plans.close()


async def say(message: UserMessage, text: str, **parts: Any) -> None:
    """Say something as Rasa does."""
    said = {"text": text, "timestamp": 7.5, **parts}
    await message.output_channel.send_response(message.sender_id, said)


async def greet(message: UserMessage) -> None:
    await say(message, "Hello.")


async def keep_silent(message: UserMessage) -> None:
    return


async def break_down(message: UserMessage) -> None:
    raise RuntimeError(f"cannot handle {message.text} {SECRET}")


async def break_in_the_middle(message: UserMessage) -> None:
    await say(message, "First.")
    await break_down(message)


async def lines_of(turn: Turn) -> list[str]:
    """The lines of a turn: texts of messages, codes of errors, and the end."""
    await turn.wait_until_admitted()
    lines = [line async for line in turn.lines(TOO_SLOW)]
    return [str(line.get("text") or line.get("code") or line["type"]) for line in lines]


async def test_answer_ends_with_the_end(turns: Turns) -> None:
    assert await lines_of(turns.start(ScriptedAgent(greet), ME, HELLO)) == ["Hello.", "end"]


async def test_silence_is_told_honestly(turns: Turns) -> None:
    turn = turns.start(ScriptedAgent(keep_silent), ME, HELLO)

    assert await lines_of(turn) == ["no_answer", "end"]


async def test_failure_is_told_honestly(turns: Turns) -> None:
    turn = turns.start(ScriptedAgent(break_down), ME, HELLO)

    assert await lines_of(turn) == ["turn_failed", "end"]


async def test_failure_in_the_middle_keeps_what_was_said(turns: Turns) -> None:
    turn = turns.start(ScriptedAgent(break_in_the_middle), ME, HELLO)

    assert await lines_of(turn) == ["First.", "turn_failed", "end"]


async def test_sentence_of_a_failure_names_the_phone_and_nothing_internal(turns: Turns) -> None:
    sentence = turns.failure("turn_failed")["message"]

    assert "+44 1632 960123" in sentence
    assert "Error" not in sentence


async def test_log_of_a_failure_quotes_nobody(
    turns: Turns, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await lines_of(
            turns.start(ScriptedAgent(break_down), ME, VisitorMessage("id-00001", SECRET))
        )

    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


async def test_failed_turn_may_be_tried_again_with_the_same_id(turns: Turns) -> None:
    await lines_of(turns.start(ScriptedAgent(break_down), ME, HELLO))

    assert await lines_of(turns.start(ScriptedAgent(greet), ME, HELLO)) == ["Hello.", "end"]


async def test_stored_answer_is_said_again_without_asking_the_bot(
    turns: Turns, events: Writer
) -> None:
    events.user(ME, HELLO.id, HELLO.text)
    events.bot(ME, "Hello from before.")
    agent = ScriptedAgent(greet)

    assert await lines_of(turns.start(agent, ME, HELLO)) == ["Hello from before.", "end"]
    assert agent.messages == []


async def test_one_message_twice_at_once_is_answered_once(turns: Turns, events: Writer) -> None:
    async def greet_and_store(message: UserMessage) -> None:
        await greet(message)
        events.user(ME, message.message_id, message.text)
        events.bot(ME, "Hello.")

    agent = ScriptedAgent(greet_and_store)
    first, second = turns.start(agent, ME, HELLO), turns.start(agent, ME, HELLO)

    assert await lines_of(second) == await lines_of(first) == ["Hello.", "end"]
    assert len(agent.messages) == 1


async def test_turn_runs_to_its_end_when_nobody_listens(turns: Turns) -> None:
    going_on, finished = asyncio.Event(), asyncio.Event()

    async def wait_and_greet(message: UserMessage) -> None:
        await going_on.wait()
        await greet(message)
        finished.set()

    turn = turns.start(ScriptedAgent(wait_and_greet), ME, HELLO)
    reading = asyncio.create_task(lines_of(turn))
    await turn.wait_until_admitted()
    reading.cancel()
    going_on.set()

    await asyncio.wait_for(finished.wait(), 5)


async def test_first_line_comes_before_the_turn_is_over(turns: Turns) -> None:
    going_on = asyncio.Event()

    async def greet_then_wait(message: UserMessage) -> None:
        await greet(message)
        await going_on.wait()

    turn = turns.start(ScriptedAgent(greet_then_wait), ME, HELLO)
    await turn.wait_until_admitted()
    lines = turn.lines(TOO_SLOW)

    assert (await anext(lines))["text"] == "Hello."
    going_on.set()
    assert await anext(lines) == {"type": "end"}


async def test_turn_that_takes_too_long_is_told_so_and_ends(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns_module, "ANSWER_TIMEOUT_SECONDS", 0.2)
    going_on = asyncio.Event()

    async def wait(message: UserMessage) -> None:
        await greet(message)
        await going_on.wait()

    assert await lines_of(turns.start(ScriptedAgent(wait), ME, HELLO)) == [
        *("Hello.", "too_slow", "end")
    ]
    going_on.set()


async def test_message_that_waits_long_for_its_turn_is_refused_and_answered_all_the_same(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns_module, "ADMISSION_TIMEOUT_SECONDS", 0.2)
    going_on, finished = asyncio.Event(), asyncio.Event()

    async def wait_and_greet(message: UserMessage) -> None:
        await going_on.wait()
        await greet(message)
        finished.set()

    agent = ScriptedAgent(wait_and_greet)
    first = turns.start(agent, ME, HELLO)
    await first.wait_until_admitted()
    second = turns.start(agent, ME, VisitorMessage(id="2", text="and now?"))
    with pytest.raises(ApiError, match="unavailable"):
        await second.wait_until_admitted()

    going_on.set()
    assert [line["type"] async for line in first.lines(TOO_SLOW)] == ["message", "end"]
    assert [line["type"] async for line in second.lines(TOO_SLOW)] == ["message", "end"]


async def test_without_a_model_the_chat_is_unavailable(turns: Turns) -> None:
    with pytest.raises(ApiError, match="unavailable"):
        await lines_of(turns.start(ScriptedAgent(greet, ready=False), ME, HELLO))


async def test_conversation_that_cannot_be_locked_is_unavailable(turns: Turns) -> None:
    agent = ScriptedAgent(greet)
    agent.lock_store = BrokenLockStore()

    with pytest.raises(ApiError, match="unavailable"):
        await lines_of(turns.start(agent, ME, HELLO))


async def test_refusal_is_told_before_any_line(turns: Turns) -> None:
    agent = ScriptedAgent(greet)

    with pytest.raises(ApiError, match="payload_not_offered"):
        await lines_of(turns.start(agent, ME, VisitorMessage("id-00001", "/restart")))
    assert agent.messages == []


async def test_bot_learns_that_the_notice_was_shown(turns: Turns) -> None:
    agent = ScriptedAgent(greet)

    await lines_of(turns.start(agent, ME, HELLO))

    assert agent.messages[0].metadata == {"notice_shown": True}
    assert agent.messages[0].input_channel == "widget"
    assert agent.messages[0].message_id == HELLO.id


async def test_title_of_a_choice_is_kept_with_it(turns: Turns, events: Writer) -> None:
    events.bot(ME, "Choose.", "/ask_uses")
    agent = ScriptedAgent(greet)

    await lines_of(turns.start(agent, ME, VisitorMessage("id-00001", "/ask_uses")))

    assert agent.messages[0].metadata["title"] == "title of /ask_uses"


@pytest.mark.parametrize(
    "parts",
    [{"text": None}, {"text": ""}, {"text": None, "custom": {"a": 1}}],
    ids=["none", "empty", "custom"],
)
async def test_message_without_words_is_no_line(turns: Turns, parts: dict[str, Any]) -> None:
    async def say_it(message: UserMessage) -> None:
        await message.output_channel.send_response(message.sender_id, {"timestamp": 1.0, **parts})
        await greet(message)

    assert await lines_of(turns.start(ScriptedAgent(say_it), ME, HELLO)) == ["Hello.", "end"]


async def test_no_more_turns_are_worked_on_at_once_than_a_server_can(turns: Turns) -> None:
    at_work, most, all_places_taken = 0, 0, asyncio.Event()

    async def work(message: UserMessage) -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        if at_work == turns_module.MOST_TURNS_AT_ONCE:
            all_places_taken.set()
        await all_places_taken.wait()
        await asyncio.sleep(0.01)
        at_work -= 1
        await greet(message)

    agent: Any = ScriptedAgent(work)
    crowd = [turns.start(agent, f"widget-{number}", HELLO) for number in range(100)]
    for turn in crowd:
        assert [line["type"] async for line in turn.lines(TOO_SLOW)] == ["message", "end"]
    assert most == turns_module.MOST_TURNS_AT_ONCE


async def test_messages_of_one_conversation_take_no_places_from_others(turns: Turns) -> None:
    go_on = asyncio.Event()

    async def wait_for_it(message: UserMessage) -> None:
        if message.sender_id == ME:
            await go_on.wait()
        await greet(message)

    agent: Any = ScriptedAgent(wait_for_it)
    mine = [
        turns.start(agent, ME, VisitorMessage(f"id-{number:05}", "hello"))
        for number in range(2 * turns_module.MOST_TURNS_AT_ONCE)
    ]
    other = turns.start(agent, "widget-other", HELLO)
    assert [line["type"] async for line in other.lines(TOO_SLOW)] == ["message", "end"]
    go_on.set()
    for turn in mine:
        assert [line["type"] async for line in turn.lines(TOO_SLOW)] == ["message", "end"]
