"""Session tokens: who holds one may read and write one conversation, and no other.

Nothing is stored when a token is given out. It carries the random id of its conversation and the
time, signed with a key of this installation.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from mesoguide.channels.api_errors import ApiError

#: The wire contract; the element begins a new conversation after that.
LIFETIME = timedelta(days=30)

#: Characters. A token is about 110; a longer one is not looked at.
LONGEST_TOKEN = 300

_ID_BYTES = 16
_CONVERSATION_ID = re.compile(r"widget-[0-9a-f]{32}")
# Another use of the secret key signs with another salt, so that neither takes the other's tokens.
_SALT = "mesoguide widget session"


@dataclass(frozen=True)
class IssuedToken:
    """A token as it is handed to the browser.

    Attributes:
        expires_at: in UTC.
    """

    token: str
    expires_at: datetime


class SessionTokens:
    """Issues and reads tokens."""

    def __init__(self, secret_key: bytes, *, clock: Callable[[], float] = time.time) -> None:
        """Derives the signing key.

        Args:
            secret_key: the key of this installation; another key ends every conversation.
            clock: tells the time in seconds since 1970.
        """
        self._clock = clock
        self._serializer = URLSafeTimedSerializer(
            secret_key,
            salt=_SALT,
            signer=_ClockedSigner,
            signer_kwargs={
                "clock": clock,
                "key_derivation": "hmac",
                "digest_method": hashlib.sha256,
            },
        )

    def issue(self) -> IssuedToken:
        """Return a token for a conversation that does not exist yet."""
        conversation_id = f"widget-{secrets.token_hex(_ID_BYTES)}"
        now = datetime.fromtimestamp(int(self._clock()), timezone.utc)
        return IssuedToken(str(self._serializer.dumps(conversation_id)), now + LIFETIME)

    def conversation_of(self, token: str) -> str:
        """Return the id of the conversation that a token was issued for.

        Raises:
            ApiError: the token is not ours, or too old.
        """
        if len(token) > LONGEST_TOKEN:
            raise ApiError("session_unknown")
        try:
            named = self._serializer.loads(token, max_age=int(LIFETIME.total_seconds()))
        except SignatureExpired:
            raise ApiError("session_expired") from None
        except BadData:
            raise ApiError("session_unknown") from None
        if not isinstance(named, str) or not _CONVERSATION_ID.fullmatch(named):
            raise ApiError("session_unknown")
        return named


class _ClockedSigner(TimestampSigner):
    """Signs with the time of a clock that is handed in."""

    def __init__(self, *args: Any, clock: Callable[[], float], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock())
