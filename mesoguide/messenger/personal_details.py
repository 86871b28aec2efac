"""Takes out of a message what nobody should send over Messenger, before anything is stored.

A phone number, an e-mail address, a date of birth, a plan reference or a PIN gives way to a
placeholder. The words around it stay: they may be a question, or an emergency.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from mesoguide.clinic.patient_references import is_usable_reference
from mesoguide.dialogue.contact.email_addresses import find_email
from mesoguide.dialogue.contact.phone_numbers import PhoneFault, PhoneFound, phone_in
from mesoguide.dialogue.contact.spoken_digits import with_digits_written
from mesoguide.dialogue.own_data.dates_of_birth import find_date_of_birth, find_pin
from mesoguide.dialogue.own_data.patient_references import find_patient_reference
from mesoguide.dialogue.typed_text import MAX_CHARACTERS, tidy

PHONE, EMAIL, BIRTH, REFERENCE, PIN = (
    "[phone number]",
    "[email address]",
    "[date of birth]",
    "[plan code]",
    "[PIN]",
)

#: Years. Patients are grown up; a younger date is more often that of a treatment.
YOUNGEST = 10

#: Details of one kind in one stretch of a text. Of a flood of numbers, no figure is kept at all.
_MOST_DETAILS = 10
#: Words of the longest date that is read: "the 23 of May in 1980".
_MOST_WORDS = 6
#: Shorter than what the finders read, so that nothing at the end of a stretch is overlooked.
_STRETCH = MAX_CHARACTERS * 8 // 10

_BIRTH_CUE = re.compile(r"\b(born|birth\w*|dob|d\.o\.b|bday|b-day)\b", re.IGNORECASE)
_PIN_CUE = re.compile(r"\b(pin|passcode)\b", re.IGNORECASE)
_REFERENCE_CUE = re.compile(r"\b(code|reference|ref|card|my (own )?plan|patient)\b", re.IGNORECASE)
#: As MesoGuide makes them, "MG-7K4P-2QX9"; a dose is "5 mg".
_OURS = re.compile(
    r"(?<![\w-])(?<!\d )(?:[a-z]{2}[- ]?[a-z0-9]{4}-|mg[- ]?[a-z0-9]{4} ?)[a-z0-9]{4}(?![\w-])",
    re.IGNORECASE,
)
#: Codes of plans that everybody may name: "HAIR-01", "fat arm 01".
_PLAN_CODE = re.compile(r"(?:[a-z]{3,5}[- ]){1,2}?\d{2}|[a-z]{3,5}\d{2}", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_FEW_WORDS = 3


@dataclass(frozen=True)
class Redacted:
    """A message without personal details.

    Attributes:
        text: with placeholders; the same as before when nothing was found.
        found: whether anything was taken out.
    """

    text: str
    found: bool = False


@dataclass(frozen=True)
class PersonalDetails:
    """Finds details as people of one country write them.

    Attributes:
        region: where phone numbers without a country code are from, as "GB".
        today: tells the date, for ages.
    """

    region: str
    today: Callable[[], date]

    def redact(self, text: str) -> Redacted:
        """Return a message without personal details."""
        stretches = [self._redact_stretch(stretch) for stretch in _stretches(text)]
        if not any(stretch.found for stretch in stretches):
            return Redacted(text)
        return Redacted(" ".join(stretch.text for stretch in stretches), found=True)

    def _redact_stretch(self, text: str) -> Redacted:
        even = plain = tidy(text)
        for find in (self._email, self._reference, self._birth, self._phone, self._pin):
            for _ in range(_MOST_DETAILS):
                replaced = find(even)
                if replaced is None:
                    break
                even = replaced
            else:
                even = _FIGURE.sub("#", even)
        return Redacted(even, found=True) if even != plain else Redacted(text)

    def _email(self, text: str) -> str | None:
        found = find_email(text)
        if found is None:
            return None
        return _replaced(text, found.start, found.end, EMAIL)

    def _phone(self, text: str) -> str | None:
        written = with_digits_written(text)
        found = phone_in(written, self.region)
        if found is None:
            return None
        meant = isinstance(found, PhoneFound) or found.fault is not PhoneFault.NOT_A_NUMBER
        return _replaced(written, found.start, found.end, PHONE) if meant else None

    def _birth(self, text: str) -> str | None:
        if find_date_of_birth(text, self.today()) is None:
            return None
        cued = bool(_BIRTH_CUE.search(text))
        return _smallest(text, BIRTH, lambda part: self._is_birth(part, cued=cued))

    def _is_birth(self, text: str, *, cued: bool) -> bool:
        # Six figures are a date only after a word for it.
        born = find_date_of_birth(f"born {text}" if cued else text, self.today())
        return born is not None and (cued or self.today().year - born.year >= YOUNGEST)

    def _reference(self, text: str) -> str | None:
        for match in _OURS.finditer(text):
            if is_usable_reference(match[0]):
                return _replaced(text, match.start(), match.end(), REFERENCE)
        alone = len(text.split()) <= _FEW_WORDS
        cue = _REFERENCE_CUE.search(text)
        if not (cue or alone):
            return None
        start = cue.end() if cue else 0
        found = find_patient_reference(text[start:])
        if found is None or _PLAN_CODE.fullmatch(found) or (alone and not cue and found != text):
            return None
        place = text.index(found, start)
        return _replaced(text, place, place + len(found), REFERENCE)

    def _pin(self, text: str) -> str | None:
        cue = _PIN_CUE.search(text)
        if cue is None or find_pin(text[cue.start() :]) is None:
            return None
        return _smallest(text, PIN, lambda part: find_pin(part) is not None, after=cue.start())


def _replaced(text: str, start: int, end: int, placeholder: str) -> str:
    return f"{text[:start]}{placeholder}{text[end:]}"


def _smallest(
    text: str, placeholder: str, holds: Callable[[str], bool], *, after: int = 0
) -> str | None:
    """Replace the fewest words that hold a detail; the finders do not tell where it is."""
    words = [match.span() for match in re.finditer(r"\S+", text[after:])]
    for length in range(1, _MOST_WORDS + 1):
        for first in range(len(words) - length + 1):
            start, end = after + words[first][0], after + words[first + length - 1][1]
            if any(c.isdigit() for c in text[start:end]) and holds(text[start:end]):
                return _replaced(text, start, end, placeholder)
    return None


def _stretches(text: str) -> Iterator[str]:
    """Cut a long text between words, not within what may be a number or an address."""
    while len(text) > _STRETCH:
        cut = _cut(text)
        yield text[:cut]
        text = text[cut:].lstrip(" ")
    yield text


def _cut(text: str) -> int:
    for place in range(_STRETCH, _STRETCH // 2, -1):
        around = text[max(0, place - 20) : place + 20]
        if text[place].isspace() and not any(c.isdigit() or c == "@" for c in around):
            return place
    for place in range(_STRETCH, _STRETCH // 2, -1):
        if text[place].isspace():
            return place
    return _STRETCH
