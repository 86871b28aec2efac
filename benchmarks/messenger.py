"""Measure the Messenger channel under load: how soon Meta hears that a delivery arrived.

    python -m benchmarks.messenger                  Meta answers at once
    python -m benchmarks.messenger --graph 2        each call to Meta takes 2 seconds

A hundred people write at once, and then each about every second, faster than the bot can answer,
so that it is busy all the time. Meta is the simulator, in a process of its own. Beside it somebody
asks for the health endpoint and uses the website's chat. Prints a table and writes
reports/messenger.json.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
from rich.console import Console
from sqlalchemy import create_engine, text

from benchmarks.figures import free_port, machine, percentile, print_table, write_report
from mesoguide.messenger.simulator import webhook_events
from mesoguide.messenger.simulator.server import GraphSimulator
from mesoguide.ops.servers import action_server, chat_server
from mesoguide.ops.settings import Settings, load_settings
from mesoguide.ops.start import update_database
from mesoguide.ops.training import train

PEOPLE = 100
MESSAGES = 5
SECONDS_BETWEEN = 1.0
QUESTIONS = (
    "does it hurt?",
    "who invented mesotherapy?",
    "how many sessions for hair loss?",
    "what are the risks",
    "can I go back to work the same day?",
)
ANSWERS_TIMEOUT_SECONDS = 240.0
PROBE_SECONDS = 0.2


@dataclass
class Measured:
    """Durations in seconds."""

    at_once: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    refused: int = 0
    health: list[float] = field(default_factory=list)
    widget: list[float] = field(default_factory=list)
    all_answered: float = 0.0
    messages_sent: int = 0


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--graph", type=float, default=0.0, help="seconds of a call to Meta")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    model = train(load_settings(), progress=lambda seconds, step: None).path
    with tempfile.TemporaryDirectory(prefix="mesoguide-bench-") as folder, simulator() as meta:
        environment = meta.ask("start", options.graph)
        settings = replace(
            load_settings({"MESOGUIDE_VAR": folder, **environment}),
            port=free_port(),
            action_port=free_port(),
            messages_per_minute=1_000_000,
            requests_per_minute=1_000_000,
        )
        update_database(settings, Console(quiet=True))
        with running(settings, model):
            meta.ask("webhook", f"{address(settings)}/webhooks/messenger/webhook")
            idle = asyncio.run(probed(settings, seconds=5.0))
            measured = asyncio.run(loaded(settings, meta))
    figures = {
        "machine": machine(),
        "graph_seconds": options.graph,
        "people": PEOPLE,
        "messages": PEOPLE * MESSAGES,
        "refused": measured.refused,
        "acknowledged_100_at_once": spread(measured.at_once),
        "acknowledged": spread(measured.acknowledged),
        "health_idle": spread(idle.health),
        "health_loaded": spread(measured.health),
        "widget_idle": spread(idle.widget),
        "widget_loaded": spread(measured.widget),
        "all_answered_seconds": round(measured.all_answered, 1),
        "messages_sent": measured.messages_sent,
        "load_after": [round(value, 2) for value in os.getloadavg()],
    }
    print_table([(name, str(value)) for name, value in figures.items()])
    print(write_report("messenger", figures))


async def loaded(settings: Settings, meta: Meta) -> Measured:
    """Let everybody write, and wait for the last answer."""
    measured, started = Measured(), time.perf_counter()
    done = asyncio.Event()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=PEOPLE)) as http:
        probing = asyncio.create_task(probe(http, settings, measured, done))
        await asyncio.gather(*(person(http, settings, measured, n) for n in range(PEOPLE)))
        while not await asyncio.to_thread(nothing_waits, settings):
            if time.perf_counter() - started > ANSWERS_TIMEOUT_SECONDS:
                raise TimeoutError("the answers did not all come")
            await asyncio.sleep(0.5)
        measured.all_answered = time.perf_counter() - started
        done.set()
        await probing
    measured.messages_sent = meta.ask("count", None)
    return measured


async def probed(settings: Settings, *, seconds: float) -> Measured:
    """Ask for the health endpoint and the website's chat while nobody writes on Messenger."""
    measured, done = Measured(), asyncio.Event()
    async with aiohttp.ClientSession() as http:
        probing = asyncio.create_task(probe(http, settings, measured, done))
        await asyncio.sleep(seconds)
        done.set()
        await probing
    return measured


async def person(
    http: aiohttp.ClientSession, settings: Settings, measured: Measured, number: int
) -> None:
    """Write some messages as one person, each in a delivery of its own."""
    psid, chance = str(5_000_000_000_000_000 + number), random.Random(number)  # noqa: S311
    for turn in range(MESSAGES):
        question = QUESTIONS[(number + turn) % len(QUESTIONS)]
        body = webhook_events.body(webhook_events.text(psid, question))
        secret = str(settings.messenger_app_secret)
        headers = {
            "content-type": "application/json",
            "x-hub-signature-256": webhook_events.signature(body, secret),
        }
        began = time.perf_counter()
        url = f"{address(settings)}/webhooks/messenger/webhook"
        async with http.post(url, data=body, headers=headers) as response:
            await response.read()
            measured.refused += response.status != 200
        took = time.perf_counter() - began
        (measured.acknowledged if turn else measured.at_once).append(took)
        await asyncio.sleep(SECONDS_BETWEEN * chance.uniform(0.5, 1.5))


async def probe(
    http: aiohttp.ClientSession, settings: Settings, measured: Measured, done: asyncio.Event
) -> None:
    """Use the rest of the server until told otherwise."""
    base = f"{address(settings)}/webhooks/widget"
    async with http.post(f"{base}/session", json={}) as response:
        token = (await response.json())["token"]
    while not done.is_set():
        began = time.perf_counter()
        async with http.get(f"{base}/health") as response:
            await response.read()
        measured.health.append(time.perf_counter() - began)
        began = time.perf_counter()
        headers = {"authorization": f"Bearer {token}"}
        message = {"id": str(uuid.uuid4()), "text": "who invented mesotherapy?"}
        async with http.post(f"{base}/messages", json=message, headers=headers) as response:
            await response.read()
        measured.widget.append(time.perf_counter() - began)
        await asyncio.sleep(PROBE_SECONDS)


def nothing_waits(settings: Settings) -> bool:
    """Tell whether everything is answered and sent."""
    engine = create_engine(settings.database_url, future=True)
    with engine.connect() as connection:
        waits = connection.execute(
            text(
                "SELECT (SELECT count(*) FROM messenger_events WHERE status = 'pending') + "
                "(SELECT count(*) FROM messenger_replies "
                "WHERE status IN ('waiting', 'sending', 'unknown'))"
            )
        ).scalar_one()
    engine.dispose()
    return int(waits) == 0


class Meta:
    """The simulator in its process."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def ask(self, what: str, value: Any) -> Any:
        """Have it do something."""
        self._pipe.send((what, value))
        return self._pipe.recv()


@contextmanager
def simulator() -> Iterator[Meta]:
    """Run the simulator in a process of its own, where it takes no time from the measuring."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve_simulator, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Meta(ours)
    finally:
        process.terminate()
        process.join()


def serve_simulator(pipe: Connection) -> None:
    """Do what the measuring process asks for."""
    graph = GraphSimulator()
    while True:
        what, value = pipe.recv()
        if what == "start":
            graph.faults.delay_seconds = value
            graph.start()
            pipe.send(graph.environment())
        elif what == "webhook":
            graph.webhook_url = value
            pipe.send(None)
        else:
            pipe.send(len(graph.received()))


@contextmanager
def running(settings: Settings, model: Path) -> Iterator[None]:
    """Run both servers for as long as the block lasts."""
    servers = (action_server(settings), chat_server(settings, model))
    try:
        for server in servers:
            server.start(settings)
        for server in servers:
            server.wait_until_up(lambda seconds: None)
        yield
    finally:
        for server in servers:
            server.stop()


def address(settings: Settings) -> str:
    """Return where the chat server is."""
    return f"http://127.0.0.1:{settings.port}"


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Return the median, the 99th percentile and the longest, in milliseconds."""
    p99 = percentile(seconds, 0.99)
    values = {"median": median(seconds), "p99": p99, "longest": max(seconds)}
    return {name: round(1000 * value, 1) for name, value in values.items()}


if __name__ == "__main__":
    main()
