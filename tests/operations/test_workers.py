"""`mesoguide run --workers 2`: two chat servers are one chat, and none of them is missed.

Real servers, PostgreSQL, Redis and nginx; people talk while parts die or are replaced.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path

import psycopg2
import pytest

from mesoguide.ops.settings import load_settings
from mesoguide.ops.training import train
from tests.channels.widget_client import WidgetClient
from tests.nginx import needs_nginx
from tests.operations.conftest import NO_LIMIT, free_port
from tests.operations.running_clinic import RunningClinic
from tests.operations.talkers import Talker, talking
from tests.postgres import PostgresServer
from tests.redis_server import running_redis

pytestmark = needs_nginx

#: A person of these tests says less in the time that a test takes.
MESSAGES_PER_MINUTE = 600
BACK_SECONDS = 120.0
PEOPLE = 4


@pytest.fixture(scope="module")
def several(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[RunningClinic]:
    """Everything that `mesoguide run --workers 2` starts."""
    train(load_settings({}), progress=lambda seconds, step: None)
    url = postgres_server.url(postgres_server.create_database())
    folder = tmp_path_factory.mktemp("several")
    settings = load_settings({"MESOGUIDE_VAR": str(folder), "DATABASE_URL": url})
    with running_redis() as redis:
        clinic = RunningClinic(
            replace(
                settings,
                port=free_port(),
                action_port=free_port(),
                metrics_port=free_port(),
                redis_url=redis.url,
                messages_per_minute=MESSAGES_PER_MINUTE,
                requests_per_minute=NO_LIMIT,
            ),
            arguments=("--workers", "2"),
        )
        try:
            clinic.start()
            yield clinic
        finally:
            clinic.kill()


@pytest.fixture
def visitor(several: RunningClinic) -> WidgetClient:
    return several.visitor()


def kill(clinic: RunningClinic, name: str) -> None:
    """Kill a server, and wait until it was started again and answers."""
    before = clinic.servers()[name]
    os.kill(before["pid"], signal.SIGKILL)

    def is_back() -> bool:
        now = clinic.servers()[name]
        assert now["port"] == before["port"]
        if now["pid"] in (0, before["pid"]):
            return False
        try:
            return clinic.http("GET", "/health", port=now["port"])[0] == 200
        except OSError:
            return False

    clinic.wait_until(is_back, BACK_SECONDS)


def stored_messages(clinic: RunningClinic) -> list[list[str]]:
    """The ids of all messages as they are stored, in order, by conversation."""
    connection = psycopg2.connect(clinic.settings.tracker_database_url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sender_id, data FROM events WHERE type_name = 'user' ORDER BY id")
        found: dict[str, list[str]] = {}
        for sender, data in cursor.fetchall():
            found.setdefault(sender, []).append(json.loads(data)["message_id"])
    connection.close()
    return list(found.values())


def assert_nothing_lost(clinic: RunningClinic, talkers: Sequence[Talker]) -> None:
    """Every message was answered, and is stored once and in its order."""
    assert [talker.lost for talker in talkers] == [[]] * len(talkers)
    stored = stored_messages(clinic)
    assert max(Counter(chain.from_iterable(stored)).values()) == 1
    for talker in talkers:
        assert talker.sent, "somebody talked"
        assert talker.sent in stored


def answered_by(clinic: RunningClinic, path: str) -> Counter[str]:
    """How many requests to a path each chat server answered, as the proxy logs it."""
    lines = [json.loads(line) for line in clinic.log_files()["proxy.log"].splitlines()]
    return Counter(line["answered_by"] for line in lines if line["path"] == path)


def test_servers_take_turns_in_one_conversation(
    several: RunningClinic, visitor: WidgetClient
) -> None:
    before = answered_by(several, "/webhooks/widget/messages")
    visitor.say("I would like to book an appointment")
    for _ in range(4):
        visitor.history()
    questions = [f"who invented mesotherapy{'?' * count}" for count in range(1, 7)]
    for question in questions:
        assert "Pistor" in str(visitor.say(question).messages)

    said = [entry["text"] for entry in visitor.history() if entry["from"] == "visitor"]

    assert said[1:] == questions
    taken = answered_by(several, "/webhooks/widget/messages") - before
    ports = {f"127.0.0.1:{several.servers()[f'chat server {n}']['port']}" for n in (1, 2)}
    assert set(taken) == ports


def test_every_server_is_listed_with_role_process_and_port(several: RunningClinic) -> None:
    servers = several.servers()

    assert {name: each["role"] for name, each in servers.items()} == {
        "action server 1": "actions",
        "action server 2": "actions",
        "chat server 1": "chat",
        "chat server 2": "chat",
        "proxy": "proxy",
    }
    assert servers["proxy"]["port"] == several.settings.port
    assert len({each["pid"] for each in servers.values()}) == 5
    for each in servers.values():
        assert several.http("GET", "/health", port=each["port"])[0] == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((path, 200) for path in ("/webhooks/widget/demo", "/health", "/ready")),
        *((path, 404) for path in ("/metrics", "/webhook", "/actions", "/conversations/x")),
        *((path, 404) for path in ("/webhooks/rest/", "/webhooks/widget/%2e%2e/rest/", "/model")),
    ],
)
def test_only_public_paths_are_open(several: RunningClinic, path: str, status: int) -> None:
    assert several.http("GET", path)[0] == status


def test_address_in_a_header_does_not_make_a_visitor_somebody_else(
    several: RunningClinic,
) -> None:
    # The proxy adds the true one, and that is what the chat servers count.
    servers = several.servers()
    for each in servers.values():
        if each["role"] == "chat":
            environment = Path(f"/proc/{each['pid']}/environ").read_text()
            assert "MESOGUIDE_TRUSTED_PROXIES=1\0" in environment


def test_action_servers_still_ask_for_the_token(several: RunningClinic) -> None:
    status, _ = several.http("POST", "/webhook", b"{}", port=several.settings.action_port)

    assert status == 401
    assert several.http("GET", "/actions", port=several.settings.action_port)[0] == 404


def test_figures_are_of_all_servers(several: RunningClinic) -> None:
    def turns() -> float:
        return sum(
            value
            for key, value in several.figures().items()
            if key[0] == "mesoguide_turns_total" and "channel=widget" in key
        )

    before = turns()
    for _ in range(6):
        several.visitor().say("who invented mesotherapy?")

    assert turns() - before == 6
    figures = several.figures()
    for name in several.servers():
        label = f"server={name.replace(' ', '_')}"
        assert figures[("mesoguide_server_up", label)] == 1
        assert figures[("mesoguide_server_memory_bytes", label)] > 0


def test_limit_is_for_all_servers_together(several: RunningClinic, visitor: WidgetClient) -> None:
    visitor.begin()
    vote = {"answer_id": "1.000000", "helpful": True}
    asked, started = MESSAGES_PER_MINUTE + 200, time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        votes = pool.map(lambda _: visitor.request("POST", "feedback", vote).status, range(asked))
        statuses = Counter(votes)
    refilled = (time.monotonic() - started) * MESSAGES_PER_MINUTE / 60

    assert set(statuses) <= {404, 429}
    # Counted apart, each server would have taken its half of them all.
    assert statuses[404] <= MESSAGES_PER_MINUTE + refilled + 1
    assert statuses[404] >= MESSAGES_PER_MINUTE


def test_killed_chat_server_is_missed_by_nobody(several: RunningClinic) -> None:
    with talking(several.settings.port, PEOPLE) as talkers:
        time.sleep(2)
        kill(several, "chat server 1")
        time.sleep(2)

    assert_nothing_lost(several, talkers)
    assert "The chat server 1 stopped by itself" in several.console()


def test_next_message_after_a_kill_is_answered(
    several: RunningClinic, visitor: WidgetClient
) -> None:
    visitor.say("who invented mesotherapy?")
    os.kill(several.servers()["chat server 2"]["pid"], signal.SIGKILL)

    for _ in range(3):
        assert "Pistor" in str(visitor.say("who invented mesotherapy?").messages)
    several.wait_until(lambda: several.servers()["chat server 2"]["pid"], BACK_SECONDS)


def test_killed_action_server_and_proxy_come_back(several: RunningClinic) -> None:
    with talking(several.settings.port, PEOPLE) as talkers:
        kill(several, "action server 1")
        kill(several, "proxy")
        time.sleep(2)

    assert_nothing_lost(several, talkers)
    # The one that is there now does the work, and not what the killed one has left behind.
    master = several.servers()["proxy"]["pid"]
    assert Path(f"/proc/{master}/task/{master}/children").read_text()


def test_update_loses_no_turn(several: RunningClinic) -> None:
    before = several.servers()
    with talking(several.settings.port, PEOPLE) as talkers:
        time.sleep(1)
        reload = several.command("reload")
        time.sleep(1)

    assert reload.returncode == 0, reload.stdout + reload.stderr
    assert "The new servers take all messages now" in reload.stdout
    assert_nothing_lost(several, talkers)
    assert [talker.again for talker in talkers] == [[]] * PEOPLE, "nobody had to ask twice"
    after = several.servers()
    assert after["proxy"] == before["proxy"]
    for name in set(before) - {"proxy"}:
        assert after[name]["pid"] != before[name]["pid"]
        assert not is_running(before[name]["pid"])


def test_second_update_goes_as_the_first(several: RunningClinic, visitor: WidgetClient) -> None:
    visitor.say("who invented mesotherapy?")

    reload = several.command("reload")

    assert reload.returncode == 0, reload.stdout + reload.stderr
    assert "Pistor" in str(visitor.say("who invented mesotherapy?").messages)
    assert "cellulite" in str(visitor.say("show me your plans").messages).lower()


def test_second_run_in_the_folder_is_refused(several: RunningClinic) -> None:
    other = several.command("run", "--workers", "2")

    assert other.returncode == 1
    assert "another MesoGuide runs with" in other.stderr


def test_everything_ends_when_it_is_told_to(several: RunningClinic) -> None:
    pids = [each["pid"] for each in several.servers().values()]

    assert several.stop() == 0

    assert [pid for pid in pids if is_running(pid)] == []
    assert not (several.settings.var_dir / "servers.json").exists()
    assert "Traceback" not in several.console()
    assert several.log_files()["proxy-errors.log"] == ""


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
