"""The errors of the widget's interface: one code each, and a sentence that a visitor may read."""

from __future__ import annotations

from typing import Any

from mesoguide.exceptions import MesoGuideError

#: Code of an error to its HTTP status and what is said to people.
PROBLEMS: dict[str, tuple[int, str]] = {
    "bad_request": (400, "The chat could not read this request."),
    "session_missing": (401, "This chat has not begun yet. Please start a new one."),
    "session_expired": (401, "This chat is too old. Please start a new one."),
    "session_unknown": (401, "This chat has ended. Please start a new one."),
    "origin_not_allowed": (403, "This website is not allowed to use the chat."),
    "payload_not_offered": (
        403,
        "This choice was not offered in this chat. A message cannot start with a slash.",
    ),
    "not_found": (404, "There is nothing here."),
    "method_not_allowed": (405, "This cannot be done here."),
    "message_id_taken": (409, "Another message was sent with this id."),
    "too_large": (413, "This is too long to be sent at once."),
    "unsupported_media_type": (415, "The chat takes JSON only."),
    "message_empty": (422, "There is no text in this message."),
    "message_too_long": (422, "This text is too long. Please make it shorter."),
    "too_many": (429, "These are too many messages at once. Please wait a moment."),
    "fault": (500, "Something went wrong on our side. Please try again later."),
    "unavailable": (503, "The chat is not available now. Please try again in a moment."),
}


class ApiError(MesoGuideError):
    """A request is refused, or cannot be served now."""

    def __init__(self, code: str, *, headers: dict[str, str] | None = None) -> None:
        """Makes an error.

        Args:
            code: one of ``PROBLEMS``.
            headers: what the response carries besides.
        """
        self.code = code
        self.status, self.sentence = PROBLEMS[code]
        self.headers = headers or {}
        super().__init__(f"{code}: {self.sentence}")

    def body(self) -> dict[str, Any]:
        """Return what goes over the wire."""
        return {"code": self.code, "message": self.sentence}
