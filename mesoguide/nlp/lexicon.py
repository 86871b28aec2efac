"""Words: which are English, what their base form is, and which domain word a slip stands for."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mesoguide.nlp.concept_patterns import load_phrases

#: Slips are looked for in words of at least this length: shorter ones have too many neighbours.
MIN_SLIP_LENGTH = 5
#: One slip is allowed up to seven letters, two from eight on.
TWO_SLIPS_FROM_LENGTH = 8

#: Base forms that the lookup table lacks, or has otherwise than the phrases need them.
_BASE_FORMS = {
    "thinning": "thin",
    "thinner": "thin",
    "receding": "receding",
    "loosing": "lose",
    "lost": "lose",
    "crow's": "crow",
    "crows": "crow",
    "feet": "foot",
    "saggy": "sag",
    "sagging": "sag",
    "balding": "balding",
    "contouring": "contour",
    "thicker": "thick",
    "calves": "calf",
    "hairs": "hair",
    "buttocks": "buttock",
    "abs": "abs",
}

_LETTERS = re.compile(r"^[a-z][a-z'-]*$")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """English word forms with their base forms, and the words of the domain."""

    lemmas: dict[str, str]
    domain_words: tuple[str, ...]

    def base_form(self, word: str) -> str:
        """Return the lower-case base form of a word."""
        lower = word.lower()
        return _BASE_FORMS.get(lower) or self.lemmas.get(lower, lower)

    def is_known(self, word: str) -> bool:
        """Tell whether the lower-case word is an English word form or one of the domain."""
        return word in self.lemmas or word in _BASE_FORMS or word in self.domain_words

    def correct(self, word: str) -> str:
        """Return the domain word that ``word`` is a slip for, else ``word`` in lower case."""
        return _correct(self, word.lower())

    def normalise(self, word: str) -> str:
        """Return the base form of the corrected word: what patterns are compared by."""
        return self.base_form(self.correct(word))


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set: a readable way to write a long list of words."""
    return frozenset(text.split())


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Build the lexicon from spaCy's English look-up table and the words in ``concepts.yml``."""
    packed = (
        resources.files("spacy_lookups_data").joinpath("data").joinpath("en_lemma_lookup.json.gz")
    )
    table: dict[str, str] = json.loads(gzip.decompress(packed.read_bytes()))
    forms = {form.lower(): base.lower() for form, base in table.items()}
    lemmas = {base: base for base in forms.values()} | forms
    domain = {word for phrase in load_phrases() for word in phrase.words if _LETTERS.match(word)}
    return Lexicon(lemmas=lemmas, domain_words=tuple(sorted(domain)))


@lru_cache(maxsize=20_000)
def _correct(lexicon: Lexicon, word: str) -> str:
    if len(word) < MIN_SLIP_LENGTH or not _LETTERS.match(word) or lexicon.is_known(word):
        return word
    allowed = 2 if len(word) >= TWO_SLIPS_FROM_LENGTH else 1
    same_start = [w for w in lexicon.domain_words if len(w) >= MIN_SLIP_LENGTH and w[0] == word[0]]
    found = process.extractOne(word, same_start, scorer=OSA.distance, score_cutoff=allowed)
    return str(found[0]) if found else word
