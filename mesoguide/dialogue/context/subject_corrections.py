"""Reads corrections that name another question: "no, I asked about pain", "not price, how long".

The classifier sees the words of both questions, or hears a bare "no". What is denied is dropped
here, and the subject that is left is answered. A subject that may mean several questions, such as
"results", is asked back.
"""

from __future__ import annotations

import re

from mesoguide.dialogue import names
from mesoguide.dialogue.context.visit_numbers import number_of_visits
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.subjects import subjects_of

#: Longer messages say by themselves what they ask.
MAX_CHARACTERS = 120
#: A question that is this sure of itself needs no other reading.
SURE_OF_QUESTION = 0.6
#: What a correction may be taken for; a question that it denies comes besides.
_NO_QUESTION = frozenset(
    {
        *("deny", "affirm", "inform", "out_of_scope", "give_feedback", "ask_clarification"),
        *("ask_capabilities", "request_human", "thank", "greet", FALLBACK_INTENT),
    }
)
_CORRECTS = re.compile(
    r"^\W*(?:(?:hey|but|oh|ok|sorry|wait|ugh|well)\W+)*(?:no+|nope|nah|wrong|not)\b"
    r"|\b(?:i|we)(?:['\u2019]m| was| am| were)? (?:only |just |really |actually )*"
    r"(?:ask(?:ed|ing)?|said|say|meant?|talk(?:ed|ing)?|wanted to know|want to know|wanna know)\b"
    r"|\b(?:my|the) question (?:was|is)\b"
    r"|\b(?:did ?n['\u2019]?o?t|did not|do(?:es)?n['\u2019]?t|never|not) (?:answer|reply)",
    re.IGNORECASE,
)
#: What is taken back, up to the next stop or "but".
_DENIED = re.compile(
    r"\b(?:not|never ?mind|forget|instead of|rather than|enough (?:of|about)|"
    r"(?:do|did) ?(?:n['\u2019]?t|not) (?:mean|ask|want|care|need)(?: to know)?(?: about| for)?)\b"
    r"(?! (?:what i|answer))[^,.;:!?\n]*?(?=\s+(?:but|i (?:ask|mean|said|want))\b|[,.;:!?\n]|$)",
    re.IGNORECASE,
)
#: "No, it hurts" tells of a pain, and asks nothing.
_OF_ONESELF = re.compile(
    r"\b(?<!does )(?<!do )(?<!will )(?<!would )(?<!if )(?:it|that|this|they) (?:really |still )?"
    r"(?:hurts?|stings?)\b(?!\W*\?)|\bin pain\b|\bmy\b(?! question)"
    r"|\bi(?:['\u2019]ve| have| feel| got| am having)\b",
    re.IGNORECASE,
)
_FILLER = (
    r"(?:i|we|am|was|were|m|only|just|really|actually|ask(?:ed|ing)?|said|say|meant?|talk(?:ed|ing)?|"
    r"want(?:ed)?|wanna|to|know|about|for|the|of|its?|is|on|my|your?|a|any|no+|nope|wrong|not|sorry|"
    r"hey|but|oh|ok|so|and|what|tell|me|please|pls|question|see|show|how|are|with|then|wait|that|h+m+|um+)"
)
_RESULTS = re.compile(
    rf"^\W*(?:{_FILLER}\W+)*(?:results?|outcomes?|effects?)(?:\W+(?:{_FILLER}|please|though))*\W*$",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(
    rf"^\W*(?:{_FILLER}\W+)*how long(?:\W+(?:for|then|please|pls|it|is|takes?))*\W*$",
    re.IGNORECASE,
)


def corrected_subjects(message: UnderstoodMessage) -> tuple[str, ...]:
    """Return the intents that a correction asks, without those that it takes back."""
    text = message.text
    if message.is_payload or len(text) > MAX_CHARACTERS or not corrects(message):
        return ()
    if _OF_ONESELF.search(text) or number_of_visits(text):
        # "No, I meant 3 sessions" puts a number right, not the question.
        return ()
    kept = subjects_of(_DENIED.sub(" ", text))
    denied = [subject for subject in subjects_of(text) if subject not in kept]
    if not kept and len(denied) > 1 and _DENIED.search(text):
        # "Not price pain": without a stop, the last one named is meant.
        kept, denied = denied[-1:], denied[:-1]
    unsure = message.intent in _NO_QUESTION or message.confidence < SURE_OF_QUESTION
    return tuple(kept) if unsure or message.intent in denied else ()


def corrects(message: UnderstoodMessage) -> bool:
    """Tell whether a message puts right what was understood, or says what was asked."""
    return message.act == "correct" or bool(_CORRECTS.search(message.text))


def asked_back(message: UnderstoodMessage) -> str | None:
    """Name the reply that asks which question is meant, for a subject that has several."""
    text = message.text
    if message.is_payload or message.entities or len(text) > MAX_CHARACTERS:
        return None
    if _RESULTS.match(text):
        return names.WHICH_RESULT
    if _HOW_LONG.match(text) and corrects(message):
        return names.WHICH_TIME
    return None
