"""What people say about a request itself, not to it: "did you send it?", "mobile or home?"."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.sent_request_questions import asks_call_cost

#: Longer messages say more than this.
_LONGEST = 80

_IF_SENT = re.compile(
    r"\b(?:did|have|has) (?:you|it|that|they|u|my \w+) (?:\w+ )?(?:send|sent|go(?:ne)? through|"
    r"get (?:it|that|my (?:details|request|number))|got (?:it|that|my (?:details|request|number))|"
    r"receive[d]?|book(?:ed)?|gone)\b"
    r"|\b(?:is|was) (?:it|that|this|everything|my (?:appointment|visit|request|slot)) (?:all |now |"
    r"already |actually |really |definitely )*(?:sent|booked|confirmed|done|in|sorted|submitted)\b"
    r"|\bis (?:it|that|this|my \w+) (?:all |now |actually |really |definitely |already |even )*"
    r"(?:cancell?ed|changed|moved|rebooked|booked|off)\b"
    r"|\bam i (?:all |now |actually |definitely )*(?:booked|confirmed|in)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:when|what time|how soon|how quickly|how long (?:till|until|before)) (?:will|would|can|"
    r"do|does|are|is|should|might)? ?(?:i |you |they |someone |somebody |staff |anyone |the \w+ |"
    r"he |she )*(?:expect (?:a|the|your|their) (?:call|reply|email)|call|ring|phone|write|email|"
    r"reply|answer|contact|be in touch|get in touch|get back|hear)\w*\b"
    r"|^\W*(?:when|what (?:times?|days?|slots?)) (?:can|could|do|are|have) (?:you|u) "
    r"(?:do|have|got|free|available|offer|fit me in)\b"
    r"|\bwhat(?:'s| is| times? (?:is|are)| days? (?:is|are)| slots? (?:is|are)) (?:free|available)",
    re.IGNORECASE,
)
_SEND_IT = re.compile(
    r"^\W*(?:(?:ok|okay|please|just|so|now|yes|and|can you|could you)\W+)*(?:re-?)?"
    r"(?:send|submit)(?: (?:it|that|this|them|the request|my request))?"
    r"(?: (?:again|now|off|please|then|once more|twice))*\W*$",
    re.IGNORECASE,
)
_WHICH_CONTACT = re.compile(
    r"\b(?:mobile|home|land ?line|work|phone|e-?mail|cell|number) or (?:a |an |my |the )?(?:mobile|"
    r"home|land ?line|work|phone|e-?mail|cell|number)\b"
    r"|\b(?:which|what) (?:number|phone|e-?mail)\b"
    r"|\b(?:is|will|would) (?:a |an |my |the )?(?:mobile|land ?line|e-?mail|phone|number) "
    r"(?:ok|okay|alright|do|fine|enough|good)\b",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"^\W*(?:(?:sorry|oh|er|um|hm+|i|but|and)\W+)*(?:what|eh|huh|pardon(?: me)?|come again|sorry|"
    r"wh?at do you mean(?: by (?:that|this|it))?|what was (?:that|the question)|"
    r"what(?:'s| is| are) (?:that|this|you asking)(?: (?:mean|about|for))?|"
    r"(?:do not|don'?t|dont|didn'?t) (?:understand|get (?:it|that|you)|follow)(?: (?:it|that|you|"
    r"the question|what you mean))?|(?:can you |please )?(?:repeat|say) (?:that|it|the question)"
    r"(?: again)?|what (?:should|do|shall|must) i (?:put|say|type|write|answer)(?: here| there)?|"
    r"unclear|confused|i'?m confused)(?: please)?\W*$",
    re.IGNORECASE,
)

#: "What was it you asked me?", "I lost my place": the open question is wanted again.
_LOST_PLACE = re.compile(
    r"\bwhat (?:was it|is it|was that|did|do|were|else do|else did) (?:that )?(?:you|u)(?: just| "
    r"again| still)? (?:ask(?:ed|ing)?|want(?:ed)?|need(?:ed)?|say|said|after)\b(?! to (?:do|"
    r"treat))"
    r"|\bwhat (?:was|is) (?:the|your|that) (?:last |next |first )?question\b"
    r"|\b(?:lost|losing) (?:my place|track|the thread|my thread)\b"
    r"|\b(?:forgot|forgotten|forget|remind me|tell me again|say again|missed) (?:again )?"
    r"(?:what (?:you|u|we|it was|the question)|(?:the|your) (?:last )?question)\b"
    r"|\bwhat (?:am i|should i|do i|must i|was i|have i)(?: \w+)? (?:meant |supposed |got |have )?"
    r"(?:to )?(?:answer|type|put|write|tell you|give you|fill in|say)\b"
    r"|^\W*(?:(?:so|and|ok|now|right|well|sorry)\W+)*what(?:'?s| is| comes)? next\W*$",
    re.IGNORECASE,
)

_NOTED = re.compile(
    r"\bwhat (?:have|did|do|had) (?:you|u|we|i) (?:\w+ ){0,2}(?:written?|wrote|write|noted?|put|"
    r"got|get|"
    r"taken?|take|took|have|record(?:ed)?|say|said|give|given|gave|told|tell|enter(?:ed)?|"
    r"filled?|fill)"
    r"(?: you)?(?: down)?(?: in)?(?: (?:for|about|of|from|on) (?:me|us|him|her|them|my \w+))?"
    r"(?: (?:so far|now|till now|until now|up to now|already|at the moment|yet|there|exactly))*\W*$"
    r"|\bwhat(?:'s| is| has been| was) (?:written|noted|down|put down|recorded|in (?:the|"
    r"my) (?:form|"
    r"request|note)|on (?:the|my) form|missing|still missing|the summary)\b"
    r"|\b(?:read|say|tell|repeat|show|give)\b(?: me)? (?:it|that|this|them|everything|"
    r"all(?: of it)?|"
    r"all that|(?:the|my) (?:details?|request|form|notes?|summary|answers?))"
    r"(?: all)?(?: to me)?(?: back| again| over| so far)(?: to me)?\b"
    r"|\b(?:show|read|give|tell) me (?:back )?(?:(?:the|my|all the|all my) (?:details?|summary|"
    r"notes?|"
    r"form|request)|what (?:you|u|we|i)(?:'ve|ve| have| did| just)? (?:got|have|wrote|written|"
    r"noted|"
    r"put|taken|write|said|gave|given))\b"
    r"|\b(?:can|could|may|let) (?:i|me) (?:just )?(?:see|check|hear|look at) (?:the|my|all|what)\b"
    r"[^?.!]{0,25}\b(?:details?|summary|form|request|so far|noted?|down|got|wrote|have)\b"
    r"|\b(?:what|which) details? (?:do|did|have|are)\b"
    r"|^\W*(?:(?:the|my|a) )?(?:summary|recap|my details|what i gave|read back|sum up|sum it up)"
    r"(?: please| pls)?\W*$"
    r"|\b(?:did|have) (?:you|u) (?:note[d]?|got?|get|written|write|put|taken?)(?: down)? (?:it|"
    r"all (?:of )?(?:it|that)|that|all|everything|my (?:name|number|email|time|"
    r"details))(?: (?:down|all|right|correctly))*\W*$",
    re.IGNORECASE,
)


def asks_what_is_noted(text: str) -> bool:
    """Tell whether somebody asks what a request holds so far, in whatever words."""
    return len(text) <= _LONGEST and bool(_NOTED.search(text))


def asks_if_sent(text: str) -> bool:
    """Tell whether somebody asks whether their request was sent, or whether a visit is booked."""
    return len(text) <= _LONGEST and bool(_IF_SENT.search(text))


def asks_when_contacted(text: str) -> bool:
    """Tell whether somebody asks when staff will get in touch."""
    return len(text) <= _LONGEST and bool(_WHEN.search(text))


def tells_to_send(text: str) -> bool:
    """Tell whether a text says no more than that a request is to be sent, maybe once more."""
    return bool(_SEND_IT.match(text))


def asks_which_contact(text: str) -> bool:
    """Tell whether somebody asks which number to give, or whether an email will do."""
    return len(text) <= _LONGEST and bool(_WHICH_CONTACT.search(text))


def asks_what_is_meant(text: str) -> bool:
    """Tell whether somebody has not understood what a form asks."""
    return len(text) <= _LONGEST and bool(_WHAT.match(text) or _LOST_PLACE.search(text))


def is_about_the_form(text: str) -> bool:
    """Tell whether a message in a form is about the form, so that the form itself answers it."""
    return (
        asks_what_is_noted(text)
        or asks_if_sent(text)
        or asks_when_contacted(text)
        or asks_which_contact(text)
        or asks_what_is_meant(text)
        or asks_call_cost(text)
    )
