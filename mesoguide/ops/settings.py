"""Settings: the one place where the environment is read.

Every setting has a default that suits a single machine, so that nothing has to be set to try
MesoGuide. ``mesoguide settings`` lists them with their present values.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from mesoguide.exceptions import SettingsError
from mesoguide.ops.web_origins import parse_origins

#: A password may also stand behind the question mark: libpq takes it from there.
_PASSWORD_IN_QUERY = re.compile(r"([?&]\w*password=)[^&]*", re.IGNORECASE)

PROJECT_ROOT = Path(__file__).resolve().parents[2]

LAST_PORT = 65535

_MOST_DIGITS = 10

#: A turn waits at most this long for the clinic's database before it apologises (issue text: 3 s).
DEFAULT_DATABASE_TIMEOUT_SECONDS = 3.0

#: Characters; as many as 16 random bytes in hexadecimal, which nobody tries through.
SHORTEST_SECRET_KEY = 32

#: A person types a message in some seconds; pressing buttons is quicker.
DEFAULT_MESSAGES_PER_MINUTE = 20

#: A waiting room or a whole mobile network may share one address.
DEFAULT_REQUESTS_PER_MINUTE = 300


@dataclass(frozen=True)
class Settings:
    """What the environment says, checked and typed.

    Attributes:
        project_root: folder that holds ``config.yml``, ``domain.yml`` and ``content/``.
        var_dir: folder for everything that MesoGuide writes while it runs.
        database_url: the clinic's database, SQLite or PostgreSQL.
        tracker_database_url: where conversations are kept.
        database_timeout_seconds: how long a turn waits for the clinic's database.
        host: network interface that both servers bind to.
        port: HTTP port of the chat server.
        action_port: HTTP port of the action server, used on this machine only.
        secret_key: the key that patients' references are kept under; None leaves it to a file.
        allowed_origins: web origins whose pages may use the chat; empty means the chat's own.
        messages_per_minute: how many messages one conversation may send.
        requests_per_minute: how many requests one client address may make.
        trusted_proxies: how many proxies of ours every request has passed through.
    """

    project_root: Path
    var_dir: Path
    database_url: str
    tracker_database_url: str
    database_timeout_seconds: float
    host: str
    port: int
    action_port: int
    secret_key: str | None = field(default=None, repr=False)
    allowed_origins: tuple[str, ...] = ()
    messages_per_minute: int = DEFAULT_MESSAGES_PER_MINUTE
    requests_per_minute: int = DEFAULT_REQUESTS_PER_MINUTE
    trusted_proxies: int = 0

    @property
    def content_dir(self) -> Path:
        """Folder with the ledger, the plans and the clinic's facts."""
        return self.project_root / "content"

    @property
    def action_endpoint_url(self) -> str:
        """Address at which the chat server calls the action server."""
        return f"http://127.0.0.1:{self.action_port}/webhook"


@dataclass(frozen=True)
class SettingDoc:
    """One environment variable: its name, meaning and an example."""

    variable: str
    meaning: str
    example: str


#: Field of :class:`Settings` to the environment variable behind it.
DOCUMENTED: dict[str, SettingDoc] = {
    "project_root": SettingDoc(
        "MESOGUIDE_HOME", "folder that holds config.yml, domain.yml and content/", "/srv/mesoguide"
    ),
    "var_dir": SettingDoc("MESOGUIDE_VAR", "folder for databases and logs", "/var/lib/mesoguide"),
    "database_url": SettingDoc(
        "DATABASE_URL",
        "the clinic's database (SQLite or PostgreSQL)",
        "postgresql://user:password@localhost/mesoguide",
    ),
    "tracker_database_url": SettingDoc(
        "TRACKER_DATABASE_URL",
        "where conversations are kept; the clinic's database unless set",
        "postgresql://user:password@localhost/conversations",
    ),
    "database_timeout_seconds": SettingDoc(
        "DATABASE_TIMEOUT_SECONDS", "how long a turn waits for the clinic's database", "3"
    ),
    "host": SettingDoc(
        "MESOGUIDE_HOST",
        "network interface to listen on; keep 127.0.0.1 behind a proxy",
        "0.0.0.0",  # noqa: S104 - an example for people, nothing binds to it
    ),
    "port": SettingDoc("MESOGUIDE_PORT", "HTTP port of the chat server", "5005"),
    "action_port": SettingDoc("MESOGUIDE_ACTION_PORT", "HTTP port of the action server", "5055"),
    "secret_key": SettingDoc(
        "MESOGUIDE_SECRET_KEY",
        "key that patients' references are kept under; a file in MESOGUIDE_VAR unless set",
        "$(openssl rand -base64 48 | tr -d '\\n')",
    ),
    "allowed_origins": SettingDoc(
        "MESOGUIDE_ALLOWED_ORIGINS",
        "web origins whose pages may use the chat, apart by commas; the chat's own unless set",
        "https://www.clinic.example,https://clinic.example",
    ),
    "messages_per_minute": SettingDoc(
        "MESOGUIDE_MESSAGES_PER_MINUTE", "how many messages one conversation may send", "20"
    ),
    "requests_per_minute": SettingDoc(
        "MESOGUIDE_REQUESTS_PER_MINUTE", "how many requests one client address may make", "300"
    ),
    "trusted_proxies": SettingDoc(
        "MESOGUIDE_TRUSTED_PROXIES",
        "how many proxies of yours stand before the chat; their X-Forwarded-For is believed",
        "1",
    ),
}

#: Fields of which only is shown whether they are set.
SECRET = frozenset({"secret_key"})


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Args:
        environment: variables to read; the process environment unless given.

    Raises:
        SettingsError: if a value cannot be used; names the variable and an example.
    """
    env = os.environ if environment is None else environment
    root = Path(env.get("MESOGUIDE_HOME") or PROJECT_ROOT).resolve()
    var_dir = Path(env.get("MESOGUIDE_VAR") or root / "var").resolve()
    database_url = env.get("DATABASE_URL") or f"sqlite:///{var_dir / 'clinic.db'}"
    default_tracker = (
        f"sqlite:///{var_dir / 'conversations.db'}"
        if database_url.startswith("sqlite")
        else database_url
    )
    port, action_port = _port(env, "port", 5005), _port(env, "action_port", 5055)
    if port == action_port:
        raise SettingsError(
            f"MESOGUIDE_PORT and MESOGUIDE_ACTION_PORT are both {port}; the two servers need a "
            f"port each, for example MESOGUIDE_ACTION_PORT={neighbour(port)}."
        )
    return Settings(
        project_root=root,
        var_dir=var_dir,
        database_url=database_url,
        tracker_database_url=env.get("TRACKER_DATABASE_URL") or default_tracker,
        database_timeout_seconds=_positive_number(
            env, "database_timeout_seconds", DEFAULT_DATABASE_TIMEOUT_SECONDS
        ),
        host=env.get("MESOGUIDE_HOST") or "127.0.0.1",
        port=port,
        action_port=action_port,
        secret_key=_secret_key(env),
        allowed_origins=_origins(env),
        messages_per_minute=_count(env, "messages_per_minute", DEFAULT_MESSAGES_PER_MINUTE),
        requests_per_minute=_count(env, "requests_per_minute", DEFAULT_REQUESTS_PER_MINUTE),
        trusted_proxies=_count(env, "trusted_proxies", 0, least=0),
    )


def as_environment(settings: Settings) -> dict[str, str]:
    """Return the variables from which :func:`load_settings` reads the same settings again."""
    values = {each.name: getattr(settings, each.name) for each in fields(settings)}
    return {
        DOCUMENTED[name].variable: _written(value)
        for name, value in values.items()
        if value is not None
    }


def describe(settings: Settings) -> list[tuple[str, str, str]]:
    """List each setting as (variable, present value with secrets hidden, meaning)."""
    return [
        (doc.variable, _shown(name, getattr(settings, name)), doc.meaning)
        for name, doc in ((each.name, DOCUMENTED[each.name]) for each in fields(settings))
    ]


def hide_password(url: str) -> str:
    """Replace the password of a database address with three stars."""
    url = _PASSWORD_IN_QUERY.sub(r"\1***", url)
    scheme, separator, rest = url.partition("://")
    login, at, host = rest.rpartition("@")
    if not at or ":" not in login:
        return url
    return f"{scheme}{separator}{login.split(':', 1)[0]}:***@{host}"


def _shown(name: str, value: object) -> str:
    if name in SECRET:
        return "not set" if value is None else "***"
    return hide_password(_written(value))


def _written(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _origins(env: Mapping[str, str]) -> tuple[str, ...]:
    doc = DOCUMENTED["allowed_origins"]
    try:
        return parse_origins(env.get(doc.variable) or "")
    except ValueError as error:
        raise SettingsError(
            f"{doc.variable} must be web origins without a path, and {str(error)[:80]!r} is none; "
            f"for example {doc.example}."
        ) from error


def _count(env: Mapping[str, str], field: str, default: int, *, least: int = 1) -> int:
    doc = DOCUMENTED[field]
    text = env.get(doc.variable)
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < _MOST_DIGITS):
        raise SettingsError(f"{doc.variable} must be a whole number, for example {doc.example}.")
    if int(text) < least:
        raise SettingsError(f"{doc.variable} must be {least} or more, for example {doc.example}.")
    return int(text)


def _secret_key(env: Mapping[str, str]) -> str | None:
    doc = DOCUMENTED["secret_key"]
    key = env.get(doc.variable, "").strip()
    if not key:
        return None
    if len(key) < SHORTEST_SECRET_KEY:
        raise SettingsError(
            f"{doc.variable} must be {SHORTEST_SECRET_KEY} characters or more, for example "
            f"{doc.example}."
        )
    return key


def _positive_number(env: Mapping[str, str], field: str, default: float) -> float:
    doc = DOCUMENTED[field]
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


def _port(env: Mapping[str, str], field: str, default: int) -> int:
    doc = DOCUMENTED[field]
    text = env.get(doc.variable)
    if not text:
        return default
    if not text.isdecimal() or not 0 < int(text) <= LAST_PORT:
        raise SettingsError(
            f"{doc.variable} must be a port from 1 to 65535, for example {doc.example}."
        )
    return int(text)


def neighbour(port: int) -> int:
    """Return a port next to this one, to suggest in its place."""
    return port + 1 if port < LAST_PORT else port - 1
