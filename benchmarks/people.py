"""People who chat, over the website's chat or Rasa's REST channel: one of them, or many at once."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any, Protocol

import aiohttp

WIDGET = "/webhooks/widget"
REST = "/webhooks/rest/webhook"
TURNS_A_CONVERSATION = 10
#: Seconds. Whoever waits longer has left.
PATIENCE_SECONDS = 60.0

#: What a message is begun with, so that there are more different ones than there are examples: no
#: cache of vectors answers in an encoder's place.
OPENINGS = (
    *("", "so ", "ok, ", "well, ", "please tell me: ", "right, ", "also, ", "hm, ", "oh, "),
    *("one more: ", "tell me, ", "i wonder: ", "actually, ", "um, ", "fine, ", "now ", "then "),
    *("question: ", "listen, ", "look, ", "ah, ", "good, ", "great, ", "say, ", "please, ", "er, "),
)


class NoAnswerError(Exception):
    """The server gave no answer, or not in the form that it promises."""


class Chat(Protocol):
    """One conversation at a time."""

    async def begin(self) -> None:
        """Begin another conversation."""

    async def say(self, message: str) -> str:
        """Send a message and return the answer's text.

        Raises:
            NoAnswerError: there was none.
        """


class WidgetChat:
    """The website's chat, as the widget uses it."""

    def __init__(self, http: aiohttp.ClientSession, port: int) -> None:
        self.token = ""
        self._http, self._url = http, f"http://127.0.0.1:{port}{WIDGET}"

    async def begin(self) -> None:
        """Ask for the token of a new conversation."""
        async with self._http.post(f"{self._url}/session", json={}) as response:
            self.token = (await response.json())["token"]

    async def say(self, message: str) -> str:
        """Send a message and read the answer's lines to the end."""
        body = {"id": uuid.uuid4().hex, "text": message}
        headers = {"authorization": f"Bearer {self.token}"}
        async with self._http.post(f"{self._url}/messages", json=body, headers=headers) as response:
            return answer_of_lines(await response.text())


def answer_of_lines(answer: str) -> str:
    """Return the text of a widget's answer.

    Raises:
        NoAnswerError: it tells of a failure, or has no end.
    """
    try:
        lines: list[dict[str, Any]] = [json.loads(line) for line in answer.splitlines()]
        kinds = [line["type"] for line in lines]
    except (ValueError, LookupError, TypeError) as error:
        raise NoAnswerError(answer[:300]) from error
    if kinds[-1:] != ["end"] or set(kinds[:-1]) != {"message"}:
        raise NoAnswerError(answer[:300])
    return "\n".join(str(line.get("text") or "") for line in lines[:-1])


class RestChat:
    """Rasa's REST channel, which knows conversations by a name."""

    def __init__(self, http: aiohttp.ClientSession, port: int) -> None:
        self.sender = ""
        self._http, self._url = http, f"http://127.0.0.1:{port}{REST}"

    async def begin(self) -> None:
        """Take another name."""
        self.sender = uuid.uuid4().hex

    async def say(self, message: str) -> str:
        """Send a message and return what is answered."""
        body = {"sender": self.sender, "message": message}
        async with self._http.post(self._url, json=body) as response:
            answers = await response.json() if response.status == 200 else []
        if not answers:
            raise NoAnswerError(f"status {response.status}, nothing said")
        return "\n".join(str(answer.get("text") or "") for answer in answers)


OpenChat = Callable[[aiohttp.ClientSession], Chat]


@dataclass(frozen=True)
class Turn:
    """One message with its answer."""

    seconds: float
    answer: str


@dataclass
class Crowd:
    """What many people at once have met with.

    Attributes:
        turn_seconds: of every answer.
        failures: messages that got none.
        elapsed_seconds: from the first message to the last answer.
    """

    turn_seconds: list[float] = field(default_factory=list)
    failures: int = 0
    elapsed_seconds: float = 0.0

    @property
    def messages_a_second(self) -> float:
        """Answers a second of all people together."""
        return len(self.turn_seconds) / self.elapsed_seconds if self.elapsed_seconds else 0.0


async def with_http(work: Callable[[aiohttp.ClientSession], Awaitable[Any]]) -> Any:
    """Do something with an HTTP client that keeps a connection for each person."""
    timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
        return await work(http)


async def talk(
    chat: Chat, messages: Iterable[str], *, a_conversation: int = TURNS_A_CONVERSATION
) -> list[Turn]:
    """Say each message and wait for its answer, beginning anew every so many turns.

    Raises:
        NoAnswerError: a message got none: a fault of the server is no quick answer.
    """
    turns = []
    for number, message in enumerate(messages):
        if number % a_conversation == 0:
            await chat.begin()
        began = time.perf_counter()
        answer = await chat.say(message)
        turns.append(Turn(time.perf_counter() - began, answer))
    return turns


async def crowd(
    open_chat: OpenChat, messages: Iterator[str], *, people: int, seconds: float
) -> Crowd:
    """Let people talk at once, each waiting for an answer before the next message.

    Args:
        open_chat: opens a chat for one of them.
        messages: what they say, each the next.
        people: how many there are.
        seconds: for how long they send.
    """
    met = Crowd()

    async def all_of_them(http: aiohttp.ClientSession) -> None:
        began = time.perf_counter()
        until = began + seconds
        await asyncio.gather(*(_one(open_chat(http), messages, met, until) for _ in range(people)))
        met.elapsed_seconds = time.perf_counter() - began

    await with_http(all_of_them)
    return met


async def _one(chat: Chat, messages: Iterator[str], met: Crowd, until: float) -> None:
    for number in count():
        if time.perf_counter() >= until:
            return
        if number % TURNS_A_CONVERSATION == 0:
            await chat.begin()
        began = time.perf_counter()
        try:
            await chat.say(next(messages))
        except (NoAnswerError, aiohttp.ClientError, asyncio.TimeoutError):
            met.failures += 1
        else:
            met.turn_seconds.append(time.perf_counter() - began)


async def two_at_once(open_chat: OpenChat, messages: Iterator[str], *, pairs: int) -> list[float]:
    """Send two messages of one sender at once; return the seconds until both are answered."""

    async def all_pairs(http: aiohttp.ClientSession) -> list[float]:
        seconds = []
        for first, second in islice(zip(messages, messages, strict=False), pairs):
            chat = open_chat(http)
            await chat.begin()
            began = time.perf_counter()
            await asyncio.gather(chat.say(first), chat.say(second))
            seconds.append(time.perf_counter() - began)
        return seconds

    found: list[float] = await with_http(all_pairs)
    return found


def endless(messages: Iterable[str]) -> Iterator[str]:
    """Return messages without end: each with every opening, then all over again."""
    once = list(messages)
    while True:
        yield from (f"{opening}{message}" for opening in OPENINGS for message in once)


def of_kind(turns: Iterable[Turn], mark: str | None) -> list[float]:
    """Return the seconds of the turns whose answer begins with a mark, or of all without one."""
    return [turn.seconds for turn in turns if mark is None or turn.answer.startswith(mark)]


def counts(met: Crowd) -> Mapping[str, float]:
    """Return what a report tells of a crowd besides its times."""
    return {
        "messages_a_second": round(met.messages_a_second, 1),
        "messages": len(met.turn_seconds),
        "failures": met.failures,
    }
