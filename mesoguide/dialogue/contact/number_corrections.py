"""A phone number put right in part: "it ends in 132", "it's 132, not 123"."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.phone_numbers import PhoneFound, find_phone
from mesoguide.dialogue.contact.spoken_digits import with_every_digit_written
from mesoguide.dialogue.typed_text import tidy

#: Fewer digits are as likely a time or a count; as many as a whole number are one.
_DIGITS = r"(?P<new>\d(?:[ -]?\d){1,5})(?!\d)"
_BE = r"(?:is|are|was|were|should be|should read|needs to be|must be|in|with|on)"
_ENDING = re.compile(
    rf"\b(?:ends?|ending|finish(?:es|ing)?)(?: {_BE})* {_DIGITS}"
    rf"|\blast (?:\w+ )?(?:digits?|numbers?|figures?|ones|bit|part)(?: {_BE})* {_DIGITS}"
    rf"|(?<!\d){_DIGITS} (?:at|on) the end\b".replace("(?P<new>", "(")
)
_NOT_OLD = re.compile(rf"(?<!\d){_DIGITS},? not (?P<old>\d(?:[ -]?\d){{1,5}})(?!\d)")
_OLD_NOT = re.compile(rf"\bnot (?P<old>\d(?:[ -]?\d){{1,5}}),? (?:but |it'?s )?{_DIGITS}")


def corrected_number(text: str, known: str, region: str) -> str | None:
    """Return a number as a message puts it right, None when it does not or no number results.

    Args:
        text: the message.
        known: the number that was given before, in E.164.
        region: where numbers without a country code are from, as "GB".
    """
    even = with_every_digit_written(tidy(text).lower())
    changed = _with_ending(even, known) or _with_part_replaced(even, known)
    if changed is None or changed == known:
        return None
    found = find_phone(changed, region, asked=True)
    return found.e164 if isinstance(found, PhoneFound) else None


def _with_ending(text: str, known: str) -> str | None:
    match = _ENDING.search(text)
    if match is None:
        return None
    ending = _plain(next(group for group in match.groups() if group))
    return known[: -len(ending)] + ending


def _with_part_replaced(text: str, known: str) -> str | None:
    match = _NOT_OLD.search(text) or _OLD_NOT.search(text)
    if match is None:
        return None
    old, new = _plain(match["old"]), _plain(match["new"])
    # Twice the same digits: which of the two is wrong would be a guess.
    return known.replace(old, new) if known.count(old) == 1 else None


def _plain(digits: str) -> str:
    return re.sub(r"\D", "", digits)
