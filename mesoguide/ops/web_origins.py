"""Web origins as the environment names them: a scheme, a host and perhaps a port."""

from __future__ import annotations

import re

_ORIGIN = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])"
    r"(?::[0-9]{1,5})?"
)
#: Browsers leave these out of the origin that they send.
_USUAL_PORTS = {"http": ":80", "https": ":443"}


def parse_origins(text: str) -> tuple[str, ...]:
    """Read origins apart by commas or blanks, as a browser would send them, each once.

    Raises:
        ValueError: names the first one that no browser sends, such as one with a path.
    """
    origins: dict[str, None] = {}
    for word in text.replace(",", " ").split():
        origin = word.lower().removesuffix("/")
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(word)
        scheme = origin.partition("://")[0]
        origins[origin.removesuffix(_USUAL_PORTS[scheme])] = None
    return tuple(origins)
