"""One visitor's browser: speaks the widget's HTTP interface and records what came back.

The wire contract is ``mesoguide/channels/openapi.py``; silences are those of
``widget/src/client.ts``.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp

from benchmarks.chaos.attempts import Attempt, Outcome, Said

WIDGET = "/webhooks/widget"

#: What begins with it is a button's payload.
PAYLOAD_MARK = "/"

#: Seconds without a sign of life after which the widget gives a request up (ANSWER_SILENCE_MS).
ANSWER_SILENCE_SECONDS = 45.0

#: Bytes of one line of an answer at most: a whole plan with its sources takes some 10,000.
_LONGEST_LINE = 1 << 20

_JSON = {"content-type": "application/json"}


class NoSessionError(Exception):
    """The server began no conversation."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        super().__init__(f"no conversation could be begun: {attempt}")


def browser(people: int) -> aiohttp.ClientSession:
    """Return what requests are sent with: a connection for each person, as browsers have.

    Args:
        people: how many will use it.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=max(1, people)),
        timeout=aiohttp.ClientTimeout(total=None, sock_read=ANSWER_SILENCE_SECONDS),
        read_bufsize=_LONGEST_LINE,
    )


def address_of(person: int) -> str:
    """Return an address of a person's own, from the network that is kept for benchmarks (RFC 2544).

    The chat counts requests by address. Behind a proxy that it trusts, it reads the address that
    the proxy names; whoever measures stands in for that proxy.
    """
    return f"198.18.{person // 250 % 250}.{person % 250 + 1}"


@dataclass
class Visitor:
    """Sends requests of one person; decides nothing about trying again.

    Attributes:
        addresses: of the chat; with several, each request goes to the next, as a proxy would do.
        number: tells the person from others.
    """

    http: aiohttp.ClientSession
    addresses: Sequence[str]
    number: int
    token: str = ""
    _requests: int = field(default=0, repr=False)

    async def begin(self) -> None:
        """Begin a conversation.

        Raises:
            NoSessionError: none was begun; tells how the request ended.
        """
        began = time.perf_counter()
        try:
            async with self._post("session", {}) as response:
                attempt = await _refusal(response) if response.status != 201 else None
                if attempt is None:
                    self.token = str((await response.json())["token"])
        except (aiohttp.ClientError, OSError, ValueError, asyncio.TimeoutError) as error:
            attempt = _broken(error)
        if attempt is not None:
            raise NoSessionError(replace(attempt, seconds=time.perf_counter() - began))

    async def send(self, message_id: str, text: str) -> Attempt:
        """Send a message once and read the answer to its end, whatever that is."""
        key = "payload" if text.startswith(PAYLOAD_MARK) else "text"
        said: list[Said] = []
        at, began = time.time(), time.perf_counter()
        try:
            async with self._post("messages", {"id": message_id, key: text}) as response:
                if response.status == 200:
                    attempt = await _read_answer(response, said)
                else:
                    attempt = await _refusal(response)
        except (aiohttp.ClientError, OSError, ValueError, asyncio.TimeoutError) as error:
            attempt = _broken(error)
        seconds = time.perf_counter() - began
        return replace(attempt, said=tuple(said), at=at, seconds=seconds)

    def _post(self, name: str, body: Mapping[str, str]) -> Any:
        headers = {**_JSON, "x-forwarded-for": address_of(self.number)}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        base = self.addresses[(self.number + self._requests) % len(self.addresses)]
        self._requests += 1
        return self.http.post(f"{base}{WIDGET}/{name}", data=json.dumps(body), headers=headers)


async def _read_answer(response: aiohttp.ClientResponse, said: list[Said]) -> Attempt:
    """Read lines until the final one; what came is in ``said`` even where the rest never does."""
    failure: dict[str, Any] | None = None
    async for line in response.content:
        if not line.endswith(b"\n"):
            break  # cut in the middle
        value = json.loads(line)
        kind = value.get("type")
        if kind == "message":
            said.append(_said(value))
        elif kind == "error":
            failure = value
        elif kind == "end":
            return _ended(response.status, said, failure)
    return Attempt(Outcome.BROKEN, status=response.status, detail="no final line")


def _ended(status: int, said: list[Said], failure: dict[str, Any] | None) -> Attempt:
    if failure is not None:
        outcome = Outcome.FAILED if failure.get("message") else Outcome.SILENT
        return Attempt(outcome, status=status, code=str(failure.get("code") or ""))
    if any(each.text or each.payloads for each in said):
        return Attempt(Outcome.ANSWERED, status=status)
    return Attempt(Outcome.SILENT, status=status, detail="an end without a word")


def _said(line: Mapping[str, Any]) -> Said:
    payloads = tuple(str(button.get("payload")) for button in line.get("buttons") or ())
    return Said(str(line.get("id") or ""), str(line.get("text") or ""), payloads)


async def _refusal(response: aiohttp.ClientResponse) -> Attempt:
    try:
        body = json.loads(await response.read())
        code, sentence = body["code"], body["message"]
    except (ValueError, TypeError, KeyError):
        code, sentence = "", ""
    return Attempt(
        Outcome.REFUSED if code and sentence else Outcome.SILENT,
        status=response.status,
        code=str(code),
        retry_after=_seconds(response.headers.get("retry-after")),
        detail="" if sentence else "an error without a sentence",
    )


def _broken(error: BaseException) -> Attempt:
    silent = isinstance(error, aiohttp.ServerTimeoutError)
    return Attempt(Outcome.SILENT if silent else Outcome.BROKEN, detail=type(error).__name__)


def _seconds(header: str | None) -> float:
    try:
        return max(0.0, float(header or 0))
    except ValueError:
        return 0.0
