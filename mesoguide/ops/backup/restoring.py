"""Restoring a backup: nothing is overwritten for good, and nothing deleted comes back."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic import schema
from mesoguide.clinic.audit import AuditLog
from mesoguide.clinic.conversation_deletion import ConversationDeletion
from mesoguide.clinic.conversation_records import open_sessions
from mesoguide.clinic.conversation_values import DeletedFor
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.deletion_list import DeletionList, Deletions, deleted_among
from mesoguide.clinic.models import LONGEST_NAME
from mesoguide.clinic.retention import Retention
from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.exceptions import ContentError, MesoGuideError, PortTaken, RestoreRefused
from mesoguide.ops import preflight
from mesoguide.ops.backup import deletion_file, postgres_dump, sqlite_files
from mesoguide.ops.backup.archive import Manifest, extract
from mesoguide.ops.backup.making import Layout, layout_of
from mesoguide.ops.backup.replacing import replaced, tables_of
from mesoguide.ops.running_lock import running_lock
from mesoguide.ops.secret_key import KEY_FILE
from mesoguide.ops.settings import Settings

logger = logging.getLogger(__name__)

_DATABASE_TIMEOUT_SECONDS = 30.0
WHO = "restore"


@dataclass(frozen=True)
class Restored:
    """What a restore did.

    Attributes:
        kept: where that is which was there before; None when there was nothing.
        deleted_again: conversations of the backup that had been deleted since it was made.
        too_old: conversations that were older than they may be kept.
        list_known: whether the list of deletions since the backup was found; without it,
            conversations that were deleted since may be back.
        key_restored: whether the backup's secret key was put in place.
    """

    manifest: Manifest
    kept: Path | None
    deleted_again: int
    too_old: int
    list_known: bool
    key_restored: bool


def restore_backup(
    settings: Settings, source: Path, *, overwrite: bool, now: Callable[[], datetime]
) -> Restored:
    """Put the databases of a backup in place of the present ones.

    Args:
        settings: where the databases are.
        source: the backup.
        overwrite: whether present databases may be replaced; they are kept beside.
        now: tells the time, with a zone.

    Raises:
        RestoreRefused: nothing was changed, or everything is as it was.
        ServerFailed: MesoGuide runs.
    """
    with running_lock(settings), tempfile.TemporaryDirectory(dir=settings.var_dir) as name:
        _refuse_while_servers_run(settings)
        unpacked = Path(name)
        manifest = extract(source, unpacked)
        layout = layout_of(settings)
        _check_fits(manifest, layout, unpacked)
        present = _present(settings, layout)
        if present and not overwrite:
            raise RestoreRefused(
                f"there is data already ({', '.join(present)}): with --yes it is replaced, and "
                "kept beside"
            )
        deletions, list_known = _deletions(settings, in_database=bool(present))
        with replaced(settings, layout, unpacked, now()) as kept:
            schema.upgrade(settings.database_url)
            again = _delete_again(settings, manifest, deletions, source.name, now)
            too_old = _delete_old(settings, now())
        key_restored = _restore_key(settings, unpacked, manifest)
    return Restored(manifest, kept, again, too_old, list_known, key_restored)


def _refuse_while_servers_run(settings: Settings) -> None:
    try:
        preflight.check_port(settings.host, settings.port, field="port")
        preflight.check_port("127.0.0.1", settings.action_port, field="action_port")
    except PortTaken as error:
        raise RestoreRefused("the servers run: stop MesoGuide, then restore") from error
    if settings.database_url.startswith("sqlite"):
        return
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = 'mesoguide' AND pid <> pg_backend_pid()"
    )
    engine = create_engine_for(settings.database_url, timeout_seconds=_DATABASE_TIMEOUT_SECONDS)
    try:
        with engine.connect() as connection:
            others = connection.execute(query).scalar_one()
    finally:
        engine.dispose()
    if others:
        raise RestoreRefused(
            f"{others} connections of MesoGuide are open to the database: stop it on all machines"
        )


def _check_fits(manifest: Manifest, layout: Layout, unpacked: Path) -> None:
    found = (manifest.backend, manifest.one_database)
    if found != (layout.backend, layout.one_database):
        raise RestoreRefused(
            f"the backup is of {manifest.backend}, with "
            f"{'one database' if manifest.one_database else 'two databases'}, and DATABASE_URL and "
            f"TRACKER_DATABASE_URL name something else: set them as they were then"
        )
    if manifest.revision != "none" and not schema.is_known(manifest.revision):
        raise RestoreRefused(
            f"the backup has tables of a newer release ({manifest.mesoguide}): install that one"
        )
    for name in manifest.files:
        if name.endswith(".db"):
            sqlite_files.check_sound(unpacked / name)
        elif name.endswith(".dump"):
            postgres_dump.tables_in(unpacked / name)


def _present(settings: Settings, layout: Layout) -> list[str]:
    """Name the databases that hold something."""
    if layout.backend == "sqlite":
        paths = map(sqlite_files.path_of, layout.urls.values())
        return [str(path) for path in paths if path.exists()]
    return [name for name, url in layout.urls.items() if tables_of(url)]


def _deletions(settings: Settings, *, in_database: bool) -> tuple[dict[str, datetime], bool]:
    """Return all deletions that are known, and whether any list was found at all."""
    found: dict[str, datetime] = {}
    known = False
    try:
        found |= deletion_file.read(settings.backups)
        known = (settings.backups / deletion_file.NAME).exists()
    except (OSError, ValueError) as error:
        logger.warning("the list beside the backups cannot be read: %s", type(error).__name__)
    try:
        if in_database and schema.current(settings.database_url) is not None:
            found |= _list_in(settings)
            known = True
    except (SQLAlchemyError, MesoGuideError) as error:
        # That the database is broken may be why a backup is restored.
        logger.warning("the present database cannot be read: %s", type(error).__name__)
    return found, known


def _list_in(settings: Settings) -> dict[str, datetime]:
    engine = create_engine_for(settings.database_url, timeout_seconds=_DATABASE_TIMEOUT_SECONDS)
    try:
        with session_factory(engine)() as session:
            return DeletionList(session).since()
    finally:
        engine.dispose()


def _delete_again(
    settings: Settings,
    manifest: Manifest,
    deletions: Deletions,
    file: str,
    now: Callable[[], datetime],
) -> int:
    """Delete what was deleted since the backup was made, and note the restore."""
    with _opened(settings) as (clinic, tracker):
        with clinic.begin() as session:
            own = DeletionList(session)
            own.merge(deletions)
            since = own.since(manifest.created_at)
            AuditLog(session, who=WHO, at=now()).record("backup_restored", file[:LONGEST_NAME])
        retention = Retention(clinic, tracker, who=WHO, now=now())
        again = deleted_among(retention.conversations(), since)
        if again:
            deletion = ConversationDeletion(clinic, tracker, now=now)
            # Not as on a wish of now: they are on the list with the time of the wish already.
            deletion.delete(again, requested_by=DeletedFor.RETENTION)
    return len(again)


def _delete_old(settings: Settings, now: datetime) -> int:
    """Delete what is older than the clinic says that it keeps."""
    try:
        facts = load_clinic_facts(settings.content_dir / "clinic.yml")
    except ContentError as error:
        logger.warning("nothing old is deleted: %s", error)
        return 0
    with _opened(settings) as (clinic, tracker):
        retention = Retention(clinic, tracker, who=WHO, now=now)
        return retention.purge_older(timedelta(days=facts.retention_days)).conversations


@contextmanager
def _opened(
    settings: Settings,
) -> Iterator[tuple[sessionmaker[Session], sessionmaker[Session] | None]]:
    """Open both databases, and close every connection at the end."""
    both = open_sessions(settings, timeout_seconds=_DATABASE_TIMEOUT_SECONDS)
    try:
        yield both
    finally:
        for sessions in both:
            if sessions is not None:
                sessions.kw["bind"].dispose()


def _restore_key(settings: Settings, unpacked: Path, manifest: Manifest) -> bool:
    """Put the key in place where there is none; a key that is there is never replaced."""
    target = settings.var_dir / KEY_FILE
    if not manifest.has_key or target.exists() or settings.secret_key is not None:
        return False
    (unpacked / KEY_FILE).replace(target)
    return True
