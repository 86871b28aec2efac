"""What a call is to be about: "regarding cellulite", "it's about my hair"."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.contact_cues import asks_for_contact
from mesoguide.dialogue.contact.patients_named import patient_named_in
from mesoguide.dialogue.contact.time_phrases import time_phrases, time_tokens
from mesoguide.dialogue.contact.visit_requests import visit_request
from mesoguide.dialogue.typed_text import tidy
from mesoguide.nlp.lexicon import load_lexicon, word_set

#: Longer topics are cut; staff read them on one line.
MAX_TOPIC_CHARACTERS = 120

_TOPIC_CUE = re.compile(
    r"\babout\b|\bregarding\b|(?<!')\bre\b ?:?|\bconcerning\b|\bto do with\b|"
    r"\bin (?:connection|relation) (?:with|to)\b|\bwith regards? to\b|"
    r"(?:^\W*(?:and )?|\b(?:it'?s|its|it is|this is|that'?s|is|mainly|mostly) )for\b|"
    r"\bon the (?:subject|topic) of\b|\bto discuss\b|\b(?:topic|subject|reason)(?: is|'s| ?:)|"
    r"(?:^|\b(?:an?|my|the|another|new|first|book\w*) (?:\w+ )?)(?:appointment|appt|consultation|"
    r"consult|slot|callback|call back) for\b",
    re.IGNORECASE,
)
#: What stands before "about" where it names what a call is to be about, and where it does not.
_ASKS_ABOUT = re.compile(
    r"^\W*$|\b(?:it'?s|its|it is|this is|that'?s|would be|call\w*|ring|phone|speak\w*|talk|chat|"
    r"word|"
    r"ask|question|query|enquir\w+|appointment|appt|consultation|consult|discuss\w*|contact|someone|"
    r"somebody|advice|visit|meeting|message|email|text|here|back)(?: [\w']+){0,5}\W*$"
    r"|(?:\d{5}|@)\S*(?: [\w']+){0,4}\W*$",
    re.IGNORECASE,
)
_NOT_ASKED_ABOUT = re.compile(
    r"\b(?:not|isn'?t|don'?t|never|nothing|anything|something|enough|what|how|just|go|tell|think\w*|"
    r"worr\w+|bother\w*|care|fussed|curious|read|heard|told|said|know|forget|only|sure|come|came|"
    r"they|people|ladies|mums|clients|radio|longer|length|do you|has|have|had|round|out and)"
    r"(?: [\w']+){0,2}\W*$",
    re.IGNORECASE,
)
_TOPIC_END = re.compile(
    r"[.;!?|\n]|,(?! ?(?:[\w'-]+ ){0,2}(?:and|or) )|,(?= ?(?:please|thanks|call|ring|my|i\b|i'|"
    r"can|any|after|before|tomorrow|today|"
    r"\d))|\b(?:and|but|so) (?=(?:my (?:name|number|phone|email|mobile)|you can|please|i'?m|i am|"
    r"call|"
    r"ring|can you|the best time|it'?s|i'd|i would|i want|also))|"
    r"\b(?:please|pls|plz|thanks|thank you|thx|cheers|my (?:name|number|phone|email|"
    r"mobile) (?:is|no)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|call me|"
    r"ring me|phone me|on (?=\+?\d{5})|tomorrow|today|tonight|"
    r"this (?:morning|afternoon|"
    r"evening)|any ?time|(?:after|before|at|around|between) \d|asap|as soon as)\b",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(r"[,.;:!?|\n]| - ")
_LOOSE_END = re.compile(r"(?: (?:and|but|or|if|with|on|at|for|to|so))+$", re.IGNORECASE)
#: "About 5 weeks" and "about it" name no topic.
_NO_TOPIC = re.compile(
    r"(?:\d|half|an?\b (?:hour|week|month|day|year|minute)|(?:one|two|three|four|five|six|seven|"
    r"eight|"
    r"nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty)\b|to\b|so\W*$|as (?:big|long|much)|"
    r"like an?\b|the (?:size|length|width|same)|an? (?:coin|grape|pea|finger)\b|"
    r"(?:it|that|this|them|you|me|us|him|her|time|now|then|there|here|to|the same)\W*$|"
    r"(?:me|my (?:mum|mother|dad|father|daughter|son|wife|husband|friend|sister|brother))\W*$|"
    r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?s?\b|next|tomorrow|today|"
    r"what(?:'s| is) best|"
    r"(?:the |this |any |an? )*(?:mornings?|afternoons?|evenings?|eve|nights?|weekends?|weekdays?|"
    r"now|long|while|sure|real|free|best|better|good|ages|weeks?|months?|years?|days?|hours?|"
    r"moment|call|call ?back|appointment|appt|visit|booking|which|what|who)\W*$)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;|.\n/]+")
_FEWEST_LETTERS = 3
_MOST_WORDS_LISTED = 5
#: What people write between their details, and what is no subject.
_NO_SUBJECT = word_set(
    """
    please pls plz thanks thank thx ta cheers ok okay yes yeah yep no nope hi hello hey and or is it
    its it's my me i im i'm am a an the on at by to for with here there phone number mobile email
    name mail tel contact call ring back book booking appointment appt visit request new existing
    patient time best day date soon asap you u can could need want would like get send sent now good
    fine great right correct all that this that's thats sorry sory wait hm um er oh so just also
    use instead not don't dont better old wrong change make first last regular then mean meant be
    been of from dear love mrs mr ms i'd i've
    """
)


#: Subjects of a call beside the treatments and the parts of the body.
_SUBJECTS = word_set(
    """
    price prices cost costs payment payments money refund bill invoice insurance discount voucher
    result results recovery aftercare pain side effects risk risks safety course plan treatment
    treatments therapy question questions query enquiry advice complaint feedback problem problems
    issue concern concerns consultation consult check checkup check-up review follow-up followup
    top-up session sessions mole wart veins marks stretch scar scars scarring tattoo acne rosacea
    eczema age pregnancy medicine medicines medication allergy job vacancy parking access building
    opening hours directions gift laser peel botox filler fillers microneedling prp exosomes meso
    numbing anaesthetic
    mesotherapy hair scalp skin face neck chin jowls cheeks forehead eyes eye lips arms arm hands
    hand thighs thigh legs leg belly tummy stomach abdomen waist hips hip bottom buttocks bum knees
    knee back decolletage cellulite wrinkles wrinkle lines fat weight slimming pigmentation melasma
    spots patches baldness bald alopecia thinning sagging ageing aging firmness tightening
    """
)


#: "I meant legs, not arms", "not the arms, the legs".
_NEW, _OLD = r"(?:the |my )?(?P<new>\w+)", r"(?:the |my )?(?P<old>\w+)"
_SWAPS = (
    re.compile(rf"\b(?:mean|meant|it'?s|its|say|said)\s+{_NEW},? not {_OLD}", re.IGNORECASE),
    re.compile(rf"\bnot {_OLD}[,.;]?(?: but| i mean(?:t)?)? {_NEW}\W*$", re.IGNORECASE),
    re.compile(rf"^\W*(?:sorry,? |no,? |oops,? )*{_NEW},? not {_OLD}\W*$", re.IGNORECASE),
)


def swapped(text: str, topic: str) -> str | None:
    """Return a topic with the word in it that a text puts right: "I meant legs, not arms".

    Args:
        text: the message.
        topic: the topic as it was noted.
    """
    for pattern in _SWAPS:
        found = pattern.search(tidy(text))
        if found is None:
            continue
        old = re.compile(rf"\b{re.escape(found['old'])}\b", re.IGNORECASE)
        if old.search(topic):
            return old.sub(found["new"], topic)
    return None


#: "About the bruise", and nothing of how it is.
_ONLY_TOPIC = re.compile(
    r"^\W*(?:(?:oh|and|no|sorry|ok|it'?s|its|it is|this is|that'?s|just|please|pls)\W+)*"
    r"(?:about|regarding|re|concerning)\b:? (?:(?:the|my|an?|this|that|his|her) )?"
    r"(?:\w+ )?\w+\W*$",
    re.IGNORECASE,
)


def names_topic_of_call(text: str) -> bool:
    """Tell whether a text says no more than what a call is to be about: "about the bruise"."""
    return bool(_ONLY_TOPIC.match(text)) and stated_topic(text) is not None


def _is_of_our_subjects(word: str) -> bool:
    """Tell whether a word names what a call to a clinic may be about, be it mistyped."""
    return word in _SUBJECTS or load_lexicon().correct(word) in _SUBJECTS


def stated_topic(text: str) -> str | None:
    """Return what a message says that a call is to be about: "about my hair" gives "my hair"."""
    even = tidy(text)
    patient = patient_named_in(even)
    for cue in _TOPIC_CUE.finditer(even):
        before = _CLAUSE_START.split(even[max(0, cue.start() - 60) : cue.start()])[-1]
        if not _ASKS_ABOUT.search(before) and "for" not in cue[0].lower().split():
            continue
        topic = _topic(even[cue.end() : cue.end() + 2 * MAX_TOPIC_CHARACTERS])
        if topic and patient and patient.name in topic:
            continue  # "it's for Gerald"
        if topic and not _NOT_ASKED_ABOUT.search(before):
            return topic
    return None


#: "Cellulite. No wait, better make it the wrinkles" is about wrinkles.
_MENDS = re.compile(
    r"(?:^|[\s,.;!-])(?:no,? wait|wait,? no|no,? sorry|sorry,? no|or rather|scratch that|i meant?|"
    r"(?:better |rather |actually |just )?(?:make|change) (?:it|that)(?: to)?|actually|on second "
    r"thoughts?)\b[\s,.:;!-]*(?:(?:better|rather|just|actually|make (?:it|that)|it'?s|about)\s+)*",
    re.IGNORECASE,
)


def mended_topic(text: str) -> str:
    """Return what a topic was changed to in the same breath, else the whole text."""
    *_, last = _MENDS.split(text)
    words = re.findall(r"[^\W\d_]+", last)
    is_topic = 0 < len(words) <= _MOST_WORDS_LISTED and not any(
        time_phrases(time_tokens(last.lower()))
    )
    return last.strip(" ,.;!") if is_topic else text


def subject_named(text: str) -> str | None:
    """Return the part of a short text that names one of our subjects: "the price, sorry"."""
    parts = [part.strip(" -!\"'()") for part in _PARTS.split(mended_topic(tidy(text)))]
    return next((part for part in parts if _may_be_subject(part)), None)


def listed_topic(text: str) -> str | None:
    """Return the one part of a list of details that is none of them: "Anna, |, stretch marks".

    Args:
        text: a tidied message, with a bar for each detail that was read from it before.
    """
    parts = [part.strip(" -!\"'()") for part in _PARTS.split(text)]
    found = [part for part in parts if _may_be_subject(part)]
    return found[0] if len(found) == 1 else None


def _may_be_subject(part: str) -> bool:
    words = re.findall(r"[^\W\d_][^\W\d_'-]*", part.lower())
    if not words or len(words) > _MOST_WORDS_LISTED or "?" in part:
        return False
    if not any(map(_is_of_our_subjects, words)):
        return False  # a surname, "clumsy thumbs": what is left over is seldom a topic
    own = [word for word in words if word not in _NO_SUBJECT]
    if len(own) < len(words) - 1 or not any(len(word) >= _FEWEST_LETTERS for word in own):
        return False
    if any(time_phrases(time_tokens(part.lower()))) or asks_for_contact(part.lower()):
        return False
    return visit_request(part) is None


def _topic(rest: str) -> str | None:
    topic = _TOPIC_END.split(rest.lstrip(" :,-"), maxsplit=1)[0].strip(" ,.:;-\"'()")
    topic = _LOOSE_END.sub("", topic)
    if not re.search(r"[^\W\d_]{2}", topic) or _NO_TOPIC.match(topic):
        return None
    return _cut(topic)


def _cut(topic: str) -> str:
    if len(topic) <= MAX_TOPIC_CHARACTERS:
        return topic
    return topic[:MAX_TOPIC_CHARACTERS].rsplit(" ", 1)[0]
