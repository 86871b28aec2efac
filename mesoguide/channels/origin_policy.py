"""Which websites may use the chat from a visitor's browser (CORS)."""

from __future__ import annotations

from dataclasses import dataclass

from mesoguide.channels.api_errors import ApiError
from mesoguide.ops.settings import Settings

#: Seconds for which a browser remembers that it may ask.
PREFLIGHT_SECONDS = 600

_EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_USUAL_PORT = 80


@dataclass(frozen=True)
class OriginPolicy:
    """An explicit list of origins; a browser sends its page's own with every writing request."""

    allowed: frozenset[str]

    def check(self, origin: str | None) -> None:
        """Refuse a page of another website.

        A request without an origin is no page of another website: browsers send it whenever one
        site asks another, and whoever is no browser can send any.

        Raises:
            ApiError: the origin is not on the list.
        """
        if origin is not None and origin not in self.allowed:
            raise ApiError("origin_not_allowed")

    def headers(self, origin: str | None) -> dict[str, str]:
        """Return the headers that let the page read the answer, if it may."""
        headers = {"vary": "Origin"}
        if origin in self.allowed:
            headers["access-control-allow-origin"] = str(origin)
            headers["access-control-expose-headers"] = "Retry-After"
        return headers

    def preflight_headers(self, origin: str, methods: tuple[str, ...]) -> dict[str, str]:
        """Return what a browser wants to know before it asks."""
        return {
            **self.headers(origin),
            "access-control-allow-methods": ", ".join(methods),
            "access-control-allow-headers": "Authorization, Content-Type",
            "access-control-max-age": str(PREFLIGHT_SECONDS),
        }


def origin_policy(settings: Settings) -> OriginPolicy:
    """Return the policy of the settings: the listed origins, else the chat server's own."""
    return OriginPolicy(frozenset(settings.allowed_origins) or _own_origins(settings))


def _own_origins(settings: Settings) -> frozenset[str]:
    """Return where pages of the chat server itself are seen from this machine.

    The Host header is not asked: a name that an attacker points here would be "ours".
    """
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    local = settings.host in _EVERY_ADDRESS or host in _LOOPBACK
    port = "" if settings.port == _USUAL_PORT else f":{settings.port}"
    return frozenset(f"http://{name}{port}" for name in (_LOOPBACK if local else (host.lower(),)))
