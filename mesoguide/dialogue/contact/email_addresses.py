"""E-mail addresses in running text, also as they are said: "anna dot smith at gmail dot com"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import OSA

from mesoguide.dialogue.context.corrections import choose
from mesoguide.dialogue.typed_text import tidy
from mesoguide.nlp.lexicon import word_set


class EmailFault(str, Enum):
    """What is wrong with something that was meant as an e-mail address."""

    MISSING_AT = "missing_at"
    MISSING_DOT = "missing_dot"
    BAD_DOMAIN = "bad_domain"
    NOT_AN_ADDRESS = "not_an_address"


@dataclass(frozen=True)
class EmailFound:
    """An address that mail can be sent to, as far as its form tells.

    Attributes:
        address: with its domain in small letters.
        start: where it starts in the tidied text.
        end: where it ends.
    """

    address: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True)
class EmailProblem:
    """Something meant as an address that has a slip in it.

    Attributes:
        suggestion: the address that was probably meant, to be asked about; None without a guess.
    """

    fault: EmailFault
    suggestion: str | None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


#: Providers that people in the United Kingdom have their mail with, and where their names end.
_PROVIDERS = {
    **{"gmail": "com", "googlemail": "com", "hotmail": "com", "outlook": "com", "icloud": "com"},
    **{"yahoo": "co.uk", "ymail": "com", "live": "co.uk", "msn": "com", "aol": "com"},
    **{"btinternet": "com", "sky": "com", "virginmedia": "com", "talktalk": "net"},
    **{"protonmail": "com", "rocketmail": "com"},
}
#: Long names only: "mail", "email" and "ymail" are one letter from "gmail" and exist.
_MISTYPED = ("gmail", "hotmail", "outlook", "icloud", "yahoo", "googlemail", "btinternet")
_REAL_NEIGHBOURS = {"mail", "email", "ymail", "gmx", "tmail", "cloud", "gail"}
#: Ends that are no domain, and what they stand for.
_MISTYPED_ENDS = {
    slip: end
    for end, slips in {
        "com": word_set("con cmo vom cim ocm comm coom cpm xom dom comn c0m"),
        "co.uk": word_set("couk co.k co.u co.ku co.ul co.uj cok o.uk co.ukk c.uk"),
        "org.uk": word_set("orguk og.uk or.uk"),
        "org": word_set("ogr orgg rog"),
        "net": word_set("ent nett nte"),
    }.items()
    for slip in slips
}
_SHORTEST_END = 2
#: Ends that exist, but not at the big providers.
_CUT_ENDS = word_set("c co cm om m")
_JOINED_ENDS = {"couk": "co.uk", "orguk": "org.uk", "nhsuk": "nhs.uk"}
_ENDS_WITHOUT_DOT = re.compile(r"(?P<name>[a-z0-9-]{2,}?)(?P<end>couk|orguk|com|net|org|nhsuk)")

_LOCAL = r"[^\s@,;:<>()\[\]\"|]"
_TYPED = re.compile(
    rf"(?P<local>{_LOCAL}{{1,64}}) ?(?P<at>@(?: ?@){{0,3}}) ?(?P<domain>[\w.,-]{{1,255}})"
)
#: The end of a domain after a blank or a comma: "gmail .com", "gmail,co,uk".
_LATE_END = re.compile(
    r"(?: ?[.,] ?)(?P<end>com|co ?[.,] ?uk|org ?[.,] ?uk|nhs ?[.,] ?uk|net|org)\b", re.IGNORECASE
)

_OPEN, _CLOSE = r" ?[(\[{<]? ?", r" ?[)\]}>]? ?"
_AT = re.compile(rf"{_OPEN}(?:\bat\b|@){_CLOSE}", re.IGNORECASE)
_DOT = rf"(?:{_OPEN}\b(?:dot|point)\b{_CLOSE}|\.)"
_SIGN_WORDS = r" ?\b(underscore|hyphen|dash|minus|plus)\b ?"
_PIECE = r"[\w.'+-]{1,64}"
_SAID_LOCAL = re.compile(
    rf"(?<![\w.'+-]){_PIECE}(?:(?:{_OPEN}\bdot\b{_CLOSE}|{_SIGN_WORDS}){_PIECE}){{0,5}}$",
    re.IGNORECASE,
)
_SAID_PROVIDERS = r"(?:g|hot|google|proton|rocket) mail|bt internet|i cloud|talk talk|virgin media"
#: Ends of said domains, so that "at what point do I" holds none.
_ENDS = (
    r"(?:com|net|org|edu|gov|uk|ie|eu|info|biz|me|io|co|de|fr|es|it|pt|pl|nl|be|ch|in|au|nz|ca|us|za|"
    r"con|cim|vom|email|online|live)"
)
_SAID_DOMAIN = re.compile(
    rf"(?:(?:{_SAID_PROVIDERS}|[\w-]{{1,40}})(?:{_DOT}[a-z][\w-]{{1,20}}){{0,2}}{_DOT}{_ENDS}"
    r"|g ?mail|hot ?mail|i ?cloud|googlemail|outlook|yahoo)(?![\w@])",
    re.IGNORECASE,
)
_SAID_DOT = re.compile(rf"{_OPEN}\b(?:dot|point)\b", re.IGNORECASE)
_SAID_SIGN = re.compile(r"\b(dot|point|underscore|hyphen|dash|minus|plus)\b", re.IGNORECASE)
_SIGNS = {"underscore": "_", "hyphen": "-", "dash": "-", "minus": "-", "plus": "+"}
#: How many times "at" is looked at, and how far back from it (characters).
_MOST_ATS = 20
_LONGEST_SAID_LOCAL = 80
#: Words before "at gmail dot com" after which the address begins with the next word.
_BEFORE_ADDRESS = re.compile(
    r"(?:^|[:;,.!?|(\n-]|\b(?:is|it'?s|on|at|to|me|address|e-?mail|mail|and|or|use|try|with|via|by|"
    r"be|was|not|yes|no|sure|ok|okay|please|just|my|sorry)) ?$",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"([a-z]+) $", re.IGNORECASE)
#: "You can reach me at gmail.com" holds no address.
_NO_LOCAL = word_set("me us it you look reach are is email mail am was be out")

_KNOWN_PROVIDER = "|".join(_PROVIDERS)
_WITHOUT_AT = re.compile(
    rf"(?<![\w.+-])(?P<local>[\w.+-]{{2,64}}?)"
    rf"(?P<sign>[ .#\"'/*&]| ?\bat ?)(?P<domain>(?:{_KNOWN_PROVIDER})"
    r"\.(?:com|co\.uk|net|org|uk))\b",
    re.IGNORECASE,
)
_JAMMED = re.compile(
    r"(?<![\w.+@-])(?P<local>[\w.+-]{2,64}?)(?P<domain>(?:gmail|hotmail|yahoo|outlook|icloud)\."
    r"(?:com|co\.uk))\b",
    re.IGNORECASE,
)
_OTHER_SIGNS = "#\"'/*&"
_CUE = re.compile(r"\be-?mail\b", re.IGNORECASE)
_TRAILING = re.compile(r"[.,'\"*/\\)\]>-]+$")


def find_email(text: str, *, asked: bool = False) -> EmailFound | EmailProblem | None:
    """Find the e-mail address that a message gives. Nothing is looked up on the network.

    Args:
        text: the message.
        asked: whether an address was just asked for.

    Returns:
        The address; what is wrong with what was meant as one; None when there is none.
    """
    return email_in(tidy(text), asked=asked)


def email_in(text: str, *, asked: bool = False) -> EmailFound | EmailProblem | None:
    """Find the e-mail address in a text that is tidied."""
    readings = [*_typed(text), *_spoken(text)]
    found = [r for r in readings if isinstance(r, EmailFound)]
    if found:
        return choose(text, found)
    problems = [r for r in readings if isinstance(r, EmailProblem)]
    return choose(text, problems) or _without_at(text, asked)


def _typed(text: str) -> Iterator[EmailFound | EmailProblem]:
    for match in islice(_TYPED.finditer(text), _MOST_ATS):
        local = match["local"].removeprefix("mailto").lstrip("'*-")
        domain, end = _domain(match)
        is_handle = "." not in domain and re.search(r" @(?! )", match[0])
        if is_handle or _SAID_DOT.match(text, end):
            continue
        if len(match["at"]) > 1:
            yield _problem(EmailFault.NOT_AN_ADDRESS, local, domain, match.start(), end)
        else:
            yield _read(local, domain, match.start(), end)


def _domain(match: re.Match[str]) -> tuple[str, int]:
    """Return what belongs to the domain: "gmail,com" does, "gmail.com,07700" does not."""
    domain = _TRAILING.sub("", match["domain"].partition(",")[0])
    end = match.start("domain") + len(domain)
    late = None if "." in domain else _LATE_END.match(match.string, end)
    if late is None:
        return domain, end
    sign = "," if "," in late[0] else "."
    return f"{domain}{sign}{late['end'].replace(' ', '')}", late.end()


def _read(local: str, domain: str, start: int, end: int) -> EmailFound | EmailProblem:
    """Read what stands left and right of the sign."""
    mended = _mended_domain(domain)
    if mended != domain.lower():
        fault = EmailFault.BAD_DOMAIN if re.search(r"[.,]", domain) else EmailFault.MISSING_DOT
        return _problem(fault, local, mended, start, end)
    if "." not in domain:
        return EmailProblem(EmailFault.MISSING_DOT, None, start, end)
    if len(domain.rpartition(".")[2]) < _SHORTEST_END:
        return EmailProblem(EmailFault.BAD_DOMAIN, None, start, end)
    if address := _validated(f"{local}@{domain}"):
        return EmailFound(address, start, end)
    fault = EmailFault.NOT_AN_ADDRESS if _validated(f"x@{domain}") else EmailFault.BAD_DOMAIN
    return _problem(fault, local, domain, start, end)


def _problem(fault: EmailFault, local: str, domain: str, start: int, end: int) -> EmailProblem:
    plain_local = re.sub(r"\.{2,}", ".", local).strip(".")
    plain_domain = re.sub(r"\.{2,}", ".", _mended_domain(domain)).strip(".-")
    return EmailProblem(fault, _validated(f"{plain_local}@{plain_domain}"), start, end)


def _mended_domain(domain: str) -> str:
    """Return the domain in small letters without the slips that people make in it."""
    name, dot, end = domain.lower().replace(",", ".").partition(".")
    if not dot and (joined := _ENDS_WITHOUT_DOT.fullmatch(name)):
        name, end = joined["name"], _JOINED_ENDS.get(joined["end"], joined["end"])
    name = _mended_provider(name)
    if not end:
        return f"{name}.{_PROVIDERS[name]}" if name in _PROVIDERS else name
    if name in _PROVIDERS and end in _CUT_ENDS:
        return f"{name}.com"
    head, inner_dot, last = end.rpartition(".")
    return f"{name}.{_MISTYPED_ENDS.get(end) or head + inner_dot + _MISTYPED_ENDS.get(last, last)}"


def _mended_provider(name: str) -> str:
    if name in _PROVIDERS or name in _REAL_NEIGHBOURS:
        return name
    for provider in _MISTYPED:
        if OSA.distance(name, provider, score_cutoff=1) == 1:
            return provider
    return name


def _validated(address: str) -> str | None:
    try:
        return str(validate_email(address, check_deliverability=False).normalized)
    except EmailNotValidError:
        return None


def _spoken(text: str) -> Iterator[EmailFound | EmailProblem]:
    for at in islice(_AT.finditer(text), _MOST_ATS):
        before = text[max(0, at.start() - _LONGEST_SAID_LOCAL) : at.start()]
        said = _SAID_LOCAL.search(before)
        domain = _SAID_DOMAIN.match(text, at.end())
        if said is None or domain is None or said[0].lower() in _NO_LOCAL:
            continue
        if at[0].strip() == "@" and not _SAID_SIGN.search(said[0] + " " + domain[0]):
            continue
        yield from _said(before[: said.start()], said[0], domain, at.start() - len(said[0]))


def _said(
    before: str, local: str, domain: re.Match[str], start: int
) -> Iterator[EmailFound | EmailProblem]:
    begins_here = _BEFORE_ADDRESS.search(before[-20:])
    local, host = _written(local), _written(domain[0])
    if begins_here:
        yield _read(local, host, start, domain.end())
    elif "." in host:
        # "anna smith at gmail dot com": is it smith@ or, more likely, annasmith@?
        word = _LAST_WORD.search(before)
        local = word[1] + local if word else local
        yield _problem(EmailFault.MISSING_AT, local, host, start, domain.end())


def _written(said: str) -> str:
    """Return a said part of an address as it is typed."""
    signs = re.sub(_DOT, ".", said, flags=re.IGNORECASE)
    typed = re.sub(_SIGN_WORDS, lambda m: _SIGNS[m[1].lower()], signs, flags=re.IGNORECASE)
    return typed.replace(" ", "")


def _without_at(text: str, asked: bool) -> EmailProblem | None:
    """Find an address at a well-known provider that lacks its sign: "anna.smith gmail.com"."""
    for match in _WITHOUT_AT.finditer(text):
        local = match["local"]
        is_meant = (
            asked
            or _CUE.search(text)
            or re.search(r"[\d._]", local)
            or match["sign"] in _OTHER_SIGNS
        )
        if local.lower() in _NO_LOCAL or not is_meant:
            continue
        return _problem(EmailFault.MISSING_AT, local, match["domain"], *match.span())
    jammed = _JAMMED.search(text) if asked or _CUE.search(text) else None
    if jammed is None:
        return None
    return _problem(EmailFault.MISSING_AT, jammed["local"], jammed["domain"], *jammed.span())
