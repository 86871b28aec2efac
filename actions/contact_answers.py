"""What a message says to a contact form, beside the details that any message may hold."""

from __future__ import annotations

from dataclasses import replace

from actions.contact_slots import (
    Given,
    Readings,
    names_change,
    of_button,
    read_message,
    slot_named,
)
from actions.turn import Turn
from mesoguide.dialogue import names
from mesoguide.dialogue.form_reading import is_worded_as_question
from mesoguide.dialogue.name_forms import is_given
from mesoguide.dialogue.number_corrections import corrected_number
from mesoguide.dialogue.person_names import bare_name
from mesoguide.dialogue.understood_message import FALLBACK_INTENT

#: What is asked for before the name, or after somebody has left it out.
_BEFORE_NAME = frozenset({names.VISIT_REQUEST, names.PATIENT_STATUS, names.CONTACT})
#: What a bare name is taken for.
_MAY_BE_NAME = frozenset(
    {"out_of_scope", FALLBACK_INTENT, "thank", "affirm", "inform", "greet", "ask_practitioner"}
)


def read_answer(turn: Turn, requested: str | None, known: Given) -> Readings:
    """Read the message in a form: also what corrects a detail, or comes before it is asked for."""
    if turn.message.is_payload:
        return of_button(turn)
    text = turn.message.text
    read = read_message(turn, requested, known.region, in_form=True)
    values = dict(read.values)
    if names.VISIT_REQUEST in values and _changes_detail(text, requested):
        del values[names.VISIT_REQUEST]  # "can I change the time?" of the call
    phone = known.values.get(names.CONTACT_PHONE)
    if phone and (mended := corrected_number(text, str(phone), known.region)):
        return Readings({**values, names.CONTACT_PHONE: mended})
    if not known.has(names.CONTACT_NAME) and (name := _early_name(turn, requested)):
        values.setdefault(names.CONTACT_NAME, name)
    is_correction = requested in (names.CONFIRMATION, names.DETAIL_TO_CHANGE)
    is_open = is_correction or not known.has(names.CONTACT_TOPIC)
    if is_open and (topic := _concern_named(turn, requested)):
        values.setdefault(names.CONTACT_TOPIC, topic)
    return replace(read, values=values)


def _early_name(turn: Turn, requested: str | None) -> str | None:
    """Return a name that stands alone before it is asked for: "Wei Zhang"."""
    message = turn.message
    if requested not in _BEFORE_NAME or message.entities or message.intent not in _MAY_BE_NAME:
        return None
    name = bare_name(message.text) or ""
    words = name.split()
    if not words or len(message.text.split()) > len(words) + 1 or name not in message.text:
        return None
    return name if is_given(words[0]) or len(words) > 1 else None


def _concern_named(turn: Turn, requested: str | None) -> str | None:
    """Return the concern that a message names, in its own words, as what a call is about."""
    message = turn.message
    if is_worded_as_question(message.text) or len(message.questions) > 1:
        return None
    if requested == names.CONTACT_TOPIC:
        return None  # the whole answer is the topic
    said = [e for e in message.entities if e.kind == names.CONCERN and e.end > e.start]
    return message.text[said[-1].start : said[-1].end] if said else None


def _changes_detail(text: str, requested: str | None) -> bool:
    """Tell whether a text wants a detail of the request changed, and not the visit."""
    is_summary = requested in (names.CONFIRMATION, names.DETAIL_TO_CHANGE)
    named = slot_named(text)
    return is_summary and names_change(text) and named not in (None, names.VISIT_REQUEST)
