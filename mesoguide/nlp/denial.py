"""Denial: "not my hair, it's my thighs" is about thighs only.

Only wordings that take a thing back count. "I cannot lose my belly fat" and "is it not good for
cellulite?" hold a "not" as well, and are about belly fat and cellulite.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from mesoguide.nlp.lexicon import word_set

#: How many words may stand between the denying word and the thing denied.
MAX_DISTANCE = 5

#: Words that may stand in between: "not (really) (asking) (about) (my) hair".
_LINKING = word_set(
    """
    my the her his their our your a an any it its for about on in with at to of really asking
    ask talk talking about interested bothered worried interest bother worry meaning mean want
    wanting so much because have has having do this that i 'm am is be get got losing lose treat
    treating touch touching doing what said say just
    """
)
_DENYING = frozenset({"not", "n't", "nt", "no", "without", "never"})
_DENYING_PHRASES = (
    ("rather", "than"),
    ("instead", "of"),
    ("other", "than"),
    ("apart", "from"),
    ("aside", "from"),
    ("except", "for"),
    ("except",),
    ("never", "mind"),
    ("nothing", "to", "do", "with"),
)
#: "Forget my hair" takes it back; "do not forget my hair" does not.
_DISMISSING = frozenset({"forget", "ignore", "skip"})
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
#: "I do not want it for wrinkles": it is the treatment that is not wanted.
_ABOUT = frozenset({"for", "on", "about", "with"})
#: "Isn't my cellulite too bad for it?" asks; "why isn't my lump going away" asserts the lump.
_INVERTED = word_set("is are was were does do did has have had am")
_ASKING = word_set("why how when what who where and but so or")
#: "is it not good for", "will it not work on": a question, not a denial.
_QUESTION_SUBJECTS = frozenset({"it", "this", "that", "you", "they", "meso", "mesotherapy"})


#: Words that put something else in the place of what stands before them.
_MEANT = re.compile(r"(?:but |,? ?sorry ,? ?|, )?(?:i )?mean(?:t)?\b")


def is_denied(span: Span, *, is_wish_to_be_rid: bool = False) -> bool:
    """Tell whether the patient takes back what the span speaks of.

    Args:
        span: the words that name a concern or a body area.
        is_wish_to_be_rid: whether not to want it is a wish to be rid of it: true of a concern ("I
            do not want wrinkles"), false of a body area ("I do not want it on my face").
    """
    return _denied_before(span, is_wish_to_be_rid) or _denied_after(span)


def _denied_before(span: Span, is_wish_to_be_rid: bool) -> bool:
    doc = span.doc
    index = span.start - 1
    steps = 0
    while index >= 0 and steps <= MAX_DISTANCE:
        word = _plain(doc[index])
        if _ends_denying_phrase(doc, index):
            return True
        if word in _DISMISSING:
            return index == 0 or _plain(doc[index - 1]) not in _DENYING | _CONTRACTED
        if word in _DENYING or word in _CONTRACTED:
            return _denies(span, index, is_wish_to_be_rid)
        if word not in _LINKING:
            return False
        index -= 1
        steps += 1
    return False


def _ends_denying_phrase(doc: Doc, index: int) -> bool:
    words = tuple(_plain(token) for token in doc[max(0, index - 3) : index + 1])
    return any(words[-len(phrase) :] == phrase for phrase in _DENYING_PHRASES)


def _plain(token: Token) -> str:
    return str(token.lower_).replace("\u2019", "'")


def _denies(span: Span, index: int, is_wish_to_be_rid: bool) -> bool:
    doc = span.doc
    between = {token.norm_ for token in doc[index + 1 : span.start]}
    if between & _ASSERTING:
        return False
    word, previous = _plain(doc[index]), _plain(doc[index - 1]) if index else ""
    if is_wish_to_be_rid and (word == "without" or ("want" in between and not between & _ABOUT)):
        return False
    if word == "no" and doc[index + 1].lower_ in {"idea", "more", "longer", "matter"}:
        return False
    if word == "not" and doc[index + 1].lower_ in {"only", "just"}:
        return False
    if previous in {"ca", "can", "could", "wo", "will", "would", "why", "should"}:
        return False
    if _is_inverted_question(span, index):
        return False
    return not (previous in _QUESTION_SUBJECTS and "?" in doc.text[span.end_char :])


def _is_inverted_question(span: Span, index: int) -> bool:
    """Recognise "isn't my ..." at the beginning of a question, with its "not" at ``index``."""
    doc = span.doc
    is_one_word = _plain(doc[index]) in _CONTRACTED
    verb = index if is_one_word else index - 1
    if verb < 0 or not (is_one_word or _plain(doc[verb]) in _INVERTED):
        return False
    before = doc[verb - 1] if verb else None
    if before is not None and _plain(before) == "why":
        return True
    starts = before is None or before.is_punct or _plain(before) in _ASKING
    return starts and "?" in doc.text[span.end_char :]


def _denied_after(span: Span) -> bool:
    """Recognise "my hair is fine", "hair is not the problem", "arms, I mean legs"."""
    following = " ".join(token.lower_ for token in span.doc[span.end : span.end + 5])
    following = following.replace("\u2019", "'")
    if _MEANT.match(following):
        # "Arms, I mean legs" takes the arms back; "it is for wrinkles, I mean" takes nothing back.
        return _names_more(span)
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
            "no wait",
            ", no wait",
        )
    )


def _names_more(span: Span) -> bool:
    """Tell whether anything but "to say" comes after "I mean"."""
    after = span.doc.text[span.end_char :].lower()
    rest = after[after.index("mean") :].split()[1:]
    words = [stripped for word in rest if (stripped := word.strip(".,!?"))]
    if words[:1] == ["not"]:
        return False  # "breastfeeding I mean, not pregnant"
    return any(word.isalpha() and word not in {"to", "say", "sorry", "please"} for word in words)
