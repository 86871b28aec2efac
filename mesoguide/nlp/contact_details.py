"""Phone numbers and email addresses, which tell nothing of what a message asks.

To the sentence encoder a string of digits is a dozen tokens that outweigh the words beside them.
"""

from __future__ import annotations

import re

#: At least seven digits, as in the shortest numbers of a town, with the usual marks between them.
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[ ().\u2010-\u2013/-]{0,2}\d){6,}(?!\w)")
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*")


def without_contact_details(text: str) -> str:
    """Return the text with words in place of phone numbers, dates in digits and addresses."""
    return _PHONE.sub("my number", _EMAIL.sub("my email", text))
