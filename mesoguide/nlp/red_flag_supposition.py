"""Suppositions: what is asked or feared of the future is not happening.

"Can it make you faint?", "what if my face swells?" and "scared of going blind" are suppositions;
"can you help, she fainted" and "should I worry that my throat is closing?" are not.
"""

from __future__ import annotations

from mesoguide.nlp.red_flag_frames import (
    ASKED_OF,
    AVOIDS,
    CLAUSE_WORDS,
    FEARS,
    FILLERS,
    FINITE,
    IFS,
    INDIRECT,
    INNER_MODALS,
    MODALS,
    OPINIONS,
    OUTCOMES,
    PERCEPTIONS,
    PERSONS,
    PRESENT,
    REQUESTS,
    RISK_NOUNS,
    WH,
)
from mesoguide.nlp.red_flag_sentences import Sentence

#: "My (biggest) worry is breathing trouble" is a worry.
_ONES_OWN = frozenset({"my", "only", "one", "main", "big", "biggest", "her", "his"})


def is_supposed(sentence: Sentence, start: int, end: int) -> bool:
    """Recognise what is asked or feared of the future: "can it", "what if", "scared of"."""
    inside = [word.text for word in sentence.words[start:end]]
    if sentence.is_question and INNER_MODALS & set(inside) and not {"not", "cannot"} & set(inside):
        return True
    before = sentence.words[start - 1].text if start > sentence.start else ""
    if before in {"will", "would"} and "if" in [w.text for w in sentence.words[end : end + 3]]:
        return True
    supposed = False
    first = True
    words = sentence.words
    for place in range(sentence.start, start):
        word = words[place]
        text = word.text
        if text in {"or", "and"} and not supposed:
            first = True
            continue
        if word.brk or text in CLAUSE_WORDS:
            supposed = supposed and not _starts_assertion(sentence, place + 1, end)
            first = True
            continue
        if text in FILLERS | WH and not supposed:
            continue
        if _opens_supposition(sentence, place, start, first):
            supposed = True
        elif supposed and _closes_supposition(sentence, place, end):
            supposed = False
        first = False
    return supposed


def _starts_assertion(sentence: Sentence, place: int, end: int) -> bool:
    nearby = {word.text for word in sentence.words[place : min(place + 4, sentence.end)]}
    return bool(nearby & (PERSONS | FINITE | {"it", "its", "help", "please", "pls"}))


def _opens_supposition(sentence: Sentence, place: int, start: int, first: bool) -> bool:
    words = sentence.words
    text = words[place].text
    following = words[place + 1].text if place + 1 < len(words) else ""
    if text in MODALS and (following == "not" or following in PERCEPTIONS):
        return False
    before = words[place - 1].text if place > sentence.start else ""
    if text in IFS:
        asked = before in INDIRECT and not sentence.vocabulary & {"would", "how", "will"}
        return not asked and following not in {"this", "it", "it's", "its", "that"}
    if text in {"incase"} or (text == "case" and before == "in"):
        return True
    if text in {"worry", "fear"} and following == "is" and before in _ONES_OWN:
        return True
    if text in FEARS:
        return following in {"of", "about", "that", "i", "it", "to", "in"} and not _is_present(
            sentence, place, start
        )
    if text in RISK_NOUNS:
        return following in {"of", "that", "my", "i", "is", "am", "to"}
    if text in AVOIDS:
        return following != "i"
    if first and text in MODALS:
        return _is_risk_question(sentence, place)
    if first and text in {"am", "is", "are"}:
        rest = [word.text for word in words[place + 1 : place + 6]]
        return "going" in rest and "to" in rest and not {"die", "faint", "pass"} & set(rest)
    if text in INNER_MODALS - {"will"}:
        return following not in PERCEPTIONS and before not in {"i", "we", "you"}
    return False


def _is_present(sentence: Sentence, place: int, start: int) -> bool:
    between = {word.text for word in sentence.words[place:start]}
    return bool(between & {"my", "her", "his"} or between & {"am", "is", "'s", "have", "cannot"})


def _is_risk_question(sentence: Sentence, place: int) -> bool:
    """Tell "can it make you faint" and "will I faint" from "can you help" and "should I drive"."""
    rest = [word.text for word in sentence.words[place + 1 : sentence.end]]
    subject = rest[0] if rest else ""
    verb = rest[1] if len(rest) > 1 else ""
    if subject in ASKED_OF and verb in REQUESTS:
        return False
    if subject in {"it", "this", "that"} and verb == "be":
        return False
    if subject in {"be", "as", "rather", "like", "well", "even"}:
        return False
    if subject in {"i", "we"}:
        return verb in OUTCOMES and rest[2:3] != ["having"]
    return subject != "you" or verb not in OPINIONS


def _closes_supposition(sentence: Sentence, place: int, end: int) -> bool:
    """Recognise a new subject with a finite verb: "... that my heart is racing"."""
    words = sentence.words
    if any(word.text in IFS for word in words[sentence.start : place]):
        return False
    if words[place].text not in PERSONS or place == sentence.start + 1:
        return False
    following = [word.text for word in words[place + 1 : min(place + 4, end + 1, sentence.end)]]
    return any(text in PRESENT for text in following)
