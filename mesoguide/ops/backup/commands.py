"""The commands `mesoguide backup` and `mesoguide restore`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from mesoguide.clinic.staff_terminal import failures_in_one_line
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.ops.settings import load_settings


def backup(
    to: Annotated[
        Path | None, typer.Option(help="Folder; MESOGUIDE_BACKUP_DIR if left out.")
    ] = None,
    with_key: Annotated[
        bool, typer.Option("--with-key", help="Also the secret key: keep that file very safe.")
    ] = False,
    delete_older_than: Annotated[
        int | None, typer.Option(min=1, help="Then delete backups older than so many days.")
    ] = None,
) -> None:
    """Copy both databases into one file, while everything runs.

    Example: mesoguide backup --to /backup --delete-older-than 30
    """
    from mesoguide.ops.backup.making import delete_old, make_backup

    settings = load_settings()
    folder = (to or settings.backups).resolve()
    with failures_in_one_line():
        made = make_backup(settings, folder, now=utc_now, with_key=with_key)
        old = (
            delete_old(folder, timedelta(days=delete_older_than), now=utc_now())
            if delete_older_than is not None
            else []
        )
    typer.echo(f"Backup: {made} ({made.stat().st_size / 1_000_000:.1f} MB)")
    if old:
        typer.echo(f"Deleted: {len(old)} older ones.")
    if not with_key and settings.secret_key is None:
        typer.echo(
            f"The secret key is not in it. Keep a copy of {settings.var_dir / 'secret.key'} apart: "
            "without it no patient finds their plan."
        )


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.", exists=True, dir_okay=False)],
    yes: Annotated[
        bool, typer.Option("--yes", help="Replace the data that is there; it is kept beside.")
    ] = False,
) -> None:
    """Put a backup's databases in place of the present ones. Stop MesoGuide first.

    Example: mesoguide restore /backup/mesoguide-2026-11-22T031500Z.tar.gz --yes
    """
    from mesoguide.ops.backup.restoring import restore_backup

    with failures_in_one_line():
        done = restore_backup(load_settings(), file, overwrite=yes, now=utc_now)
    typer.echo(f"Restored: the state of {done.manifest.created_at:%Y-%m-%d %H:%M} UTC.")
    if done.kept is not None:
        typer.echo(f"What was there before is in {done.kept}: delete it when you are sure.")
    if done.deleted_again or done.too_old:
        typer.echo(
            f"Deleted again: {done.deleted_again} conversations that had been deleted since, and "
            f"{done.too_old} that were too old."
        )
    if not done.list_known:
        typer.echo(
            "Warning: no list of deletions was found, neither in the old database nor beside the "
            "backups. Conversations that were deleted since may be back: see docs/operations.md.",
            err=True,
        )
    if done.key_restored:
        typer.echo("The secret key was put in place too.")
