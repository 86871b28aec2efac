"""Reads what somebody wants staff to be told beside the topic: "put the wheelchair in the note"."""

from __future__ import annotations

import re

from mesoguide.dialogue.typed_text import tidy

#: Longer notes are cut; staff read them on one line.
MAX_NOTE_CHARACTERS = 120

_STAFF = r"(?:them|staff|the (?:clinic|staff|nurse|doctor|practitioner|team|receptionist)|him|her)"
_NOTE = r"(?:the |my |a |your )?(?:notes?|message|request|form|comments?|remarks?)"
_LEAD = (
    r"(?:^|(?<=[.,;!?\n])|\band\b|\bbut\b|\boh\b)\s*(?:(?:oh|and|also|but|please|pls|can you|"
    r"could you|would you|will you|you can|you could|just|maybe|ps|do|then|ok|okay|so)\W+)*"
)
_END = (
    r"(?=$|[.;!?\n]|, ?(?:and|it'?s|its|for|about|my|please|thanks)\b|"
    r" and (?:it'?s|its|send|book)\b)"
)
_BODY = r"(?P<note>[^.;!?\n]{2,150}?)"
_FORMS = tuple(
    re.compile(_LEAD + pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:put|write|add|include|get|mention|pop|stick|have)(?: down)? {_BODY} "
        rf"(?:in|on|to|into|as|under) {_NOTE}(?: too| as well| please| also)?{_END}",
        rf"(?:put|write|add|make|take|leave|include)(?: down)? (?:in |on |to )?{_NOTE} "
        rf"(?:that|of|about|saying|to say|:)\s*{_BODY}(?: too| as well)?{_END}",
        rf"(?:put|write|say|add|mention)(?: it)?(?: down)?(?: in| there| on there)?(?: that|:) "
        rf"{_BODY}(?: too| as well| please)?{_END}",
        rf"(?:tell|warn|inform|remind) {_STAFF}(?: all)?(?: too)? (?:about|that|of) {_BODY}"
        rf"(?: too| as well| please)?{_END}",
        rf"(?:tell|warn|remind) {_STAFF} (?P<clause>(?:i|he|she|we|my)\b[^.;!?\n]{{2,150}}?){_END}",
        rf"let {_STAFF} know (?:about |that |of )?{_BODY}(?: too| as well| please)?{_END}",
        rf"(?:mention|note(?: down)?(?: that)?) (?=(?:my|the|his|her|that|i|he|she|we)\b)(?:that )?"
        rf"{_BODY}(?: too| as well| please)?{_END}",
        rf"(?:they|staff) (?:should|need to|must|ought to) know (?:about |that |of )?{_BODY}{_END}",
    )
)
_POLITE_END = re.compile(r"(?:[ ,]+(?:please|pls|too|as well|also|thanks|thank you))+$", re.I)
#: What points back, and is no note by itself.
_NOTHING = re.compile(
    r"(?:it|that|this|them|me|these|those|everything|all of (?:it|that)|what|who|how|when|where|"
    r"why|you|wrong|right)\b(?! \w+ \w+)",
    re.IGNORECASE,
)
#: "Put my number on the form" gives a detail, and no note.
_DETAIL = re.compile(
    r"\b(?:name|number|phone|mobile|e-?mail|address|time|day|date|topic|down as|yes|no)\b|@|\d{5}",
    re.IGNORECASE,
)


def split_note(text: str) -> tuple[str | None, str]:
    """Return what staff are to be told, and the text without it.

    "Put the wheelchair in the note. It's for my belly" gives "the wheelchair" and the rest.
    """
    even = tidy(text)
    for form in _FORMS:
        if match := form.search(even):
            note = (match.groupdict().get("clause") or match.groupdict().get("note") or "").strip()
            if _is_note(note):
                return _cut(note), f"{even[: match.start()]} {even[match.end() :]}".strip(" ,;.!")
    return None, text


def gives_note(text: str) -> bool:
    """Tell whether a text wants staff to be told something beside the topic."""
    return split_note(text)[0] is not None


def with_note(notes: str | None, note: str) -> str:
    """Return the notes so far and one more, each once."""
    kept = [part for part in (notes or "").split("; ") if part and part != note]
    return "; ".join([*kept, note])


def _is_note(note: str) -> bool:
    return bool(re.search(r"[^\W\d_]{3}", note)) and not (
        _NOTHING.match(note) or _DETAIL.search(note)
    )


def _cut(note: str) -> str:
    plain = _POLITE_END.sub("", note.strip(" ,.;:-\"'"))
    return (
        plain
        if len(plain) <= MAX_NOTE_CHARACTERS
        else plain[:MAX_NOTE_CHARACTERS].rsplit(" ", 1)[0]
    )
