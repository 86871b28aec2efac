"""The pipeline, built once."""

from __future__ import annotations

import pytest
from spacy.language import Language

import mesoguide


@pytest.fixture(scope="session")
def nlp() -> Language:
    return mesoguide.load()
