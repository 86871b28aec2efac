"""Plan codes in running text: "HAIR-01", "fat arm 01", "my code is mg 4821 77".

A word before a number is mostly no code ("lasts 12 months", "covid 19"), so a code with a space
in it needs another sign: capitals, a leading zero, or the word "code" or "reference" before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mesoguide.nlp.lexicon import load_lexicon, word_set

_HYPHEN = "\\-\u2010\u2011\u2013"
_REFERENCE = re.compile(
    rf"(?<![{_HYPHEN}\w])(?:[a-z]{{2,5}}[{_HYPHEN}]){{0,3}}(?P<letters>[a-z]{{2,5}})"
    rf"(?P<joint>[{_HYPHEN} ]?)(?P<digits>\d{{2,4}}(?:[{_HYPHEN} ]?\d{{2,4}})?)(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_SEPARATORS = re.compile(rf"[{_HYPHEN}\s]+")
_WORD_BEFORE = re.compile(r"(?<!\S)(?P<word>[a-z]{2,5}) $", re.IGNORECASE | re.ASCII)
_ANNOUNCED = re.compile(r"\b(code|reference|ref|id)( (number|no))?[.:]?( is)?[: ]*$", re.IGNORECASE)
_TWO_GROUPS = re.compile(rf"\d{{4}}[{_HYPHEN} ]\d{{2,4}}")

#: Letters that look like the start of a code but are ordinary words before a number.
_NOT_A_CODE = word_set(
    """
    for at in on to the of and or by is was age aged under over about around after before since
    than past next last day days week weeks month months year years visit visits session
    sessions am im pm no only just like me my call ring text top plan code ref phase type size
    take paid pay cost costs usd eur gbp uk us dec nov oct sept sep jan feb mar march apr april
    may june july jun jul aug mon tue tues wed thu thur thurs fri sat sun covid step part page
    level stage nhs vitamin prp every with from up got had have roughly nearly almost maybe then
    it are a an dr room born lost gain takes lasts wait weigh spent spend need needs spf coq bmi
    sub pre post mid hpv cov iso fm dial phone tel number year about least most under first
    """
)


@dataclass(frozen=True)
class PlanReference:
    """A plan code as typed, and where it stands (characters)."""

    text: str
    start: int
    end: int

    @property
    def code(self) -> str:
        """The code as codes are written: capitals, single hyphens."""
        return _SEPARATORS.sub("-", self.text).upper()


def find_references(text: str) -> Iterator[PlanReference]:
    """Yield every plan code in a message."""
    for match in _REFERENCE.finditer(text):
        if _is_code(match):
            start = _start_of_code(match)
            yield PlanReference(text[start : match.end()], start, match.end())


def _is_code(match: re.Match[str]) -> bool:
    letters, digits = match["letters"], match["digits"]
    if letters.lower() in _NOT_A_CODE:
        return False
    if match["joint"] != " " or digits.startswith("0") or _TWO_GROUPS.fullmatch(digits):
        return True
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _ANNOUNCED.search(before) or not (before + after).strip(" .!?,"):
        return True
    return letters.isupper() and not match.string.isupper()


def _start_of_code(match: re.Match[str]) -> int:
    """Return where the code starts, with words of ours before it: "fat" in "fat arm 01"."""
    start = match.start()
    if match["joint"] != " " or not match["digits"].startswith("0"):
        return start
    while before := _WORD_BEFORE.search(match.string, max(0, start - 7), start):
        word = before["word"].lower()
        if word in _NOT_A_CODE or word not in load_lexicon().domain_words:
            break
        start = before.start()
    return start
