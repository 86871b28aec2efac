"""The two servers as child processes: start, wait until they answer, stop together."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from mesoguide.exceptions import ServerFailed
from mesoguide.ops.settings import Settings, as_environment

#: The whole start is measured at 15 to 30 s on two cores; a loaded machine takes longer.
START_TIMEOUT_SECONDS = 180.0
STOP_TIMEOUT_SECONDS = 10.0
POLL_SECONDS = 0.2

#: It knows no conversations of one's own: whoever reaches it can read and write any of them.
DEVELOPMENT_CHANNEL = "rest"


@dataclass
class Server:
    """One child process with its log and the address that tells that it is up."""

    name: str
    command: Sequence[str]
    health_url: str
    log_path: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    log_start: int = field(default=0, repr=False)

    def start(self, settings: Settings) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches it through us."""
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as log:
            self.log_start = log.tell()
            self.process = subprocess.Popen(  # noqa: S603 - our own command, no shell
                self.command,
                cwd=settings.project_root,
                env=child_environment(settings),
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
        with self.log_path.open("rb") as log:
            log.seek(self.log_start)
            text = log.read().decode("utf-8", errors="replace").strip()
        line = text.splitlines()[-1][:300] if text else "it said nothing"
        return f"{line} (log: {self.log_path})"

    def stop(self) -> None:
        """Ask the process group to end, and end it after a while."""
        if self.process is None:
            return
        for how, wait in ((signal.SIGTERM, STOP_TIMEOUT_SECONDS), (signal.SIGKILL, 5.0)):
            try:
                os.killpg(self.process.pid, how)
                self.process.wait(timeout=wait)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
            break
        self.process = None


def child_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a server: ours, with the settings made explicit."""
    return {
        **os.environ,
        **as_environment(settings),
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
        log_path=settings.var_dir / "logs" / "actions.log",
    )


def chat_server(settings: Settings, model: Path, *, dev: bool = False) -> Server:
    """Describe the Rasa server.

    Args:
        settings: where it listens and keeps its files.
        model: the trained model.
        dev: also open the REST channel, which takes anything from anybody.
    """
    credentials = str(write_credentials(settings, dev=dev))
    more = ("--credentials", credentials, "--interface", settings.host)
    return Server(
        name="chat server",
        command=rasa_command(settings, "run", model, *more),
        health_url=f"{chat_url(settings)}/webhooks/widget/health",
        log_path=settings.var_dir / "logs" / "chat.log",
    )


def rasa_command(settings: Settings, verb: str, model: Path, *more: str) -> tuple[str, ...]:
    """Return the command line of ``rasa run`` or ``rasa shell`` with our files."""
    return (
        *(sys.executable, "-m", "mesoguide.ops.chat_server", verb, "--model", str(model)),
        *("--endpoints", str(write_endpoints(settings)), "--port", str(settings.port)),
        *more,
    )


def write_endpoints(settings: Settings) -> Path:
    """Write ``endpoints.yml`` with the address of our action server, and return where."""
    source = settings.project_root / "endpoints.yml"
    endpoints = yaml.safe_load(source.read_text(encoding="utf-8"))
    endpoints["action_endpoint"]["url"] = settings.action_endpoint_url
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    target = settings.var_dir / "endpoints.yml"
    target.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return target


def write_credentials(settings: Settings, *, dev: bool) -> Path:
    """Write ``credentials.yml``, with the REST channel only for development, and return where."""
    source = settings.project_root / "credentials.yml"
    channels = yaml.safe_load(source.read_text(encoding="utf-8"))
    # Whatever a clinic has left in its file: this channel never opens without being asked for.
    channels.pop(DEVELOPMENT_CHANNEL, None)
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
