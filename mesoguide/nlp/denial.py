"""Denial: "not my hair, it's my thighs" is about thighs only.

Only wordings that take a thing back count. "I cannot lose my belly fat" and "is it not good for
cellulite?" hold a "not" as well, and are about belly fat and cellulite.
"""

from __future__ import annotations

from spacy.tokens import Span

from mesoguide.nlp.lexicon import word_set

#: How many words may stand between the denying word and the thing denied.
MAX_DISTANCE = 5

#: Words that may stand in between: "not (really) (asking) (about) (my) hair".
_LINKING = word_set(
    """
    my the her his their our your a an any it its for about on in with at to of really asking
    ask talk talking about interested bothered worried interest bother worry meaning mean want
    wanting so much because have has having do this that i 'm am is be get got losing lose treat
    """
)
_DENYING = frozenset({"not", "n't", "nt", "no", "without", "never"})
_DENYING_PAIRS = frozenset(
    {("rather", "than"), ("instead", "of"), ("other", "than"), ("apart", "from"), ("except", "for")}
)
#: "do not have", "do not mean": the denial works through these verbs.
_CONTRACTED = frozenset(
    {"isnt", "dont", "doesnt", "didnt", "havent", "hasnt", "arent", "wasnt", "aint"}
)
#: Verbs whose denial asserts the thing: "cannot lose my belly fat", "does not help my cellulite".
_ASSERTING = word_set(
    """
    lose get shift help work improve like love stand bear hide cover stop grow regrow fix treat
    budge happy
    """
)
#: "is it not good for", "will it not work on": a question, not a denial.
_QUESTION_SUBJECTS = frozenset({"it", "this", "that", "you", "they", "meso", "mesotherapy"})


def is_denied(span: Span) -> bool:
    """Tell whether the patient takes back what the span speaks of."""
    return _denied_before(span) or _denied_after(span)


def _denied_before(span: Span) -> bool:
    doc = span.doc
    index = span.start - 1
    steps = 0
    while index >= 0 and steps <= MAX_DISTANCE:
        word = doc[index].lower_.replace("\u2019", "'")
        previous = doc[index - 1].lower_ if index else ""
        if (previous, word) in _DENYING_PAIRS:
            return True
        if word in _DENYING or word in _CONTRACTED:
            return _denies(span, index)
        if word not in _LINKING:
            return False
        index -= 1
        steps += 1
    return False


def _denies(span: Span, index: int) -> bool:
    doc = span.doc
    between = {token.norm_ for token in doc[index + 1 : span.start]}
    if between & _ASSERTING:
        return False
    word, previous = doc[index].lower_, doc[index - 1].lower_ if index else ""
    if word == "no" and doc[index + 1].lower_ in {"idea", "more", "longer", "matter"}:
        return False
    if word == "not" and doc[index + 1].lower_ == "only":
        return False
    if previous in {"ca", "can", "could", "wo", "will", "would", "why", "should"}:
        return False
    return not (previous in _QUESTION_SUBJECTS and "?" in doc.text[span.end_char :])


def _denied_after(span: Span) -> bool:
    """Recognise "my hair is fine", "hair is not the problem"."""
    following = " ".join(token.lower_ for token in span.doc[span.end : span.end + 5])
    following = following.replace("\u2019", "'")
    return following.startswith(
        (
            "is fine",
            "is ok",
            "is not the",
            "is not my",
            "is n't the",
            "is n't my",
            "isn't the",
            "are fine",
            "are not the",
            "are n't the",
        )
    )
