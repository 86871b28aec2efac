"""Ports for servers are free, and none that a connection of anybody may take."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from mesoguide.exceptions import PortTaken
from mesoguide.ops.workers import ports
from mesoguide.ops.workers.ports import FIRST_PORT, LOOPBACK, free_ports


def test_ports_are_free_and_differ() -> None:
    found = free_ports(20)

    assert len(set(found)) == 20
    for port in found:
        with socket.socket() as listener:
            listener.bind((LOOPBACK, port))


def test_ports_are_none_that_connections_get() -> None:
    text = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii")
    first, last = map(int, text.split())

    assert not [port for port in free_ports(50) if first <= port <= last]
    assert min(free_ports(50)) >= FIRST_PORT


def test_taken_port_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        (taken,) = free_ports(1)
        other.bind((LOOPBACK, taken))
        other.listen()
        monkeypatch.setattr(ports, "FIRST_PORT", taken)
        monkeypatch.setattr(ports, "_first_ephemeral", lambda: taken + 1)

        with pytest.raises(PortTaken, match="no 1 free ports"):
            free_ports(1)
