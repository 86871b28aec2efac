"""What a request is about, who asks, and whether a visit is to be made, moved or called off."""

from __future__ import annotations

import re
from typing import Literal

from mesoguide.dialogue.typed_text import tidy
from mesoguide.nlp.lexicon import word_set

PatientStatusWord = Literal["new", "existing"]
VisitRequestWord = Literal["book", "change", "cancel"]

#: Longer topics are cut; staff read them on one line.
MAX_TOPIC_CHARACTERS = 120

# ---- Topic

_TOPIC_CUE = re.compile(
    r"(?<!what )(?<!how )(?<!just )(?<!round )\babout\b|\bregarding\b|\bre\b ?:?|\breg\b|"
    r"\bconcerning\b|\bto do with\b|\bin (?:connection|relation) (?:with|to)\b|"
    r"\bwith regards? to\b|"
    r"\bon the (?:subject|topic) of\b|\bto discuss\b|\bdiscussing\b|"
    r"\b(?:topic|subject|reason)(?: is|'s| ?:|:)|"
    r"\b(?:appointment|appt|consultation|consult|slot|visit|session|callback) for\b",
    re.IGNORECASE,
)
_TOPIC_END = re.compile(
    r"[.;!?|\n]|,(?= ?(?:please|thanks|call|ring|my|i\b|i'|can|any|after|before|tomorrow|today|"
    r"\d))|\b(?:and|but|so) (?=(?:my (?:name|number|phone|email|mobile)|you can|please|i'?m|i am|"
    r"call|"
    r"ring|can you|the best time|it'?s|i'd|i would|i want|also))|"
    r"\b(?:please|pls|plz|thanks|thank you|thx|cheers|my (?:name|number|phone|email|"
    r"mobile) (?:is|no)|call me|ring me|phone me|on (?=\+?\d{5})|tomorrow|today|tonight|"
    r"this (?:morning|afternoon|"
    r"evening)|any ?time|(?:after|before|at|around|between) \d|asap|as soon as)\b",
    re.IGNORECASE,
)
#: "About 5 weeks" and "about it" name no topic.
_NO_TOPIC = re.compile(
    r"(?:\d|half|an?\b (?:hour|week|month|day|year|minute)|(?:one|two|three|four|five|six|ten)\b|"
    r"(?:it|that|this|them|you|me|us|him|her|time|now|then|there|here|to|the same)\W*$|"
    r"(?:me|my (?:mum|mother|dad|father|daughter|son|wife|husband|friend|sister|brother))\W*$|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|next|tomorrow|today|what(?:'s| is) best)",
    re.IGNORECASE,
)


def stated_topic(text: str) -> str | None:
    """Return what a message says that it is about: "about my hair" gives "my hair"."""
    even = tidy(text)
    for cue in _TOPIC_CUE.finditer(even):
        rest = even[cue.end() : cue.end() + 2 * MAX_TOPIC_CHARACTERS].lstrip(" :,-")
        topic = _TOPIC_END.split(rest, maxsplit=1)[0].strip(" ,.:;-\"'()")
        topic = re.sub(
            r"(?: (?:and|but|or|if|with|on|at|for|to|so))+$", "", topic, flags=re.IGNORECASE
        )
        if re.search(r"[^\W\d_]{2}", topic) and not _NO_TOPIC.match(topic):
            return _cut(topic)
    return None


def _cut(topic: str) -> str:
    if len(topic) <= MAX_TOPIC_CHARACTERS:
        return topic
    return topic[:MAX_TOPIC_CHARACTERS].rsplit(" ", 1)[0]


# ---- Patient status

_US = r"(?:you|you guys|your clinic|this clinic|the clinic|here|this place)"
_PERSON = r"(?:patient|client|customer|member)"
_NOT_ASKED = "".join(
    f"(?<!{word} )"
    for word in ("can", "should", "could", "do", "if", "must", "may", "when", "would")
)
_EXISTING = re.compile(
    "|".join(
        (
            rf"\b(?:already|currently|still) (?:(?:an? |your )(?:\w+ )?{_PERSON}|registered|"
            rf"with you|on your|one of your|com(?:e|ing) (?:to|here)|been (?:to|here|before)|"
            rf"treated (?:by|with|"
            rf"at|here))",
            rf"\b(?:existing|current|returning|regular|established|old|previous|"
            rf"long[- ]?(?:standing|time)) {_PERSON}",
            r"\b(?:i'?m|i am|already|yes,?|am) registered",
            rf"{_NOT_ASKED}\bi(?:'ve| have|ve)? (?:come|came|go|went|been coming|been seeing|"
            rf"been going|been|was) (?:to )?{_US}",
            rf"\b(?:had|have|having) (?:it|this|treatments?|sessions?|meso\w*|"
            rf"my \w+)(?: done)? (?:with|at|by|"
            rf"from) {_US}|\b(?:treated|seen) (?:by|with|at) {_US}",
            r"\b(?:i have|i've|ive|have|i|yes) been (?:before|already|once|twice|in before|"
            r"a patient|(?:a few|several|many|two|three) times)|\bbeen before\b",
            r"\bon your (?:books|system|list|records)|\byou (?:have )?(?:treated|saw|seen|did|"
            r"know) (?:me|my)\b",
            r"\bmy (?:last|next|second|third|fourth|previous|follow[- ]?up|usual|"
            r"regular) (?:session|visit|appointment|treatment|follow[- ]?up|nurse|practitioner|"
            r"doctor)",
            rf"\bi(?:'m| am|m) (?:with you|one of your|your {_PERSON}|an? {_PERSON})",
            r"\bcoming (?:here |to you )?(?:for|since) (?:years|months|ages|\d)",
            r"^\W*(?:it'?s |my |the |yes )*(?:2nd|3rd|4th|second|third) (?:visit|time|session|"
            r"appointment)\W*$",
        )
    ),
    re.IGNORECASE,
)
_NEW = re.compile(
    "|".join(
        (
            r"\b(?:never|not|haven'?t|have not|hasn'?t)(?: ever| yet)? (?:been|come|visited|"
            r"seen you|had (?:it|this|meso\w*|one|an? (?:session|treatment|consultation|"
            r"appointment)|"
            r"any (?:treatments?|sessions?)))(?= (?:before|here|to you|in\b|yet|with you|at your|"
            r"to your|to this|"
            r"to the clinic|done|ever)|\W*$)",
            rf"\b(?:not|isn'?t|aren'?t|wasn'?t) (?:yet )?(?:an? )?(?:yet )?(?:\w+ )?{_PERSON}|"
            rf"^\W*(?:no,? )?not yet\W*$",
            rf"\bnew (?:{_PERSON}|here|to (?:you|this|the clinic|it|all this|meso\w*))",
            r"\b(?:i'?m|i am|am|im|completely|brand|totally|both of us are|we are|we're) new\b|"
            r"^\W*new\b\W*$",
            r"\b(?:my|it'?s (?:my|a|the)|this is my|be my) (?:very )?first (?:time|visit|"
            r"appointment|session|consultation)\b(?! (?:i|my|it|that|i'?ve|was|went|hurt|made|"
            r"had|ago|last|yesterday))",
            r"\bfirst[- ]?timer\b|\bfirst time (?:here|with you|visit\w*|booking|customer|"
            r"patient|client|coming|for me)|^\W*(?:it'?s |yes,? )*(?:the |a |my )?first (?:time|"
            r"visit|one)\W*$",
            r"\bnewbie\b|\bnever before\b",
        )
    ),
    re.IGNORECASE,
)
#: "Do you take new patients?" says nothing about the one who asks.
_ASKS = re.compile(r"\b(?:do|can|are|is|for|how|what|which|if|when) [^.,;!]{0,40}\?", re.IGNORECASE)
_NOT_NEW = re.compile(
    r"\bnot (?:my|the|a) first\b|\bnot (?:a )?new\b(?! \w*(?:idea|thing))", re.IGNORECASE
)
_EXISTING_WORDS = word_set("existing current returning regular registered")


def patient_status(text: str) -> PatientStatusWord | None:
    """Tell whether a message says that its writer is a new or an existing patient."""
    even = _ASKS.sub(" ", tidy(text))
    word = even.lower().strip(" .!\"'")
    if word in _EXISTING_WORDS:
        return "existing"
    if _NOT_NEW.search(even):
        return "existing"
    if _NEW.search(even):
        return "new"
    return "existing" if _EXISTING.search(even) else None


# ---- Visit request

_VISIT = r"(?:appoint?ments?|app?ts?|bookings?|slots?|visits?|sessions?|consultations?|consult)"
_SOME_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|next week"
_CLAUSE_END = re.compile(
    r"[,.;!?\n|]+(?: |$)|\b(?:and|but|because|cos|since|as i|after|before|when i|so)\b",
    re.IGNORECASE,
)
_CANCEL = re.compile(
    rf"\b(?:cancel\w*|cancle\w*|canel|call(?:ing)? off|not (?:be )?coming|won'?t be coming|"
    rf"(?:do not|don'?t|no longer) (?:want|need) (?:my|the|this|that|it)? ?{_VISIT})",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    "|".join(
        (
            r"\b(?:re-?schedul\w*|re-?book\w*|re-?arrang\w*|postpon\w*)",
            r"\b(?:push|move|bring|put) (?:it|this|my \w+|the \w+) (?:back|forwards?|off|earlier|"
            r"later|up)\b",
            rf"\b(?:chang|mov|swap|switch|shift|alter|amend|delay)(?:e|ing|p|"
            rf"ping)? (?:[\w']+ ){{0,3}}(?:{_VISIT}\b|(?:my|the) (?:time|date|day)\b)",
            rf"\b(?:change|move|swap|switch|shift)(?:ing|ping)? (?:it|this|that|(?:it |this |"
            rf"that )?to (?:{_SOME_DAY}|"
            r"another|a different|later|earlier|the \d))\b",
            r"\b(?:need|want|prefer|like|have|get|to|for|is there|choose|please) (?:an? |"
            r"to have )?(?:another|different|earlier|later|other|new) (?:time|day|date|slot)\b",
            r"^\W*(?:an? )?(?:another|different|earlier|later|other|new) (?:time|day|date|slot)\b",
            r"\b(?:come|see you|have it|do it) (?:earlier|later|another day|a different day)\b",
            rf"\b(?:can'?t|cannot|can not|unable to|won'?t be able to|"
            rf"not able to) (?:make it(?! \w+ (?:away|better|"
            rf"worse))|make (?:my|the|this|that|to|on|{_SOME_DAY})|(?:come|attend|do|"
            rf"get to) (?:my {_VISIT}|on |to my|{_SOME_DAY}))",
            rf"\b{_VISIT} (?:[\w']+ ){{0,3}}(?:earlier|later|another day|a different day|"
            rf"needs moving)\b",
        )
    ),
    re.IGNORECASE,
)
_BOOK = re.compile(
    "|".join(
        (
            r"\bbook(?:ing)?\b(?! (?:reference|number|ref|was|is|fee|deposit))",
            rf"\b(?:make|get|have|want|need|like|arrange|schedule|set up|fix|request|after|sort|"
            rf"organise|offer me|give me|any|free|available|new|another) (?:me )?(?:(?:an?|"
            rf"another|the|my|free|"
            rf"available|new|first|next|some|more|follow-up) )*{_VISIT}\b",
            r"\b(?:to schedule|schedule (?:an?|my|me|in))\b",
            rf"\b(?:come|coming|pop|get) in(?:to)? (?:to see|for|and|the clinic|see|on|next|this|"
            rf"{_SOME_DAY})",
            r"\b(?:fit|squeeze|pencil|slot|sign|put) me (?:in|up|down)\b",
            r"\bsee (?:someone|somebody|a practitioner|the practitioner|one of you|the nurse)\b",
            r"\b(?:be seen (?:by|today|tomorrow|soon|this|next))\b",
            rf"^\W*(?:an? )?(?:new |first |next |another )?{_VISIT}(?: please)?\W*$|"
            rf"\b{_VISIT} (?:please|available)\b",
        )
    ),
    re.IGNORECASE,
)
#: What happened, or what would happen, is no request.
_NOT_NOW = re.compile(
    r"\b(?:had to|i (?:already )?cancell?ed|was|were|did|last time|you cancell?ed|"
    r"you (?:have )?(?:moved|changed|"
    r"booked)|got cancell?ed|been|policy|fees?|charged?|charges|cost|if i|if you|if we|"
    r"what happens|used to|(?:i|i've|ive|i have) (?:already )?(?:booked|moved|changed|"
    r"rescheduled|rebooked|made)|"
    r"i (?:already )?have (?:an?|my) (?:\w+ )?(?:appointment|booking|session)|how (?:much|long|"
    r"often|many|soon)|do i (?:need|have to)|should i|booked in)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|don'?t|do not|never|without|rather than|instead of|no need to|"
    r"won'?t)(?: \w+){0,3} ?$",
    re.IGNORECASE,
)
_ONE_WORD: dict[str, VisitRequestWord] = {
    **{"book": "book", "booking": "book", "new": "book", "make": "book", "appointment": "book"},
    **{"change": "change", "move": "change", "moving": "change", "cancel": "cancel"},
}


def visit_request(text: str) -> VisitRequestWord | None:
    """Tell whether a message asks to book, change or cancel a visit.

    To cancel and take another time is a change. What was done in the past is left aside.
    """
    even = tidy(text)
    if word := _ONE_WORD.get(even.lower().strip(" .!\"'")):
        return word
    found = {request for clause in _CLAUSE_END.split(even) for request in _requests(clause)}
    if "change" in found or found == {"cancel", "book"}:
        return "change"
    if "cancel" in found:
        return "cancel"
    return "book" if "book" in found else None


def _requests(clause: str) -> list[VisitRequestWord]:
    return [
        request
        for request, pattern in _REQUESTS
        if any(_is_wish(clause, match) for match in pattern.finditer(clause))
    ]


_REQUESTS: tuple[tuple[VisitRequestWord, re.Pattern[str]], ...] = (
    ("cancel", _CANCEL),
    ("change", _CHANGE),
    ("book", _BOOK),
)


def _is_wish(clause: str, match: re.Match[str]) -> bool:
    if _DENIED.search(clause[: match.start()]):
        return False
    return not _NOT_NOW.search(clause) or bool(
        re.match(r"(?:can'?t|cannot|unable)", match[0], re.IGNORECASE)
    )
