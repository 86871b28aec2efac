"""Recognises that it is for somebody under 18: "I am 15", "my daughter is sixteen"."""

from __future__ import annotations

import re

#: Longer messages are cut before the search.
MAX_CHARACTERS = 500

_MINOR = r"(?:[5-9]|1[0-7]|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
_WHO = (
    r"(?:i['\u2019]?m|i am|im|am|aged?|turn(?:ed|ing)|(?:daughter|son|sister|brother|niece|nephew|"
    r"cousin|girl|boy|kid|child|friend|she|he)(?:['\u2019]?s| is| was)?|s?hes)"
)
#: Numbers that are no age: "I am 10 weeks pregnant", "I'm 9 stone".
_OF_ELSE = (
    r"(?!\W*(?:weeks?|wks?|months?|mths?|days?|hours?|hrs?|mins?|minutes?|stone|st|kilos?|kg|lbs?|"
    r"sessions?|visits?|miles?|cm|mm|pounds|percent|th|%|\d|[.:/-]\d|am|pm|o['\u2019]?clock))"
)
#: "Explain it like I'm 5" is nobody's age.
_IS_MINOR = re.compile(
    rf"(?<!like )\b{_WHO} (?:only |just |nearly |almost |still |about )*{_MINOR}\b{_OF_ELSE}"
    rf"|\b{_MINOR}[- ]?(?:y/?o|yrs?[- ]old|years?[- ]old|year old)\b",
    re.IGNORECASE,
)


def is_for_minor(text: str) -> bool:
    """Tell whether a text says that somebody is under 18."""
    return bool(_IS_MINOR.search(text[:MAX_CHARACTERS]))
