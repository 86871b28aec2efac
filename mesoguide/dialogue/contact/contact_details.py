"""Everything that a message says about who asks and how to reach them, in any order.

Each detail that is found is put out of sight before the next is looked for, so that the digits of
a phone number are never read as a time, nor those of a time as a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from mesoguide.dialogue.contact.call_topics import listed_topic, stated_topic
from mesoguide.dialogue.contact.email_addresses import EmailFound, EmailProblem, email_in
from mesoguide.dialogue.contact.listed_names import name_among_details
from mesoguide.dialogue.contact.name_forms import is_given
from mesoguide.dialogue.contact.patient_status import (
    PatientStatusWord,
    patient_status,
    status_beside_details,
)
from mesoguide.dialogue.contact.patients_named import patient_named_in, relative_who_writes
from mesoguide.dialogue.contact.person_names import bare_name
from mesoguide.dialogue.contact.phone_numbers import PhoneFound, PhoneProblem, phone_in
from mesoguide.dialogue.contact.preferred_times import time_in
from mesoguide.dialogue.contact.spoken_digits import with_digits_written
from mesoguide.dialogue.contact.stated_names import (
    NameFound,
    likely_name_in,
    name_of_another_in,
    stated_name_in,
)
from mesoguide.dialogue.contact.visit_requests import visit_request
from mesoguide.dialogue.typed_text import blank_out, tidy

__all__ = [
    "ContactDetails",
    "Detail",
    "patient_status",
    "read_contact_details",
    "stated_topic",
    "visit_request",
]


#: A full stop divides after a word of three letters: "Mr. Lee" stays whole.
_SEGMENT = re.compile(r"(?:(?<=[^\W\d_]{3})\. )?((?:(?!(?<=[^\W\d_]{3})\. )[^|,;\n])+)")


#: "Ben / 07700 900123 / Friday": a stroke between blanks divides as a comma does.
_DIVIDED = re.compile(r"(?<!\d) [/|-] | [/|-] (?!\d)")


#: Among so many details of other kinds what is left over is the topic.
_FEWEST_IN_LIST = 2


class Detail(str, Enum):
    """A detail that can be asked for."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    #: A phone number or an e-mail address, either will do.
    CONTACT = "contact"
    BEST_TIME = "best_time"


@dataclass(frozen=True)
class ContactDetails:
    """What a message says.

    Attributes:
        name: of the one whom staff are to ask for.
        asked_by: the writer's name, where the request is for somebody else.
        phone: E.164, "+447700900123".
        readable_phone: the same for people, "07700 900123".
        best_time: as the person said it.
        status: whether the person is a new patient, when a form's answer says so.
        topic: what a form's answer lists beside other details and is none of them.
        problems: what was meant as a number or an address and is none.
    """

    name: str | None = None
    asked_by: str | None = None
    phone: str | None = None
    readable_phone: str | None = None
    email: str | None = None
    best_time: str | None = None
    status: PatientStatusWord | None = None
    topic: str | None = None
    problems: tuple[PhoneProblem | EmailProblem, ...] = ()


def read_contact_details(
    text: str,
    *,
    region: str,
    asked: Detail | None = None,
    in_form: bool = False,
    is_nameless: bool = False,
    concern: str = "",
) -> ContactDetails:
    """Read every detail that a message gives.

    Args:
        text: the message.
        region: where phone numbers without a country code are from, as "GB".
        asked: the detail that was just asked for, which may stand there without more ado.
        in_form: whether it answers a form that asks for all of them, in whatever order.
        is_nameless: whether the form has no name yet, so that one in a list of details is taken.
        concern: the words of the message that name a concern, so that no time holds them.
    """
    rest = _DIVIDED.sub(", ", with_digits_written(tidy(text)))
    email = email_in(rest, asked=asked in (Detail.EMAIL, Detail.CONTACT))
    rest = _without(rest, email)
    has_email = isinstance(email, EmailFound)
    is_phone_asked = asked in (Detail.PHONE, Detail.CONTACT) and not has_email
    phone = phone_in(rest, region, asked=is_phone_asked, in_form=in_form)
    rest = _without(rest, phone)
    has_contact = has_email or isinstance(phone, PhoneFound)
    is_introduced = has_contact or patient_status(rest) is not None
    asked_by, name, rest = _patient(rest) if in_form else (None, None, rest)
    relative = relative_who_writes(rest) if in_form and asked_by is None else None
    asked_by, rest = _taken(relative, rest) if relative else (asked_by, rest)
    if name is None:
        name, rest = _name(rest, asked, is_introduced=is_introduced, in_form=in_form)
    if name is None and is_nameless:
        name, rest = _listed_name(rest)
    if name is None and is_nameless and in_form and (email or phone or is_introduced):
        found = name_among_details(rest)
        name, rest = _taken(found, rest)
    if relative and name is None and is_nameless:
        # Nobody else is named, so staff ask for the one who writes.
        name, asked_by = asked_by, None
    status, rest = status_beside_details(rest) if in_form else (None, rest)
    is_time_wanted = asked is Detail.BEST_TIME or has_contact
    is_list = sum(map(bool, (email, phone, name, status))) >= _FEWEST_IN_LIST
    unnamed = _without_words(rest, name or "")
    topic = listed_topic(unnamed) if in_form and is_list and not concern else None
    for words in (concern or topic, stated_topic(text) if in_form else None):
        rest = _without_words(rest, words or "")
    return ContactDetails(
        name=name,
        asked_by=asked_by,
        phone=phone.e164 if isinstance(phone, PhoneFound) else None,
        readable_phone=phone.readable if isinstance(phone, PhoneFound) else None,
        email=email.address if isinstance(email, EmailFound) else None,
        best_time=time_in(rest, asked=is_time_wanted, in_form=in_form),
        status=status,
        topic=topic,
        problems=tuple(p for p in (phone, email) if isinstance(p, PhoneProblem | EmailProblem)),
    )


def _without(text: str, found: EmailFound | EmailProblem | PhoneFound | PhoneProblem | None) -> str:
    return blank_out(text, found.start, found.end) if found else text


def _without_words(text: str, words: str) -> str:
    """Return the text without words that begin or end one of its parts."""
    if not words:
        return text
    part = re.compile(
        rf"(?:(?<=[,;|.\n])|^)\s*{re.escape(words)}\b|\b{re.escape(words)}(?=\s*(?:[,;|.\n]|$))",
        re.IGNORECASE,
    )
    return part.sub(" | ", text)


def _taken(found: NameFound | None, text: str) -> tuple[str | None, str]:
    """Return the name that was found, and the text without it."""
    return (found.name, blank_out(text, found.start, found.end)) if found else (None, text)


def _listed_name(text: str) -> tuple[str | None, str]:
    """Return a first name that stands by itself in a list, and the text without it."""
    found = likely_name_in(text)
    return _taken(found if found and is_given(found.name.split()[0]) else None, text)


def _patient(text: str) -> tuple[str | None, str | None, str]:
    """Return who asks, for whom, and the text without them, if it is for somebody else."""
    writer = stated_name_in(text)
    patient = patient_named_in(text, has_writer=writer is not None)
    if patient is None or (writer and writer.start < patient.end and patient.start < writer.end):
        return None, None, text
    spans = sorted([patient, *([writer] if writer else [])], key=lambda n: n.start, reverse=True)
    for found in spans:
        text = blank_out(text, found.start, found.end)
    return (writer.name if writer else None), patient.name, text


def _without_first_name(text: str, name: str) -> str:
    """Return the text without the first name that was said before the full one."""
    first, *more = name.split()
    return re.sub(rf"\b{re.escape(first)}\b", " | ", text) if more else text


def _name(
    text: str, asked: Detail | None, *, is_introduced: bool, in_form: bool
) -> tuple[str | None, str]:
    """Return the name, and the text without it."""
    found = stated_name_in(text) or (name_of_another_in(text) if in_form else None)
    if found is None and is_introduced:
        found = likely_name_in(text)
    if found:
        return found.name, _without_first_name(blank_out(text, found.start, found.end), found.name)
    if asked is not Detail.NAME:
        return None, text
    for segment in [text, *_SEGMENT.findall(text)]:
        if name := bare_name(segment):
            return name, text.replace(segment, " | ") if segment != text else text
    return None, text
