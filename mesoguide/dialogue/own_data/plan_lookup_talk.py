"""What people say about the lookup of a plan itself: "is the code wrong, or the date?"."""

from __future__ import annotations

import re
from datetime import date

from mesoguide.dialogue.own_data.dates_of_birth import find_date_of_birth
from mesoguide.dialogue.own_data.patient_references import find_patient_reference
from mesoguide.dialogue.typed_text import tidy

_LONGEST = 160
_DETAIL = r"(?:ref\w*|code|number|date|d\.?o\.?b\.?|birth\w*|b-?day|pin|one|part|bit|half|both)"
_WRONG = (
    r"(?:wrong|incorrect|right|correct|not match\w*|match\w*|bad|invalid|valid|exist\w*|real|ok)"
)
_WHICH_IS_WRONG = re.compile(
    rf"\b{_DETAIL}\b[^.!?]{{0,30}}\b{_WRONG}\b|\b{_WRONG}\b[^.!?]{{0,30}}\b{_DETAIL}\b"
    rf"|\b{_DETAIL} or (?:the |my |her |his )?{_DETAIL}\b"
    r"|\b(?:just |only )?(?:say|tell me) (?:if|whether) (?:it|she|he|they|the \w+)\b[^.!?]{0,20}"
    r"\b(?:exists?|right|there|real|on file|match\w*)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:which|what|is|was|or|if|whether|who)\b",
    re.IGNORECASE,
)
_RELATIVE = (
    r"(?:wi(?:fe|ves)|husband|partner|girlfriend|boyfriend|mum|mom|mother|dad|father|son|daughter|"
    r"sister|brother|friend|aunt|uncle|nan|gran|grandmother|grandfather|boss|client|neighbour)"
)
_OF_ANOTHER = re.compile(
    rf"\b(?:my|our|a) (?:\w+ )?{_RELATIVE}(?:'?s)? (?:plan|course|sessions?|visits?|"
    r"details|code|ref)"
    rf"|\b(?:for|of) (?:my|our|a) (?:\w+ )?{_RELATIVE}\b"
    r"|\b(?:her|his|their|someone else'?s|somebody else'?s) (?:plan|course|sessions?|visits?|code|"
    r"ref\w*|b-?day|birth\w*|dob|date of birth|pin|details)\b"
    rf"|\b(?:plan|course|sessions?|visits?) (?:is|are) (?:my )?{_RELATIVE}'?s\b"
    rf"|\bi(?:'m|m| am) (?:her|his|their|the) (?:\w+ )?{_RELATIVE}\b"
    r"|\bi (?:pay|paid|booked|made it) for (?:it|her|him|them)\b",
    re.IGNORECASE,
)

_WHERE_IS_CODE = re.compile(
    r"\b(?:where|how)(?:'s| is| are| do| can| would| could| will| should| does| did)?(?: (?:i|we|"
    r"one))?"
    r"[^.!]{0,20}\b(?:find|see|get|look|is|have)?\b[^.!]{0,15}\b(?:it|that|this|one|code|ref\w*|number|"
    r"card)\b"
    r"|\bwh(?:at|ich) (?:card|code|ref\w*|number)\b|\bwhat(?:'s| is) (?:a|the|my|this|that) "
    r"(?:plan )?(?:code|ref\w*|card)\b"
    r"|\bwhere(?:'s| is)? (?:it|that|the code|the card)?\W*$",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(r"\bhow (?:many|much|long|often|soon|mny)\b", re.IGNORECASE)
_FEWEST_WORDS = 2
_LONGEST_WHERE = 70


def asks_where_code_is(text: str) -> bool:
    """Tell whether somebody asks where the code of their plan is found."""
    even = tidy(text)
    if _HOW_MUCH.search(even):
        return False  # "how many sessions in it"
    is_short = len(even) <= _LONGEST_WHERE and len(even.split()) >= _FEWEST_WORDS
    return is_short and bool(_WHERE_IS_CODE.search(even))


def asks_which_is_wrong(text: str) -> bool:
    """Tell whether somebody asks which detail did not match, or whether a plan exists."""
    even = tidy(text)
    return len(even) <= _LONGEST and bool(_WHICH_IS_WRONG.search(even) and _ASKS.search(even))


def gives_plan_details(text: str) -> bool:
    """Tell whether a message holds both a plan's code and a date of birth, whatever it asks."""
    return bool(find_patient_reference(text) and find_date_of_birth(text, date.today()))


def is_plan_of_another(text: str) -> bool:
    """Tell whether somebody wants to see the plan of another person."""
    return bool(_OF_ANOTHER.search(tidy(text)))
