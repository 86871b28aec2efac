"""Names of those whom a request is for: "it's for Gerald Whitcombe", "a carer for Mr Bexley"."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.name_forms import (
    is_everyday,
    is_family,
    is_given,
    is_name,
    is_particle,
    is_strange,
    is_title,
)
from mesoguide.dialogue.contact.stated_names import NameFound, NameWords, words_at

_RELATIVE = (
    r"(?:wife|husband|partner|mum|mom|mother|dad|father|son|daughter|sister|brother|friend|aunt|"
    r"auntie|uncle|nan|gran|granny|grandma|grandmother|grandad|grandfather|neighbour|mother-in-law|"
    r"father-in-law|girlfriend|boyfriend|client|resident|lady|gentleman|boss)"
)
#: After these stands whom it is for, whoever writes.
_SURE_CUE = re.compile(
    rf"\b(?:(?<!ask )(?<!asked )(?<!asking )(?<!looking )for|on behalf of|behalf of|(?:look|"
    rf"looks|looking) after|caring for|carer (?:of|to)|"
    rf"(?:appointment|visit|booking|call) of)(?: (?:my|our|a|the) (?:\w+ )?{_RELATIVE},?)? +"
    rf"|\b(?:call|ring|phone|speak to|ask for) (?:my|our) (?:\w+ )?{_RELATIVE},? +"
    rf"|\bthe patient(?: is|'s| called)?,? +",
    re.IGNORECASE,
)
#: The same, unless the writer gives a name of their own.
_MAYBE_CUE = re.compile(
    rf"\b(?:my|our) (?:\w+ )?{_RELATIVE}(?: is| is called|'s called)?,? +", re.I
)


#: How a relative says who they are: "it's her son Paul", and at the beginning "her son Paul".
_WRITES_AS = re.compile(
    rf"(?:^\W*(?:(?:hi|hello|hey|ok|yes|sorry)\W+)*|\b(?:i'?m|i am|it'?s|this is|am|here is|"
    rf"speaking is) "
    rf"(?:\w+ )?)(?:her|his|their|mum'?s|mom'?s|dad'?s|the patient'?s|"
    rf"[A-Z]\w+'s) (?:\w+ )?{_RELATIVE},? +",
    re.IGNORECASE,
)


def relative_who_writes(text: str) -> NameFound | None:
    """Find the name of a relative who writes for the patient: "I'm her son Paul".

    Args:
        text: the message, tidied.
    """
    for match in _WRITES_AS.finditer(text):
        words = words_at(text, match.end())
        if words and _is_somebody(words, is_relative=True):
            return words.found()
    return None


def patient_named_in(text: str, *, has_writer: bool = False) -> NameFound | None:
    """Find the name of somebody else whom a request is for; the text must be tidied.

    Args:
        text: the message.
        has_writer: whether it states the name of its writer too, so that "my husband Gerald" may
            be spoken of in passing.
    """
    for cue in (_SURE_CUE,) if has_writer else (_SURE_CUE, _MAYBE_CUE):
        for match in cue.finditer(text):
            words = words_at(text, match.end())
            is_relative = bool(re.search(_RELATIVE, match[0], re.IGNORECASE))
            if words and _is_somebody(words, is_relative=is_relative):
                return words.found()
    return None


def _is_somebody(found: NameWords, *, is_relative: bool) -> bool:
    """Tell whether words are surely a name: with a title or a family name, or of a relative."""
    first = found.words[0]
    if not is_name(found.words) or not _is_written_as_name(found):
        return False
    if is_title(first):
        return len(found.words) > 1
    if len(found.words) == 1:
        return is_relative and is_given(first) and found.ends_clause
    return is_given(first) or not any(map(is_everyday, found.words))


def _is_written_as_name(found: NameWords) -> bool:
    """Tell whether words have capitals, or are a given name and no everyday word."""
    plain = [word for word in found.words if not is_particle(word)]
    if all(word[:1].isupper() for word in plain):
        return True
    is_small = all(word.islower() for word in plain)
    own = [word for word in plain if not is_title(word)]
    is_somebody = len(own) < len(plain) or is_given(plain[0])
    return is_small and is_somebody and all(map(_may_be_part, own)) and found.ends_clause


def _may_be_part(word: str) -> bool:
    return is_given(word) or is_family(word) or is_strange(word)
