"""One page has the figures of all processes, and opens although the database is away."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from mesoguide.clinic.conversation_values import AlertKind
from mesoguide.ops import metrics_server, queue_depths
from mesoguide.ops.metrics_server import SupervisorFigures
from mesoguide.ops.settings import PROJECT_ROOT
from mesoguide.ops.supervisor import KeptServer
from tests.stored_clinic import StoredClinic

COUNT = """
from mesoguide.ops import metrics
metrics.TURNS.labels("widget", "answered").inc(3)
metrics.TURNS.labels("widget", "failed").inc(2)
metrics.ACTION_ERRORS.labels("action_greet").inc()
metrics.TURNS_IN_PROGRESS.inc()
"""


def count_in_a_process(folder: Path) -> None:
    subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", COUNT],
        cwd=PROJECT_ROOT,
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)},
        check=True,
    )


def page(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as reply:
        return str(reply.read().decode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (folder := tmp_path / "metrics").mkdir()
    return folder


def served(folder: Path, figures: SupervisorFigures) -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = metrics_server.serve(port, folder, figures)
    try:
        return page(port)
    finally:
        server.shutdown()
        server.server_close()


def test_figures_of_all_processes_are_added_up(folder: Path) -> None:
    for _ in range(2):
        count_in_a_process(folder)

    text = served(folder, SupervisorFigures([], dict))

    assert 'mesoguide_turns_total{channel="widget",outcome="answered"} 6.0' in text


def test_errors_are_those_that_patients_met(folder: Path) -> None:
    total = metrics_server.error_total(folder)
    assert total() == 0

    count_in_a_process(folder)

    assert total() == 3


def test_process_that_is_gone_is_not_in_progress(folder: Path) -> None:
    count_in_a_process(folder)
    assert "mesoguide_turns_in_progress 1.0" in served(folder, SupervisorFigures([], dict))

    metrics_server.forget_dead(folder)

    assert "mesoguide_turns_in_progress 1.0" not in served(folder, SupervisorFigures([], dict))


def test_new_start_begins_at_zero(folder: Path) -> None:
    count_in_a_process(folder)

    metrics_server.clear(folder)

    assert list(folder.iterdir()) == []


class Running:
    """A server that is this very process."""

    name = "chat server"
    process = SimpleNamespace(pid=os.getpid())

    def is_running(self) -> bool:
        return True


def test_page_opens_although_the_database_is_away(folder: Path) -> None:
    def away() -> dict[str, int]:
        raise OperationalError("SELECT", {}, Exception("away"))

    kept: Any = KeptServer(Running(), clock=lambda: 0.0)  # type: ignore[arg-type]
    text = served(folder, SupervisorFigures([kept], away))

    assert 'mesoguide_server_up{server="chat_server"} 1.0' in text
    assert 'mesoguide_server_memory_bytes{server="chat_server"}' in text
    assert 'queue="' not in text


def test_queues_are_counted(clinic: StoredClinic) -> None:
    clinic.alert()
    clinic.acknowledge(clinic.alert())

    with clinic.sessions() as session:
        depths = queue_depths.depths(session)

    assert depths["safety_alerts"] == 1
    assert depths["callback_requests"] == depths["messenger_outbox"] == 0
    assert set(AlertKind) == {"emergency", "crisis", "urgent_symptom"}


def test_queue_can_be_added(clinic: StoredClinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_depths, "_QUEUES", {})
    queue_depths.register("mine", lambda session: 7)

    with clinic.sessions() as session:
        assert queue_depths.depths(session) == {"mine": 7}
