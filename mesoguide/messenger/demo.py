"""`mesoguide messenger demo`: the whole channel on this machine, with a stand-in for Meta.

The secrets, the database and all that is written are thrown away at the end. Nothing of the
clinic's own settings is used but the folder with its content and its trained model.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import tempfile
from pathlib import Path

from rich.console import Console

from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.exceptions import PortTaken, ServerFailed
from mesoguide.messenger.graph_api import GraphApi
from mesoguide.messenger.profile import change_profile, wanted_profile
from mesoguide.messenger.simulator import GraphSimulator
from mesoguide.messenger.simulator.demo_page import DemoPage
from mesoguide.messenger.texts import load_messenger_texts
from mesoguide.ops.servers import chat_url
from mesoguide.ops.settings import DOCUMENTED, Settings, load_settings
from mesoguide.ops.start import serve

DEFAULT_PORT = 5070
#: Where the channel takes webhooks.
WEBHOOK_PATH = "/webhooks/messenger/webhook"


def run_demo(console: Console, *, port: int = DEFAULT_PORT) -> None:
    """Start everything, print the page's address, and keep it until Ctrl-C.

    Args:
        console: where to tell how far it is.
        port: port of the page.

    Raises:
        PortTaken: another program listens on the port.
        ServerFailed: a server did not start.
    """
    home = os.environ.get("MESOGUIDE_HOME", "")
    with tempfile.TemporaryDirectory(prefix="mesoguide-demo-") as folder:
        graph = GraphSimulator(
            port=port,
            page_token=secrets.token_hex(),
            app_secret=secrets.token_hex(),
            verify_token=secrets.token_hex(),
            window=True,
            receipts=True,
        )
        settings = _start_page(graph, home, Path(folder))
        try:
            serve(settings, console, announce=lambda: _connect(graph, settings, console))
        finally:
            graph.stop()


def demo_settings(graph: GraphSimulator, home: str, folder: Path) -> Settings:
    """Return settings that connect to the stand-in and write into a throw-away folder.

    What the clinic has set stays out: no patient's data is read, and nobody is alerted.
    """
    for doc in DOCUMENTED.values():
        os.environ.pop(doc.variable, None)
    chat, actions = _free_ports()
    return load_settings(
        {
            "MESOGUIDE_HOME": home,
            "MESOGUIDE_VAR": str(folder),
            "MESOGUIDE_PORT": str(chat),
            "MESOGUIDE_ACTION_PORT": str(actions),
            **graph.environment(),
        }
    )


def _start_page(graph: GraphSimulator, home: str, folder: Path) -> Settings:
    settings = load_settings({"MESOGUIDE_HOME": home})
    clinic = load_clinic_facts(settings.content_dir / "clinic.yml").name
    graph.extend(DemoPage(graph, clinic=clinic).add_to)
    try:
        graph.start()
    except OSError as error:
        raise PortTaken(
            f"port {graph.port} is taken ({error.strerror}). Choose another one: "
            "mesoguide messenger demo --port 5071"
        ) from error
    settings = demo_settings(graph, home, folder)
    graph.webhook_url = f"{chat_url(settings)}{WEBHOOK_PATH}"
    return settings


def _connect(graph: GraphSimulator, settings: Settings, console: Console) -> None:
    """Do what a clinic does once: have the webhook verified, and set the page up."""
    if graph.verify_webhook() is None:
        raise ServerFailed(f"the chat server does not take webhooks at {WEBHOOK_PATH}")
    asyncio.run(_set_up(settings))
    console.print(f"\nTry Messenger at {graph.url}/", soft_wrap=True)
    console.print(
        "It stays on this machine. What you write is deleted at the end. Ctrl-C stops it."
    )


async def _set_up(settings: Settings) -> None:
    wanted = wanted_profile(load_messenger_texts(settings.content_dir))
    async with GraphApi.from_settings(settings) as api:
        await change_profile(api, {}, wanted)


def _free_ports() -> tuple[int, int]:
    """Return two ports on which nothing listens."""
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]
