"""The chat server: Rasa's command line with the limits that we need.

``python -m mesoguide.ops.chat_server run ...`` takes what ``rasa`` takes. Rasa waits five minutes
for an action; a visitor who waits that long has left, and the conversation is locked meanwhile.
"""

from __future__ import annotations

import os
import warnings
from typing import Any

#: An action answers or gives up within the database timeout (3 s, at most twice); more is a fault.
ACTION_TIMEOUT_SECONDS = 8

#: Bytes. Sanic takes 100 MB; the longest message by any channel is a small part of this.
LARGEST_REQUEST = 1_000_000

#: Where people who open the bare address are sent.
START_PAGE = "/webhooks/widget/demo"


def main() -> None:
    """Set the limits, then hand over to Rasa."""
    # Rasa and its libraries set filters of their own, so filters do not keep their warnings out of
    # the terminal of whoever tries the shell.
    warnings.showwarning = _keep_quiet
    os.environ.setdefault("SANIC_REQUEST_MAX_SIZE", str(LARGEST_REQUEST))
    import rasa.core.actions.action as rasa_actions
    import rasa.server as rasa_server
    from rasa.__main__ import main as rasa_main

    rasa_actions.DEFAULT_REQUEST_TIMEOUT = ACTION_TIMEOUT_SECONDS
    rasa_server.add_root_route = add_start_page
    rasa_server.configure_cors = leave_cors_to_channels
    rasa_main()


def add_start_page(app: Any) -> None:
    """Send whoever opens the bare address to the chat; Rasa's page would tell its version."""
    from sanic.response import empty, redirect

    async def start_page(request: Any) -> Any:
        return redirect(START_PAGE)

    async def no_icon(request: Any) -> Any:
        # Browsers ask for it by themselves, and tell people of an error if it is not found.
        return empty(headers={"cache-control": "public, max-age=86400"})

    app.add_route(start_page, "/", methods=["GET", "HEAD"])
    app.add_route(no_icon, "/favicon.ico", methods=["GET", "HEAD"])


def leave_cors_to_channels(app: Any, cors_origins: Any = None) -> None:
    """Do nothing: Rasa's CORS would answer every preflight before the channel that is asked."""


def _keep_quiet(*_: object, **__: object) -> None:
    """Show no warning: they speak to the authors of libraries, not to staff."""


if __name__ == "__main__":
    main()
