"""The chat for the clinic's website, as a Rasa channel: served under ``/webhooks/widget/``."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.constants import HTTP_METHODS
from sanic.exceptions import MethodNotSupported
from sanic.request import Request
from sanic.response import HTTPResponse

from mesoguide.channels import pages
from mesoguide.channels.request_handling import Endpoint, Methods, PathHandler, RequestHandling
from mesoguide.channels.static_files import files_of_pages
from mesoguide.channels.turns import CHANNEL
from mesoguide.channels.widget_endpoints import WidgetEndpoints
from mesoguide.channels.widget_services import WidgetServices, open_services
from mesoguide.exceptions import SettingsError
from mesoguide.ops.request_failures import answer_failure
from mesoguide.ops.settings import load_settings

ALL_METHODS = tuple(method.value for method in HTTP_METHODS)


class WidgetInput(InputChannel):
    """Connects the widget with the bot."""

    def __init__(self, services: WidgetServices) -> None:
        self._services = services

    @classmethod
    def name(cls) -> str:
        """Name of the channel, also in the address."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WidgetInput:
        """Open what the settings name.

        Raises:
            SettingsError: something is written under the channel in ``credentials.yml``.
        """
        if credentials:
            raise SettingsError(
                "the widget takes no settings from credentials.yml: leave the line as it is and "
                "use the environment (`mesoguide settings` lists it)"
            )
        return cls(open_services(load_settings()))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes.

        Args:
            on_new_message: not used; see :func:`mesoguide.channels.turns.conversation_lock`.
        """
        services = self._services
        handling = RequestHandling(
            services.origins, services.address_limit, services.trusted_proxies
        )
        blueprint = Blueprint("widget_channel")
        handlers = {
            path: handling.handler(methods)
            for path, methods in routes(WidgetEndpoints(services)).items()
        }
        for path, handler in handlers.items():
            blueprint.add_route(
                handler,
                path,
                methods=ALL_METHODS,
                # The body is read by us, with a limit.
                stream=True,
                name=re.sub(r"\W+", "_", path.strip("/")),
            )
        blueprint.listener("before_server_start")(partial(take_unknown_methods, handlers))
        return blueprint


def take_unknown_methods(handlers: Mapping[str, PathHandler], app: Sanic, _: object) -> None:
    """Answer TRACE and made-up methods like any other; Sanic's router knows no routes for them."""

    async def answer(request: Request, exception: MethodNotSupported) -> HTTPResponse | None:
        path = request.path.removeprefix(f"/webhooks/{CHANNEL}")
        if path in handlers:
            return await handlers[path](request)
        return await answer_failure(request, exception)

    app.error_handler.add(MethodNotSupported, answer)


def routes(endpoints: WidgetEndpoints) -> dict[str, Methods]:
    """Return the endpoints by path and method; a path without methods is for all others."""
    page_files = {
        f"/{name}": {"GET": Endpoint(pages.file_of_page(name), public=True)}
        for name in files_of_pages()
        if name != pages.ELEMENT
    }
    return {
        "/health": {"GET": Endpoint(endpoints.health, public=True)},
        "/openapi.json": {"GET": Endpoint(endpoints.openapi, public=True)},
        "/config": {"GET": Endpoint(endpoints.config)},
        "/session": {"POST": Endpoint(endpoints.begin)},
        "/messages": {"POST": Endpoint(endpoints.send)},
        "/history": {"GET": Endpoint(endpoints.history)},
        "/conversation": {"DELETE": Endpoint(endpoints.delete)},
        "/feedback": {"POST": Endpoint(endpoints.vote)},
        "/widget.js": {"GET": Endpoint(pages.element, public=True)},
        "/demo": {"GET": Endpoint(pages.demo_page, public=True)},
        "/demo/strict": {"GET": Endpoint(pages.strict_page, public=True)},
        **page_files,
        "/<unknown:path>": {},
    }
