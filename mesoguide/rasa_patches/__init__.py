"""What we change in Rasa's own code while it serves, one module a change.

Rasa OSS gets no more releases, so each change is applied to the release that it was written for and
refused on any other. ``tests/unit/rasa_patches`` holds that Rasa's code still has the shape that
each of them expects.
"""

from __future__ import annotations

from importlib.metadata import version

from mesoguide.exceptions import RasaChanged
from mesoguide.rasa_patches import (
    action_replies,
    event_types,
    honest_outages,
    policies_in_reserve,
)

#: The release whose code these modules were written against.
PATCHED_RASA = "3.6.21"


def apply() -> None:
    """Apply every change; Rasa must be the release that they were written for.

    Raises:
        RasaChanged: it is another one.
    """
    check_release()
    for change in (event_types, action_replies, policies_in_reserve, honest_outages):
        change.apply()


def check_release() -> None:
    """Make sure that the changes fit.

    Raises:
        RasaChanged: they were not written for the installed release.
    """
    if (installed := version("rasa")) != PATCHED_RASA:
        raise RasaChanged(
            f"rasa {installed} is installed and mesoguide/rasa_patches was written for "
            f"{PATCHED_RASA}: read each of its modules against the new code, then set PATCHED_RASA"
        )
