"""spaCy component: finds what the patient speaks of, in canonical values.

Results are in ``doc._.concepts``, in the order of the text. What the patient denies ("not my hair,
it's my thighs", "it isn't infected") is left out of it and stands in ``doc._.denied``.
"""

# No `from __future__ import annotations` here: spaCy reads a factory's annotations at run time.

from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans
from spacy.vocab import Vocab

from mesoguide.nlp.concept_patterns import ConceptPhrase, load_phrases
from mesoguide.nlp.denial import is_denied
from mesoguide.nlp.lexicon import load_lexicon
from mesoguide.nlp.plan_references import find_references

FACTORY = "mesoguide_concepts"

#: Kinds that a denial takes back; "without surgery" still speaks of surgery.
DENIABLE_KINDS = frozenset({"concern", "body_area", "condition", "symptom"})
#: A word that names a sign and a question alike: "it isn't infected" asks nothing of infections.
SIGN_OF_DETAIL = "symptom"

#: Kinds that describe a person or a question, and so may share words with the others.
DESCRIBING_KINDS = frozenset({"condition", "symptom", "detail"})

_POSSESSIVES = frozenset({"'s", "\u2019s", "'", "\u2019"})
_HYPHENS = frozenset({"-", "\u2010", "\u2011", "\u2013"})


@dataclass(frozen=True)
class Concept:
    """One concept in a message: entity kind, canonical value, and where it stands (characters)."""

    kind: str
    value: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _GappedPhrase:
    """A phrase with unnamed words inside, tried only where all its own words are.

    To try all 78 everywhere took most of this component's time.
    """

    needed: tuple[frozenset[str], ...]
    matcher: Matcher

    @classmethod
    def of(cls, vocab: Vocab, key: str, phrase: ConceptPhrase) -> "_GappedPhrase":
        base_form = load_lexicon().base_form
        matcher = Matcher(vocab)
        matcher.add(key, [phrase.token_pattern(base_form)])
        parts = (part for part in phrase.parts if part is not None)
        return cls(tuple(frozenset(map(base_form, part)) for part in parts), matcher)

    def find(self, doc: Doc, present: frozenset[str]) -> list[tuple[int, int, int]]:
        if any(part.isdisjoint(present) for part in self.needed):
            return []
        found: list[tuple[int, int, int]] = self.matcher(doc)
        return found


Doc.set_extension("concepts", default=(), force=True)
Doc.set_extension("denied", default=(), force=True)


class ConceptMatcher:
    """Matches the phrases of ``concepts.yml`` and plan references."""

    def __init__(self, nlp: Language) -> None:
        self._phrases: dict[str, ConceptPhrase] = {}
        # Phrases of fixed words go through the hash-based matcher: it is ten times as fast.
        self._fixed = PhraseMatcher(nlp.vocab, attr="NORM")
        self._gapped: list[_GappedPhrase] = []
        base_form = load_lexicon().base_form
        for number, phrase in enumerate(load_phrases()):
            key = str(number)
            self._phrases[key] = phrase
            if phrase.has_gap:
                self._gapped.append(_GappedPhrase.of(nlp.vocab, key, phrase))
            else:
                wordings = phrase.wordings(base_form)
                self._fixed.add(key, [_doc_of(nlp.vocab, words) for words in wordings])

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.concepts`` and ``doc._.denied``."""
        found = _references(doc.text)
        denied: list[Concept] = []
        words = [token for token in doc if not _joins_words(token)]
        norms = tuple(token.norm_ for token in words)
        plain, present = _doc_of(doc.vocab, norms), frozenset(norms)
        gapped = (match for phrase in self._gapped for match in phrase.find(plain, present))
        by_span: dict[tuple[int, int], list[ConceptPhrase]] = {}
        for key, start, end in [*self._fixed(plain), *gapped]:
            place = words[start].i, words[end - 1].i + 1
            by_span.setdefault(place, []).append(self._phrases[doc.vocab.strings[key]])
        spans = [doc[start:end] for start, end in by_span]
        for span in _longest_per_kind(spans, by_span):
            entities = _entities(by_span[(span.start, span.end)])
            kinds = {kind for kind, _ in entities}
            for kind, value in entities:
                concept = Concept(kind, value, span.start_char, span.end_char, span.text)
                (denied if _is_taken_back(kind, kinds, span) else found).append(concept)
        doc._.concepts = tuple(_once_each(sorted(found, key=lambda c: (c.start, c.kind))))
        doc._.denied = tuple(_once_each(sorted(denied, key=lambda c: (c.start, c.kind))))
        return doc


@Language.factory(FACTORY)
def create_concept_matcher(nlp: Language, name: str) -> ConceptMatcher:
    """Create the component for a pipeline."""
    return ConceptMatcher(nlp)


def _is_taken_back(kind: str, kinds: set[str], span: Span) -> bool:
    """Tell whether the patient denies what a span names; a detail goes with the sign that it is."""
    deniable = kind in DENIABLE_KINDS or (kind == "detail" and SIGN_OF_DETAIL in kinds)
    return deniable and is_denied(span, is_wish_to_be_rid=kind == "concern")


def _joins_words(token: Token) -> bool:
    """Recognise what patterns look past: "crow's feet" is "crow feet", "face-lift" "face lift"."""
    if token.lower_ in _POSSESSIVES:
        return True
    inside = 0 < token.i < len(token.doc) - 1
    spaced = bool(token.whitespace_) or (inside and bool(token.nbor(-1).whitespace_))
    return inside and token.text in _HYPHENS and not spaced


def _doc_of(vocab: Vocab, words: tuple[str, ...]) -> Doc:
    doc = Doc(vocab, words=list(words))
    for token, word in zip(doc, words, strict=True):
        token.norm_ = word
    return doc


def _longest_per_kind(
    spans: list[Span], phrases: dict[tuple[int, int], list[ConceptPhrase]]
) -> list[Span]:
    """Keep the longest of overlapping matches, apart for the kinds that describe a person.

    "Warfarin" is a medication and also a condition (a person who takes a blood thinner); neither
    hides the other.
    """
    describing, others = [], []
    for span in spans:
        here = phrases[(span.start, span.end)]
        kinds = {kind for phrase in here for kind, _ in phrase.entities}
        is_ignored = any(not phrase.entities for phrase in here)
        if kinds & DESCRIBING_KINDS:
            describing.append(span)
        if is_ignored or kinds - DESCRIBING_KINDS:
            others.append(span)
    kept = {(s.start, s.end): s for s in [*filter_spans(describing), *filter_spans(others)]}
    return list(kept.values())


def _entities(phrases: list[ConceptPhrase]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(entity for phrase in phrases for entity in phrase.entities))


def _references(text: str) -> list[Concept]:
    return [
        Concept("plan_reference", found.code, found.start, found.end, found.text)
        for found in find_references(text)
    ]


def _once_each(concepts: list[Concept]) -> list[Concept]:
    seen: dict[tuple[str, str], Concept] = {}
    for concept in concepts:
        seen.setdefault((concept.kind, concept.value), concept)
    return list(seen.values())
