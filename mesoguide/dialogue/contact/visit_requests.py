"""Whether a visit is to be booked, moved or called off: "can I move my appointment"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from mesoguide.dialogue.typed_text import tidy

VisitRequestWord = Literal["book", "change", "cancel"]

_VISIT = r"(?:appoint?ments?|app?ts?|bookings?|slots?|visits?|sessions?|consultations?|consult)"
#: One of them: "how many sessions do I need" asks for none.
_ONE_VISIT = r"(?:appoint?ments?|app?ts?|bookings?|slots?|visits?|session|consultations?|consult)"
_SOME_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|next week|the \d+)"
_OTHER = r"(?:another|different|earlier|later|other|new)"
_SHIFT = r"(?:chang|mov|swap|switch|shift|alter|amend|delay)(?:e|ing|p|ping)?"

_CANCEL = (
    r"\b(?:cancel\w*|cancle\w*|canel)\b(?! (?:[\w']+ ){0,3}(?:subscription|debit|order|membership|"
    r"card|account|insurance|datas?|policy|contract|holiday|flight)\b)",
    rf"\bcall(?:ing)? off (?:my|the|our|this|it|{_SOME_DAY})",
    rf"\bcall (?:my|the|our|that) {_VISIT} off\b",
    r"\b(?:i'?m|i am|we'?re|i'?ll|i will|i shall) not (?:be )?coming\b(?! ?,? ?(?:haha|lol|"
    r"unless))",
    r"\bwon'?t be coming\b",
    rf"\b(?:do not|don'?t|no longer|won'?t) (?:want|need) (?:my|the|this|that|it)? ?{_VISIT}",
)
_CHANGE = (
    r"\b(?:re-?schedul\w*|re-?book\w*|re-?arrang\w*|postpon\w*)",
    rf"\b(?:push|move|bring|put) (?:it|this|(?:my|the|our|[\w']+s) (?:[\w']+ ){{0,2}}{_VISIT}) "
    r"(?:back|forwards?|off|earlier|later)\b(?! (?:on|in|at once)\b)",
    r"\bmove it up\b",
    rf"\bput my {_VISIT} off\b",
    rf"\b{_SHIFT} (?:[\w']+ ){{0,3}}{_VISIT}\b",
    r"\b(?:chang|mov|swap|switch)(?:e|ing|p|ping)? (?:my|the) (?:time|date|day)\b",
    r"\b(?:can|could|may) (?:i|we|you|u) (?:please )?(?:change|move|swap|shift|switch) "
    r"(?:it|this|that)\b",
    rf"\b(?:change|move|swap|switch|shift)(?:ing|ping)? (?:it |this |that |[\w']+ \w+ )?"
    rf"(?:to|for) (?:{_SOME_DAY}|another|an? {_OTHER}|later|earlier|next|morning|afternoon)\b",
    r"\b(?:please|to|and|let'?s) (?:change|move|shift|swap) it\b",
    r"^\W*(?:just |please |only |but )*(?:move|shift|swap|switch|reschedule) it\W*$",
    rf"\b(?:want|need|wish|like|must|pls|please)(?: to)? {_SHIFT}(?: it| this| that)?(?=\W*$)",
    r"\b(?:change|move|shift) (?:it to|my \d)",
    r"\b(?:change|move|swap|switch|shift|reschedule) (?:it|this|that|mine|hers|his) "
    r"(?:instead|rather)\b|\b(?:instead|rather|actually|just|only),? (?:change|move|swap|switch|"
    r"shift|reschedule) (?:it|this|that)\b(?! up\b)",
    rf"\b(?:need|want|prefer|like|have|get|to|for|is there|choose|please) (?:an? |to have )?"
    rf"{_OTHER} (?:time|day|date|slot)\b",
    rf"^\W*(?:an? )?{_OTHER} (?:time|day|date|slot)\b(?! maybe)",
    r"\b(?:i|to|we|can|could) (?:[\w']+ )?(?:come|see you|have it|do it) (?:earlier|later|"
    r"another day|a different day)\b",
    rf"\b{_VISIT} (?:needs moving|be moved|moved to)\b",
)
#: By itself a wish for another time; beside "cancel" the reason for it.
_CANNOT_COME = (
    r"\b(?:can'?t|cannot|can not|unable to|won'?t be able to|not able to) (?:more )?"
    rf"(?:make it\b(?! (?:[\w']+ )?(?:away|better|worse|fall|grow|stop|go))|make {_SOME_DAY}|"
    rf"make (?:my|the|this|that|our) (?:[\w']+ ){{0,2}}{_VISIT}|"
    rf"(?:come|attend|do|get to) (?:my {_VISIT}|on |to my|{_SOME_DAY}))",
)
_BOOK = (
    r"(?<!\bthe )(?<!\bmy )(?<!\ba )(?<!\bguide )(?<!\bwhat )(?<!\bwhich )(?<!\bthis )"
    r"(?<!\byour )(?<!\bmust )(?<!\brecipe )(?<!\bour )\bbook\b(?! (?:club|group|or|says|a sign|"
    r"a second|interpreter))",
    rf"\b(?:make|want|need|like|just) (?:an? )?booking\b|^\W*booking\b|\bbooking (?:an?|for|"
    rf"please|my)\b|\babout booking (?:an?|my) {_VISIT}",
    rf"\b(?:make|get|have|want|need|like|arrange|schedule|set up|fix|request|sort|organise|"
    rf"offer me|give me|any|free|available|new|another) (?:me )?(?:(?:an?|another|the|my|free|"
    rf"available|new|first|next|some|follow-up) )*{_ONE_VISIT}\b",
    r"\b(?:to schedule|schedule (?:an?|my|me|in))\b",
    r"\b(?:come|coming|pop|get) in(?:to)? (?:to see|for|the clinic|see|on|next|this|"
    rf"{_SOME_DAY})",
    r"\b(?:fit|squeeze|pencil|slot|sign|put) (?:me|us|the \w+ of us) (?:in|up|down)\b",
    r"\bsee (?:someone|somebody|a practitioner|the practitioner|one of you|the nurse)\b",
    r"\bbe seen (?:by|today|tomorrow|soon|this|next)\b",
    rf"\b{_ONE_VISIT} (?:please|available)\b",
)
#: What happened, or what would happen, is no request.
_NOT_NOW = re.compile(
    r"\b(?:had to|i (?:already )?cancell?ed|was|were|did|last time|you cancell?ed|been|used to|"
    r"you (?:have )?(?:moved|changed|booked)|got cancell?ed|policy|fees?|charged?|charges|cost|"
    r"if (?:i|you|we)|what happens|i'?ve put|should i|booked in|"
    r"(?:i|i've|ive|i have) (?:already )?(?:booked|moved|changed|rescheduled|rebooked|made)|"
    r"(?<!can )(?<!could )(?<!may )i (?:already )?have (?:an?|my) (?:\w+ )?(?:appointment|"
    r"booking|session)|"
    r"(?<!can )(?<!could )(?<!may )i (?:already )?have (?:appointment|appt|booking|session)|"
    r"how (?:much|long|often|many|soon)|do (?:i|you) (?:still )?(?:need|have to)|(?:visits|"
    r"sessions) (?:left|remaining))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|isn'?t|don'?t|do not|never|without|rather than|instead of|no need to|won'?t)"
    r"(?: [\w']+){0,3} ?$",
    re.IGNORECASE,
)
#: A clause after one of the captured words says when or whether, not what is wanted.
_CLAUSE_END = re.compile(
    r"[,.;!?\n|]+(?: |$)|\b(?:and|but|because|cos|since|so)\b|\b(before|after|when|once|unless)\b",
    re.IGNORECASE,
)

_VISIT_ALONE = re.compile(
    rf"\W*(?:an? )?(?:new |first |another )?{_VISIT}(?: please| pls| plz| thanks)?\W*",
    re.IGNORECASE,
)
#: The same before details: "Appointment pls. existing patient, Thursday evening".
_VISIT_FIRST = re.compile(
    r"\W*(?:(?:hi|hello|hey)\W+)?(?:an? )?(?:new |first |another )?(?:appoint?ment|app?t|booking)"
    r"(?: please| pls| plz| wanted| needed)?\s*[.,;:!\n]",
    re.IGNORECASE,
)
_ONE_WORD: dict[str, VisitRequestWord] = {
    **{"book": "book", "booking": "book", "new": "book", "make": "book", "appointment": "book"},
    **{"change": "change", "move": "change", "moving": "change", "cancel": "cancel"},
}
_WISHES = tuple(
    (wish, re.compile("|".join(patterns), re.IGNORECASE))
    for wish, patterns in (
        ("cancel", _CANCEL),
        ("change", _CHANGE),
        ("cannot come", _CANNOT_COME),
        ("book", _BOOK),
    )
)


#: "I'll rebook later" goes with a cancellation, and asks for no other time now.
_BOOKS_LATER = re.compile(
    r"\b(?:re-?book\w*|(?:make|book|arrange)(?: \w+){0,2} (?:again|another|new)(?: one)?|"
    r"(?<!to )book)(?: (?:it|again|one|myself|a new one))*,? (?:later|another time|"
    r"another day|some other time|"
    r"some other day|again|soon|sometime|when|once|next (?:month|year)|in (?:a few|some|the new))\b"
    r"(?! (?:in|this|that|on) (?:the )?(?:day|week|month|morning|afternoon))"
    r"|\bin touch (?:later )?to (?:re-?)?book\b",
    re.IGNORECASE,
)
_OF_REQUEST = re.compile(
    r"\b(?:request|form|chat|call|this|all of it|everything|the whole thing)\b", re.IGNORECASE
)
#: Said of a visit that was to be moved: "no, cancel it".
_CANCELS_IT = re.compile(
    r"\bcancel\w* (?:it|instead|rather|altogether|completely)\b|\brather cancel\b|"
    r"\b(?:a|into|to) (?:a )?cancell?ation\b",
    re.IGNORECASE,
)
#: "Cancel, not change" is of a visit, since a request is only sent or not.
_NOT_CHANGE = re.compile(
    r"\b(?:not|don'?t|no|instead of) (?:to )?(?:chang|mov|reschedul)\w*", re.IGNORECASE
)
_OF_VISIT = re.compile(
    r"\b(?:appoint?ment|appt|booking|visit|session|slot|consultation)s?\b", re.IGNORECASE
)


def visit_request(text: str) -> VisitRequestWord | None:
    """Tell whether a message asks to book, change or cancel a visit.

    To cancel and take another time is a change. What was done in the past is left aside.
    """
    even = tidy(text)
    if word := _ONE_WORD.get(even.lower().strip(" .!\"'")):
        return word
    if _VISIT_ALONE.fullmatch(even):
        return "book"
    if re.search(r"\bcancel", even, re.IGNORECASE):
        even = _BOOKS_LATER.sub(" ", even)
    wishes = {wish for clause in _clauses(even) for wish in _wishes(clause)}
    if not wishes and "?" not in even and _VISIT_FIRST.match(even):
        return "book"
    if "change" in wishes or {"cancel", "book"} <= wishes:
        return "change"
    if "cancel" in wishes:
        return "cancel"
    if "book" in wishes:
        return "book"
    return "change" if "cannot come" in wishes else None


def names_visit(text: str) -> bool:
    """Tell whether a text speaks of a visit: "my appointment"."""
    return bool(_OF_VISIT.search(text))


def calls_off_visit(text: str, wish: str | None, *, asked: bool) -> bool:
    """Tell whether "cancel" is said of the visit, and not of the request that is being made.

    Args:
        text: the message.
        wish: what is to be done with the visit, as far as that is known.
        asked: whether just that was asked.
    """
    if visit_request(text) != "cancel" or _OF_REQUEST.search(text):
        return False
    means_visit = wish == "change" and bool(_CANCELS_IT.search(text))
    is_contrast = bool(_NOT_CHANGE.search(text))
    return asked or wish == "cancel" or means_visit or is_contrast or names_visit(text)


def _clauses(text: str) -> Iterator[str]:
    """Yield the clauses that may hold a wish."""
    start, is_aside = 0, False
    for match in _CLAUSE_END.finditer(text):
        if not is_aside:
            yield text[start : match.start()]
        start, is_aside = match.end(), bool(match[1])
    if not is_aside:
        yield text[start:]


def _wishes(clause: str) -> Iterator[str]:
    is_past = _NOT_NOW.search(clause)
    for wish, pattern in _WISHES:
        if is_past and wish != "cannot come":
            continue
        if any(not _DENIED.search(clause[: m.start()]) for m in pattern.finditer(clause)):
            yield wish
