"""Reads "the second one" after a list of plans, or after buttons."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import Entity, UnderstoodMessage

#: Longer messages say more than which one.
MAX_CHARACTERS = 80

PLAN_REFERENCE = "plan_reference"
SHOW_PLAN = "ask_plan_details"
_ORDINALS = (
    (r"first|1st|(?:number|no\.?|option|plan|nr\.?|#) ?(?:1|one)", 0),
    (r"second|2nd|(?:number|no\.?|option|plan|nr\.?|#) ?(?:2|two)", 1),
    (r"third|3rd|(?:number|no\.?|option|plan|nr\.?|#) ?(?:3|three)", 2),
    (r"fourth|4th|(?:number|no\.?|option|plan|nr\.?|#) ?(?:4|four)", 3),
    (r"fifth|5th|(?:number|no\.?|option|plan|nr\.?|#) ?(?:5|five)", 4),
    (r"last|bottom", -1),
)
_CHOICE = re.compile(
    r"^\W*(?:(?:ok|okay|no|so|and|yes|hm+|um|tell me|more|details?|info|information|about|on|of|"
    r"what|is|how|i|i['\u2019]?d|would|like|want|to|know|hear|go|with|take|can|you|explain|say|"
    r"a|bit|something|please|pls|let['\u2019]?s|see|me|the|that|this|whats?)\W+)*"
    rf"(?P<which>{'|'.join(words for words, _ in _ORDINALS)})"
    r"(?:\W+(?:one|plan|course|topic|option|button|thing|on|in|of|the|that|list|your|please|pls|"
    r"then|again|you|said|mentioned|more|details?|is|what|tell|me|about))*\W*$",
    re.IGNORECASE,
)


def chosen(state: TurnState) -> UnderstoodMessage | None:
    """Return what a message means that picks something by its place in the last answer."""
    message = state.message
    is_short = not message.is_payload and len(message.text) <= MAX_CHARACTERS
    found = _CHOICE.match(message.text) if is_short else None
    if found is None:
        return None
    place = next(n for words, n in _ORDINALS if re.fullmatch(words, found["which"], re.IGNORECASE))
    if len(state.listed_plans) > 1:
        code = _at(state.listed_plans, place)
        return _of_plan(message, code) if code else None
    payload = _at(state.offered, place)
    return _of_button(message, payload) if payload else None


def _at(choices: tuple[str, ...], place: int) -> str | None:
    return choices[place] if place < len(choices) else None


def _of_plan(message: UnderstoodMessage, code: str) -> UnderstoodMessage:
    entities = (Entity(PLAN_REFERENCE, code, 0, 0),)
    return replace(message.meaning(SHOW_PLAN), entities=entities, act="none")


def _of_button(message: UnderstoodMessage, payload: str) -> UnderstoodMessage | None:
    """Return the message as the press of a button, with the values that it carries."""
    intent, brace, rest = payload.removeprefix("/").partition("{")
    try:
        values = json.loads(brace + rest) if brace else {}
    except ValueError:
        return None
    entities = tuple(Entity(str(kind), str(value), 0, 0) for kind, value in values.items())
    return replace(message.meaning(intent), entities=entities, act="none")
