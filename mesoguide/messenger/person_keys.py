"""What stands for people and events of Messenger in logs, commands and the database.

Meta's number of a person is kept in one column of one table, since replies need it. Everywhere else
stands a digest under the clinic's key, which says nothing to whoever does not have it.
"""

from __future__ import annotations

import hashlib
import hmac

#: Beginning of the conversation ids of this channel.
PREFIX = "messenger-"
_ID_CHARACTERS = 32


class PersonKeys:
    """Makes the ids of this installation."""

    def __init__(self, secret_key: bytes) -> None:
        # Each use has a key of its own, as in mesoguide.clinic.keyed_digests.
        self._person_key = _hmac(secret_key, b"mesoguide messenger conversation")
        self._event_key = _hmac(secret_key, b"mesoguide messenger event")

    def conversation_id(self, psid: str) -> str:
        """Return the id under which a person's conversation is kept."""
        return PREFIX + _hmac(self._person_key, psid.encode()).hex()[:_ID_CHARACTERS]

    def event_key(self, identity: str) -> str:
        """Return what an event is known by; also the message id in Rasa's events."""
        return _hmac(self._event_key, identity.encode(errors="replace")).hex()


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()
