"""Tells a sentence that says when to call from one in which a time is said in passing."""

from __future__ import annotations

import re

#: "Can I ask about hair again?"
_LEAVE_TO_ASK = re.compile(
    r"\b(?:can|could|may) i (?:just |please )?(?:ask|check)\b(?! (?:for|someone|somebody|staff|"
    r"a ))",
    re.IGNORECASE,
)


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_WHO = (
    r"(?:someone|somebody|staff|a person|a human|the team|the nurse|the doctor|a nurse|a doctor|"
    r"one of)"
)
#: Whom people ask to be called in their place.
_RELATIVE = (
    r"(?:him|her|them|my (?:\w+ )?(?:husband|wife|partner|mum|mother|dad|father|son|daughter|"
    r"sister|brother|friend|neighbour|client|girlfriend|boyfriend|carer|aunt|uncle|nan|gran|grandmother|grandfather))"
)
_DAYS = r"(?:mon|tue|wed|thu|fri|sat|sun)"
_VISITS = r"(?:appointment|appt|slot|consultation|visit|session)s?"
_BEFORE_TIME = r"(?:on|at|after|before|between|around|from|until|till|any|all|most|this|next|in)"

#: All patterns are for text in small letters. The writer asks to be called, or says when.
_CALL_CUE = _any_of(
    r"\b(?:call|ring|phone|text|contact|reach|message|catch|get hold of|speak to|talk to|"
    rf"get back to) (?:me|us|back|{_RELATIVE})\b",
    rf"\b(?:call|ring|phone) (?:{_BEFORE_TIME}|tomorrow|today|asap|now|later)\b",
    rf"\b(?:call|ring|phone) {_DAYS}|\bcall ?-?backs?\b",
    rf"\b(?:speak|talk|chat) (?:to|with) (?:{_WHO}|your|you)\b",
    r"\b(?:can|could|would|will) (?:you|u|someone|somebody) (?:please |pls )?(?:call|ring|phone)\b",
    rf"\b{_WHO} [^.!?]{{0,40}}\b(?:call|ring|phone|text|contact)\b",
    r"\b(?:a|quick) (?:call|ring|bell|buzz)(?: (?!it)|\W*$)",
    rf"\bi'?m (?:home|around|in|off) {_BEFORE_TIME}\b",
    r"\bi'?m (?:free|available)\b|\bam (?:free|available)\b|\bbe (?:free|available)\b",
    rf"\b(?:free|available) (?:{_BEFORE_TIME}|tomorrow|week|{_DAYS})",
    r"\bsuits? (?:me|us|best)|\bbest (?:time|for me|to (?:call|ring|phone|reach))",
    r"(?<!what )(?<!which )\b(?:is|are|would be|'s) (?:the )?(?:best|better|easiest|ideal)"
    r"(?:\W*$|,|\.| as\b| if\b| but\b| so\b| on\b| in\b)",
    r"\bi'?d prefer\b|\bi (?:would )?prefer\b|\bpreferred\b|\bpreferably\b",
    r"\bi'?d rather (?:you|it was|come|they)\b|\bmy availability\b",
)
#: The writer asks to be seen, or to be seen at another time.
_VISIT_CUE = _any_of(
    r"\b(?:book|make|arrange|schedule|fix|set up|get|grab|want|need|request|reserve|offer|any|"
    rf"free|can i have|could i have|like|wish|mind) (?:[\w']+ ){{0,4}}{_VISITS}\b",
    rf"\bbook (?:me|us|it|in|for|an?|{_DAYS})|\bbooked? (?:me|us) in\b",
    r"\b(?:fit|squeeze|slot|put|pencil) (?:me|us|the \w+ of us) (?:in|down|up)\b",
    r"\b(?:can|could|may|like to|want to|rather|should i) (?:i |we )?(?:come|pop) in\b",
    r"\bsee (?:someone|somebody)\b",
    r"\bthe (?:new|next) (?:one|date|time|appointment|visit|slot) (?:should|could|must|can|"
    r"needs to|"
    r"has to|would|to) be\b",
    rf"\b(?:slots?|availability|consultations?) (?:{_BEFORE_TIME}|available|for|{_DAYS}|tomorrow)",
    rf"\b(?:move|change|shift|swap|push|slide|moved) (?:it|this|that|us|me|(?:my|our|the|[\w']+s) "
    rf"(?:[\w']+ ){{0,3}}(?:{_VISITS}|\d))",
    r"\b(?:reschedul|re-?book|postpon|rearrang)\w*",
)
_QUESTION_START = re.compile(
    r"^\W*(can i|could i|should|is it|is this|are (you|they|there)|do (you|i)|will (i|it|you)|how|"
    r"what|when|why|which|does|may i|would it)\b"
)
_GOODBYE = _any_of(
    r"\b(?:see|catch) (?:you|ya|u|yous)\b",
    r"\b(?:speak|talk|chat) (?:to you |again )?(?:soon|later|then|tomorrow|another)",
    r"\b(?:good)?bye\b|\bta ta\b|\btake care\b|\bnight night\b",
)
_GREETING = re.compile(r"\W*(morning|afternoon|evening)\W*")
_PAST = re.compile(
    r"\b(since|ago|yesterday|was|were|had|did|got|started|happened|felt|woke|went|came|been|"
    r"noticed|"
    r"appeared|swelled|already|began|last)\b"
)
_ABOUT_HOURS = _any_of(
    r"\b(are|is|do|does|when|what time|if|till when) .{0,25}\b(open|opening|close[sd]?|closing|"
    r"shut)\b",
    r"\bopening (hours|times)\b|\b(how|what) (long|often|soon|many|much)\b",
)
_MOVES_VISIT = re.compile(
    r"\b(cancel\w*|reschedul\w*|rearrang\w*|postpon\w*|move|change|swap|can'?t make|push|bring|"
    r"call off|scrap|slide|shift|won'?t (?:need|be)|don'?t need)\b"
)
_VISIT_BEFORE = re.compile(
    r"\b(appointment|appt|booking|slot|session|visit|consultation|cancel|move|change|reschedule|"
    r"postpone|booked|make|treatment)( (my|the|is|was|it|for|on|in|this|that|an|a|at|one|booked|"
    r"appointment|appt|booking|session)){0,4} ?$"
)
_VISIT_AFTER = re.compile(
    r"^('s)? ?(appointment|booking|slot|session|appt|one|visit|consultation)\b"
)


def asks_about_hours(sentence: str) -> bool:
    """Tell whether a sentence asks when the clinic is open, or how long or often something is."""
    return bool(_ABOUT_HOURS.search(sentence))


def asks_for_contact(sentence: str) -> bool:
    """Tell whether a sentence asks for a call or a visit, or says when one would suit."""
    return bool(_CALL_CUE.search(sentence) or _VISIT_CUE.search(sentence))


def says_when_to_call(sentence: str, *, has_nothing_else: bool) -> bool:
    """Tell whether a time in a sentence is one to call at, though none was asked for.

    Args:
        sentence: in small letters.
        has_nothing_else: whether it says nothing but a time and a please.
    """
    if _GOODBYE.search(sentence):
        return False
    if _CALL_CUE.search(sentence):
        return True
    if _PAST.search(sentence):
        return False
    if _VISIT_CUE.search(sentence):
        return True
    is_greeting = _GREETING.fullmatch(sentence)
    return has_nothing_else and not is_greeting and not _QUESTION_START.search(sentence)


def is_past(sentence: str) -> bool:
    """Tell whether a sentence in small letters tells of something that has happened."""
    return bool(_PAST.search(sentence))


def is_of_visit(sentence: str, start: int, end: int) -> bool:
    """Tell whether a time is that of the visit to be moved: "cancel Thursday"."""
    if not _MOVES_VISIT.search(sentence) or sentence.startswith("to ", start):
        return False
    before = sentence[max(0, start - 60) : start]
    return bool(_VISIT_BEFORE.search(before) or _VISIT_AFTER.search(sentence[end:]))


def is_asked_leave(text: str) -> bool:
    """Tell whether somebody asks leave to ask, "could I ask about hair?", and for no call."""
    return bool(_LEAVE_TO_ASK.search(text)) and not asks_for_contact(text)
