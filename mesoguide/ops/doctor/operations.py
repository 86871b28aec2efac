"""Keys, who may use the chat, and whether anybody would notice a failure."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import redis

from mesoguide.ops.backup.making import backups_in, is_private
from mesoguide.ops.doctor.finding import Findings, Installation, ok, problem, warning
from mesoguide.ops.secret_key import KEY_FILE
from mesoguide.ops.secret_strength import database_password_weakness, weakness
from mesoguide.ops.settings_readers import SHORTEST_SECRET_KEY

_BACKUP_LATE = timedelta(days=2)
_REDIS_SECONDS = 2.0


def secret_key(installation: Installation) -> Findings:
    """Look at the key under which patients' references are kept."""
    settings = installation.settings
    path = settings.var_dir / KEY_FILE
    if settings.secret_key is not None:
        key, where = settings.secret_key, "MESOGUIDE_SECRET_KEY"
    elif path.exists():
        key, where = path.read_text(encoding="ascii", errors="replace").strip(), str(path)
    else:
        yield ok("secret key", "It is made at the first start.")
        return
    if reason := weakness(key, shortest=SHORTEST_SECRET_KEY):
        yield problem(
            "secret key",
            f"That of {where} {reason}, so it can be guessed.",
            "Before any patient has a plan: `openssl rand -base64 48`; later see docs/privacy.md.",
        )
    elif settings.secret_key is None and not is_private(path):
        yield problem("secret key", f"Other users can read {path}.", f"Run `chmod 600 {path}`.")
    else:
        yield ok("secret key", f"{where} is long enough and private.")


def database_passwords(installation: Installation) -> Findings:
    """Look at the passwords in the databases' addresses."""
    settings = installation.settings
    urls = {
        "DATABASE_URL": settings.database_url,
        "TRACKER_DATABASE_URL": settings.tracker_database_url,
    }
    weak = {name: database_password_weakness(url) for name, url in urls.items()}
    for name, reason in weak.items():
        if reason:
            yield warning(
                "passwords",
                f"The password in {name} {reason}.",
                "Set another one in PostgreSQL and in the variable: `openssl rand -hex 24`.",
            )
    if not any(weak.values()):
        yield ok("passwords", "No password of a database can be guessed.")


def locks(installation: Installation) -> Findings:
    """Look whether the locks of several chat servers can be had."""
    url = installation.settings.redis_url
    if url is None:
        yield ok("locks", "They are in the chat server: there can be one of it.")
        return
    try:
        redis.Redis.from_url(
            url, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS
        ).ping()
    except (redis.RedisError, ValueError) as error:
        yield problem(
            "locks",
            f"Redis does not answer ({type(error).__name__}).",
            "See that it runs and that MESOGUIDE_REDIS_URL is right.",
        )
    else:
        yield ok("locks", "Redis answers.")


def messenger(installation: Installation) -> Findings:
    """Look at Messenger's settings."""
    settings = installation.settings
    if not settings.messenger_is_on:
        yield ok("Messenger", "It is off.")
        return
    if not settings.messenger_graph_url.startswith("https://"):
        yield problem(
            "Messenger",
            "MESSENGER_GRAPH_URL is a stand-in on this machine.",
            "Unset it: patients get nothing from there.",
        )
    else:
        yield ok("Messenger", f"It is on, with Graph API {settings.messenger_graph_version}.")


def origins(installation: Installation) -> Findings:
    """Look at who may embed the chat."""
    found = installation.settings.allowed_origins
    if not found:
        yield warning(
            "origins",
            "Only the chat's own page may use it.",
            "Name the clinic's site in MESOGUIDE_ALLOWED_ORIGINS to embed it there.",
        )
    elif plain := [origin for origin in found if origin.startswith("http://")]:
        yield warning(
            "origins",
            f"{plain[0]} is not encrypted: what patients write there can be read on the way.",
            "Serve the site over https, and name only that.",
        )
    else:
        yield ok("origins", ", ".join(found))


def proxy(installation: Installation) -> Findings:
    """Look at what stands in front of the chat."""
    settings = installation.settings
    open_to_all = settings.host not in ("127.0.0.1", "::1", "localhost")
    if open_to_all and not settings.trusted_proxies:
        yield problem(
            "proxy",
            f"The chat listens on {settings.host} itself, without encryption.",
            "Set MESOGUIDE_HOST=127.0.0.1 and put a proxy with TLS in front: deploy/nginx/.",
        )
    elif not settings.trusted_proxies:
        yield warning(
            "proxy",
            "No proxy is trusted: behind one, all visitors count as one address.",
            "Behind one proxy of yours set MESOGUIDE_TRUSTED_PROXIES=1.",
        )
    else:
        yield ok("proxy", f"Every request comes through {settings.trusted_proxies}.")


def notices(installation: Installation) -> Findings:
    """Look whether anybody hears of alerts and failures."""
    settings = installation.settings
    ways = Counter(mail=settings.smtp_url is not None, webhook=settings.alert_webhook is not None)
    names = [name for name, on in ways.items() if on]
    if names:
        yield ok("notices", f"Staff are told by {' and '.join(names)}: `mesoguide alerts test`.")
    else:
        yield warning(
            "notices",
            "Nobody is told of safety alerts and failures.",
            "Set MESOGUIDE_SMTP_URL and MESOGUIDE_ALERT_TO, or MESOGUIDE_ALERT_WEBHOOK.",
        )


def backups(installation: Installation) -> Findings:
    """Look at the newest backup."""
    folder = installation.settings.backups
    made = backups_in(folder) if folder.is_dir() else []
    if not made:
        yield warning(
            "backup", f"There is none in {folder}.", "Run `mesoguide backup` every night."
        )
        return
    age = installation.now - made[-1][0]
    says = f"The newest is {age.total_seconds() / 3600:.0f} hours old."
    if age > _BACKUP_LATE:
        yield problem("backup", says, "Run `mesoguide backup` every night: docs/operations.md.")
    elif not all(is_private(path) for _, path in made):
        yield problem("backup", "Other users can read it.", f"Run `chmod -R go= {folder}`.")
    else:
        yield ok("backup", says)
