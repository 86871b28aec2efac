"""Finds what is named only to measure something else by: "sorer there than on the face".

The question is about "there". Whoever says "than on the face" has not moved on to the face.
"""

from __future__ import annotations

import re

#: Kinds that tell what a conversation is about; other care that is compared is asked for itself.
COMPARED_KINDS = frozenset({"body_area", "concern"})

_WITH = r"(?:on|in|at|for|with|to|around|under|near|if it (?:is|was|were) (?:on|for|in))"
_WHOSE = r"(?:the|my|your|her|his|their|our|a|an|someone's|when it(?:'s| is))"
#: What stands right before a thing that is only compared with. "Other than" and "rather than" take
#: a thing back, which is denial; a bare "as" may give a reason ("as my thighs are big").
_BEFORE = re.compile(
    rf"(?:(?<!other )(?<!rather )\bthan|\bcompared? (?:to|with)|\bas (?:much|bad|badly|sore|many|"
    rf"long|often|well|easy|easily|painful) as|\bunlike|\bas(?= {_WITH})|\bversus|\bvs)"
    rf"(?: (?:it (?:is|does|would)|they are|doing))?(?: {_WITH})?(?: {_WHOSE})?(?: \w+)?\s*$",
    re.IGNORECASE,
)
#: So much of the text before a thing is looked at.
_LOOK_BACK = 60


def is_only_compared_with(kind: str, text: str, start: int) -> bool:
    """Tell whether the thing at ``start`` is named for comparison, and is not what is asked about.

    Args:
        kind: the entity kind of the thing.
        text: the whole message.
        start: where the thing begins, in characters.
    """
    if kind not in COMPARED_KINDS:
        return False
    before = text[max(0, start - _LOOK_BACK) : start].replace("\u2019", "'")
    return bool(_BEFORE.search(before))
