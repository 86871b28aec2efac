"""Whether a red-flag sign is asserted of here and now, or denied, supposed, general or long past.

Everything is decided within the sentence and the clause of the sign, so one asserted sign in a long
message is enough, whatever surrounds it.
"""

from __future__ import annotations

from collections.abc import Sequence

from mesoguide.nlp.red_flag_frames import (
    AGE,
    ANIMALS,
    ANSWERED_NO,
    AUX,
    CHRONIC,
    DENIAL_LINKS,
    DENIAL_STOPS,
    DENIALS,
    DETERMINERS,
    DISTANT,
    ELIGIBILITY,
    ELIGIBILITY_WORDS,
    FEARED_EVENTS,
    FICTION,
    FILLERS,
    FIRST,
    GENERAL,
    HABITS,
    INTERESTS,
    JOKES,
    JUST_OTHER,
    LONG_UNITS,
    MANY,
    MODALS,
    NOT_THIS,
    NOW,
    OTHER_ONES,
    OVER_WITH,
    PAST,
    PAST_PHRASES,
    PERSONS,
    PRESENT,
    QUOTED,
    REPORTED,
    RESOLVED,
    SELVES,
    SINCE_WHAT,
    SYMPTOM_WORDS,
    TELLING,
    TREATMENT,
    WH,
    YEAR,
)
from mesoguide.nlp.red_flag_patterns import POSSIBLE
from mesoguide.nlp.red_flag_sentences import (
    Sentence,
    clause_end,
    clause_start,
    has_person,
    split_sentences,
)
from mesoguide.nlp.red_flag_supposition import is_supposed
from mesoguide.nlp.red_flag_words import Word


class Context:
    """Judges signs found in one message."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._sentences = split_sentences(words)

    def sentence_of(self, place: int) -> Sentence:
        """Return the sentence in which a word stands."""
        return next(s for s in self._sentences if s.start <= place < s.end)

    def strength(self, start: int, end: int, strength: str) -> str | None:
        """Return how strongly an emergency sign is asserted: certain, possible or not at all."""
        sentence = self.sentence_of(start)
        clause = clause_start(sentence, start)
        if self._is_elsewhere(sentence, clause, start) or self._is_denied(sentence, start, end):
            return None
        now = self.has_now(sentence, clause, end)
        if any(YEAR.match(word.text) for word in self._words[end : end + 4]):
            return None
        if not now and (self._is_past(sentence) or sentence.has_phrase(CHRONIC)):
            return None
        if self._asks_eligibility() and (not now or is_long_past(sentence)):
            return None
        person = has_person(sentence, clause, end)
        if is_supposed(sentence, start, end):
            return POSSIBLE if now and person else None
        inside = {word.text for word in self._words[start:end]}
        general = bool((sentence.vocabulary - inside) & GENERAL)
        if general and not person:
            return None
        if not (person or now) and any((s.vocabulary - inside) & GENERAL for s in self._sentences):
            return None
        if sentence.vocabulary & REPORTED or sentence.has_phrase(TELLING):
            return POSSIBLE if now else None
        if not now and {word.text for word in self._words[max(0, start - 3) : start]} & MANY:
            return None
        if not now and _asks_with_modal(sentence):
            return POSSIBLE
        if sentence.has_phrase(OVER_WITH):
            return POSSIBLE
        if not person and sentence.is_question and not _is_told_before_asking(sentence, end):
            return POSSIBLE
        if general and not now and not (sentence.vocabulary & FIRST):
            return POSSIBLE
        if not now and self._is_a_tale(sentence, clause, start):
            return POSSIBLE
        return strength

    def _is_a_tale(self, sentence: Sentence, clause: int, start: int) -> bool:
        """Recognise what once befell somebody, told to ask about the treatment; and habits."""
        before = {word.text for word in self._words[clause:start]}
        if before & {"get", "gets", "getting"} and not before & {"is", "'s", "am"}:
            return True
        if before & DISTANT:
            return True
        others = before & (PERSONS - FIRST)
        return bool(others) and any(
            s.vocabulary & (INTERESTS | GENERAL) and (s.is_question or s is sentence)
            for s in self._sentences
        )

    def is_now(self, start: int, end: int) -> bool:
        """Tell whether the clause of a sign says that it is happening now, and was not before."""
        sentence = self.sentence_of(start)
        if is_long_past(sentence) or is_over_with(sentence) or _is_habit(sentence):
            return False
        return self.has_now(sentence, clause_start(sentence, start), end)

    def has_now(self, sentence: Sentence, clause: int, end: int) -> bool:
        """Tell whether something in or near the clause says that it is happening now."""
        until = clause_end(sentence, end)
        texts = sentence.texts[max(0, clause - sentence.start - 6) : until - sentence.start + 8]
        for place, text in enumerate(texts):
            following = texts[place + 1] if place + 1 < len(texts) else ""
            if text in NOW and not (text == "ago" and texts[place - 1] in LONG_UNITS):
                if text in {"quick", "quickly"} and place and texts[place - 1] == "too":
                    continue
                if text == "still" and following in {"have", "do", "treat", "inject", "get"}:
                    continue
                if text == "now" and (following == "and" or (place and texts[place - 1] == "not")):
                    continue
                return True
            if text == "just" and following not in JUST_OTHER:
                return True
            if text in {"since", "after", "following"} and "never" not in texts[:place][-1:]:
                if texts[place + 1 : place + 3] == ("i", "was"):
                    continue
                if not _is_about_treatment(texts[place + 1 : place + 4]):
                    continue
                return True
        return False

    def _is_elsewhere(self, sentence: Sentence, clause: int, start: int) -> bool:
        """Recognise animals, machines and made-up people."""
        before = _since_last(FIRST, [word.text for word in self._words[clause : start + 1]])
        if "film" in sentence.vocabulary and "cling" not in sentence.vocabulary:
            return True
        return bool(before & ANIMALS or sentence.vocabulary & FICTION)

    def _is_denied(self, sentence: Sentence, start: int, end: int) -> bool:
        return (
            is_denied_before(sentence, start)
            or _holds_denial(sentence, start, end)
            or _is_resolved(sentence, end)
            or self._is_answered_no(sentence, end)
        )

    def _is_answered_no(self, sentence: Sentence, end: int) -> bool:
        after = sentence.end
        if after - end > 3 or after + 1 >= len(self._words):
            return False
        asked = self._words[after].text in {"?", "-", ":"}
        return asked and self._words[after + 1].text in ANSWERED_NO

    def _is_past(self, sentence: Sentence) -> bool:
        if is_long_past(sentence) or _is_habit(sentence):
            return True
        following = [s for s in self._sentences if s.start > sentence.start][:1]
        return any(
            {"never", "since"} <= s.vocabulary or {"years", "ago"} <= s.vocabulary
            for s in following
        )

    def _asks_eligibility(self) -> bool:
        return any(
            sentence.vocabulary & ELIGIBILITY_WORDS or sentence.has_phrase(ELIGIBILITY)
            for sentence in self._sentences
        )


def _since_last(words: frozenset[str], texts: list[str]) -> set[str]:
    """Return what follows the last of some words: "in my car and I (can't breathe)"."""
    last = max((place for place, text in enumerate(texts) if text in words), default=-1)
    if last >= 0 and texts[last] in {"my", "his", "her", "our"}:
        last -= 1
    return set(texts[last + 1 :])


def _is_about_treatment(following: Sequence[str]) -> bool:
    """Recognise "(since) the jab", "(after) my second session", "(since) Monday"."""
    if not following:
        return False
    if following[0] not in DETERMINERS:
        return following[0] in SINCE_WHAT
    return any(text.rstrip("s'") in TREATMENT or text in TREATMENT for text in following[1:])


def is_denied_before(sentence: Sentence, start: int) -> bool:
    """Recognise "no chest pain", "I am not really having any trouble breathing"."""
    crossed = False
    for place in range(start - 1, max(sentence.start, start - 10) - 1, -1):
        word = sentence.words[place]
        if word.brk:
            crossed = True
            continue
        if word.text in DENIALS or (word.text == "cannot" and not crossed):
            return _denies(sentence, place, crossed)
        if word.text in PERSONS and sentence.texts[place - sentence.start - 1] in {"and", "or"}:
            return False
        if crossed and word.text not in SYMPTOM_WORDS | {"or", "and", "any", "no"}:
            return False
        if word.text not in DENIAL_LINKS and word.text not in SYMPTOM_WORDS:
            return False
    return False


#: "Trying (hard) not to hurt myself" denies nothing.
_TRYING = frozenset({"try", "trying", "tried"})


def _denies(sentence: Sentence, place: int, crossed: bool) -> bool:
    texts = sentence.words
    following = texts[place + 1].text if place + 1 < sentence.end else ""
    word = texts[place].text
    if word == "cannot" or following in DENIAL_STOPS or texts[place + 1].brk:
        return False
    if following == "to" and _TRYING & {w.text for w in texts[max(0, place - 3) : place]}:
        return False
    return not crossed or word in {"no", "without"}


#: "I don't have any trouble breathing", "she isn't struggling to breathe".
_TROUBLE = frozenset({"any", "trouble", "problem", "problems", "struggle", "struggling"})


def _holds_denial(sentence: Sentence, start: int, end: int) -> bool:
    """Recognise "I don't have any trouble swallowing" where "not ... swallowing" is the sign."""
    texts = [word.text for word in sentence.words[start:end]]
    return texts[0] == "not" and bool(set(texts[1:]) & _TROUBLE)


def _is_told_before_asking(sentence: Sentence, end: int) -> bool:
    """Recognise "tight chest since noon, should I come in?": the sign is told, the rest asked."""
    opening = [text for text in sentence.texts if text not in FILLERS][:1]
    if set(opening) & (AUX | WH):
        return False
    words = sentence.words[end : sentence.end]
    return any(
        word.brk and words[place + 1].text in MODALS and words[place + 2].text in SELVES
        for place, word in enumerate(words[:-2])
    )


def _asks_with_modal(sentence: Sentence) -> bool:
    """Recognise "do I need ...?" with nothing in it that is so now."""
    if not sentence.is_question or sentence.vocabulary & PRESENT:
        return False
    opening = [text for text in sentence.texts[:4] if text not in FILLERS]
    return bool(opening) and opening[0] in MODALS


def _is_resolved(sentence: Sentence, end: int) -> bool:
    """Recognise "my breathing is fine", "the chest pain has gone"."""
    following = [w.text for w in sentence.words[end : min(end + 4, sentence.end)]]
    if _is_denied_after(following):
        return True
    if not following or sentence.is_question:
        return False
    if following[0] in RESOLVED - {"gone", "good", "well", "stopped"}:
        return True
    if following[:2] in (["is", "not"], ["are", "not"]) and following[2:] and len(following) > 2:
        return following[2] not in NOT_THIS
    if following[0] not in {"is", "'s", "are", "has", "feels", "all", "be"}:
        return False
    return any(text in RESOLVED for text in following) and "not" not in following


def _is_denied_after(following: Sequence[str]) -> bool:
    """Recognise "my chest does not hurt", also when a question comes after it."""
    if len(following) < 3 or following[1] != "not":
        return False
    return following[0] in _HELPING and following[2] in _HURTS


#: "My chest does not feel right" is no denial: only these words name the sign itself.
_HURTS = frozenset(
    {
        *("hurt", "hurting", "ache", "aching", "swell", "swelling", "swollen", "tight", "sore"),
        *("painful", "burn", "burning", "closing"),
    }
)
_HELPING = frozenset({"is", "are", "does", "do", "did", "has", "have", "was", "were"})


def is_long_past(sentence: Sentence) -> bool:
    """Recognise "years ago", "in 2015", "as a child", "I used to"."""
    if sentence.vocabulary & PAST or sentence.has_phrase(PAST_PHRASES):
        return True
    texts = sentence.texts
    if any(YEAR.match(text) for text in texts):
        return True
    return any(
        texts[place] == "at" and AGE.match(texts[place + 1]) and texts[place - 1] != ","
        for place in range(1, len(texts) - 1)
    )


def _is_habit(sentence: Sentence) -> bool:
    texts = sentence.texts
    for place, text in enumerate(texts):
        if text in FEARED_EVENTS and {"at", "with"} & set(texts[max(0, place - 5) : place]):
            return not sentence.vocabulary & {"since", "after"}
    return bool(sentence.vocabulary & HABITS) and not sentence.is_question


def is_over_with(sentence: Sentence) -> bool:
    """Recognise "fine now", "turned out to be nothing"."""
    return sentence.has_phrase(OVER_WITH)


def is_joked(words: Sequence[Word]) -> bool:
    """Tell whether a message laughs about itself, which may be to hide how things are."""
    return any(word.text in JOKES for word in words)


def is_quoted(sentence: Sentence) -> bool:
    """Recognise "you told me to ring 999"."""
    return sentence.has_phrase(QUOTED)


def crisis_strength(sentence: Sentence, near: frozenset[str], strength: str) -> str | None:
    """Return how strongly a crisis is asserted, given that it is neither denied nor long past.

    Questions about a drug and reports about others ("is it linked to suicide?") are none.

    Args:
        sentence: the sentence.
        near: the words of the sign and those just before it.
        strength: how strong the words are by themselves.
    """
    if _is_about_anyone(sentence):
        return POSSIBLE
    reads = bool(sentence.vocabulary & REPORTED)
    own = near & (FIRST - ({"i"} if reads else set()))
    if near & MANY and not own - OTHER_ONES:
        return None
    if own or near & (PERSONS - FIRST):
        return strength
    speaks_of_self = bool(sentence.vocabulary & SELVES)
    if sentence.vocabulary & (GENERAL | REPORTED):
        return POSSIBLE if speaks_of_self and strength != POSSIBLE else None
    if {"make", "you"} <= sentence.vocabulary or {"make", "people"} <= sentence.vocabulary:
        return None
    if sentence.is_question and sentence.vocabulary & MODALS:
        return POSSIBLE if strength != POSSIBLE else None
    return strength


def _is_about_anyone(sentence: Sentence) -> bool:
    """Recognise "if someone told you that they were suicidal, would you ...?"."""
    texts = [text for text in sentence.texts if text not in FILLERS]
    return bool(texts) and texts[0] == "if" and texts[1:2] in _ANYONE


_ANYONE = (["someone"], ["somebody"], ["anyone"], ["anybody"], ["people"], ["a"])
