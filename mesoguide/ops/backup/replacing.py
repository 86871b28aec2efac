"""Putting restored databases in the place of the present ones, which are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import MetaData
from sqlalchemy.exc import SQLAlchemyError

from mesoguide.clinic.database import create_engine_for
from mesoguide.clinic.database_worker import explained
from mesoguide.clinic.models import Base
from mesoguide.exceptions import RestoreRefused
from mesoguide.ops.backup import postgres_dump, sqlite_files
from mesoguide.ops.backup.making import CLINIC, Layout, make_backup
from mesoguide.ops.settings import Settings

_DATABASE_TIMEOUT_SECONDS = 30.0


@contextmanager
def replaced(
    settings: Settings, layout: Layout, unpacked: Path, now: datetime
) -> Iterator[Path | None]:
    """Put the backup's databases in place; if the block fails, the old ones come back."""
    if layout.backend == "sqlite":
        with _replaced_files(settings, layout, unpacked, now) as kept:
            yield kept
    else:
        with _replaced_tables(settings, layout, unpacked, now) as kept:
            yield kept


@contextmanager
def _replaced_files(
    settings: Settings, layout: Layout, unpacked: Path, now: datetime
) -> Iterator[Path | None]:
    folder = settings.var_dir / f"before-restore-{now:%Y-%m-%dT%H%M%SZ}"
    moved: list[tuple[Path, Path]] = []
    placed: list[Path] = []
    try:
        for name, url in layout.urls.items():
            target = sqlite_files.path_of(url)
            target.parent.mkdir(parents=True, exist_ok=True)
            for old in list(sqlite_files.with_side_files(target)):
                folder.mkdir(mode=0o700, exist_ok=True)
                old.replace(folder / old.name)
                moved.append((old, folder / old.name))
            if (new := unpacked / f"{name}{layout.ending}").exists():
                new.replace(target)
                placed.append(target)
        yield folder if moved else None
    except BaseException:
        for target in placed:
            for new in list(sqlite_files.with_side_files(target)):
                new.unlink()
        for old, kept in moved:
            kept.replace(old)
        raise


@contextmanager
def _replaced_tables(
    settings: Settings, layout: Layout, unpacked: Path, now: datetime
) -> Iterator[Path | None]:
    kept = None
    if any(tables_of(url) for url in layout.urls.values()):
        folder = settings.backups / f"before-restore-{now:%Y-%m-%dT%H%M%SZ}"
        kept = make_backup(settings, folder, now=lambda: now)
    try:
        for name, url in layout.urls.items():
            source = unpacked / f"{name}{layout.ending}"
            ours = postgres_dump.tables_in(source)
            _drop(url, ours | set(Base.metadata.tables) if name == CLINIC else ours)
            postgres_dump.load(url, source)
        yield kept
    except Exception as error:
        if kept is None:
            raise
        raise RestoreRefused(
            f"the restore failed half-way ({type(error).__name__}: {_first_line(error)}). What was "
            f"there is in {kept}: run `mesoguide restore {kept} --yes`"
        ) from error


def _first_line(error: Exception) -> str:
    return explained(error) if isinstance(error, SQLAlchemyError) else str(error)


def tables_of(url: str) -> set[str]:
    """Name the tables of a database."""
    engine = create_engine_for(url, timeout_seconds=_DATABASE_TIMEOUT_SECONDS)
    try:
        metadata = MetaData()
        metadata.reflect(engine)
        return set(metadata.tables)
    finally:
        engine.dispose()


def _drop(url: str, names: set[str]) -> None:
    engine = create_engine_for(url, timeout_seconds=_DATABASE_TIMEOUT_SECONDS)
    try:
        metadata = MetaData()
        metadata.reflect(engine, only=lambda name, _: name in names)
        metadata.drop_all(engine)
    finally:
        engine.dispose()
