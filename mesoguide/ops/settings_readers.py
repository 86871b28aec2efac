"""Reading single settings: what a variable holds, checked and typed, or one line of refusal."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mesoguide.exceptions import SettingsError
from mesoguide.ops import messenger_secrets
from mesoguide.ops.secret_strength import weakness
from mesoguide.ops.web_origins import parse_origins

LAST_PORT = 65535

#: Characters; as many as 16 random bytes in hexadecimal, which nobody tries through.
SHORTEST_SECRET_KEY = 32

_MOST_DIGITS = 10
_LAST_HOUR = 23


@dataclass(frozen=True)
class SettingDoc:
    """One environment variable: its name, meaning and an example."""

    variable: str
    meaning: str
    example: str


def read_count(
    env: Mapping[str, str],
    doc: SettingDoc,
    default: int,
    *,
    least: int = 1,
    most: int | None = None,
) -> int:
    """Read a whole number.

    Raises:
        SettingsError: it is none, or too small or too large.
    """
    text = env.get(doc.variable)
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < _MOST_DIGITS):
        raise SettingsError(f"{doc.variable} must be a whole number, for example {doc.example}.")
    if int(text) < least:
        raise SettingsError(f"{doc.variable} must be {least} or more, for example {doc.example}.")
    if most is not None and int(text) > most:
        raise SettingsError(f"{doc.variable} must be {most} or less, for example {doc.example}.")
    return int(text)


def read_hour(env: Mapping[str, str], doc: SettingDoc, default: int) -> int:
    """Read an hour of the day, 0 to 23.

    Raises:
        SettingsError: it is none.
    """
    return read_count(env, doc, default, least=0, most=_LAST_HOUR)


def read_secret_key(env: Mapping[str, str], doc: SettingDoc) -> str | None:
    """Read the secret key; None leaves it to a file.

    Raises:
        SettingsError: it is too short, or can be guessed.
    """
    key = env.get(doc.variable, "").strip()
    if not key:
        return None
    if len(key) < SHORTEST_SECRET_KEY:
        raise SettingsError(
            f"{doc.variable} must be {SHORTEST_SECRET_KEY} characters or more, for example "
            f"{doc.example}."
        )
    if reason := weakness(key, shortest=SHORTEST_SECRET_KEY):
        raise SettingsError(
            f"{doc.variable} {reason}, so it can be guessed. Set a random one, for example "
            f"{doc.example}."
        )
    return key


def read_positive_number(env: Mapping[str, str], doc: SettingDoc, default: float) -> float:
    """Read a number above 0.

    Raises:
        SettingsError: it is none.
    """
    text = env.get(doc.variable)
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not math.isfinite(number) or number <= 0:
        raise SettingsError(f"{doc.variable} must be a number above 0, for example {doc.example}.")
    return number


def read_port(env: Mapping[str, str], doc: SettingDoc, default: int) -> int:
    """Read a TCP port.

    Raises:
        SettingsError: it is none.
    """
    return read_optional_port(env, doc) or default


def read_optional_port(env: Mapping[str, str], doc: SettingDoc) -> int | None:
    """Read a TCP port; None where none is set.

    Raises:
        SettingsError: it is none.
    """
    text = env.get(doc.variable)
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) <= LAST_PORT:
        raise SettingsError(
            f"{doc.variable} must be a port from 1 to 65535, for example {doc.example}."
        )
    return int(text)


def read_origins(env: Mapping[str, str], doc: SettingDoc) -> tuple[str, ...]:
    """Read web origins.

    Raises:
        SettingsError: one of them is none.
    """
    try:
        return parse_origins(env.get(doc.variable) or "")
    except ValueError as error:
        raise SettingsError(
            f"{doc.variable} must be web origins without a path, and {str(error)[:80]!r} is none; "
            f"for example {doc.example}."
        ) from error


def read_graph_url(env: Mapping[str, str], doc: SettingDoc, default: str) -> str:
    """Read the address of Meta's Graph API.

    Raises:
        SettingsError: it is no address that a token may be sent to.
    """
    url = (env.get(doc.variable) or default).strip()
    if not messenger_secrets.is_graph_url(url):
        raise SettingsError(
            f"{doc.variable} must be an https address without a path (http on this machine alone), "
            f"for example {doc.example}."
        )
    return url.rstrip("/")


def read_graph_version(env: Mapping[str, str], doc: SettingDoc, default: str) -> str:
    """Read the version of Meta's Graph API.

    Raises:
        SettingsError: it is none.
    """
    version = (env.get(doc.variable) or default).strip()
    if not messenger_secrets.is_graph_version(version):
        raise SettingsError(
            f"{doc.variable} must be a version of the Graph API, for example {doc.example}."
        )
    return version
