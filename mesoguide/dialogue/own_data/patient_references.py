"""Reads a patient's own plan reference out of a message: "my code is mg 7k4p 2qx9"."""

from __future__ import annotations

import re

from mesoguide.clinic.patient_references import is_usable_reference
from mesoguide.dialogue.contact.calendar_words import MONTH

MAX_CHARACTERS = 1_000
#: The form of the references that MesoGuide makes: MG-7K4P-2QX9, however it is spaced.
_OURS = re.compile(r"(?<!\w)[a-z]{2}[-\s]?[a-z0-9]{4}[-\s]?[a-z0-9]{4}(?!\w)", re.IGNORECASE)
#: Any other: groups of letters and digits, joined by hyphens.
_JOINED = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)*(?![\w-])", re.IGNORECASE)
#: "MG 4821 77": two capital letters or more before groups of digits.
_SPACED = re.compile(r"(?<!\w)[A-Z]{2,5}(?:[-\s]\d{2,4}){1,3}(?!\w)")
#: "Of june 1952" has the form of a code.
_IS_DATE = re.compile(rf"\s{MONTH}\s|^{MONTH}\s|\s{MONTH}$", re.IGNORECASE)
#: A try at a code, whatever is wrong with it: "MG-77", "ab 12 c", "4017 b".
_TRY = re.compile(
    r"(?<![\w.,/])(?:[A-Z]{1,4}[-\s]?\d{1,6}(?:[-\s]?[A-Z0-9]{1,4}){0,3}|"
    r"\d{3,6}[-\s]?[A-Z]{1,3}(?:[-\s]?[A-Z0-9]{1,4}){0,2})(?![\w/])"
)
#: The same in small letters, right after what says that it is one.
_NAMED_TRY = re.compile(
    r"(?:\b(?:code|ref\w*|reference|number|it|card|says?|reads?|try)\b(?:'?s| is| says| reads)?"
    r"[\s:,-]*|^\W*(?:(?:is it|it'?s|try|maybe|or|um|er|ok|found it|here it is|i think)\W+)*)"
    r"(?P<code>[a-z]{1,4}[-\s]?\d{1,6}(?:[-\s]?(?:[a-z](?![a-z])|[a-z]?\d[a-z0-9]{0,3})){0,3})(?!\w)",
    re.IGNORECASE,
)
#: "In 3 weeks" and "at 5" are no codes.
_NO_CODE = re.compile(
    r"^(?:in|at|on|to|by|for|of|is|it|am|the|my|or|and|i|a|an|no|had|have|has|got|only|just|about|"
    r"over|age|aged|born|its|was|were|than|with|from|since|until|had|do|after|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|june?|july?|aug|"
    r"sept?|oct|nov|dec|pin|dob)\b|\b(?:am|pm|st|nd|rd|th)$",
    re.IGNORECASE,
)


def tried_reference(text: str) -> str | None:
    """Return what is meant as a plan's code although it does not look like one of ours.

    "Is it MG 40 17 b?" has blanks where a card has none; "MG-77" is too short for any.
    """
    text = text[:MAX_CHARACTERS]
    named = (match["code"] for match in _NAMED_TRY.finditer(text))
    plain = (match[0] for match in _TRY.finditer(text))
    return next((code.strip() for code in (*named, *plain) if not _NO_CODE.search(code)), None)


def find_patient_reference(text: str) -> str | None:
    """Return the first thing in a text that can be a plan reference, as it was typed."""
    text = text[:MAX_CHARACTERS]
    for pattern in (_OURS, _SPACED, _JOINED):
        for match in pattern.finditer(text):
            if _plausible(match[0]) and not _IS_DATE.search(match[0]):
                return match[0]
    return None


def _plausible(candidate: str) -> bool:
    # A date or a PIN has no letters, a word no digits, and "5pm" or "2nd" too few of either.
    return is_usable_reference(candidate)
