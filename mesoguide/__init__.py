"""MesoGuide: a patient-education chatbot for clinics that offer mesotherapy.

The package is also a spaCy pipeline: ``spacy.load("mesoguide")`` and Rasa's ``SpacyNLP`` with
``model: mesoguide`` both end in :func:`load`. The pipeline is rules and word lists, so there is
nothing binary to ship; ``meta.json`` beside this file is what spaCy reads of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

__version__ = "0.1.0"


def load(**overrides: Any) -> Language:
    """Build the spaCy pipeline, as ``spacy.load("mesoguide")`` expects of a model package.

    Args:
        overrides: what ``spacy.load`` passes on (``vocab``, ``disable``, ``exclude``, ...). Only
            ``disable`` and ``exclude`` have a meaning here: the named components are left out.
    """
    from mesoguide.nlp.language import build_language

    left_out = [*overrides.get("disable", ()), *overrides.get("exclude", ())]
    return build_language(without=left_out)
