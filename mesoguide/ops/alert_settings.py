"""Where alerts for staff go: the mail server, the addresses and the webhook, checked at start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from urllib.parse import unquote, urlsplit

from mesoguide.exceptions import SettingsError
from mesoguide.ops.settings_readers import SettingDoc

#: Hosts that are this machine itself, which nobody listens in on.
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})

#: RFC 6409 (submission) and RFC 8314 (submission over TLS from the first byte).
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """The clinic's mail server.

    Attributes:
        implicit_tls: encrypted from the first byte; else STARTTLS is asked for, and insisted on
            unless the server is this machine itself.
    """

    host: str
    port: int
    implicit_tls: bool
    user: str | None = None
    password: str | None = None

    @property
    def is_local(self) -> bool:
        """Tell whether nothing leaves this machine on the way to it."""
        return self.host in _THIS_MACHINE


def parse_mail_server(url: str) -> MailServer:
    """Read ``smtp://user:password@host:587`` or ``smtps://...``.

    Raises:
        ValueError: it is no such address.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("no address of a mail server")
    return MailServer(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        implicit_tls=parts.scheme == "smtps",
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def read_mail_server(env: Mapping[str, str], doc: SettingDoc) -> str | None:
    """Read the address of the mail server, which may hold a password; None where none is set.

    Raises:
        SettingsError: it cannot be read.
    """
    url = env.get(doc.variable, "").strip()
    if not url:
        return None
    try:
        parse_mail_server(url)
    except ValueError as error:
        # The address itself stays out of the message: it may hold a password.
        raise SettingsError(
            f"{doc.variable} must be the address of a mail server, for example {doc.example}."
        ) from error
    return url


def read_addresses(env: Mapping[str, str], doc: SettingDoc) -> tuple[str, ...]:
    """Read mail addresses apart by commas or blanks, each once.

    Raises:
        SettingsError: names the first one that is none.
    """
    words = (env.get(doc.variable) or "").replace(",", " ").split()
    for word in words:
        if not is_address(word):
            raise SettingsError(
                f"{doc.variable} must be mail addresses, and {word[:80]!r} is none; for example "
                f"{doc.example}."
            )
    return tuple(dict.fromkeys(words))


def read_sender(env: Mapping[str, str], doc: SettingDoc) -> str | None:
    """Read one mail address; None where none is set.

    Raises:
        SettingsError: it is none.
    """
    word = env.get(doc.variable, "").strip()
    if not word:
        return None
    if not is_address(word):
        raise SettingsError(f"{doc.variable} must be a mail address, for example {doc.example}.")
    return word


def read_webhook(env: Mapping[str, str], doc: SettingDoc) -> str | None:
    """Read the address that alerts are posted to; None where none is set.

    Raises:
        SettingsError: it is no https address (http on this machine alone).
    """
    url = env.get(doc.variable, "").strip()
    if not url:
        return None
    try:
        parts = urlsplit(url)
        local = parts.hostname in _THIS_MACHINE
        good = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        local = good = False
    if not good or parts.scheme not in ({"http", "https"} if local else {"https"}):
        raise SettingsError(
            f"{doc.variable} must be an https address (http on this machine alone), for example "
            f"{doc.example}."
        )
    return url


def check_together(mail_server: str | None, recipients: tuple[str, ...]) -> None:
    """Make sure that mails have a server and somebody to read them.

    Raises:
        SettingsError: says which of the two is missing.
    """
    if recipients and mail_server is None:
        raise SettingsError(
            "MESOGUIDE_ALERT_TO names who gets alerts, but no mail server is set: set "
            "MESOGUIDE_SMTP_URL too, or unset it."
        )
    if mail_server is not None and not recipients:
        raise SettingsError(
            "MESOGUIDE_SMTP_URL names a mail server, but nobody to write to: set "
            "MESOGUIDE_ALERT_TO too, or unset it."
        )


def is_address(word: str) -> bool:
    """Tell whether a word is a bare mail address that a header can carry."""
    try:
        address = Address(addr_spec=word)
    except (ValueError, IndexError):
        return False
    return word.isascii() and bool(address.username) and "." in address.domain.strip(".")
