"""The spaCy pipeline: tokens, sentences, base forms, spelling, domain concepts, red flags."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import spacy

import mesoguide
from mesoguide.nlp import concept_matcher, red_flags, spelling  # noqa: F401 - adds doc._.red_flag
from mesoguide.nlp.bounded_tokenizer import BoundedTokenizer

if TYPE_CHECKING:
    from spacy.language import Language

#: Components in the order in which they run.
PIPELINE = ("sentencizer", spelling.FACTORY, concept_matcher.FACTORY)


def build_language(*, without: Collection[str] = ()) -> Language:
    """Build the pipeline.

    Args:
        without: names of components to leave out.
    """
    nlp = spacy.blank("en")
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    for name in PIPELINE:
        if name not in without:
            nlp.add_pipe(name)
    # Rasa takes a pipeline without a path for an unusable stub.
    nlp._path = Path(mesoguide.__file__).parent
    return nlp
