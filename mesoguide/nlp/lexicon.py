"""Words: which are English, what their base form is, and which domain word a slip stands for."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mesoguide.nlp.concept_patterns import load_phrases


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set: a readable way to write a long list of words."""
    return frozenset(text.split())


#: Slips are looked for in words of at least this length: shorter ones have too many neighbours.
MIN_SLIP_LENGTH = 5
#: One slip is allowed up to seven letters, two from eight on.
TWO_SLIPS_FROM_LENGTH = 8

#: Base forms that the lookup table lacks, or has otherwise than the phrases need them, and slips
#: that are too short to be corrected or begin with another letter.
_BASE_FORMS = {
    "hiar": "hair",
    "thies": "thigh",
    "thighes": "thigh",
    "rinkle": "wrinkle",
    "rinkles": "wrinkle",
    "botocks": "botox",
    "propetia": "propecia",
    "moobs": "moob",
    "thinning": "thin",
    "thinner": "thin",
    "thinners": "thin",
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
    "expecting": "expecting",
    "slimming": "slimming",
    "worst": "worst",
}

#: English words that the look-up table lacks and that are one or two letters from a domain word:
#: "a typical visit" is not about topical creams, nor "is that accurate?" about Accutane.
_NOT_SLIPS = word_set(
    """
    accurate acing aground allergenic allergist avoidant backline bacterial bella biopic bionic
    blandness bling brawn celibacy cheep chess clinical clunky conceited conniption contrail
    contrition definitional dermatologist dimly dimorphic diseased disorderly doable double doubly
    emergent expectant facially fairness fallible farcical fatale fetal filmer fleeting flippy
    formless functional futility hairless hardline hermione hormonal inductive infectious insecure
    intensely intensive intolerable mediocre medical medically medieval motherly needless noodling
    norse operational operatic outed peace poignant pranking preppers private privately prophetic
    reactive reductive removable retinal romaine saxon scathing sebum secondly sectional sedition
    serious seriously serous spamming specially specious spurious stubbornly suddenly supplemental
    surgically systemic teenage teenaged tommy topically tropical typical typically underarm
    underarms undercard unedited unevenly unlisted unranked unsalted unsuited untitled unwashed
    verily
    """
)

_LETTERS = re.compile(r"^[a-z][a-z'-]*$")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """English word forms with their base forms, and the words of the domain."""

    lemmas: dict[str, str]
    domain_words: tuple[str, ...]
    phrase_words: frozenset[str]

    def base_form(self, word: str) -> str:
        """Return the lower-case base form of a word."""
        lower = word.lower()
        return _BASE_FORMS.get(lower) or self.lemmas.get(lower, lower)

    def is_known(self, word: str) -> bool:
        """Tell whether the lower-case word is an English word form or one of the domain."""
        known = word in self.lemmas or word in _BASE_FORMS or word in self.phrase_words
        return known or word in _NOT_SLIPS

    def correct(self, word: str) -> str:
        """Return the domain word that ``word`` is a slip for, else ``word`` in lower case."""
        return _correct(self, word.lower())

    def normalise(self, word: str) -> str:
        """Return the base form of the corrected word: what patterns are compared by."""
        return self.base_form(self.correct(plain_letters(word)))


def plain_letters(word: str) -> str:
    """Return the word without accents and invisible characters, its apostrophes straight.

    A word of nothing but such characters is returned as it is.
    """
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.replace("\u2019", "'"))
    return "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Cf"}) or word


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Build the lexicon from spaCy's English look-up table and the words in ``concepts.yml``."""
    packed = (
        resources.files("spacy_lookups_data").joinpath("data").joinpath("en_lemma_lookup.json.gz")
    )
    table: dict[str, str] = json.loads(gzip.decompress(packed.read_bytes()))
    forms = {form.lower(): base.lower() for form, base in table.items()}
    lemmas = {base: base for base in forms.values()} | forms
    phrases = load_phrases()
    # A slip stands for a word that yields an entity, never for one that is only ignored.
    domain = {w for phrase in phrases if phrase.entities for w in phrase.words if _LETTERS.match(w)}
    return Lexicon(
        lemmas=lemmas,
        domain_words=tuple(sorted(domain)),
        phrase_words=frozenset(word for phrase in phrases for word in phrase.words),
    )


@lru_cache(maxsize=20_000)
def _correct(lexicon: Lexicon, word: str) -> str:
    if len(word) < MIN_SLIP_LENGTH or not _LETTERS.match(word) or lexicon.is_known(word):
        return word
    allowed = 2 if len(word) >= TWO_SLIPS_FROM_LENGTH else 1
    same_start = [w for w in lexicon.domain_words if len(w) >= MIN_SLIP_LENGTH and w[0] == word[0]]
    found = process.extractOne(word, same_start, scorer=OSA.distance, score_cutoff=allowed)
    return str(found[0]) if found else word
