"""What people ask of the call that they wait for: "do they ring today?", "will it cost me?"."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.call_topics import stated_topic
from mesoguide.dialogue.typed_text import tidy

#: Longer messages ask for more than that.
_LONGEST = 100
_STAFF = (
    r"(?:they|you|u|some ?one|some ?body|any ?one|any ?body|staff|a person|the (?:clinic|nurse|"
    r"doctor|"
    r"team|staff|lady|receptionist)|your (?:staff|team|people|clinic)|he|she)"
)
_REACH = (
    r"(?:call|ring|phone|text|write|email|e-mail|contact|reply|reach|answer|get back|be in touch|"
    r"get in touch)(?:ing|ling|s)?"
)
_LEAD = r"^\W*(?:(?:and|so|but|ok|okay|oh|sorry|then|hi|thanks|thank you|please|just|um|er)\W+)*"
_OF_CALL = re.compile(
    # "Will they ring me today?", "are you going to write to me?"
    rf"{_LEAD}(?:will|do|does|are|is|wil|won'?t) {_STAFF}(?: \w+)?(?: (?:going to|gonna|"
    rf"be))? {_REACH}\b"
    # "What number will they use?"
    r"|\b(?:what|which)(?: phone| mobile)? (?:number|phone|e-?mail|address|name|time|day)(?: \w+)? "
    rf"(?:will|do|does|are|is|would|did) {_STAFF}\b"
    # "Who will call?", "how do they get in touch?", "when are they calling?"
    r"|\b(?:who|how|when|what time|what day|where)(?:'?s|'?ll)?(?: \w+)? (?:will|do|does|are|is|"
    r"going to|"
    rf"would)? ?(?:{_STAFF} )?(?:going to |gonna |be )?{_REACH}\b(?! (?:you|the|them|staff)\b)"
    # "So they call me and I wait?"
    rf"|{_LEAD}{_STAFF}(?:'?ll| will)? {_REACH} (?:me|us|my|her|him)\b.*\?",
    re.IGNORECASE,
)
_ARRIVED = re.compile(
    r"\b(?:did|has|have) (?:it|that|this|my \w+|they|the \w+) (?:\w+ )?(?:go|gone|went|work(?:ed)?|"
    r"arrive[d]?|get there|got there)(?: (?:ok|okay|through|thru|off|alright|fine))*\W*$"
    r"|\b(?:has|have|was|is|did) (?:it|that|this|my \w+|the \w+|everything) (?:all |been |get |"
    r"now )*"
    r"(?:passed on|sent|received|forwarded|handed on|with them|delivered|stored|recorded)\b"
    r"|\bdo (?:they|staff|you) (?:now |really )?have (?:my|it|that|the) ?(?:request|details|"
    r"number)?\W*$",
    re.IGNORECASE,
)
_CALL = (
    r"(?:(?:tele)?phone ?-?calls?|calls?(?: ?-?backs?)?|ring(?:ing)?|call(?:ing)?|phon(?:e|ing))"
)
_COSTS = (
    r"(?:cost|charged?|charges?|pay|paying|free|fee|costs|billed|bill|money|price of|expensive|"
    r"credit)"
)
_CALL_COST = re.compile(
    rf"\b(?:will|does|is|do|would|are|am|must|have|how much|"
    rf"what)\b[^.?!]{{0,30}}\b{_CALL}\b[^.?!]{{0,25}}"
    rf"\b{_COSTS}\b"
    rf"|\b{_COSTS}\b[^.?!]{{0,30}}\b(?:(?:for|to|if|when|of) (?:the |a |this |your |you |they |"
    rf"i )?|the )"
    rf"{_CALL}\b",
    re.IGNORECASE,
)
#: "The price, can someone call" asks for a call, and "a call about the cost" is one on a topic.
_WISH = re.compile(
    r"\b(?:can|could|please|pls|want|need|like)\b[^.?!]{0,20}\b(?:call|ring|phone)\b"
    r"|\b(?:call|ring|phone) (?:me|us)(?: back)? (?:about|re|regarding|on|with|to)\b",
    re.IGNORECASE,
)


def asks_of_sent(text: str) -> bool:
    """Tell whether somebody asks how it goes on with a request that was sent."""
    even = tidy(text)
    if len(even) > _LONGEST or _WISH.search(even) or stated_topic(even):
        return False
    return bool(_OF_CALL.search(even)) or has_it_arrived(even)


def has_it_arrived(text: str) -> bool:
    """Tell whether somebody asks whether their request has reached the staff."""
    return len(text) <= _LONGEST and bool(_ARRIVED.search(tidy(text)))


def asks_call_cost(text: str) -> bool:
    """Tell whether somebody asks what the call itself costs them, not the treatment."""
    even = tidy(text)
    if len(even) > _LONGEST or _WISH.search(even) or stated_topic(even):
        return False
    return bool(_CALL_COST.search(even))
