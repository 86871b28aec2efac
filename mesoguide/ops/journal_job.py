"""Empties SQLite's journal, so that deleted text does not stay in it while the servers run.

In WAL mode a change is first written to a journal beside the database, and SQLite goes on to write
over it only when it begins anew (https://www.sqlite.org/wal.html, "Checkpointing"): whatever a
patient had deleted could be read from that file for days.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import Engine

#: So soon is deleted text gone from the journal.
EMPTY_EVERY_SECONDS = 60.0

#: How long one try waits for readers and writers; a visitor's write waits for it meanwhile.
_WAIT_MILLISECONDS = 100


class JournalJob:
    """Empties the journals of some databases; those that are not SQLite have none of that kind."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._engines = [engine for engine in engines if engine.dialect.name == "sqlite"]

    def look(self) -> None:
        """Bring what the journals hold into the databases, and cut them to nothing.

        A journal that somebody is using at the moment waits for the next time.
        """
        for engine in self._engines:
            # A connection without a transaction, which a checkpoint would refuse.
            connection = engine.raw_connection()
            try:
                cursor = connection.cursor()
                [(before,)] = cursor.execute("PRAGMA busy_timeout").fetchall()
                cursor.execute(f"PRAGMA busy_timeout = {_WAIT_MILLISECONDS}")
                try:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                finally:
                    cursor.execute(f"PRAGMA busy_timeout = {before}")
            finally:
                connection.close()
