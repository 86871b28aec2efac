"""Recognises who tells what they want a visit for, and so sounds as if they asked about it.

"My name's Ida, want to come in for pigmentation, am new" names a concern, and asks nothing.
"""

from __future__ import annotations

from mesoguide.dialogue.contact.form_reading import gives_contact
from mesoguide.dialogue.contact.patient_status import patient_status
from mesoguide.dialogue.contact.stated_names import stated_name_in
from mesoguide.dialogue.contact.visit_requests import visit_request
from mesoguide.dialogue.typed_text import tidy
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.questions import asks

#: What such a wish is taken for by the thing that it names.
_MAY_BE_WISH = frozenset(
    {"ask_uses", "ask_capabilities", "ask_plan_details", "inform", "out_of_scope", FALLBACK_INTENT}
)


def tells_visit_wish(message: UnderstoodMessage) -> bool:
    """Tell whether a message wishes for a visit in words, and says who writes."""
    text = message.text
    if message.is_payload or message.intent not in _MAY_BE_WISH or asks(text):
        return False
    if visit_request(text) != "book":
        return False
    return bool(gives_contact(text) or patient_status(text) or stated_name_in(tidy(text)))
