"""Tells questions about the clinic that its card answers from those that only staff can answer."""

from __future__ import annotations

import re

#: Longer messages are cut before the search.
MAX_CHARACTERS = 500
_ON_CARD = re.compile(
    r"\b(?:open\w*|clos(?:e|es|ed|ing)|hours?|times?|phone|number|e-?mail|address|postcode|located|"
    r"location|where (?:are|r|is|abouts)|find you|contact)\b",
    re.IGNORECASE,
)
#: How to get there and get in, and what there is on site.
_NOT_ON_CARD = re.compile(
    r"\b(?:park|parking|car ?park|garage|wheelchair|disabled|step[- ]free|steps?|stairs?|lift|"
    r"elevator|ramp|pram|pushchair|buggy|bus(?:es)?|train|tube|metro|tram|station|taxi|bikes?|"
    r"bicycle|toilets?|loo|wi-?fi|guide dog|dogs?|children|kids|creche|interpreter|sign language|"
    r"hearing loop|waiting room|changing room|shower)\b",
    re.IGNORECASE,
)
#: What it costs to cancel, miss or move a visit is each clinic's own rule.
_FEE = re.compile(
    r"\b(?:charge[ds]?|fees?|fine[ds]?|penalt\w+|pay|cost|lose (?:my|the) (?:money|deposit)|"
    r"deposit|refund\w*|money back)\b",
    re.IGNORECASE,
)
_OF_LEAVING = re.compile(
    r"\b(?:cancel\w*|reschedul\w*|postpon\w*|no[- ]?show|miss(?:ed|ing)?|not (?:come|show|turn)\w*|"
    r"(?:move|change|moving|changing) (?:it|my|the))\b",
    re.IGNORECASE,
)
#: "What is number of you?", "your phone number pls"
_NUMBER = re.compile(
    r"\b(?:phone|tel(?:ephone)?|contact|your|ur|clinic(?:['\u2019]?s)?) (?:\w+ )?(?:number|no\.?|"
    r"nr)\b"
    r"|\bnumber (?:of|for|to call|to ring) (?:you|u|yours|the clinic|clinic|the staff|there)\b"
    r"|\bwhat number (?:do|can|should) i (?:call|ring|phone)\b",
    re.IGNORECASE,
)
_GIVES_NUMBER = re.compile(r"\bmy\b|\d{4}", re.IGNORECASE)


#: "Will I be charged?" is asked of a visit that is to be cancelled or moved.
_CHARGED = re.compile(
    r"\b(?:be charged|charge me|i (?:get )?charged)(?: (?:for (?:it|this|that)|anything))?\W*$",
    re.IGNORECASE,
)


def asks_about_cancellation_fee(text: str) -> bool:
    """Tell whether a text asks what it costs to cancel, miss or move a visit."""
    asked = text[:MAX_CHARACTERS]
    return bool(_CHARGED.search(asked) or (_FEE.search(asked) and _OF_LEAVING.search(asked)))


def only_staff_know(text: str) -> bool:
    """Tell whether a question about the clinic asks nothing that its address and hours answer."""
    asked = text[:MAX_CHARACTERS]
    return bool(_NOT_ON_CARD.search(asked)) and not _ON_CARD.search(asked)


def asks_for_number(text: str) -> bool:
    """Tell whether somebody asks for the clinic's number, and gives none of their own."""
    asked = text[:MAX_CHARACTERS]
    return bool(_NUMBER.search(asked)) and not _GIVES_NUMBER.search(asked)
