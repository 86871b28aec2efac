"""Reads a message word by word, as people type in shock: slips, missing letters, no spaces.

Each word carries the forms that patterns are compared with: its text, its base form, and its text
with an equals sign in front, for patterns that must not match other forms of the word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.tokens import Doc

from mesoguide.nlp.lexicon import load_lexicon, plain_letters, word_set
from mesoguide.nlp.red_flag_patterns import load_patterns

#: Words that are looked for under a slip. Only words outside the dictionary are ever mended.
VITAL_WORDS = tuple(
    sorted(
        word_set(
            """
            breathe breath breathing breathless throat throats tongue swollen swelling swelled
            chest heart heartbeat faint fainted fainting collapse collapsed collapsing unconscious
            conscious vision blind blurry blurred seizure convulsing wheezing wheeze suicide
            suicidal swallow swallowed choking choke bleeding blood closing closed tight tightness
            emergency ambulance anaphylaxis anaphylactic allergic reaction dizzy numb lips face eyes
            eyelids pain painful racing pounding hives slurring slurred drooping paralysed confused
            shivering fever spreading headache stroke breathlessness palpitations consciousness
            struggling cannot please hospital paramedic overdose overdosed myself yourself kill
            killing dying worthless hopeless alive suffocating responding unresponsive vomiting
            gasping speech purple epipen adrenaline sepsis minoxidil finasteride emla temperature
            everything anymore living tomorrow tonight husband daughter talking floor help feel
            cutting harming hurting point reason wanted choking
            """
        )
    )
)

#: From which length one and two slips are allowed in a word.
ONE_SLIP_FROM, TWO_SLIPS_FROM = 4, 8

HARD, SOFT = "hard", "soft"
_HARD = frozenset({".", "?", "!", ";"})
_SOFT = frozenset({",", "...", "\u2026", "..", ":", "/", "(", ")", "\u2013", "\u2014", "--"})
_CONTRACTIONS = {
    "n't": "not",
    "nt": "not",
    "nae": "not",
    "'m": "am",
    "m": "am",
    "'re": "are",
    "re": "are",
    "'ve": "have",
    "ve": "have",
    "'ll": "will",
    "ll": "will",
    "'d": "would",
    "wo": "will",
    "gon": "going",
    "na": "to",
    "u": "you",
    "ur": "your",
    "w/": "with",
    "bcoz": "because",
    "omg": "omg",
}
_IS = frozenset({"'s", "s"})
_CAN = frozenset({"ca", "can", "could", "cant", "can't", "couldn't", "couldnt"})
_CANNOT_FORMS = frozenset({"cannot", "=cannot", "not"})
_DIGIT_LETTERS = str.maketrans("013457@$", "oieastas")
_RUN = re.compile(r"(.)\1{2,}")
_VOWELS = re.compile(r"[aeiou]")
_NUMBER = re.compile(r"^(\d{2,3}(?:\.\d)?)(?:c|f|bpm|\u00b0c?|deg)?$")
_GLUED = re.compile(r"^(cant|cannot|my|not|im|hes|shes|his|her|the)(\w{4,})$")


@dataclass(frozen=True)
class Word:
    """One word, or one break between sentences (hard) or clauses (soft)."""

    text: str
    forms: frozenset[str]
    start: int
    end: int
    brk: str = ""


def read_words(doc: Doc) -> list[Word]:
    """Return the words of a message with its breaks; quotes and hyphens are left out."""
    words: list[Word] = []
    for token in doc:
        raw = token.lower_
        start, end = token.idx, token.idx + len(raw)
        kind = _break_kind(raw, token.whitespace_)
        if kind:
            words.append(Word(raw, frozenset({raw}), start, end, kind))
            continue
        for text, base in _read(raw, token.norm_):
            before = words[-1].text if words else ""
            if text == "self" and before in {"my", "him", "her", "them"}:
                begin = words.pop().start
                text = base = "himself" if before == "him" else before + "self"
                words.append(Word(text, _forms(text, base), begin, end))
            elif (text == "not" and before in _CAN) or (text == "can" and before == "no"):
                begin = words.pop().start
                words.append(Word("cannot", _CANNOT_FORMS, begin, end))
            else:
                words.append(Word(text, _forms(text, base), start, end))
    return words


def _break_kind(raw: str, space_after: str) -> str:
    if raw in _HARD or "\n" in raw:
        return HARD
    if raw in _SOFT or (raw == "-" and space_after):
        return SOFT
    return ""


@lru_cache(maxsize=20_000)
def _read(raw: str, norm: str) -> tuple[tuple[str, str], ...]:
    """Return the words that a token stands for, each with its base form; none for a mark."""
    lower = plain_letters(raw).replace("`", "'")
    if lower in _IS:
        return (("'s", "be"),)
    if lower in _CONTRACTIONS:
        text = _CONTRACTIONS[lower]
        return ((text, "be" if text in {"am", "are"} else text),)
    if lower in {"cant", "can't", "couldnt", "couldn't", "cannot"}:
        return (("cannot", "cannot"),)
    if not any(c.isalnum() for c in lower):
        return ()
    slips = load_patterns().slips
    squeezed = _RUN.sub(r"\1\1", lower)
    for word in (lower, squeezed, _RUN.sub(r"\1", lower)):
        if word in slips:
            return tuple((part, load_lexicon().base_form(part)) for part in slips[word].split())
    single = _RUN.sub(r"\1", lower)
    if single != lower and single.isalpha() and load_lexicon().is_known(single):
        return ((single, load_lexicon().base_form(single)),)
    return _mend(lower, norm)


def _mend(lower: str, norm: str) -> tuple[tuple[str, str], ...]:
    lexicon = load_lexicon()
    if lexicon.is_known(lower) or lower in load_patterns().vocabulary:
        return ((lower, norm),)
    if lower.endswith("in") and lexicon.is_known(lower + "g"):
        return ((lower + "g", lexicon.base_form(lower + "g")),)
    if lower.endswith("s") and lower[:-1] in VITAL_WORDS:
        return ((lower[:-1], lexicon.base_form(lower[:-1])),)
    word = vital_word(lower)
    if word:
        return ((word, lexicon.base_form(word)),)
    glued = _GLUED.match(lower)
    if glued and (rest := vital_word(glued[2])):
        first = {"cant": "cannot", "im": "i"}.get(glued[1], glued[1])
        return ((first, first), (rest, lexicon.base_form(rest)))
    return ((lower, norm),)


def vital_word(word: str) -> str | None:
    """Return the vital word that an unknown word is a slip for."""
    if "*" in word and len(word) > 3:
        mask = re.compile("".join("[a-z]?" if c == "*" else re.escape(c) for c in word))
        return next((vital for vital in VITAL_WORDS if mask.fullmatch(vital)), None)
    letters = word.translate(_DIGIT_LETTERS) if any(c.isalpha() for c in word) else word
    letters = _RUN.sub(r"\1\1", letters)
    if letters in VITAL_WORDS:
        return letters
    if len(letters) < 3 or not letters.isalpha():
        return None
    close = _close_word(letters)
    return close or _same_consonants(letters)


def _close_word(word: str) -> str | None:
    if len(word) < ONE_SLIP_FROM:
        return None
    allowed = 2 if len(word) >= TWO_SLIPS_FROM else 1
    choices = [v for v in VITAL_WORDS if v[0] == word[0] or sorted(v) == sorted(word)]
    found = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=allowed)
    return str(found[0]) if found else None


def _same_consonants(word: str) -> str | None:
    """Recognise words without their vowels: "thrt", "swln", "brth"."""
    bare = _VOWELS.sub("", word)
    if len(bare) < 3:
        return None
    same = [
        vital
        for vital in VITAL_WORDS
        if vital[0] == word[0] and _VOWELS.sub("", vital) == bare and _is_shortened(word, vital)
    ]
    return min(same, key=lambda v: OSA.distance(v, word)) if same else None


def _is_shortened(word: str, vital: str) -> bool:
    """Tell whether the word is the vital one with letters left out."""
    letters = iter(vital)
    return all(letter in letters for letter in word)


def _forms(text: str, base: str) -> frozenset[str]:
    forms = {text, base, "=" + text}
    if text == "cannot":
        forms.add("not")
    if text == "'s":
        forms.add("is")
    number = _NUMBER.match(text)
    if number:
        forms |= _number_forms(float(number[1]))
    return frozenset(forms)


def _number_forms(value: float) -> set[str]:
    """Mark numbers that could be a high fever (Celsius or Fahrenheit) or a dangerous pulse."""
    found = set()
    if 38.4 <= value <= 42.5 or 101.4 <= value <= 107:
        found.add("#fever")
    if 115 <= value <= 250 or 25 <= value <= 45:
        found.add("#pulse")
    return found
