"""spaCy component: finds red flags, signs that somebody needs help now.

The result is in ``doc._.red_flag``: ``None``, or the strongest sign. A certain one overrides any
classifier; a possible one asks for the classifier's opinion.
"""

# No `from __future__ import annotations` here: spaCy reads a factory's annotations at run time.

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Optional

from spacy.language import Language
from spacy.tokens import Doc

from mesoguide.nlp.lexicon import word_set
from mesoguide.nlp.red_flag_context import (
    Context,
    general_crisis,
    is_denied_before,
    is_long_past,
)
from mesoguide.nlp.red_flag_patterns import CERTAIN, POSSIBLE, Match, load_patterns
from mesoguide.nlp.red_flag_words import Word, read_words

FACTORY = "mesoguide_red_flags"

EMERGENCY, CRISIS = "emergency", "crisis"

#: Signs of two features further apart than this belong to different matters.
TOGETHER_WORDS = 60

_SELF = word_set("i my me myself im i'm she he her his herself himself they we themselves our")

Doc.set_extension("red_flag", default=None, force=True)


@dataclass(frozen=True)
class RedFlag:
    """A sign in a message: what it is, how sure the words are, and where it stands (characters)."""

    kind: str
    sign: str
    certain: bool
    start: int
    end: int


@Language.component(FACTORY)
def set_red_flag(doc: Doc) -> Doc:
    """Set ``doc._.red_flag``."""
    doc._.red_flag = find_red_flag(doc)
    return doc


def find_red_flag(doc: Doc) -> Optional[RedFlag]:  # noqa: UP045 - evaluated on Python 3.10
    """Return the strongest red flag of a message: certain before possible, then the first."""
    words = read_words(doc)
    context = Context(words)
    patterns = load_patterns()
    looked_past = _looked_past(words)
    found = [
        *_crises(words, context, looked_past),
        *_emergencies(words, context, looked_past),
    ]
    if not any(flag.certain for flag in found) and found_features_worth(words):
        found += _together(words, context, looked_past)
    del patterns
    if not found:
        return None
    return min(found, key=lambda flag: (not flag.certain, _rank(flag), flag.start))


def found_features_worth(words: Sequence[Word]) -> bool:
    """Tell whether a message is long enough to hold two signs."""
    return len(words) > 2


def _rank(flag: RedFlag) -> int:
    return 0 if flag.kind == EMERGENCY and flag.sign == "poisoning" else 1


def _looked_past(words: Sequence[Word]) -> frozenset[int]:
    """Return the places of words in a turn of phrase, "dying to know", that say nothing."""
    figures = load_patterns().figures.find(words, frozenset())
    return frozenset(place for match in figures for place in range(match.start, match.end))


def _flag(kind: str, match: Match, certain: bool, words: Sequence[Word]) -> RedFlag:
    return RedFlag(
        kind, match.phrase.label, certain, words[match.start].start, words[match.end - 1].end
    )


def _emergencies(
    words: Sequence[Word], context: Context, looked_past: frozenset[int]
) -> Iterator[RedFlag]:
    for match in load_patterns().kinds[EMERGENCY].find(words, looked_past):
        strength = context.strength(match.start, match.end, match.phrase.strength)
        if strength:
            yield _flag(EMERGENCY, match, strength == CERTAIN, words)


def _crises(
    words: Sequence[Word], context: Context, looked_past: frozenset[int]
) -> Iterator[RedFlag]:
    for match in load_patterns().kinds[CRISIS].find(words, looked_past):
        sentence = context.sentence_of(match.start)
        if is_denied_before(sentence, match.start):
            continue
        if is_long_past(sentence) and not context.has_now(sentence, match.start, match.end):
            continue
        inside = {word.text for word in words[max(sentence.start, match.start - 6) : match.end]}
        if general_crisis(sentence, bool(inside & _SELF)):
            continue
        certain = match.phrase.strength == CERTAIN
        yield _flag(CRISIS, match, certain, words)


def _together(
    words: Sequence[Word], context: Context, looked_past: frozenset[int]
) -> Iterator[RedFlag]:
    """Yield a certain flag where two features that belong together are both asserted."""
    matches: dict[str, list[Match]] = {}
    for match in load_patterns().features.find(words, looked_past):
        if context.strength(match.start, match.end, CERTAIN) == CERTAIN:
            matches.setdefault(match.phrase.label, []).append(match)
    for sign, one, other in load_patterns().together:
        for first in matches.get(one, ()):
            for second in matches.get(other, ()):
                apart = second.start >= first.end or first.start >= second.end
                if apart and abs(second.start - first.start) <= TOGETHER_WORDS:
                    start, end = min(first.start, second.start), max(first.end, second.end)
                    yield RedFlag(EMERGENCY, sign, True, words[start].start, words[end - 1].end)
                    return


_ = POSSIBLE
