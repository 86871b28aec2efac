"""Recognises a question about a thing that nobody named: "that thing my aunt had done".

The words around it ("what", "had done") are those of a question about the treatment, so the
classifier answers it with whatever treatment it knows. Nobody can know what is meant.
"""

from __future__ import annotations

import re

from mesoguide.dialogue.context.ellipsis import names_a_thing
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage

_THING = (
    r"(?:thing(?:y|ies|s|ummy)?|stuff|one|gadget|gizmo|machine|device|contraption|"
    r"whatsit|wotsit|treatment|procedure|tool|wand)"
)
_PERSON = (
    r"(?:(?:my|our|the|a|an|some|this|that|her|his)\s+(?:\w+\s+){0,2}?\w+|she|he|they|somebody|"
    r"someone|people|everyone)"
)
_UNNAMED = re.compile(
    rf"\b(?:that|the|this|those|which|what)\s+(?:\w+\s+)?{_THING}\s+(?:that\s+|which\s+)?{_PERSON}"
    r"\s+(?:(?:on|in|from|at)\s+\w+\s+|next door\s+)?(?:has|had|have|got|gets|did|does|used|uses|"
    r"went|goes|bought|was|were|is|swears?|raves?|talks?|talked|showed|mentioned)\b",
    re.IGNORECASE,
)
#: A word of the treatment: then it is known what is meant.
_KNOWN = re.compile(
    r"\b(?:meso\w*|needles?|injections?|inject(?:ed)?|shots?|jabs?|pricks?|sessions?|skin|hair|"
    r"fat|face|clinic|visits?|plan)\b",
    re.IGNORECASE,
)
#: Answers that say what the treatment is, whatever it is asked of.
_OF_THE_TREATMENT = frozenset(
    {
        *("ask_definition", "ask_origin", "ask_procedure", "ask_mechanism", "ask_name_meaning"),
        *("ask_uses", "ask_benefits", "ask_effectiveness", "ask_ingredients", "ask_practitioner"),
    }
)


def asks_of_unnamed_thing(message: UnderstoodMessage) -> bool:
    """Tell whether a message asks what a thing is that it does not name."""
    if message.is_payload or message.intent not in _OF_THE_TREATMENT or names_a_thing(message):
        return False
    return bool(_UNNAMED.search(message.text)) and not _KNOWN.search(message.text)


def as_unclear(message: UnderstoodMessage) -> UnderstoodMessage:
    """Return the message as one that was not understood, so that it is asked back."""
    return message.meaning(FALLBACK_INTENT)
