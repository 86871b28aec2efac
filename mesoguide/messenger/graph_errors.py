"""What Meta's answers mean: whether a call may be tried again, and when.

Sources: Messenger Platform "Common Error Codes" (2026-03-18), Graph API "Handle Errors" and "Rate
Limits".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

from mesoguide.exceptions import GraphApiError

Kind = Literal["transient", "rate_limited", "permanent", "unknown_outcome"]

#: 1: unknown error; 2: service unavailable; 1200: temporary send message failure.
TRANSIENT_CODES = frozenset({1, 2, 1200})
#: 4: application limit; 17: user limit; 32: page limit; 613: limit of one API; 80006: Messenger.
RATE_LIMIT_CODES = frozenset({4, 17, 32, 613, 80006})
#: "Received invalid JSON reply": Meta says that the message went out all the same.
SENT_ALL_THE_SAME = (1, 1357046)
#: Retrying does not mend a missing permission, which is what this subcode of code 1 stands for.
MISSING_PERMISSION = (1, 99)

#: Header with the use of each business limit; minutes until calls are taken again.
_USAGE_HEADER = "X-Business-Use-Case-Usage"
_TOO_MANY_REQUESTS = 429
_FIRST_REDIRECT = 300
_FIRST_SERVER_ERROR = 500
_SECONDS_A_MINUTE = 60.0
#: A trace id is base 64; anything else does not get into a log.
_TRACE = re.compile(r"[\w+/=-]{1,64}")


def read_error(status: int, headers: Mapping[str, str], body: bytes) -> GraphApiError:
    """Return what an answer that is no success means.

    Args:
        status: the HTTP status.
        headers: the headers of the answer.
        body: its body, which is JSON if it is Meta's own.
    """
    error = _error_object(body)
    if error is None:
        return _without_word_of_meta(status, headers)
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    return GraphApiError(
        _kind(status, code, subcode, transient=error.get("is_transient") is True),
        reason="the Graph API refused a call",
        code=code,
        subcode=subcode,
        trace_id=_trace(error.get("fbtrace_id")),
        status=status,
        retry_after_seconds=_wait(headers),
    )


def _kind(status: int, code: int | None, subcode: int | None, *, transient: bool) -> Kind:
    if (code, subcode) == SENT_ALL_THE_SAME:
        return "unknown_outcome"
    if code in RATE_LIMIT_CODES or status == _TOO_MANY_REQUESTS:
        return "rate_limited"
    if (code, subcode) == MISSING_PERMISSION:
        return "permanent"
    if transient or code in TRANSIENT_CODES or status >= _FIRST_SERVER_ERROR:
        return "transient"
    return "permanent"


def _without_word_of_meta(status: int, headers: Mapping[str, str]) -> GraphApiError:
    """Return what an answer in another form means: something between Meta and us spoke."""
    kind: Kind = "permanent"
    if status == _TOO_MANY_REQUESTS:
        kind = "rate_limited"
    elif status >= _FIRST_SERVER_ERROR or status < _FIRST_REDIRECT:
        # A gateway that gave up waiting does not know either whether the message went out.
        kind = "unknown_outcome"
    return GraphApiError(
        kind,
        reason="the Graph API gave an answer in an unknown form",
        status=status,
        retry_after_seconds=_wait(headers),
    )


def _error_object(body: bytes) -> Mapping[str, Any] | None:
    try:
        data = json.loads(body)
    except ValueError:
        return None
    error = data.get("error") if isinstance(data, dict) else None
    return error if isinstance(error, dict) else None


def _wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that Meta asks to wait, by either header."""
    seconds = headers.get("Retry-After", "")
    if seconds.isascii() and seconds.isdecimal():
        return float(seconds)
    try:
        usage = json.loads(headers.get(_USAGE_HEADER, "{}"))
        minutes = [
            float(each.get("estimated_time_to_regain_access") or 0)
            for limits in usage.values()
            for each in limits
        ]
    except (ValueError, TypeError, AttributeError):
        return None
    longest = max(minutes, default=0.0)
    return longest * _SECONDS_A_MINUTE if longest > 0 else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _trace(value: object) -> str | None:
    return value if isinstance(value, str) and _TRACE.fullmatch(value) else None
