"""The servers of one release: chat servers, and the action servers that these alone call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mesoguide.ops.servers import Server, action_server, chat_server
from mesoguide.ops.settings import Settings
from mesoguide.ops.workers.nginx_configuration import ActionGroup
from mesoguide.ops.workers.ports import LOOPBACK, free_ports
from mesoguide.ops.workers.scale import Scale


@dataclass(frozen=True)
class Generation:
    """Servers that were started together from one model and one state of the content.

    Attributes:
        number: 1 for the first, and one more with each update.
        action_port: where nginx takes calls for the action servers of this generation.
    """

    number: int
    action_port: int
    chat: tuple[Server, ...]
    actions: tuple[Server, ...]

    @property
    def servers(self) -> tuple[Server, ...]:
        """All of them, those first that the others need."""
        return (*self.actions, *self.chat)

    @property
    def action_group(self) -> ActionGroup:
        """Where its chat servers call it, and where that leads."""
        return ActionGroup(self.action_port, ports(self.actions))

    def start(self, settings: Settings) -> None:
        """Start all of them."""
        for server in self.servers:
            server.start(settings)


#: Makes the generation of a number.
MakeGeneration = Callable[[int], Generation]


def make_generation(
    settings: Settings, scale: Scale, model: Path, number: int, *, dev: bool
) -> Generation:
    """Describe the servers of a generation; nothing is started yet.

    Two generations run side by side while one replaces the other, and a chat server never calls an
    action server of another release. So each has an address of its own for calls: the odd ones
    that of the settings, the even ones another.

    Args:
        settings: as the person who runs it has set them.
        scale: how many of each.
        model: the file of the trained model, which is read anew by each generation.
        number: of the generation, from 1.
        dev: also open the development channel.

    Raises:
        PortTaken: there are not enough free ports.
    """
    odd = number % 2 == 1
    chat, actions, calls = _split(free_ports(scale.workers + scale.action_workers + 1), scale)
    action_port = settings.action_port if odd else calls
    # The proxy adds the address that it was asked from.
    own = replace(settings, action_port=action_port, trusted_proxies=settings.trusted_proxies + 1)
    endpoints_file = f"endpoints-{1 if odd else 2}.yml"
    return Generation(
        number=number,
        action_port=action_port,
        chat=tuple(
            _chat_worker(own, model, index, port, dev=dev, endpoints_file=endpoints_file)
            for index, port in enumerate(chat, 1)
        ),
        actions=tuple(_action_worker(own, index, port) for index, port in enumerate(actions, 1)),
    )


def ports(servers: Sequence[Server]) -> tuple[int, ...]:
    """Return where servers listen."""
    return tuple(server.port for server in servers)


def _split(found: Sequence[int], scale: Scale) -> tuple[Sequence[int], Sequence[int], int]:
    return found[: scale.workers], found[scale.workers : -1], found[-1]


def _chat_worker(
    own: Settings, model: Path, index: int, port: int, *, dev: bool, endpoints_file: str
) -> Server:
    listening = replace(own, host=LOOPBACK, port=port)
    server = chat_server(listening, model, dev=dev, endpoints_file=endpoints_file)
    # It is told the public port, by which it knows its own pages.
    return _numbered(server, "chat", index, own)


def _action_worker(own: Settings, index: int, port: int) -> Server:
    server = action_server(replace(own, action_port=port))
    return _numbered(server, "actions", index, own)


def _numbered(server: Server, log: str, index: int, own: Settings) -> Server:
    return replace(
        server,
        name=f"{server.name} {index}",
        log_path=own.logs_dir / f"{log}-{index}.log",
        own_settings=own,
    )
