"""The word by which the action server knows the chat server.

Both listen on this machine, where other users, and any page in a browser, reach the action server
as well; without the word they could act in any conversation, past the count of wrong tries at
"my plan". It is derived from the secret key, so there is nothing more to set, to hand out between
machines or to lose, and it stands in no file and on no command line.
"""

from __future__ import annotations

import hashlib
import hmac

from mesoguide.ops.secret_key import load_secret_key
from mesoguide.ops.settings import Settings

#: Read by Rasa where endpoints.yml names it.
TOKEN_VARIABLE = "MESOGUIDE_ACTION_TOKEN"  # noqa: S105 - the name of a variable

HEADER = "authorization"

_SCHEME = "Bearer "
_PURPOSE = b"mesoguide action server"


def action_token(settings: Settings) -> str:
    """Return the token of this installation.

    Raises:
        SecretKeyUnusable: there is no key to derive it from.
    """
    return hmac.new(load_secret_key(settings), _PURPOSE, hashlib.sha256).hexdigest()


def header_value(token: str) -> str:
    """Return the header that carries a token."""
    return f"{_SCHEME}{token}"


def is_token(header: str, token: str) -> bool:
    """Tell whether a header carries the token; takes as long for a near miss."""
    return hmac.compare_digest(header.encode(errors="replace"), header_value(token).encode())
