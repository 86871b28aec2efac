"""Picks loopback ports for servers that only the proxy has to know."""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack
from pathlib import Path

from mesoguide.exceptions import PortTaken

LOOPBACK = "127.0.0.1"

#: Ports for servers of programs (RFC 6335: user ports), below what Linux gives to connections.
FIRST_PORT = 20_000
#: The usual begin of that; ip(7), ip_local_port_range.
_USUAL_EPHEMERAL = 32_768
_RANGE_FILE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_ports(count: int) -> list[int]:
    """Return ports on which nothing listens now.

    They are none that the system gives to connections: while a server is away to be started
    again, one of those may be taken by anybody's connection, and the server does not come back.

    Args:
        count: how many.

    Raises:
        PortTaken: there are not so many.
    """
    candidates = list(range(FIRST_PORT, _first_ephemeral()))
    # Another start at this moment looks elsewhere.
    random.shuffle(candidates)
    found: list[int] = []
    with ExitStack() as held:
        for port in candidates:
            if len(found) == count:
                break
            probe = held.enter_context(socket.socket())
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            found.append(port)
    if len(found) < count:
        raise PortTaken(f"there are no {count} free ports from {FIRST_PORT} on {LOOPBACK}")
    return found


def _first_ephemeral() -> int:
    try:
        first = int(_RANGE_FILE.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return _USUAL_EPHEMERAL
    # A machine that gives nearly all ports to connections leaves no others.
    return first if first > FIRST_PORT + 1_000 else _USUAL_EPHEMERAL
