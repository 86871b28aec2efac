"""Sentences and clauses of a message, in which red-flag signs are judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mesoguide.nlp.red_flag_frames import (
    AUX,
    CLAUSE_WORDS,
    FILLERS,
    MANY,
    PERSONS,
    SUBJECTS,
    WH,
)
from mesoguide.nlp.red_flag_words import HARD, Word


@dataclass(frozen=True)
class Sentence:
    """One sentence of the message, with what can be said of it as a whole."""

    words: Sequence[Word]
    start: int
    end: int

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The words, breaks between clauses included."""
        return tuple(word.text for word in self.words[self.start : self.end])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words as a set."""
        return frozenset(self.texts)

    @cached_property
    def is_question(self) -> bool:
        """Whether it ends with a question mark or begins like a question."""
        if self.end < len(self.words) and self.words[self.end].text == "?":
            return True
        opening = [text for text in self.texts[:6] if text not in FILLERS and text != ","]
        if not opening:
            return False
        if opening[0] in AUX:
            return len(opening) > 1 and opening[1] in SUBJECTS
        return opening[0] in WH

    def has_phrase(self, phrases: Sequence[tuple[str, ...]]) -> bool:
        """Tell whether one of the word sequences is there."""
        texts, vocabulary = self.texts, self.vocabulary
        return any(
            texts[i : i + len(phrase)] == phrase
            for phrase in phrases
            if vocabulary.issuperset(phrase)
            for i in range(len(texts))
        )


def split_sentences(words: Sequence[Word]) -> list[Sentence]:
    """Split a message at its hard breaks."""
    sentences, start = [], 0
    for place in range(len(words) + 1):
        if place == len(words) or words[place].brk == HARD:
            if place > start:
                sentences.append(Sentence(words, start, place))
            start = place + 1
    return sentences


def clause_start(sentence: Sentence, place: int) -> int:
    """Return where the clause of a word begins."""
    for before in range(place - 1, sentence.start - 1, -1):
        word = sentence.words[before]
        if word.brk or word.text in CLAUSE_WORDS:
            return before + 1
    return sentence.start


def clause_end(sentence: Sentence, place: int) -> int:
    """Return where the clause of a word ends."""
    for after in range(place, sentence.end):
        word = sentence.words[after]
        if word.brk or word.text in CLAUSE_WORDS - {"since"}:
            return after
    return sentence.end


def has_person(sentence: Sentence, clause: int, end: int) -> bool:
    """Tell whether a part of the sentence speaks of somebody in particular."""
    texts = {word.text for word in sentence.words[clause:end]}
    if texts & MANY:
        texts -= _OF_MANY
    return not texts.isdisjoint(PERSONS)


#: "People with their lips swelling" are nobody in particular.
_OF_MANY = frozenset({"they", "them", "their"})
