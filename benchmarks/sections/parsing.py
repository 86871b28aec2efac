"""Understanding alone: no HTTP, no dialogue, in a process of its own.

Run as a module it is that process, which reads messages from its input, one a line, and prints the
seconds of each as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.bench import Bench, Section
from benchmarks.figures import ROOT, milliseconds
from benchmarks.systems import FLOOR, MESOGUIDE, STOCK, SYSTEMS
from mesoguide.ops.chat_server import NUMBER_THREADS

MESSAGES, QUICK_MESSAGES = 200, 60
WARM_UP_MESSAGES = 20


def measure(bench: Bench, name: str) -> dict[str, Any]:
    """Time single messages with the model that the system serves."""
    messages = QUICK_MESSAGES if bench.options.quick else MESSAGES
    model = None if name == FLOOR else bench.model(name)
    bench.progress.say(f"{name}: understanding {messages} messages")
    return parse_figures(bench, name, model, messages)


def parse_figures(bench: Bench, name: str, model: Path | None, messages: int) -> dict[str, Any]:
    """Time single messages with a model."""
    texts = islice(cycle(bench.acting + bench.plain), WARM_UP_MESSAGES + messages)
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.sections.parsing"]
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        [*command, "--system", name, *(["--model", str(model)] if model else [])],
        cwd=ROOT,
        env=environment(name, bench.settings("parsing").var_dir),
        input="\n".join(texts),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds = json.loads(done.stdout.splitlines()[-1])
    return {**milliseconds(seconds[WARM_UP_MESSAGES:]), "messages": messages}


def environment(name: str, var_dir: Path) -> dict[str, str]:
    """Return the environment in which the system's own server would parse."""
    ours = {"MESOGUIDE_VAR": str(var_dir), "RASA_TELEMETRY_ENABLED": "false"}
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", "LOG_LEVEL": "ERROR"}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), NUMBER_THREADS)
    return {**os.environ, **ours, **quiet, **({} if name == STOCK else threads)}


def main() -> None:
    """Parse what is read, and print the seconds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--system", choices=SYSTEMS, required=True)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    texts = sys.stdin.read().splitlines()
    if options.system == FLOOR:
        from mesoguide.nlp.sentence_encoder import SentenceEncoder

        encoder = SentenceEncoder.load(ROOT / "models" / "encoder", cache_size=0)
        print(json.dumps([_seconds(encoder.encode, [text]) for text in texts]))
        return
    print(json.dumps(asyncio.run(_parse(options.system, options.model, texts))))


async def _parse(system: str, model: Path, texts: Sequence[str]) -> list[float]:
    if system == MESOGUIDE:
        from mesoguide.rasa_patches import no_tensorflow

        no_tensorflow.apply()
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)  # else every message is printed, which takes time as well
    agent = Agent.load(str(model))
    seconds = []
    for text in texts:
        began = time.perf_counter()
        await agent.parse_message(text)
        seconds.append(time.perf_counter() - began)
    return seconds


def _seconds(work: Callable[[list[str]], Any], texts: list[str]) -> float:
    began = time.perf_counter()
    work(texts)
    return time.perf_counter() - began


SECTION = Section("parsing", SYSTEMS, measure)

if __name__ == "__main__":
    main()
