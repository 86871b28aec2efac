"""Phone numbers in running text: "my number is 07700 900 123, after 5"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from mesoguide.dialogue.contact.spoken_digits import with_digits_written
from mesoguide.dialogue.context.corrections import choose
from mesoguide.dialogue.typed_text import tidy

#: Numbers that Ofcom keeps for drama; phonenumbers knows no such subscriber. Demos and tests use
#: them. https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
_DRAMA = re.compile(r"\+44(7700900|1632960|3069990)\d{3}")
#: Expensive to ring back: nobody's own number, and a known fraud.
_NEVER_RUNG_BACK = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.PAGER}

_MOST_E164_DIGITS = 15
#: The same with "00" before them and a "(0)" among them.
_MOST_DIGITS = 18
_FEWEST_DIGITS = 7
#: Fewer digits than these, without a 0 or a plus before them, are rarely a phone number.
_FEWEST_ABROAD = 9
#: Digits of a number with its country code but no plus; shorter ones are too often something else.
_FEWEST_WITH_COUNTRY = 11
_MOST_WITH_COUNTRY = 13
#: Attempts at reading a number in one message; each takes about 40 microseconds.
_MOST_ATTEMPTS = 60

_RUN = re.compile(r"\(?\+?\(?\d(?:[ ().,\-/_+]{0,3}\d)*")
_GROUP = re.compile(r"\+?\d+")
_EXTENSION = re.compile(r"[ ,]*(?:extension|extn|ext|x)\.?[ :]*(\d{1,6})\b", re.IGNORECASE)
#: Digits that are no phone number: e-mail addresses, dates, times, money.
_OTHER_DIGITS = re.compile(
    r"[^\s@]{1,64}@\S+"
    r"|(?<![\d+])(?<!\d[./-])[0-3]?\d([./-])[01]?\d\1(?:19|20)?\d\d(?![./-]?\d)"
    r"|(?<![\d+])(?:19|20)\d\d([./-])[01]?\d\2[0-3]?\d(?!\d)"
    r"|(?<!\d)[0-2]?\d[:.][0-5]\d(?: ?[ap]\.?m\b| ?- ?[0-2]?\d[:.][0-5]\d(?!\d))"
    r"|(?<!\d)[0-2]?\d:[0-5]\d(?!\d)"
    r"|(?<!\d)[01]?\d ?[ap]\.?m\b"
    r"|[\u00a3$\u20ac] ?\d[\d,.]*",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(number|num|no|phone|mobile|mob|cell|tel|telephone|landline|ring|call|text|whatsapp|"
    r"contact|reach)\b[^\d|]{0,25}$",
    re.IGNORECASE,
)
_OTHER_CUE = re.compile(
    r"\b(pin|code|reference|ref|nhs|order|invoice|postcode|account|born|dob|birth|birthday|"
    r"id|policy)\b[^\d|]{0,20}$",
    re.IGNORECASE,
)
_MASKED = re.compile(r"(?<!\w)\+?\d[\d ]{0,8}[x*#_]{2,}[\dx*#_ ]*", re.IGNORECASE)


class PhoneFault(str, Enum):
    """What is wrong with something that was meant as a phone number."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    INVALID = "invalid"
    #: Digits that are no number of the clinic's country, with no country code before them.
    NO_COUNTRY = "no_country"


@dataclass(frozen=True)
class PhoneFound:
    """A number that can be called.

    Attributes:
        e164: as it is stored, "+447700900123".
        readable: as people of the clinic's country write it, "07700 900123"; with the country
            code when it is abroad, with the extension when there is one.
        start: where it starts in the tidied text, digits written out.
        end: where it ends.
    """

    e164: str
    readable: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True)
class PhoneProblem:
    """Something meant as a phone number that cannot be called."""

    fault: PhoneFault
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


def find_phone(text: str, region: str, *, asked: bool = False) -> PhoneFound | PhoneProblem | None:
    """Find the phone number that a message gives.

    Args:
        text: the message.
        region: where numbers without a country code are from, as "GB".
        asked: whether a phone number was just asked for, so that any digits are meant as one.

    Returns:
        The number; what is wrong with the digits that were meant as one; None when there are none.
    """
    return phone_in(with_digits_written(tidy(text)), region, asked=asked)


def phone_in(
    text: str, region: str, *, asked: bool = False, in_form: bool = False
) -> PhoneFound | PhoneProblem | None:
    """Find the phone number in a text that is tidied, with its digits written out."""
    sighted = _OTHER_DIGITS.sub(lambda m: "|" * len(m[0]), text)
    attempts = iter(range(_MOST_ATTEMPTS))
    found: list[PhoneFound] = []
    problems: list[PhoneProblem] = []
    for run in _RUN.finditer(sighted):
        numbers = list(_numbers_in(run, region, attempts))
        found += numbers
        is_long = in_form and _has_length_of_phone(run[0])
        if not numbers and (_is_meant(run, asked) or is_long):
            problems.append(PhoneProblem(_fault(run[0], region), run.start(), run.end()))
    if found:
        return choose(text, found)
    return _masked(sighted, asked) or choose(text, problems)


def readable_phone(e164: str, region: str) -> str:
    """Return a stored number as people of the region write it: "07700 900123"."""
    try:
        return _readable(phonenumbers.parse(e164), region)
    except phonenumbers.NumberParseException:
        return e164


def _numbers_in(run: re.Match[str], region: str, attempts: Iterator[int]) -> Iterator[PhoneFound]:
    """Yield the numbers in a run of digit groups, so that "07700 900123 9-5" gives one."""
    groups = list(_GROUP.finditer(run[0]))
    taken_up_to = 0
    for first, last in _windows(groups):
        if first < taken_up_to or (first and not taken_up_to and run[0].startswith("+")):
            continue  # the digits after "+1" are no number of the clinic's country
        if next(attempts, None) is None:
            return
        start, end = groups[first].start(), groups[last].end()
        number = _parse(run[0][start:end], region)
        if number and _can_be_called(number):
            taken_up_to = last + 1
            yield _found(number, run.string, run.start() + start, run.start() + end, region)
    if not taken_up_to and (number := _abroad(run[0], region)):
        yield _found(number, run.string, run.start(), run.end(), region)


def _abroad(digits: str, region: str) -> PhoneNumber | None:
    """Read a number with another country's code that is possible there, as far as is known.

    Which numbers are in use changes faster than the library's tables, and staff ring it anyway.
    """
    if not digits.startswith(("+", "00")):
        return None
    try:
        number = phonenumbers.parse(digits.replace(",", " "), region)
    except phonenumbers.NumberParseException:
        return None
    is_home = number.country_code == phonenumbers.country_code_for_region(region)
    is_known = phonenumbers.is_valid_number(number)
    return number if phonenumbers.is_possible_number(number) and not (is_home or is_known) else None


def _has_length_of_phone(run: str) -> bool:
    return _FEWEST_ABROAD <= sum(c.isdigit() for c in run) <= _MOST_E164_DIGITS


def _windows(groups: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield stretches of groups that may be a number: from the left, the longest first."""
    sizes = [sum(c.isdigit() for c in group[0]) for group in groups]
    for first, group in enumerate(groups):
        ends = []
        total = 0
        for last in range(first, len(groups)):
            if last > first and groups[last][0].startswith("+"):
                break
            total += sizes[last]
            if total > _MOST_DIGITS:
                break
            ends.append((last, total))
        for last, total in reversed(ends):
            if total >= _FEWEST_DIGITS and (group[0][0] in "+0" or total >= 9):
                yield first, last


def _parse(digits: str, region: str) -> PhoneNumber | None:
    """Read a number; people leave the + out or put it before the 0."""
    plain = digits.replace(",", " ")
    if plain.startswith(("+", "00")):
        plain = re.sub(r"\( ?0 ?\)", "", plain)
    country_code = str(phonenumbers.country_code_for_region(region))
    for attempt in (
        plain,
        plain.lstrip("+") if plain.startswith("+0") else "",
        "+" + plain if plain.startswith(country_code) else "",
        "+" + plain if _leaves_plus_out(plain, region) else "",
    ):
        try:
            number = phonenumbers.parse(attempt, region)
        except phonenumbers.NumberParseException:
            continue
        if _can_be_called(number):
            return number
    return None


def _leaves_plus_out(digits: str, region: str) -> bool:
    """Tell whether digits begin with another country's code: "48 601 234 567".

    A number of the clinic's country with a digit too many is none of another country's.
    """
    plain = re.sub(r"\D", "", digits)
    if digits[0] in "+0" or not _FEWEST_WITH_COUNTRY <= len(plain) <= _MOST_WITH_COUNTRY:
        return False
    home = phonenumbers.country_code_for_region(region)
    shorter = (plain[:-less] for less in range(1, 5))
    return not _any_callable(PhoneNumber(country_code=home), shorter)


def _can_be_called(number: PhoneNumber) -> bool:
    if _DRAMA.fullmatch(_e164(number)):
        return True
    valid = phonenumbers.is_valid_number(number)
    return valid and phonenumbers.number_type(number) not in _NEVER_RUNG_BACK


def _found(number: PhoneNumber, text: str, start: int, end: int, region: str) -> PhoneFound:
    readable = _readable(number, region)
    if extension := _EXTENSION.match(text, end):
        readable += f" ext. {extension[1]}"
        end = extension.end()
    return PhoneFound(_e164(number), readable, start, end)


def _readable(number: PhoneNumber, region: str) -> str:
    at_home = number.country_code == phonenumbers.country_code_for_region(region)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, form))


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _is_meant(run: re.Match[str], asked: bool) -> bool:
    """Tell whether digits that are no number were meant as one."""
    before = run.string[: run.start()]
    digits = sum(c.isdigit() for c in run[0])
    if _OTHER_CUE.search(before[-40:]):
        return False
    if asked:
        return digits >= 3
    if _CUE.search(before[-40:]):
        return digits >= 5
    if before[-1:].isalpha() or before[-1:] == "_" or digits > _MOST_E164_DIGITS:
        return False
    return run[0].lstrip("(")[0] in "+0" and digits >= _FEWEST_DIGITS and digits != len("ddmmyyyy")


def _fault(run: str, region: str) -> PhoneFault:
    """Say what is wrong, by what a digit more or less would make of it."""
    before_comma = run.split(",")[0]
    is_number = sum(c.isdigit() for c in before_comma) >= _FEWEST_DIGITS
    try:
        number = phonenumbers.parse((before_comma if is_number else run).replace(",", " "), region)
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.TOO_LONG:
            return PhoneFault.TOO_LONG
        is_short = sum(c.isdigit() for c in run) < _FEWEST_DIGITS
        return PhoneFault.TOO_SHORT if is_short else PhoneFault.INVALID
    national = phonenumbers.national_significant_number(number)
    if _any_callable(number, (national + "0" * more for more in range(1, 5))):
        return PhoneFault.TOO_SHORT
    if _any_callable(number, (national[:-less] for less in range(1, 5))):
        return PhoneFault.TOO_LONG
    fault = _fault_of_length(number)
    is_bare = run.lstrip("(")[0] not in "+0" and _has_length_of_phone(run)
    return PhoneFault.NO_COUNTRY if fault is PhoneFault.INVALID and is_bare else fault


def _fault_of_length(number: PhoneNumber) -> PhoneFault:
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        return PhoneFault.TOO_LONG
    short = (
        phonenumbers.ValidationResult.TOO_SHORT,
        phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY,
    )
    return PhoneFault.TOO_SHORT if reason in short else PhoneFault.INVALID


def _any_callable(number: PhoneNumber, nationals: Iterator[str]) -> bool:
    return any(
        _can_be_called(PhoneNumber(country_code=number.country_code, national_number=int(digits)))
        for digits in islice(nationals, 4)
        if digits
    )


def _masked(text: str, asked: bool) -> PhoneProblem | None:
    """Find a number that is written with signs for digits: "07xxx xxx xxx"."""
    match = _MASKED.search(text)
    if match and (asked or match[0][0] in "+0" or _CUE.search(text[: match.start()])):
        return PhoneProblem(PhoneFault.NOT_A_NUMBER, match.start(), match.end())
    return None
