"""spaCy component: sets each token's base form, after mending slips in words of the domain."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from mesoguide.nlp.lexicon import load_lexicon

FACTORY = "mesoguide_spelling"


@Language.component(FACTORY)
def normalise_tokens(doc: Doc) -> Doc:
    """Set ``norm_`` and ``lemma_`` of every token to the base form of the corrected word."""
    lexicon = load_lexicon()
    for token in doc:
        base = lexicon.normalise(token.text)
        token.norm_ = base
        token.lemma_ = base
    return doc
