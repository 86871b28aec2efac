"""Recognises a question whether to skip, stop, take or change a medicine, whatever it is called.

Brand names are without end: what tells such a question is how it is built, "she's on eliquis, shd
she skip the morning one", not the name.
"""

from __future__ import annotations

import re

#: Longer messages are cut before the search.
MAX_CHARACTERS = 400

#: To take less of it than was prescribed, or none.
_LESS = re.compile(
    r"\b(?:skip\w*|miss(?:ing)?|stop(?:ping)?|pause|leav(?:e|ing) (?:\w+ ){0,4}?(?:off|out)|"
    r"leav(?:e|ing) (?:it|them)|come off|coming off|go(?:ing)? without|hold off|"
    r"drop(?:ping)?|hal(?:f|ve|ving)|cut (?:down|out|back)|lower|reduce)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:take|taking|give|double|up (?:my|the|her|his)|carry on with|keep on|restart)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:should|shall|shd|shld|shud|can|could|may|must|does|do|did|is it|ok(?:ay)?|alright|"
    r"need|better|have to|got to|safe|am i|would|which|how many)\b",
    re.IGNORECASE,
)
#: A dose, or a medicine by what it is: "the morning one", "her heart tablet", "bisoprolol 5 mg".
_DOSE = re.compile(
    r"\b(?:morning|evening|night(?:time)?|bedtime|lunch ?time|breakfast|daily|weekly|usual|next|"
    r"last|today['\u2019]?s|tonight['\u2019]?s|tomorrow['\u2019]?s) "
    r"(?:ones?|dose|tabs?|tablets?|pills?|meds?|injection of)\b"
    r"|\b(?:tabs?|tablets?|pills?|meds|medicines?|medications?|doses?|capsules?|inhalers?|insulin|"
    r"prescriptions?|blood thinners?|statins?|beta ?blockers?|steroids?|water tablet)\b"
    r"|\b(?:\d+ ?(?:mg|mcg|milligrams?))\b",
    re.IGNORECASE,
)
#: "She's on eliquis": a word after it that is no everyday one is taken for a medicine.
_IS_ON = re.compile(
    r"\b(?:i|i['\u2019]?m|im|s?he|s?hes|mum|mom|dad|nan|gran\w*|husband|wife|we|they|who|am|is)"
    r"(?:['\u2019]?s| is| am|['\u2019]?m)? (?:on|takes?|taking|prescribed) "
    r"(?!(?:the|a|an|my|holiday|leave|it|here|there|this|that|time|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|line|hold|benefits?|minimum|board|messenger|facebook|pictures?|photos?|"
    r"about|care|part|advice|notes?|long|ages|too|so|up|off)\b)[a-z]{5,}",
    re.IGNORECASE,
)
#: What is skipped that is no medicine.
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:appointments?|visits?|sessions?|gym|work|school|lunch|breakfast (?!one)|meals?|coffee|"
    r"alcohol|wine|make-?up|shower|exercise|swim\w*|course of (?:shots|treatments?)|payments?)\b",
    re.IGNORECASE,
)


def asks_to_change_medicine(text: str, *, to_less: bool = False) -> bool:
    """Tell whether somebody asks if they may skip, stop, take or change a medicine.

    Args:
        text: what was written.
        to_less: whether only taking less of it counts.
    """
    text = text[:MAX_CHARACTERS]
    changes = _LESS.search(text) or (not to_less and _TAKES.search(text))
    if _OF_SOMETHING_ELSE.search(text) or not (changes and _ASKS.search(text)):
        return False
    return bool(_DOSE.search(text) or _IS_ON.search(text))
