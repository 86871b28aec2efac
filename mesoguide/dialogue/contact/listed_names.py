"""The name that stands among other details and is announced by nothing: "07700 900123 sam"."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.name_forms import (
    SELDOM_NAMES,
    bare,
    is_given,
    is_name,
    is_of_domain,
    is_strange,
    is_title,
)
from mesoguide.dialogue.contact.stated_names import NameFound, NameWords, words_at

#: What divides details; a full stop only after three letters, since "Mr. Lee" is one name.
_DIVIDER = re.compile(r"[|,;:!?()\n/]+|(?<=[^\W\d_]{3})\.(?=\s|$)|\s-\s")
#: What may stand before a name in such a list.
_LEAD = re.compile(
    r"\s*(?:(?:me|its|it'?s|is|i'?m|i am|am|my|the|this|that|name|full name|here|hello|hi|hey|"
    r"ok|okay|"
    r"yes|yeah|sure|please|pls|call|ring|phone|tel|telephone|mobile|mob|number|no|nr|sorry|and|an?|"
    r"existing|new|returning|old|regular|patient|client|on|email|mail|contact|thanks|thank you|"
    r"well|"
    r"oh|called|are|fine|right|so|book|booking)(?:\s+|$))*",
    re.IGNORECASE,
)
#: "Tom does it bruise": a question follows the name.
_QUESTION_NEXT = re.compile(
    r" (?:(?:does|do|is|will|can|could|should|would) (?:it|this|that|i|you|the|they|we|my)|how|"
    r"what|"
    r"when|where|why)\b",
    re.IGNORECASE,
)


def name_among_details(text: str) -> NameFound | None:
    """Find a name that is a part of its own in a list of details.

    Args:
        text: a tidied message, with a bar for each detail that was read from it before.
    """
    start = 0
    for end in [*(m.start() for m in _DIVIDER.finditer(text)), len(text)]:
        if found := _in_part(text[:end], start):
            return found
        divider = _DIVIDER.match(text, end)
        start = divider.end() if divider else end
    return None


def _in_part(text: str, start: int) -> NameFound | None:
    lead = _LEAD.match(text, start)
    words = words_at(text, lead.end() if lead else start)
    if words is None or not _may_be_name(words):
        return None
    return words.found()


def _may_be_name(found: NameWords) -> bool:
    """Tell whether words are a name, with nothing after them that belongs to a sentence."""
    words = found.words
    if not is_name(words) or any(map(is_of_domain, words)):
        return False
    is_ended = found.ends_clause or bool(_QUESTION_NEXT.match(found.rest))
    if not is_ended and len(words) < 2:
        return False
    if is_title(words[0]):
        return len(words) > 1
    if is_given(words[0]):
        is_word = bare(words[0]) in SELDOM_NAMES and len(words) == 1
        return not is_word or words[0][:1].isupper()
    return all(word[:1].isupper() and is_strange(word) for word in words)
