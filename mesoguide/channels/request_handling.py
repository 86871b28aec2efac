"""What every request to the widget goes through before and after its endpoint."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from sanic.request import Request
from sanic.response import HTTPResponse

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.origin_policy import OriginPolicy
from mesoguide.channels.request_reading import address_of, limit_body
from mesoguide.channels.responses import complete_headers, empty_response, json_response
from mesoguide.channels.shared_limits import Limit
from mesoguide.exceptions import ClinicDataUnavailable

logger = logging.getLogger(__name__)

#: Returns nothing where it has sent the response itself.
Handler = Callable[[Request], Awaitable[HTTPResponse | None]]


@dataclass(frozen=True)
class Endpoint:
    """What answers one method of one path.

    Attributes:
        public: whether any website may fetch it as often as it likes: files, the same for all.
    """

    handle: Handler
    public: bool = False


#: Answers all methods of one path.
PathHandler = Callable[..., Awaitable[HTTPResponse | None]]

#: Methods of one path with their endpoints.
Methods = Mapping[str, Endpoint]


@dataclass(frozen=True)
class RequestHandling:
    """Checks origin and rate, calls the endpoint, turns every failure into JSON."""

    origins: OriginPolicy
    address_limit: Limit
    trusted_proxies: int

    def handler(self, methods: Methods) -> PathHandler:
        """Return the handler of a path, for all methods alike."""

        async def handle(request: Request, **_: object) -> HTTPResponse | None:
            try:
                response = await self._respond(request, methods)
            except ApiError as error:
                response = error_response(error)
            except ClinicDataUnavailable:
                response = error_response(ApiError("unavailable"))
            except Exception as error:  # whatever broke, the visitor gets a sentence
                # Neither its words nor its trace nor the address: they may quote what was written.
                logger.error("a request to the widget failed: %s", type(error).__name__)
                response = error_response(ApiError("fault"))
            if response is None or request.responded:
                return None
            self.complete(request, response)
            return response

        return handle

    def complete(self, request: Request, response: HTTPResponse) -> None:
        """Add the headers that every response has."""
        complete_headers(response, self.origins.headers(request.headers.get("origin")))

    async def _respond(self, request: Request, methods: Methods) -> HTTPResponse | None:
        limit_body(request)
        if not methods:
            raise ApiError("not_found")
        if request.method == "OPTIONS":
            return self._preflight(request, methods)
        endpoint = methods.get("GET" if request.method == "HEAD" else request.method)
        if endpoint is None:
            raise ApiError("method_not_allowed", headers={"allow": ", ".join(offered(methods))})
        if not endpoint.public:
            self.origins.check(request.headers.get("origin"))
            address = address_of(request, trusted_proxies=self.trusted_proxies)
            await self.address_limit.take(address)
        return await endpoint.handle(request)

    def _preflight(self, request: Request, methods: Methods) -> HTTPResponse:
        """Answer the question that a browser asks before it lets a page ask."""
        headers = {"allow": ", ".join(offered(methods))}
        origin = request.headers.get("origin")
        if origin is not None:
            self.origins.check(origin)
            headers |= self.origins.preflight_headers(origin, offered(methods))
        return empty_response(headers=headers)


def offered(methods: Methods) -> tuple[str, ...]:
    """Return the methods that a path takes."""
    head = ("HEAD",) if "GET" in methods else ()
    return (*methods, *head, "OPTIONS")


def error_response(error: ApiError) -> HTTPResponse:
    """Return an error as JSON."""
    headers = dict(error.headers)
    if error.status == 401:
        headers["www-authenticate"] = "Bearer"
    return json_response(error.body(), status=error.status, headers=headers)
