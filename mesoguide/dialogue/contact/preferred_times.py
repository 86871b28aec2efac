"""The best time to call, as the person said it: "tomorrow morning", "weekdays after 5"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mesoguide.dialogue.contact.calendar_words import mend_time_words
from mesoguide.dialogue.contact.contact_cues import (
    asks_about_hours,
    asks_for_contact,
    is_of_visit,
    is_past,
    says_when_to_call,
)
from mesoguide.dialogue.contact.excluded_times import wanted_day, with_exclusions, without_reason
from mesoguide.dialogue.contact.time_phrases import TimePhrase, TimeToken, time_phrases, time_tokens
from mesoguide.dialogue.typed_text import tidy
from mesoguide.nlp.lexicon import word_set

#: Longer wishes are cut; staff read them on one line.
MAX_PHRASE_CHARACTERS = 150

#: A sentence that says more than a time is kept whole up to this length; a longer one is a story.
_LONGEST_SENTENCE = 100

_SENTENCE_END = re.compile(r"(?<=[!?;\n|])|(?<=(?<!\d)[.])(?=\s|$)|(?<=\d[.])(?=\s|$)")
_HALF_DAY = re.compile(r"(?<![a-z])([ap])\. ?m\b\.?")

#: What says that a time does not suit; then the whole sentence is kept, so that nothing is lost.
_UNSUITABLE = re.compile(
    r"\b(can'?t|cannot|can not|won'?t|not|n't|unavailable|busy|no good|doesn'?t|isn'?t|aren'?t|"
    r"except|unless|avoid|never|away|at work|work|working|finish\w*|shifts?|don'?t|do not|"
    r"difficult|tricky|"
    r"awkward|rather than|instead of)\b"
)

#: Words around a time that add nothing: "tomorrow would be best please".
_LIGHT = word_set(
    """
    please pls plz is are would will be best good fine great ok okay better works work suits suit
    for me i'm i am im i'd prefer thanks thank if possible that's thats it's its you can ideally
    rather free available my time times call ring phone a an yes yeah um er erm well so just
    probably think guess really any anything ta cheers when lovely perfect ideal easiest
    easier convenient hi hello sure maybe with day days i'll do could than that it there
    anytime definitely like say one both want x xx hour hours late later usual usually it'd
    can't cannot do home otherwise i said told you already | .
    """
)

#: Said before a time that takes the place of an earlier one: "Tuesday, no sorry, Thursday".
_MENDS = re.compile(
    r"(?:^|[\s,.;:!?-]+)(?:(?:oh|and|well|but|hm+|ah|then)[\s,]+)*"
    r"(?:no[,.!]* ?(?:sorry|wait|actually|make|i mean|rather|hang on|not that)|no,|nope|sorry|"
    r"actually|i mean|i meant|or rather|scratch that|wait|correction|make (?:it|that)|"
    r"change (?:it|that) to|let'?s (?:say|make it)|better)(?=[\s,.!:-])[\s,.!:-]*"
    r"(?:(?:make|change) (?:it|that)(?: to)? )?"
)
_JOINT = re.compile(r"\b(or|and|but) $")
_SMALL = word_set("the at on in or and to of by around about not")
_MARKS = ".!?:;()\"'-|"
_CLAUSE_END = re.compile(r",|\b(?:but|so|because)\b")
#: Said around a time, and no part of it: "but not at noon", "after 1 then".
_LOOSE_WORDS = re.compile(r"^(?:but|and|so|then)\s+|\s+then(?=,|$)|\s+ideally(?=,|$)")
_CAPITALS = re.compile(
    r"\b(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|january|february|april|june|july|august|september|october|november|december|"
    r"jan|feb|apr|jun|jul|aug|sep|sept|oct|nov|dec|christmas|easter)(?=s?\b)|\bi\b|(?<=\d )may\b|"
    r"(?<=of )may\b|"
    r"(?<=in )may\b|\bmay(?= \d)|(?<=\d )march\b|(?<=of )march\b|\bmarch(?= \d)"
)


def find_time(text: str, *, asked: bool = False, in_form: bool = False) -> str | None:
    """Return the words that say when to call, None when the message has none.

    Args:
        text: the message.
        asked: whether the message is known to be about a time, so that "5" or "9-11" is one.
        in_form: whether it answers a form that has asked, or will ask, for a time.
    """
    return time_in(tidy(text), asked=asked, in_form=in_form)


def time_in(text: str, *, asked: bool = False, in_form: bool = False) -> str | None:
    """Find the time in a text that is tidied; of a time and its correction, the correction."""
    found: list[str] = []
    even = with_exclusions(_even(text)).lower()
    for sentence in _SENTENCE_END.split(even):
        plain = wanted_day(with_exclusions(sentence.strip()).lower())
        mended = _as_mended(plain)
        phrases = _phrases_in(mended, asked=asked, in_form=in_form)
        if phrases:
            mended, phrases = _without_reason(mended, phrases)
            is_mended = mended != plain
            kept = [words for words in found if not is_mended or _UNSUITABLE.search(words)]
            found = [*kept, _in_words(mended, phrases).rstrip(" .,")]
    return _tidied(", ".join(dict.fromkeys(found))) if found else None


def leads_with_time(text: str) -> bool:
    """Tell whether a text begins with a time to call: "any day but after 6, because I work"."""
    return _leads(_as_mended(_even(tidy(text))))


def says_only_time(text: str) -> bool:
    """Tell whether a text says a time and nothing else: "Friday at 3, like I said"."""
    sentence = _as_mended(_even(tidy(text)))
    tokens = time_tokens(sentence)
    return any(time_phrases(tokens)) and _has_nothing_else(tokens)


def _even(text: str) -> str:
    return mend_time_words(_HALF_DAY.sub(r"\1m", text.lower()))


def _as_mended(sentence: str) -> str:
    """Return what follows the words that mend an earlier time, else the whole sentence."""
    for mend in reversed(list(_MENDS.finditer(sentence))):
        before, after = sentence[: mend.start()], sentence[mend.end() :]
        said = time_tokens(before)
        takes_place = any(time_phrases(said)) and not _UNSUITABLE.search(before)
        takes_place = takes_place and not _UNSUITABLE.search(after)
        if (takes_place or not before.strip(_MARKS + " ")) and _leads(after):
            return after
    return sentence


def _leads(sentence: str) -> bool:
    phrase = next(time_phrases(time_tokens(sentence)), None)
    if phrase is None or not phrase.has_time or phrase.is_in_passing or is_past(sentence):
        return False
    before = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", sentence[: phrase.start])
    return all(word in _LIGHT or word in _SMALL for word in before)


def _phrases_in(sentence: str, *, asked: bool, in_form: bool) -> list[TimePhrase]:
    tokens = time_tokens(sentence)
    phrases = list(time_phrases(tokens))
    if not phrases or asks_about_hours(sentence):
        return []
    if asked or (in_form and _leads(sentence)):
        return phrases
    if not says_when_to_call(sentence, has_nothing_else=_has_nothing_else(tokens)):
        return []
    kept = [p for p in phrases if not _is_doubtful(p) and not is_of_visit(sentence, p.start, p.end)]
    return kept if asks_for_contact(sentence) or not all(p.is_in_passing for p in kept) else []


def _without_reason(sentence: str, phrases: list[TimePhrase]) -> tuple[str, list[TimePhrase]]:
    """Return a sentence and its times without the reason at its end, if a time is left."""
    shorter = without_reason(sentence)
    kept = [phrase for phrase in phrases if phrase.end <= len(shorter)]
    return (shorter, kept) if kept else (sentence, phrases)


def _has_nothing_else(tokens: Sequence[TimeToken]) -> bool:
    """Tell whether a sentence says nothing but a time and a please."""
    outside = [token for token in tokens if token.is_outside and token.text.strip(_MARKS)]
    return all(t.kind == "other" and t.text.strip(_MARKS) in _LIGHT for t in outside)


def _is_doubtful(phrase: TimePhrase) -> bool:
    """Tell whether bare numbers are more likely an amount, or a scale: "1 to 10"."""
    if phrase.is_guess:
        return True
    numbers = [token.text for token in phrase.tokens if token.kind == "number"]
    return not phrase.has_time and numbers[:1] in (["0"], ["1"]) and numbers[-1] == "10"


def _in_words(sentence: str, phrases: Sequence[TimePhrase]) -> str:
    """Return the phrases, or the whole sentence when a time in it may be one not to call."""
    for start, end in _clauses(sentence):
        inside = [p for p in phrases if start <= p.start < end]
        clause = outside = sentence[start:end]
        for phrase in inside:
            outside = outside.replace(sentence[phrase.start : phrase.end], " | ")
        is_short = len(sentence) <= _LONGEST_SENTENCE
        if inside and is_short and (_UNSUITABLE.search(outside) or _says_more(clause, outside)):
            return sentence
    words = sentence[phrases[0].start : phrases[0].end]
    for phrase in phrases[1:]:
        joint = _JOINT.search(sentence[: phrase.start])
        words += f" {joint[1]} " if joint else ", "
        words += sentence[phrase.start : phrase.end]
    return words


def _says_more(clause: str, outside: str) -> bool:
    """Tell whether a clause says what happens at its time: "I have a meeting at 3"."""
    if asks_for_contact(clause):
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
    kept = _LOOSE_WORDS.sub("", kept)
    kept = re.sub(r"\basap\b", "ASAP", kept)
    return _CAPITALS.sub(lambda match: match[0].capitalize(), kept)
