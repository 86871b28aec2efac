"""The chat server: Rasa's command line with the limits that we need.

``python -m mesoguide.ops.chat_server run ...`` takes what ``rasa`` takes. Rasa waits five minutes
for an action; a visitor who waits that long has left, and the conversation is locked meanwhile.
"""

from __future__ import annotations

import warnings

#: An action answers or gives up within the database timeout (3 s, at most twice); more is a fault.
ACTION_TIMEOUT_SECONDS = 8


def main() -> None:
    """Set the limits, then hand over to Rasa."""
    # Rasa and its libraries set filters of their own, so filters do not keep their warnings out of
    # the terminal of whoever tries the shell.
    warnings.showwarning = _keep_quiet
    import rasa.core.actions.action as rasa_actions
    from rasa.__main__ import main as rasa_main

    rasa_actions.DEFAULT_REQUEST_TIMEOUT = ACTION_TIMEOUT_SECONDS
    rasa_main()


def _keep_quiet(*_: object, **__: object) -> None:
    """Show no warning: they speak to the authors of libraries, not to staff."""


if __name__ == "__main__":
    main()
