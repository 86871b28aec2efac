"""Whether somebody is a new or an existing patient, by what they say."""

from __future__ import annotations

import re
from typing import Literal

from mesoguide.dialogue.typed_text import blank_out, tidy
from mesoguide.nlp.lexicon import word_set

PatientStatusWord = Literal["new", "existing"]

_PATIENT = r"(?:patient|client|customer|member)(?! (?:man|woman|person|type|one|sort)\b)"
_TREATMENT = r"(?:treatments?|sessions?|meso\w*|consultations?|appointments?)"
_BY_YOU = r"(?:with|at|by|from) (?:you|your \w+|this clinic|the clinic|here)"
#: "Can I come to you" asks; "I come to you" tells.
_TELLS = "".join(
    f"(?<!{word} )"
    for word in ("can", "should", "could", "do", "if", "must", "may", "when", "will", "would")
)
_NEVER = (
    r"(?:^\W*(?:no\W+)?|\b(?:i|we)(?:'ve|ve| have)? |\bno,? )(?:have )?"
    r"(?:never|not|haven'?t|have not)(?: ever| yet)? "
)

#: Of the one whom a visit is for: "he's never been before", "my wife has not been to you yet".
_OF_ANOTHER_NEVER = (
    r"\b(?:he|she|they|(?:my|the|our) (?:\w+ )?\w+)(?:'s|s|'ve| has| have)? (?:just |also )?"
    r"(?:never|not|hasn'?t|haven'?t)(?: ever| yet)? "
)

_EXISTING = (
    rf"\b(?:already|currently|still) (?:(?:an? |your )(?:\w+ )?{_PATIENT}|registered|with you|"
    r"on your (?:books|system|records)|one of your|com(?:e|ing) (?:to|here)|"
    r"been (?:to|here|before)|treated (?:by|with|at|here))",
    rf"\b(?:existing|current|returning|regular|established|old|previous|long[- ]?standing|"
    rf"long[- ]?time) {_PATIENT}",
    r"\b(?:i'?m|i am|already|yes,?|am) registered",
    rf"\b(?:he|she|they|(?:my|our) \w+)(?:'?s| is|'re| are) (?:already )?(?:an? |"
    rf"one of )?(?:your )?"
    rf"{_PATIENT}",
    r"\b(?:he|she|they)(?:'?s|'ve| has| have)? (?:been )?(?:come|came|coming|been) (?:here|to you)"
    r"(?= (?:for|before|since|every)|\W*$)",
    r"\b(?:his|her|their) (?:last|next|usual|regular|follow[- ]?up) (?:session|visit|appointment|"
    r"one)"
    r"(?! (?:\w+ )?to (?:you|us|here)\b)",
    rf"{_TELLS}\bi(?:'ve| have|ve)? (?:come|came|go|went|been coming|been going|been|was) "
    r"(?:to (?:you|your clinic|this clinic)|here (?:for|every|before))\b",
    rf"{_TELLS}\bi(?:'ve| have|ve)? been seeing (?:you|your)\b",
    rf"\b(?:had|have|having) (?:it|this|{_TREATMENT}|my \w+)(?: done)? {_BY_YOU}\b",
    rf"\b(?:treated|seen) {_BY_YOU}\b",
    r"^\W*(?:yes,? )?i(?:'ve| have|ve) been coming\b",
    r"\b(?:i have|i've|ive|have|i|yes) been (?:before|already|once|twice|in before|a patient|"
    r"(?:a few|several|many|two|three) times)|\bbeen before\b",
    r"\bon your (?:books|system|records)\b",
    r"\byou (?:have )?(?:treated|saw|seen|did|know) (?:me|my)\b",
    r"\bmy (?:last|next|second|third|fourth|previous|follow[- ]?up|usual|regular) "
    r"(?:session|visit|appointment|treatment|follow[- ]?up|nurse|practitioner|doctor)",
    rf"\bi(?:'m| am|m) (?:with you|one of your|your {_PATIENT}|an? {_PATIENT})",
    r"\bcoming (?:here |to you )?(?:for|since) (?:years|months|ages|\d)",
    r"^\W*(?:it'?s |my |the |yes )*(?:2nd|3rd|4th|second|third) "
    r"(?:visit|time|session|appointment)\W*$",
)
_NEW = (
    rf"{_NEVER}(?:been|come|visited|seen you)"
    r"(?= (?:before|here|to (?:you|your|this|the clinic)|in\b|yet|with you|at your)|\W*$)",
    rf"{_OF_ANOTHER_NEVER}(?:been|come|visited|seen you)"
    r"(?= (?:before|here|to (?:you|your|this|the clinic)|in\b|yet|with you|at your)|\W*$)",
    rf"{_OF_ANOTHER_NEVER}had (?:it|this|one|an? |any ){_TREATMENT}?(?: done)?"
    r"(?: with you| here| before| at your \w+)?\W*$",
    r"\b(?:he|she)(?:'?s| is)(?: completely| brand| totally| quite)? new\b(?! \w*ly)",
    r"\b(?:his|her|their) (?:very )?first (?:time|visit|appointment|session|consultation)\b"
    r"(?! (?:was|went|hurt|made|had|ago|last|yesterday)\b)",
    rf"{_NEVER}had (?:an? |any )?{_TREATMENT}",
    rf"{_NEVER}had (?:it|this|one)(?: done)?(?: with you| here| at your \w+)?\W*$",
    rf"\b(?:not|isn'?t|aren'?t|wasn'?t) (?:yet )?(?:an? )?(?:yet )?(?:\w+ )?{_PATIENT}",
    r"^\W*(?:no,? )?not yet\W*$",
    rf"\bnew {_PATIENT}|\bnew (?:here|to (?:you|this|the clinic|it|all this|all of this|meso\w*))",
    r"\b(?:i'?m|i am|am|im|we'?re|we are)(?: completely| brand| totally| quite)? new\b(?! \w*ly)",
    r"^\W*(?:completely |totally |brand )?new\W*$|\bnewbie\b",
    r"\b(?:my|it'?s (?:my|a|the)|this is my|be my) (?:very )?first "
    r"(?:time|visit|appointment|session|consultation)\b"
    r"(?! (?:i|my|it|that|i'?ve|was|went|hurt|made|had|ago|last|yesterday)\b)",
    r"\b(?:i'?m|am|im|as) a first[- ]?timer|^\W*(?:a )?first[- ]?timer\W*$",
    r"\bfirst time (?:here|with you|visit\w*|booking|customer|patient|client|coming|for me)",
    r"^\W*(?:it'?s |yes,? )*(?:the |a |my )?first (?:time|visit|one)\W*$",
    r"^\W*(?:no,? )?never(?: before)?\W*$",
    r"[,;.] ?(?:it'?s |this is |my )*first (?:time|visit)\W*$",
)
_NOT_NEW = (
    r"\bnot (?:my|the|a) first (?:time|visit|appointment)\b",
    r"\bnot (?:a )?new(?: (?:patient|client|customer|here|to)\b|\W*$)",
)
#: In answer to "are you new, or have you been here before?" less is enough.
_BEFORE_WHEN_ASKED = re.compile(
    r"\b(?:i|we|she|he|they)(?:'ve|'d|ve|'s| have| had| has| did| might have| may have|"
    r" think i(?:'ve)?)? (?:\w+ )?(?:been|came|visited|went|was (?:there|here|in|with you)|were "
    r"(?:there|here)|come (?:every|here|to)|go (?:every|there|to))\b"
    r"|\b(?:once|twice|before|ages ago|years? (?:ago|back)|months? (?:ago|back)|last (?:year|"
    r"month|week|spring|summer|autumn|winter|time)|a while (?:ago|back)|long (?:ago|time)|already|"
    r"existing|returning|(?:a few|many|several|two|three) times)\b",
    re.IGNORECASE,
)
_NEVER_WHEN_ASKED = re.compile(
    r"\bnever\b|\b(?:haven|hadn|wasn|weren)'?t\b|\bnot (?:been|come|visited|yet|before)\b|"
    r"\bfirst\b(?! (?:of all|thing|name))|\bnew\b(?! (?:number|phone|email|address|name))",
    re.IGNORECASE,
)
#: Neither what others did nor a visit elsewhere says anything of the one who asks.
_NOT_OF_WRITER = re.compile(
    r"\bmy (?:\w+ )?(?:wife|husband|partner|mum|mother|dad|father|sister|brother|friend|daughter|"
    r"son|neighbour|colleague)\b|\b(?:elsewhere|somewhere else|(?:another|other|different) "
    r"(?:clinic|place))\b|\bnew or\b|\bwhich\b",
    re.IGNORECASE,
)
_EXISTING_WORDS = word_set("existing current returning regular registered")
#: One word between commas says it as well: "Anna, 07700 900123, new".
_ALONE = re.compile(
    r"(?:^|[|,;.\n/])\s*(?:i'?m |im |am |and )?(?P<status>new|existing|returning|registered)"
    r"(?: one)?\s*(?=$|[|,;.!\n/])"
    # "07700 900123 new sat am": a time follows.
    r"|\|\s*(?P<before_time>new|existing|returning|registered)(?= (?:any|asap|today|tomorrow|am|pm|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?|mornings?|afternoons?|"
    r"evenings?|week\w+|after|before|next|this)\b)",
    re.IGNORECASE,
)
#: "Do you take new patients?" says nothing about the one who asks.
_ASKS = re.compile(r"\b(?:do|can|are|is|for|how|what|which|if|when) [^.,;!]{0,40}\?", re.IGNORECASE)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_SAYS_NOT_NEW, _SAYS_NEW, _SAYS_EXISTING = map(_any_of, (_NOT_NEW, _NEW, _EXISTING))
#: In the order in which they are looked for.
_SAID: tuple[tuple[PatientStatusWord, re.Pattern[str]], ...] = (
    ("existing", _SAYS_NOT_NEW),
    ("new", _SAYS_NEW),
    ("existing", _SAYS_EXISTING),
)


def patient_status(text: str, *, asked: bool = False) -> PatientStatusWord | None:
    """Tell whether a message says that its writer is a new or an existing patient.

    Args:
        text: the message.
        asked: whether just this was asked, so that "I came for a chat in spring" answers it.
    """
    even = _ASKS.sub(" ", tidy(text))
    if even.lower().strip(" .!\"'") in _EXISTING_WORDS:
        return "existing"
    said = next((status for status, patterns in _SAID if patterns.search(even)), None)
    return said or (_when_asked(even) if asked else None)


def status_beside_details(text: str) -> tuple[PatientStatusWord | None, str]:
    """Return what a list of details says of the status, and the list without the words for it.

    Args:
        text: a tidied message, with a bar for each detail that was read from it before.
    """
    if _ASKS.search(text):
        return None, text
    if match := _ALONE.search(text):
        group = "status" if match["status"] else "before_time"
        word: PatientStatusWord = "new" if match[group].lower() == "new" else "existing"
        return word, blank_out(text, match.start(group), match.end(group))
    for status, patterns in _SAID:
        if match := patterns.search(text):
            return status, blank_out(text, match.start(), match.end())
    return None, text


def _when_asked(text: str) -> PatientStatusWord | None:
    if _NOT_OF_WRITER.search(text):
        return None
    if _NEVER_WHEN_ASKED.search(text):
        return "new"
    return "existing" if _BEFORE_WHEN_ASKED.search(text) else None
