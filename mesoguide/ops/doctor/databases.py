"""The databases: reachable, of this release, private, and what waits in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mesoguide.clinic import schema
from mesoguide.clinic.conversation_models import SafetyAlert
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.database_worker import explained
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.exceptions import MesoGuideError
from mesoguide.ops.backup.making import is_private
from mesoguide.ops.backup.sqlite_files import path_of
from mesoguide.ops.doctor.finding import Finding, Findings, Installation, ok, problem, warning
from mesoguide.ops.retention_job import BEGUN, RAN, last_entry
from mesoguide.ops.settings import hide_password

_TIMEOUT_SECONDS = 5.0
_LARGEST_DRIFT = timedelta(seconds=30)
#: The job runs once a day; a machine may be off for a night.
_RETENTION_LATE = timedelta(days=2)

_Answer = TypeVar("_Answer")

_ALERTS = SafetyAlert.__table__.c


def reachable(installation: Installation) -> Findings:
    """Ask each database for the time."""
    settings = installation.settings
    urls = {settings.database_url: "clinic", settings.tracker_database_url: "conversations"}
    for url, name in urls.items():
        shown = hide_password(url)
        try:
            drift = _drift(url, installation.now)
        except MesoGuideError as error:
            yield problem("database", f"{name}: {error}.", "Correct its address.")
        except SQLAlchemyError as error:
            yield problem(
                "database",
                f"{name} ({shown}) cannot be reached: {explained(error)}.",
                "See that it runs, and that address, user and password are right.",
            )
        else:
            yield ok("database", f"{name}: {shown} answers.")
            if abs(drift) > _LARGEST_DRIFT:
                yield warning(
                    "clock",
                    f"The clock of {shown} differs by {abs(drift).total_seconds():.0f} s.",
                    "Have both clocks kept by NTP.",
                )


def migrated(installation: Installation) -> Findings:
    """Compare the tables with this release."""
    found = schema.current(installation.settings.database_url)
    if found == schema.newest():
        yield ok("tables", f"Revision {found}, as this release expects.")
    else:
        yield problem(
            "tables",
            f"Revision {found or 'none'}, and this release expects {schema.newest()}.",
            "Run `mesoguide db upgrade`.",
        )


def sqlite_files(installation: Installation) -> Findings:
    """Look at mode and permissions of SQLite files."""
    settings = installation.settings
    for url in dict.fromkeys((settings.database_url, settings.tracker_database_url)):
        if make_url(url).get_backend_name() == "sqlite" and (path := path_of(url)).exists():
            yield from _sqlite_file(path)


def retention(installation: Installation) -> Findings:
    """See when old conversations were last deleted."""
    last = _ask(installation, lambda session: last_entry(session, (RAN, BEGUN)))
    if last is None:
        yield warning(
            "retention",
            "Old conversations were never deleted here.",
            "`mesoguide run` does it once a day while it runs.",
        )
    elif installation.now - last > _RETENTION_LATE:
        yield problem(
            "retention",
            f"Old conversations were last deleted on {last:%Y-%m-%d}.",
            "Run `mesoguide run`, and see var/logs/supervisor.log for why it did not.",
        )
    else:
        yield ok("retention", f"It ran, or was begun, on {last:%Y-%m-%d %H:%M} UTC.")


def alerts(installation: Installation) -> Findings:
    """Count safety alerts that nobody has looked at."""
    waiting = select(func.count(), func.min(_ALERTS.created_at)).where(
        _ALERTS.acknowledged_at.is_(None)
    )
    count, oldest = _ask(installation, lambda session: session.execute(waiting).one())
    if count:
        yield problem(
            "safety alerts",
            f"{count} wait, the oldest since {oldest:%Y-%m-%d %H:%M} UTC.",
            "Read them now: `mesoguide alerts list`.",
        )
    else:
        yield ok("safety alerts", "None waits.")


def plans(installation: Installation) -> Findings:
    """Count plans that patients see as examples."""
    rows = _ask(installation, lambda session: PlanRepository(session).all())
    waiting = [row.code for row in rows if row.approved_by is None]
    if not rows:
        yield problem("plans", "There are none.", "Run `mesoguide plans import`.")
    elif waiting:
        yield warning(
            "plans",
            f"{len(waiting)} of {len(rows)} are not approved: patients see them as examples.",
            "A clinician reads and approves each: `mesoguide plans approve`.",
        )
    else:
        yield ok("plans", f"All {len(rows)} are approved.")


def _drift(url: str, now: datetime) -> timedelta:
    """How far the database's clock is ahead of ours; SQLite has ours."""
    engine = create_engine_for(url, timeout_seconds=_TIMEOUT_SECONDS)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.execute(text("SELECT count(*) FROM sqlite_master"))
                return timedelta()
            asked = datetime.now(timezone.utc)
            told: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
            return told - asked
    finally:
        engine.dispose()


def _sqlite_file(path: Path) -> list[Finding]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    findings = []
    if mode.lower() != "wal":
        findings.append(
            warning(
                "SQLite",
                f"{path.name} is in {mode} mode: readers wait for writers.",
                "Start MesoGuide once as the user who owns the file; it sets WAL mode.",
            )
        )
    if not is_private(path) and not is_private(path.parent):
        findings.append(
            warning(
                "SQLite",
                f"Other users of this machine can read {path.name}, which has what patients wrote.",
                f"Run `chmod 700 {path.parent}`.",
            )
        )
    return findings or [ok("SQLite", f"{path.name} is in WAL mode and private.")]


def _ask(installation: Installation, question: Callable[[Session], _Answer]) -> _Answer:
    engine = create_engine_for(installation.settings.database_url, timeout_seconds=_TIMEOUT_SECONDS)
    try:
        with session_factory(engine)() as session:
            return question(session)
    finally:
        engine.dispose()
