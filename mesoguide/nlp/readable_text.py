"""A message as the classifiers read it: written out, and without what says nothing."""

from __future__ import annotations

from mesoguide.nlp.abbreviations import expand_abbreviations
from mesoguide.nlp.contact_details import without_contact_details
from mesoguide.nlp.denied_clauses import without_denied_clauses


def readable(text: str) -> str:
    """Return the text with shortened words written out and contact details replaced."""
    return expand_abbreviations(without_contact_details(text))


def asked_in(text: str) -> str:
    """Return the readable text without clauses that say what is not meant."""
    return without_denied_clauses(readable(text))
