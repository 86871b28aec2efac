"""Reads a patient's own plan reference out of a message: "my code is mg 7k4p 2qx9"."""

from __future__ import annotations

import re

from mesoguide.clinic.patient_references import is_usable_reference

MAX_CHARACTERS = 1_000
#: The form of the references that MesoGuide makes: MG-7K4P-2QX9, however it is spaced.
_OURS = re.compile(r"(?<!\w)[a-z]{2}[-\s]?[a-z0-9]{4}[-\s]?[a-z0-9]{4}(?!\w)", re.IGNORECASE)
#: Any other: groups of letters and digits, joined by hyphens.
_JOINED = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)*(?![\w-])", re.IGNORECASE)
#: "MG 4821 77": two capital letters or more before groups of digits.
_SPACED = re.compile(r"(?<!\w)[A-Z]{2,5}(?:[-\s]\d{2,4}){1,3}(?!\w)")


def find_patient_reference(text: str) -> str | None:
    """Return the first thing in a text that can be a plan reference, as it was typed."""
    text = text[:MAX_CHARACTERS]
    for pattern in (_OURS, _SPACED, _JOINED):
        for match in pattern.finditer(text):
            if _plausible(match[0]):
                return match[0]
    return None


def _plausible(candidate: str) -> bool:
    # A date or a PIN has no letters, a word no digits, and "5pm" or "2nd" too few of either.
    return is_usable_reference(candidate)
