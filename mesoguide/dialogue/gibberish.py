"""Recognises messages that hold no word: "asdfgh jkl", "????", a slip of the hand."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.name_forms import is_given
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.lexicon import load_lexicon, plain_letters

#: Longer texts of unknown words are another language, which asks for other help.
_MOST_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_VOWELS = frozenset("aeiouy")
_NOT_UNDERSTOOD = frozenset({"out_of_scope", FALLBACK_INTENT})


def is_gibberish(message: UnderstoodMessage) -> bool:
    """Tell whether a message has no known word, name, number or thing in it."""
    if message.is_payload or message.entities or message.intent not in _NOT_UNDERSTOOD:
        return False
    if any(map(str.isdigit, message.text)) or "@" in message.text:
        return False
    words = _WORD.findall(message.text)
    return len(words) <= _MOST_WORDS and not any(map(_is_word, words))


def _is_word(word: str) -> bool:
    """Tell whether a word is English, a slip for a word of the subject, or a given name."""
    lexicon, plain = load_lexicon(), plain_letters(word).lower()
    if len(plain) == 1:
        return plain in ("a", "i")
    if not _VOWELS & set(plain):
        # The lexicon has abbreviations: "hh" is there, and says nothing by itself.
        return False
    return lexicon.is_known(plain) or lexicon.correct(plain) != plain or is_given(plain)
