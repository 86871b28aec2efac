"""Recognises what happened long ago, or is only asked after: "her throat closed last year".

The classifier hears an alarm in it. Words that are a red flag by themselves never get here.
"""

from __future__ import annotations

import re

#: Longer messages are cut before the search.
MAX_CHARACTERS = 500

_LONG_AGO = re.compile(
    r"\b(?:\d+|an?|one|two|three|four|five|ten|twenty|many|few|several|couple of|some) "
    r"(?:years?|yrs?|months?) (?:ago|back)\b|\b(?:years|yrs|ages|long|months) (?:ago|back)\b"
    r"|\blast (?:year|summer|winter|spring|autumn|month|christmas|easter|january|february|march|"
    r"april|may|june|july|august|september|october|november|december)\b"
    r"|\bas an? (?:child|kid|teen\w*|girl|boy|baby)\b|\b(?:in|back in|since) (?:19|20)\d\d\b"
    r"|\bwhen (?:i|she|he) (?:was|were) (?:an? )?(?:\d+|little|young\w*|small|child|kid|pregnant|"
    r"teen\w*)\b|\bonce (?:at|in|when|during|with|on)\b|\bin the past\b",
    re.IGNORECASE,
)
#: What makes it news of today after all.
_NOW = re.compile(
    r"\b(?:now|today|tonight|this (?:morning|afternoon|evening)|yesterday|still|currently|again|"
    r"since|at the moment|right away|just (?:now|had|got|started)|keeps|hours?|minutes?|mins?)\b",
    re.IGNORECASE,
)
_HAS_IT_HAPPENED = re.compile(
    r"\b(?:has|have|had|did|does|do) (?:it|this|that|something like (?:it|this|that)|any ?one|"
    r"any ?body|people|any of your \w+|patients?|clients?)\b[^.?!]{0,15}"
    r"\b(?:ever |actually |often )?(?:happen\w*|had (?:it|that|this)|have (?:it|that|this)|die|"
    r"died|got (?:it|that|this)|get (?:it|that|this)|gone wrong|go wrong)\b",
    re.IGNORECASE,
)
_MY_OWN = re.compile(
    r"\b(?:i|me|i['\u2019]ve|ive|my (?:face|throat|lips?|tongue|chest|heart|skin))\b", re.I
)


def is_long_ago(text: str) -> bool:
    """Tell whether a text speaks of what happened long ago, and of nothing now."""
    text = text[:MAX_CHARACTERS]
    return bool(_LONG_AGO.search(text)) and not _NOW.search(text)


def asks_if_it_happened(text: str) -> bool:
    """Tell whether a text asks if something has happened to anybody: "has it ever at yours?"."""
    text = text[:MAX_CHARACTERS]
    return bool(_HAS_IT_HAPPENED.search(text)) and not _MY_OWN.search(text)


def is_ones_own(text: str) -> bool:
    """Tell whether the writer speaks of themselves rather than of somebody else."""
    return bool(_MY_OWN.search(text[:MAX_CHARACTERS]))
