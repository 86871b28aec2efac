"""Recognises a question about a use that the answers know nothing of: "can it treat back pain?".

What was spoken of before is then not what is asked: a question about back pain after one about
hair gets no answer about hair.
"""

from __future__ import annotations

import re

from mesoguide.dialogue.context.ellipsis import names_a_thing
from mesoguide.dialogue.understood_message import UnderstoodMessage
from mesoguide.nlp.lexicon import word_set

_USED_ON = re.compile(
    r"\b(?:treat|treats|treating|cure|cures|heal|heals|fix|fixes|help(?:s|ing)?(?: with)?|"
    r"good for|work(?:s)? (?:for|on|with|against)|used (?:for|on|to treat)|use it (?:for|on)|"
    r"get rid of|do (?:anything )?for)\s+(?:(?:the|a|an|my|his|her|your|our|their|any|some|with|"
    r"really|also|bad|severe)\s+)*(?P<what>[^\W\d_]+)",
    re.IGNORECASE,
)
#: Words that point back, or at nobody and nothing in particular.
_NOTHING_NEW = word_set(
    """
    it its this that these those them they him her me us you people person everyone everybody
    someone somebody anyone anybody men man women woman kids children teenagers adults patients all
    most everything anything something nothing one ones other both same problem problems concern
    condition area areas part spot skin what how when now long longer good ever here there age ages
    older younger old young girls guys ladies or and if in at on by of as well again too then life
    quickly forever permanently only always at so or
    """
)


def names_other_use(message: UnderstoodMessage) -> bool:
    """Tell whether a message asks about a use by a name that the catalogue does not have."""
    if message.is_payload or names_a_thing(message):
        return False
    uses = (match["what"].lower() for match in _USED_ON.finditer(message.text))
    return any(use not in _NOTHING_NEW for use in uses)
