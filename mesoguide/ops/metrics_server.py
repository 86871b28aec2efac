"""The supervisor's page of figures for Prometheus, on a port of this machine.

One page has the figures of all processes, however many there are: each counts in files under
``var/metrics``, which are added up when Prometheus asks.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError

from mesoguide.ops.supervisor import KeptServer

logger = logging.getLogger(__name__)

#: Figures of one machine are for this machine; whoever collects them from elsewhere tunnels.
HOST = "127.0.0.1"

#: Counters that say that a patient was not served as they should have been.
_ERRORS = frozenset({"mesoguide_action_errors", "mesoguide_database_errors"})
_TURNS = "mesoguide_turns"
_BAD_OUTCOMES = frozenset({"failed", "silent", "apology"})


class SupervisorFigures:
    """What only the supervisor knows: which servers run, their memory, what waits for staff."""

    def __init__(self, kept: Sequence[KeptServer], depths: Callable[[], Mapping[str, int]]) -> None:
        self._kept = kept
        self._depths = depths

    def describe(self) -> Iterable[Metric]:
        """Name nothing in advance: asking the database when the page is opened is early enough."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Look at everything once."""
        up = GaugeMetricFamily("mesoguide_server_up", "Whether a server runs.", labels=["server"])
        restarts = CounterMetricFamily(
            "mesoguide_server_restarts", "Starts after a crash.", labels=["server"]
        )
        memory = GaugeMetricFamily(
            "mesoguide_server_memory_bytes", "Resident memory of a server.", labels=["server"]
        )
        for kept in self._kept:
            labels = [kept.server.name.replace(" ", "_")]
            up.add_metric(labels, float(kept.server.is_running()))
            restarts.add_metric(labels, float(kept.restarts))
            if (used := _resident(kept)) is not None:
                memory.add_metric(labels, used)
        yield from (up, restarts, memory, self._queue())

    def _queue(self) -> Metric:
        queue = GaugeMetricFamily(
            "mesoguide_queue_depth", "What waits, for staff or to be sent.", labels=["queue"]
        )
        try:
            for name, depth in self._depths().items():
                queue.add_metric([name], float(depth))
        except SQLAlchemyError as error:
            # The page must open above all when the database is away.
            logger.warning("queues cannot be counted: %s", type(error).__name__)
        return queue


def clear(folder: Path) -> None:
    """Begin at zero: the files of earlier processes would be added up for ever."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)


def forget_dead(folder: Path) -> None:
    """Delete what processes that are gone said of their present state."""
    for path in folder.glob("gauge_live*_*.db"):
        number = path.stem.rpartition("_")[2]
        if number.isdecimal() and not Path(f"/proc/{number}").exists():
            path.unlink(missing_ok=True)


def serve(port: int, folder: Path, figures: SupervisorFigures) -> WSGIServer:
    """Serve the page in a thread of its own.

    Raises:
        OSError: the port cannot be had.
    """
    registry = CollectorRegistry()
    _all_processes(registry, folder)
    registry.register(figures)
    server, _ = start_http_server(port, addr=HOST, registry=registry)
    return server


def error_total(folder: Path) -> Callable[[], float]:
    """Return what adds up the errors of all processes."""

    def total() -> float:
        registry = CollectorRegistry()
        _all_processes(registry, folder)
        return sum(
            sample.value
            for metric in registry.collect()
            for sample in metric.samples
            if metric.name in _ERRORS
            or (metric.name == _TURNS and sample.labels.get("outcome") in _BAD_OUTCOMES)
        )

    return total


def _all_processes(registry: CollectorRegistry, folder: Path) -> None:
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]


def _resident(kept: KeptServer) -> float | None:
    """Bytes of memory that a server holds, where the system tells it as Linux does."""
    process = kept.server.process
    if process is None:
        return None
    try:
        pages = Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return None
    return float(pages) * os.sysconf("SC_PAGE_SIZE")
