"""Servers are child processes: started, waited for, and stopped with all that they started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from mesoguide.exceptions import ServerFailed
from mesoguide.ops import servers
from mesoguide.ops.servers import (
    Server,
    action_server,
    chat_server,
    chat_url,
    child_environment,
    rasa_command,
    write_credentials,
    write_endpoints,
)
from mesoguide.ops.settings import PROJECT_ROOT, Settings, load_settings
from tests.unit.ops.conftest import MakeSettings

SECRET = "s3cret"  # noqa: S105 - looked for where no secret may be
DATABASE = f"postgresql://clinic:{SECRET}@db/mesoguide"

#: Says that it is ready once its signal handlers are in place, then waits for a signal.
OBEDIENT = "import signal; print('ready', flush=True); signal.pause()"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + (
    "print('ready', flush=True)\nwhile True: signal.pause()"
)
#: Answers any request with 200.
ANSWERING = """
import http.server, sys
class Ok(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ok).serve_forever()
"""

Launch = Callable[..., Server]


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    (settings := make_settings()).var_dir.mkdir()
    return settings


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(servers, "STOP_TIMEOUT_SECONDS", 5.0)


@pytest.fixture
def launch(settings: Settings, free_port: int) -> Iterator[Launch]:
    """Starts a script as a server; whatever is still there at the end is killed."""
    started: list[int] = []

    def start(script: str) -> Server:
        server = Server(
            name="chat server",
            command=(sys.executable, "-u", "-c", script, str(free_port)),
            health_url=f"http://127.0.0.1:{free_port}/",
            log_path=settings.var_dir / "logs" / "chat.log",
        )
        server.start(settings)
        assert server.process is not None
        started.append(server.process.pid)
        return server

    yield start
    for pid in started:
        if is_alive(pid):
            os.killpg(pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until_ready(server: Server) -> int:
    """Waits until the script says so in its log; gives back its process id."""
    assert server.process is not None
    while "ready" not in server.log_path.read_text():
        assert server.is_running()
        os.sched_yield()
    return server.process.pid


def test_started_server_runs_in_a_group_of_its_own(launch: Launch) -> None:
    server = launch(OBEDIENT)

    assert server.is_running()
    assert server.process is not None
    assert os.getpgid(server.process.pid) == server.process.pid


def test_stopped_server_is_gone(launch: Launch) -> None:
    pid = until_ready(server := launch(OBEDIENT))

    server.stop()

    assert not is_alive(pid)
    assert not server.is_running()


def test_server_that_ignores_the_request_is_killed(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "STOP_TIMEOUT_SECONDS", 0.1)
    pid = until_ready(server := launch(STUBBORN))

    server.stop()

    assert not is_alive(pid)


def test_processes_that_a_server_started_end_with_it(launch: Launch) -> None:
    ours, theirs = os.pipe()
    os.set_inheritable(theirs, True)
    script = (
        "import signal, subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'],"
        " pass_fds=[int(open('fd').read())])\n"
        "print('ready', flush=True)\nsignal.pause()"
    )
    server = launch_with_descriptor(launch, script, theirs)
    os.close(theirs)
    until_ready(server)

    server.stop()

    with os.fdopen(ours) as pipe:
        assert pipe.read() == ""  # ends when the last holder of the other end has ended


def launch_with_descriptor(launch: Launch, script: str, descriptor: int) -> Server:
    """Starts a server that keeps one of our descriptors open."""
    popen = subprocess.Popen

    def keeping(*args: object, **options: object) -> subprocess.Popen[bytes]:
        Path(str(options["cwd"]), "fd").write_text(str(descriptor))
        return popen(*args, **options, pass_fds=[descriptor])  # type: ignore[call-overload, no-any-return]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servers.subprocess, "Popen", keeping)
        return launch(script)


def test_server_that_ended_by_itself_can_be_stopped(launch: Launch) -> None:
    server = launch("")
    assert server.process is not None
    server.process.wait()

    server.stop()

    assert not server.is_running()


def test_server_that_was_never_started_can_be_stopped(settings: Settings) -> None:
    server = action_server(settings)

    server.stop()

    assert not server.is_running()


def test_server_can_be_started_again(launch: Launch, settings: Settings) -> None:
    server = launch("")
    assert server.process is not None
    server.process.wait()

    server.start(settings)

    assert server.process.wait() == 0


def test_waiting_ends_when_the_server_answers(launch: Launch) -> None:
    server = launch(ANSWERING)

    server.wait_until_up(lambda elapsed: None)

    assert server.answers()
    server.stop()


def test_waiting_for_a_server_that_ended_gives_its_last_words(launch: Launch) -> None:
    server = launch("print('reading'); raise SystemExit('the model is broken')")

    with pytest.raises(ServerFailed, match=r"chat server stopped .*: the model is broken \(log: "):
        server.wait_until_up(lambda elapsed: None)


def test_waiting_for_a_server_that_hangs_ends_with_the_log(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "START_TIMEOUT_SECONDS", 0.0)
    server = launch(OBEDIENT)

    with pytest.raises(ServerFailed, match=r"gave no answer in 0 s: .*chat\.log"):
        server.wait_until_up(lambda elapsed: None)

    server.stop()


def test_waiting_tells_how_long_it_has_been(launch: Launch) -> None:
    told: list[float] = []
    server = launch(ANSWERING)

    server.wait_until_up(told.append)

    assert told == sorted(told)
    assert told
    server.stop()


def test_program_that_speaks_another_protocol_is_no_answer(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        thread = threading.Thread(target=greet_like_a_mail_server, args=(other,))
        thread.start()
        port = other.getsockname()[1]
        server = Server("chat server", (), f"http://127.0.0.1:{port}/", settings.var_dir / "x.log")

        assert server.answers() is False

        thread.join()


def greet_like_a_mail_server(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"220 mail.example.org ESMTP\r\n")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("print('one'); print('two')", "two"),
        ("print('two'); print()", "two"),
        ("pass", "it said nothing"),
        ("print('x' * 1000)", "x" * 300),
        (r"import sys; sys.stdout.buffer.write(b'\xff broken')", "\ufffd broken"),
    ],
    ids=["last-line", "blank-line", "silence", "long-line", "no-utf-8"],
)
def test_last_words_are_the_last_line(launch: Launch, script: str, words: str) -> None:
    server = launch(script)
    assert server.process is not None
    server.process.wait()

    assert server.last_words() == f"{words} (log: {server.log_path})"


def test_last_words_are_those_of_this_process(launch: Launch) -> None:
    for script in ("print('yesterday')", "pass"):
        server = launch(script)
        assert server.process is not None
        server.process.wait()

    assert server.last_words().startswith("it said nothing")


def test_last_words_are_not_those_of_a_server_that_is_replaced(launch: Launch) -> None:
    server = launch(
        "import json, os; own = {'process': os.getpid(), 'message': 'no memory'}; "
        "print(json.dumps(own)); print(json.dumps({'process': 1, 'message': 'a turn'}))"
    )
    assert server.process is not None
    server.process.wait()

    assert server.last_words().startswith("no memory (log: ")


def test_log_of_an_earlier_process_is_kept(launch: Launch) -> None:
    for script in ("print('yesterday')", "print('today')"):
        server = launch(script)
        assert server.process is not None
        server.process.wait()

    assert server.log_path.read_text() == "yesterday\ntoday\n"


# ---- What is started ----


@pytest.fixture
def secret_settings(make_settings: MakeSettings) -> Settings:
    settings = make_settings(DATABASE_URL=DATABASE, MESOGUIDE_ACTION_PORT="6066")
    for name in ("endpoints.yml", "credentials.yml"):
        (settings.project_root / name).write_text((PROJECT_ROOT / name).read_text())
    return settings


def test_endpoints_name_the_action_server_of_the_settings(secret_settings: Settings) -> None:
    written = yaml.safe_load(write_endpoints(secret_settings).read_text())

    assert written["action_endpoint"]["url"] == "http://127.0.0.1:6066/webhook"


def test_endpoints_keep_everything_else(secret_settings: Settings) -> None:
    ours = yaml.safe_load((PROJECT_ROOT / "endpoints.yml").read_text())

    written = yaml.safe_load(write_endpoints(secret_settings).read_text())

    assert {**written, "action_endpoint": 0} == {**ours, "action_endpoint": 0}


def test_endpoints_are_written_beside_the_logs_and_not_over_the_source(
    secret_settings: Settings,
) -> None:
    before = (secret_settings.project_root / "endpoints.yml").read_text()

    assert write_endpoints(secret_settings) == secret_settings.var_dir / "endpoints.yml"
    assert (secret_settings.project_root / "endpoints.yml").read_text() == before


def test_endpoints_hold_no_secret(secret_settings: Settings) -> None:
    assert SECRET not in write_endpoints(secret_settings).read_text()


def test_commands_hold_no_secret(secret_settings: Settings, tmp_path: Path) -> None:
    # Everybody on a machine can list the arguments of a process.
    started = [action_server(secret_settings), chat_server(secret_settings, tmp_path / "model")]

    assert SECRET not in str([server.command for server in started])


def test_secrets_travel_in_the_environment(secret_settings: Settings) -> None:
    environment = child_environment(secret_settings)

    assert environment["DATABASE_URL"] == DATABASE
    assert environment["TRACKER_DATABASE_URL"] == DATABASE


def test_child_reports_nothing_to_others(secret_settings: Settings) -> None:
    assert child_environment(secret_settings)["RASA_TELEMETRY_ENABLED"] == "false"


def test_child_keeps_the_rest_of_the_environment(
    secret_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "xx_XX")

    assert child_environment(secret_settings)["LANG"] == "xx_XX"


def test_child_works_in_the_project_folder(launch: Launch, settings: Settings) -> None:
    server = launch("import os; print(os.getcwd())")
    assert server.process is not None
    server.process.wait()

    assert server.log_path.read_text().strip() == str(settings.project_root)


def test_chat_server_listens_where_the_settings_say(make_settings: MakeSettings) -> None:
    settings = make_settings(MESOGUIDE_HOST="192.0.2.1", MESOGUIDE_PORT="6006")
    (settings.project_root / "endpoints.yml").write_text("action_endpoint: {}")
    (settings.project_root / "credentials.yml").write_text("some.Channel:")

    command = " ".join(chat_server(settings, Path("model")).command)

    assert "--port 6006" in command
    assert "--interface 192.0.2.1" in command


def channels(settings: Settings, *, dev: bool) -> set[str]:
    """The channels that the chat server is started with."""
    command = chat_server(settings, Path("model"), dev=dev).command
    written = Path(command[command.index("--credentials") + 1])
    return set(yaml.safe_load(written.read_text()))


def test_only_the_widget_is_open(secret_settings: Settings) -> None:
    assert channels(secret_settings, dev=False) == {"mesoguide.channels.widget.WidgetInput"}


def test_rest_channel_is_open_for_development(secret_settings: Settings) -> None:
    assert channels(secret_settings, dev=True) == {"mesoguide.channels.widget.WidgetInput", "rest"}


def test_rest_channel_left_in_the_file_stays_closed(secret_settings: Settings) -> None:
    with (secret_settings.project_root / "credentials.yml").open("a") as file:
        file.write("rest:\n")

    assert "rest" not in channels(secret_settings, dev=False)


def test_credentials_are_written_beside_the_logs_and_not_over_the_source(
    secret_settings: Settings,
) -> None:
    before = (secret_settings.project_root / "credentials.yml").read_text()

    assert (
        write_credentials(secret_settings, dev=True) == secret_settings.var_dir / "credentials.yml"
    )
    assert (secret_settings.project_root / "credentials.yml").read_text() == before


def test_every_setting_reaches_the_child(make_settings: MakeSettings) -> None:
    settings = make_settings(
        MESOGUIDE_PORT="6006",
        MESOGUIDE_ALLOWED_ORIGINS="https://a.example,https://b.example",
        MESOGUIDE_TRUSTED_PROXIES="2",
        MESOGUIDE_SECRET_KEY="f3a91c07d2be4865a07e19c3b8d4526f",  # noqa: S106 - opens nothing
    )

    assert load_settings(child_environment(settings)) == settings


def test_shell_opens_no_channels(secret_settings: Settings) -> None:
    assert "--credentials" not in rasa_command(secret_settings, "shell", Path("model"))


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:5005"),
        ("0.0.0.0", "http://127.0.0.1:5005"),  # noqa: S104 - nothing binds to it
        ("::", "http://[::1]:5005"),
        ("::1", "http://[::1]:5005"),
        ("clinic.example", "http://clinic.example:5005"),
    ],
)
def test_chat_server_is_asked_where_it_can_be_reached(
    make_settings: MakeSettings, host: str, url: str
) -> None:
    assert chat_url(make_settings(MESOGUIDE_HOST=host)) == url
