"""Messenger, as a Rasa channel: the clinic's Facebook page, under ``/webhooks/messenger/``.

It stands in for Rasa's own connector. A delivery is kept in the database and acknowledged; what is
in it is answered, and the answers are sent, by :mod:`mesoguide.messenger.office`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic

from mesoguide.exceptions import SettingsError
from mesoguide.messenger.dialogue import CHANNEL
from mesoguide.messenger.endpoints import MessengerEndpoints, guarded
from mesoguide.messenger.office import Office
from mesoguide.messenger.services import MessengerServices, open_services
from mesoguide.ops.settings import load_settings


class MessengerInput(InputChannel):
    """Connects the clinic's page with the bot."""

    def __init__(self, services: MessengerServices) -> None:
        self._services = services
        self._office: Office | None = None

    @classmethod
    def name(cls) -> str:
        """Name of the channel, also in the address."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> MessengerInput:
        """Open what the settings name.

        Raises:
            SettingsError: the page's secrets are not set, or something is written under the channel
                in ``credentials.yml``.
        """
        if credentials:
            raise SettingsError(
                "Messenger takes no settings from credentials.yml: leave the line as it is and use "
                "the environment (`mesoguide settings` lists it)"
            )
        return cls(open_services(load_settings()))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes.

        Args:
            on_new_message: not used; see :func:`mesoguide.channels.turns.conversation_lock`.
        """
        endpoints = MessengerEndpoints(self._services, self._wake)
        blueprint = Blueprint("messenger_channel")
        for name, handle, path, method in (
            ("verify", endpoints.verify, "/webhook", "GET"),
            ("receive", endpoints.receive, "/webhook", "POST"),
            ("delete_data", endpoints.delete_data, "/data-deletion", "POST"),
            ("show_deletion", endpoints.show_deletion, "/data-deletion/<code>", "GET"),
        ):
            # Bodies are read by us, with a limit.
            reads = method == "POST"
            blueprint.add_route(guarded(handle), path, methods=[method], stream=reads, name=name)
        blueprint.listener("after_server_start")(self._open)
        blueprint.listener("before_server_stop")(self._close)
        return blueprint

    async def _open(self, app: Sanic, _: object) -> None:
        self._office = Office(self._services, lambda: app.ctx.agent)
        self._office.open()

    async def _close(self, app: Sanic, _: object) -> None:
        if self._office is not None:
            await self._office.close()

    def _wake(self) -> None:
        if self._office is not None:
            self._office.wake_answering()
