"""Recognises who asks whether to squeeze, prick or rub something on the skin: never, from here.

"Can I pop it?" names neither a sign nor a medicine, and a shrug would be taken for a yes.
"""

from __future__ import annotations

import re

#: Longer messages are cut before the search.
MAX_CHARACTERS = 500

_HANDLES = (
    r"(?:pop(?:ped|ping)?|squeez\w+|squish\w*|squash\w*|crush\w*|burst\w*|lanc(?:e|ing)|drain\w*|prick\w*|pierc\w+|"
    r"poke\w*|pick(?:ing)?|scratch\w*|itch|massag\w+|rub(?:bing)?|press(?:ing)?|push(?:ing)?|"
    r"knead\w*|cut (?:it|them|that|this)|peel\w*|dig(?:ging)?|milk)"
)
_THINGS = (
    r"(?:lumps?|bumps?|spots?|pimples?|blisters?|scabs?|boils?|nodules?|pus|heads?|abscess\w*|"
    r"swelling|bruises?|dots?|injection (?:site|spot)s?)"
)
_IT = (
    r"(?:(?:on |at |down on )?(?:it|them|this|that|these|those|one|out|open|off|"
    rf"(?:(?:the|my|her|his|these|those) )?(?:\w+ )?{_THINGS})\b|\W*$)"
)
_ASKED = re.compile(
    r"\b(?:can|could|should|shall|may|must|shud|cud|ok(?:ay)?|safe|allowed|do|does|would|will|"
    r"is it|better|best|try(?:ing)?|if|want to|need to|going to|gonna|how)\b[^.?!]{0,25}"
    rf"\b{_HANDLES}(?:\W+|$){_IT}"
    rf"|^\W*(?:(?:so|and|or|but|just|then)\W+)*{_HANDLES} {_IT}[^.!]{{0,20}}(?:\?|$)",
    re.IGNORECASE,
)
#: What is on the skin, named in the message itself.
_THING = re.compile(rf"\b(?:{_THINGS}|marks? (?:where|from))\b", re.IGNORECASE)
#: After "leave it alone": "with a clean needle?", "my friend did and was fine", "only a bit?"
_PRESSES_ON = re.compile(
    rf"\b(?:what if|if i|clean|steril\w+|needles?|gloves?|gent\w+|careful\w*|softly|friend|sister|"
    rf"mum|everyone|people|always|only a|just a|just the|{_HANDLES})\b",
    re.IGNORECASE,
)
#: Longer messages say by themselves what they ask.
_LONGEST = 80


def presses_on_handling(text: str) -> bool:
    """Tell whether somebody who was told to leave it alone still wants to squeeze it."""
    return len(text) <= _LONGEST and bool(_PRESSES_ON.search(text))


def asks_to_handle(text: str) -> bool:
    """Tell whether a text asks if something may be squeezed, pricked, rubbed or picked."""
    return bool(_ASKED.search(text[:MAX_CHARACTERS]))


def names_what_to_handle(text: str) -> bool:
    """Tell whether a text names something on the skin that one could squeeze."""
    return bool(_THING.search(text[:MAX_CHARACTERS]))
