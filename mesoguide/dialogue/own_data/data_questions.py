"""Recognises questions about what is stored by their words, whatever they are taken for."""

from __future__ import annotations

import re

#: Longer messages are cut before the search.
MAX_CHARACTERS = 300

_DATA = (
    r"(?:it|this|that|them|these|those|(?:this|the|my|our) (?:chat|conversation|data|details|"
    r"messages?|number|phone number|e-?mail|name|information|info|answers|record|records)|"
    r"what i (?:write|wrote|say|said|type|typed|tell you|told you|put))"
)
_WHO = re.compile(
    rf"\bwho(?:'s| is| else| all)? ?(?:can|could|will|would|does|do|gets? to|is able to|has)? ?"
    rf"(?:else )?(?:see|sees|read|reads|look at|looks at|view|access|accesses|get|gets|have|"
    rf"access to|able to see|seeing|reading)(?: access to)? {_DATA}\b",
    re.IGNORECASE,
)
_SOLD = re.compile(
    rf"\b(?:sell|share|pass|give|leak|hand)(?:ing|s)?(?: on)? {_DATA}\b(?: on)?"
    rf"|\b(?:is|will|are) {_DATA} (?:be )?(?:sold|shared|passed on|given to|sent to)\b",
    re.IGNORECASE,
)
_DELETED = r"(?:deleted|erased|wiped|removed|destroyed)"
_IF_DELETED = re.compile(
    r"\b(?:did|have) you (?:really |actually |now |already |even )*(?:delete|erase|wipe|remove)d?\b"
    rf"|\b(?:is|was|has|have|are) (?:{_DATA}|everything|all (?:of )?(?:it|that|my \w+)|they) "
    rf"(?:been |really |all |now |actually |definitely |completely )*{_DELETED}\b",
    re.IGNORECASE,
)
#: "U rly did?", right after a deletion.
_REALLY = re.compile(
    r"^\W*(?:(?:so|its|it['\u2019]s|ok|okay|but|and|wait|hm+|sure|you|u|did|it|is|was|are|have|has|really|rly|"
    r"actually|truly|all|everything|for|real|true|work|worked|done|that|this|deleted?|removed?|"
    r"erased?|gone|now|completely|definitely|100%|my|data|stuff|nothing|anything)\W+)*"
    r"(?:did|really|rly|sure|real|true|work|worked|done|deleted?|removed?|erased?|gone|have|"
    r"completely|do it|data|now|everything|left)\W*$",
    re.IGNORECASE,
)
#: One of these at least is in the question whether it was done.
_DOUBTS = re.compile(
    r"\b(?:really|rly|actually|truly|sure|real|true|did (?:you|u|it)|(?:you|u) did|have you|gone|"
    r"deleted|removed|erased|done|left)\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    rf"\b(?:is|are|has) (?:{_DATA}|everything|all (?:of )?(?:it|that|my \w+)|they) "
    r"(?:really |all |now |actually |definitely |completely )*gone\b"
    r"|\b(?:is|are) (?:it|they|everything) (?:really |all )?(?:still )?there\b",
    re.IGNORECASE,
)


#: "Can it still get deleted later?" is no wish to have it deleted now.
_LATER = re.compile(
    r"\b(?:can|could|may|will|would|is it possible|am i able|how (?:can|do|would))\b[^.!]{0,50}"
    r"\b(?:delet|remov|eras|wip|tak|get rid|withdraw|forgot)\w*\b[^.!]{0,40}"
    r"\b(?:later|afterwards?|after (?:that|this|all|the|i|we|you|they|he|she|it)|any ?time|"
    r"some ?time|"
    r"one day|in (?:the )?future|another (?:day|time)|next (?:week|month|year)|once|"
    r"if (?:i|he|she|they|we|his|her|my|somebody|someone)|when (?:i|he|she|they|we|it))\b"
    r"|\b(?:can|could|may|will)\b[^.!]{0,30}\b(?:still|also|always|later|afterwards)\b[^.!]{0,25}"
    r"\b(?:deleted?|removed?|erased?|wiped?|taken (?:off|out|down))\b",
    re.IGNORECASE,
)


def asks_if_deletable_later(text: str) -> bool:
    """Tell whether somebody asks whether what they wrote can be deleted at another time."""
    return bool(_LATER.search(text[:MAX_CHARACTERS]))


_DELETE = r"(?:delet|eras|wip|remov|clear|destroy)(?:e|ing)?|get(?:ting)? rid|forget(?:ting)?"
_NO_DELETION = re.compile(
    rf"\b(?:do not|don['\u2019]?t|dont|no need to|not|never|without|"
    rf"stop)\b[^.,;!?]{{0,15}}\b(?:{_DELETE})\b",
    re.IGNORECASE,
)
_WANTS_DELETION = re.compile(
    rf"\b(?:{_DELETE})\b[^.!?]{{0,20}}\b(?:it|that|this|all|everything|the lot|data|details?|chat|"
    r"conversation|records?|messages?|me|mine|number|name)\b",
    re.IGNORECASE,
)

#: In the middle of a request "forget it" and "delete the number" are about the request alone.
_WANTS_ALL_DELETED = re.compile(
    r"\b(?:delet|eras|wip|remov|destroy)(?:e|ing)?\b[^.?!]{0,20}\b(?:(?:it|this|that|them) all|"
    r"all|everything|the lot|data|chat|conversation|records?|messages?|stuff|info\w*|me|"
    r"what i (?:wrote|said|typed|put|told you|gave you))\b"
    # Nothing is named: "don't want it. delete", "just erase it please".
    r"|(?:^|[.,;!\n]|\b(?:just|please|pls|and|so|then|no)\b)\s*(?:delete|erase|wipe)"
    r"(?: (?:it|this|that|please|pls|now|then|thanks)){0,3}\W*$",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\b(?:keep|leave|save) (?:it|them|that|this|everything|all|my \w+|the \w+|what)\b"
    r"|\bon second thoughts?\b|\bnot yet\b|\bleave (?:it|things|everything) (?:as|where|alone)\b",
    re.IGNORECASE,
)
_DELETES = r"(?:delet|wip|eras|remov|clear|cancel|cover|includ|go|lose|lost|get rid)\w*"
#: "Only today or everything?", "does that delete my appointment too?", "what exactly gets wiped?"
_WHAT_IS_DELETED = re.compile(
    r"\b(?:only|just|today|this (?:chat|conversation)|one|this)\b[^.!]*\bor\b[^.!]*"
    r"\b(?:everything|all|the (?:lot|whole)|whole|every \w+|more)\b"
    r"|\b(?:everything|all|the (?:lot|whole \w+))\b[^.!]*\bor\b[^.!]*"
    r"\b(?:only|just|today|this|some|part|one)\b"
    rf"|\b(?:does|do|will|would|is|are)\b[^.!]{{0,30}}\b{_DELETES}\b[^.!]*\b(?:appointments?|"
    r"visits?|bookings?|records?|notes|file|call|request|everything|all|too|as well|also|number|"
    r"name|plan)\b"
    rf"|\bwhat\b[^.!]{{0,25}}\b{_DELETES}\b",
    re.IGNORECASE,
)


def keeps_data(text: str) -> bool:
    """Tell whether a text answers that everything is to stay: "no wait, keep it"."""
    return bool(_KEEPS.search(text[:MAX_CHARACTERS]))


def asks_what_is_deleted(text: str) -> bool:
    """Tell whether somebody asks what a deletion covers; only where one is spoken of."""
    return bool(_WHAT_IS_DELETED.search(text[:MAX_CHARACTERS]))


def wants_all_deleted(text: str) -> bool:
    """Tell whether a text says that everything is to be deleted, not one detail or a request."""
    asked = text[:MAX_CHARACTERS]
    return bool(_WANTS_ALL_DELETED.search(asked)) and not denies_deletion(asked)


def denies_deletion(text: str) -> bool:
    """Tell whether a text says that nothing is to be deleted: "hang on, don't wipe it"."""
    return bool(_NO_DELETION.search(text[:MAX_CHARACTERS]))


def wants_deletion(text: str) -> bool:
    """Tell whether a text says in so many words that what was written is to be deleted."""
    return bool(_WANTS_DELETION.search(text[:MAX_CHARACTERS])) and not denies_deletion(text)


def asks_who_reads(text: str) -> bool:
    """Tell whether somebody asks who can see what they wrote, or who gets it."""
    asked = text[:MAX_CHARACTERS]
    return bool(_WHO.search(asked) or _SOLD.search(asked))


def asks_if_deleted(text: str, *, was_spoken_of: bool = True) -> bool:
    """Tell whether somebody asks whether their data was deleted.

    Args:
        text: the message.
        was_spoken_of: whether data was spoken of, so that "is it gone?" is not about a bruise.
    """
    asked = text[:MAX_CHARACTERS]
    if _IF_DELETED.search(asked):
        return True
    doubts = bool(_REALLY.match(asked) and _DOUBTS.search(asked))
    return was_spoken_of and (doubts or bool(_GONE.search(asked)))
