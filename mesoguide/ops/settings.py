"""Settings: the one place where the environment is read.

Every setting has a default that suits a single machine, so that nothing has to be set to try
MesoGuide. ``mesoguide settings`` lists them with their present values.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from mesoguide.exceptions import SettingsError
from mesoguide.ops import alert_settings, messenger_secrets
from mesoguide.ops.settings_readers import (
    LAST_PORT,
    SettingDoc,
    read_count,
    read_graph_url,
    read_graph_version,
    read_hour,
    read_optional_port,
    read_origins,
    read_port,
    read_positive_number,
    read_secret_key,
)

#: A password may also stand behind the question mark: libpq takes it from there.
_PASSWORD_IN_QUERY = re.compile(r"([?&]\w*password=)[^&]*", re.IGNORECASE)

PROJECT_ROOT = Path(__file__).resolve().parents[2]

#: A turn waits at most this long for the clinic's database before it apologises (issue text: 3 s).
DEFAULT_DATABASE_TIMEOUT_SECONDS = 3.0

#: A person types a message in some seconds; pressing buttons is quicker.
DEFAULT_MESSAGES_PER_MINUTE = 20

#: A waiting room or a whole mobile network may share one address.
DEFAULT_REQUESTS_PER_MINUTE = 300

DEFAULT_GRAPH_URL = "https://graph.facebook.com"

#: Works until 2028-07-29 (Meta, graph-api/changelog).
DEFAULT_GRAPH_VERSION = "v25.0"

#: A person of the clinic who has taken over answers within a day, or the bot is better than nobody.
DEFAULT_PAUSE_HOURS = 24.0

#: Nobody is at the clinic, and few people write.
DEFAULT_QUIET_HOUR = 3


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
        redis_url: where several chat servers keep their locks; None for a single one.
        messenger_page_token: Meta's access token of the clinic's page; None leaves Messenger off.
        messenger_app_secret: the key that Meta signs deliveries with.
        messenger_verify_token: the word by which Meta's first call is known.
        messenger_graph_url: where the Graph API is, without a path.
        messenger_graph_version: the version of the Graph API, as "v25.0".
        messenger_pause_hours: how long the bot is silent after staff took a conversation over.
        metrics_port: loopback port that Prometheus asks; None leaves it closed.
        quiet_hour: hour of the clinic's day, 0 to 23, in which old conversations are deleted.
        backup_dir: folder for backups.
        smtp_url: the mail server for alerts, with its password; None sends no mail.
        alert_from: who alerts come from; the first recipient unless set.
        alert_to: who gets alerts.
        alert_webhook: address that alerts are posted to, which may hold a token.
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
    redis_url: str | None = None
    messenger_page_token: str | None = field(default=None, repr=False)
    messenger_app_secret: str | None = field(default=None, repr=False)
    messenger_verify_token: str | None = field(default=None, repr=False)
    messenger_graph_url: str = DEFAULT_GRAPH_URL
    messenger_graph_version: str = DEFAULT_GRAPH_VERSION
    messenger_pause_hours: float = DEFAULT_PAUSE_HOURS
    metrics_port: int | None = None
    quiet_hour: int = DEFAULT_QUIET_HOUR
    backup_dir: Path | None = None
    smtp_url: str | None = field(default=None, repr=False)
    alert_from: str | None = None
    alert_to: tuple[str, ...] = ()
    alert_webhook: str | None = field(default=None, repr=False)

    @property
    def backups(self) -> Path:
        """Folder that backups go to."""
        return self.backup_dir or self.var_dir / "backups"

    @property
    def logs_dir(self) -> Path:
        """Folder of the log files."""
        return self.var_dir / "logs"

    @property
    def messenger_is_on(self) -> bool:
        """Tell whether the clinic has connected its page."""
        return self.messenger_page_token is not None

    @property
    def content_dir(self) -> Path:
        """Folder with the ledger, the plans and the clinic's facts."""
        return self.project_root / "content"

    @property
    def action_endpoint_url(self) -> str:
        """Address at which the chat server calls the action server."""
        return f"http://127.0.0.1:{self.action_port}/webhook"

    @property
    def action_health_url(self) -> str:
        """Address at which the action server tells that it is alive."""
        return f"http://127.0.0.1:{self.action_port}/health"

    @property
    def metrics_dir(self) -> Path:
        """Folder in which every process counts."""
        return self.var_dir / "metrics"


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
    "redis_url": SettingDoc(
        "MESOGUIDE_REDIS_URL",
        "Redis for the locks and limits of several chat servers; one server needs none",
        "redis://localhost:6379/0",
    ),
    "messenger_page_token": SettingDoc(
        messenger_secrets.PAGE_TOKEN,
        "Meta's access token of the clinic's page; Messenger is off unless set",
        "EAAG...",
    ),
    "messenger_app_secret": SettingDoc(
        messenger_secrets.APP_SECRET, "key that Meta signs deliveries with", "0123456789abcdef..."
    ),
    "messenger_verify_token": SettingDoc(
        messenger_secrets.VERIFY_TOKEN,
        "a word of your own, typed in at Meta too, by which its first call is known",
        "anything-long-and-random",
    ),
    "messenger_graph_url": SettingDoc(
        "MESSENGER_GRAPH_URL", "address of Meta's Graph API", DEFAULT_GRAPH_URL
    ),
    "messenger_graph_version": SettingDoc(
        "MESSENGER_GRAPH_VERSION", "version of Meta's Graph API", DEFAULT_GRAPH_VERSION
    ),
    "messenger_pause_hours": SettingDoc(
        "MESSENGER_PAUSE_HOURS",
        "how many hours the bot is silent on Messenger after staff took a conversation over",
        "24",
    ),
    "metrics_port": SettingDoc(
        "MESOGUIDE_METRICS_PORT",
        "port of this machine at which Prometheus reads figures; closed unless set",
        "9105",
    ),
    "quiet_hour": SettingDoc(
        "MESOGUIDE_QUIET_HOUR",
        "hour of the clinic's day (0 to 23) in which old conversations are deleted",
        "3",
    ),
    "backup_dir": SettingDoc(
        "MESOGUIDE_BACKUP_DIR", "folder for backups; MESOGUIDE_VAR/backups unless set", "/backup"
    ),
    "smtp_url": SettingDoc(
        "MESOGUIDE_SMTP_URL",
        "mail server for alerts, over STARTTLS (smtp://) or TLS (smtps://)",
        "smtp://user:password@mail.clinic.example:587",
    ),
    "alert_from": SettingDoc(
        "MESOGUIDE_ALERT_FROM",
        "address that alerts come from; the first recipient unless set",
        "mesoguide@clinic.example",
    ),
    "alert_to": SettingDoc(
        "MESOGUIDE_ALERT_TO",
        "addresses that get alerts, apart by commas",
        "reception@clinic.example,lead@clinic.example",
    ),
    "alert_webhook": SettingDoc(
        "MESOGUIDE_ALERT_WEBHOOK",
        "https address that alerts are posted to as JSON",
        "https://hooks.clinic.example/mesoguide",
    ),
}

#: Fields of which only is shown whether they are set.
SECRET = frozenset(
    {
        *("secret_key", "messenger_page_token", "messenger_app_secret", "messenger_verify_token"),
        *("smtp_url", "alert_webhook"),
    }
)


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
    messenger = messenger_secrets.read_secrets(env)
    port, action_port = (
        read_port(env, DOCUMENTED["port"], 5005),
        read_port(env, DOCUMENTED["action_port"], 5055),
    )
    if port == action_port:
        raise SettingsError(
            f"MESOGUIDE_PORT and MESOGUIDE_ACTION_PORT are both {port}; the two servers need a "
            f"port each, for example MESOGUIDE_ACTION_PORT={neighbour(port)}."
        )
    metrics_port = read_optional_port(env, DOCUMENTED["metrics_port"])
    if metrics_port in (port, action_port):
        raise SettingsError(
            f"MESOGUIDE_METRICS_PORT is {metrics_port}, which a server needs; choose another one."
        )
    smtp_url = alert_settings.read_mail_server(env, DOCUMENTED["smtp_url"])
    alert_to = alert_settings.read_addresses(env, DOCUMENTED["alert_to"])
    alert_settings.check_together(smtp_url, alert_to)
    backup_dir = env.get(DOCUMENTED["backup_dir"].variable)
    return Settings(
        project_root=root,
        var_dir=var_dir,
        database_url=database_url,
        tracker_database_url=env.get("TRACKER_DATABASE_URL") or default_tracker,
        database_timeout_seconds=read_positive_number(
            env, DOCUMENTED["database_timeout_seconds"], DEFAULT_DATABASE_TIMEOUT_SECONDS
        ),
        host=env.get("MESOGUIDE_HOST") or "127.0.0.1",
        port=port,
        action_port=action_port,
        secret_key=read_secret_key(env, DOCUMENTED["secret_key"]),
        allowed_origins=read_origins(env, DOCUMENTED["allowed_origins"]),
        messages_per_minute=read_count(
            env, DOCUMENTED["messages_per_minute"], DEFAULT_MESSAGES_PER_MINUTE
        ),
        requests_per_minute=read_count(
            env, DOCUMENTED["requests_per_minute"], DEFAULT_REQUESTS_PER_MINUTE
        ),
        redis_url=env.get(DOCUMENTED["redis_url"].variable) or env.get("REDIS_URL") or None,
        trusted_proxies=read_count(env, DOCUMENTED["trusted_proxies"], 0, least=0),
        messenger_page_token=messenger[messenger_secrets.PAGE_TOKEN],
        messenger_app_secret=messenger[messenger_secrets.APP_SECRET],
        messenger_verify_token=messenger[messenger_secrets.VERIFY_TOKEN],
        messenger_graph_url=read_graph_url(
            env, DOCUMENTED["messenger_graph_url"], DEFAULT_GRAPH_URL
        ),
        messenger_graph_version=read_graph_version(
            env, DOCUMENTED["messenger_graph_version"], DEFAULT_GRAPH_VERSION
        ),
        messenger_pause_hours=read_positive_number(
            env, DOCUMENTED["messenger_pause_hours"], DEFAULT_PAUSE_HOURS
        ),
        metrics_port=metrics_port,
        quiet_hour=read_hour(env, DOCUMENTED["quiet_hour"], DEFAULT_QUIET_HOUR),
        backup_dir=Path(backup_dir).resolve() if backup_dir else None,
        smtp_url=smtp_url,
        alert_from=alert_settings.read_sender(env, DOCUMENTED["alert_from"]),
        alert_to=alert_to,
        alert_webhook=alert_settings.read_webhook(env, DOCUMENTED["alert_webhook"]),
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


def neighbour(port: int) -> int:
    """Return a port next to this one, to suggest in its place."""
    return port + 1 if port < LAST_PORT else port - 1
