"""References of patients' courses, and other codes that people read out and type."""

from __future__ import annotations

import secrets

from mesoguide.clinic.plan_codes import compared_code

#: No 0 or O, no 1, I or L: they are taken for each other.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

SHORTEST_REFERENCE = 6
"""Letters and figures; with fewer, somebody else's reference is soon hit by chance."""

FEWEST_FIGURES = 2
"""Figures in a reference, by which the chat tells it from words."""

_PREFIX = "MG"
_GROUP = 4


def new_code() -> str:
    """Makes two groups of letters and figures that are hard to mistake, such as "7K4P-2QX9"."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_GROUP)) for _ in range(2))
    return "-".join(groups)


def new_reference() -> str:
    """Makes a reference that nobody guesses, such as "MG-7K4P-2QX9"."""
    while True:
        reference = f"{_PREFIX}-{new_code()}"
        if is_usable_reference(reference):
            return reference


def compared_reference(typed: object) -> str | None:
    """Strips a typed reference of case, spaces and hyphens; None when it cannot be one."""
    bare = compared_code(typed)
    return bare if bare is not None and len(bare) >= SHORTEST_REFERENCE else None


def is_usable_reference(typed: str) -> bool:
    """Says whether a reference is long enough and the chat can tell it from words and dates."""
    bare = compared_reference(typed)
    if bare is None:
        return False
    figures = sum(character.isdigit() for character in bare)
    return FEWEST_FIGURES <= figures < len(bare)
