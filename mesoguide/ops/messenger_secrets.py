"""The three secrets that open the Messenger channel: all of them, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from mesoguide.exceptions import SettingsError
from mesoguide.ops.secret_strength import SHORTEST_TOKEN, weakness

PAGE_TOKEN = "MESSENGER_PAGE_TOKEN"  # noqa: S105 - the name of a variable
APP_SECRET = "MESSENGER_APP_SECRET"  # noqa: S105 - the name of a variable
VERIFY_TOKEN = "MESSENGER_VERIFY_TOKEN"  # noqa: S105 - the name of a variable

#: As Meta writes its versions: "v25.0".
_VERSION = re.compile(r"v\d{1,3}\.\d")
#: Hosts that are this machine itself, where a stand-in for Meta may listen without TLS.
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def read_secrets(env: Mapping[str, str]) -> dict[str, str | None]:
    """Return the three secrets by variable; all are None where none is set.

    Raises:
        SettingsError: some are set and others are not, or one holds a space or a line break, which
            no token of Meta's does and no HTTP header can carry, or can be guessed.
    """
    found = {name: env.get(name, "").strip() for name in (PAGE_TOKEN, APP_SECRET, VERIFY_TOKEN)}
    missing = [name for name, value in found.items() if not value]
    if missing and len(missing) < len(found):
        raise SettingsError(
            f"Messenger needs {', '.join(found)}, and {' and '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} not set. Set all three, or none to leave the "
            "channel off; docs/messenger.md says where they come from."
        )
    for name, value in found.items():
        if not value.isascii() or not value.isprintable() or " " in value:
            raise SettingsError(
                f"{name} holds a space or a sign that no token has. Copy it again, on one line."
            )
        if value and (reason := weakness(value, shortest=SHORTEST_TOKEN)):
            raise SettingsError(
                f"{name} {reason}, so it can be guessed. docs/messenger.md says where to get a "
                "real one."
            )
    return {name: value or None for name, value in found.items()}


def is_graph_url(url: str) -> bool:
    """Tell whether an address may stand for Meta's: over TLS, or on this machine itself."""
    try:
        parts = urlsplit(url)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    return bool(safe and bare and parts.hostname and port_is_good)


def is_graph_version(text: str) -> bool:
    """Tell whether a text is a version of the Graph API, such as "v25.0"."""
    return _VERSION.fullmatch(text) is not None
