"""Measure the running chatbot: start, memory, understanding, turns, long conversations, training.

    python benchmarks/server.py                 everything but training
    python benchmarks/server.py --train         training too, in a copy with an empty cache

Uses two servers of its own on free ports with a fresh database, and one person who waits for each
answer, over the website chat's own interface. Messages are training messages, each sent once where
there are enough of them, so that no cache of sentence vectors flatters the figures, and in an order
drawn once, so that no part of a long conversation has the harder ones. Prints a table and writes
reports/server.json.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import logging
import os
import random
import shutil
import socket
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import psutil
from figures import machine, milliseconds, print_table, write_report
from rich.console import Console

from mesoguide.content.project import Project
from mesoguide.ops.servers import Server, action_server, chat_server
from mesoguide.ops.settings import PROJECT_ROOT, Settings, load_settings
from mesoguide.ops.start import update_database
from mesoguide.ops.training import train

TURNS = 200
WARM_UP_TURNS = 20
TURNS_A_CONVERSATION = 10
#: Turns of a long conversation that are told, each as the median of its neighbours.
LONG_TURNS = (10, 100, 300, 1000)
NEIGHBOURS = 9
#: How often two messages of one sender are sent at once.
PAIRS = 20
#: The servers' limits on how much one person may send are not what is measured.
NO_LIMIT = 1_000_000
CHAT = "/webhooks/widget"

#: Intents whose rule utters a reply, and intents whose rule runs an action that reads the database.
PLAIN_INTENTS = ("ask_definition", "ask_origin", "ask_name_meaning", "ask_procedure")
ACTION_INTENTS = ("ask_frequency", "ask_recovery", "ask_discomfort", "ask_maintenance")
#: A long conversation needs more messages than there are, and of one kind throughout: the shortest
#: of each intent, each with every opening.
SHORTEST = 5
OPENINGS = (
    *("", "so ", "ok, ", "well, ", "please tell me: ", "right, ", "also, ", "hm, ", "oh, "),
    *("one more: ", "tell me, ", "i wonder: ", "actually, ", "um, ", "fine, ", "now ", "then "),
    *("question: ", "listen, ", "look, ", "ah, ", "good, ", "great, ", "say, ", "please, ", "er, "),
)
#: What a training run needs of the repository.
FOR_TRAINING = (
    *("config.yml", "domain.yml", "credentials.yml", "endpoints.yml"),
    *("data", "content", "actions", "mesoguide", "models/encoder"),
)


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--train", action="store_true", help="measure training as well")
    parser.add_argument("--turns", type=int, default=TURNS, help="turns of each kind")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    figures: dict[str, Any] = {"machine": machine()}
    with tempfile.TemporaryDirectory(prefix="mesoguide-bench-") as folder:
        settings = replace(
            load_settings({"MESOGUIDE_VAR": folder}),
            port=free_port(),
            action_port=free_port(),
            messages_per_minute=NO_LIMIT,
            requests_per_minute=NO_LIMIT,
        )
        if options.train:
            figures["training_seconds"] = round(training_seconds(Path(folder) / "copy"), 1)
        model = train(settings, progress=lambda seconds, step: None).path
        update_database(settings, Console(quiet=True))
        figures |= served(settings, model, turns=options.turns)
        figures["parse"] = parse_figures(settings, model, turns=options.turns)
    figures["load_after"] = [round(value, 2) for value in os.getloadavg()]
    print_table(list(rows(figures)))
    print(write_report("server", figures))


def served(settings: Settings, model: Path, *, turns: int) -> dict[str, Any]:
    """Start both servers, talk to them, and return what was measured."""
    project = Project(PROJECT_ROOT)
    plain, acting = messages(project, PLAIN_INTENTS), messages(project, ACTION_INTENTS)
    started = time.monotonic()
    with running(action_server(settings), chat_server(settings, model), settings) as servers:
        person = Person(settings.port)
        person.begin()
        person.say(plain[0])
        first_answer = time.monotonic() - started
        memory = {"at_start": resident(servers)}
        person.talk(islice(cycle(plain + acting), WARM_UP_TURNS))
        figures: dict[str, Any] = {
            "start_to_first_answer_seconds": round(first_answer, 1),
            "turns_of_each": turns,
        }
        for name, said in (("turn_plain", plain), ("turn_with_action", acting)):
            before = processor_seconds(servers)
            figures[name] = milliseconds(person.talk(islice(cycle(said), turns)))
            used = (processor_seconds(servers) - before) / turns
            figures[name]["processor_ms"] = round(1000 * used, 1)
        figures["two_at_once"] = two_at_once(settings.port, plain)
        figures["long_conversation_median_ms"] = long_conversation(person, project)
        memory["at_end"] = resident(servers)
    return {**figures, "memory_mib": memory}


def long_conversation(person: Person, project: Project) -> dict[str, float]:
    """Talk for ever in one conversation, in other words each time."""
    intents = (*PLAIN_INTENTS, *ACTION_INTENTS)
    once = [text for intent in intents for text in shortest(project, intent)]
    said = shuffled(f"{opening}{message}" for opening in OPENINGS for message in once)
    length = max(LONG_TURNS) + NEIGHBOURS
    seconds = person.talk(islice(cycle(said), length), a_conversation=length)
    return {
        str(turn): milliseconds(seconds[turn - 1 - NEIGHBOURS : turn + NEIGHBOURS])["median_ms"]
        for turn in LONG_TURNS
    }


def two_at_once(port: int, said: Sequence[str]) -> dict[str, float]:
    """Send two messages of one sender at the same time, and wait for both answers."""
    seconds = []
    for first, second in islice(zip(said[::2], said[1::2], strict=False), PAIRS):
        people = Person(port), Person(port)
        people[0].begin()
        people[1].token = people[0].token
        began = time.perf_counter()
        with ThreadPoolExecutor(len(people)) as threads:
            list(
                threads.map(
                    lambda turn: turn[0].say(turn[1]), zip(people, (first, second), strict=True)
                )
            )
        seconds.append(time.perf_counter() - began)
    return milliseconds(seconds)


class Person:
    """Somebody who asks and waits, over one connection."""

    def __init__(self, port: int) -> None:
        self.token = ""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def talk(
        self, said: Iterator[str], *, a_conversation: int = TURNS_A_CONVERSATION
    ) -> list[float]:
        """Say each message, beginning anew every so many turns; return the seconds of each turn."""
        seconds = []
        for number, message in enumerate(said):
            if number % a_conversation == 0:
                self.begin()
            began = time.perf_counter()
            self.say(message)
            seconds.append(time.perf_counter() - began)
        return seconds

    def begin(self) -> None:
        """Begin a conversation."""
        self.token = json.loads(self._post("session", {}))["token"]

    def say(self, message: str) -> None:
        """Send one message; a failure is a fault of the server, not a quick answer."""
        answer = self._post("messages", {"id": uuid.uuid4().hex, "text": message})
        kinds = [json.loads(line)["type"] for line in answer.splitlines()]
        if kinds[-1:] != ["end"] or set(kinds[:-1]) != {"message"}:
            raise SystemExit(f"no answer to {message!r}: {answer[:300]!r}")

    def _post(self, name: str, body: Mapping[str, str]) -> str:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        self._connection.request("POST", f"{CHAT}/{name}", json.dumps(body), headers)
        return self._connection.getresponse().read().decode()


def parse_figures(settings: Settings, model: Path, *, turns: int) -> dict[str, float]:
    """Measure understanding alone, in this process: no HTTP, no dialogue."""
    os.environ["MESOGUIDE_VAR"] = str(settings.var_dir)
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)  # else every message is printed, which takes time as well

    texts = messages(Project(PROJECT_ROOT), (*ACTION_INTENTS, *PLAIN_INTENTS))

    async def parse_all() -> list[float]:
        agent = Agent.load(str(model))
        seconds = []
        for text in islice(cycle(texts), WARM_UP_TURNS + turns):
            began = time.perf_counter()
            await agent.parse_message(text)
            seconds.append(time.perf_counter() - began)
        return seconds[WARM_UP_TURNS:]

    return milliseconds(asyncio.run(parse_all()))


def training_seconds(copy: Path) -> float:
    """Train in a copy of what training reads, where Rasa finds nothing of an earlier run."""
    for name in FOR_TRAINING:
        source, target = PROJECT_ROOT / name, copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)
    settings = load_settings({"MESOGUIDE_HOME": str(copy)})
    return train(settings, force=True, progress=lambda seconds, step: None).seconds


def messages(project: Project, intents: Sequence[str]) -> list[str]:
    """Return the training messages of some intents, as many of each, in an order drawn once."""
    by_intent = [[text for _, name, text in project.examples if name == i] for i in intents]
    return shuffled(text for group in zip(*by_intent, strict=False) for text in group)


def shortest(project: Project, intent: str) -> list[str]:
    """Return the shortest training messages of an intent."""
    return sorted((text for _, name, text in project.examples if name == intent), key=len)[
        :SHORTEST
    ]


def shuffled(texts: Iterable[str]) -> list[str]:
    """Return texts in an order that is the same at every run."""
    chosen = list(texts)
    random.Random(1).shuffle(chosen)  # noqa: S311 - no secret
    return chosen


@contextmanager
def running(actions: Server, chat: Server, settings: Settings) -> Iterator[dict[str, Server]]:
    """Run both servers for as long as the block lasts."""
    try:
        for server in (actions, chat):
            server.start(settings)
        for server in (actions, chat):
            server.wait_until_up(lambda seconds: None)
        yield {"action_server": actions, "chat_server": chat}
    finally:
        chat.stop()
        actions.stop()


def resident(servers: dict[str, Server]) -> dict[str, int]:
    """Return the resident memory of each server with its children, in MiB."""
    return {
        name: round(sum(_resident_kib(pid) for pid in _family(server.process.pid)) / 1024)
        for name, server in servers.items()
        if server.process is not None
    }


def processor_seconds(servers: dict[str, Server]) -> float:
    """Return the processor time of both servers so far: other work on the machine adds nothing."""
    processes = (psutil.Process(each.process.pid) for each in servers.values() if each.process)
    return sum(times.user + times.system for times in (each.cpu_times() for each in processes))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            yield from _family(int(child))


def _resident_kib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rows(figures: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Word the figures for people."""
    if "training_seconds" in figures:
        yield "training", f"{figures['training_seconds']} s"
    yield "start to first answer", f"{figures['start_to_first_answer_seconds']} s"
    for when, memory in figures["memory_mib"].items():
        words = f"{memory['chat_server']} / {memory['action_server']} MiB"
        yield f"memory {when.replace('_', ' ')}, chat / action server", words
    for key, name in (
        ("parse", "understand one message"),
        ("turn_plain", "turn, plain answer"),
        ("turn_with_action", "turn with an action"),
    ):
        figure = figures[key]
        yield f"{name}, median / 95th", f"{figure['median_ms']} / {figure['p95_ms']} ms"
        if "processor_ms" in figure:
            yield f"{name}, processor time of both servers", f"{figure['processor_ms']} ms"
    pair = figures["two_at_once"]
    words = f"{pair['median_ms']} / {pair['p95_ms']} ms"
    yield "two messages of one sender at once, median / 95th", words
    for turn, value in figures["long_conversation_median_ms"].items():
        yield f"turn {turn} of one conversation, median of neighbours", f"{value} ms"
    yield "load before", str(figures["machine"]["load_1_5_15_min"])
    yield "load after", str(figures["load_after"])


if __name__ == "__main__":
    main()
