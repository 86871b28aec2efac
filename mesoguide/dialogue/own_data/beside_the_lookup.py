"""Reads what is said beside the look-up of a plan, while its code or proof is waited for.

Only what looks like a try at a code, a date or a PIN is taken for one, and only who means their own
plan is led into the look-up.
"""

from __future__ import annotations

import re

from mesoguide.dialogue import names
from mesoguide.dialogue.contact.calling_off import calls_off
from mesoguide.dialogue.contact.form_reading import SURE_OF_QUESTION, asks_why
from mesoguide.dialogue.contact.resuming import comes_back
from mesoguide.dialogue.own_data.patient_references import find_patient_reference, tried_reference
from mesoguide.dialogue.praise import is_anger
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import UnderstoodMessage
from mesoguide.nlp.subjects import subjects_of

OWN_PLAN = "check_my_plan"
PLAN_DETAILS = "ask_plan_details"
FREQUENCY = "ask_frequency"
FEEDBACK = "give_feedback"
OUT_OF_SCOPE = "out_of_scope"
_UNHELPFUL = "unhelpful"
#: What is said in passing and gets its usual answer.
_IN_PASSING = frozenset({"thank", "greet"})
#: Acts that speak to the look-up itself.
_OF_FORM = frozenset({"cancel", "refuse", "any", "correct", "resume", "again"})
#: Intents of messages that hold nothing known.
_NOTHING_KNOWN = frozenset({OUT_OF_SCOPE, "greet", "inform", "give_feedback", "nlu_fallback"})
#: Replies to who left the look-up, or gave a code outside it.
_LEFT = frozenset({"utter_my_plan_stopped", "utter_my_plan_offer", "utter_my_plan_way_back"})
#: Words of somebody who speaks of the code, looks for it, or tries to remember.
_OF_CODE = re.compile(
    r"\b(?:codes?|cards?|ref\w*|numbers?|pin|dates?|born|birth\w*|b-?day|dob|letters?|digits?|"
    r"it|it'?s|its|that|this|one|looking|look|find|found|lost|somewhere|fridge|bag|purse|home|"
    r"upstairs|remember|forgot\w*|know|no idea|dunno|sure|think|wait|moment|minute|sec\w*|hang on|"
    r"hold on|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|"
    r"dec\w*|fifties|sixties|seventies|eighties|nineties)\b",
    re.IGNORECASE,
)
#: "That's stupid", "this is annoying": no code is spoken of.
_SCOLDS = re.compile(
    r"\b(?:stupid|useless|rubbish|ridiculous|annoying|silly|nonsense|pointless|hopeless|dumb|"
    r"idiot\w*|terrible|awful|crap|shit|fuck\w*|bloody|waste of|fed up|sick of|joke|worse than)\b",
    re.IGNORECASE,
)
#: Words of somebody who means the plan that is theirs, or that of a person they speak for.
_OWN = re.compile(
    r"\b(?:my|mine|his|her|their|our) (?:own )?(?:\w+ )?(?:plan|course|treatments?|sessions?|"
    r"visits?|progress|code|card|appointments?|notes|record|file|next|schedule)\b"
    r"|\b(?:mine|left|remaining|remain|still (?:to|have|got)|booked|own|code|ref\w*|card|next)\b"
    r"|\b(?:have|had|did|done|got) (?:i|we|he|she)\b|\b(?:i|we|he|she)(?:'?ve| have|'?s| has)? "
    r"(?:had|done|got|gotten|signed|started|booked)\b|\bwhere am i\b|\bhow far\b|\bam i on\b",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"\bses+(?:ion)?s?\b|\bvis+its?\b|\bhw mny\b|\bhow mny\b", re.IGNORECASE)


def general_plan_question(message: UnderstoodMessage) -> str | None:
    """Return what is asked in general where the wish for one's own plan was heard.

    "Cellulite how many sessions" names what it is for, and nobody whose plan it would be.
    """
    if message.intent != OWN_PLAN or message.is_payload or _OWN.search(message.text):
        return None
    if not message.mentioned(names.CONCERN):
        return None
    asked = next(iter(subjects_of(message.text)), None)
    if asked:
        return asked
    return FREQUENCY if _SHORTENED.search(message.text) else PLAN_DETAILS


def said_beside_lookup(message: UnderstoodMessage) -> str | None:
    """Return the intent of what is said beside the look-up, and is no try at a code.

    Questions that are worded as such are told apart by the forms; here is what else people say.
    """
    text = message.text
    if message.is_payload or calls_off(text) or comes_back(text) or asks_why(message):
        return None
    if is_try(text):
        return None
    if message.act == _UNHELPFUL or is_anger(text) or _SCOLDS.search(text):
        return FEEDBACK
    if message.act in _OF_FORM:
        return None
    is_sure = message.confidence >= SURE_OF_QUESTION
    if is_sure and message.intent in (*_IN_PASSING, FEEDBACK):
        return message.intent
    if message.intent not in _NOTHING_KNOWN or _OF_CODE.search(text):
        return None
    return OUT_OF_SCOPE


def is_try(text: str) -> bool:
    """Tell whether a text holds anything that may be meant as a code, a date or a PIN."""
    if any(character.isdigit() for character in text):
        return True
    return bool(find_patient_reference(text) or tried_reference(text))


def goes_on_with_lookup(state: TurnState) -> bool:
    """Tell whether somebody who left the look-up gives a code after all: "found it"."""
    message = state.message
    was_left = state.stopped_form == names.MY_PLAN_FORM
    was_left = was_left or str(state.last_reply) in _LEFT
    if not was_left or message.is_payload or state.active_form:
        return False
    return bool(find_patient_reference(message.text) or tried_reference(message.text))
