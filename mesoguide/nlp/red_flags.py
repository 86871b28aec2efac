"""Finds red flags in parsed messages: signs that somebody needs help now.

``doc._.red_flag`` is ``None``, or the strongest sign, and is looked for when it is asked for:
training never asks. A certain one overrides any
classifier; a possible one asks for the classifier's opinion. ``doc._.idiom`` tells whether a short
message uses the words of danger in a turn of phrase, "my hair is killing me", and holds no sign.
"""

# No `from __future__ import annotations` here: spaCy reads a factory's annotations at run time.

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc

from mesoguide.nlp.lexicon import word_set
from mesoguide.nlp.red_flag_context import (
    Context,
    crisis_strength,
    is_denied_before,
    is_joked,
    is_long_past,
    is_over_with,
    is_quoted,
)
from mesoguide.nlp.red_flag_frames import SELVES
from mesoguide.nlp.red_flag_patterns import CERTAIN, Match, load_patterns
from mesoguide.nlp.red_flag_words import Word, read_words

EMERGENCY, CRISIS = "emergency", "crisis"

#: Signs of two features further apart than this belong to different matters.
TOGETHER_WORDS = 60
#: Matches of one kind that are judged. A long, worried message has about 20; the limit is there for
#: floods of the same words.
MOST_MATCHES = 150
#: The same for each of two features that are looked for together.
MOST_PAIRED = 12

_SLIGHT = word_set("slight slightly little mild mildly tiny small")
#: "A drop of blood on my pillow" is no bleeding.
_SPOTS = _SLIGHT | word_set("drop drops spot spots speck specks dot dots smear pinprick bit")
#: Words that name death or harm. A hint without one, "I can't go on like this", is less firm.
_EXPLICIT = word_set(
    """
    die dead death dying died kill killing suicide suicidal live living alive life lives exist
    existing existence hang end ending overdose overdosed od unalive myself himself herself
    themselves wake born jump jumping grave world earth planet noose rope samaritans morir matarme
    vivir mourir sterben leben morire morrer umrzec zabic mor attempt attempted bleeds cut
    """
)
#: Who writes of themselves; "I hope that I do not wake up" stays a wish for death.
_WRITER = word_set("i me im myself we us")
_AIRWAY = word_set("throat tongue lip lips mouth windpipe airway shut")

#: A longer message holds more than its turn of phrase. Of the training messages that hold one and
#: no sign beside it, the two that are alarms have 21 and 49 words.
MAX_IDIOM_WORDS = 15


@dataclass(frozen=True)
class RedFlag:
    """A sign in a message.

    Attributes:
        kind: emergency or crisis.
        sign: what it is.
        certain: whether the words alone say so.
        start: where it stands, in characters.
        end: where it ends.
        firm: whether the classifier may not take it back: an emergency that is said to happen
            now ("since noon"), a crisis that names death or harm.
    """

    kind: str
    sign: str
    certain: bool
    start: int
    end: int
    firm: bool = False


def find_red_flag(doc: Doc) -> RedFlag | None:
    """Return the strongest red flag of a message: certain before possible, then the first."""
    words = read_words(doc)
    context = Context(words)
    looked_past = _looked_past(words)
    found = [
        *_crises(words, context, looked_past),
        *_emergencies(words, context, looked_past),
    ]
    found = _without_sleepers(found, words)
    if not any(flag.certain for flag in found):
        found += _together(words, context, looked_past)
    if not found:
        return None
    return min(found, key=_strength)


def is_idiom(doc: Doc) -> bool:
    """Tell whether a message is short and uses words of danger in a turn of phrase, and no sign."""
    words = read_words(doc)
    if len(words) > MAX_IDIOM_WORDS or not _looked_past(words):
        return False
    return find_red_flag(doc) is None


Doc.set_extension("red_flag", getter=find_red_flag, force=True)
Doc.set_extension("idiom", getter=is_idiom, force=True)


def _strength(flag: RedFlag) -> tuple[bool, int, bool, int, int, str]:
    """Return what red flags are ordered by, the strongest first; no two are alike."""
    return (
        not flag.certain,
        _rank(flag),
        not flag.firm,
        flag.start,
        -flag.end,
        flag.sign,
    )


def _rank(flag: RedFlag) -> int:
    return 0 if flag.kind == EMERGENCY and flag.sign == "poisoning" else 1


def _looked_past(words: Sequence[Word]) -> frozenset[int]:
    """Return the places of words in a turn of phrase, "dying to know", that say nothing."""
    figures = load_patterns().figures.find(words, frozenset())
    return frozenset(place for match in figures for place in range(match.start, match.end))


def _flag(
    kind: str, match: Match, certain: bool, words: Sequence[Word], *, firm: bool = False
) -> RedFlag:
    start, end = words[match.start].start, words[match.end - 1].end
    return RedFlag(kind, match.phrase.label, certain, start, end, firm)


def _emergencies(
    words: Sequence[Word], context: Context, looked_past: frozenset[int]
) -> Iterator[RedFlag]:
    matches = load_patterns().kinds[EMERGENCY].find(words, looked_past)
    for match in islice(matches, MOST_MATCHES):
        strength = context.strength(match.start, match.end, match.phrase.strength)
        if strength:
            certain = strength == CERTAIN and not _is_slight(match, words)
            if match.phrase.label == "help" and is_quoted(context.sentence_of(match.start)):
                certain = False
            now = context.is_now(match.start, match.end)
            yield _flag(EMERGENCY, match, certain, words, firm=now)
            if certain and now:
                return


def _is_slight(match: Match, words: Sequence[Word]) -> bool:
    """Recognise a little swelling of the face, or of blood; of throat or tongue, none is little."""
    near = {word.text for word in words[max(0, match.start - 2) : match.end]}
    if match.phrase.label == "bleeding":
        near |= {word.text for word in words[match.end : match.end + 2]}
        return bool(near & _SPOTS)
    return match.phrase.label == "swelling" and bool(near & _SLIGHT) and not near & _AIRWAY


def _without_sleepers(found: list[RedFlag], words: Sequence[Word]) -> list[RedFlag]:
    """Leave out a wish for death in "she is not waking", which tells of somebody unconscious."""
    if any(word.text in _WRITER for word in words):
        return found
    unconscious = [flag for flag in found if flag.sign == "collapse" and flag.certain]
    return [
        flag
        for flag in found
        if flag.kind != CRISIS
        or not any(flag.start <= f.end and f.start <= flag.end for f in unconscious)
    ]


def _crises(
    words: Sequence[Word], context: Context, looked_past: frozenset[int]
) -> Iterator[RedFlag]:
    matches = load_patterns().kinds[CRISIS].find(words, looked_past)
    joked = is_joked(words)
    for match in islice(matches, MOST_MATCHES):
        sentence = context.sentence_of(match.start)
        if is_denied_before(sentence, match.start):
            continue
        now = context.has_now(sentence, match.start, match.end)
        if is_long_past(sentence) and (not now or is_over_with(sentence)):
            continue
        first = max(sentence.start, match.start - 6)
        near = frozenset(word.text for word in words[first : match.end])
        strength = crisis_strength(sentence, near, match.phrase.strength)
        if strength:
            certain = strength == CERTAIN and not joked
            firm = _is_explicit(match, words)
            yield _flag(CRISIS, match, certain, words, firm=firm)
            if certain and firm:
                return


def _is_explicit(match: Match, words: Sequence[Word]) -> bool:
    """Tell words that name death or harm from hints."""
    forms = {form for word in words[match.start : match.end] for form in word.forms}
    return match.phrase.label == "self_harm" or not forms.isdisjoint(_EXPLICIT)


def _together(
    words: Sequence[Word], context: Context, looked_past: frozenset[int]
) -> Iterator[RedFlag]:
    """Yield a flag for every two features that belong together and are both asserted."""
    matches: dict[str, list[Match]] = {}
    for match in load_patterns().features.find(words, looked_past):
        matches.setdefault(match.phrase.label, []).append(match)
    for rule in load_patterns().together:
        firsts = matches.get(rule.one, ())
        seconds = matches.get(rule.other, ())
        if not firsts or not seconds:
            continue
        pair = _asserted_pair(rule.kind, firsts, seconds, words, context)
        if pair:
            start, end = words[pair[0]].start, words[pair[1] - 1].end
            yield RedFlag(rule.kind, rule.sign, rule.strength == CERTAIN, start, end)


def _asserted_pair(
    kind: str,
    firsts: Sequence[Match],
    seconds: Sequence[Match],
    words: Sequence[Word],
    context: Context,
) -> tuple[int, int] | None:
    for first in firsts[:MOST_PAIRED]:
        for second in seconds[:MOST_PAIRED]:
            apart = second.start >= first.end or first.start >= second.end
            if not apart or abs(second.start - first.start) > TOGETHER_WORDS:
                continue
            if all(_is_asserted(kind, match, words, context) for match in (first, second)):
                return min(first.start, second.start), max(first.end, second.end)
    return None


def _is_asserted(kind: str, match: Match, words: Sequence[Word], context: Context) -> bool:
    if kind == EMERGENCY:
        return context.strength(match.start, match.end, CERTAIN) == CERTAIN
    sentence = context.sentence_of(match.start)
    near = {word.text for word in words[max(0, match.start - 8) : match.end + 8]}
    return bool(near & SELVES) and not is_denied_before(sentence, match.start)
