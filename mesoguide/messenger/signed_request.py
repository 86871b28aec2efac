"""Reads Meta's ``signed_request``, by which a person asks to have their data deleted.

Two parts in base 64 for addresses, apart by a dot: an HMAC-SHA256 under the app's secret, and JSON
(Meta, "Data Deletion Request Callback"). The ``user_id`` in it is scoped to the app and not to the
page, so it may not be the number under which Messenger knows the person.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json

#: Characters; a real one has about 300.
LONGEST_SIGNED_REQUEST = 4096
_ALGORITHM = "HMAC-SHA256"


def read_signed_request(text: str, app_secret: str) -> str | None:
    """Return the id of the person who asks; None when the request is not from Meta."""
    if len(text) > LONGEST_SIGNED_REQUEST or not text.isascii():
        return None
    given, _, payload = text.partition(".")
    expected = hmac.new(app_secret.encode(), payload.encode(), hashlib.sha256).digest()
    try:
        if not hmac.compare_digest(_decoded(given), expected):
            return None
        data = json.loads(_decoded(payload))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or str(data.get("algorithm", "")).upper() != _ALGORITHM:
        return None
    user_id = data.get("user_id")
    return str(user_id) if isinstance(user_id, (str, int)) and str(user_id).isalnum() else None


def _decoded(text: str) -> bytes:
    # Meta leaves the padding out, or not: RFC 4648, 3.2.
    bare = text.rstrip("=")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
