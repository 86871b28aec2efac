"""Phone numbers as they are said: "oh double seven hundred", and the letter O typed for a zero."""

from __future__ import annotations

import re

_UNITS = {
    **{"oh": "0", "o": "0", "zero": "0", "nought": "0", "naught": "0", "one": "1", "two": "2"},
    **{"three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"},
}
_TEENS = {
    **{"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14"},
    **{"fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19"},
}
_TENS = {
    **{"twenty": "2", "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6"},
    **{"seventy": "7", "eighty": "8", "ninety": "9"},
}
_REPEATS = {"double": 2, "triple": 3, "treble": 3}
_ZEROES = {"hundred": "00", "thousand": "000"}
_SPOKEN = {*_UNITS, *_TEENS, *_TENS, *_REPEATS, *_ZEROES, "plus"}

_JOINTS = (" ", ",", "-", ".")
#: Fewer digits than this are words of a sentence: "two or three".
_MIN_SPOKEN_DIGITS = 7
_MIN_SPOKEN_WORDS = 3

_TOKEN = re.compile(r"[a-z]+|\d+|\s+|.", re.IGNORECASE)
_LETTERS_AMONG_DIGITS = re.compile(r"(?<![a-z\d])(?=[oil]*\d)[oil\d]{3,}(?![a-z])", re.IGNORECASE)
_LETTER_DIGITS = str.maketrans("oOiIlL", "001111")


def with_digits_written(text: str) -> str:
    """Return the text with spoken phone numbers and letters typed for digits as digits."""
    text = _LETTERS_AMONG_DIGITS.sub(lambda m: m[0].translate(_LETTER_DIGITS), text)
    written: list[str] = []
    run: list[str] = []
    for word in _TOKEN.findall(text):
        if word.lower() in _SPOKEN or word.isdigit() or (run and word in _JOINTS):
            run.append(word)
        else:
            if run:
                written += _close(run)
                run = []
            written.append(word)
    return "".join(written + _close(run))


def with_every_digit_written(text: str) -> str:
    """Return the text with every spoken digit as a digit: "one three two" gives "132"."""
    written: list[str] = []
    run: list[str] = []
    for word in [*_TOKEN.findall(text), ""]:
        is_digit = word.lower() in _SPOKEN or word.isdigit()
        if is_digit or (run and word in _JOINTS):
            run.append(word)
            continue
        spoken = [part.lower() for part in run if part not in _JOINTS]
        trailing = run[-1] if run and run[-1] in _JOINTS else ""
        written += [_digits(spoken) + trailing if spoken else "".join(run), word]
        run = []
    return "".join(written)


def _close(run: list[str]) -> list[str]:
    """Return a run of number words as digits when it is long enough for a phone number."""
    if sum(word.lower() in _SPOKEN for word in run) < _MIN_SPOKEN_WORDS:
        return run
    digits = _digits([word.lower() for word in run if word not in _JOINTS])
    if sum(c.isdigit() for c in digits) < _MIN_SPOKEN_DIGITS:
        return run
    trailing = run[-1] if run[-1] in _JOINTS else ""
    return [digits, trailing]


def _digits(words: list[str]) -> str:
    digits, repeat = "", 1
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in _REPEATS:
            repeat = _REPEATS[word]
            continue
        digits += _value(word, following) * repeat
        repeat = 1
    return digits


def _value(word: str, following: str) -> str:
    if word in _TENS:
        return _TENS[word] + ("" if following in _UNITS and _UNITS[following] != "0" else "0")
    if word == "plus":
        return "+"
    return _UNITS.get(word) or _TEENS.get(word) or _ZEROES.get(word) or word
