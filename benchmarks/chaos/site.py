"""Everything that the system needs, started in order and stopped in reverse."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.chaos.disk import small_disk
from benchmarks.chaos.faults import Site
from benchmarks.chaos.services import running_postgres, running_redis
from benchmarks.chaos.system import WORKERS, System, running
from mesoguide.ops.settings import load_settings
from mesoguide.ops.training import train

_DATABASE = "mesoguide"


@contextmanager
def running_site(
    *,
    workers: int,
    how: str = WORKERS,
    disk_is_small: bool = True,
    keep: Path | None = None,
    say: Callable[[str], None] = lambda words: None,
) -> Iterator[Site]:
    """Run PostgreSQL, Redis and MesoGuide on a disk of their own for as long as the block lasts.

    Args:
        workers: how many chat servers.
        how: see ``benchmarks.chaos.system``.
        disk_is_small: whether the disk can be filled; what runs for long needs more room.
        keep: folder to which consoles and logs are copied at the end.
        say: told how far it is.
    """
    train(load_settings({}), progress=lambda seconds, step: say(f"training: {step}"))
    with ExitStack() as stack:
        # Not below the home of somebody: PostgreSQL runs as another user where this runs as root.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mesoguide-chaos-")))
        folder.chmod(0o755)
        disk = stack.enter_context(small_disk(folder / "disk", wanted=disk_is_small))
        postgres = stack.enter_context(running_postgres(disk.folder))
        redis = stack.enter_context(running_redis(folder / "redis"))
        url = postgres.create_database(_DATABASE)
        system = System(
            disk.folder, database_url=url, redis_url=redis.url, workers=workers, how=how
        )
        if keep is not None:
            stack.callback(_copy, disk.folder, keep)
        say(f"starting {workers} chat servers")
        stack.enter_context(running(system))
        say(f"ready: {', '.join(system.addresses)}")
        yield Site(system, postgres, redis, disk, url)


def _copy(folder: Path, keep: Path) -> None:
    """Copy what the servers wrote, without PostgreSQL's files."""
    shutil.copytree(folder, keep, dirs_exist_ok=True, ignore=shutil.ignore_patterns("data"))
