"""The details of a contact form: read from messages, kept in slots, put into words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from actions.form import pressed, said_no, was_digression
from actions.sent_requests import tells_of_sending
from actions.turn import Turn
from mesoguide.clinic.conversation_values import (
    ContactKind,
    ContactRequest,
    PatientStatus,
    VisitRequest,
)
from mesoguide.content.response_texts import PLACEHOLDER
from mesoguide.dialogue import names
from mesoguide.dialogue.agreement import agrees
from mesoguide.dialogue.breaks import goes_away
from mesoguide.dialogue.contact.call_topics import mended_topic, subject_named
from mesoguide.dialogue.contact.contact_details import (
    ContactDetails,
    Detail,
    patient_status,
    read_contact_details,
    stated_topic,
    visit_request,
)
from mesoguide.dialogue.contact.email_addresses import EmailProblem
from mesoguide.dialogue.contact.form_reading import ABOUT_THE_CHAT, is_worded_as_question
from mesoguide.dialogue.contact.form_talk import is_about_the_form
from mesoguide.dialogue.contact.name_spelling import NameRespelled, respelled
from mesoguide.dialogue.contact.not_known import does_not_know, without_not_known
from mesoguide.dialogue.contact.phone_numbers import PhoneFault, readable_phone
from mesoguide.dialogue.contact.preferred_times import find_time, leads_with_time, says_only_time
from mesoguide.dialogue.contact.resuming import comes_back

#: Longer topics and times are cut: staff read one line.
MAX_WORDS_CHARACTERS = 200

WRONG_PHONE = {
    PhoneFault.TOO_SHORT: "utter_wrong_phone_too_short",
    PhoneFault.TOO_LONG: "utter_wrong_phone_too_long",
    PhoneFault.NO_COUNTRY: "utter_wrong_phone_no_country",
}
#: Shown when nothing better can be guessed; example.org is kept for examples.
EXAMPLE_EMAIL = "name@example.org"

_ASKED = {
    names.CONTACT_NAME: Detail.NAME,
    names.CONTACT: Detail.CONTACT,
    names.BEST_TIME: Detail.BEST_TIME,
}
#: What people call the details when they want to change one.
_CALLED = (
    (names.CONTACT_NAME, re.compile(r"\b(name|spelling|spelt|spelled)\b", re.IGNORECASE)),
    (
        names.CONTACT,
        re.compile(r"\b(phone|number|mobile|tel\w*|e-?mail|mail|address|contact)\b", re.IGNORECASE),
    ),
    (names.BEST_TIME, re.compile(r"\b(time|day|date|hour|when)\b", re.IGNORECASE)),
    (names.VISIT_REQUEST, re.compile(r"\b(book\w*|cancel\w*|visit)\b", re.IGNORECASE)),
    (names.PATIENT_STATUS, re.compile(r"\b(new|existing|patient|status)\b", re.IGNORECASE)),
    (names.CONTACT_TOPIC, re.compile(r"\b(topic|about|subject|reason)\b", re.IGNORECASE)),
)
_CHANGE = re.compile(r"\b(change|edit|wrong|mistake|incorrect|not right|update)\b", re.IGNORECASE)
_MENDS = re.compile(
    r"^(?:(?:no|nope|sorry|actually|not that|to)\b(?! preference)[, ]*)+", re.IGNORECASE
)
#: "Cool, can I come Saturday" is kept as "Saturday".
_ASKED_FOR = re.compile(
    r"^(?:(?:cool|great|good|nice|ok|okay|so|then|oh|right|well|can|could|may|might|shall|i|we|"
    r"you|they|someone|please|pls|come|in|pop|visit|be|have|do|it|get|make|book|me|ring|call|"
    r"phone|seen|for)\b[, ]*)+(?=\S)",
    re.IGNORECASE,
)
#: "To a later date" says nothing of when to call.
_NO_TIME = frozenset({"later", "earlier", "another time"})
_DECLINES = re.compile(
    r"^\W*(skip( (it|this|that|one))?|pass|none|nothing|no (phone|email|number|name|thanks?|idea)|"
    r"n/?a)\W*$",
    re.IGNORECASE,
)


#: Whatever is said with these is not what a call is about.
_NEVER_TOPIC = ABOUT_THE_CHAT | {"thank", "goodbye", "greet", "report_symptom"}
_BARE_NO = re.compile(r"^\W*(?:(?:me|i|us)\W+)?(?:no|nope|nah)\W*$", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!;])\s+")
_LEADS_OFF = re.compile(
    r"^\W*(?:oh|and|also|but|ps)?\W*(?:and |also )?(?:make (?:it|that)|change (?:it|that|the)|"
    r"actually (?:make|call|ring)|call me|ring me|my (?:name|number|email|phone) )",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Readings:
    """What one or several messages say for a form.

    Attributes:
        values: details by slot.
        problem: the response that says what is wrong with a detail that cannot be used.
        suggestion: what was probably meant.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    suggestion: str = ""

    def without(self, slot: str) -> Readings:
        """Return these readings but for one detail."""
        kept = {name: value for name, value in self.values.items() if name != slot}
        return replace(self, values=kept)

    def updated(self, later: Readings) -> Readings:
        """Return these readings with those of a later message on top."""
        return Readings({**self.values, **later.values})


NOTHING_READ = Readings()


@dataclass(frozen=True)
class Given:
    """The details that a form has so far, by slot."""

    values: Mapping[str, Any]
    region: str

    @classmethod
    def of(cls, turn: Turn, region: str) -> Given:
        """Read the slots; a region is where phone numbers are shown without their country."""
        return cls(
            {slot: turn.slot(slot) for slot in names.CONTACT_DETAILS if turn.slot(slot)}, region
        )

    def has(self, slot: str) -> bool:
        """Tell whether a question has its answer; a phone or an e-mail address will do."""
        if slot == names.CONTACT:
            return self.has(names.CONTACT_PHONE) or self.has(names.CONTACT_EMAIL)
        return bool(self.values.get(slot))

    def with_values(self, changes: Mapping[str, str | None]) -> Given:
        """Return the details with some of them changed."""
        return replace(self, values={**self.values, **changes})

    def words(self, turn: Turn) -> dict[str, str]:
        """Return the details as a summary shows them."""
        phone = self.values.get(names.CONTACT_PHONE)
        readable = readable_phone(str(phone), self.region) if phone else None
        reach = [readable, self.values.get(names.CONTACT_EMAIL)]
        shown = {slot: str(self.values.get(slot) or "") for slot in names.CONTACT_DETAILS}
        shown[names.CONTACT_TOPIC] = self._topic_with_note(turn, self.values)
        return {
            **shown,
            "contact": ", ".join(str(value) for value in reach if value),
            "patient_status_words": _part(turn, names.PATIENT_STATUS, shown),
            "visit_request_words": _part(turn, names.VISIT_REQUEST, shown),
        }

    def _topic_with_note(self, turn: Turn, values: Mapping[str, Any]) -> str:
        """Return what it is about, and what else staff are to be told."""
        note = values.get(names.CONTACT_NOTE)
        told = turn.texts.part("utter_part_note", note=str(note)) if note else ""
        parts = [str(values.get(names.CONTACT_TOPIC) or ""), told]
        return ". ".join(part for part in parts if part)

    def noted_lines(self, turn: Turn, summary: str) -> list[str]:
        """List the lines of a summary whose details are known, as a patient reads them."""
        words = self.words(turn)
        lines = []
        for line in turn.texts.part(summary).splitlines():
            slots = PLACEHOLDER.findall(line)
            if slots and all(words.get(slot) not in ("", None, not_given(turn)) for slot in slots):
                lines.append(PLACEHOLDER.sub(lambda match: words[match[1]], line))
        return lines

    def request(self, turn: Turn, kind: ContactKind, promise: str) -> ContactRequest:
        """Return the request that staff get; slots are hostile, so each value is checked again."""
        declined = not_given(turn)
        kept = {slot: value for slot, value in self.values.items() if value != declined}
        appointment = kind is ContactKind.APPOINTMENT
        return ContactRequest(
            kind=kind,
            conversation_id=turn.conversation_id,
            channel=turn.channel,
            name=kept.get(names.CONTACT_NAME),
            phone=kept.get(names.CONTACT_PHONE),
            email=kept.get(names.CONTACT_EMAIL),
            best_time=kept.get(names.BEST_TIME),
            topic=self._topic_with_note(turn, kept) or None,
            patient_status=_member(PatientStatus, kept, names.PATIENT_STATUS, appointment),
            visit_request=_member(VisitRequest, kept, names.VISIT_REQUEST, appointment),
            promised=promise,
        )


def read_message(
    turn: Turn,
    requested: str | None,
    region: str,
    *,
    text: str | None = None,
    in_form: bool = False,
    is_nameless: bool = False,
    concern: str = "",
) -> Readings:
    """Read every detail that a message gives, above all the one that was asked for."""
    text = turn.message.text if text is None else text
    asked_topic = requested == names.CONTACT_TOPIC
    found = read_contact_details(
        text,
        region=region,
        asked=_ASKED.get(str(requested)),
        in_form=in_form,
        is_nameless=is_nameless,
        concern=concern,
    )
    topic = stated_topic(text) or found.topic
    values = {
        names.CONTACT_NAME: found.name,
        names.CONTACT_PHONE: found.phone,
        names.CONTACT_EMAIL: found.email,
        names.BEST_TIME: _time(found.best_time),
        names.CONTACT_TOPIC: topic or (_topic(turn, text, found) if asked_topic else None),
        names.PATIENT_STATUS: patient_status(text, asked=requested == names.PATIENT_STATUS)
        or found.status,
        names.VISIT_REQUEST: visit_request(text),
    }
    if found.asked_by:
        values[names.CONTACT_NOTE] = turn.texts.part("utter_part_asked_by", asks=found.asked_by)
    given = {slot: value for slot, value in values.items() if value}
    return Readings(given, *_problem(found) if requested == names.CONTACT or in_form else ())


def respelled_name(turn: Turn, given: Given) -> NameRespelled | None:
    """Read how the name that was given is spelt, when a message says nothing else."""
    name = given.values.get(names.CONTACT_NAME)
    if not name or turn.message.is_payload or turn.state.requested_slot == names.CONTACT_NAME:
        return None
    return respelled(turn.message.text, str(name))


def _problem(found: ContactDetails) -> tuple[str, str]:
    """Name the response that says what is wrong with a number or an address, and what was meant."""
    for problem in found.problems:
        if isinstance(problem, EmailProblem):
            return "utter_wrong_email", problem.suggestion or EXAMPLE_EMAIL
        return WRONG_PHONE.get(problem.fault, "utter_wrong_phone"), ""
    return "", ""


def _time(found: str | None) -> str | None:
    """Return a time to call without the word that mends an earlier one: "no, mornings"."""
    time = _MENDS.sub("", found or "")
    asked = _ASKED_FOR.sub("", time)
    time = asked if find_time(asked, asked=True) else time
    return time if time and time not in _NO_TIME else None


def _topic(turn: Turn, text: str, found: ContactDetails) -> str | None:
    """Return what the visitor wants to talk about, in their words: whatever they say is the topic.

    Unless it is about the chat itself, is a symptom or a nicety, gives another detail, or leaves
    the question open.
    """
    if turn.intent in _NEVER_TOPIC or declines(turn) or not any(map(str.isalpha, text)):
        return None
    if is_worded_as_question(text) or agrees(text) or was_digression(turn):
        return None
    if is_about_the_form(text):
        return None
    if does_not_know(text) and subject_named(text := without_not_known(text)) is None:
        return None
    if comes_back(text) or goes_away(text) or found.status:
        return None
    wish = visit_request(text)
    if wish in ("change", "cancel") and wish != turn.slot(names.VISIT_REQUEST):
        return None  # "scrap that, cancel the appointment"
    if found.phone or found.email or found.problems or (found.best_time and _is_time(text)):
        return None
    said = mended_topic(" ".join(text.split()))
    parts = [part for part in _SENTENCES.split(said) if part.strip(" .!,")]
    # "Prices. Oh, and make it Friday instead" is about prices.
    own = [part for part in parts if not _says_no_topic(part)]
    return " ".join(own)[:MAX_WORDS_CHARACTERS].strip(" .") or None


def _is_time(text: str) -> bool:
    """Tell whether a text is a time to call and names no subject: "any day that week after 5"."""
    return says_only_time(text) or (leads_with_time(text) and subject_named(text) is None)


def _says_no_topic(sentence: str) -> bool:
    return bool(_LEADS_OFF.match(sentence)) or agrees(sentence) or says_only_time(sentence)


def is_bare_no(text: str) -> bool:
    """Tell whether a text is no more than "no", which says nothing after an either-or question."""
    return bool(_BARE_NO.match(text))


def of_button(turn: Turn) -> Readings:
    """Read what a button of a form stands for."""
    answer = str(pressed(turn))
    if answer in {status.value for status in PatientStatus}:
        return Readings({names.PATIENT_STATUS: answer})
    if answer in {request.value for request in VisitRequest}:
        return Readings({names.VISIT_REQUEST: answer})
    return Readings()


def not_given(turn: Turn) -> str:
    """Return the word that stands for a detail that was left out."""
    return turn.texts.part("utter_part_not_given")


def earlier_texts(turn: Turn) -> list[str]:
    """List what the visitor typed since the last request was sent, this message included."""
    texts: list[str] = []
    for event in turn.events:
        if event.get("event") == "user":
            texts.append(str(event.get("text") or ""))
        elif tells_of_sending(event):
            texts.clear()
    return [text for text in texts if not text.startswith("/")]


def slot_named(text: str) -> str | None:
    """Return the question whose detail a text names ("the phone is wrong")."""
    return next((slot for slot, called in _CALLED if called.search(text)), None)


def names_change(text: str) -> bool:
    """Tell whether a text says that something is to be changed, or is wrong."""
    return bool(_CHANGE.search(text))


def wants_change(turn: Turn) -> bool:
    """Tell whether somebody wants to change a detail before it is sent."""
    if pressed(turn) == "change" or said_no(turn) or turn.message.act == "correct":
        return True
    return names_change(turn.message.text)


def declines(turn: Turn) -> bool:
    """Tell whether somebody will not give a detail, or leaves it open."""
    message = turn.message
    return message.act in ("refuse", "any") or said_no(turn) or bool(_DECLINES.match(message.text))


def _part(turn: Turn, slot: str, shown: Mapping[str, str]) -> str:
    name = f"utter_part_{slot}_{shown[slot]}"
    return turn.texts.part(name) if turn.has_response(name) else shown[slot]


def _member(kind: Any, values: Mapping[str, Any], slot: str, wanted: bool) -> Any:
    value = values.get(slot)
    return kind(value) if wanted and value in {member.value for member in kind} else None
