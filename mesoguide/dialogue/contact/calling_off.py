"""Reads that somebody leaves a request for now: "not now", "I'll ask her first"."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.form_reading import gives_contact
from mesoguide.dialogue.typed_text import tidy

#: Longer messages say more than that they leave.
_LONGEST = 120
_CLAUSE_END = re.compile(r"[.,;!\n]+|\s-+\s|\b(?:and|but|so|cos|because)\b")
_LEAD = (
    r"(?:(?:ok|okay|oh|well|no|nah|nope|actually|hm+|um|er|sorry|yes|yeah|right|fine|then|so|and|"
    r"maybe|perhaps|probably|just|please|let'?s|we(?:'ll| will)|i(?:'ll| will)|better|thanks?|"
    r"thank you|you know what|on second thoughts?|i think|do you know what)\W+)*"
)
_TAIL = (
    r"(?:\W+(?:then|now|for now|for today|today|thanks?|thank you|dear|love|please|after all|it|"
    r"there|ta|instead|alone|at that|sorry|altogether|x+))*"
)
_SELF = r"(?:myself|himself|herself|ourselves|themselves|yourselves)"
_LEAVES = re.compile(
    rf"^\W*{_LEAD}(?:"
    r"not (?:now|today|yet|at the moment|this time|just yet|right now)|"
    r"(?:leave|forget|drop|scrap|bin|stop) (?:it|this|the (?:whole )?(?:thing|form|request|"
    r"call|booking|appointment))|forget (?:about )?(?:it|that|this)|never ?mind|nvm|"
    r"(?:do|try|finish|sort|leave) (?:it|this|that) (?:later|another (?:time|day)|"
    r"some other (?:time|day))|"
    r"(?:another|some other|a different) time|maybe later|later maybe|"
    r"(?:come|get|call|ring|write) back (?:later|another time|to (?:you|this|it) (?:later|another "
    r"time))|"
    r"(?:i'?ll|i will|he'?ll|he will|she'?ll|she will|we'?ll|we will|they'?ll|they will|i|he|she|"
    r"can|will)?\s*(?:just |better |rather )?(?:call|ring|phone|book|do it|do that|do this|ask|"
    rf"contact you|go there|pop in|come in)(?: (?:you|them|it|up|the clinic))? {_SELF}|"
    r"(?:(?:i|we)(?:'?ll| will| need to| have to| must| want to| should|'d better| better| would "
    r"rather)? |let me |must |need to |have to )(?:just )?(?:ask|check with|talk to|speak to|think)"
    r"(?: (?:her|him|them|my \w+|it|about it|it over|this over|about this|over it)){0,2}"
    r"(?: first| before| over)|"
    r"(?:i|we)(?:'?ll| will| need to| have to| want to)? (?:have a )?think (?:about|on|over) "
    r"(?:it|this)|(?:changed|change) my mind|"
    r"(?:good)?bye(?:[ -]?bye)?|ta-?ra|cheerio|see you|not interested(?: any ?more)?|"
    r"(?:i )?(?:don'?t|do not|dont) (?:want|need) (?:it|this|that|the call|a call|the appointment)"
    r"(?: any ?more)?"
    rf"){_TAIL}\W*$",
    re.IGNORECASE,
)

_MAY_BE_TIME = re.compile(r"\b(?:time|not (?:now|today))\b", re.IGNORECASE)


_AFTER_ALL = re.compile(
    r"\b(?:he|she|they|my \w+) (?:now )?(?:say|says|said|agree[sd]?) (?:that )?(?:yes|ok|okay|"
    r"go ahead|fine)\b[^?]*$"
    r"|\b(?:he|she|they|my \w+) (?:does |do |now )?wants? (?:it|one|the (?:call|visit|appointment))"
    r"\b[^?]*$"
    r"|\b(?:do|want|like|have|take|make|book) (?:it|this|that|the \w+|one)? ?after all\b[^?]*$",
    re.IGNORECASE,
)


def wants_it_after_all(text: str) -> bool:
    """Tell whether a request that was left is wanted after all: "ok she says yes"."""
    return len(text) <= _LONGEST and bool(_AFTER_ALL.search(text)) and not calls_off(text)


def calls_off(text: str, *, asked_time: bool = False) -> bool:
    """Tell whether somebody leaves a request for now, and gives nothing for it.

    Args:
        text: the message.
        asked_time: whether the best time was asked for, so that "another time" may be one.
    """
    even = tidy(text)
    if len(even) > _LONGEST or gives_contact(even) or "?" in even:
        return False
    clauses = [clause.strip() for clause in _CLAUSE_END.split(even) if clause and clause.strip()]
    leaving = [clause for clause in clauses if _LEAVES.match(clause)]
    if (
        asked_time
        and len(clauses) == 1
        and re.search(r"\b(?:time|not (?:now|today))\b", even, re.I)
    ):
        return False
    if not leaving or not (_LEAVES.match(clauses[0]) or _LEAVES.match(clauses[-1])):
        return False
    # "Never mind, mornings" goes on with the request.
    return all(clause in leaving or _adds_nothing(clause) for clause in clauses)


#: Beside the leaving: an excuse, thanks, a doubt, and no detail.
_ADDS_NOTHING = re.compile(
    r"\b(?:thanks?|thank|sorry|dear|love|busy|tired|know|sure|enough|bother\w*|trouble|worth|dinner|"
    r"bus|door|mind|first|later|hassle|long|today|now|maybe|her|him|them)\b|^\W*(?:ok|okay|no|yes|"
    r"oh|well|actually|hm+|er|um|hi|yeah)\W*$",
    re.IGNORECASE,
)


def _adds_nothing(clause: str) -> bool:
    return bool(_ADDS_NOTHING.search(clause))
