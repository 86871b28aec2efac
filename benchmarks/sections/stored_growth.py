"""A turn's time as the stored conversations grow: copies of one real conversation, made in bulk."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.bench import Bench, Section
from benchmarks.figures import milliseconds
from benchmarks.people import Turn, endless, talk, with_http
from benchmarks.systems import MESOGUIDE, System

SIZES, QUICK_SIZES = (10, 1_000, 100_000), (10, 1_000)
TURNS, QUICK_TURNS = 150, 60
WARM_UP_TURNS = 20

#: Copies of the template's events under ids of their own. 2654435761 is an odd number near 2^32
#: divided by the golden ratio: its multiples, modulo 2^32, are all different and in no order, as
#: ids of conversations are (Knuth, The Art of Computer Programming, volume 3, section 6.4).
_COPY_EVENTS = """
WITH RECURSIVE copy(n) AS (
    SELECT :first UNION ALL SELECT n + 1 FROM copy WHERE n < :last
)
INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data)
SELECT printf('%08x', (n * 2654435761) & 4294967295), type_name, timestamp, intent_name,
       action_name, data
FROM copy CROSS JOIN events WHERE sender_id = :template AND id <= :newest
"""
#: Each conversation's checkpoint is at its start, as the store itself sets it.
_COPY_CHECKPOINTS = """
INSERT INTO conversation_checkpoints (sender_id, first_id, first_timestamp, kept_ids)
SELECT sender_id, id, timestamp, '[]' FROM events
WHERE id > :newest AND type_name = 'session_started'
"""


def measure(bench: Bench, name: str) -> dict[str, Any]:
    """Fill the database further and further, and talk to the same servers each time."""
    quick = bench.options.quick
    sizes, turns = (QUICK_SIZES, QUICK_TURNS) if quick else (SIZES, TURNS)
    system, messages = bench.system(name), endless(bench.plain)
    database = system.settings.var_dir / "conversations.db"
    figures: dict[str, Any] = {}
    with system.running():
        _timed(system, islice(messages, 1))
        template, stored = only_conversation(database), 1
        _timed(system, islice(messages, WARM_UP_TURNS))
        for size in sizes:
            bench.progress.say(f"{name}: storing {size:,} conversations")
            add_copies(database, template, first=stored, last=size - 1)
            stored = size
            figures[str(size)] = {
                **milliseconds(_timed(system, islice(messages, turns))),
                "database_mib": round(database.stat().st_size / 2**20, 1),
            }
    return figures


def only_conversation(database: Path) -> str:
    """Return the id of the one conversation that is stored."""
    with closing(sqlite3.connect(database)) as connection:
        (found,) = connection.execute("SELECT DISTINCT sender_id FROM events").fetchall()
    return str(found[0])


def add_copies(database: Path, template: str, *, first: int, last: int) -> None:
    """Store copies of a conversation, numbered from the first to the last."""
    with closing(sqlite3.connect(database, timeout=60)) as connection, connection:
        connection.execute("BEGIN IMMEDIATE")
        (newest,) = connection.execute("SELECT max(id) FROM events").fetchone()
        values = {"first": first, "last": last, "template": template, "newest": newest}
        connection.execute(_COPY_EVENTS, values)
        connection.execute(_COPY_CHECKPOINTS, {"newest": newest})


def _timed(system: System, messages: Any) -> list[float]:
    async def work(http: aiohttp.ClientSession) -> list[Turn]:
        return await talk(system.open_chat(http), messages)

    turns: list[Turn] = asyncio.run(with_http(work))
    return [turn.seconds for turn in turns]


SECTION = Section("stored_growth", (MESOGUIDE,), measure)
