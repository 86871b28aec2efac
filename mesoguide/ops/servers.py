"""The two servers as child processes: start, wait until they answer, stop together."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from mesoguide.exceptions import ServerFailed, SettingsError
from mesoguide.ops.action_token import HEADER, TOKEN_VARIABLE, action_token, header_value
from mesoguide.ops.json_logs import LOG_FILE_VARIABLE
from mesoguide.ops.metric_files import FOLDER_VARIABLE
from mesoguide.ops.private_folders import keep_private
from mesoguide.ops.settings import Settings, as_environment

#: The whole start is measured at 15 to 30 s on two cores; a loaded machine takes longer.
START_TIMEOUT_SECONDS = 180.0
#: Longer than the server itself waits for what is going on (server_setup.DRAIN_SECONDS, twice).
STOP_TIMEOUT_SECONDS = 45.0
POLL_SECONDS = 0.2

#: What a server is for, as ``var/servers.json`` names it.
CHAT, ACTIONS = "chat", "actions"

ENDPOINTS_FILE = "endpoints.yml"

#: It knows no conversations of one's own: whoever reaches it can read and write any of them.
DEVELOPMENT_CHANNEL = "rest"

#: Key of endpoints.yml under which Rasa looks for models elsewhere, and runs what it finds there.
MODEL_SERVER = "models"

#: It refuses to start without the page's secrets; a clinic without a page needs none.
MESSENGER_CHANNEL = "mesoguide.channels.messenger.MessengerInput"


@dataclass
class Server:
    """One child process with its log and the address that tells that it is up.

    Attributes:
        role: "chat", "actions" or "proxy".
        port: where it listens.
        own_settings: what it is started with in place of everybody's settings.
        stop_signal: asks it to finish what it has begun and to end.
    """

    name: str
    command: Sequence[str]
    health_url: str
    log_path: Path
    role: str = ""
    port: int = 0
    own_settings: Settings | None = field(default=None, repr=False)
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    log_start: int = field(default=0, repr=False)

    def start(self, settings: Settings) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches it through us."""
        settings = self.own_settings or settings
        # What it has started outlives a process that was killed, and may still have the port.
        self.ask_to_stop()
        keep_private(settings.var_dir)
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        settings.metrics_dir.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as log:
            self.log_start = log.tell()
            self.process = subprocess.Popen(  # noqa: S603 - our own command, no shell
                self.command,
                cwd=settings.project_root,
                env={**child_environment(settings), LOG_FILE_VARIABLE: str(self.log_path)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_running(self) -> bool:
        """Tell whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        """Tell whether the server answers over HTTP."""
        try:
            with urllib.request.urlopen(self.health_url, timeout=2) as reply:  # noqa: S310 - our own loopback address
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError, http.client.HTTPException):
            return False

    def wait_until_up(self, progress: Callable[[float], None]) -> None:
        """Wait until the server answers.

        Args:
            progress: called with the seconds so far, about once a second.

        Raises:
            ServerFailed: if the process ends or does not answer in time.
        """
        started = time.monotonic()
        while not self.answers():
            elapsed = time.monotonic() - started
            if not self.is_running():
                raise ServerFailed(f"the {self.name} stopped while starting: {self.last_words()}")
            if elapsed > START_TIMEOUT_SECONDS:
                raise ServerFailed(
                    f"the {self.name} gave no answer in {elapsed:.0f} s: {self.log_path}"
                )
            progress(elapsed)
            time.sleep(POLL_SECONDS)

    def last_words(self) -> str:
        """Return the last line that this process logged and where the log is."""
        if not self.log_path.exists():
            # It was put away, and nothing was written since.
            return f"it said nothing (log: {self.log_path})"
        with self.log_path.open("rb") as log:
            log.seek(min(self.log_start, self.log_path.stat().st_size))
            text = log.read().decode("utf-8", errors="replace").strip()
        lines = [line for line in text.splitlines() if not self._is_of_another(line)]
        line = _plain(lines[-1])[:300] if lines else "it said nothing"
        return f"{line} (log: {self.log_path})"

    def _is_of_another(self, line: str) -> bool:
        """Tell whether a line is of another process, as while a server is replaced by a new one."""
        try:
            written_by = json.loads(line).get("process")
        except (ValueError, AttributeError):
            return False
        return self.process is not None and written_by not in (None, self.process.pid)

    def ask_to_stop(self) -> None:
        """Ask the process group to end, without waiting for it."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, self.stop_signal)

    def kill(self) -> None:
        """End the process group at once."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """Ask the process group to end, and end it after a while."""
        if self.process is None:
            return
        for how, wait in ((self.stop_signal, STOP_TIMEOUT_SECONDS), (signal.SIGKILL, 5.0)):
            try:
                os.killpg(self.process.pid, how)
                self.process.wait(timeout=wait)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
            break
        self.process = None


def _plain(line: str) -> str:
    """Return what a line of a log says; lines of JSON say it in a value."""
    try:
        entry = json.loads(line)
        said = (entry.get("message"), entry.get("error"), entry.get("error_message"))
    except (ValueError, AttributeError):
        return line
    return ": ".join(str(each) for each in said if each) or line


def child_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a server: ours, with the settings made explicit."""
    return {
        **os.environ,
        **as_environment(settings),
        FOLDER_VARIABLE: str(settings.metrics_dir),
        TOKEN_VARIABLE: action_token(settings),
        "RASA_TELEMETRY_ENABLED": "false",
        "LOG_LEVEL": "WARNING",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
    }


def action_server(settings: Settings) -> Server:
    """Describe the server that runs our actions."""
    command = (sys.executable, "-m", "mesoguide.ops.action_server")
    return Server(
        name="action server",
        command=(*command, "--port", str(settings.action_port)),
        health_url=f"http://127.0.0.1:{settings.action_port}/health",
        log_path=settings.logs_dir / "actions.log",
        role=ACTIONS,
        port=settings.action_port,
    )


def chat_server(
    settings: Settings, model: Path, *, dev: bool = False, endpoints_file: str = ENDPOINTS_FILE
) -> Server:
    """Describe the Rasa server.

    Args:
        settings: where it listens and keeps its files.
        model: the trained model.
        dev: also open the REST channel, which takes anything from anybody.
        endpoints_file: name of the file that tells it where its action server is.
    """
    credentials = str(write_credentials(settings, dev=dev))
    more = ("--credentials", credentials, "--interface", settings.host)
    return Server(
        name="chat server",
        command=rasa_command(settings, "run", model, *more, endpoints_file=endpoints_file),
        health_url=f"{chat_url(settings)}/webhooks/widget/health",
        log_path=settings.logs_dir / "chat.log",
        role=CHAT,
        port=settings.port,
    )


def rasa_command(
    settings: Settings, verb: str, model: Path, *more: str, endpoints_file: str = ENDPOINTS_FILE
) -> tuple[str, ...]:
    """Return the command line of ``rasa run`` or ``rasa shell`` with our files."""
    endpoints = write_endpoints(settings, endpoints_file)
    return (
        *(sys.executable, "-m", "mesoguide.ops.chat_server", verb, "--model", str(model)),
        *("--endpoints", str(endpoints), "--port", str(settings.port)),
        *more,
    )


def write_endpoints(settings: Settings, name: str = ENDPOINTS_FILE) -> Path:
    """Write ``endpoints.yml`` with the address of our action server, and return where.

    Raises:
        SettingsError: the project's own names a server to fetch models from.
    """
    source = settings.project_root / ENDPOINTS_FILE
    endpoints = yaml.safe_load(source.read_text(encoding="utf-8"))
    if MODEL_SERVER in endpoints:
        raise SettingsError(
            f"{source} names a server to fetch models from ({MODEL_SERVER}). A model is code: take "
            "it out, and put models into the folder models/."
        )
    endpoints["action_endpoint"]["url"] = settings.action_endpoint_url
    # Rasa reads the variable: the token itself stands in no file.
    endpoints["action_endpoint"]["headers"] = {HEADER: header_value(f"${{{TOKEN_VARIABLE}}}")}
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    target = settings.var_dir / name
    target.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return target


def write_credentials(settings: Settings, *, dev: bool) -> Path:
    """Write ``credentials.yml``, with the REST channel only for development, and return where."""
    source = settings.project_root / "credentials.yml"
    channels = yaml.safe_load(source.read_text(encoding="utf-8"))
    # Whatever a clinic has left in its file: this channel never opens without being asked for.
    channels.pop(DEVELOPMENT_CHANNEL, None)
    if not settings.messenger_is_on:
        channels.pop(MESSENGER_CHANNEL, None)
    if dev:
        channels[DEVELOPMENT_CHANNEL] = None
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    target = settings.var_dir / "credentials.yml"
    target.write_text(yaml.safe_dump(channels), encoding="utf-8")
    return target


def chat_url(settings: Settings) -> str:
    """Return the address at which this machine reaches the chat server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
