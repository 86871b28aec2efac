"""Notices as JSON, posted to an address of the clinic's choice."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request

from mesoguide.exceptions import NoticeNotSent
from mesoguide.ops.notices.notice import Notice

TIMEOUT_SECONDS = 10.0


class WebhookChannel:
    """Posts notices."""

    name = "webhook"

    def __init__(self, url: str) -> None:
        """Makes the channel.

        Args:
            url: may hold a token, so it is in no message.
        """
        self._url = url
        # A redirection could lead to an address without TLS.
        self._opener = urllib.request.build_opener(_NoRedirection)

    def send(self, notice: Notice) -> None:
        """Post one notice.

        Raises:
            NoticeNotSent: nobody took it; names the kind of fault.
        """
        request = urllib.request.Request(  # noqa: S310 - https, or this machine: see the settings
            self._url,
            data=json.dumps(notice.as_json()).encode(),
            headers={"content-type": "application/json", "user-agent": "mesoguide"},
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS):
                pass
        except urllib.error.HTTPError as error:
            error.close()
            raise NoticeNotSent(f"the webhook answered {error.code}") from None
        except (OSError, http.client.HTTPException) as error:
            reason = type(getattr(error, "reason", error)).__name__
            raise NoticeNotSent(f"the webhook cannot be reached: {reason}") from None


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """Takes a redirection for the refusal that it is here."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None
