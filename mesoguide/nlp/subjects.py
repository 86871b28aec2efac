"""Words that name a question by themselves: "price", "pain", "side effects", "how many times".

People in a hurry leave the question out: "price n pain?", "no, I asked about the price". A trained
classifier needs more of a sentence than that; here a word stands for the intent that it asks.
"""

from __future__ import annotations

import re

#: Subjects with the words that name them. The first that fits a stretch of text counts.
_WORDS: dict[str, str] = {
    "ask_cost": r"prices?|pricing|costs?|fees?|how much(?! (?:does|will|would|do) (?:it|they) hurt)"
    r"(?! (?:pain|hair|fat|weight))|expensive|cheap(?:er)?|dear|money|quote",
    "ask_discomfort": r"pain(?:ful)?|hurts?|hurting|discomfort",
    "ask_frequency": r"how many(?: (?:times|sessions?|visits?|treatments?|shots|appointments?))?|"
    r"how often|number of (?:sessions|visits|times)|sessions|visits",
    "ask_results_onset": r"how (?:soon|fast|quick(?:ly)?)|when (?:do|will|can|would|does|shall) "
    r"(?:i|it|you|we|u|they) (?:\w+ )?(?:see|notice|works?|start|show|kick)\w*",
    "ask_results_duration": r"(?<!i )lasts?|lasting|stays?|permanent(?:ly)?|for ?ever|wears? off",
    "ask_effectiveness": r"works|(?:does|do|will|would|can|could|if|really|rly|actually) "
    r"(?:it |this |they |these )?(?:\w+ )?work|effective(?:ness)?|efficacy",
    "ask_side_effects": r"risks?|side[- ]effects?|safe(?:ty)?|danger(?:s|ous)?|complications?",
    "ask_session_length": r"how long (?:is|does|are|for|takes?) (?:it|a|one|each|the|1)? ?"
    r"(?:session|visit|take|treatment|appointment)s?",
    "ask_recovery": r"recovery|down ?time|time off|heal(?:ing)?|back (?:to|at) work",
    "ask_aftercare": r"after ?care|what to do after",
    "ask_preparation": r"prepar(?:e|ation|ing)|what to do before",
    "ask_ingredients": r"ingredients?",
    "ask_regulation": r"legal(?:ly)?|approved|approval|licen[cs]ed?",
    "ask_practitioner": r"who (?:does|gives|will (?:do|give)|injects)",
    "ask_clinic_info": r"opening (?:hours|times)|address|opening",
}
_SUBJECTS = {
    intent: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for intent, words in _WORDS.items()
}
#: Words that can stand alone in a list: "price / pain / sessions".
_LISTED_WORDS = {
    **dict.fromkeys(("price", "prices", "cost", "costs", "cheaper", "expensive"), "ask_cost"),
    **dict.fromkeys(("pain", "painful", "hurt", "hurts"), "ask_discomfort"),
    **dict.fromkeys(("sessions", "visits", "how many", "how many times"), "ask_frequency"),
    **dict.fromkeys(("how many sessions", "how many visits", "how often"), "ask_frequency"),
    **dict.fromkeys(("risk", "risks", "side effects", "safe", "safety"), "ask_side_effects"),
    **dict.fromkeys(("recovery", "downtime"), "ask_recovery"),
    **dict.fromkeys(("aftercare", "after care"), "ask_aftercare"),
    **dict.fromkeys(("permanent", "forever"), "ask_results_duration"),
    **dict.fromkeys(("legal", "approved"), "ask_regulation"),
    **dict.fromkeys(("opening hours", "opening times", "address"), "ask_clinic_info"),
    "numbing": "ask_anaesthesia",
    "preparation": "ask_preparation",
    "time off": "ask_recovery",
    "ingredients": "ask_ingredients",
    "how much": "ask_cost",
}
#: The words of a list as part of a pattern, the longest first.
LISTED = "|".join(
    re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_LISTED_WORDS, key=len, reverse=True)
)


def subjects_of(text: str) -> list[str]:
    """Return the intents of the subjects that a text names, each once, in their order."""
    found = ((intent, pattern.search(text)) for intent, pattern in _SUBJECTS.items())
    places = [(match.start(), intent) for intent, match in found if match]
    return [intent for _, intent in sorted(places)]


def subject_of_word(word: str) -> str | None:
    """Return the intent that a word of a list stands for, if it stands for one."""
    return _LISTED_WORDS.get(" ".join(word.lower().split()))
