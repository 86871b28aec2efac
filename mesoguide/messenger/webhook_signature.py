"""Tells whether a request comes from Meta.

Meta signs the bytes of each delivery with the app's secret (Messenger Platform, "Webhooks",
"Validating payloads"; graph-api/webhooks/getting-started, 2026-05-05) and sends the result as
``X-Hub-Signature-256: sha256=...``. The older ``X-Hub-Signature`` with SHA-1 is not looked at.
"""

from __future__ import annotations

import hashlib
import hmac

SIGNATURE_HEADER = "x-hub-signature-256"

_METHOD = "sha256="
SUBSCRIBE = "subscribe"


def signature(body: bytes, app_secret: str) -> str:
    """Return the header with which Meta signs a body."""
    return _METHOD + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, header: str, app_secret: str) -> bool:
    """Tell whether a header is the signature of a body; takes as long for a near miss."""
    expected = signature(body, app_secret)
    return hmac.compare_digest(expected.encode(), header.strip().encode(errors="replace"))


def is_verification(mode: str, token: str, verify_token: str) -> bool:
    """Tell whether Meta asks, with the word that the clinic typed in there, if we are we."""
    same = hmac.compare_digest(token.encode(errors="replace"), verify_token.encode())
    return same and mode == SUBSCRIBE
