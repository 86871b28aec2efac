"""spaCy component: finds what the patient speaks of, in canonical values.

Results are in ``doc._.concepts``, in the order of the text. A concern or a body area that the
patient denies ("not my hair, it's my thighs") is left out.
"""

# No `from __future__ import annotations` here: spaCy reads a factory's annotations at run time.

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from mesoguide.nlp.concept_patterns import ConceptPhrase, load_phrases
from mesoguide.nlp.denial import is_denied
from mesoguide.nlp.lexicon import load_lexicon, word_set

FACTORY = "mesoguide_concepts"

#: Kinds that a denial takes back; "without surgery" still speaks of surgery.
DENIABLE_KINDS = frozenset({"concern", "body_area"})

#: Kinds that describe a person or a question, and so may share words with the others.
DESCRIBING_KINDS = frozenset({"condition", "symptom", "detail"})

#: A code such as HAIR-01, FAT-ARM-01 or MG 4821 77: letters first, digits last.
_REFERENCE = re.compile(
    r"\b(?P<code>(?:[a-z]{2,5}-)*(?P<letters>[a-z]{2,5})[- ]?\d{2,4}(?:[- ]?\d{2,4})?)\b",
    re.IGNORECASE,
)
#: Letters that look like the start of a code but are ordinary words before a number.
_NOT_A_CODE = word_set(
    """
    for at in on to the of and or by is was age aged under over about around after before since
    than past next last day days week weeks month months year years visit visits session
    sessions am im pm no only just like me my call ring text top plan code ref phase type size
    take paid pay cost costs usd eur gbp uk us dec nov oct sept jan feb march april may june
    july aug covid step part page level stage nhs vitamin prp every with from up got had have
    roughly nearly almost maybe then it are a an dr room
    """
)


@dataclass(frozen=True)
class Concept:
    """One concept in a message: entity kind, canonical value, and where it stands (characters)."""

    kind: str
    value: str
    start: int
    end: int
    text: str


Doc.set_extension("concepts", default=(), force=True)


class ConceptMatcher:
    """Matches the phrases of ``concepts.yml`` and plan references."""

    def __init__(self, nlp: Language) -> None:
        self._phrases: dict[str, ConceptPhrase] = {}
        # Phrases of fixed words go through the hash-based matcher: it is ten times as fast.
        self._fixed = PhraseMatcher(nlp.vocab, attr="NORM")
        self._gapped = Matcher(nlp.vocab)
        base_form = load_lexicon().base_form
        for number, phrase in enumerate(load_phrases()):
            key = str(number)
            self._phrases[key] = phrase
            if phrase.has_gap:
                self._gapped.add(key, [phrase.token_pattern(base_form)])
            else:
                self._fixed.add(key, [_doc_of(nlp, words) for words in phrase.wordings(base_form)])

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.concepts``."""
        found = _references(doc)
        by_span: dict[tuple[int, int], list[ConceptPhrase]] = {}
        for key, start, end in [*self._fixed(doc), *self._gapped(doc)]:
            phrase = self._phrases[doc.vocab.strings[key]]
            by_span.setdefault((start, end), []).append(phrase)
        spans = [doc[start:end] for start, end in by_span]
        for span in _longest_per_kind(spans, by_span):
            for kind, value in _entities(by_span[(span.start, span.end)]):
                if kind in DENIABLE_KINDS and is_denied(span):
                    continue
                found.append(Concept(kind, value, span.start_char, span.end_char, span.text))
        doc._.concepts = tuple(_once_each(sorted(found, key=lambda c: (c.start, c.kind))))
        return doc


@Language.factory(FACTORY)
def create_concept_matcher(nlp: Language, name: str) -> ConceptMatcher:
    """Create the component for a pipeline."""
    return ConceptMatcher(nlp)


def _doc_of(nlp: Language, words: tuple[str, ...]) -> Doc:
    doc = Doc(nlp.vocab, words=list(words))
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
        kinds = {kind for p in phrases[(span.start, span.end)] for kind, _ in p.entities}
        if kinds & DESCRIBING_KINDS:
            describing.append(span)
        if not kinds or kinds - DESCRIBING_KINDS:
            others.append(span)
    kept = {(s.start, s.end): s for s in [*filter_spans(describing), *filter_spans(others)]}
    return list(kept.values())


def _entities(phrases: list[ConceptPhrase]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(entity for phrase in phrases for entity in phrase.entities))


def _references(doc: Doc) -> list[Concept]:
    found = []
    for match in _REFERENCE.finditer(doc.text):
        code = match["code"]
        if match["letters"].lower() in _NOT_A_CODE:
            continue
        found.append(
            Concept("plan_reference", code.upper().replace(" ", "-"), *match.span("code"), code)
        )
    return found


def _once_each(concepts: list[Concept]) -> list[Concept]:
    seen: dict[tuple[str, str], Concept] = {}
    for concept in concepts:
        seen.setdefault((concept.kind, concept.value), concept)
    return list(seen.values())
