"""What a name looks like, word by word, and how it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mesoguide.dialogue.contact.name_words import (
    FAMILY_NAMES,
    GIVEN_NAMES,
    MISTYPED_ANSWERS,
    NOT_NAMES,
    PARTICLES,
    TITLES,
)
from mesoguide.nlp.lexicon import load_lexicon, plain_letters, word_set

MAX_NAME_CHARACTERS = 80
#: As many words as a name may have: "Mrs Maria del Carmen Garcia".
MAX_NAME_WORDS = 5
_MAX_WORD_CHARACTERS = 30
#: Beside letters: apostrophe, hyphen, full stop, middle dot, and the joiners of some scripts.
_SIGNS = frozenset("'-.\u00b7\u30fb\u200c\u200d")
_SAME_LETTER = re.compile(r"(.)\1{3}", re.IGNORECASE)
_MASHED_KEYS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}")
_INITIALS = re.compile(r"[^\W\d_]\.?|(?:[^\W\d_]\.){2,3}|[^\W\d_]\.[^\W\d_]")
_SHORT_FAMILY = word_set("an do so to my you he her on in go no ha")
#: The table of words has few adjectives and adverbs; no name that is asked for ends so.
_ENGLISH_ENDING = re.compile(
    r"(?:...(?:ful|less|ness|ible|able|tion|sion|cious)|..(?:tely|ally|ctly|edly|ibly|ably|ously|gly|"
    r"fully|htly|ently|antly|vely|sely|mely|dly))$"
)
#: Longer words have fewer neighbours by chance.
_MAX_SLIP_LENGTH = 6


def bare(word: str) -> str:
    """Return the word in small plain letters, as the lists have it."""
    return plain_letters(word).lower().strip(".'-")


def is_name_shaped(word: str) -> bool:
    """Tell whether a word is made of letters as names are, in any script."""
    if len(word) > _MAX_WORD_CHARACTERS or not word[:1].isalpha():
        return False
    if any(unicodedata.category(c)[0] not in "LM" and c not in _SIGNS for c in word):
        return False
    return not _SAME_LETTER.search(word) and not _MASHED_KEYS.search(bare(word))


def is_title(word: str) -> bool:
    """Tell whether a word is a form of address: "Mrs"."""
    return bare(word) in TITLES


#: Names that are more often another word when they stand alone in small letters.
SELDOM_NAMES = word_set(
    "may april june july august summer love dear hun will mark hope faith joy grace dawn art bill "
    "rose ray sunny happy lucky"
)


def is_given(word: str) -> bool:
    """Tell whether a word is a well-known given name, also with a hyphen in it."""
    return all(part in GIVEN_NAMES for part in bare(word).split("-"))


def is_family(word: str) -> bool:
    """Tell whether a word is a family name that is an everyday word too."""
    return any(part in FAMILY_NAMES for part in bare(word).split("-"))


def is_particle(word: str) -> bool:
    """Tell whether a word is a small word inside names: "de"."""
    return bare(word) in PARTICLES


def is_initial(word: str) -> bool:
    """Tell whether a word is an initial: "J."."""
    return bool(_INITIALS.fullmatch(word))


def is_never(word: str) -> bool:
    """Tell whether a word is never part of a name."""
    return bare(word) in NOT_NAMES


def is_everyday(word: str) -> bool:
    """Tell whether a word is an English word, or one of the treatments, and no well-known name."""
    if is_given(word) or is_family(word) or is_particle(word) or not bare(word).isascii():
        return False
    return all(map(_is_english, bare(word).split("-")))


def _is_english(word: str) -> bool:
    """Tell whether a word is in the table of words, or ends as words do that it lacks."""
    return load_lexicon().is_known(word) or bool(_ENGLISH_ENDING.search(word))


def is_strange(word: str) -> bool:
    """Tell whether a word is in no list: then it is more likely a name than anything else."""
    return not is_everyday(word) and not is_never(word) and not is_slip(word)


def is_slip(word: str) -> bool:
    """Tell whether a short word is one letter from an answer that is no name: "thansk", "yess"."""
    plain = bare(word)
    if not 4 <= len(plain) <= _MAX_SLIP_LENGTH or is_given(word) or is_family(word):
        return False
    same_start = [w for w in MISTYPED_ANSWERS if w[0] == plain[0]]
    return process.extractOne(plain, same_start, scorer=OSA.distance, score_cutoff=1) is not None


def is_of_domain(word: str) -> bool:
    """Tell whether a word belongs to what the clinic treats: "hair"."""
    return bare(word) in load_lexicon().phrase_words


def is_short_family(word: str) -> bool:
    """Tell whether a capitalised small word is a family name of East Asia: "Do"."""
    return bare(word) in _SHORT_FAMILY and word[:1].isupper()


def is_capitalised(word: str) -> bool:
    """Tell whether a word begins with a capital, or has no capitals to begin with."""
    return word[:1].upper() == word[:1]


def is_name(words: Sequence[str]) -> bool:
    """Tell whether words are a name, given that one was asked for."""
    if not all(is_name_shaped(word) for word in words):
        return False
    own = [word for word in words if not is_title(word)]
    if not own or all(is_initial(word) and word.isascii() for word in own):
        return False
    has_particle = is_particle(own[0]) and len(own) > 1
    is_sure = len(own) < len(words) or is_given(own[0]) or has_particle
    if any(is_never(word) and not _is_part_all_the_same(own, word, is_sure) for word in own):
        return False
    if is_sure or any(map(is_given, own)):
        return True
    everyday = [word for word in own if is_everyday(word)]
    if everyday:
        return len(own) > 1 and all(map(is_capitalised, own)) and not any(map(is_of_domain, own))
    return len(own) > 1 or not is_slip(own[0])


def _is_part_all_the_same(own: Sequence[str], word: str, is_sure: bool) -> bool:
    """Tell whether a word that is never a name by itself is part of this one: "Anna Price"."""
    if len(own) == 1 or (word is own[0] and not is_initial(word)):
        return False
    is_first_capital = own[0][:1].isupper()
    return (
        is_initial(word)
        or (is_sure and is_family(word))
        or (is_first_capital and is_short_family(word))
    )


def written(words: Sequence[str]) -> str:
    """Return a name as names are written; what was typed in mixed case stays as it is."""
    shouted = all(word.isupper() for word in words) and len("".join(words)) > 2
    return " ".join(_cased(word, index, shouted) for index, word in enumerate(words))


def _cased(word: str, index: int, shouted: bool) -> str:
    plain = word.lower()
    if is_title(word):
        return plain.rstrip(".").capitalize()
    if index and is_particle(word) and (shouted or word.islower()):
        return plain
    if word.islower() or shouted or (word.isupper() and len(word) > 3):
        return "-".join("'".join(map(_capitalised, p.split("'"))) for p in plain.split("-"))
    return word


def _capitalised(part: str) -> str:
    if part.startswith("mc") and len(part) > 4:
        return "Mc" + part[2:].capitalize()
    return ".".join(piece[:1].upper() + piece[1:] for piece in part.split("."))
