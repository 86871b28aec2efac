"""Reads what people say around a question, and before it: "sorry if this is a silly one"."""

from __future__ import annotations

import re

from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.questions import asks

#: What such words may be taken for where they stand alone.
_MAY_BE_WORDS = frozenset(
    {
        *("ask_procedure", "give_feedback", "inform", "out_of_scope", "ask_capabilities", "greet"),
        *("ask_definition", "affirm", "deny", "report_symptom", FALLBACK_INTENT),
    }
)
#: Below this a question is no more than what the words stand near.
_SURE_OF_QUESTION = 0.75
_SHY = re.compile(
    r"\b(?:silly|stupid|daft|dumb|dim|basic|obvious) (?:question|q)s?\b"
    r"|\b(?:never|not) (?:had|done|tried|been to) (?:anything|any of this|this kind|one of "
    r"these)\b",
    re.IGNORECASE,
)
#: "Bye bye dear", at the end of warm words.
_ENDS_WITH_BYE = re.compile(
    r"\b(?:bye(?:[ -]?bye)?|goodbye|cheerio|ta[- ]?ta|good night)\b(?:\W+\w+){0,2}\W*$",
    re.IGNORECASE,
)
_WARM = frozenset({"thank", "greet", "affirm", "goodbye"})
#: News of somebody who is glad of the treatment: no symptom.
_GLAD = re.compile(
    r"\b(?:looks?|looking|feels?|is|are|was|were) (?:\w+ )?(?:marvell?ous|fabulous|fab|amazing|"
    r"lovely|wonderful|gorgeous|brilliant|fantastic|great|stunning|years younger|over the moon|"
    r"so happy|delighted|thrilled)\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:but|except|though|however|lumps?|pain\w*|sore|hurt\w*|swell\w*|swollen|red|rash|bruis\w*|"
    r"infect\w*|burn\w*|itch\w*|bleed\w*|fever|worr\w+)\b",
    re.IGNORECASE,
)


def polite_meaning(message: UnderstoodMessage) -> tuple[str, ...]:
    """Return the intent of words that ask nothing: a shy opening, a goodbye, glad news."""
    text = message.text
    if message.is_payload or message.sign or len(message.questions) > 1:
        return ()
    if message.intent in _WARM and _ENDS_WITH_BYE.search(text) and not asks(text):
        return ("goodbye",)
    if message.intent not in _MAY_BE_WORDS or asks(text) or "?" in text:
        return ()
    is_sure = message.intent.startswith("ask_") and message.confidence >= _SURE_OF_QUESTION
    if _SHY.search(text) and not is_sure and message.intent != "report_symptom":
        return ("greet",)
    if message.intent == "report_symptom" and _GLAD.search(text) and not _BAD.search(text):
        return ("greet",)
    return ()
