"""What the talk around a contact form says for it: its subject, and how not to be reached."""

from __future__ import annotations

import re

from actions.contact_slots import earlier_texts
from actions.turn import Turn
from mesoguide.content.labels import Labels
from mesoguide.content.titles import Titles
from mesoguide.dialogue.understood_message import UnderstoodMessage

_NUMBER = r"(?:phone|tele?phone|mobile|numbers?|phone number|landline)"
_NO_PHONE = re.compile(
    rf"\b(?:no|not|without|don'?t|dont|won'?t|wont|never|rather not|cannot|can'?t|isn'?t|"
    rf"doesn'?t)\b"
    rf"[^.,;!?]{{0,40}}\b{_NUMBER}\b",
    re.IGNORECASE,
)
_NO_EMAIL = re.compile(r"\b(?:no|not|don'?t|dont|without|never)\b[^.,;!?]{0,25}\be-?mails?\b", re.I)
_EMAIL = re.compile(r"\be-?mails?\b", re.IGNORECASE)
_ABOUT_IT = re.compile(
    r"\b(?:about|discuss|regarding|explain|go over|talk through) (?:it|that|this|these|those|"
    r"them)\b",
    re.IGNORECASE,
)


#: The two ways to reach somebody, one of which is needed.
BOTH_KINDS = frozenset({"phone", "email"})
#: The reply to who refuses one of them.
OTHER_WILL_DO = {"phone": "utter_email_will_do", "email": "utter_phone_will_do"}


def refused_kind(text: str) -> str | None:
    """Return what somebody will not give: "phone", "email", or None."""
    if "?" in text:
        return None
    if _NO_EMAIL.search(text):
        return "email"
    return "phone" if _NO_PHONE.search(text) else None


def refused_kinds(turn: Turn) -> frozenset[str]:
    """Return all that the visitor would not give since the last request was sent."""
    kinds = {refused_kind(text) for text in earlier_texts(turn)}
    return frozenset(kind for kind in kinds if kind)


def asked_for_contact(turn: Turn) -> str:
    """Name the reply that asks how to reach somebody, but not for what they refused."""
    refused = refused_kinds(turn)
    if len(refused) != 1:
        return "utter_ask_contact"
    if said_now := refused_kind(turn.message.text):
        turn.say(OTHER_WILL_DO[said_now])
    return "utter_ask_contact_email" if "phone" in refused else "utter_ask_contact_phone"


def offers_email(message: UnderstoodMessage) -> bool:
    """Tell whether somebody who refuses the number would give an email."""
    return bool(_EMAIL.search(message.text)) and not _NO_EMAIL.search(message.text)


def subject_of_talk(turn: Turn, labels: Labels, titles: Titles) -> str | None:
    """Return what the talk before a request was about, as its topic; it is shown before it is sent.

    "Ring me about it" may be about a question without a concern: "about recovery".
    """
    concern, area = turn.concern(), turn.body_area()
    if concern:
        named = labels.concern(concern.value)
        return f"{named} ({labels.body_area(area.value)})" if area else named
    if area:
        return labels.body_area(area.value)
    if not _ABOUT_IT.search(turn.message.text):
        return None
    title = titles.get(f"ask_{turn.state.topic}") or titles.get(str(turn.state.topic))
    return title.rstrip("?").lower() if title else None
