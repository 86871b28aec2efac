"""Errors in the form in which Meta returns them.

Codes, subcodes and messages are those of Meta's "Common Error Codes" (2026-03-18) where it has one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class MetaError:
    """One error answer."""

    message: str
    code: int
    subcode: int | None = None
    status: int = 400
    type: str = "OAuthException"
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Return the answer's JSON, with a trace id of its own."""
        error: dict[str, Any] = {"message": self.message, "type": self.type, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        return {"error": {**error, "fbtrace_id": f"A{secrets.token_urlsafe(16)}"}}


class Refused(Exception):  # noqa: N818 - what happened, as all our failures are named
    """A call that is not as documented."""

    def __init__(self, error: MetaError) -> None:
        super().__init__(error.message)
        self.error = error


def invalid(message: str) -> Refused:
    """Return the refusal of a parameter that is not as documented."""
    return Refused(MetaError(f"(#100) {message}", 100))


UNEXPECTED = MetaError(
    "An unexpected error has occurred. Please retry your request later.", 2, status=500
)
TEMPORARY = MetaError("(#1200) Temporary send message failure. Please try again later.", 1200)
RATE_LIMITED = MetaError("(#613) Calls to this API have exceeded the rate limit.", 613)
BAD_TOKEN = MetaError("Invalid OAuth access token.", 190, status=401)
EXPIRED_TOKEN = MetaError("Error validating access token: Session has expired.", 190, 463, 401)
NO_SUCH_PERSON = MetaError("(#100) No matching user found", 100, 2018001)
OUTSIDE_WINDOW = MetaError(
    "(#10) This message is sent outside of allowed window.", 10, 2018278, status=403
)
UNAVAILABLE_PERSON = MetaError("(#551) This person isn't available right now.", 551, 1545041)
BAD_PROOF = MetaError(
    "Invalid appsecret_proof provided in the API argument", 100, type="GraphMethodException"
)
NO_PROOF = MetaError(
    "API calls from the server require an appsecret_proof argument",
    100,
    type="GraphMethodException",
)
SENT_ALL_THE_SAME = MetaError("Received invalid JSON reply.", 1, 1357046, status=500)


def unknown_path(path: str) -> MetaError:
    """Return the error for an address that the Graph API does not have."""
    return MetaError(f"Unknown path components: {path}", 2500)
