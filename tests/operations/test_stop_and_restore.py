"""A crash, a stop in the middle of a message, a lost disk: nobody's conversation is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mesoguide.channels.session_tokens import SessionTokens
from mesoguide.ops.secret_key import load_secret_key
from tests.channels.widget_client import WidgetClient
from tests.inboxes import Hook
from tests.operations.running_clinic import RunningClinic


def test_backup_stop_lost_disk_restore_and_talk_on(clinic: RunningClinic) -> None:
    talked, deleted = clinic.visitor(), clinic.visitor()
    talked.say("how many sessions for hair loss?")
    deleted.say("how long does it last?")

    with writing(clinic) as written:
        made = clinic.command("backup")
    assert made.returncode == 0, made.stderr
    assert written.count > 0, "the backup was to be made while people write"
    archive = next(clinic.settings.backups.glob("mesoguide-*.tar.gz"))
    # Deleted after the backup, which therefore has it.
    assert deleted.request("DELETE", "conversation").status == 200

    refused = clinic.command("restore", str(archive), "--yes")
    assert (refused.returncode, "runs" in refused.stderr) == (1, True), refused.stderr

    finishes_what_it_began(clinic)

    databases = [Path(url.removeprefix("sqlite:///")) for url in urls(clinic)]
    for path in databases:
        path.write_bytes(os.urandom(4096))
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    asked = clinic.command("restore", str(archive))
    assert (asked.returncode, "--yes" in asked.stderr) == (1, True), asked.stderr
    restored = clinic.command("restore", str(archive), "--yes")
    assert restored.returncode == 0, restored.stderr
    assert "Deleted again: 1 conversations" in restored.stdout
    kept = next(clinic.settings.var_dir.glob("before-restore-*"))
    assert {path.name for path in kept.iterdir()} == {path.name for path in databases}

    clinic.start()
    assert "ellulite" in str(talked.say("and for cellulite?").messages)
    assert len(talked.history()) > 2
    assert deleted.history() == []
    assert rows_of(clinic, deleted) == 0
    assert rows_of(clinic, talked) > 0


def test_crashed_chat_server_is_started_again_and_staff_hear_of_it(
    clinic: RunningClinic, hook: Hook
) -> None:
    crashed = clinic.pid_of("mesoguide.ops.chat_server")

    os.kill(crashed, signal.SIGKILL)

    clinic.wait_until(lambda: "starting it again now" in clinic.console(), 10)
    clinic.wait_until(lambda: "crash chat server" in {post["key"] for post in hook.posts}, 10)
    # The whole start was waited for above.
    assert clinic.pid_of("mesoguide.ops.chat_server") != crashed
    assert clinic.figures()["mesoguide_server_restarts_total", "server=chat_server"] == 1


def finishes_what_it_began(clinic: RunningClinic) -> None:
    """Stop in the middle of a turn, of which the visitor gets the whole answer."""
    answers: list[object] = []
    visitor = clinic.visitor()
    visitor.begin()

    def ask() -> None:
        answers.append(visitor.say("asdf qwer zxcv uiop").messages)

    with clinic.locked(clinic.settings.database_url):
        asking = threading.Thread(target=ask)
        asking.start()
        # The action waits up to 3 s for the database.
        time.sleep(1.0)
        assert not answers
        assert clinic.process is not None
        clinic.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert clinic.process.poll() is None
    asking.join(30)
    assert answers, "the answer did not come to its end"
    assert clinic.process.wait(60) == 0
    assert "Stopped." in clinic.console()


class Written:
    """How many messages were answered meanwhile."""

    count = 0


@contextmanager
def writing(clinic: RunningClinic) -> Iterator[Written]:
    """Have somebody write one message after the other."""
    written, stop = Written(), threading.Event()

    def write() -> None:
        visitor = clinic.visitor()
        while not stop.is_set():
            visitor.say(f"does it hurt? {uuid.uuid4().hex}")
            written.count += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield written
    finally:
        stop.set()
        writer.join()


def urls(clinic: RunningClinic) -> tuple[str, str]:
    return clinic.settings.database_url, clinic.settings.tracker_database_url


def rows_of(clinic: RunningClinic, visitor: WidgetClient) -> int:
    """Rows of a visitor's conversation in the database."""
    tokens = SessionTokens(load_secret_key(clinic.settings))
    with closing(sqlite3.connect(urls(clinic)[1].removeprefix("sqlite:///"))) as connection:
        query = "SELECT count(*) FROM events WHERE sender_id = ?"
        conversation = tokens.conversation_of(visitor.token)
        return int(connection.execute(query, (conversation,)).fetchone()[0])
