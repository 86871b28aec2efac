"""Delivers webhooks to MesoGuide as Meta does: signed, and again until they are acknowledged."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import aiohttp

from mesoguide.messenger.simulator import webhook_events
from mesoguide.messenger.simulator.webhook_events import Event

#: Seconds until an unacknowledged webhook counts as failed (Messenger Platform FAQ).
ACKNOWLEDGE_SECONDS = 20.0
#: Seconds between tries. Meta says only "immediately, and a few more times" and later in hours; a
#: test cannot wait for that.
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0, 2.0, 5.0, 5.0, 5.0, 10.0, 10.0, 10.0, 10.0)
_OK = 200


@dataclass(frozen=True)
class Acknowledgement:
    """What MesoGuide answered to one delivery.

    Attributes:
        status: the HTTP status; 0 if there was no answer.
        seconds: how long it took.
    """

    status: int
    seconds: float

    @property
    def taken(self) -> bool:
        """Tell whether Meta would count it as delivered."""
        return self.status == _OK


class WebhookSender:
    """Speaks to one webhook. Its methods run in the event loop that uses it first."""

    def __init__(self, url: str, app_secret: str) -> None:
        """Prepares deliveries.

        Args:
            url: the webhook.
            app_secret: the key to sign with.
        """
        self.url = url
        self._app_secret = app_secret
        self._session: aiohttp.ClientSession | None = None

    async def verify(self, verify_token: str, *, challenge: str = "1158201444") -> str | None:
        """Make Meta's first call, and return what the webhook answered if it took the token."""
        query = {
            "hub.mode": "subscribe",
            "hub.verify_token": verify_token,
            "hub.challenge": challenge,
        }
        async with self._connected().get(self.url, params=query) as response:
            return await response.text() if response.status == _OK else None

    async def deliver(
        self, content: bytes, *, signature: str | None = None, signed: bool = True
    ) -> Acknowledgement:
        """Deliver once.

        Args:
            content: the body; see :mod:`~mesoguide.messenger.simulator.webhook_events`.
            signature: another signature than the right one.
            signed: False leaves the signature out.
        """
        headers = {"Content-Type": "application/json", "User-Agent": "facebookexternalua"}
        if signed:
            right = webhook_events.signature(content, self._app_secret)
            headers["X-Hub-Signature-256"] = signature or right
        started = time.perf_counter()
        try:
            async with self._connected().post(self.url, data=content, headers=headers) as response:
                await response.read()
                status = response.status
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            status = 0
        return Acknowledgement(status, time.perf_counter() - started)

    async def deliver_events(self, *events: Event) -> Acknowledgement:
        """Deliver events, again and again until they are acknowledged or Meta would give up."""
        content = webhook_events.body(*events)
        answer = await self.deliver(content)
        for wait in RETRY_SECONDS:
            if answer.taken:
                break
            await asyncio.sleep(wait)
            answer = await self.deliver(content)
        return answer

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=ACKNOWLEDGE_SECONDS),
                connector=aiohttp.TCPConnector(limit=200),
            )
        return self._session
