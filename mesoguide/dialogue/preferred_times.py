"""The best time to call, as the person said it: "tomorrow morning", "weekdays after 5"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mesoguide.dialogue.calendar_words import mend_time_words
from mesoguide.dialogue.time_phrases import TimePhrase, TimeToken, time_phrases, time_tokens
from mesoguide.dialogue.typed_text import tidy
from mesoguide.nlp.lexicon import word_set

#: Longer wishes are cut; staff read them on one line.
MAX_PHRASE_CHARACTERS = 150

_SENTENCE_END = re.compile(r"(?<=[!?;\n|])|(?<=(?<!\d)[.])(?=\s|$)|(?<=\d[.])(?=\s|$)")
_HALF_DAY = re.compile(r"(?<![a-z])([ap])\. ?m\b\.?")

#: The message is about being called or written to.
_CALL_CUE = re.compile(
    r"\b(call|calls|calling|callback|ring|ringing|phone|phoning|text|contact|speak|talk|chat|reach|"
    r"available|availability|i'?m free|am free|be free|free (on|at|after|before|from|in|any|most|"
    r"all|this|next|to)|suits?|best (time|for me|to)|convenient|prefer\w*|get hold|catch me)\b"
)
#: The message is about coming in.
_VISIT_CUE = re.compile(
    r"\b(appointment|appt|book|booked|slot|consultation|come in|coming in|see (someone|somebody)|"
    r"fit me in|squeeze me in)\b"
)
_QUESTION_START = re.compile(
    r"^\W*(can i|could i|should|is it|is this|are (you|they|there)|do (you|i)|will (i|it|you)|how|"
    r"what|when|why|which|does|may i|would it)\b"
)
_GREETS = re.compile(r"\W*(morning|afternoon|evening)\W*")
_PAST = re.compile(
    r"\b(since|ago|yesterday|was|were|had|did|got|started|happened|felt|woke|went|came|been|noticed|"
    r"appeared|swelled|already|began|last)\b"
)
_ABOUT_HOURS = re.compile(
    r"\b(are|is|do|does|when|what time|if|till when) .{0,25}\b(open|opening|close[sd]?|closing|"
    r"shut)\b|\bopening (hours|times)\b|\b(how|what) (long|often|soon|many|much)\b"
)
#: What says that a time does not suit; then the whole sentence is kept, so that nothing is lost.
_UNSUITABLE = re.compile(
    r"\b(can'?t|cannot|can not|won'?t|not|n't|unavailable|busy|no good|doesn'?t|isn'?t|aren'?t|"
    r"except|unless|avoid|never|away|at work|work|working|finish\w*|shifts?|don'?t|do not|"
    r"difficult|tricky|"
    r"awkward|rather than|instead of)\b"
)
_MOVES_VISIT = re.compile(
    r"\b(cancel\w*|reschedul\w*|rearrang\w*|postpon\w*|move|change|swap|can'?t make|push|bring)\b"
)
_VISIT_BEFORE = re.compile(
    r"\b(appointment|appt|booking|slot|session|visit|consultation|cancel|move|change|reschedule|"
    r"postpone|booked|make|treatment)( (my|the|is|was|it|for|on|in|this|that|an|a|at|one|booked|"
    r"appointment|appt|booking|session)){0,4} ?$"
)
_VISIT_AFTER = re.compile(
    r"^('s)? ?(appointment|booking|slot|session|appt|one|visit|consultation)\b"
)

#: Words around a time that add nothing: "tomorrow would be best please".
_LIGHT = word_set(
    """
    please pls plz is are would will be best good fine great ok okay better works work suits suit
    for me i'm i am im i'd prefer thanks thank if possible that's thats it's its you can ideally
    rather free available my time times call ring phone a an yes yeah um er erm well so just
    probably think guess really any anything would'nt ta cheers when lovely perfect ideal easiest
    easier convenient hi hello sure maybe with day days i'll do could than that it there need
    anytime definitely like say one both want was x xx hour hours late later usual usually it'd
    can't cannot won't do home otherwise | .
    """
)

_JOINT = re.compile(r"\b(or|and|but) $")
_SMALL = word_set("the at on in or and to of by around about not")
_MARKS = ".!?:;()\"'-|"
_CLAUSE_END = re.compile(r",|\b(?:but|so|because)\b")
_CAPITALS = re.compile(
    r"\b(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|january|february|april|june|july|august|september|october|november|december|"
    r"jan|feb|apr|jun|jul|aug|sep|sept|oct|nov|dec)(?=s?\b)|\bi\b|(?<=\d )may\b|(?<=of )may\b|"
    r"(?<=in )may\b|\bmay(?= \d)|(?<=\d )march\b|(?<=of )march\b|\bmarch(?= \d)"
)


def find_time(text: str, *, asked: bool = False) -> str | None:
    """Return the words that say when to call, None when the message has none.

    Args:
        text: the message.
        asked: whether the message is known to be about a time, so that "5" or "9-11" is one.
    """
    return time_in(tidy(text), asked=asked)


def time_in(text: str, *, asked: bool = False) -> str | None:
    """Find the time in a text that is tidied."""
    lower = mend_time_words(_HALF_DAY.sub(r"\1m", text.lower()))
    found = []
    for sentence in _SENTENCE_END.split(lower):
        phrases = _phrases_in(sentence.strip(), asked)
        if phrases:
            found.append(_in_words(sentence.strip(), phrases))
    return _tidied(", ".join(dict.fromkeys(found))) if found else None


def _phrases_in(sentence: str, asked: bool) -> list[TimePhrase]:
    tokens = time_tokens(sentence)
    phrases = list(time_phrases(tokens))
    if not phrases or _ABOUT_HOURS.search(sentence):
        return []
    if asked:
        return phrases
    if not _is_about_contact(sentence, is_fragment=_has_nothing_else(tokens)):
        return []
    return [
        p for p in phrases if not p.is_guess and not _is_scale(p) and not _is_of_visit(sentence, p)
    ]


def _has_nothing_else(tokens: Sequence[TimeToken]) -> bool:
    """Tell whether a sentence says nothing but a time and a please."""
    outside = [token for token in tokens if token.is_outside and token.text.strip(_MARKS)]
    return all(t.kind == "other" and t.text.strip(_MARKS) in _LIGHT for t in outside)


def _is_about_contact(sentence: str, *, is_fragment: bool) -> bool:
    """Tell whether a sentence says when to call, not when something was or may be done."""
    if _CALL_CUE.search(sentence):
        return True
    if _PAST.search(sentence):
        return False
    if _VISIT_CUE.search(sentence):
        return True
    is_greeting = _GREETS.fullmatch(sentence)
    return is_fragment and not is_greeting and not _QUESTION_START.search(sentence)


def _is_of_visit(sentence: str, phrase: TimePhrase) -> bool:
    """Tell whether a time is that of the visit to be moved: "cancel Thursday"."""
    if not _MOVES_VISIT.search(sentence) or phrase.tokens[0].text == "to":
        return False
    before, after = sentence[: phrase.start], sentence[phrase.end :]
    return bool(_VISIT_BEFORE.search(before[-60:]) or _VISIT_AFTER.search(after))


def _is_scale(phrase: TimePhrase) -> bool:
    """Tell whether bare numbers are a scale: "1 to 10"."""
    numbers = [token.text for token in phrase.tokens if token.kind == "number"]
    return not phrase.has_time and numbers[:1] in (["0"], ["1"]) and numbers[-1] == "10"


def _in_words(sentence: str, phrases: Sequence[TimePhrase]) -> str:
    """Return the phrases, or the whole sentence when a time in it may be one not to call."""
    for start, end in _clauses(sentence):
        inside = [p for p in phrases if start <= p.start < end]
        outside = sentence[start:end]
        for phrase in inside:
            outside = outside.replace(sentence[phrase.start : phrase.end], " | ")
        if inside and (_UNSUITABLE.search(outside) or _says_more(outside)):
            return sentence
    words = sentence[phrases[0].start : phrases[0].end]
    for phrase in phrases[1:]:
        joint = _JOINT.search(sentence[: phrase.start])
        words += f" {joint[1]} " if joint else ", "
        words += sentence[phrase.start : phrase.end]
    return words


def _says_more(outside: str) -> bool:
    """Tell whether a clause says what happens at its time: "I have a meeting at 3"."""
    if _CALL_CUE.search(outside) or _VISIT_CUE.search(outside):
        return False
    words = (word.strip(_MARKS) for word in outside.split())
    return len([w for w in words if w and w not in _LIGHT and w not in _SMALL]) > 1


def _clauses(sentence: str) -> list[tuple[int, int]]:
    ends = [match.start() for match in _CLAUSE_END.finditer(sentence)] + [len(sentence)]
    return list(zip([0, *ends], ends, strict=False))


def _tidied(phrase: str) -> str:
    kept = " ".join(phrase.replace("|", " ").split()).strip(" ,.;:!?-&/")
    if len(kept) > MAX_PHRASE_CHARACTERS:
        kept = kept[:MAX_PHRASE_CHARACTERS].rsplit(" ", 1)[0]
    kept = re.sub(r"\basap\b", "ASAP", kept)
    return _CAPITALS.sub(lambda match: match[0].capitalize(), kept)
