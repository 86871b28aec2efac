"""How many servers `mesoguide run` starts, and what it takes to start several."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from mesoguide.exceptions import ScalingImpossible
from mesoguide.ops.settings import DOCUMENTED, Settings

#: Action servers beside several chat servers. One would do the work of four chat servers: it takes
#: a fifth of the processor time of a turn that calls an action, and none of others
#: (docs/scaling.md). With two of them, hardly a patient notices when one dies.
DEFAULT_ACTION_WORKERS = 2

#: More than this on one machine is a slip of the finger: each chat server takes 400 MB.
MOST_WORKERS = 64

#: Where Debian's package puts it; a user's PATH need not have the folder.
_SBIN = "/usr/sbin"


@dataclass(frozen=True)
class Scale:
    """How many servers of each kind.

    Attributes:
        workers: chat servers; 1 starts one chat server and one action server, without a proxy.
        action_workers: action servers beside several chat servers.
    """

    workers: int = 1
    action_workers: int = DEFAULT_ACTION_WORKERS

    @property
    def is_single(self) -> bool:
        """Tell whether there is one chat server, which needs no proxy."""
        return self.workers == 1


#: As without --workers.
SINGLE = Scale()


def check_scale(settings: Settings) -> None:
    """Make sure that several chat servers can share what they have to share.

    Raises:
        ScalingImpossible: names what is missing, and the setting or the package that mends it.
    """
    addresses = {
        "database_url": settings.database_url,
        "tracker_database_url": settings.tracker_database_url,
    }
    for name, url in addresses.items():
        if _is_sqlite(url):
            raise ScalingImpossible(
                f"several chat servers need PostgreSQL, and {_variable(name)} is SQLite, which "
                f"lets one process write at a time. Set {_variable(name)}, for example "
                f"{DOCUMENTED['database_url'].example} (docs/postgresql.md), or run without "
                "--workers"
            )
    if settings.redis_url is None:
        raise ScalingImpossible(
            "several chat servers keep the order of messages in Redis, and none is named. Set "
            f"{_variable('redis_url')}, for example {DOCUMENTED['redis_url'].example}, or run "
            "without --workers"
        )
    nginx_program()


def check_role(scale: Scale, only: str) -> None:
    """Make sure that several servers are asked for only where both kinds run.

    Raises:
        ScalingImpossible: a container of one kind is scaled by running more containers.
    """
    if only != "both" and not scale.is_single:
        raise ScalingImpossible(
            f"--only {only} runs one server, and --workers several of both kinds. Leave one of "
            "them out; of containers run more (docs/scaling.md)"
        )


def nginx_program() -> str:
    """Return where nginx is.

    Raises:
        ScalingImpossible: it is not installed.
    """
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), _SBIN))
    found = shutil.which("nginx", path=path)
    if found is None:
        raise ScalingImpossible(
            "several chat servers need nginx before them, and it is not installed. Install it, on "
            "Debian with `apt-get install nginx-light` (1.19.5 or newer), or run without --workers"
        )
    return found


def _is_sqlite(url: str) -> bool:
    try:
        return bool(make_url(url).get_backend_name() == "sqlite")
    except ArgumentError:
        # Whoever opens it tells what is wrong with it.
        return False


def _variable(name: str) -> str:
    return DOCUMENTED[name].variable
