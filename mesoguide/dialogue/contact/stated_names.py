"""Names that a message states of its writer: "I'm Anna Smith", "Anna here", "thanks, Anna"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mesoguide.dialogue.contact.name_forms import (
    MAX_NAME_CHARACTERS,
    MAX_NAME_WORDS,
    bare,
    is_capitalised,
    is_everyday,
    is_family,
    is_given,
    is_initial,
    is_name,
    is_name_shaped,
    is_never,
    is_particle,
    is_slip,
    is_strange,
    is_title,
    written,
)
from mesoguide.dialogue.contact.name_words import WORDS_TOO
from mesoguide.dialogue.context.corrections import choose
from mesoguide.dialogue.typed_text import tidy
from mesoguide.nlp.lexicon import word_set


@dataclass(frozen=True)
class NameFound:
    """A name and where it stands in the tidied text."""

    name: str
    start: int = field(compare=False)
    end: int = field(compare=False)


#: After these words stands a name, whatever word it is.
_SURE_CUE = re.compile(
    r"\b(?:my (?:full |first |real |actual |preferred |christian )?name(?:'?s| is| was| to|"
    r" should be|"
    r":| =| -)(?: is)?|i(?:'m| am|m) called|(?:everyone|everybody|people|friends|they|most people) "
    r"calls? me|i go by|known as|the name(?:'?s| is)|name should be|(?:put me|"
    r"put it) (?:down as|down under|under(?: the name(?: of)?)?|in the name of))\s*[:,-]? *|"
    r"(?:^|\n|[,;|] *)(?:full |first |patient )?name\b *(?:is|[:=-]) *|"
    r"(?:^|\n|[,;|.?!] *)name'?s +",
    re.IGNORECASE,
)
#: After these stands a name, or anything else: "I'm Anna", "I'm worried".
_MAYBE_CUE = re.compile(
    r"\b(?:i'?m|i am|call me|me as|my name|(?:under |in |by )?(?:the )?name of) +|(?:^|\n|[,;|"
    r"] *)(?:full |first |"
    r"patient )?name +",
    re.IGNORECASE,
)
#: The same, and less often a name: "this is Anna", "it's urgent".
_WEAK_CUE = re.compile(r"\b(?:this is|it'?s|it is|hi from|message from) +", re.IGNORECASE)
#: After these stands the name of somebody else, who may be the one to call, or a name put right.
_ANOTHER_CUE = re.compile(
    r"\b(?:(?:her|his|their|(?:the|your) patient'?s|my [\w-]+'?s) (?:full |first )?"
    r"name(?:'?s| is)?|(?:she|he)(?:'s| is) called|(?:change|correct|update|make|put) (?:the|my|"
    r"her|"
    r"his) name (?:to|as|into))\s*[:,-]? *",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"^ (?:here|speaking|calling)\b(?! (?:is|are|has|for a))|^(?:'s| is) (?:my|the) name\b",
    re.IGNORECASE,
)
_BEFORE_NAME_HERE = re.compile(
    r"(?:^|[.!?,;\n|] ?|\b(?:hi|hello|hey|hiya|morning|afternoon|evening|it'?s|this is) )$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?<=[\w.!?,)\n ])\b(?:thanks|thank you|thankyou|thx|many thanks|regards|best|best wishes|"
    r"cheers|sincerely|ta|yours|love)(?: (?:so much|a lot|again|in advance|"
    r"very much))? ?[,.!\n-]+ ?-? ?",
    re.IGNORECASE,
)
_LAST_LINE = re.compile(r"\n ?-? ?(?=[^\n]{2,40}$)")
_MENDED = re.compile(
    r"\b(?:sorry|i mean|i meant|actually|no|correction)\b[ ,.-]*(?:it'?s |i'?m )?", re.IGNORECASE
)
_TWO_PARTS = re.compile(
    r"\bfirst name(?: is)? ?[:=-]? *(?P<given>[^\s,;:|]+)[\s,;|]+(?:and )?(?:my )?"
    r"(?:last name|surname|family name|second name)(?: is)? ?[:=-]? *(?P<family>[^\s,;:|]+)",
    re.IGNORECASE,
)
#: "It's Anna who did it": not the name of the one who writes.
_ABOUT_ANOTHER = re.compile(
    r"^'s\b|^ (?:that|who|whom|i|we|she|he|told|said|did|does)\b", re.IGNORECASE
)
#: "My name is hidden": said of a name, and no name.
_SAID_OF_NAMES = word_set(
    """
    hidden misspelled misspelt spelled spelt foreign unusual common complicated weird different
    funny pronounced given written shown listed enough mine missing optional required mandatory
    """
)
_NOT_STATED = word_set("mesoguide meso bot")
_MONTHS = word_set("april may june july august summer")

_WORD_START = re.compile(r"(?<![\w'])[^\W\d_]")
_WORD = re.compile(r"[^\s,;:!?()|\"<>/\d@&+*=_\[\]{}#~]+")


@dataclass(frozen=True)
class NameWords:
    """Neighbouring words after a cue that may be a name."""

    words: tuple[str, ...]
    start: int
    end: int
    rest: str

    @property
    def ends_clause(self) -> bool:
        """Whether nothing that belongs to the sentence follows directly."""
        return not re.match(r" ?[^\W_]", self.rest) or bool(_NEXT_CLAUSE.match(self.rest))

    def found(self) -> NameFound:
        """Return the words as the name that they are."""
        return NameFound(written(self.words)[:MAX_NAME_CHARACTERS], self.start, self.end)


_NEXT_CLAUSE = re.compile(
    r"^ (?:and|but|from|here|my|i|i'm|can|could|please|pls|calling|speaking|writing|typing|with|"
    r"on|phone|"
    r"number|tel|email|not|\d)",
    re.IGNORECASE,
)


def stated_name(text: str) -> str | None:
    """Return the name that a message states of its writer, None when it states none."""
    found = stated_name_in(tidy(text))
    return found.name if found else None


def stated_name_in(text: str) -> NameFound | None:
    """Find the name that a text states; the text must be tidied."""
    if parts := _TWO_PARTS.search(text):
        both = (parts["given"], parts["family"])
        if all(is_name_shaped(w) and not is_never(w) for w in both):
            return NameFound(written(both), parts.start("given"), parts.end("family"))
    found = [
        words.found()
        for cue, accepts in _CUES
        for match in cue.finditer(text)
        if (words := words_at(text, match.end())) and accepts(words)
    ]
    found += _before_here(text)
    found += [w.found() for w in _signed(text) if _may_sign(w)]
    if found:
        found += [w.found() for w in mended_names(text) if _is_mended_name(w)]
    chosen = choose(text, sorted(set(found), key=lambda name: name.start))
    return fuller_name(text, chosen) if chosen else None


def fuller_name(text: str, found: NameFound) -> NameFound:
    """Return the name as it is said in full in the same text: "I'm Brenda, Brenda Holroyd"."""
    first = found.name.split()[-1]
    for match in re.finditer(rf"\b{re.escape(first)}\b", text, re.IGNORECASE):
        words = words_at(text, match.start())
        if words is None or len(words.words) < 2 or len(words.words) <= len(found.name.split()):
            continue
        if is_name(words.words) and all(map(is_capitalised, words.words)):
            return words.found()
    return found


def name_of_another_in(text: str) -> NameFound | None:
    """Find the name of somebody else whom a text asks to call: "her name is Edith Moss"."""
    found = (words_at(text, match.end()) for match in _ANOTHER_CUE.finditer(text))
    return next((w.found() for w in found if w and _is_surely_name(w)), None)


def words_at(text: str, start: int) -> NameWords | None:
    """Return the words from a place on that may be one name."""
    words: list[str] = []
    end = start
    for match in _WORD.finditer(text, start, start + 90):
        joint = text[end : match.start()]
        word = match[0].rstrip("-")
        if len(words) == MAX_NAME_WORDS or joint.strip(" ") or (words and not joint):
            break
        if not _continues(words, word):
            break
        plain = word if is_initial(word) else word.rstrip(".")
        words.append(plain)
        end = match.start() + len(plain)
        if plain != word:
            break
    return NameWords(tuple(words), start, end, text[end : end + 30]) if words else None


def _continues(words: Sequence[str], word: str) -> bool:
    """Tell whether a word may go on with a name."""
    plain = word.rstrip(".")
    if not is_name_shaped(plain) or bare(plain).endswith("'s"):
        return False
    if is_never(plain) or bare(plain) in _NOT_STATED:
        return bool(words) and is_given(words[-1]) and is_family(plain)
    if not words or is_capitalised(word):
        return True
    if re.fullmatch("x+", plain):
        return False
    if is_given(plain) or is_family(plain) or is_particle(plain):
        return True
    return (words[0].islower() or "'" in plain) and is_strange(plain)


def _is_surely_name(found: NameWords) -> bool:
    first = bare(found.words[0])
    if is_title(found.words[0]):
        return len(found.words) > 1
    if first in _SAID_OF_NAMES:
        return False
    if len(found.words) == 1 and is_everyday(found.words[0]):
        return (
            found.ends_clause
            and first not in _SAID_OF_NAMES
            and not first.endswith(("ed", "ly", "ing"))
        )
    return not is_slip(found.words[0])


def _is_maybe_name(found: NameWords) -> bool:
    """Tell whether words after "I'm" are a name: by the words alone."""
    first = found.words[0]
    if found.rest.startswith("'s"):
        return False
    if is_title(first):
        return len(found.words) > 1
    if is_given(first):
        return is_capitalised(first) or bare(first) not in WORDS_TOO or found.ends_clause
    is_acronym = first.isupper() and len(first) > 1 and not found.rest.isupper()
    if is_acronym or is_family(first) or not is_strange(first):
        return False
    return is_capitalised(first)


def _is_name_of_writer(found: NameWords) -> bool:
    """Tell whether words after "it's" or "this is" are the name of the one who writes."""
    first = found.words[0]
    if found.rest.lstrip(" .").startswith("?") or _ABOUT_ANOTHER.match(found.rest):
        return False
    if bare(first) in _MONTHS and len(found.words) == 1:
        return False
    if not is_given(first) and not is_title(first) and len(found.words) == 1:
        return False
    if bare(first) in WORDS_TOO and not is_capitalised(first) and len(found.words) == 1:
        return False
    return _is_maybe_name(found)


def _before_here(text: str) -> list[NameFound]:
    """Find "Anna here", "Anna Smith is my name"."""
    found = []
    for match in _WORD_START.finditer(text):
        if not _BEFORE_NAME_HERE.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        words = words_at(text, match.start())
        if words and _AFTER_NAME.match(words.rest) and _is_maybe_name(words):
            found.append(words.found())
    return found


def _signed(text: str) -> list[NameWords]:
    """Return what stands alone at the end, after a greeting or on the last line."""
    ends = [
        match.end() for match in _SIGNED.finditer(text) if len(text[: match.start()].split()) > 2
    ]
    ends += [match.end() for match in _LAST_LINE.finditer(text)]
    candidates = [words for end in ends if (words := words_at(text, end))]
    return [w for w in candidates if re.fullmatch(r"[ .!x]*", text[w.end :])]


def _may_sign(found: NameWords) -> bool:
    if len(found.words) > 3 or not _is_maybe_name(found):
        return False
    return is_given(found.words[0]) or is_title(found.words[0]) or len(found.words) == 2


def mended_names(text: str) -> list[NameWords]:
    """Return what stands after "sorry" or "I mean": the words, be they a name or not."""
    return [w for match in _MENDED.finditer(text) if (w := words_at(text, match.end()))]


def _is_mended_name(found: NameWords) -> bool:
    return found.ends_clause and (is_given(found.words[0]) or _is_maybe_name(found))


_CUES: tuple[tuple[re.Pattern[str], Callable[[NameWords], bool]], ...] = (
    (_SURE_CUE, _is_surely_name),
    (_MAYBE_CUE, _is_maybe_name),
    (_WEAK_CUE, _is_name_of_writer),
)


#: Given names that are said of times and wishes, too.
_NEVER_ALONE = _MONTHS | word_set("will hope any chance page early christmas sunday summer sonny")
#: A bar stands for a detail that was read already.
_BAR_BEFORE = re.compile(r"\|\W*$")
_BAR_AFTER = re.compile(r"^\W*\|")
_BREAK_BEFORE = re.compile(r"(?:^|[,;:.!?|(\n])[ -]*$")
_BREAK_AFTER = re.compile(r"^[ -]*(?:$|[,;:.!?|)\n])")
#: Where a name may begin that nothing announces, and what follows one.
_LIKELY_START = re.compile(
    r"(?:^|[\d,;:.!?|(\n] ?|- |\b(?:call|ring|phone|contact|text|ask for|speak to|"
    r"please|pls|plz) )$",
    re.IGNORECASE,
)
_LIKELY_END = re.compile(
    r"^\W*$|^ ?[,;.!|\n:()/-]|^ (?:on|at|and|my|here|phone|tel\w*|mob\w*|number|no|email|e-mail|"
    r"with|re|about|regarding|i|i'm|please|can|could|from)\b",
    re.IGNORECASE,
)


def likely_name_in(text: str) -> NameFound | None:
    """Find a name that nothing announces, in a text that gives a number or an address too.

    The text must be tidied, with a bar for what was read already: "Anna Smith, | , after 5".
    """
    for match in _WORD_START.finditer(text):
        if not _LIKELY_START.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        words = words_at(text, match.start())
        if not words or not _LIKELY_END.match(words.rest):
            continue
        if _is_likely(words.words) or _stands_by_detail(text, words):
            return words.found()
    return None


def _stands_by_detail(text: str, found: NameWords) -> bool:
    """Tell whether "sam", which is a word too, stands alone beside a number that was read."""
    if not is_name(found.words) or bare(found.words[0]) in _NEVER_ALONE or len(found.words) > 2:
        return False
    before, after = text[: found.start], text[found.end :]
    by_detail = _BAR_BEFORE.search(before) or _BAR_AFTER.match(after)
    return bool(by_detail and _BREAK_BEFORE.search(before) and _BREAK_AFTER.match(after))


def _is_likely(words: Sequence[str]) -> bool:
    if not is_name(words):
        return False
    if is_given(words[0]) or is_title(words[0]):
        return bare(words[0]) not in WORDS_TOO or is_capitalised(words[0]) or len(words) > 1
    return all(word[:1].isupper() for word in words) and any(map(is_strange, words))
