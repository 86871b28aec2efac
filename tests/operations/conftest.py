"""One running clinic for all tests here; a test that stops it starts it again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mesoguide.ops.settings import load_settings
from mesoguide.ops.training import train
from tests.inboxes import Hook, Mailbox, mail_server, web_server
from tests.operations.running_clinic import RunningClinic

NO_LIMIT = 1_000_000


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    """The mailbox of staff."""
    with mail_server(Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture(scope="session")
def hook() -> Iterator[Hook]:
    """The chat program of staff."""
    with web_server(Hook()) as hook:
        yield hook


@pytest.fixture(scope="session")
def clinic(
    tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox, hook: Hook
) -> Iterator[RunningClinic]:
    """Everything that `mesoguide run` starts, on free ports and an empty folder."""
    train(load_settings({}), progress=lambda seconds, step: None)
    folder = tmp_path_factory.mktemp("clinic")
    settings = load_settings({"MESOGUIDE_VAR": str(folder)})
    clinic = RunningClinic(
        replace(
            settings,
            port=free_port(),
            action_port=free_port(),
            metrics_port=free_port(),
            messages_per_minute=NO_LIMIT,
            requests_per_minute=NO_LIMIT,
            smtp_url=f"smtp://127.0.0.1:{mailbox.port}",
            alert_from="mesoguide@clinic.example",
            alert_to=("reception@clinic.example",),
            alert_webhook=hook.url,
        )
    )
    try:
        clinic.start()
        yield clinic
    finally:
        clinic.kill()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
