"""Calls to Meta's Graph API. One call is one try: what to do after a failure is the caller's.

The token travels in the body of a POST, as Meta's Send API reference shows it, and in the
``Authorization`` header of what has no body. It is never in an address: addresses get into logs.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from types import SimpleNamespace, TracebackType
from typing import Any, Literal

import aiohttp

from mesoguide.exceptions import GraphApiError, MessengerOff
from mesoguide.messenger.graph_errors import read_error
from mesoguide.ops.messenger_secrets import APP_SECRET, PAGE_TOKEN
from mesoguide.ops.settings import Settings

__all__ = ["GraphApi", "GraphApiError", "SenderAction"]

SenderAction = Literal["mark_seen", "typing_on", "typing_off"]

#: Seconds to reach Meta. Nothing has been sent by then, so giving up early costs nothing.
CONNECT_TIMEOUT_SECONDS = 5.0
#: Seconds for a whole call. Meta names no limit; a call that hangs holds back one person's answers.
CALL_TIMEOUT_SECONDS = 20.0
#: Connections at once; Meta takes 300 calls a second for a page (overview/rate-limiting).
CONNECTIONS = 50
#: Characters (Send API reference: "less than 1000").
LONGEST_METADATA = 999
_SUCCESS = 200


class GraphApi:
    """The Graph API of one page. Use it as a context manager, or close it."""

    def __init__(
        self,
        *,
        token: str,
        app_secret: str,
        base_url: str,
        version: str,
        timeout_seconds: float = CALL_TIMEOUT_SECONDS,
    ) -> None:
        """Prepares calls; connects to nothing.

        Args:
            token: the page's access token.
            app_secret: the app's secret, by which each call proves that it comes from the app.
            base_url: address of the API, without its version.
            version: "v25.0".
            timeout_seconds: how long one call may take.
        """
        self._token = token
        proof = hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        # Meta: graph-api/guides/secure-requests.
        self._proof = {"appsecret_proof": proof}
        self._root = f"{base_url.rstrip('/')}/{version}/me"
        self._timeout = aiohttp.ClientTimeout(
            total=timeout_seconds, sock_connect=min(CONNECT_TIMEOUT_SECONDS, timeout_seconds)
        )
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    def from_settings(
        cls, settings: Settings, *, timeout_seconds: float = CALL_TIMEOUT_SECONDS
    ) -> GraphApi:
        """Return the API of the page that the settings name.

        Raises:
            MessengerOff: if they name none.
        """
        token, secret = settings.messenger_page_token, settings.messenger_app_secret
        if token is None or secret is None:
            raise MessengerOff(
                f"no page is connected: set {PAGE_TOKEN}, {APP_SECRET} and MESSENGER_VERIFY_TOKEN "
                "as docs/messenger.md says. To try Messenger without Meta: mesoguide messenger demo"
            )
        return cls(
            token=token,
            app_secret=secret,
            base_url=settings.messenger_graph_url,
            version=settings.messenger_graph_version,
            timeout_seconds=timeout_seconds,
        )

    async def __aenter__(self) -> GraphApi:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send_message(self, psid: str, message: Mapping[str, Any], *, metadata: str) -> str:
        """Send one message, and return the id that Meta gave it.

        Args:
            psid: whom to, as the page knows them.
            message: a ``message`` object of the Send API.
            metadata: comes back in the echo of this message; at most 999 characters.

        Raises:
            GraphApiError: see its ``kind``.
            ValueError: the metadata is too long.
        """
        if len(metadata) > LONGEST_METADATA:
            raise ValueError(f"metadata of {len(metadata)} characters; {LONGEST_METADATA} at most")
        answer = await self._post(
            "messages",
            {
                "recipient": {"id": psid},
                # A reply within 24 hours of the person's message; nothing else is ever sent.
                "messaging_type": "RESPONSE",
                "message": {**message, "metadata": metadata},
            },
        )
        message_id = answer.get("message_id")
        if not isinstance(message_id, str) or not message_id:
            raise GraphApiError(
                "unknown_outcome", reason="the Graph API took a message without naming it"
            )
        return message_id

    async def send_action(self, psid: str, action: SenderAction) -> None:
        """Show that a message was seen, or that an answer is being written.

        Raises:
            GraphApiError: see its ``kind``.
        """
        await self._post("messages", {"recipient": {"id": psid}, "sender_action": action})

    async def get_profile(self, fields: Sequence[str]) -> dict[str, Any]:
        """Return what the page's Messenger profile says now, by field; unset fields are left out.

        Raises:
            GraphApiError: see its ``kind``.
        """
        answer = await self._get("messenger_profile", {"fields": ",".join(fields)})
        # Meta wraps the profile into a list of one, or of none.
        parts = [part for part in answer.get("data") or () if isinstance(part, dict)]
        return {name: part[name] for part in parts for name in fields if name in part}

    async def set_profile(self, profile: Mapping[str, Any]) -> None:
        """Set fields of the page's Messenger profile; the others stay.

        Raises:
            GraphApiError: see its ``kind``.
        """
        await self._post("messenger_profile", profile)

    async def delete_profile(self, fields: Sequence[str]) -> None:
        """Unset fields of the page's Messenger profile.

        Raises:
            GraphApiError: see its ``kind``.
        """
        body = {"fields": list(fields), **self._proof, "access_token": self._token}
        await self._call("DELETE", "messenger_profile", json=body)

    async def _get(self, edge: str, query: Mapping[str, str]) -> dict[str, Any]:
        # The proof is worth nothing without the token, which is in the header.
        headers = {"Authorization": f"Bearer {self._token}"}
        return await self._call("GET", edge, params={**query, **self._proof}, headers=headers)

    async def _post(self, edge: str, values: Mapping[str, Any]) -> dict[str, Any]:
        form = {name: _form_value(value) for name, value in values.items()}
        return await self._call(
            "POST", edge, data={**form, **self._proof, "access_token": self._token}
        )

    async def _call(self, method: str, edge: str, **options: Any) -> dict[str, Any]:
        progress = SimpleNamespace(sent=False)
        try:
            async with self._connected().request(
                method,
                f"{self._root}/{edge}",
                # Nobody but Meta gets the token, wherever an answer points.
                allow_redirects=False,
                trace_request_ctx=progress,
                **options,
            ) as response:
                return _read_answer(response, await response.read())
        # aiohttp has raised each of these for a connection that went away.
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise _connection_failed(error, sent=progress.sent) from None

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            trace = aiohttp.TraceConfig()
            # aiohttp 3.9 and the newer aiosignal name the callback's type differently.
            trace.on_request_headers_sent.append(_mark_as_sent)  # type: ignore[arg-type]
            self._session = aiohttp.ClientSession(
                timeout=self._timeout,
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                trace_configs=[trace],
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


async def _mark_as_sent(
    session: aiohttp.ClientSession,
    context: SimpleNamespace,
    what: Any,
) -> None:
    context.trace_request_ctx.sent = True


def _read_answer(response: aiohttp.ClientResponse, body: bytes) -> dict[str, Any]:
    if response.status == _SUCCESS:
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        if isinstance(answer, dict) and "error" not in answer:
            return answer
    raise read_error(response.status, response.headers, body)


def _connection_failed(error: BaseException, *, sent: bool) -> GraphApiError:
    """Return what a lost connection means. The error itself may show the address, so it is cut."""
    name = type(error).__name__
    if sent:
        return GraphApiError("unknown_outcome", reason=f"no answer from the Graph API: {name}")
    return GraphApiError("transient", reason=f"the Graph API cannot be reached: {name}")


def _form_value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
