"""The endpoints of the Graph API that Messenger needs, as aiohttp handlers."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from mesoguide.messenger.simulator import meta_errors
from mesoguide.messenger.simulator.faults import Faults
from mesoguide.messenger.simulator.message_rules import check_message
from mesoguide.messenger.simulator.meta_errors import MetaError, Refused, invalid
from mesoguide.messenger.simulator.profile_rules import FIELDS, check_deletion, check_profile
from mesoguide.messenger.simulator.received import Ledger, Received

#: send-api reference.
SENDER_ACTIONS = frozenset({"mark_seen", "typing_on", "typing_off"})
MESSAGING_TYPES = frozenset({"RESPONSE", "UPDATE"})
#: policy: a page may answer for 24 hours after a person wrote.
WINDOW_SECONDS = 24 * 3600.0
#: messenger-profile-api/greeting: 10 calls in 10 minutes.
PROFILE_CALLS = 10
PROFILE_SECONDS = 600.0

_PSID = re.compile(r"\d{5,20}")
_OK = {"result": "success"}


@dataclass(frozen=True)
class Page:
    """The page that the simulator stands for, and how strict it is.

    Attributes:
        window: refuse messages to people who never wrote, or not within 24 hours.
        profile_limit: refuse more than 10 profile calls in 10 minutes.
    """

    id: str
    token: str
    app_secret: str
    window: bool = False
    profile_limit: bool = True


class GraphEndpoints:
    """Checks calls against Meta's rules, and keeps what it takes."""

    def __init__(
        self,
        page: Page,
        ledger: Ledger,
        faults: Faults,
        sent: Callable[[Received], None],
    ) -> None:
        """Makes the endpoints.

        Args:
            page: the page.
            ledger: where messages are kept.
            faults: what goes wrong.
            sent: called with each message that was taken.
        """
        self._page = page
        self._ledger = ledger
        self._faults = faults
        self._sent = sent
        self._profile_calls: deque[float] = deque()
        #: Calls whose address held the token.
        self.tokens_in_addresses = 0
        #: All calls that came in, taken or not.
        self.calls = 0

    def add_to(self, app: web.Application) -> None:
        """Serve the Graph API's addresses, and Meta's error for all others below a version."""
        for node in ("me", self._page.id):
            app.router.add_post(f"/{{version:v\\d+\\.\\d}}/{node}/messages", self._messages)
            app.router.add_route(
                "*", f"/{{version:v\\d+\\.\\d}}/{node}/messenger_profile", self._profile
            )
        app.router.add_route("*", "/{version:v\\d+\\.\\d}/{rest:.*}", self._unknown)

    async def _unknown(self, request: web.Request) -> web.Response:
        return _refusal(meta_errors.unknown_path(f"/{request.match_info['rest']}"))

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        if self._faults.takes_lost_request():
            return _hang_up(request)
        if self._faults.delay_seconds:
            await asyncio.sleep(self._faults.delay_seconds)
        if error := self._faults.next_error():
            return _refusal(error)
        try:
            values = await self._authorised(request)
            answer, received = self._take(values)
        except Refused as refused:
            return _refusal(refused.error)
        if received is not None:
            self._sent(received)
        if self._faults.takes_lost_answer():
            return _hang_up(request)
        return web.json_response(answer)

    def _take(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], Received | None]:
        psid = self._recipient(values)
        if "sender_action" in values:
            _only(values, {"recipient", "sender_action"})
            if values["sender_action"] not in SENDER_ACTIONS:
                raise invalid("Param sender_action must be one of typing_on,typing_off,mark_seen")
            self._ledger.add_action(psid, values["sender_action"])
            return {"recipient_id": psid}, None
        _only(values, {"recipient", "messaging_type", "message"})
        if values.get("messaging_type") not in MESSAGING_TYPES:
            raise invalid("Param messaging_type must be RESPONSE or UPDATE")
        check_message(values.get("message"))
        received = self._ledger.add_message(psid, values["message"])
        return {"recipient_id": psid, "message_id": received.message_id}, received

    def _recipient(self, values: Mapping[str, Any]) -> str:
        recipient = values.get("recipient")
        psid = recipient.get("id") if isinstance(recipient, dict) else None
        if not isinstance(psid, str) or not _PSID.fullmatch(psid) or len(recipient) != 1:  # type: ignore[arg-type]
            raise invalid("Parameter error: recipient must have the id of a person")
        if self._page.window:
            written = self._ledger.last_written(psid)
            if written is None:
                raise Refused(meta_errors.NO_SUCH_PERSON)
            if time.time() - written > WINDOW_SECONDS:
                raise Refused(meta_errors.OUTSIDE_WINDOW)
        return psid

    async def _profile(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        try:
            values = await self._authorised(request)
            self._count_profile_call()
            if request.method == "GET":
                return web.json_response(self._shown(str(values.get("fields", ""))))
            if request.method == "POST":
                check_profile(values, self._ledger.profile)
                self._ledger.set_profile({**self._ledger.profile, **values})
                return web.json_response(_OK)
            if request.method == "DELETE":
                check_deletion(values.get("fields"), self._ledger.profile)
                kept = self._ledger.profile
                gone = set(values["fields"])
                self._ledger.set_profile({k: v for k, v in kept.items() if k not in gone})
                return web.json_response(_OK)
            raise Refused(MetaError("Unsupported request", 100, 33, type="GraphMethodException"))
        except Refused as refused:
            return _refusal(refused.error)

    def _shown(self, fields: str) -> dict[str, Any]:
        names = fields.split(",")
        if not names or not set(names) <= set(FIELDS):
            raise invalid(f"Param fields must be of {','.join(FIELDS)}")
        found = {name: self._ledger.profile[name] for name in names if name in self._ledger.profile}
        return {"data": [found] if found else []}

    def _count_profile_call(self) -> None:
        now = time.monotonic()
        while self._profile_calls and now - self._profile_calls[0] > PROFILE_SECONDS:
            self._profile_calls.popleft()
        if self._page.profile_limit and len(self._profile_calls) >= PROFILE_CALLS:
            raise Refused(meta_errors.RATE_LIMITED)
        self._profile_calls.append(now)

    async def _authorised(self, request: web.Request) -> dict[str, Any]:
        """Return the parameters of a call, wherever they stand, without token and proof."""
        values = {**dict(request.query), **await _parameters(request)}
        self.tokens_in_addresses += "access_token" in request.query
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if (values.pop("access_token", None) or bearer) != self._page.token:
            raise Refused(meta_errors.BAD_TOKEN)
        proof = values.pop("appsecret_proof", None)
        if proof is None:
            raise Refused(meta_errors.NO_PROOF)
        key, token = self._page.app_secret.encode(), self._page.token.encode()
        if proof != hmac.new(key, token, hashlib.sha256).hexdigest():
            raise Refused(meta_errors.BAD_PROOF)
        return values


async def _parameters(request: web.Request) -> dict[str, Any]:
    """Read a body in either of the forms that Meta's pages show."""
    if not request.can_read_body:
        return {}
    if request.content_type == "application/json":
        try:
            values = await request.json()
        except ValueError:
            raise invalid("The body is not valid JSON") from None
        if not isinstance(values, dict):
            raise invalid("The body must be an object")
        return values
    return {name: _json_value(str(value)) for name, value in (await request.post()).items()}


def _json_value(text: str) -> Any:
    """Read one field of a form; objects and lists are JSON, all else is a plain string."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        raise invalid("A parameter is not valid JSON") from None


def _only(values: Mapping[str, Any], keys: set[str]) -> None:
    for key in values:
        if key not in keys:
            raise invalid(f'Unexpected key "{key}".')


def _refusal(error: MetaError) -> web.Response:
    return web.json_response(error.body(), status=error.status, headers=error.headers)


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Drop the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
