"""Days and hours that do not suit, said short and true: "Tuesdays are bowls, so any other day"."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.calendar_words import WEEKDAY_NAMES

#: "Monday", and how it is shortened; the three first letters tell which one is meant.
_DAY = rf"(?:{'|'.join(WEEKDAY_NAMES)}|mon|tues?|weds?|thur?s?|fri|sat|sun)"
_DAYS = rf"{_DAY}s?(?:(?: ?, ?| and | or | ?& ?|, and |, or ){_DAY}s?)*"
_PART = r"mornings?|afternoons?|evenings?"
_ONE_DAY = re.compile(rf"\b({_DAY})s?\b")

#: "Any other day" is one beside those that were named before it in the message.
_OTHER_DAY = re.compile(
    rf"\b(?:any|all|every|some|the|on)? ?(?:any )?other (?P<what>days?|times?|{_PART})\b|"
    r"\b(?P<rest>any ?time (?:else|other than that)|otherwise any ?time)\b"
)
#: Then a day that is named is one that would do as well: "Monday is best, any other day is fine".
_WELCOME = re.compile(
    r"(?<!no )(?<!not )(?<!n't )(?<!not be )(?<!n't be )\b(?:best|better|ideal\w*|prefer\w*|good|"
    r"fine|great|suits?|works?|ok|okay|perfect|please|lovely|can do|i'?m free|possible|"
    r"if you can)\b"
)
_OR = re.compile(r"\bor\W*$")
#: "Any day bar Sunday": the same as "but".
_BUT = re.compile(
    rf"\b(?P<any>(?:any|every|all|most|each) ?(?:days?|time|weekdays?|{_PART}))[,;]? "
    r"(?:(?:bar|barring|other than|excluding|besides|save(?: for)?|minus|just not|only not|not|"
    r"(?:as|so) long as (?:it'?s|its|it is) not|(?:as|so) long as it isn'?t)(?: on)?|"
    rf"unless it'?s(?: on)?) (?=(?:the |a )?{_DAY})"
)
_NAMED_BEFORE = re.compile(rf"\b(?P<days>{_DAYS}|tomorrow|today)\b")
#: A sentence that says of a day that it does not suit.
_IS_OUT = re.compile(
    rf"^\W*(?:(?:but|and|so|only|just|not|on|the|my|every)\s+)*(?P<days>{_DAYS}) "
    r"(?:(?:is|are|'s|'re) (?:no good|not (?:good|possible|an option)|out|off the table|bad|busy|"
    r"impossible|taken|always \w+|a no|no use|difficult|awkward|tricky)|"
    r"(?:doesn'?t|don'?t|does not|do not|won'?t|will not|never) (?:suit|work)s?)\b[^,;]*"
)
#: "Wednesday not Thursday" and "Friday instead of tomorrow" want the first.
_IN_PLACE_OF = re.compile(
    rf"\b(?P<new>{_DAY}|tomorrow|today)s? (?:instead of|rather than|and not|,? ?not)(?: on)? "
    rf"(?P<old>{_DAY}|tomorrow|today)s?\b"
)
#: "Not Thursday! Friday" wants the second, if the first was wanted before.
_NOT_BUT = re.compile(
    rf"\bnot (?:on )?(?P<old>{_DAY}|tomorrow|today)s?\b[\s,.;:!-]*"
    rf"(?:(?:but|it'?s|make it|i mean(?:t)?|rather|sorry|on|i said)[\s,]+)*"
    rf"(?P<new>{_DAY}|tomorrow|today)s?\b(?! or\b)"
)
#: Why a time does not suit is nothing that staff need.
_REASON = re.compile(
    r",?\s*(?:\b(?:as|because|cos|coz|cuz|since|for|due to) (?=(?:i|he|she|we|they|it|that|my|his|"
    r"her|our)\b)|[,-]\s*(?:that'?s|it'?s|which is|when i)\b).*$"
)


def with_exclusions(text: str) -> str:
    """Return a text in small letters with the days that do not suit in plain words.

    "Tuesdays are bowls so any other day, after 2" becomes "any day but Tuesday, after 2": the
    day that is left out is never read as the one that is wanted.
    """
    text = _BUT.sub(r"\g<any> but ", text)
    other = _OTHER_DAY.search(text)
    before = text[: other.start()] if other else ""
    is_left_out = not _WELCOME.search(before) and not _OR.search(before)
    if other and is_left_out and (named := list(_NAMED_BEFORE.finditer(before))):
        days = " or ".join(dict.fromkeys(day for found in named for day in _names(found["days"])))
        what = re.sub(r"s$", "", other["what"] or "time")
        rest = text[other.end() :]
        return f"any {what} but {days}{rest}"
    if out := _IS_OUT.match(text):
        return f"not {' or '.join(_names(out['days']))}{text[out.end() :]}"
    return text


def without_reason(sentence: str) -> str:
    """Return a sentence without the clause that says why: "not at 12, as I have my dinner"."""
    return _REASON.sub("", sentence)


def replaced_day(text: str, known: str) -> str | None:
    """Return a known time with its day replaced: "not Thursday, Friday" of "Thursday evening".

    Args:
        text: the message.
        known: the time that was given before.

    Returns:
        None where the message sets no day in the place of one that is in the known time.
    """
    lower = text.lower()
    for pattern in (_NOT_BUT, _IN_PLACE_OF):
        if match := pattern.search(lower):
            old = re.compile(rf"\b{match['old']}(s?)\b", re.IGNORECASE)
            is_left_out = re.search(
                rf"\b(?:but|not|except|from)\b[^,]*\b{match['old']}", known, re.I
            )
            if is_left_out:
                return None
            if old.search(known) and not re.search(rf"\b{match['new']}", known, re.IGNORECASE):
                new = next(iter(_names(match["new"])), match["new"])
                return old.sub(new + r"\1", known, count=1)
    return None


def wanted_day(sentence: str) -> str:
    """Return a sentence with only the day that is wanted of "Friday instead of tomorrow"."""
    return _IN_PLACE_OF.sub(lambda match: match["new"], sentence)


def _names(days: str) -> list[str]:
    """Return the days of a text in full and as they are written: "mons" is "Monday"."""
    if days in ("today", "tomorrow"):
        return [days]
    said = (match[1][:3] for match in _ONE_DAY.finditer(days))
    return [day.capitalize() for first in said for day in WEEKDAY_NAMES if day.startswith(first)]
