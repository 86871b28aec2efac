"""What a message says to a contact form, beside the details that any message may hold."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.contact_slots import (
    Given,
    Readings,
    not_given,
    of_button,
    read_message,
    slot_named,
    wants_change,
)
from actions.form import was_digression
from actions.turn import Turn
from mesoguide.dialogue import names
from mesoguide.dialogue.agreement import agrees, says_send
from mesoguide.dialogue.contact.call_topics import subject_named, swapped
from mesoguide.dialogue.contact.contact_details import stated_topic
from mesoguide.dialogue.contact.excluded_times import replaced_day
from mesoguide.dialogue.contact.form_reading import BEFORE_NAME, is_worded_as_question
from mesoguide.dialogue.contact.number_corrections import corrected_number
from mesoguide.dialogue.contact.person_names import leading_name, lone_name
from mesoguide.dialogue.contact.preferred_times import find_time, says_only_time
from mesoguide.dialogue.contact.request_changes import changed_time
from mesoguide.dialogue.contact.request_notes import split_note, with_note
from mesoguide.dialogue.contact.stated_names import NameFound, fuller_name
from mesoguide.dialogue.contact.visit_requests import names_visit
from mesoguide.dialogue.typed_text import tidy
from mesoguide.dialogue.understood_message import FALLBACK_INTENT

#: "Change the time" is of the call, where "change it to a later date" is of the visit.
_CHANGES_DETAIL = re.compile(
    r"\b(?:chang|edit|updat|correct)(?:e|ing)?\s+(?:the|my)\s+(?:best |call |phone |e-?mail )*"
    r"(?:name|number|time|day|date|phone|mobile|e-?mail|address|topic)\b",
    re.IGNORECASE,
)
_FIRST_CLAUSE = re.compile(r"[,.;!?]+\s*(?:(?:and|but)\s)?|\s(?:but|and)\s", re.IGNORECASE)
#: What may stand between a concern and its area.
_BELONGS = re.compile(
    r"\s+(?:(?:on|of|in|around|under|at|for)\s+)?(?:(?:the|my|her|his)\s+)?", re.I
)
#: An excuse for what was mistyped, right before what would else be a concern.
_EXCUSE = re.compile(
    r"(?:^|[.,;!])\W*(?:oh |ah )?(?:sorry|oops|whoops|apologies|pardon|my mistake|excuse)"
    r"(?:\W+(?:i have|i'?ve got|it'?s|my|these|those|about))*\W*$",
    re.IGNORECASE,
)
#: What somebody says who means their status; "my next visit" only says when.
_STATUS = re.compile(
    r"\b(?:new|existing|returning|registered|patient|client|never|first|been|before)\b",
    re.IGNORECASE,
)
#: What a bare name is taken for.
_MAY_BE_NAME = frozenset(
    {"out_of_scope", FALLBACK_INTENT, "thank", "affirm", "inform", "greet", "ask_practitioner"}
)


def read_answer(turn: Turn, requested: str | None, known: Given) -> Readings:
    """Read the message in a form: also what corrects a detail, or comes before it is asked for."""
    if turn.message.is_payload:
        return of_button(turn)
    note, text = split_note(turn.message.text)
    concern = _concern_named(turn)
    if concern and concern not in text:
        concern = None  # it is named in the note alone
    is_of_time = _changes_detail(text, requested) and slot_named(text) == names.BEST_TIME
    read = read_message(
        turn,
        names.BEST_TIME if is_of_time else requested,
        known.region,
        text=text,
        in_form=True,
        is_nameless=known.values.get(names.CONTACT_NAME) in (None, not_given(turn)),
        concern=concern or "",
    )
    values = dict(read.values)
    if note:
        values[names.CONTACT_NOTE] = with_note(values.get(names.CONTACT_NOTE), note)
    if names.CONTACT_NOTE in values:
        earlier = known.values.get(names.CONTACT_NOTE)
        values[names.CONTACT_NOTE] = with_note(earlier, values[names.CONTACT_NOTE])
    if _is_status_in_passing(text, requested, known):
        values.pop(names.PATIENT_STATUS, None)
    if time := replaced_day(text, str(known.values.get(names.BEST_TIME) or "")):
        values[names.BEST_TIME] = time
    if names.VISIT_REQUEST in values and _changes_detail(text, requested):
        del values[names.VISIT_REQUEST]  # "can I change the time?" of the call
    phone = known.values.get(names.CONTACT_PHONE)
    if phone and (mended := corrected_number(text, str(phone), known.region)):
        return Readings({**values, names.CONTACT_PHONE: mended})
    if name := _early_name(turn, requested, known):
        values.setdefault(names.CONTACT_NAME, name)
    if name := _name_in_full(text, known):
        values.setdefault(names.CONTACT_NAME, name)
    is_correction = requested in (names.CONFIRMATION, names.DETAIL_TO_CHANGE)
    is_unread = names.BEST_TIME not in values or is_worded_as_question(text)
    if is_correction and is_unread and (time := changed_time(text)):
        values[names.BEST_TIME] = time
    is_open = is_correction or not known.has(names.CONTACT_TOPIC)
    # Otherwise the whole answer is the topic.
    is_beside = requested != names.CONTACT_TOPIC or len(values) > (names.CONTACT_TOPIC in values)
    if is_open and concern and is_beside:
        values[names.CONTACT_TOPIC] = _with_concern(stated_topic(text), concern)
    if is_correction and (
        subject := swapped(text, str(known.values.get(names.CONTACT_TOPIC) or ""))
    ):
        values[names.CONTACT_TOPIC] = subject
    takes_subject = requested == names.CONFIRMATION or (requested == names.BEST_TIME and is_open)
    is_silent = not set(values) - {names.CONTACT_NOTE} and takes_subject
    if is_silent and (subject := _subject_instead(turn, text)):
        values[names.CONTACT_TOPIC] = subject
    return replace(read, values=values)


def beside_question(turn: Turn, requested: str | None, readings: Readings) -> Readings:
    """Return what a message gives beside a question to the chatbot."""
    # "Can I wash my hair that evening?" names no time for a call.
    readings = readings.without(names.BEST_TIME)
    first = _FIRST_CLAUSE.split(turn.message.text.strip())[0]
    if requested == names.BEST_TIME and says_only_time(first):
        # "Evening, but when do you close?" does.
        time = find_time(first, asked=True)
        readings = readings.updated(Readings({names.BEST_TIME: time} if time else {}))
    if turn.state.symptom_what is not None:
        # "5 days, and getting smaller" goes on about a symptom that was told before.
        readings = readings.without(names.CONTACT_TOPIC)
    return readings


def _subject_instead(turn: Turn, text: str) -> str | None:
    """Return the topic that is named beside a summary in so many words as "the numbing cream"."""
    if agrees(text) or says_send(text) or wants_change(turn) or is_worded_as_question(text):
        return None
    if was_digression(turn) or turn.intent.startswith(("report_", "affirm", "deny")):
        return None
    return subject_named(text)


def _with_concern(topic: str | None, concern: str) -> str:
    """Return a topic with the concern that is named beside it: "the face, pigment spots"."""
    if topic is None or concern.lower() in topic.lower():
        return topic or concern
    return f"{topic}, {concern}"


def _is_status_in_passing(text: str, requested: str | None, known: Given) -> bool:
    """Tell whether a text says nothing of the status that was given in so many words before."""
    is_known = known.values.get(names.PATIENT_STATUS) is not None
    return is_known and requested != names.PATIENT_STATUS and not _STATUS.search(text)


def _early_name(turn: Turn, requested: str | None, known: Given) -> str | None:
    """Return a name that stands alone before it is asked for, or that completes the one given."""
    message = turn.message
    if requested not in BEFORE_NAME or message.entities:
        return None
    if message.intent not in _MAY_BE_NAME and not leading_name(message.text):
        return None
    name, given = (
        lone_name(message.text) or leading_name(message.text),
        known.values.get(names.CONTACT_NAME),
    )
    is_new = given in (None, not_given(turn)) or str(given) in str(name).split()
    return name if is_new else None


def _name_in_full(text: str, known: Given) -> str | None:
    """Return the full name where a first name was given before: "Priya", then "Priya Shah"."""
    given = known.values.get(names.CONTACT_NAME)
    if not given or len(str(given).split()) > 1:
        return None
    full = fuller_name(tidy(text), NameFound(str(given), 0, 0)).name
    return full if full != given else None


def _concern_named(turn: Turn) -> str | None:
    """Return the concern that a message names, in its own words, as what a call is about.

    The area that stands beside it belongs to it: "cellulite on my thighs".
    """
    message = turn.message
    if is_worded_as_question(message.text) or len(message.questions) > 1:
        return None
    said = [e for e in message.entities if e.kind == names.CONCERN and e.end > e.start]
    if not said:
        return None
    start, end = said[-1].start, said[-1].end
    if _EXCUSE.search(message.text[:start]):
        return None  # "sorry, fat fingers"
    for area in sorted(message.entities, key=lambda entity: entity.start):
        if area.kind != names.BODY_AREA:
            continue
        if _BELONGS.fullmatch(message.text[end : area.start]):
            end = area.end
        elif _BELONGS.fullmatch(message.text[area.end : start]):
            start = area.start
    return message.text[start:end]


def _changes_detail(text: str, requested: str | None) -> bool:
    """Tell whether a text wants a detail of the request changed, and not the visit."""
    is_summary = requested in (names.CONFIRMATION, names.DETAIL_TO_CHANGE)
    return is_summary and bool(_CHANGES_DETAIL.search(text)) and not names_visit(text)
