"""Recognises an alarm of the classifier alone that means something else in its conversation.

Words that are a red flag by themselves are never taken back here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mesoguide.dialogue import names
from mesoguide.dialogue.contact.form_reading import is_plain_answer
from mesoguide.dialogue.safety.advice_follow_ups import is_one_dose
from mesoguide.dialogue.safety.help_under_way import Help, help_under_way
from mesoguide.dialogue.safety.safety_answers import reports_recovery
from mesoguide.dialogue.safety.symptom_follow_ups import plays_down
from mesoguide.dialogue.safety.triage import Level, TriageTable
from mesoguide.dialogue.turn_state import TurnState

#: Acts that take a wish back.
_CALLED_OFF = frozenset({"cancel", "refuse"})
#: Details that calm are about the symptom for so many messages after the advice on it.
_NEAR = 2
#: The colour of a bruise or dot that was told of, which by itself may be the skin's.
COLOUR_ALONE = "grave"

#: Signs of which a colour is part.
_COLOURED = frozenset({"dots", "mild"})
#: The colours of a bruise, said by themselves.
_BRUISE_COLOUR = re.compile(
    r"\b(?:only|just|bit|little|still|is|are|its|it['\u2019]s|they['\u2019]?re|now|small|and|or|"
    r",)? ?"
    r"(?:blue|black|purple|green\w*|yellow\w*|brown\w*)\b",
    re.IGNORECASE,
)
#: Skin that is named with its colour, or colours that no bruise has.
_OF_THE_SKIN = re.compile(
    r"\b(?:skin|whole|all|area|patch\w*|lips?|face|cheek|nose|forehead|fingers?|toes?|nails?|hand|"
    r"foot|leg|arm|spread\w*|bigger|large|big|gr[ae]y|white|pale|blotch\w*|cold|mottled|black)\b",
    re.IGNORECASE,
)


def bruise_colour_is_news(text: str, told: Iterable[str]) -> bool:
    """Tell whether a grave colour in a text is more than the colour of a bruise told before.

    Args:
        text: what was written.
        told: the signs that were told before.
    """
    is_bruise = not _COLOURED.isdisjoint(told) and bool(_BRUISE_COLOUR.search(text))
    return not is_bruise or bool(_OF_THE_SKIN.search(text))


def turns_colour(state: TurnState) -> bool:
    """Tell whether a short message says that a bruise told before changes its colour."""
    text, told = state.message.text, set(state.symptom_what or ())
    is_bruise = len(text) <= _LONGEST_COLOUR and not _COLOURED.isdisjoint(told)
    return is_bruise and bool(_BRUISE_COLOUR.search(text)) and not _OF_THE_SKIN.search(text)


#: Longer messages tell of more than a colour.
_LONGEST_COLOUR = 50
#: Signs of a local trouble that is to be seen today, and those that may stand beside it.
_LOCAL = "hot_or_pus"
_BESIDE_LOCAL = frozenset({_LOCAL, "infection", "mild", "mark", "itch", "rash"})
_FLUID = re.compile(
    r"\b(?:pus+|ooz\w*|weep\w*|leak\w*|discharg\w*|smell\w*|stink\w*|crust\w*|"
    r"(?:yellow|green|clear|white) (?:water|liquid|fluid|stuff|goo))\b",
    re.IGNORECASE,
)


def is_local_trouble(state: TurnState, triage: TriageTable) -> bool:
    """Tell whether an alarm of the classifier alone is about fluid from a spot, and no more.

    "Yellow water comes from one point, and it smells" is to be seen today; with a fever, or on the
    way up the leg, it is an emergency.
    """
    message = state.message
    if message.sign or message.is_payload or not _FLUID.search(message.text):
        return False
    signs = set(triage.signs_in(message.text, message.mentioned("symptom")))
    return _LOCAL in signs and signs <= _BESIDE_LOCAL


def is_no_alarm(state: TurnState) -> bool:
    """Tell whether an alarm of the classifier alone means something else here.

    "I took an antihistamine and it's better" tells of what is over, "they took her to hospital"
    of help.
    """
    if state.released and _is_with_help(state):
        return True
    return _answers_form(state) or reports_recovery(state.message) or is_one_dose(state)


def _is_with_help(state: TurnState) -> bool:
    """Tell whether news after the release is of help: "they take her to hospital now"."""
    help_now = help_under_way(state.message)
    if state.message.sign == "help":
        return help_now in (Help.GOING, Help.HERE)
    return help_now is not None and not state.message.sign


def _answers_form(state: TurnState) -> bool:
    """Tell whether an alarm of the classifier alone is the answer that a form waits for.

    "This is too much hassle" calls a request off, after which the form says whom to call if things
    are too much; "I don't want to say" refuses a detail.
    """
    if not state.active_form or state.message.sign:
        return False
    if state.active_form in names.CONTACT_FORMS and state.message.act in _CALLED_OFF:
        return True
    return is_plain_answer(state.message.text, state.requested_slot)


def calms_about_symptom(state: TurnState, triage: TriageTable) -> bool:
    """Tell whether details of a symptom calm: "not hot, no pain, only blue", said of a bruise.

    Nothing in them may be urgent by itself; the colour of the bruise is not.
    """
    message = state.message
    asked = state.active_form == names.SYMPTOM_FORM
    near = asked or (state.turns_since_symptom or _NEAR + 1) <= _NEAR
    if message.is_payload or message.sign or not near or not plays_down(message.text):
        return False
    signs = set(triage.signs_in(message.text, message.mentioned("symptom"))) - {COLOUR_ALONE}
    return triage.verdict(signs or {"mild"}, 0.0).level <= Level.TODAY


#: What a sign at the place of the shots is named with.
_ON_THE_BODY = re.compile(
    r"\b(?:holes?|spots?|lumps?|injection|injected|needle|shots?|jab|site|round it|around it|"
    r"around the|round the)\b",
    re.IGNORECASE,
)


def is_grave_sign(state: TurnState, triage: TriageTable) -> bool:
    """Tell whether a sign at the place of the shots is told that needs help now.

    "It has gone black round the hole" must not be missed among other words, nor be answered with
    the crisis line alone in the middle of despair.
    """
    text = state.message.text
    if state.message.is_payload or not _ON_THE_BODY.search(text):
        return False
    signs = triage.signs_in(text, state.message.mentioned("symptom"))
    return bool(signs) and triage.verdict(signs, 0.0).level >= Level.URGENT
