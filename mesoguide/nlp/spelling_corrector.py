"""Mends misspelt words: "can i go bak to werk".

A noisy channel: a word is replaced by a word of the training messages when that is so much commoner
in English that a slip is likelier than the word itself. "Comfortable" stays, though it is two slips
from "uncomfortable"; "bak" becomes "back". How common words are comes from spaCy's English tables,
which were counted on web text and so hold common misspellings too, each far rarer than the word
that was meant.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mesoguide.nlp.lexicon import load_lexicon

#: A word must stand in this many training messages to be a target: rarer ones may be slips too.
MIN_MESSAGES = 4
#: The same of words that the English word list has.
MIN_MESSAGES_IF_ENGLISH = 2
#: Shorter words have too many neighbours.
MIN_LENGTH = 3
#: One slip is mended in short words, two from this length on.
TWO_SLIPS_FROM_LENGTH = 6
#: How much commoner a word must be for each slip (natural logarithm): 3 is 20 times.
COST_OF_A_SLIP = 3.0
#: A word as common as this is never taken for a slip.
SURELY_MEANT = -12.5
#: Words rarer than this are all taken for equally rare.
FLOOR = -18.0
#: Candidates looked at among the closest.
CANDIDATES = 12
#: Corrections kept for repeated words.
MAX_REMEMBERED = 5_000

_WORD = re.compile(r"[a-z]+(?:['\u2019][a-z]+)?", re.IGNORECASE)


@dataclass(frozen=True)
class SpellingCorrector:
    """Words of the training messages, and how common English words are.

    Attributes:
        targets: words that a slip may stand for.
        commonness: natural logarithm of a word's share in English, for words above the floor.
    """

    targets: tuple[str, ...]
    commonness: dict[str, float]
    _remembered: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def fit(cls, texts: Iterable[str]) -> SpellingCorrector:
        """Learn the words of the training messages."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update({word.lower() for word in _WORD.findall(text)})
        lexicon = load_lexicon()
        targets = (
            word
            for word, count in counts.items()
            if count >= MIN_MESSAGES
            or (count >= MIN_MESSAGES_IF_ENGLISH and lexicon.is_known(word))
        )
        return cls(tuple(sorted(targets)), english_commonness())

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.targets)

    def correct(self, text: str) -> str:
        """Return the text with misspelt words replaced."""
        return _WORD.sub(lambda match: self._word(match[0]), text)

    def _word(self, word: str) -> str:
        lower = word.lower().replace("\u2019", "'")
        if len(lower) < MIN_LENGTH or lower in self._known or self._is_meant(lower):
            return word
        if lower not in self._remembered:
            if len(self._remembered) >= MAX_REMEMBERED:
                self._remembered.clear()
            self._remembered[lower] = self._meant(lower)
        meant = self._remembered[lower]
        return word if meant == lower else meant

    def _is_meant(self, word: str) -> bool:
        stem = word.removesuffix("'s")
        return load_lexicon().is_known(stem) or self._common(stem) > SURELY_MEANT

    def _meant(self, word: str) -> str:
        slips = 2 if len(word) >= TWO_SLIPS_FROM_LENGTH else 1
        found: list[tuple[str, int, int]] = process.extract(
            word, self.targets, scorer=OSA.distance, score_cutoff=slips, limit=CANDIDATES
        )
        worth = {hit[0]: self._common(hit[0]) - COST_OF_A_SLIP * hit[1] for hit in found}
        best = max(worth, key=lambda target: (worth[target], target), default=word)
        return best if worth.get(best, FLOOR) > self._common(word) else word

    def _common(self, word: str) -> float:
        if word in self._known:
            # Words of the treatment are commoner here than in English at large.
            return max(self.commonness.get(word, FLOOR), COMMON_HERE)
        stem = word.removesuffix("'s")
        return self.commonness.get(stem, FLOOR)


#: Least commonness of a word that patients use: "mesotherapy" is no English word to the tables.
COMMON_HERE = -10.0


@lru_cache(maxsize=1)
def english_commonness() -> dict[str, float]:
    """Return the logarithm of each English word's share, for words above the floor."""
    packed = resources.files("spacy_lookups_data").joinpath("data")
    table: dict[str, float] = json.loads(
        gzip.decompress(packed.joinpath("en_lexeme_prob.json.gz").read_bytes())
    )
    common: dict[str, float] = {}
    for form, share in table.items():
        word = form.lower()
        if share > FLOOR and word.isalpha() and share > common.get(word, FLOOR):
            common[word] = round(share, 2)
    return common
