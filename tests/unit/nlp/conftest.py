"""The pipeline, built once, and a short way to ask what it found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from spacy.language import Language

import mesoguide

sys.path.insert(0, str(Path(__file__).parent))

from concept_wordings import Found


@pytest.fixture(scope="session")
def nlp() -> Language:
    return mesoguide.load()


@pytest.fixture(scope="session")
def found(nlp: Language) -> Found:
    """Finds (kind, value) pairs in a text; of some kinds only, if any are named."""

    def find(text: str, *kinds: str) -> set[tuple[str, str]]:
        concepts = nlp(text)._.concepts
        return {(c.kind, c.value) for c in concepts if not kinds or c.kind in kinds}

    return find
