"""Recognises messages that leave the question out: "and for cellulite?", "I meant my thighs".

Such a message asks the last question again, of something else.
"""

from __future__ import annotations

import re

from mesoguide.content.topics import Topic
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage

CORRECTION = "correct"

#: What may stand around the thing that is named without asking anything by itself.
_FILLERS = frozenset(
    [
        "a",
        "about",
        "actually",
        "again",
        "ah",
        "all",
        "also",
        "and",
        "any",
        "are",
        "area",
        "areas",
        "as",
        "at",
        "be",
        "bit",
        "bits",
        "body",
        "but",
        "case",
        "do",
        "does",
        "else",
        "er",
        "erm",
        "for",
        "from",
        "had",
        "have",
        "hello",
        "hey",
        "hi",
        "hm",
        "hmm",
        "how",
        "i",
        "if",
        "im",
        "in",
        "instead",
        "is",
        "it",
        "its",
        "just",
        "kind",
        "like",
        "mean",
        "meaning",
        "meant",
        "my",
        "n",
        "ones",
        "r",
        "w",
        "mine",
        "no",
        "nope",
        "not",
        "of",
        "oh",
        "ok",
        "okay",
        "on",
        "one",
        "ones",
        "only",
        "or",
        "our",
        "part",
        "parts",
        "please",
        "problem",
        "question",
        "rather",
        "regarding",
        "same",
        "say",
        "saying",
        "should",
        "side",
        "skin",
        "so",
        "some",
        "sorry",
        "talking",
        "than",
        "thanks",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "thing",
        "this",
        "those",
        "though",
        "to",
        "too",
        "treatment",
        "um",
        "use",
        "using",
        "was",
        "we",
        "well",
        "were",
        "what",
        "whats",
        "with",
        "would",
        "yeah",
        "yep",
        "yes",
        "you",
        "your",
    ]
)
#: Words that point at something without naming it.
_SAYS_NOTHING = frozenset(
    ["other", "different", "something", "another", "anything", "dont", "didnt", "want", "asked"]
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_ASKING = frozenset(
    [
        "how",
        "when",
        "why",
        "where",
        "who",
        "which",
        "does",
        "do",
        "can",
        "could",
        "will",
        "is",
        "are",
        "should",
        "long",
        "often",
        "much",
        "many",
        "cost",
        "price",
        "hurt",
        "pain",
        "work",
        "safe",
        "risk",
        "risks",
        "last",
    ]
)
_THE_OTHER = re.compile(
    r"^\W*(?:(?:and|no|nope|sorry|i|mean|meant|ok|or|what about|how about|for|with|then|but|so)"
    r"\W+)*(?:(?:the|my|that) )?(?:(?:other|first|previous)"
    r"(?: (?:one|thing|plan|treatment|problem))?|me|mine|myself)"
    r"(?:\W+(?:i mean|i meant|please|pls|then|instead|rather|actually|too|sorry))*\W*$",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"^\W*(?:(?:and|ok|or|what about|how about|for|with|then|but|so|yes)\W+)*"
    r"both(?: of (?:them|those))?(?: (?:please|pls|then|thanks))?\W*$",
    re.IGNORECASE,
)
_OF_BOTH = re.compile(
    r"\b(?:for|of|in|with|on) both\b(?! (?:my|the|his|her|of my) )", re.IGNORECASE
)
#: "For my mum": the same question, of somebody else.
_FOR_SOMEBODY = re.compile(
    r"^\W*(?:(?:and|ok|or|what about|how about|is it|is that|it['\u2019]?s|the same|same|asking|"
    r"this is|but|so|sorry)\W+)*(?:for )?(?:my|a|our) "
    r"(?P<how_old>\d{1,3}[- ]?(?:years?|yrs?|yo|y/o)?[- ]?(?:old)? )?"
    r"(?:mum|mam|mom|mother|dad|father|wife|husband|partner|boyfriend|girlfriend|son|daughter|"
    r"sister|brother|friend|mate|gran|nan|grandma|grandmother|grandad|grandfather|aunt|uncle|cousin)"
    r"(?: (?:then|too|please|actually|as well))?"
    r"(?P<age>\W+(?:(?:and|but|if|who|she|he|is|s|aged?|age|in (?:her|his)|about|around|nearly|"
    r"over|just)\W+)*\d{1,3}s?(?:\W+(?:years?|yrs?|yo|y|old|of|age|too|now|ok|okay|fine))*)?\W*$",
    re.IGNORECASE,
)
_SAME_PLACE = re.compile(
    r"(?<!\bis )(?<!\bare )\bthere\b(?! (?:is|are|was|any)\b)"
    r"|\b(?:the )?same (?:area|place|spot|bit|part|region)\b",
    re.IGNORECASE,
)
_GOES_BACK = re.compile(
    r"\b(?:back to|return(?:ing)? to|again|earlier|before|first one|as i said)\b", re.IGNORECASE
)
#: Entities that change what an answer is about.
TELLING_KINDS = ("concern", "body_area", "alternative", "medication", "condition")
_SAYS_NO_QUESTION = ("inform", "deny", "affirm", FALLBACK_INTENT)
#: Words with which a correction takes something back.
_TAKES_BACK = re.compile(
    r"\b(?:not|no|nope|sorry|mean|meant|rather|instead|actually|wrong)\b|n['\u2019]t\b|^\W*\*",
    re.IGNORECASE,
)
#: Longer messages tell more than what the last question is asked of.
LONGEST_BARE = 60
#: A correction that is this sure of another question asks that question.
_SURE_OF_QUESTION = 0.6


def means_the_other(text: str) -> bool:
    """Tell whether a message returns to what was spoken of before: "and the other one?", "and me?".

    Of two people in one chat, each asks for their own concern.
    """
    return bool(_THE_OTHER.match(text))


def means_both(text: str) -> bool:
    """Tell whether a message is about both things that were spoken of, and names neither."""
    return bool(_BOTH.match(text))


def speaks_of_both(text: str) -> bool:
    """Tell whether a message asks of both: "both please", "how many visits for both?"."""
    return means_both(text) or bool(_OF_BOTH.search(text))


def is_for_somebody(text: str) -> bool:
    """Tell whether a message only says for whom: "for my mum"."""
    return bool(_FOR_SOMEBODY.match(text))


def tells_age_of_somebody(text: str) -> bool:
    """Tell whether a message says for whom, and how old they are: "same for my mother, 67?"."""
    found = _FOR_SOMEBODY.match(text)
    return bool(found and (found["age"] or found["how_old"]))


def goes_back(text: str) -> bool:
    """Tell whether a message returns to what was spoken of earlier: "back to the belly"."""
    return bool(_GOES_BACK.search(text))


def says_same_place(text: str) -> bool:
    """Tell whether a message points at the part of the body that was spoken of."""
    return bool(_SAME_PLACE.search(text))


def names_a_thing(message: UnderstoodMessage) -> bool:
    """Tell whether a message names anything that an answer can be about."""
    return any(message.mentioned(kind) for kind in TELLING_KINDS)


def carries_topic(message: UnderstoodMessage, topic: Topic | None) -> bool:
    """Tell whether a message asks the topic before it again, of what it names."""
    if topic is None or message.is_payload:
        return False
    if is_restated(message):
        return True
    if not depends_on(topic, message):
        return False
    if is_elliptical(message):
        return True
    bare = message.intent in _SAYS_NO_QUESTION and len(message.text) <= LONGEST_BARE
    return (message.act == CORRECTION or bare) and not _asks_itself(message)


def is_restated(message: UnderstoodMessage) -> bool:
    """Tell whether a message only puts right what was asked before: "not gym, work"."""
    if message.act != CORRECTION or names_a_thing(message) or _asks_itself(message):
        return False
    if mends_nothing(message):
        return False
    is_question = message.intent not in (*_SAYS_NO_QUESTION, "out_of_scope")
    if is_question and message.confidence >= _SURE_OF_QUESTION:
        return False
    bare = len(message.text) <= LONGEST_BARE and not any(map(str.isdigit, message.text))
    return bare and bool(_TAKES_BACK.search(message.text))


def mends_nothing(message: UnderstoodMessage) -> bool:
    """Tell whether a correction does not say what is meant: "no, the other thing"."""
    words = (re.sub(r"['\u2019]", "", word) for word in _WORD.findall(message.text.lower()))
    return message.act == CORRECTION and all(word in _FILLERS | _SAYS_NOTHING for word in words)


def is_elliptical(message: UnderstoodMessage) -> bool:
    """Tell whether nothing but fillers stands around what the message names."""
    text, named = message.text, False
    for entity in sorted(message.entities, key=lambda entity: entity.start, reverse=True):
        if entity.kind in TELLING_KINDS and entity.end > entity.start:
            named = True
            text = f"{text[: entity.start]} {text[entity.end :]}"
    words = (re.sub(r"['\u2019]", "", word) for word in _WORD.findall(text.lower()))
    return named and all(word in _FILLERS for word in words)


def depends_on(topic: Topic, message: UnderstoodMessage) -> bool:
    """Tell whether the topic's answer depends on something that the message names."""
    kinds = {entity.kind for entity in message.entities}
    by_plan_or_concern = topic.from_plan or "concern" in topic.variants
    if by_plan_or_concern and kinds & {"concern", "body_area"}:
        return True
    return bool(kinds & set(topic.variants))


def _asks_itself(message: UnderstoodMessage) -> bool:
    if message.intent in (*_SAYS_NO_QUESTION, "out_of_scope"):
        return False
    words = set(_WORD.findall(message.text.lower()))
    return message.confidence >= _SURE_OF_QUESTION and bool(words & _ASKING)
