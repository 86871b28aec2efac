"""Reads questions that lean on the answer before them: "anything for that?", "same for the chin?".

By itself such a message asks nothing that a classifier could know, and is heard as whatever its few
words stand near. Here it is read from the topic that was just answered.
"""

from __future__ import annotations

import re

from mesoguide.content.topics import TOPICS
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.subjects import subjects_of

#: Longer messages say by themselves what they ask.
MAX_CHARACTERS = 110
#: The stretch of a longer message that may lean on the answer is its last sentence.
_SENTENCE_END = re.compile(r"[.!?]+\s+(?=\S)")

_THAT = r"(?:that|it|this|them|those|the (?:pain|sting(?:ing)?|hurt(?:ing)?|ouch))"
_HELPING = r"(?:for|against|about|to (?:help|stop|ease|dull|numb|take)(?: with| for)?)"
_FOR_THE_PAIN = re.compile(
    rf"\b(?:any ?thing|something|nothing|sth) (?:\w+ )?{_HELPING} {_THAT}\b"
    r"|\b(?:can|could|will|would|do|does) (?:you|u|they|i|we|she|he|anyone|the \w+) (?:\w+ )?"
    rf"(?:do|give|get|have|take|use|offer|put)(?: \w+)? (?:any ?thing|something|sth)(?: on)?"
    rf"(?: {_HELPING})?(?: {_THAT})?\b"
    r"|\b(?:to|can (?:i|you|u|they|we)|how (?:do|can|would) (?:i|you|u|they|we)) (?:\w+ )?"
    rf"(?:stop|ease|dull|lessen|reduce|avoid|numb|help(?: with)?) {_THAT}\b"
    r"|\b(?:get|be|am i|are you|is it|are they) (?:\w+ )?"
    r"(?:numbed|frozen|put (?:out|under|to sleep))\b",
    re.IGNORECASE,
)
_NOT_TO = r"(?:do(?:es)?n['\u2019]?t|do(?:es)? not|won['\u2019]?t|never|can['\u2019]?t)"
_AGAINST_HARM = re.compile(
    r"\b(?:so|that|make sure) (?:\w+ )?(?:it|that|this|they|those|none of (?:it|that)) "
    rf"{_NOT_TO} (?:happen|occur|go wrong)"
    r"|\b(?:avoid|prevent|stop|lower|reduce|lessen|keep|guard|protect|minimi[sz]e)\w* "
    rf"(?:\w+ ){{0,2}}(?:{_THAT}|(?:the |my |these )?(?:risks?|chances?|harm|dangers?))\b"
    r"|\bwhat do (?:you|u|they) do (?:about|against)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:is (?:it |that )?)?(?:the )?same\b(?! (?:thing )?again)(?! (?:as|day|time as|answer))",
    re.IGNORECASE,
)
#: "Before I go, and after", "what to do before and after".
_BOTH_SIDES = re.compile(
    r"\bbefore(?:hand)?\b[^.?!]{0,25}\b(?:and|or|&|n|plus)\b[^.?!]{0,12}\bafter(?:wards?)?\b",
    re.IGNORECASE,
)
_OF_CARE = frozenset({"ask_preparation", "ask_aftercare", "ask_recovery"})
#: What "the same" may be taken for, which asks nothing of its own.
_NO_QUESTION = frozenset({"inform", "out_of_scope", "affirm", "deny", FALLBACK_INTENT})
#: A longer question this sure of itself keeps its answer.
_LONGEST_SAME = 30
_SURE = 0.8
#: What is the same, where that is no whole word for a subject.
_SAME_WHAT = (
    (re.compile(r"\b(?:number|amount|how many)\b", re.IGNORECASE), "frequency"),
    (re.compile(r"\b(?:price|money|fee|charge)\b", re.IGNORECASE), "cost"),
    (re.compile(r"\b(?:pain|hurt)\b", re.IGNORECASE), "discomfort"),
    (re.compile(r"\b(?:risks?|dangers?)\b", re.IGNORECASE), "side_effects"),
)
#: "You said who does it?", "the bit about work again": an earlier answer is wanted back.
_ONCE_MORE = re.compile(
    r"\b(?:did (?:you|u)|(?:you|u)(?:['\u2019]ve| have| had| did)?) (?:just |already )?"
    r"(?:say|said|tell|told|write|wrote|mention(?:ed)?)\b|\b(?:again|once more|repeat|"
    r"(?:the|that) (?:first |last |other )?(?:bit|part|thing) (?:about|on|with))\b",
    re.IGNORECASE,
)
#: Subjects that people name in passing when they want an answer back.
_NAMED_IN_PASSING = (
    (re.compile(r"\bwho (?:\w+ ){0,3}(?:does|do|gives|injects)\b", re.IGNORECASE), "practitioner"),
    (re.compile(r"\b(?:about|off|from|back (?:at|to)) work\b|\btime off\b", re.I), "recovery"),
    (re.compile(r"\b(?:about|the) (?:price|money|costs?)\b", re.IGNORECASE), "cost"),
    (re.compile(r"\b(?:about|the) (?:pain|needles?)\b", re.IGNORECASE), "discomfort"),
    (re.compile(r"\babout (?:after|washing|sun|make-?up)\b", re.IGNORECASE), "aftercare"),
)


#: "And before it?" after what to do afterwards, and the other way round.
_BEFORE = re.compile(
    r"^\W*(?:(?:ok|and|so|what about|how about|what|is it|the same|same)\W+)*"
    r"(?:before(?:hand)?|to get ready)(?: (?:it|that|then|the visit|the shots|i come|i go))?"
    r"(?:\W+(?:then|too|same|the same|as well|please|pls))*\W*$",
    re.IGNORECASE,
)
#: "Not gym, work", where "work" alone could ask if it works.
_MEANS_WORK = re.compile(
    r"\bnot (?:the |my )?\w+[,.;]? (?:but |i mean(?:t)? |about )?(?:my |the )?"
    r"(?:work|office|job|desk)\b"
    r"|\bmean(?:t)? (?:my |the |about |going back to |back to )?(?:work|office|job)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\W*(?:(?:ok|and|so|what about|how about|what|is it|the same|same)\W+)*"
    r"(?:after(?:wards?)?)(?: (?:it|that|the visit|the shots))?"
    r"(?:\W+(?:then|too|same|the same|as well|please|pls))*\W*$",
    re.IGNORECASE,
)


def leaning_question(state: TurnState) -> str | None:
    """Return the intent of a question that leans on the answer before it, if the message is one."""
    message = state.message
    text = _last_sentence(message.text)
    if state.active_form or state.topic is None or len(text) > MAX_CHARACTERS:
        return None
    if state.topic in ("aftercare", "recovery") and _BEFORE.match(message.text):
        return "ask_preparation"
    if state.topic in ("aftercare", "recovery") and _MEANS_WORK.search(message.text):
        return "ask_recovery"
    if state.topic == "preparation" and _AFTER.match(message.text):
        return "ask_aftercare"
    if state.topic == "discomfort" and _FOR_THE_PAIN.search(text):
        return "ask_anaesthesia"
    if state.topic in ("side_effects", "regulation") and _AGAINST_HARM.search(text):
        return "ask_practitioner"
    if wanted := _wanted_again(text):
        return wanted
    if _SAME.search(text) and state.topic in TOPICS and not _asks_surely(state):
        return _same_question(text) or f"ask_{state.topic}"
    return None


def before_and_after(message: UnderstoodMessage) -> tuple[str, ...]:
    """Return both questions of "what do I do before I go, and after?"; nothing for any other."""
    if message.is_payload or message.intent not in _OF_CARE or len(message.questions) > 1:
        return ()
    return ("ask_preparation", "ask_aftercare") if _BOTH_SIDES.search(message.text) else ()


def _asks_surely(state: TurnState) -> bool:
    """Tell whether a message asks something of its own: "his dad is the same, what is Regaine?"."""
    message = state.message
    asks_other = message.intent not in (*_NO_QUESTION, f"ask_{state.topic}")
    return asks_other and message.confidence >= _SURE and len(message.text) > _LONGEST_SAME


def _last_sentence(text: str) -> str:
    return _SENTENCE_END.split(text.strip())[-1]


def _same_question(text: str) -> str | None:
    found = next((topic for words, topic in _SAME_WHAT if words.search(text)), None)
    return f"ask_{found}" if found else next(iter(subjects_of(text)), None)


def _wanted_again(text: str) -> str | None:
    """Return the subject whose answer is wanted once more; without one, it is the last answer."""
    if not _ONCE_MORE.search(text):
        return None
    for words, topic in _NAMED_IN_PASSING:
        if words.search(text):
            return f"ask_{topic}"
    return next(iter(subjects_of(text)), None)
