"""The addresses that Meta calls: the webhook, and the wish to have one's data deleted."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from sanic.request import Request
from sanic.response import HTTPResponse

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.responses import SECURITY_HEADERS, json_response
from mesoguide.exceptions import ClinicDataUnavailable
from mesoguide.messenger.deliveries import UnreadableBodyError
from mesoguide.messenger.request_bodies import LARGEST_DELIVERY, LARGEST_FORM, read_body
from mesoguide.messenger.services import MessengerServices
from mesoguide.messenger.signed_request import read_signed_request
from mesoguide.messenger.webhook_signature import SIGNATURE_HEADER, is_signed, is_verification

logger = logging.getLogger(__name__)

Handler = Callable[..., Awaitable[HTTPResponse]]

#: As browsers write them; nothing else gets into an address that we hand out.
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::\d{1,5})?|\[[0-9a-f:]{2,45}\](?::\d{1,5})?")
_THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
_ACKNOWLEDGED = "EVENT_RECEIVED"
_VERIFICATION = ("mode", "verify_token", "challenge")
_MOST_FIELDS = 20
_LONGEST_CODE = 20


class MessengerEndpoints:
    """Answers requests; says nothing to whoever is not Meta."""

    def __init__(self, services: MessengerServices, wake: Callable[[], None]) -> None:
        """Makes the endpoints.

        Args:
            services: what they work with.
            wake: called when there is something new to answer.
        """
        self._services = services
        self._wake = wake

    async def verify(self, request: Request) -> HTTPResponse:
        """Answer Meta's first call, which asks whether the webhook is the clinic's."""
        asked = {name: str(request.args.get(f"hub.{name}") or "") for name in _VERIFICATION}
        services = self._services
        if not is_verification(asked["mode"], asked["verify_token"], services.verify_token):
            logger.warning("a call to the webhook had another verify token: see docs/messenger.md")
            return _plain("", 403)
        return _plain(asked["challenge"])

    async def receive(self, request: Request) -> HTTPResponse:
        """Keep a delivery, and say that it arrived once it is kept."""
        deliveries = self._services.deliveries
        deliveries.arrives()
        try:
            return await self._receive(request)
        finally:
            deliveries.has_arrived()

    async def _receive(self, request: Request) -> HTTPResponse:
        body = await read_body(request, LARGEST_DELIVERY)
        if body is None:
            return _plain("", 413)
        header = str(request.headers.getone(SIGNATURE_HEADER, ""))
        if not is_signed(body, header, self._services.app_secret):
            logger.warning("a delivery to the webhook was not signed by Meta, or with another key")
            return _plain("", 403)
        try:
            waits = await self._services.deliveries.keep(body)
        except UnreadableBodyError:
            return _plain("", 400)
        if waits:
            self._wake()
        return _plain(_ACKNOWLEDGED)

    async def delete_data(self, request: Request) -> HTTPResponse:
        """Delete the data of a person who asked Meta for it, and say where to see that."""
        body = await read_body(request, LARGEST_FORM)
        if body is None:
            return _plain("", 413)
        user_id = read_signed_request(_signed_request(body), self._services.app_secret)
        if user_id is None:
            logger.warning("a wish to delete data was not signed by Meta, or with another key")
            return _plain("", 403)
        own_address = _own_address(request)
        if own_address is None:
            return _plain("", 400)
        code = await self._services.deletion.delete(request.app.ctx.agent, user_id)
        address = f"{own_address}{request.path}/{code}"
        return json_response({"url": address, "confirmation_code": code})

    async def show_deletion(self, request: Request, code: str) -> HTTPResponse:
        """Show what became of a wish to delete data."""
        receipt = await self._services.deletion.receipt(code[:_LONGEST_CODE])
        page = self._services.page.of(receipt)
        status = 404 if receipt is None else 200
        return _complete(HTTPResponse(page, status=status, content_type="text/html; charset=utf-8"))


def guarded(handle: Handler) -> Handler:
    """Turn every failure of a handler into a status; without a 200 Meta delivers again."""

    async def answer(request: Request, **parts: str) -> HTTPResponse:
        try:
            return await handle(request, **parts)
        except (ApiError, ClinicDataUnavailable):
            return _plain("", 503)
        except Exception as error:  # nothing of the request may be in a page or a log
            logger.error("a request to Messenger's addresses failed: %s", type(error).__name__)
            return _plain("", 500)

    return answer


def _signed_request(form: bytes) -> str:
    try:
        fields = parse_qs(form.decode("ascii", errors="replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ""
    return (fields.get("signed_request") or [""])[0]


def _own_address(request: Request) -> str | None:
    """Return the address by which Meta called us, over TLS alone; None for no usable host."""
    host = str(request.headers.getone("host", ""))
    if not _HOST.fullmatch(host):
        return None
    scheme = "http" if host.startswith(_THIS_MACHINE) else "https"
    return f"{scheme}://{host}"


def _plain(text: str, status: int = 200) -> HTTPResponse:
    return _complete(HTTPResponse(text, status=status, content_type="text/plain; charset=utf-8"))


def _complete(response: HTTPResponse) -> HTTPResponse:
    response.headers.update(SECURITY_HEADERS)
    return response
